"""A rebuild at once: the graph is what the ordinary rebuild leaves, and before its end the old."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from engines import cypher
from steps import PEOPLE
from test_first_load import AS_OF, Moment, dying, files  # noqa: F401 - a fixture
from test_same_graph import MARKS
from whole_way import canonical, digest, incident, party, well

from graph.changes.opening import open_store
from graph.derive.rebuild import unfinished
from graph.settings import Settings
from ingest.night import remade

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
NIGHTS = cypher("MATCH (n:Night) RETURN properties(n) AS props", "props: map")
UNLIKE = cypher("MATCH (:Mention)-[r:RESEMBLES]->(:Mention) DELETE r")
OUT_OF_LINE = cypher(
    """MATCH (i:Incident {id: 'ashford/A1'}) SET i.title = 'what no record says'
    WITH i MATCH (r:Record)-[a:ABOUT]->(i) DELETE a"""
)


@pytest.fixture
def lived_in(data: Path, files: list[Path], tmp_path: Path) -> Path:  # noqa: F811
    """A graph with flags, what was said of them, judgements of both kinds and one taken back, a
    share, compartments, an order, and a delivery that was withdrawn."""
    jo, joe = (party(name, "witness", born="1970-01-01") for name in ("Jo Marsh", "Joe Marsh"))
    later = [incident("C1", jo, at="2024-05-01T10:00:00Z"), incident("C2", joe)]
    tom, eve = party("Tom Lane", "suspect", nominal="N8"), party("Eve Moor", "victim", nominal="N9")
    later += [incident(f"D{day}", tom, eve, at=f"2024-05-1{day}T10:00:00Z") for day in (1, 3, 5)]
    others = canonical(tmp_path / "canonical_2024-05-01.jsonl", later)
    gone = canonical(tmp_path / "canonical_2024-05-02.jsonl", [incident("C3", jo), later[0]])
    here = ("--data", data)
    seen = ("--clearance", 3, *here)
    well("ingest", *files, others, gone, *here)
    well("night", *AS_OF, *here)
    well("withdraw", gone.name, *here)
    with open_store(Settings(data)) as store:
        people = [row["id"] for row in store.read(PEOPLE)]
    flags = [flag["id"] for flag in well("flags", "--json", *seen).data]
    for word, flag in (("--confirm", flags[0]), ("--dismiss", flags[-1])):
        well("flags", word, flag, "--why", "seen", *seen)
    one, two, three, four = people[:4]
    well("judge", one, two, "--apart", "--why", "two faces", *seen)
    well("judge", three, four, "--same", "--why", "one face", *seen)
    word = well("judge", one, three, "--apart", "--why", "two", "--json", *seen).data
    well("unjudge", word["id"], "--why", "not so", *seen)
    service = (one, "--organisation", "Harbour")
    code = well("share", "preview", *service, "--json", *seen).data["code"]
    until = (dt.datetime.now(dt.UTC) + dt.timedelta(30)).date().isoformat()
    given = ("--code", code, "--until", until, "--file", tmp_path / "shared.txt")
    well("share", "give", *service, *given, "--why", "asked for", *seen)
    return data


def state(data: Path) -> list[Mapping[str, Any]]:
    """All that is in the graph, but for what says how it was resolved."""
    with open_store(Settings(data)) as store:
        rows = [row for row in store.read(MARKS) if row["label"] != "Resolution"]
        return [*rows, *store.read(NIGHTS)]


def test_it_is_what_the_ordinary_rebuild_leaves(
    lived_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest(lived_in)
    states = []
    for least in (remade.WORTH_RECORDS, 0):
        monkeypatch.setattr(remade, "WORTH_RECORDS", least)
        with open_store(Settings(lived_in)) as store:
            store.write(OUT_OF_LINE)
            store.write(UNLIKE)
        assert digest(lived_in) != before
        well("rebuild", "--data", lived_in)
        assert digest(lived_in) == before
        states.append(state(lived_in))
    for a, b in zip(*states, strict=True):
        assert a == b


MOMENTS: tuple[Moment, ...] = (
    ("graph.derive.staged", "finish", 1),
    ("graph.engine.filling", "exchange", 1),  # the new database is whole, beside the old one
    ("graph.engine.arcadedb", "settle", 3),  # it has begun to take its place
    ("ingest.night.bring_up_to_date", "undecided", 1),  # it is there
)
EXCHANGED = 2
"""From this moment on the new graph is there."""


def test_whenever_it_is_killed_the_old_graph_or_the_new_one_is_there(
    data: Path,
    files: list[Path],  # noqa: F811
) -> None:
    forks, words = multiprocessing.get_context("forkserver"), ["rebuild", "--data", str(data)]
    well("ingest", *files, "--data", data)
    whole = digest(data)
    for number, moment in enumerate(MOMENTS):
        with open_store(Settings(data)) as store:
            store.write(OUT_OF_LINE)
        old = digest(data)
        child = forks.Process(target=dying, args=(words, moment, dict(os.environ)))
        child.start()
        child.join(300)
        assert child.exitcode == -signal.SIGKILL, moment
        assert digest(data) == (whole if number >= EXCHANGED else old), moment
        assert unfinished(Settings(data)).exists() == (number > 0)
        # Any command that writes ends a rebuild that has come so far as to be seen.
        well(*(("ingest", files[0], "--data", data) if number else words))
        assert digest(data) == whole, moment
