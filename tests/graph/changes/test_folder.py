"""A data folder has a version, brought forward and never back, and a graph of its own."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path

import pytest
from engines import cypher, empty
from whole_way import run, well

from graph.changes import folder
from graph.changes.opening import open_store
from graph.engine.store import Store
from graph.errors import InputError
from graph.private import write_private
from graph.settings import Settings


def test_a_folder_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    newer = json.dumps({"version": 99, "id": "x"})
    (tmp_path / folder.FILE).write_text(newer)
    done = run("flags", "--data", tmp_path)
    assert (done.code, done.err.count("\n")) == (3, 1)
    assert "upgrade Throughline" in done.err
    assert {path.name for path in tmp_path.iterdir()} == {folder.FILE}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 1}'])
def test_a_folder_whose_version_cannot_be_read_is_told_the_mend(tmp_path: Path, text: str) -> None:
    (tmp_path / folder.FILE).write_text(text)
    with pytest.raises(InputError, match="from the last backup"):
        open_store(Settings(tmp_path))


def test_a_folder_in_which_a_restore_was_broken_off_is_refused(tmp_path: Path) -> None:
    (tmp_path / folder.UNFINISHED).touch()
    with pytest.raises(InputError, match="run throughline restore again"):
        open_store(Settings(tmp_path))


@pytest.mark.slow
def test_a_folder_from_before_there_were_versions_is_brought_forward_once(
    data: Path, embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    well("flags", "--data", data)
    first = folder.read(embedded_store.settings)
    assert first.version == 1
    taken: list[int] = []
    steps = {number: lambda _, number=number: taken.append(number) for number in (1, 2, 3)}
    monkeypatch.setattr(folder, "STEPS", steps)
    for _ in range(2):
        well("flags", "--data", data)
    assert taken == [2, 3]
    assert folder.read(embedded_store.settings) == replace(first, version=3)
    monkeypatch.undo()
    assert "upgrade" in run("flags", "--data", data).err


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    done = run("flags", "--data", data)
    assert (done.code, done.err.count("\n")) == (3, 1)
    assert "No space left on device" in done.err


@pytest.mark.neo4j
def test_a_second_folder_before_one_graph_is_refused(neo4j_store: Store, tmp_path: Path) -> None:
    server = neo4j_store.settings
    ours, other = replace(server, data=tmp_path / "a"), replace(server, data=tmp_path / "b")
    for _ in range(2):
        open_store(ours).close()
    with pytest.raises(InputError, match="belongs to another data folder"):
        open_store(other)
    empty(neo4j_store)
    open_store(other).close()
    count = cypher("MATCH (f:Folder) RETURN count(f) AS n", "n: int")
    assert neo4j_store.read(count) == [{"n": 1}]


@pytest.mark.neo4j
@pytest.mark.parametrize("write", [1, 2])
def test_a_disk_that_is_full_at_the_first_use_does_not_shut_the_folder_out_for_ever(
    neo4j_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: int
) -> None:
    ours, writes = replace(neo4j_store.settings, data=tmp_path / "a"), itertools.count(1)

    def full(place: Path, text: str) -> None:
        if next(writes) == write:
            raise OSError(28, "No space left on device")
        write_private(place, text)

    monkeypatch.setattr(folder, "write_private", full)
    with pytest.raises(InputError, match="make room"):
        open_store(ours)
    for _ in range(2):
        open_store(ours).close()
