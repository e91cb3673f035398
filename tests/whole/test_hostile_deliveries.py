"""Hostile deliveries through the whole way: no row is lost, and what is mended comes in."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from engines import cypher
from whole_way import canonical, incident, party, run, well

from graph.engine.store import Store

HEADER = ("ref", "recorded", "name", "dob", "phone", "summary")
MAPPING = """
name = "ashford"
force = "ashford"
match = ["ashford_*"]
format = ["dd/mm/yyyy HH:MM", "dd/mm/yyyy"]

[tables.crimes]
file = "ashford_*"
{table}

[[records]]
kind = "incident"
table = "crimes"
reference = "ref"
recorded_at = "recorded"

[records.incident]
summary = "summary"

[[records.parties]]
roles = [{{ value = "suspect" }}]
name = "name"
birth = "dob"
phones = ["phone"]
"""
COUNTS = cypher(
    """MATCH (d:Delivery)
    CALL (d) {
      MATCH (r:Record)-[f:FROM]->(d)
      RETURN count(r) AS found, collect(f.places) AS places
    }
    RETURN d.id AS id, d.rows AS rows, d.records AS records, d.rejects AS rejects,
      d.complete AS complete, found, places""",
    "id: str, rows: int, records: int, rejects: int, complete: bool, found: int, "
    "places: list[list[str]]",
)
PHONES = cypher("MATCH (p:Phone) RETURN p.id AS id ORDER BY id", "id: str")


def row(number: int, **more: str) -> dict[str, str]:
    plain = {
        "ref": f"A{number}",
        "recorded": f"{number:02d}/02/2024 10:00",
        "name": f"Nora{chr(96 + number)} Quill",
        "dob": "05/05/1990",
        "phone": f"07700 9001{number:02d}",
        "summary": "waited outside",
    }
    return {**plain, **more}


def line(cells: dict[str, str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells[name] for name in HEADER)
    return out.getvalue()


def table(*rows: dict[str, str]) -> str:
    return ",".join(HEADER) + "\n" + "".join(map(line, rows))


def mapping(tmp_path: Path, table: str = 'format = "csv"') -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING.format(table=table))
    return path


def deliver(data: Path, by: Path | str, path: Path) -> dict[str, Any]:
    (loaded,) = well("ingest", path, "--mapping", by, "--data", data, "--json").data
    found: dict[str, Any] = loaded
    return found


def rejects_of(data: Path, id_: str) -> list[dict[str, Any]]:
    path = data / "rejects" / f"{id_}.jsonl"
    return [json.loads(each) for each in path.read_text().splitlines()[1:]] if path.exists() else []


def check_nothing_lost(store: Store, data: Path, loaded: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows = rows in records + rejects: as told, in the graph and in the file of rejects."""
    (told,) = [each for each in store.read(COUNTS) if each["id"] == loaded["id"]]
    refused = rejects_of(data, loaded["id"])
    taken = {place for places in told["places"] for place in places}
    assert told["complete"]
    assert (told["rows"], told["records"], told["rejects"]) == (
        loaded["rows"],
        loaded["records"],
        loaded["refused"],
    )
    assert told["found"] == told["records"]
    assert len(refused) == told["rejects"]
    assert len(taken) + len(refused) == told["rows"]
    assert all(each["place"] and each["reason"] for each in refused)
    return refused


GOOD = table(row(1), row(2), row(3)).encode()
SPOILT = {
    "an open quote": (GOOD.replace(b"Norab", b'"Norab'), 3, 1),
    "a torn last line": (GOOD + b"A4,04/02/2024 10:00,No", 4, 1),
    "broken encoding": (GOOD.replace(b"Norab", b"Nor\xff\xfeb"), 3, 1),
    "a NUL": (GOOD.replace(b"Norab", b"Nor\0b"), 3, 1),
    "a NUL in free text": (GOOD + line(row(4, summary="a\0b")).encode(), 4, 1),
    "half of a surrogate pair": (GOOD + line(row(4)).encode() + b"A5,\xed\xa0\x80,,,,\n", 5, 1),
    "the 31st of February": (GOOD + line(row(4, recorded="31/02/2024 10:00")).encode(), 4, 1),
    "an hour that does not exist": (
        GOOD + line(row(4, recorded="31/03/2024 01:30")).encode(),
        4,
        1,
    ),
    "no reference": (GOOD + line(row(4, ref="")).encode(), 4, 1),
    "cells left off at the end": (GOOD + b"A4,04/02/2024 10:00\n", 4, 0),
    "too many columns": (GOOD + line(row(4)).strip().encode() + b",more\n", 4, 1),
    "a phone of letters": (GOOD + line(row(4, phone="ask her mother")).encode(), 4, 0),
    "a birthday on the 31st of February": (GOOD + line(row(4, dob="31/02/1990")).encode(), 4, 0),
    "a formula": (GOOD + line(row(4, name='=HYPERLINK("http://x","y")')).encode(), 4, 0),
    "nothing but a header": (GOOD.splitlines(keepends=True)[0], 0, 0),
    "nothing at all": (b"", 0, 0),
}


