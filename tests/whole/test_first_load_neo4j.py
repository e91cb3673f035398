"""The first load of an empty Neo4j: written at once, as the ordinary way leaves it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from engines import empty
from test_first_load import Moment, dying, files  # noqa: F401 - a fixture
from whole_way import digest, run, well

from graph.changes.opening import open_store
from graph.commands.options import session_here
from graph.engine.store import Store
from graph.errors import BusyError
from graph.keeping.elements import is_empty
from graph.settings import Settings
from ingest.night import first_load

pytestmark = pytest.mark.neo4j
MOMENTS: tuple[Moment, ...] = (
    ("graph.engine.store:Store", "create", 3),  # some nodes are there
    ("graph.engine.store:Store", "create", 20),  # some links are
    ("graph.changes.half_made", "end", 1),  # all is there, but marked
    ("ingest.night.bring_up_to_date", "undecided", 1),  # it is whole
)
WHOLE = 3
"""From this moment on the graph is whole."""


@pytest.fixture
def server(neo4j_session: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own for the server's graph, which is empty."""
    empty(neo4j_session)
    settings = neo4j_session.settings
    for name in ("uri", "user", "password", "database"):
        monkeypatch.setenv(f"NEO4J_{name.upper()}", str(getattr(settings, f"neo4j_{name}")))
    monkeypatch.setattr(first_load, "WORTH_BYTES", 0)
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_at_any_point_it_begins_again_and_ends_as_the_ordinary_way(
    server: Path,
    neo4j_session: Store,
    files: list[Path],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = [str(word) for word in ("ingest", *files, "--data", server, "--json")]
    with monkeypatch.context() as patch:
        patch.setattr(first_load, "WORTH_BYTES", 1 << 40)
        well(*words)
    ordinary, forks = digest(server), multiprocessing.get_context("forkserver")
    for number, moment in enumerate(MOMENTS):
        empty(neo4j_session)
        child = forks.Process(target=dying, args=(words, moment, dict(os.environ)))
        child.start()
        child.join(300)
        assert child.exitcode == -signal.SIGKILL, moment
        with open_store(Settings.load(server)) as store:
            assert is_empty(store) == (number < WHOLE), moment
        assert not Settings(server).half_made.exists()
        well(*words)
        assert digest(server) == ordinary, moment


def test_what_is_half_made_is_shown_to_nobody_and_a_fault_leaves_nothing(
    server: Path,
    files: list[Path],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    create = Store.create
    refused: set[str] = set()

    def noted(store: Store, *given: Any) -> None:
        create(store, *given)
        with pytest.raises(BusyError) as open_before:
            before.consult("search")
        refused.update((str(open_before.value), str(run("flags", "--data", server).code)))
        raise ValueError

    with open_store(Settings.load(server)) as store:
        before = session_here(store, "a test")
        before.consult("search")
        monkeypatch.setattr(Store, "create", noted)
        assert run("ingest", *files, "--data", server).code
        assert refused == {
            "the first load of this graph is being written: ask again in a while",
            str(BusyError.exit_code),
        }
        assert is_empty(store)
        before.consult("search")
