"""Hostile input is normal input: each costs its own rows and says why."""

from __future__ import annotations

import json
import time
import zipfile
from pathlib import Path

import pytest
from deliveries import COLUMNS, HEADER, SAMPLES, csv_of, everything, small

from graph.errors import InputError
from ingest.formats import rows as limits
from ingest.formats import xlsx_rows
from ingest.mapping.mapping import recognise

GOOD = "A{n},2025-02-01 10:00,2025-02-01 09:00,Shouted,Ann Lee,07700 900001,7\n"


def _good(*numbers: int) -> str:
    return "".join(GOOD.format(n=n) for n in numbers)


def test_bytes_that_do_not_decode_are_shown_without_loss(tmp_path: Path) -> None:
    path = csv_of(tmp_path, _good(1).encode() + b"B\xff\\1,x\n" + _good(2).encode())
    taken, refused, _ = everything(small(), path, tmp_path)
    assert [item.record.reference for item in taken] == ["A1", "A2"]
    assert refused[0].place == "small.csv:3"
    assert refused[0].raw == "B\\xff\\\\1,x\n"


def test_a_torn_last_line_is_refused_alone(tmp_path: Path) -> None:
    path = csv_of(tmp_path, _good(1) + "A2,2025-02-01 10:00,2025")
    taken, refused, _ = everything(small(), path, tmp_path)
    assert len(taken) == 1
    assert refused[0].reason == "the row has 3 columns, the header 7"
    assert refused[0].columns == tuple(COLUMNS)


def test_an_open_quote_loses_only_its_own_row(tmp_path: Path) -> None:
    opened = 'B,2025-02-01 10:00,,"never closed,,,\n'
    path = csv_of(tmp_path, _good(1) + opened + _good(2, 3))
    taken, refused, counts = everything(small(), path, tmp_path)
    assert [item.record.reference for item in taken] == ["A1", "A2", "A3"]
    assert refused[0].place == "small.csv:3"
    assert counts.rows == 4


def test_an_open_quote_before_quoted_rows_loses_only_its_own_row(tmp_path: Path) -> None:
    quoted = 'A2,2025-02-01 10:00,,"He said ""no"", twice",Ann Lee,,\n'
    path = csv_of(tmp_path, 'B,2025-02-01 10:00,,"open,,,\n' + quoted + _good(3))
    taken, refused, _ = everything(small(), path, tmp_path)
    assert [item.record.reference for item in taken] == ["A2", "A3"]
    assert len(refused) == 1


def test_a_quoted_field_may_span_lines(tmp_path: Path) -> None:
    path = csv_of(tmp_path, 'A1,2025-02-01 10:00,,"one\n5"" nails\r\nthree",Ann Lee,,\n' + _good(2))
    taken, refused, _ = everything(small(), path, tmp_path)
    assert refused == []
    assert taken[0].record.incident is not None
    assert taken[0].record.incident.summary == 'one\n5" nails\r\nthree'
    assert taken[1].source_rows == ("small.csv:5",)


def test_a_quote_inside_a_field_is_a_letter(tmp_path: Path) -> None:
    path = csv_of(tmp_path, 'A1,2025-02-01 10:00,,5" nails,Ann Lee,,\n')
    taken, _, _ = everything(small(), path, tmp_path)
    assert taken[0].record.incident is not None
    assert taken[0].record.incident.summary == '5" nails'


def test_a_million_columns_are_refused_quickly(tmp_path: Path) -> None:
    path = csv_of(tmp_path, _good(1) + "," * 1_000_000 + "\n" + "x" * 5_000_000 + "\n" + _good(2))
    start = time.process_time()
    taken, refused, _ = everything(small(), path, tmp_path)
    assert time.process_time() - start < 3
    assert len(taken) == 2
    assert refused[0].reason == f"the row has more than {limits.MAX_COLUMNS} columns"
    assert refused[1].reason == f"the row is longer than {limits.MAX_ROW_BYTES} bytes"
    assert all(len(item.raw) < 2 * limits.MAX_RAW_KEPT for item in refused)


def test_nul_bytes_byte_order_marks_and_mixed_line_ends(tmp_path: Path) -> None:
    body = _good(1).replace("\n", "\r\n") + _good(2).replace("\n", "\r") + "A\0,,,,,,\n" + _good(3)
    path = tmp_path / "small.csv"
    path.write_bytes(b"\xef\xbb\xbf" + f"{HEADER}\r\n".encode() + body.encode())
    taken, refused, _ = everything(small(), path, tmp_path)
    assert [item.record.reference for item in taken] == ["A1", "A2", "A3"]
    assert [item.reason for item in refused] == ["the row holds a NUL character"]