@pytest.mark.slow
def test_no_row_of_spoilt_deliveries_is_lost_and_a_night_over_all_finds_its_way(
    data: Path, embedded_store: Store, tmp_path: Path
) -> None:
    files = [tmp_path / f"ashford_{number}.csv" for number in range(len(SPOILT))]
    for file, (content, _, _) in zip(files, SPOILT.values(), strict=True):
        file.write_bytes(content)
    by = ("--mapping", mapping(tmp_path), "--data", data, "--json")
    loaded = well("ingest", *files, *by).data
    for one, (name, (_, rows, refused)) in zip(loaded, SPOILT.items(), strict=True):
        assert (one["rows"], one["refused"]) == (rows, refused), name
        check_nothing_lost(embedded_store, data, one)
    well("night", "--data", data, "--as-of", "2024-06-01")
    phones = [each["id"] for each in embedded_store.read(PHONES)]
    assert all(phone.startswith("+447700") for phone in phones)


def test_a_million_columns_cost_one_row_and_a_note(
    data: Path, embedded_store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "ashford_1.csv"
    path.write_bytes(GOOD + b"," * 1_000_000 + b"\n" + line(row(4)).encode())
    loaded = deliver(data, mapping(tmp_path), path)
    check_nothing_lost(embedded_store, data, loaded)
    assert loaded["records"] == 4
    wide = tmp_path / "ashford_2.csv"
    wide.write_bytes(b"c," * 1_000_000 + b"c\n" + b"1\n" * 3)
    loaded = deliver(data, mapping(tmp_path), wide)
    refused = check_nothing_lost(embedded_store, data, loaded)
    assert loaded["records"] == 0
    assert refused


def bomb(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Crimes"
    sheet.append(HEADER)
    book.save(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"0" * (600 << 20))
    return path


LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(9)
)


@pytest.mark.slow
def test_a_workbook_that_unpacks_without_end_is_refused_as_a_whole(
    data: Path, embedded_store: Store, tmp_path: Path
) -> None:
    by = mapping(tmp_path, 'format = "xlsx"\nsheet = "Crimes"')
    loaded = deliver(data, by, bomb(tmp_path / "ashford_1.xlsx"))
    (refused,) = check_nothing_lost(embedded_store, data, loaded)
    assert "unpacks to more than" in refused["reason"]


@pytest.mark.parametrize(
    "content",
    [
        f"<!DOCTYPE x [{LAUGHS}]><x><Crime><ref>&l8;</ref></Crime></x>",
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x><Crime><ref>&e;</ref></Crime></x>',
        "<x><Crime><ref>A1</ref>",
        "not xml",
    ],
)
def test_an_xml_bomb_is_refused_with_its_place(
    data: Path, embedded_store: Store, tmp_path: Path, content: str
) -> None:
    by = mapping(tmp_path, 'format = "xml"\nelement = "Crime"')
    path = tmp_path / "ashford_1.xml"
    path.write_text(content)
    loaded = deliver(data, by, path)
    refused = check_nothing_lost(embedded_store, data, loaded)
    assert refused
    assert loaded["records"] == 0
    assert "root:" not in json.dumps(refused)


def graph_of(data: Path) -> list[str]:
    """The dump without the deliveries themselves."""
    lines = well("dump", "--data", data).out.splitlines()
    return [each for each in lines if '"Delivery"' not in each]


@pytest.mark.slow
def test_mended_rejects_give_what_a_clean_delivery_would_have_given(
    data: Path, embedded_store: Store, tmp_path: Path
) -> None:
    by = mapping(tmp_path)
    clean = tmp_path / "ashford_1.csv"
    clean.write_text(table(*map(row, range(1, 6))))
    deliver(data, by, clean)
    whole = graph_of(data)
    well("withdraw", clean.name, "--data", data)

    spoilt = tmp_path / "ashford_2.csv"
    rows = [row(1), row(2, recorded="31/02/2024"), row(3), row(4, ref=""), row(5)]
    text = table(*rows).replace("Norac", '"Norac').encode()
    spoilt.write_bytes(text.replace(b"Norae", b"Nor\xffe"))
    loaded = deliver(data, by, spoilt)
    refused = check_nothing_lost(embedded_store, data, loaded)
    assert len(refused) == 4

    kept = data / "rejects" / f"{loaded['id']}.jsonl"
    head, *lines = map(json.loads, kept.read_text().splitlines())
    mends = {"ashford_2.csv:3": 2, "ashford_2.csv:4": 3, "ashford_2.csv:5": 4, "ashford_2.csv:6": 5}
    for each in lines:
        good = row(mends[each["place"]])
        if "row" in each:
            each["row"] = good
        else:
            each["raw"] = line(good)
    mended = canonical(tmp_path / "mended.jsonl", [head, *lines])
    again = deliver(data, by, mended)
    assert (again["rows"], again["records"], again["refused"]) == (4, 4, 0)
    assert graph_of(data) == whole


def test_mended_rejects_of_a_shipped_feed_say_themselves_what_they_are(
    data: Path, embedded_store: Store, tmp_path: Path
) -> None:
    good = [incident(f"A{n}", party("Nora Quill", "suspect", nominal="7")) for n in range(3)]
    bad = {**good[1], "recorded_at": "2024-02-31T10:00:00Z"}
    clean = canonical(tmp_path / "canonical_2024-03-01.jsonl", good)
    well("ingest", clean, "--data", data)
    whole = graph_of(data)
    well("withdraw", clean.name, "--data", data)
    spoilt = canonical(tmp_path / "canonical_2024-03-02.jsonl", [good[0], bad, good[2]])
    (loaded,) = well("ingest", spoilt, "--data", data, "--json").data
    (refused,) = check_nothing_lost(embedded_store, data, loaded)
    kept = data / "rejects" / f"{loaded['id']}.jsonl"
    head = json.loads(kept.read_text().splitlines()[0])
    refused["row"]["recorded_at"] = good[1]["recorded_at"]
    mended = canonical(tmp_path / "mended.jsonl", [head, refused])
    (again,) = well("ingest", mended, "--data", data, "--json").data
    assert (again["rows"], again["records"]) == (1, 1)
    assert graph_of(data) == whole


def test_answers_for_a_spreadsheet_hold_no_formula(data: Path, tmp_path: Path) -> None:
    formulas = ["=1+1 Quill", "+1 Quill", "-1 Quill", "@sum Quill", "\t=1 Quill", "\r=1 Quill"]
    suspects = [
        party(name, "suspect", nominal=str(n)) for n, name in enumerate(formulas) if name.strip()
    ]
    crimes = [incident(f"=A{n}", *suspects, summary="=1+1") for n in range(2)]
    well("ingest", canonical(tmp_path / "canonical_1.jsonl", crimes), "--data", data)
    for words in (
        ["ask", "repeat_suspects"],
        ["ask", "incidents_by_type"],
        ["ask", "deliveries"],
        ["ask", "look_up", "value==A1"],
    ):
        said = well(*words, "--csv", "--data", data).out
        rows = list(csv.reader(io.StringIO(said)))
        assert len(rows) > 1
        for cell in (cell for each in rows for cell in each):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (words, cell)


def test_what_a_terminal_shows_holds_no_control_sequence(data: Path, tmp_path: Path) -> None:
    evil = "Nora\x1b]0;owned\x07 \x1b[2J Quill"
    ann = party("Ann Reed", "victim", nominal="8")
    crimes = [
        incident(f"A{n}", party(evil, "suspect", nominal="7"), ann, at=f"2024-01-0{n}T10:00:00Z")
        for n in (1, 2)
    ]
    path = canonical(tmp_path / "canonical_1.jsonl", crimes)
    assert "\x1b" not in well("check-feed", "canonical", path).out
    well("ingest", path, "--data", data)
    well("night", "--data", data, "--as-of", "2024-06-01")
    for words in (["ask", "repeat_suspects"], ["search", "quill"], ["flags"]):
        done = run(*words, "--data", data)
        assert "owned" in done.out
        assert "\x1b" not in done.out + done.err
        assert "\x07" not in done.out + done.err
