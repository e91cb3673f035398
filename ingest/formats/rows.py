"""What every reader yields, and the limits that every reader keeps.

A row's cells are text, or nested lists and objects of text, true and false; a reader never
guesses a number or a date. CSV and JSON Lines stream, so only a row has a limit there; the
other formats have one for the whole file and are refused above it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_ROW_BYTES = 1 << 20
MAX_RECORD_BYTES = 8 << 20
MAX_COLUMNS = 2_000
MAX_QUOTED_LINES = 1_000
MAX_DEPTH = 40
MAX_JSON_BYTES = 64 << 20
MAX_XML_BYTES = 512 << 20
MAX_XLSX_BYTES = 32 << 20
MAX_XLSX_INFLATED_BYTES = 256 << 20
MAX_XLSX_MARKS, MAX_XLSX_MARKS_FOR_EACH = 1_000_000, 4
"""Elements of a workbook, and cells that its rows are filled up to: so many, and more for each
byte of the file. One that is packed from real rows has fewer than one for each byte."""
MAX_RAW_KEPT = 64 << 10

Cells = dict[str, Any]


@dataclass(slots=True)
class Row:
    """A row that was split: where it stands, its cells, and itself as it came.

    `flaws` are what its reader has to say of it, as (column, what is the matter).
    """

    table: str
    place: str
    cells: Cells
    raw: str = ""
    flaws: tuple[tuple[str, str], ...] = ()

    def written(self) -> str:
        """The row as it came; for a format without lines, its cells as JSON."""
        return self.raw or json.dumps(self.cells, ensure_ascii=False)


@dataclass(slots=True)
class Bad:
    """A row that could not be split, or a whole file that could not be read."""

    table: str
    place: str
    reason: str
    raw: str
    columns: tuple[str, ...] = ()


def shown(data: bytes, encoding: str = "utf-8") -> str:
    r"""Bytes as text without loss: what does not decode is written \xNN, a backslash \\.

    More than MAX_RAW_KEPT bytes are cut, with a note: the delivered file is kept beside.
    """
    kept = data[:MAX_RAW_KEPT]
    try:
        text = kept.decode(encoding)
    except UnicodeDecodeError:
        text = kept.replace(b"\\", b"\\\\").decode("ascii", "backslashreplace")
    cut = len(data) - len(kept)
    return f"{text}… ({cut} more bytes)" if cut else text


def storable(text: str) -> bool:
    """False for what no graph or file can hold as text: NUL, and half of a surrogate pair."""
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def named(path: Path) -> str:
    r"""A file's name as text; bytes of it that are not UTF-8 are written \xNN."""
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")
