"""A backup holds the whole of a data folder and its graph, and gives it back to the last byte."""

from __future__ import annotations

import gc
import itertools
import os
import re
import resource
import shutil
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
import scene
from engines import cypher, empty
from small_graph import write
from whole_way import canonical, incident, party, run, well

from graph.access.audit import Audit
from graph.engine.store import Store
from graph.errors import InputError
from graph.keeping import archive, backup, elements
from graph.queries import all_queries
from graph.settings import Settings

SAM, ANN = party("Sam Pike", "suspect", nominal="N1"), party("Ann Reed", "victim", nominal="N2")


@pytest.mark.slow
def test_a_graph_is_put_back_as_it_was_to_the_last_property(store: Store) -> None:
    write(store, scene.nodes(), scene.links())
    # Some keep as text what others of the same name keep as an instant.
    text = "MERGE (c:Change {id: 'c'}) SET c.at = '2024-01-01T00:00:00+00:00'"
    store.write(cypher(f"{text} MERGE (f:Flag {{id: 'f'}}) SET f.until = '2024-01-01'"))
    whole = list(elements.lines(store))
    assert len(whole) > 60
    assert any('"instants": {}' not in line for line in whole)
    empty(store)
    assert elements.is_empty(store)
    for _ in range(2):  # a second time, as after a kill, changes nothing
        elements.put_back(store, whole, lambda _: None)
        assert sorted(elements.lines(store)) == sorted(whole)


def test_every_instant_that_is_written_can_be_put_back() -> None:
    instant = re.compile(r"\b[a-z]\.`?(\w+)`? = (?:CASE[^,]*)?datetime\(")
    by_room = {
        keeping: {
            name
            for query in all_queries("write")
            if query.path.startswith("write/keeping/") == keeping
            for name in instant.findall(query.text.replace("coalesce(", ""))
        }
        for keeping in (True, False)
    }
    assert by_room[False] > {"recorded_at", "from", "as_of"}
    assert by_room[False] <= by_room[True]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A backup of a folder of two files, without a graph."""
    data = tmp_path / "data"
    (data / "deliveries" / "x").mkdir(parents=True)
    (data / "deliveries" / "x" / os.fsdecode(b"na\xefve.csv")).write_bytes(b"a,b\r\n")
    with sqlite3.connect(data / "audit.sqlite") as db:
        db.execute("CREATE TABLE t (x)")
    for other in ("replay", "engine"):
        (data / other / "engine").mkdir(parents=True)
        (data / other / "of_another").write_text("x")
    with archive.begin(tmp_path / "kept.zip") as writer:
        for file in archive.files(data):
            writer.add_file(data, file)
        writer.add_lines(archive.GRAPH, ["{}"])
        writer.end({})
    return tmp_path / "kept.zip"


def test_a_folder_comes_back_with_any_name_and_without_what_is_another_s(
    small: Path, tmp_path: Path
) -> None:
    back = tmp_path / "new"
    back.mkdir()
    assert archive.Reader(small).put_files(back) == 2
    assert (back / "deliveries" / "x" / os.fsdecode(b"na\xefve.csv")).read_bytes() == b"a,b\r\n"
    assert {path.name for path in back.iterdir()} == {"audit.sqlite", "deliveries"}
    modes = {path.stat().st_mode & 0o777 for path in back.rglob("*") if path.is_file()}
    assert modes == {0o600} == {small.stat().st_mode & 0o777}


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _flip(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[90] ^= 1  # within the first file, behind its header
    path.write_bytes(whole)


def _put_in(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive_:
        archive_.writestr("files/../../outside", "x")


def _exchange(path: Path) -> None:
    """One member is another, and the zip itself is whole."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in members.items():
            new.writestr(name, b'{"x": 1}\n' if name == archive.GRAPH else content)


@pytest.mark.parametrize("harm", [_cut, _flip, _put_in, _exchange])
def test_a_backup_that_is_not_whole_is_refused(small: Path, harm: Callable[[Path], None]) -> None:
    harm(small)
    with pytest.raises(InputError, match="no whole backup"):
        archive.Reader(small)


def test_a_backup_of_a_newer_program_says_so(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "FORMAT", 0)
    with pytest.raises(InputError, match="newer Throughline: upgrade"):
        archive.Reader(small)


@pytest.mark.slow
def test_what_was_restored_is_the_same_after_a_kill_too(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = [incident(f"A{day}", SAM, ANN, at=f"2024-01-0{day}T10:00:00Z") for day in (1, 3, 5)]
    well("ingest", canonical(tmp_path / "canonical_2024-02-01.jsonl", course), "--data", data)
    well("night", "--data", data, "--as-of", "2024-03-01")
    kept, new = tmp_path / "kept.zip", tmp_path / "new"
    made = well("backup", kept, "--data", data, "--json").data
    assert made["nodes"] > 10 < made["links"]
    assert run("backup", kept, "--data", data).code == 3
    assert "goes with it" in run("backup", data / "kept.zip", "--data", data).err

    whole = elements.put_back

    def killed(store: Store, of: Iterable[str], progress: Callable[[int], None]) -> None:
        whole(store, itertools.islice(of, 12), progress)
        second = run("restore", kept, "--data", new)
        assert (second.code, "another restore into" in second.err) == (5, True)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(elements, "put_back", killed)
        assert run("restore", kept, "--data", new).code != 0
    done = run("restore", kept, "--data", new, "--json")
    assert (done.code, done.data["sha256"]) == (0, made["sha256"])
    for words in (("dump", "--digest"), ("flags", "--json")):
        assert well(*words, "--data", new).out == well(*words, "--data", data).out
    again = well("night", "--data", new, "--as-of", "2024-03-01", "--json").data
    assert (again["flags"], again["resolved"]["moved"]) == ([], 0)
    audit = Audit(new / "audit.sqlite")
    assert audit.verify() is None
    assert [e.body for e in audit.entries() if e.body and e.body.get("asked") == "restore"]
    assert "holds something" in run("restore", kept, "--data", new).err


def test_a_full_disk_leaves_nothing_half_written(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Store) -> Iterator[str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(elements, "lines", full)
    done = run("backup", tmp_path / "kept.zip", "--data", data)
    assert (done.code, "No space left" in done.err) == (3, True)
    assert not list(tmp_path.glob("kept*"))
    shutil.rmtree(data / "work", ignore_errors=True)


def test_a_restore_whose_mark_found_the_disk_full_can_be_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    settings, digest = Settings(tmp_path / "new"), "a" * 64
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            backup._begin(settings, digest)
    assert list(settings.data.iterdir()) == []
    assert backup._begin(settings, digest).read_text() == digest


def test_a_backup_that_a_full_disk_breaks_off_tells_that_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", left.append)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            _much(tmp_path / "kept.zip")
        gc.collect()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert left == []


def _much(kept: Path) -> None:
    with archive.begin(kept) as writer:
        writer.add_lines(archive.GRAPH, (str(number) * 9 for number in range(99_999)))
        writer.end({})
