"""Deliveries into an empty graph, written at once: the graph is what the ordinary way leaves."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import pkgutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from engines import empty
from test_same_graph import TIES
from whole_way import canonical, digest, incident, party, run, well

from graph.changes.opening import open_store
from graph.engine import arcadedb, filling
from graph.engine.store import Store
from graph.errors import EngineError
from graph.settings import Settings
from ingest.night import first_load, remade

AS_OF = ("--as-of", "2024-06-01", "--json")
HOME = {"written": "1 Mill Lane, ZZ1 1AA", "house": "1", "street": "Mill Lane"}
ANN = party("Ann Reed", "victim", ref="1", born="1990-05-01", home=HOME)
SAM = party("Sam Pike", "suspect", ref="2", born="1980-01-01", phone="07700 900102")
SAMUEL = party("Samuel Pike", "suspect", ref="2", nominal="N7", phone="07700 900102")
TWICE = party(
    "Zoë 𝒜dler",
    "witness",
    phones=[
        {"phone": {"written": "07700 900103"}, "use": "user", "start": "2020-01-01T00:00:00Z"},
        {"phone": {"written": "07700900103"}, "use": "owner"},
        {"phone": {"written": "07700 900 103"}, "use": "owner", "start": "2021-01-01T00:00:00Z"},
    ],
)
TRACES = party("", "suspect", phone="07700 900109")
SHOP = {**party("Corner Shop", "reporter"), "kind": "organisation"}


def order(reference: str, *parties: dict[str, Any], at: str, **more: Any) -> dict[str, Any]:
    detail = {"issuer": "court", "kind": "SPO", "effect": "prohibits", "status": "made", **more}
    return {
        "force": "ashford",
        "kind": "order",
        "reference": reference,
        "recorded_at": at,
        "order": detail,
        "parties": list(parties),
    }


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three extracts in the wrong order: versions come and go, records ask for more and less."""
    related = [{"a": "1", "b": "2", "kind": "partner"}]
    call = {
        "id": "c1",
        "kind": "text",
        "source": {"phone": {"written": "07700 900102"}},
        "target": {"phone": {"written": "07700 900103"}},
        "during": {
            "start": "2024-01-05T10:00:00Z",
            "end": "2024-01-05T10:01:00Z",
            "precision": "minute",
        },
    }
    first = [
        incident("A1", SAM, ANN, at="2024-01-01T10:00:00Z", relations=related, contacts=[call]),
        incident("A2", SAM, ANN, at="2024-01-02T10:00:00Z", address=HOME),
        incident("A3", TWICE, TRACES, at="2024-01-03T10:00:00Z"),
        incident("A4", party("Joy Marsh", "suspect"), SHOP, at="2024-01-04T10:00:00Z"),
        order(
            "O1",
            party("Sam Pike", "subject", born="1980-01-01", phone="07700 900102"),
            party("Ann Reed", "protected", born="1990-05-01", home=HOME),
            at="2024-01-05T10:00:00Z",
            arises_from=["ashford/A1", "ashford/A9"],
        ),
    ]
    second = [
        incident("A2", SAMUEL, at="2024-01-06T10:00:00Z"),
        incident("A4", at="2024-01-07T10:00:00Z", withdrawn=True),
        incident("A5", SAM, ANN, at="2024-01-08T10:00:00Z", grade={"handling": "C"}),
        incident("A6", SAM, ANN, at="2024-01-09T10:00:00Z") | {"compartments": ["OP ALDER"]},
        *(incident(f"B{day}", SAM, ANN, at=f"2024-01-1{day}T10:00:00Z") for day in (1, 3, 5)),
        incident("A7", {**SAM, "ref": "1"}, SAM, at="2024-01-10T10:00:00Z", relations=related),
    ]
    third = [
        incident("A1", SAM, ANN, at="2024-01-01T10:00:00Z", relations=related, contacts=[call]),
        incident("A3", TWICE, at="2024-01-03T11:00:00Z", summary="waited outside"),
    ]
    (tmp_path / "in").mkdir()
    dated = {"2024-03-01": second, "2024-02-01": first, "2024-04-01": third}
    return [
        canonical(tmp_path / "in" / f"canonical_{day}.jsonl", records)
        for day, records in dated.items()
    ]


