"""Refused rows, kept so that they can be mended and put in again.

A file of rejects is JSON Lines: a first line that names the delivery, then one line a row:
place, reason, raw (the row as it came), table, row (its values, joined rows inside) or columns
(when it could not be split), part_of (the place of the row that it was refused with).

To put rows in again, mend `row`, or `raw` where there is no row, delete the lines that are not
mended, and deliver the file by the same mapping. Lines with `part_of` come back with the row
that they belong to and are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from ingest.delivery.outcome import Refused
from ingest.formats.csv_rows import split_text
from ingest.formats.json_rows import parse
from ingest.formats.lines import read_lines
from ingest.formats.rows import Bad, Row, shown
from ingest.mapping.mapping import Mapping

_KIND = "throughline rejects"


class Delivery(Protocol):
    """What a file of rejects tells of the delivery it came from."""

    @property
    def id(self) -> str:
        """The delivery's id."""

    @property
    def feed(self) -> str:
        """The name of the mapping that read it."""

    @property
    def file_name(self) -> str:
        """The file's name as it came."""

    @property
    def extracted_at(self) -> str | None:
        """The day on which the force extracted it, ISO 8601; None when nobody knows."""


@dataclass(frozen=True, slots=True)
class Header:
    """The delivery that the rejects of a file came from."""

    feed: str
    delivery: str
    file_name: str
    extracted_at: str | None


class Rejects:
    """Writes a file of rejects, whole or not at all; none when nothing was refused."""

    def __init__(self, path: Path, info: Delivery) -> None:
        self._path = path
        self._draft = path.with_name(f"{path.name}.part")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._draft.open("w", encoding="utf-8", newline="\n")
        self._count = 0
        self._line(
            {
                "kind": _KIND,
                "feed": info.feed,
                "delivery": info.id,
                "file_name": info.file_name,
                "extracted_at": info.extracted_at,
            }
        )

    def write(self, refused: Refused) -> None:
        """Keep one refused row."""
        self._count += 1
        data = {name: getattr(refused, name) for name in _FIELDS}
        self._line({name: value for name, value in data.items() if value not in ("", None, ())})

    def _line(self, data: dict[str, Any]) -> None:
        self._file.write(json.dumps(data) + "\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._file.close()
        if kind is None and self._count:
            self._draft.replace(self._path)
        else:
            self._draft.unlink()
            if kind is None:
                self._path.unlink(missing_ok=True)


_FIELDS = ("place", "reason", "raw", "table", "row", "part_of", "columns")


def header_of(path: Path) -> Header | None:
    """The header of a file of rejects; None for any other file or folder."""
    if path.suffix != ".jsonl" or not path.is_file():
        return None
    line = next(read_lines(path, "utf-8"), None)
    if line is None or _KIND.encode() not in line.data:
        return None
    try:
        data = parse(line.data.decode())
    except ValueError:
        return None
    if not isinstance(data, dict) or data.get("kind") != _KIND:
        return None
    feed, delivery, name = (str(data.get(key) or "") for key in ("feed", "delivery", "file_name"))
    return Header(feed, delivery, name, data.get("extracted_at") or None)


def read_mended(path: Path, mapping: Mapping) -> Iterator[Row | Bad]:
    """The mended rows of a file of rejects, as the mapping's reader would give them."""
    lines = read_lines(path, "utf-8")
    next(lines, None)
    for line in lines:
        place = f"{path.name}:{line.number}"
        raw = shown(line.data)
        try:
            data = parse(line.data.decode())
            if not isinstance(data, dict):
                raise ValueError("is not a line of a file of rejects")
            if data.get("part_of"):
                continue
            yield _mended(data, mapping, place, raw)
        except ValueError as error:
            yield Bad("", place, str(error), raw)


def _mended(data: dict[str, Any], mapping: Mapping, place: str, raw: str) -> Row:
    table, row = str(data.get("table") or ""), data.get("row")
    if table not in mapping.tables:
        raise ValueError("names a table that the mapping does not have")
    if isinstance(row, dict):
        return Row(table, place, row, raw)
    columns = [str(column) for column in data.get("columns") or ()]
    if mapping.tables[table].format == "csv" and columns:
        fields = split_text(str(data.get("raw") or ""), mapping.tables[table].delimiter)
        if any(map(str.strip, fields[len(columns) :])):
            raise ValueError(f"the row has {len(fields)} columns, the header {len(columns)}")
        fields += [""] * (len(columns) - len(fields))
        return Row(table, place, dict(zip(columns, fields, strict=False)), raw)
    if mapping.tables[table].format in ("json", "jsonl"):
        cells = parse(str(data.get("raw") or ""))
        if isinstance(cells, dict):
            return Row(table, place, cells, raw)
    raise ValueError("has neither a row nor columns to split the raw text by")
