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
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import iterparse

from ingest.formats.rows import MAX_DEPTH, MAX_XML_BYTES, Bad, Row, shown


def read_xml(path: Path, tables: dict[str, str]) -> Iterator[Row | Bad]:
    """Rows of one file; `tables` gives the table that each element's name belongs to."""
    name = next(iter(tables.values()))
    if path.stat().st_size > MAX_XML_BYTES:
        with path.open("rb") as file:
            reason = f"the file is larger than {MAX_XML_BYTES >> 20} MB: deliver it in parts"
            yield Bad(name, path.name, reason, shown(file.read(1 << 17)))
        return
    with path.open("rb") as file:
        tail = _Tail(file)
        walk = _Walk(path.name, tables)
        try:
            for event, element in iterparse(tail, events=("start", "end"), forbid_dtd=True):
                yield from walk.start(element) if event == "start" else walk.end(element)
        except (ParseError, ValueError, LookupError, RecursionError) as error:
            rest = tail.last + file.read(1 << 17)
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


class _Tail:
    """A file that remembers what was read last: where a document breaks, that is its rest."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.last = b""

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self.last = chunk or self.last
        return chunk


@dataclass(slots=True)
class _Open:
    """An element that has begun: the rows inside it so far, and what is no row."""

    element: Element
    rows: bool = False
    strangers: list[tuple[int, str]] = field(default_factory=list)


class _Walk:
    """Follows the elements; frees each as soon as it has been read."""

    def __init__(self, file: str, tables: dict[str, str]) -> None:
        self._file, self._tables = file, tables
        self._open: list[_Open] = []
        self._inside = 0
        self.count = 0

    def start(self, element: Element) -> Iterator[Row | Bad]:
        if len(self._open) >= MAX_DEPTH:
            raise _Deep(f"an element stands inside more than {MAX_DEPTH} others")
        self._open.append(_Open(element))
        if _bare(element.tag) in self._tables:
            self._inside += 1
        return iter(())

    def end(self, element: Element) -> Iterator[Row | Bad]:
        here = self._open.pop()
        above = self._open[-1] if self._open else None
        tag = _bare(element.tag)
        if tag in self._tables:
            self._inside -= 1
        if self._inside:
            return
        if tag in self._tables:
            self.count += 1
            cells = _nest(element)
            yield Row(
                self._tables[tag],
                f"{self._file}:{self.count}",
                cells if isinstance(cells, dict) else {"#": cells},
            )
            self._mark_rows()
        elif not here.rows:
            self.count += 1
            here.strangers = [(self.count, json.dumps({tag: _nest(element)}, ensure_ascii=False))]
            if above is not None:
                above.strangers += here.strangers
            else:
                yield from self._refuse(here)
        if above is not None:
            above.element.remove(element)
            if above.rows:
                yield from self._refuse(above)
        elif here.rows:
            yield from self._refuse(here)

    def _mark_rows(self) -> None:
        for each in self._open:
            each.rows = True

    def _refuse(self, here: _Open) -> Iterator[Bad]:
        name = next(iter(self._tables.values()))
        reason = "is an element that no table of the mapping reads"
        for number, raw in here.strangers:
            yield Bad(name, f"{self._file}:{number}", reason, shown(raw.encode()))
        here.strangers = []


def _bare(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _is_nil(element: Element) -> bool:
    """Whether an empty element says by an attribute (`xsi:nil`, `null`) that it has no value."""
    return any(
        _bare(name) in ("nil", "null", "isNull") and value.strip().lower() in ("true", "1")
        for name, value in element.attrib.items()
    )


def _nest(element: Element) -> Any:
    """An element as text, or as an object of its attributes, children and text."""
    text = (element.text or "").strip()
    if not len(element) and not element.attrib:
        return text
    if not len(element) and not text and _is_nil(element):
        return ""
    cells: dict[str, Any] = {f"@{_bare(name)}": value for name, value in element.attrib.items()}
    for child in element:
        tag, inner = _bare(child.tag), _nest(child)
        if tag not in cells:
            cells[tag] = inner
        elif isinstance(cells[tag], list):
            cells[tag].append(inner)
        else:
            cells[tag] = [cells[tag], inner]
        text = f"{text} {child.tail.strip()}".strip() if child.tail else text
    if text:
        cells["#"] = text
    return cells
