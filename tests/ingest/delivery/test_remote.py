"""A delivery that has an address instead of a path is brought here, and nothing of it stays."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from dripping import EVERY
from fsspec import AbstractFileSystem
from whole_way import canonical, incident, party, run

from graph.errors import InputError
from ingest.delivery import remote
from ingest.delivery.remote import at_hand


@pytest.fixture
def place() -> AbstractFileSystem:
    made = fsspec.filesystem("memory")
    made.store.clear()
    made.pipe("/desk/one.csv", b"a,b\n1,2\n")
    made.pipe("/desk/whole/crimes.csv", b"x")
    made.pipe("/desk/whole/more/people.csv", b"y")
    return made


@pytest.mark.usefixtures("place")
def test_a_file_and_a_folder_are_brought_and_go_again(tmp_path: Path) -> None:
    with at_hand("memory://desk/one.csv", tmp_path / "work") as path:
        assert (path.name, path.read_bytes()) == ("one.csv", b"a,b\n1,2\n")
    with at_hand("memory://desk/whole", tmp_path / "work") as path:
        assert path.name == "whole"
        assert (path / "crimes.csv").read_bytes() == b"x"
        assert (path / "more" / "people.csv").read_bytes() == b"y"
    assert list((tmp_path / "work").iterdir()) == []


def test_a_path_is_taken_as_it_is(tmp_path: Path) -> None:
    with at_hand(str(tmp_path / "not there"), tmp_path / "work") as path:
        assert path == tmp_path / "not there"
    assert not (tmp_path / "work").exists()


@pytest.mark.parametrize(
    ("address", "mend"),
    [
        ("memory://desk/secret-name.csv", "nothing lies"),
        ("nowhere://desk/secret-name.csv", "cannot be brought"),
        ("s3://desk/secret-name.csv", "s3fs"),
        ("memory://", "lead out"),
    ],
)
@pytest.mark.usefixtures("place")
def test_what_cannot_be_brought_is_refused_without_its_name(
    address: str, mend: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=mend) as error, at_hand(address, tmp_path):
        pass
    assert "secret-name" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_no_name_leads_out_of_its_folder(
    place: AbstractFileSystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(place), "find", lambda *_: ["/desk/whole/../../../out.csv"])
    with pytest.raises(InputError, match="lead out"), at_hand("memory://desk/whole", tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


class Slow(AbstractFileSystem):  # type: ignore[misc]
    """A place that drips one byte after another without end, or at `silent` says nothing."""

    cachable = False
    ended = threading.Event()
    silent = ""

    def _wait(self, where: str) -> None:
        self.ended.wait(None if self.silent == where else EVERY)

    def exists(self, _path: str, **_: Any) -> bool:
        self._wait("exists")
        return True

    def isdir(self, _path: str) -> bool:
        return False

    def open(self, _path: str, *_: Any, **__: Any) -> io.RawIOBase:
        place = self

        class Drip(io.RawIOBase):
            def read(self, _size: int = -1) -> bytes:
                place._wait("read")
                return b"2"

        return Drip()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Slow]]:
    fsspec.register_implementation("slow", Slow, clobber=True)
    monkeypatch.setattr(remote, "TICK", 0.01)
    Slow.ended.clear()
    yield Slow
    Slow.ended.set()


@pytest.mark.parametrize(
    ("silent", "bound"), [("", "START"), ("", "WHOLE"), ("read", "SILENT"), ("exists", "SILENT")]
)
def test_a_place_that_drips_or_falls_silent_is_given_up(
    slow: type[Slow], silent: str, bound: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slow, "silent", silent)
    monkeypatch.setattr(remote, bound, 0.2)
    if bound == "WHOLE":
        monkeypatch.setattr(remote, "PACE", 1)
    with (
        pytest.raises(InputError, match="slow address does not come") as error,
        at_hand("slow://desk/secret-name.csv", tmp_path),
    ):
        pass
    assert "secret-name" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("slow")
def test_what_is_slow_but_in_time_is_waited_for(
    place: AbstractFileSystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "PIECE", 1)
    monkeypatch.setattr(remote, "START", 0.05)
    monkeypatch.setattr(remote, "PACE", 1)
    looks: list[bool] = []
    real = type(place).exists

    def late(files: AbstractFileSystem, path: str) -> bool:
        looks.append(Slow.ended.wait(0.04))
        return bool(real(files, path))

    monkeypatch.setattr(type(place), "exists", late)
    with at_hand("memory://desk/one.csv", tmp_path) as path:
        assert path.read_bytes() == b"a,b\n1,2\n"
    assert looks == [False]


@pytest.mark.usefixtures("slow")
def test_the_other_deliveries_are_loaded(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "START", 0.2)
    sam = incident("A1", party("Sam Pike", "suspect"))
    file = canonical(tmp_path / "canonical_2024-02-01.jsonl", [sam])
    done = run("ingest", "slow://desk/x.csv", file, "--data", data)
    assert (done.code, done.err.count("\n")) == (3, 1)
    assert "does not come" in done.err
    assert "canonical_2024-02-01.jsonl: 1 row, 1 record" in done.out
