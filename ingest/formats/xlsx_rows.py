"""XLSX workbooks: one sheet a table, its first row the header.

A workbook is a zip archive: its sizes, declared and real, are checked before anything reads
it. Cells become text: a number as it is without a needless `.0`, a date as ISO 8601 with
as much time as its cell format shows. A formula stays the text of the formula.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from ingest.formats.csv_rows import Check, unique
from ingest.formats.rows import (
    MAX_XLSX_BYTES,
    MAX_XLSX_INFLATED_BYTES,
    Bad,
    Row,
    shown,
    storable,
)

# What openpyxl and zipfile raise for workbooks that are not what they claim to be.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ValueError, KeyError, TypeError,
    IndexError, AttributeError, SyntaxError, EOFError, RuntimeError, OSError, OverflowError,
)  # fmt: skip
# A cell beyond column ZZ or a row beyond a sheet's last: reading would pad up to it.
_FAR = re.compile(rb"\sr\s*=\s*[\"'](?:[A-Z]{3,}\d|[A-Z]{0,3}\d{8})")


def read_xlsx(path: Path, sheets: dict[str, tuple[str, Check]]) -> Iterator[Row | Bad]:
    """The rows of every sheet; `sheets` gives each sheet's table and the check of its header."""
    first = next(iter(sheets.values()))[0]
    reason = _unsafe(path)
    if reason is None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield from _workbook(path, sheets)
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
                for chunk in _chunks(archive, entry):
                    size += len(chunk)
                    if size > MAX_XLSX_INFLATED_BYTES:
                        return too_large
                    if entry.filename.startswith("xl/worksheets/") and _FAR.search(chunk):
                        return "a sheet has cells beyond column ZZ or its last row: clear them"
    except _BROKEN:
        return "is not a workbook that can be read: save it again as .xlsx"
    return None


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as file:
        rest = b""
        while chunk := file.read(1 << 16):
            yield rest + chunk
            rest = chunk[-64:]


def _workbook(path: Path, sheets: dict[str, tuple[str, Check]]) -> Iterator[Row | Bad]:
    book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    try:
        for name, (table, _) in sheets.items():
            if name not in book.sheetnames:
                yield Bad(
                    table, f"{path.name}!{name}", "the workbook has no sheet of this name", ""
                )
        for name in book.sheetnames:
            place = f"{path.name}!{name}"
            if name not in sheets:
                yield Bad("", place, "is a sheet that no table of the mapping reads", "")
                continue
            sheet = book[name]
            sheet.reset_dimensions()
            yield from _sheet(place, sheet.iter_rows(), *sheets[name])
    finally:
        book.close()


def _sheet(
    place: str, rows: Iterator[Sequence[Any]], table: str, check: Check
) -> Iterator[Row | Bad]:
    header: list[str] = []
    problem: str | None = None
    for number, cells in enumerate(rows, start=1):
        values = [_text(cell) for cell in cells]
        while values and values[-1] in ("", None):
            values.pop()
        if not values:
            continue
        here = f"{place}:{number}"
        if not header:
            names = ["" if value is None else str(value) for value in values]
            header, problem = unique(names), check(names)
            continue
        raw = repr(values)
        reason = problem or _too_wide(values, header) or _not_text(values)
        if reason:
            yield Bad(table, here, reason, raw)
        else:
            values += [""] * (len(header) - len(values))
            yield Row(table, here, dict(zip(header, values, strict=True)))


def _too_wide(values: list[Any], header: list[str]) -> str | None:
    if len(values) > len(header):
        return f"the row has {len(values)} columns, the header {len(header)}"
    return None


def _not_text(values: list[Any]) -> str | None:
    whole = all(storable(value) for value in values if isinstance(value, str))
    return None if whole else "the row holds what is not text"


def _text(cell: Any) -> Any:
    """A cell's value as text; true, false and '' stay."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return _instant(value, str(cell.number_format))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    if isinstance(value, bool | str):
        return value
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _instant(value: dt.datetime, number_format: str) -> str:
    """Serial dates carry rounding: to the nearest second; a date format shows no time."""
    value = (value + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    midnight = value.time() == dt.time()
    if midnight and "h" not in re.sub(r'"[^"]*"|\[[^\]]*\]', "", number_format).lower():
        return value.date().isoformat()
    return value.isoformat(timespec="seconds" if value.second else "minutes")
