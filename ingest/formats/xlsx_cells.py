"""The cells of a sheet as text, one row after the other.

A number is as it is without a needless `.0`, or with the zeros that its format puts before it;
a date is ISO 8601 with as much time as its format shows; a formula is the value that was
saved with it. What cannot be read is blank, with a flaw that says so, and costs no row.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._reader import FORMULA_TAG, ROW_TAG, WorkSheetParser

from ingest.formats.rows import MAX_COLUMNS

_FORMULA = "holds a formula: the value that was saved with it is read"
_UNSAVED = "holds a formula without a value: open the workbook and save it again"
_ERROR = "holds an error of the workbook and is left blank"
_BROKEN = "cannot be read and is left blank"


@dataclass(slots=True)
class Cell:
    """A cell: its text, true, false or blank, and what is the matter with it, if anything."""

    value: Any = ""
    flaw: str = ""


class _Parser(WorkSheetParser):
    """Reads on where a cell or a row's number is broken, and notes which cells hold a formula.

    What a sheet has beside rows, such as how it is printed, is passed over: no fault in it costs
    a row.
    """

    def parse(self) -> Generator[Any, None, None]:
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()

    def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]]]:
        try:
            float(row.get("r", "1"))
        except ValueError:
            del row.attrib["r"]
        parsed: tuple[int, list[dict[str, Any]]] = super().parse_row(row)
        return parsed

    def parse_cell(self, element: Element) -> dict[str, Any]:
        before = self.col_counter
        try:
            cell: dict[str, Any] = super().parse_cell(element)
        except (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError):
            if self.col_counter == before:
                self.col_counter += 1
            cell = {"column": self.col_counter, "value": None, "data_type": "broken"}
        cell["formula"] = element.find(FORMULA_TAG) is not None
        return cell


def read_cells(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of a sheet (of a workbook opened to be read only) that have cells, by number."""
    book = sheet.parent
    with sheet._get_source() as source:  # noqa: SLF001
        parser = _Parser(
            source,
            sheet._shared_strings,  # noqa: SLF001
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )
        for number, parsed in parser.parse():
            row: list[Cell] = []
            for each in parsed:
                column = min(each["column"], MAX_COLUMNS + 1)  # beyond, its row is refused
                row += [Cell() for _ in range(column - 1 - len(row))]
                row[column - 1 :] = [_cell(each, sheet)]
            yield number, row


def _cell(parsed: dict[str, Any], sheet: Any) -> Cell:
    formula, kind, value = parsed["formula"], parsed["data_type"], parsed["value"]
    if kind == "broken":
        return Cell(flaw=_BROKEN)
    if kind == "e":
        return Cell(flaw=_ERROR)
    if value is None:
        return Cell(flaw=_UNSAVED if formula else "")
    return Cell(_text(value, parsed, sheet), _FORMULA if formula else "")


def _text(value: Any, parsed: dict[str, Any], sheet: Any) -> Any:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, dt.datetime):
        return _instant(value, _number_format(parsed, sheet))
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        value = int(value)
    text = str(value)
    if isinstance(value, int) and parsed.get("style_id"):
        shown = _number_format(parsed, sheet)
        if _ZEROS.fullmatch(shown):
            return text.zfill(len(shown))
    return text


_ZEROS = re.compile("00+")


def _number_format(parsed: dict[str, Any], sheet: Any) -> str:
    cell = ReadOnlyCell(
        sheet, parsed["row"], parsed["column"], parsed["value"], style_id=parsed["style_id"]
    )
    return str(cell.number_format)


def _instant(value: dt.datetime, number_format: str) -> str:
    """Serial dates carry rounding: to the nearest second; a date format shows no time."""
    value = (value + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    midnight = value.time() == dt.time()
    if midnight and "h" not in re.sub(r'"[^"]*"|\[[^\]]*\]', "", number_format).lower():
        return value.date().isoformat()
    return value.isoformat(timespec="seconds" if value.second else "minutes")
