"""XML: each element of a certain name is a row, read as a nest of texts, one at a time.

Attributes are `@name`, a child is its name (a list when there are several), and the text of
an element with attributes or children is `#`. What is nil (`xsi:nil`) is blank. Namespaces are
left out. What stands beside the rows and is read by no table is refused, not lost; a document
that breaks off, or declares entities, is read up to there and the rest is one refusal.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import DefusedXMLParser

from ingest.formats.rows import MAX_DEPTH, MAX_XML_BYTES, Bad, Row, shown

_CHUNK = 1 << 16  # bytes


def read_xml(path: Path, tables: dict[str, str]) -> Iterator[Row | Bad]:
    """Rows of one file; `tables` gives the table that each element's name belongs to."""
    name = next(iter(tables.values()))
    if path.stat().st_size > MAX_XML_BYTES:
        with path.open("rb") as file:
            reason = f"the file is larger than {MAX_XML_BYTES >> 20} MB: deliver it in parts"
            yield Bad(name, path.name, reason, shown(file.read(1 << 17)))
        return
    with path.open("rb") as file:
        walk = _Walk(path.name, tables)
        parser = DefusedXMLParser(target=walk, forbid_dtd=True)
        last = b""
        try:
            while chunk := file.read(_CHUNK):
                last = chunk
                parser.feed(chunk)
                yield from walk.found
                walk.found.clear()
            parser.close()
        except (ParseError, ValueError, LookupError, RecursionError) as error:
            yield from walk.found
            rest = last + file.read(1 << 17)
            reason = f"the rest of the file is not XML that can be read: {_reason(error)}"
            yield Bad(name, f"{path.name}:{walk.count + 1}", reason, shown(rest))


def _reason(error: Exception) -> str:
    if isinstance(error, ParseError):
        line, column = getattr(error, "position", (0, 0))
        return f"it breaks at line {line}, column {column}"
    if isinstance(error, _Deep):
        return str(error)
    return "it declares entities or a document type, or an encoding that is not known"


class _Deep(ValueError):  # noqa: N818 (a verdict on the document)
    """An element inside too many others."""


@dataclass(slots=True)
class _Open:
    """An element that has begun: what is inside it so far, its rows, and what is no row."""

    tag: str
    attributes: dict[str, str]
    children: dict[str, Any] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)  # of text, between two children
    text: str = ""
    rows: bool = False
    strangers: list[tuple[int, str]] = field(default_factory=list)

    def settle(self) -> None:
        """Put the text since the last child to the text before it."""
        if self.pieces:
            more = "".join(self.pieces).strip()
            self.pieces.clear()
            self.text = f"{self.text} {more}" if self.text and more else self.text or more

    def add(self, tag: str, value: Any) -> None:
        """Take in a child; several of one name are a list."""
        before = self.children.get(tag)
        if before is None:
            self.children[tag] = value
        elif isinstance(before, list):
            before.append(value)
        else:
            self.children[tag] = [before, value]

    def value(self) -> Any:
        """As text, or as an object of its attributes, children and text."""
        if not self.children:
            if not self.attributes:
                return self.text
            if not self.text and self._is_nil():
                return ""
        cells: dict[str, Any] = {f"@{_bare(name)}": at for name, at in self.attributes.items()}
        cells |= self.children
        if self.text:
            cells["#"] = self.text
        return cells

    def _is_nil(self) -> bool:
        """Whether an empty element says by an attribute (`xsi:nil`) that it has no value."""
        return any(
            _bare(name) in ("nil", "null", "isNull") and value.strip().lower() in ("true", "1")
            for name, value in self.attributes.items()
        )


class _Walk:
    """Makes rows of what a parser meets; what has been read is freed as soon as it is a row.

    The parser calls `start`, `data` and `end`; `found` are the rows since it was last emptied.
    """

    def __init__(self, file: str, tables: dict[str, str]) -> None:
        self._file, self._tables = file, tables
        self._open: list[_Open] = []
        self._inside = 0
        self.count = 0
        self.found: list[Row | Bad] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._open:
            self._open[-1].settle()
        if len(self._open) >= MAX_DEPTH:
            raise _Deep(f"an element stands inside more than {MAX_DEPTH} others")
        tag = _bare(name)
        self._open.append(_Open(tag, attributes))
        if tag in self._tables:
            self._inside += 1

    def data(self, text: str) -> None:
        self._open[-1].pieces.append(text)

    def end(self, _name: str) -> None:
        here = self._open.pop()
        here.settle()
        above = self._open[-1] if self._open else None
        if here.tag in self._tables:
            self._inside -= 1
        if self._inside and above is not None:
            above.add(here.tag, here.value())
            return
        if here.tag in self._tables:
            self.count += 1
            cells = here.value()
            place = f"{self._file}:{self.count}"
            row = cells if isinstance(cells, dict) else {"#": cells}
            self.found.append(Row(self._tables[here.tag], place, row))
            self._mark_rows()
        elif not here.rows:
            self.count += 1
            raw = json.dumps({here.tag: here.value()}, ensure_ascii=False)
            here.strangers = [(self.count, raw)]
            if above is not None:
                above.strangers += here.strangers
            else:
                self._refuse(here)
        if above is not None:
            if above.rows:
                self._refuse(above)
        elif here.rows:
            self._refuse(here)

    def _mark_rows(self) -> None:
        for each in self._open:
            each.rows = True

    def _refuse(self, here: _Open) -> None:
        name = next(iter(self._tables.values()))
        reason = "is an element that no table of the mapping reads"
        for number, raw in here.strangers:
            self.found.append(Bad(name, f"{self._file}:{number}", reason, shown(raw.encode())))
        here.strangers = []


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    return name.rpartition("}")[2]
