"""XLSX workbooks: one sheet a table, its first row the header.

A workbook is a zip archive: its sizes, declared and real, are checked before anything reads
it. Cells become text, as `xlsx_cells` says; one that cannot be read costs no row.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from ingest.formats.csv_rows import Check, unique
from ingest.formats.rows import (
    MAX_ROW_BYTES,
    MAX_XLSX_BYTES,
    MAX_XLSX_INFLATED_BYTES,
    MAX_XLSX_MARKS,
    MAX_XLSX_MARKS_FOR_EACH,
    Bad,
    Row,
    shown,
    storable,
)
from ingest.formats.xlsx_cells import Cell, read_cells

# What openpyxl and zipfile raise for workbooks that are not what they claim to be.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ValueError, KeyError, TypeError,
    IndexError, AttributeError, SyntaxError, EOFError, RuntimeError, OSError, OverflowError,
)  # fmt: skip
_PADDED = "holds more cells than a workbook of its size can: save it again, or deliver CSV"
_LOOK = 40  # rows among which a header is looked for, to propose it


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is read: its table, the rows of its header and, if it has one (0), of the
    groups above it, and the check of the header."""

    table: str
    header_row: int
    groups_row: int
    check: Check


def read_xlsx(path: Path, sheets: dict[str, Sheet]) -> Iterator[Row | Bad]:
    """The rows of every sheet, by its name."""
    first = next(iter(sheets.values())).table
    reason = _unsafe(path)
    if reason is None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield from _workbook(path, sheets)
        except _Padded:
            reason = f"the rest of the workbook {_PADDED}"
        except _BROKEN as error:
            reason = f"the workbook breaks off ({type(error).__name__}): save it again"
    if reason is not None:
        with path.open("rb") as file:
            yield Bad(first, path.name, reason, shown(file.read(1 << 10)))


def _unsafe(path: Path) -> str | None:
    """Why a workbook must not be opened, or None."""
    if path.stat().st_size > MAX_XLSX_BYTES:
        return f"the file is larger than {MAX_XLSX_BYTES >> 20} MB: deliver CSV, or parts"
    too_large = f"unpacks to more than {MAX_XLSX_INFLATED_BYTES >> 20} MB: deliver CSV, or parts"
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MAX_XLSX_INFLATED_BYTES:
                return too_large
            size = 0
            for entry in entries:
                marks, run = _most_marks(entry.filename, path), 0
                for chunk in _chunks(archive, entry):
                    size += len(chunk)
                    marks -= chunk.count(b"<")
                    if size > MAX_XLSX_INFLATED_BYTES:
                        return too_large
                    last = chunk.rfind(b"<")
                    run = len(chunk) - last if last >= 0 else run + len(chunk)
                    if marks < 0 or run > MAX_ROW_BYTES:
                        return _PADDED
    except _BROKEN:
        return "is not a workbook that can be read: save it again as .xlsx"
    return None


def _most_marks(part: str, path: Path) -> int:
    """How many elements a part of a workbook may have: what is no table has few."""
    if not part.startswith(("xl/worksheets/", "xl/sharedStrings")):
        return MAX_XLSX_MARKS // 4
    return MAX_XLSX_MARKS + MAX_XLSX_MARKS_FOR_EACH * path.stat().st_size


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as file:
        while chunk := file.read(1 << 16):
            yield chunk


def _workbook(path: Path, sheets: dict[str, Sheet]) -> Iterator[Row | Bad]:
    # By its content: openpyxl would refuse a workbook by the end of its name.
    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        for name, sheet in sheets.items():
            if name not in book.sheetnames:
                place = f"{path.name}!{name}"
                yield Bad(sheet.table, place, "the workbook has no sheet of this name", "")
        for name in book.sheetnames:
            place = f"{path.name}!{name}"
            if name not in sheets:
                yield Bad("", place, "is a sheet that no table of the mapping reads", "")
                continue
            cells = _within(_most_marks("xl/worksheets/", path), read_cells(book[name]))
            yield from _sheet(place, cells, sheets[name])


def _within(most: int, rows: Iterator[tuple[int, list[Cell]]]) -> Iterator[tuple[int, list[Cell]]]:
    """The rows until their cells, the blank ones between them too, are too many."""
    for number, cells in rows:
        most -= len(cells)
        if most < 0:
            raise _Padded
        yield number, cells


class _Padded(Exception):  # noqa: N818 (a verdict on a workbook)
    """Its rows have far more blank cells than it has bytes."""


def _sheet(place: str, rows: Iterator[tuple[int, list[Cell]]], sheet: Sheet) -> Iterator[Row | Bad]:
    header: list[str] = []
    problem: str | None = None
    groups: list[Any] = []
    for number, cells in rows:
        if number == sheet.groups_row:
            groups = [cell.value for cell in cells]
        while cells and cells[-1].value in ("", None) and not cells[-1].flaw:
            cells.pop()
        if not cells or number < sheet.header_row:
            continue
        here = f"{place}:{number}"
        values = [cell.value for cell in cells]
        if not header or problem is not None:
            names = ["" if value is None else str(value) for value in values]
            if not header:
                names = _grouped(names, groups)
                header, problem = unique(names), sheet.check(names)
                continue
            if problem is not None and number < _LOOK and sheet.check(names) is None:
                problem += f"; row {number} has the header: say header = {number}"
        raw = repr(values)
        reason = problem or _too_wide(values, header) or _not_text(values)
        if reason:
            yield Bad(sheet.table, here, reason, raw)
        else:
            values += [""] * (len(header) - len(values))
            flaws = tuple(
                (column, cell.flaw)
                for column, cell in zip(header, cells, strict=False)
                if cell.flaw
            )
            yield Row(sheet.table, here, dict(zip(header, values, strict=True)), "", flaws)


def _grouped(names: list[str], groups: list[Any]) -> list[str]:
    """Each name that is there twice with its group before it: a merged cell is in its first."""
    made, group = list[str](), ""
    for name, above in zip_longest(names, groups[: len(names)]):
        group = str(above or "").strip() or group
        made.append(f"{group} {name}".strip() if name and names.count(name) > 1 else name)
    return made


def _too_wide(values: list[Any], header: list[str]) -> str | None:
    if len(values) > len(header):
        return f"the row has {len(values)} columns, the header {len(header)}"
    return None


def _not_text(values: list[Any]) -> str | None:
    whole = all(storable(value) for value in values if isinstance(value, str))
    return None if whole else "the row holds what is not text"
