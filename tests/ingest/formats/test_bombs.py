"""Small files that are dear to read are refused or read in time that grows with their size."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest

from ingest.formats import csv_rows
from ingest.formats.csv_rows import read_csv
from ingest.formats.json_rows import read_json
from ingest.formats.rows import MAX_ROW_BYTES, Bad, Row
from ingest.formats.xlsx_rows import Sheet, read_xlsx

SHEET = "xl/worksheets/sheet1.xml"
OPENING = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}<sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>ref</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>name</t></is></c></row>'
)
CLOSING = "</sheetData>{}</worksheet>"


def workbook(
    path: Path, rows: Iterable[str], before: str = "", after: str = "", **parts: str
) -> Path:
    """A workbook whose sheet has these rows, as XML, below a header."""
    plain = io.BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Crimes"
    book.save(plain)
    with zipfile.ZipFile(plain) as whole, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in whole.namelist():
            if name != SHEET:
                made.writestr(name, parts.get(Path(name).stem, whole.read(name)))
        with made.open(SHEET, "w") as sheet:
            sheet.write(OPENING.format(before).encode())
            for row in rows:
                sheet.write(row.encode())
            sheet.write(CLOSING.format(after).encode())
    return path


def rows_of(path: Path) -> list[Row | Bad]:
    return list(read_xlsx(path, {"Crimes": Sheet("crimes", 1, 0, lambda _: None)}))


FORMATS = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>'
BOMBS: dict[str, tuple[list[str], dict[str, str]]] = {
    "empty cells": (["<row>", *["<c/>" * 10_000] * 200, "</row>"], {}),
    "empty rows": (["<row/>" * 10_000] * 200, {}),
    "rows that begin far to the right": (['<row><c r="ZZ9"><v>1</v></c></row>' * 1_000] * 100, {}),
    "one long cell": (["<row><c><is><t>", *["x" * 100_000] * 20, "</t></is></c></row>"], {}),
    "formats": ([], {"styles": FORMATS + "<xf/>" * 500_000 + "</cellXfs></styleSheet>"}),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_small_workbook_that_is_much_is_refused_at_once(tmp_path: Path, bomb: str) -> None:
    rows, parts = BOMBS[bomb]
    path = workbook(tmp_path / "a.xlsx", rows, **parts)
    assert path.stat().st_size < 100_000
    began = time.process_time()
    (*_, last) = rows_of(path)
    assert time.process_time() - began < 10
    assert isinstance(last, Bad)
    assert "more cells than a workbook of its size" in last.reason


GOOD = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>A{0}</t></is></c></row>'
BROKEN = {
    "a number that is none": '<row r="3"><c r="A3"><v>1.2.3</v></c><c r="B3"><v>2</v></c></row>',
    "a text that is not kept": '<row r="3"><c r="A3" t="s"><v>99</v></c><c r="B3"/></row>',
    "an address that is none": '<row r="3"><c r="3A"><v>1</v></c><c r="B3"><v>2</v></c></row>',
    "an address far away": '<row r="3"><c r="A3"><v>1</v></c><c r="XFD3"><v>2</v></c></row>',
    "an address beyond all": '<row r="3"><c r="A3"><v>1</v></c><c r="ABCD3"><v>2</v></c></row>',
    "a row whose number is none": '<row r="three"><c r="A3"><v>1</v></c></row>',
    "a row far below": '<row r="3"><c r="A123456789"><v>1</v></c></row>',
}


@pytest.mark.parametrize("broken", BROKEN)
def test_one_bad_cell_of_a_workbook_costs_no_other_row(tmp_path: Path, broken: str) -> None:
    rows = [GOOD.format(2), BROKEN[broken], GOOD.format(4)]
    outcome = rows_of(workbook(tmp_path / "a.xlsx", rows))
    assert len(outcome) == 3
    assert [each.cells["ref"] for each in (outcome[0], outcome[2]) if isinstance(each, Row)] == [
        "A2",
        "A4",
    ]


def test_what_a_sheet_has_beside_rows_may_be_broken(tmp_path: Path) -> None:
    view = '<sheetViews><sheetView workbookViewId="none" zoomScale="x"/></sheetViews>'
    path = workbook(tmp_path / "a.xlsx", [GOOD.format(2)], view, '<pageMargins left="wide"/>')
    assert [type(each) for each in rows_of(path)] == [Row]


def test_an_item_of_json_that_is_too_long_costs_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    long = json.dumps({"ref": ["x" * 10] * (MAX_ROW_BYTES // 10)})
    deep = "[" * 5_000 + "]" * 5_000
    path.write_text(f'{{"a": {long}, "rows": [{{"ref": "1"}}, {long}, {deep}, {{"ref": "2"}}]}}')
    outcome = list(read_json(path, "crimes", inside="rows"))
    assert [type(each) for each in outcome] == [Row, Bad, Bad, Row]
    assert [each.reason for each in outcome if isinstance(each, Bad)] == [
        f"the row is longer than {MAX_ROW_BYTES} bytes",
        "is nested more than 40 deep",
    ]


def test_json_that_breaks_off_loses_no_row_before_it(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"ref": "1"}, {"ref": "2"}, {"ref": 3x}, {"ref": "4"}]')
    *rows, bad = read_json(path, "crimes")
    assert [each.cells for each in rows if isinstance(each, Row)] == [{"ref": "1"}, {"ref": "2"}]
    assert isinstance(bad, Bad)
    assert bad.reason == "is not JSON: it breaks at line 1, column 39"
    assert bad.place == "a.json:3"


def test_quotes_that_are_never_closed_are_looked_for_within_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked = 0
    walk = csv_rows._walk

    def counting(text: str, delimiter: str) -> list[str]:
        nonlocal walked
        walked += len(text)
        return walk(text, delimiter)

    monkeypatch.setattr(csv_rows, "_walk", counting)
    path = tmp_path / "a.csv"
    stray = ('1,"x' + "y" * 2_000 + "\n") * 2_000
    path.write_text(f"ref,name\n{stray}")
    assert all(isinstance(each, Bad) for each in read_csv(path, "crimes", check=lambda _: None))
    assert walked < 20 * path.stat().st_size + csv_rows._AHEAD
