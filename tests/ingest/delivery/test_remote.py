"""A delivery that has an address instead of a path is brought here, and nothing of it stays."""

from __future__ import annotations

from pathlib import Path

import fsspec
import pytest
from fsspec import AbstractFileSystem

from graph.errors import InputError
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
    monkeypatch.setattr(place, "find", lambda _: ["/desk/whole/../../../out.csv"])
    with pytest.raises(InputError, match="lead out"), at_hand("memory://desk/whole", tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []
