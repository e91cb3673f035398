"""Deliveries read by other processes: what comes out is what reading them here gives."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest
from deliveries import SAMPLES, csv_of, small

from graph.errors import InputError
from ingest.delivery import ahead
from ingest.delivery.ahead import Ahead
from ingest.delivery.feed import identify, read
from ingest.mapping.mapping import Mapping, recognise


def rows(count: int, letter: str = "R") -> str:
    return "".join(f"{letter}{n},2024-01-02,2024-01-01,seen,Ann Reed,,N{n}\n" for n in range(count))


ROWS = rows(250)
Given = tuple[Mapping, Path, None]


@pytest.fixture(autouse=True)
def worth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "WORTH_BYTES", 0)


def all_of(reader: Any, given: Given, work: Path) -> tuple[Any, ...]:
    """Everything that a delivery gives, in order, its counts and notices; or why it gives none."""
    mapping, path, _ = given
    items: list[Any] = []
    try:
        reading = reader(mapping, path, work, identify(mapping, path).extracted_at)
        items.extend(reading)
    except InputError as error:
        return (items, str(error))
    counts = reading.counts
    return (items, counts.rows, counts.taken, reading.notices(), reading.faults)


def other(folder: Path, body: str = ROWS) -> Given:
    folder.mkdir()
    return small(), csv_of(folder, body), None


def test_what_others_read_is_what_is_read_here(tmp_path: Path) -> None:
    broken = tmp_path / "broken" / "northmarch_2024-02-01"
    shutil.copytree(next(SAMPLES.glob("northmarch*")), broken)
    first = next(path for path in sorted(broken.iterdir()) if path.is_file())
    first.unlink()
    given: list[Given] = [(recognise(path), path, None) for path in sorted(SAMPLES.iterdir())]
    given += [
        (recognise(broken), broken, None),
        other(tmp_path / "many", ROWS + "R1,never,,,,,\n"),
        other(tmp_path / "none", ""),
    ]
    here = [all_of(read, each, tmp_path / "work") for each in given]
    with Ahead(given, lambda _: True, tmp_path / "work") as reading:
        there = [all_of(reading.read, each, tmp_path / "work") for each in given]
    assert there == here
    assert any(isinstance(result[1], str) for result in here), "one does not fit its mapping"


def test_what_came_before_is_not_read_and_what_is_left_midway_is_passed_over(
    tmp_path: Path,
) -> None:
    given = [other(tmp_path / name, rows(250, name)) for name in "abcdef"]
    known = identify(*given[1]).id
    with Ahead(given, lambda info: info.id != known, tmp_path) as reading:
        elsewhere = [job.path for worker in reading._workers for job in worker.jobs]
        assert sorted(elsewhere) == [path for _, path, _ in given if path != given[1][1]]
        for _, each in zip(range(150), reading.read(*given[0][:2], tmp_path), strict=False):
            assert each
        for at in (1, 4, 5):
            assert all_of(reading.read, given[at], tmp_path) == all_of(read, given[at], tmp_path)


def test_a_process_that_dies_ends_its_delivery_and_the_next_is_read_here(tmp_path: Path) -> None:
    most = ahead.CHUNK * (ahead.AHEAD + 10)  # more than waits in a process and on its way
    given = [
        other(tmp_path / "one", rows(most)),
        other(tmp_path / "two"),
        other(tmp_path / "three"),
    ]
    with Ahead(given, lambda _: True, tmp_path) as reading:
        begun = reading.read(*given[0][:2], tmp_path)
        next(begun)
        process = reading._workers[0]._process
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(InputError, match=r"^small\.csv was not read to its end, .*: see that"):
            list(begun)
        for each in given[1:]:
            assert all_of(reading.read, each, tmp_path) == all_of(read, each, tmp_path)
    assert not process.is_alive()


def test_a_fault_is_told_by_its_place_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: Any) -> Any:
        raise ValueError("Ann Reed")

    mapping, path, _ = other(tmp_path / "one")
    monkeypatch.setattr(ahead, "read", failing)
    (message,) = ahead._read(ahead.Job(mapping, mapping.digest, path, tmp_path, None))
    assert isinstance(message, RuntimeError)
    assert str(message).startswith("a fault of the program (ValueError at test_ahead.py:")


def test_little_is_read_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = other(tmp_path / "one")
    monkeypatch.setattr(ahead, "WORTH_BYTES", ahead.size(given[1]) + 1)
    with Ahead([given], lambda _: True, tmp_path) as reading:
        assert not reading._workers
        assert all_of(reading.read, given, tmp_path)[1] == 250