def test_a_lost_byte_in_utf_16_costs_the_rows_it_stands_in(tmp_path: Path) -> None:
    text = f"{HEADER}\n{_good(1, 2, 3, 4)}"
    data = text.encode("utf-16")
    middle = data.index("A2".encode("utf-16-le")) + 5
    path = tmp_path / "small.csv"
    path.write_bytes(data[:middle] + data[middle + 1 :])
    taken, refused, _ = everything(small(encoding="utf-16"), path, tmp_path)
    assert [item.record.reference for item in taken] == ["A1", "A3", "A4"]
    assert len(refused) == 1


def test_a_column_that_is_missing_or_twice_refuses_every_row_with_the_mend(tmp_path: Path) -> None:
    short = HEADER.replace(",phone", ",telephone")
    _, refused, _ = everything(small(), csv_of(tmp_path, _good(1), short), tmp_path)
    assert "lacks phone" in refused[0].reason
    again = HEADER.replace(",nominal", ",name")
    _, refused, _ = everything(
        small(optional=["nominal"]), csv_of(tmp_path, _good(1), again), tmp_path
    )
    assert "has name more than once" in refused[0].reason


def test_a_column_that_may_be_missing_is_declared_so(tmp_path: Path) -> None:
    path = csv_of(tmp_path, "A1,2025-02-01 10:00,,,Ann Lee,\n", HEADER.removesuffix(",nominal"))
    taken, _, _ = everything(small(optional=["nominal"]), path, tmp_path)
    assert len(taken) == 1


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        '{"type":"incident","type":"order"}',
        '{"type":"incident","ref":"\\ud800","updated_at":"2025-01-01T00:00:00Z"}',
        '{"type":"incident","ref":"\\u0000","updated_at":"2025-01-01T00:00:00Z"}',
        "12",
        "",
        '{"type":"incident"',
    ],
)
def test_json_that_cannot_be_a_row_is_refused(line: str, tmp_path: Path) -> None:
    path = tmp_path / "caldmoor_1.jsonl"
    path.write_text(line + "\n")
    taken, refused, counts = everything(recognise(path), path, tmp_path)
    assert taken == []
    assert counts.rows == len(refused) == (1 if line else 0)


def test_a_huge_number_stays_the_text_that_it_is(tmp_path: Path) -> None:
    path = tmp_path / "caldmoor_1.jsonl"
    digits = "9" * 5_000
    row = {"type": "incident", "ref": "1", "updated_at": "2025-01-01T00:00:00Z"}
    path.write_text(json.dumps(row)[:-1] + f', "count": {digits}}}\n')
    taken, _, _ = everything(recognise(path), path, tmp_path)
    assert ("count", digits) in taken[0].record.also