@pytest.mark.slow
def test_what_is_written_at_once_is_what_the_ordinary_way_leaves(
    data: Path, files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = canonical(
        tmp_path / "canonical_2024-05-01.jsonl",
        [incident("A8", SAM, ANN, at="2024-05-01T10:00:00Z"), incident("A2", SAM, ANN)],
    )
    ends, filled, fill = [], [], Store.fill

    def noted(*given: Any) -> None:
        filled.append(given[1])
        fill(*given)

    monkeypatch.setattr(Store, "fill", noted)
    monkeypatch.setattr(filling, "NODES", 7)
    monkeypatch.setattr(filling, "LINKS", 11)
    for least in (0, first_load.WORTH_BYTES):
        monkeypatch.setattr(first_load, "WORTH_BYTES", least)
        loaded = well("ingest", *files, files[0], "--data", data, "--json").data
        steps: list[tuple[list[Any], str]] = [([one["known"] for one in loaded], digest(data))]
        for words in (("night", *AS_OF), ("ingest", later, "--json"), ("night", *AS_OF)):
            well(*words, "--data", data)
            with open_store(Settings(data)) as store:
                flags = store.read(TIES)
            steps.append((flags, digest(data)))
        ends.append(steps)
        with open_store(Settings(data)) as store:
            empty(store)
    assert len(filled) == 1, "the first way alone writes at once, and its later delivery does not"
    assert ends[0] == ends[1]
    assert ends[0][1][0], "flags that could differ"
    assert ends[0][0][0] == [False, False, False, True]


def test_what_the_engine_does_not_take_at_once_the_next_run_writes_in_batches(
    data: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_load, "WORTH_BYTES", 0)
    monkeypatch.setattr(arcadedb.Server, "send_lines", lambda *_: (500, "what it says"))
    nothing = digest(data)
    failed = run("ingest", *files, "--data", data)
    assert (failed.code, digest(data)) == (4, nothing)
    assert "HTTP 500" in failed.err
    assert "what it says" not in failed.err
    assert [one["known"] for one in well("ingest", *files, "--data", data, "--json").data] == (
        [False] * len(files)
    )
    assert digest(data) != nothing


def test_what_the_memory_does_not_hold_comes_in_batches(
    data: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_load, "WORTH_BYTES", 0)
    monkeypatch.setenv("THROUGHLINE_MEMORY", "500 MB")
    monkeypatch.setattr(Store, "fill", lambda *_: pytest.fail("it was written at once"))
    nothing = digest(data)
    well("ingest", *files, "--data", data)
    assert digest(data) != nothing


def test_less_memory_than_it_takes_is_refused_before_an_engine_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THROUGHLINE_MEMORY", "500 MB")
    with pytest.raises(EngineError, match="memory"):
        filling.fill(tmp_path, (), (), 1)
    assert not list(tmp_path.iterdir())


Moment = tuple[str, str, int]
"""Where a function stands, its name, and at which call of it a process is killed."""
MOMENTS: tuple[Moment, ...] = (
    ("graph.derive.staged", "finish", 1),
    ("graph.derive.staged", "_rows", 5),  # nodes are sent, links are not
    ("graph.engine.filling", "exchange", 1),
    ("graph.engine.arcadedb", "settle", 3),  # the new database lies beside the old one's place
    ("ingest.night.bring_up_to_date", "undecided", 1),  # it is there
)
WHOLE = 3
"""From this moment on the graph is whole."""


def dying(words: list[str], moment: Moment, environment: dict[str, str]) -> None:
    """A command that writes at once and is killed at a moment; it ends as usual if none comes."""
    os.environ.clear()  # a server that forks has that of whichever test was its first
    os.environ.update(environment)
    where, name, call = moment
    owner = pkgutil.resolve_name(where)
    real: Callable[..., Any] = getattr(owner, name)
    calls = itertools.count(1)

    def counted(*given: Any, **named: Any) -> Any:
        if next(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given, **named)

    setattr(owner, name, counted)
    setattr(first_load, "WORTH_BYTES", 0)  # noqa: B010 - a name that mypy takes for a constant
    setattr(remade, "WORTH_RECORDS", 0)  # noqa: B010
    raise SystemExit(run(*words).code)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_whenever_it_is_killed_the_graph_is_empty_or_whole(data: Path, files: list[Path]) -> None:
    words = [str(word) for word in ("ingest", *files, "--data", data, "--json")]
    nothing, forks = digest(data), multiprocessing.get_context("forkserver")
    well(*words)
    whole = digest(data)
    for number, moment in enumerate(MOMENTS):
        with open_store(Settings(data)) as store:
            empty(store)
        child = forks.Process(target=dying, args=(words, moment, dict(os.environ)))
        child.start()
        child.join(300)
        assert child.exitcode == -signal.SIGKILL, moment
        assert digest(data) == (whole if number >= WHOLE else nothing), moment
        well(*words)
        assert digest(data) == whole, moment
    (data / "engine" / f"{arcadedb.FILLING}left").mkdir()
    well("compact", "--data", data)
    assert list((data / "engine").glob(f"{arcadedb.FILLING}*")) == []
