"""What a mapping can say of a value, a condition and a length."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from graph.model.record import Record
from ingest.delivery.feed import read
from ingest.delivery.outcome import Accepted, Refused
from ingest.mapping.mapping import Mapping


def _mapping(**record: Any) -> Mapping:
    return Mapping.model_validate(
        {
            "name": "small",
            "force": "smallford",
            "match": ["small*"],
            "blank": ["19000101"],
            "format": ["iso", "yyyymmdd"],
            "codes": {"role": {"V": "victim", "S": "suspect"}} if "codes" in repr(record) else {},
            "tables": {"rows": {"file": "small.jsonl", "format": "jsonl"}},
            "records": [
                {
                    "kind": "incident",
                    "table": "rows",
                    "reference": "ref",
                    "recorded_at": {"extracted": True},
                    "incident": {},
                    **record,
                }
            ],
        }
    )


def _taken(tmp_path: Path, mapping: Mapping, *rows: dict[str, Any]) -> list[Accepted]:
    path = tmp_path / "small.jsonl"
    path.write_text("\n".join(json.dumps({"ref": f"A{n}", **row}) for n, row in enumerate(rows)))
    items = list(read(mapping, path, tmp_path, "2025-06-01"))
    assert all(isinstance(item, Accepted) for item in items), items
    return [item for item in items if isinstance(item, Accepted)]


def _title(tmp_path: Path, value: Any, **row: Any) -> tuple[str, int]:
    (item,) = _taken(tmp_path, _mapping(incident={"title": value}), row)
    assert item.record.incident is not None
    return item.record.incident.title, len(item.remarks)


@pytest.mark.parametrize(
    ("value", "row", "title", "remarks"),
    [
        ({"column": "a", "else": "b"}, {"a": "x", "b": "y"}, "x", 0),
        ({"column": "a", "else": "b"}, {"a": " ", "b": "y"}, "y", 0),
        ({"column": "a", "else": "b"}, {"a": "19000101", "b": "y"}, "y", 0),
        ({"column": "a", "blank": "-1", "else": {"value": "none"}}, {"a": "-1"}, "none", 0),
        ({"column": "a", "else": {"column": "b", "else": {"value": "z"}}}, {}, "z", 0),
        ({"column": "a", "pattern": "^([^:]+):"}, {"a": "left:right"}, "left", 0),
        ({"column": "a", "pattern": ":(.+)$"}, {"a": "left:right"}, "right", 0),
        ({"column": "a", "pattern": "^([A-Z])\\d$"}, {"a": "B2"}, "B", 0),
        ({"column": "a", "pattern": "^([A-Z])\\d$"}, {"a": "22"}, "", 1),
        ({"column": "a", "pattern": "^([A-Z])\\d$", "else": "a"}, {"a": "22"}, "22", 0),
        ({"column": "a", "codes": "role"}, {"a": "V"}, "victim", 0),
        ({"column": "a", "codes": "role"}, {"a": "X"}, "X", 1),
        ({"column": "a", "codes": "role", "otherwise": "other"}, {"a": "X"}, "other", 0),
        ({"column": "a", "codes": "role", "otherwise": "other"}, {}, "", 0),
    ],
)
def test_a_value(value: Any, row: dict[str, str], title: str, remarks: int, tmp_path: Path) -> None:
    assert _title(tmp_path, value, **row) == (title, remarks)


@pytest.mark.parametrize(
    ("test", "fits"),
    [
        ({"blank": False}, ["8L", "8M", "9"]),
        ({"blank": True}, ["", "19000101"]),
        ("19000101", ["19000101"]),
        ({"not": "19000101"}, ["8L", "8M", "9", ""]),
        ({"not": "9"}, ["8L", "8M", "", "19000101"]),
        ({"not": ["9", "8L"], "blank": False}, ["8M"]),
        ({"begins": "8"}, ["8L", "8M"]),
        ({"begins": ["9", "8L"]}, ["8L", "9"]),
        ({"pattern": "^8[LM]$"}, ["8L", "8M"]),
        (["8M", "9"], ["8M", "9"]),
        ("9", ["9"]),
    ],
)
def test_a_condition(test: Any, fits: list[str], tmp_path: Path) -> None:
    party = {
        "roles": [{"value": "suspect"}],
        "name": {"written": {"value": "Ida Wren"}},
        "when": {"c": test},
    }
    codes = ["8L", "8M", "9", "", "19000101"]
    taken = _taken(tmp_path, _mapping(parties=[party]), *({"c": code} for code in codes))
    assert [code for code, item in zip(codes, taken, strict=True) if item.record.parties] == fits


@pytest.mark.parametrize("test", [{}, {"pattern": "("}, {"like": "x"}])
def test_a_condition_that_says_nothing_is_refused(test: Any) -> None:
    with pytest.raises(ValidationError):
        _mapping(when={"c": test})


@pytest.mark.parametrize(
    ("length", "unit", "seconds", "remarks"),
    [
        ("131", "seconds", 131, 0),
        ("0:02:11", "seconds", 131, 0),
        ("00:02:11.500", "seconds", 131, 0),
        ("2:11", "seconds", 131, 0),
        ("PT2M11S", "seconds", 131, 0),
        ("2.5", "minutes", 150, 0),
        ("1", "hours", 3600, 0),
        ("0", "seconds", 60, 0),
        ("", "seconds", 60, 0),
        ("long", "seconds", 60, 1),
        ("1e9", "hours", 60, 1),
    ],
)
def test_an_end_from_a_start_and_a_length(
    length: str, unit: str, seconds: int, remarks: int, tmp_path: Path
) -> None:
    when = {"from": "at", "length": "for", "units": unit}
    mapping = _mapping(incident={"occurred": when})
    (item,) = _taken(tmp_path, mapping, {"at": "2025-03-01T22:15Z", "for": length})
    assert item.record.incident is not None
    occurred = item.record.incident.occurred
    assert occurred is not None
    assert occurred.end - occurred.start == dt.timedelta(seconds=seconds)
    assert len(item.remarks) == remarks


def test_a_row_without_a_reference_is_named_by_its_file_and_itself(tmp_path: Path) -> None:
    value = {"column": "no", "else": {"row": True}}
    rows = [{"no": "B1", "x": 1}, {"ref": "", "x": 1}, {"ref": "", "x": 1}, {"ref": "", "x": 2}]
    taken = _taken(tmp_path, _mapping(reference=value), *rows)
    again = _taken(tmp_path, _mapping(reference=value), *rows)
    names = [item.record.reference for item in taken]
    assert names == [item.record.reference for item in again]
    assert names[0] == "B1"
    assert len(set(names)) == 4
    assert all(name.startswith("small.jsonl~") for name in names[1:])
    assert [len(item.remarks) for item in taken] == [0, 1, 1, 1]


def test_what_is_compiled_of_a_mapping_keeps_nothing_of_a_delivery(tmp_path: Path) -> None:
    party = {"rows": "people", "name": "name", "roles": [{"value": "victim"}]}
    mapping = _mapping(reference={"row": True}, parties=[party])
    path = tmp_path / "small.jsonl"
    results = []
    for day, people in (("2025-06-01", [{"name": "Ann Ash"}]), ("2025-06-02", [])):
        path.write_text(json.dumps({"x": 1, "people": people}))
        reading = read(mapping, path, tmp_path, day)
        (item,) = reading
        assert isinstance(item, Accepted)
        results.append((item.record.recorded_at.date(), item.record.reference, reading.notices()))
    (first, mark, met), (second, same, unmet) = results
    assert second - first == dt.timedelta(days=1)
    assert mark.count("~") == same.count("~") == 1
    assert met == []
    assert any("people" in notice for notice in unmet)


def test_a_time_that_cannot_be_put_in_utc_is_refused() -> None:
    record = {"force": "f", "kind": "person", "reference": "1"}
    with pytest.raises(ValidationError, match="before the first day"):
        Record.model_validate({**record, "recorded_at": "0001-01-01T00:00:00+14:00"})


def test_an_occurrence_across_the_hour_that_comes_twice_is_taken(tmp_path: Path) -> None:
    mapping = _mapping(incident={"occurred": {"from": "a", "to": "b"}})
    row = {"a": "2016-10-30 01:50", "b": "2016-10-30 01:05"}
    (item,) = _taken(tmp_path, mapping, row)
    assert item.record.incident is not None
    occurred = item.record.incident.occurred
    assert occurred is not None
    assert occurred.end - occurred.start == dt.timedelta(minutes=16)


def test_an_account_link_without_a_target_drops_the_link(tmp_path: Path) -> None:
    link = {
        "kind": {"value": "recovery"},
        "account": {"kind": {"value": "social"}, "account": "handle"},
        "to": {"phone": "phone"},
    }
    rows: tuple[dict[str, Any], ...] = (
        {"handle": "quiet"},
        {"handle": "quiet", "phone": "07700 900123"},
        {},
    )
    taken = _taken(tmp_path, _mapping(account_links=[link]), *rows)
    assert [len(item.record.account_links) for item in taken] == [0, 1, 0]


def test_a_blank_in_a_required_column_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "small.jsonl"
    path.write_text('{"ref": "19000101"}\n{"ref": ""}')
    first, second = read(_mapping(), path, tmp_path, "2025-06-01")
    assert isinstance(first, Refused)
    assert isinstance(second, Refused)
    assert first.reason.startswith("reference holds what `blank` says is nothing")
    assert second.reason == "reference is missing"


def test_a_column_of_the_row_around_is_proposed(tmp_path: Path) -> None:
    people = {"rows": "people", "ref": "n", "name": "name"}
    tie = {"rows": "people.ties", "a": "n", "b": "to", "kind": {"value": "sibling"}}
    path = tmp_path / "small.jsonl"
    row = {"ref": "A1", "people": [{"n": 1, "name": "Ida Wren", "ties": [{"to": 1}]}]}
    path.write_text(json.dumps(row))
    reading = read(_mapping(parties=[people], relations=[tie]), path, tmp_path, "2025-06-01")
    assert len(list(reading)) == 1
    assert reading.notices() == [
        "no row has people.ties.n, which the mapping asks for: did you mean outer.n?"
    ]


def test_what_no_row_has_is_said_with_what_may_be_meant(tmp_path: Path) -> None:
    people = {"rows": "people", "name": "nane", "birth": "born"}
    mapping = _mapping(
        incident={"title": "Titel", "summary": "text"},
        parties=[people, {"rows": "persons", "name": "name"}],
    )
    path = tmp_path / "small.jsonl"
    row = {"ref": "A1", "title": "x", "text": "y", "people": [{"name": "Ida Wren", "born": "1980"}]}
    path.write_text(json.dumps(row))
    reading = read(mapping, path, tmp_path, "2025-06-01")
    assert len(list(reading)) == 1
    assert reading.notices() == [
        "no row has Titel, which the mapping asks for: did you mean title?",
        "no row has people.nane, which the mapping asks for: did you mean name?",
        "no row has persons, which the mapping asks for",
    ]


@pytest.mark.parametrize("lookup", [True, False])
def test_rows_that_only_joins_read_are_passed_over_where_nothing_names_them(
    lookup: bool, tmp_path: Path
) -> None:
    folder = tmp_path / "small_1"
    folder.mkdir()
    (folder / "rows.csv").write_text("ref,code\nA1,8L\nA2,8L\n")
    (folder / "list.csv").write_text("code,title\n8L,Harassment\n8M,Stalking\n9,Other\n")
    mapping = _mapping(incident={"title": "of.title"}).model_dump(
        mode="json", by_alias=True, exclude_defaults=True
    )
    mapping["records"][0]["join"] = {"of": {"table": "list", "on": "code = code", "one": True}}
    mapping["tables"] = {
        "rows": {"file": "rows.csv"},
        "list": {"file": "list.csv", "lookup": lookup},
    }
    reading = read(Mapping.model_validate(mapping), folder, tmp_path / "work", "2025-06-01")
    items = list(reading)
    titles = [item.record.incident for item in items if isinstance(item, Accepted)]
    assert [each and each.title for each in titles] == ["Harassment", "Harassment"]
    assert (reading.counts.rows, reading.counts.refused) == ((3, 0) if lookup else (5, 2))
    said = "the look-up table list has 2 rows that no row names: passed over"
    assert reading.notices() == ([said] if lookup else [])


@pytest.mark.parametrize(
    ("written", "date", "remarks"),
    [
        ("14/02/62", dt.date(1962, 2, 14), 0),
        ("14/02/26", dt.date(1926, 2, 14), 0),
        ("02/06/25", dt.date(1925, 6, 2), 0),
        ("01/06/25", dt.date(2025, 6, 1), 0),
        ("14/02/87", dt.date(1987, 2, 14), 0),
        ("2087-02-14", None, 1),
        ("2026-01-01", None, 1),
    ],
)
def test_nobody_is_born_after_the_extract(
    written: str, date: dt.date | None, remarks: int, tmp_path: Path
) -> None:
    born = {"column": "born", "format": ["dd/mm/yy", "iso"]}
    (item,) = _taken(tmp_path, _mapping(parties=[{"name": "who", "birth": born}]), {
        "who": "Ida Wren", "born": written,
    })  # fmt: skip
    birth = item.record.parties[0].birth
    assert birth is not None
    assert (birth.written, birth.date, len(item.remarks)) == (written, date, remarks)