ENTITIES = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>
<CrimeExport><Crime ref="&b;" recorded="2025-01-01T00:00:00Z"/></CrimeExport>"""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ENTITIES, "declares entities"),
        ("<CrimeExport>" + "<a>" * 1_000, "inside more than"),
        ("<CrimeExport><Crime ref='1' ref='2'/></CrimeExport>", "breaks at line 1"),
        ("<Other><Thing/></Other>", "no table of the mapping reads"),
    ],
)
def test_xml_that_cannot_be_read_is_one_refusal(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "wexmouth_1.xml"
    path.write_text(text)
    taken, refused, _ = everything(recognise(path), path, tmp_path)
    assert taken == []
    assert len(refused) == 1
    assert reason in refused[0].reason


def test_rows_before_a_torn_end_of_xml_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "wexmouth_1.xml"
    path.write_bytes((SAMPLES / "wexmouth_2025-03-01.xml").read_bytes()[:-60])
    taken, refused, _ = everything(recognise(path), path, tmp_path)
    assert len(taken) == 2
    assert refused[-1].reason.startswith("the rest of the file is not XML")


def test_a_zip_bomb_is_refused_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_rows, "MAX_XLSX_INFLATED_BYTES", 1 << 20)
    monkeypatch.setattr(xlsx_rows, "load_workbook", None)
    path = tmp_path / "dunmere_1.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (2 << 20))
    assert path.stat().st_size < 10_000
    _, refused, _ = everything(recognise(path), path, tmp_path)
    assert "unpacks to more than" in refused[0].reason


def test_a_zip_bomb_that_lies_about_its_size_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_rows, "load_workbook", None)
    path = tmp_path / "dunmere_1.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (2 << 20))
    data = path.read_bytes()
    size = (2 << 20).to_bytes(4, "little")
    path.write_bytes(data.replace(size, (100).to_bytes(4, "little")))
    _, refused, counts = everything(recognise(path), path, tmp_path)
    assert counts.rows == len(refused) == 1


def test_a_cell_at_the_far_end_of_a_sheet_costs_no_row(tmp_path: Path) -> None:
    good = SAMPLES / "dunmere_2025-03-01.xlsx"
    path = tmp_path / good.name
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                data = data.replace(b"</row>", b'<c r="XFD1"><v>1</v></c></row>', 1)
            new.writestr(entry, data)
    taken, refused, _ = everything(recognise(path), path, tmp_path)
    whole, refused_of_good, _ = everything(recognise(good), good, tmp_path)
    assert (len(taken), len(refused)) == (len(whole), len(refused_of_good))


def test_a_file_above_its_limit_is_refused_with_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.formats.json_rows.MAX_JSON_BYTES", 10)
    path = tmp_path / "southholt_orders_1.json"
    path.write_bytes((SAMPLES / "southholt_orders_2025-03-01.json").read_bytes())
    _, refused, _ = everything(recognise(path), path, tmp_path)
    assert "deliver JSON Lines, or parts" in refused[0].reason


def test_links_and_strange_files_in_a_folder_are_named_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "northmarch_2025-03-01"
    folder.mkdir()
    for file in (SAMPLES / folder.name).iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "notes.txt").write_text("?")
    (folder / "more").mkdir()
    (folder / "objects2.csv").symlink_to("/etc/hostname")
    _, refused, counts = everything(recognise(folder), folder, tmp_path)
    strange = {item.place: item.reason for item in refused if "no table" in item.reason}
    assert set(strange) == {"notes.txt", "more", "objects2.csv"}
    assert "a link" in strange["objects2.csv"]
    assert counts.rows == 22


def test_a_folder_without_a_file_that_is_needed_is_an_error_with_the_mend(tmp_path: Path) -> None:
    folder = tmp_path / "northmarch_2025-03-01"
    folder.mkdir()
    with pytest.raises(InputError, match=r"has no file incidents\.csv .* needed = false"):
        everything(recognise(folder), folder, tmp_path)


def test_no_refusal_or_remark_holds_a_value(tmp_path: Path) -> None:
    row = "A1,2025-02-01 10:00,2025-02-31 09:00,Shouted,Zebedee,QUAGGA,7\n"
    taken, refused, _ = everything(small(), csv_of(tmp_path, row), tmp_path)
    assert taken == []
    assert refused[0].reason == "occurred is a date or time that does not exist"
    kept = "A1,2025-02-01 10:00,,Shouted,Zebedee,QUAGGA,7\n"
    taken, _, _ = everything(small(), csv_of(tmp_path, kept), tmp_path)
    remark = taken[0].remarks[0]
    assert (remark.field, remark.place) == ("phone", "small.csv:2")
    assert "QUAGGA" not in remark.reason
    assert taken[0].record.parties[0].phones[0].phone.written == "QUAGGA"


@pytest.mark.parametrize("length", [20_000, 20_001, 300_000])
@pytest.mark.parametrize("column", ["summary", "name", "log"])
def test_a_text_that_is_too_long_is_cut_and_said_and_costs_no_row(
    column: str, length: int, tmp_path: Path
) -> None:
    cells = {"ref": "A1", "recorded": "2025-02-01 10:00", column: "x" * length}
    row = ",".join(cells.get(name, "") for name in [*COLUMNS, "log"]) + "\n"
    path = csv_of(tmp_path, row, f"{HEADER},log")
    taken, refused, _ = everything(small(), path, tmp_path)
    assert refused == []
    assert "x" * min(length, 20_000) in taken[0].record.content
    said = [(remark.field, remark.reason) for remark in taken[0].remarks]
    reason = "is longer than 20,000 characters and is cut"
    assert said == ([(column, reason)] if length > 20_000 else [])
