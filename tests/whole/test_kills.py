"""A command that dies at any moment: run it again, and nothing tells that it ever died."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from engines import empty
from killed import run_until
from test_same_graph import TIES
from whole_way import canonical, clear, digest, incident, party, run, start, well

from graph.changes.opening import open_store
from graph.engine.store import Store
from graph.lock import writing
from graph.settings import Settings

ANN = party("Ann Reed", "victim", born="1990-05-01", home={"written": "1 Mill Lane, ZZ1 1AA"})
SAM = party("Sam Pike", "suspect", born="1980-01-01", phone="07700 900102")
JOY = party("Joy Marsh", "witness", nominal="N7", phone="07700 900102")
RECORDS = 3_000
"""Of one delivery: three batches, so that a kill finds it half done."""
AS_OF = ("--as-of", "2024-06-01", "--json")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two deliveries of several batches each; the second brings new versions of some records."""
    first = [
        incident(f"A{day}", SAM, ANN, at=f"2024-01-0{day}T10:00:00Z", summary="waited")
        for day in range(1, 6)
    ]
    second = [incident(f"A{day}", SAM, JOY, at=f"2024-01-0{day}T11:00:00Z") for day in (2, 4, 6)]
    return [
        canonical(tmp_path / "canonical_2024-02-01.jsonl", first),
        canonical(tmp_path / "canonical_2024-03-01.jsonl", second),
    ]


def some(total: int, many: int) -> list[int]:
    """A few moments, the last among them; the same at every run."""
    between = range(2, total)
    chosen = random.Random(total).sample(between, min(many - 1, len(between)))
    return sorted({total, *chosen})


def moments(words: Iterable[object], many: int) -> Iterator[int]:
    """Let the command end once, and then name statements of it to die at."""
    code, total = run_until(words)
    assert code == 0
    assert total > 10
    yield from some(total, many)


def die(words: list[object], statement: int, data: Path) -> None:
    code, _ = run_until(words, statement)
    assert code == -signal.SIGKILL
    with writing(data):
        pass  # nobody holds the data folder any more


@pytest.mark.timeout(1_800)
@pytest.mark.slow
@pytest.mark.parametrize("many", [6])
def test_a_killed_ingest_is_finished_by_the_next(
    data: Path, files: list[Path], embedded_store: Store, many: int
) -> None:
    words = ["ingest", *files, "--data", data]
    well(*words)
    whole = digest(data)
    reset(data, embedded_store)
    for moment in moments(words, many):
        reset(data, embedded_store)
        die(words, moment, data)
        well(*words)
        assert digest(data) == whole, moment
        assert not list(data.glob("*/*.part"))


def reset(data: Path, store: Store) -> None:
    empty(store)
    clear(data)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("many", [4])
def test_a_killed_night_is_finished_by_the_next(
    data: Path, files: list[Path], embedded_store: Store, many: int
) -> None:
    words = ["night", "--data", data, *AS_OF]
    wait(data, files)
    well(*words)
    whole, ties = digest(data), embedded_store.read(TIES)
    assert ties
    reset(data, embedded_store)
    wait(data, files)
    for moment in moments(words, many):
        reset(data, embedded_store)
        wait(data, files)
        die(words, moment, data)
        well(*words)
        assert digest(data) == whole, moment
        assert embedded_store.read(TIES) == ties, moment
        assert list((data / "inbox").iterdir()) == []


def wait(data: Path, files: list[Path]) -> None:
    (data / "inbox").mkdir(exist_ok=True)
    for file in files:
        shutil.copy(file, data / "inbox")


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("many", [4])
def test_a_killed_rebuild_is_finished_by_whatever_command_writes_next(
    data: Path, files: list[Path], embedded_store: Store, many: int
) -> None:
    well("ingest", *files, "--data", data)
    well("night", "--data", data, *AS_OF)
    whole, ties = digest(data), embedded_store.read(TIES)
    nexts: list[list[object]] = [["rebuild"], ["night", *AS_OF], ["ingest", files[0]]]
    words = ["rebuild", "--data", data]
    for turn, moment in enumerate(moments(words, many)):
        die(words, moment, data)
        well(*nexts[turn % len(nexts)], "--data", data)
        assert digest(data) == whole, moment
        assert embedded_store.read(TIES) == ties, moment


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("many", [4])
def test_a_killed_withdrawal_is_finished_or_undone(
    data: Path, files: list[Path], many: int
) -> None:
    (first, _) = well("ingest", *files, "--data", data, "--json").data
    whole = digest(data)
    words = ["withdraw", first["id"], "--data", data]
    well(*words)
    without = digest(data)
    well("ingest", files[0], "--data", data)
    assert digest(data) == whole
    _, total = run_until(words)
    for turn, moment in enumerate(some(total, many)):
        well("ingest", files[0], "--data", data)
        die(words, moment, data)
        if turn % 2 and moment < total:
            well("ingest", files[0], "--data", data)
            assert digest(data) == whole, moment
        else:
            well(*words)
            assert digest(data) == without, moment
            assert not (data / "deliveries" / first["id"]).exists()
        if (data / "deliveries" / first["id"]).exists():
            well(*words)


def test_a_second_command_that_writes_is_told_to_wait(data: Path, files: list[Path]) -> None:
    commands: list[list[object]] = [["ingest", *files], ["night"], ["rebuild"], ["withdraw", "x"]]
    with writing(data):
        for words in commands:
            done = run(*words, "--data", data)
            assert (done.code, done.out) == (5, ""), words
            assert done.err.count("\n") == 1
            assert "another command is writing" in done.err
            assert "wait until it ends" in done.err
        for line in ("flags", "ask deliveries", "dump", "search pike"):
            well(*line.split(), "--data", data)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_a_real_process_killed_in_the_middle_with_its_engine_unattended(tmp_path: Path) -> None:
    records = [
        incident(f"R{n}", SAM, party(f"Vic{n} Reed", "victim", born="1990-05-01"))
        for n in range(RECORDS)
    ]
    file = canonical(tmp_path / "canonical_2024-02-01.jsonl", records)
    data = tmp_path / "data"
    words = ["ingest", file, "--data", data]
    child = start(*words)
    try:
        with open_store(Settings(data)) as store:
            while not 0 < seen(store) < RECORDS:
                assert child.poll() is None, child.communicate()
                time.sleep(0.05)
            os.kill(child.pid, signal.SIGSTOP)
            assert run(*words).code == 5
    finally:
        child.kill()
        child.communicate()
    well(*words)
    (asked,) = well("ask", "deliveries", "--data", data, "--json").data
    assert (asked["records"], asked["complete"]) == (RECORDS, True)
    again = digest(data)
    well("rebuild", "--data", data)
    assert digest(data) == again


def seen(store: Store) -> int:
    from engines import cypher

    return int(store.read(cypher("MATCH (r:Record) RETURN count(r) AS n", "n: int"))[0]["n"])
