"""Parts of one CSV delivery whose headers differ: each is read by its own, and a lack is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from deliveries import HEADER, everything, small

from graph.model.record import Record
from ingest.delivery.outcome import Accepted

FIRST = f"{HEADER}\nA1,2025-02-01 10:00,2025-02-01 09:00,Shouted,Ann Lee,07700 900001,7\n"
OTHER = "phone,ref,occurred,recorded,name,nominal\n07700 900002,A2,2025-02-01,2025-02-02,Bo Fox,8\n"
LACK = "summary is in another part, and not in this one"


def _by_reference(taken: list[Accepted]) -> dict[str, Record]:
    return {item.record.reference: item.record for item in taken}


def _said(taken: list[Accepted]) -> dict[str, list[str]]:
    said = (
        (item.record.reference, [f"{each.about} {each.reason}" for each in item.remarks])
        for item in taken
    )
    return {reference: sentences for reference, sentences in said if sentences}


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("b.csv", "a.csv")])
def test_each_file_is_read_by_its_own_header(names: tuple[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    for name, text in zip(names, (FIRST, OTHER), strict=True):
        (folder / name).write_text(text)
    taken, refused, counts = everything(small(file="*.csv"), folder, tmp_path)
    assert (refused, counts.rows) == ([], 2)
    party = _by_reference(taken)["A2"].parties[0]
    assert (party.nominal, party.phones[0].phone.key) == ("8", "+447700900002")
    assert _said(taken) == {"A2": [LACK]}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_files_put_together_are_read_by_the_header_above(mark: str, tmp_path: Path) -> None:
    file = tmp_path / "small.csv"
    file.write_text(mark + FIRST + mark + OTHER + mark + FIRST.replace("A1", "A3"))
    taken, refused, counts = everything(small(), file, tmp_path)
    assert (refused, counts.rows) == ([], 3)
    assert _by_reference(taken)["A2"].parties[0].nominal == "8"
    assert _said(taken) == {"A2": [LACK]}


def test_what_lacks_most_of_what_is_read_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "a.csv").write_text(FIRST)
    (folder / "readme.csv").write_text("ref,written by\nA9,Somebody\n")
    taken, refused, _ = everything(small(file="*.csv"), folder, tmp_path)
    assert [item.record.reference for item in taken] == ["A1"]
    assert "the header lacks name" in refused[0].reason


def test_what_no_part_has_is_refused_as_ever(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.csv").write_text(FIRST.replace("phone", "number"))
    taken, refused, _ = everything(small(file="*.csv"), folder, tmp_path)
    assert taken == []
    assert {item.reason for item in refused} == {
        "the header lacks phone, which records(1).parties(1).phones(1).number asks for"
    }


def test_a_row_that_has_a_name_of_a_column_in_it_is_no_header(tmp_path: Path) -> None:
    file = tmp_path / "small.csv"
    row = "A2,2025-02-01 10:00,2025-02-01 09:00,summary,name,07700 900002,nominal\n"
    file.write_text(FIRST + row)
    taken, _, counts = everything(small(), file, tmp_path)
    assert (len(taken), counts.rows) == (2, 2)
