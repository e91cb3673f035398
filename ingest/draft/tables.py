"""The tables of an export: found in its files, with what their columns hold.

A JSON or XML row may hold rows of its own; these are tables within the table, by their path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook

from graph.errors import InputError
from ingest.draft.columns import Column
from ingest.formats.code_pages import seems_of
from ingest.formats.csv_rows import read_csv, split_text
from ingest.formats.json_rows import parse, read_json, read_jsonl
from ingest.formats.lines import codec, decoded, read_lines
from ingest.formats.rows import Bad, Row
from ingest.formats.xlsx_rows import Sheet, read_xlsx
from ingest.formats.xml_rows import read_xml

MOST_ROWS = 100_000
"""Rows of a file that are looked at."""
_ROWS = re.compile(r"(?i)\.@?role$|^(object|obj|item|identifier)\.@?(kind|type)$")
_KIND = re.compile(r"(?i)(record|row|entry|object)?[_ ]?(type|kind)")


@dataclass(slots=True)
class Table:
    """Rows of one sort. `keys` are the words of `[tables.NAME]`; `when` tells them from others in
    the same file; `inside` are rows within its rows, by their path; `kind` once it is known."""

    name: str
    file: str
    keys: dict[str, Any]
    rows: int = 0
    columns: dict[str, Column] = field(default_factory=dict)
    inside: dict[str, Table] = field(default_factory=dict)
    when: dict[str, str] = field(default_factory=dict)
    kind: str | None = None

    @property
    def source(self) -> str:
        """What the mapping calls its file: one name for all kinds of row in it."""
        return name_of(Path(self.file)) if self.when else self.name

    def add(self, cells: dict[str, Any]) -> None:
        """Look at one row."""
        self.rows += 1
        self._add(cells, "")

    def merge(self, other: Table) -> None:
        """Take in the rows of another delivery of the same table."""
        self.rows += other.rows
        if "encoding" in other.keys:  # reads plain letters too
            self.keys = other.keys
        for path, column in other.columns.items():
            mine = self.columns.setdefault(path, Column(path))
            mine.values.update(column.values)
            mine.filled += column.filled
            mine.several = mine.several or column.several
        for path, inner in other.inside.items():
            self.inside.setdefault(path, Table(path, self.file, dict(self.keys))).merge(inner)

    def _add(self, cells: dict[str, Any], before: str) -> None:
        for name, value in cells.items():
            path = f"{before}{name}"
            rows = value if isinstance(value, list) else [value]
            if isinstance(value, list) and any(isinstance(each, dict) for each in rows):
                inner = self.inside.setdefault(path, Table(path, self.file, dict(self.keys)))
                for each in rows:
                    inner.add(each if isinstance(each, dict) else {"value": each})
            elif isinstance(value, dict):
                self._add(value, f"{path}.")
            else:
                self.columns.setdefault(path, Column(path)).add(value)


def tables_of(files: list[Path]) -> list[Table]:
    """Every table of these files; several deliveries of one are one. InputError for no rows."""
    tables: dict[tuple[str, ...], Table] = {}
    for table in (table for file in files for table in _of_file(file)):
        key = (pattern_of(table.file), table.name, *table.when.values())
        if key in tables:
            tables[key].merge(table)
        elif table.rows:
            tables[key] = table
    if not tables:
        raise InputError("there are no rows in these files: name the files of an export")
    for table in tables.values():
        beside = (other for other in tables.values() if other.file == table.file)
        _settle(table, {path for other in beside for path in other.inside})
        for name in table.when:  # says which kind of row it is, and no more
            table.columns.pop(name, None)
    return _apart(list(tables.values()))


def pattern_of(name: str) -> str:
    """A file's name with any digits in it."""
    return re.sub(r"\d[\d_.-]*\d|\d", "[0-9]*", name)


def _apart(tables: list[Table]) -> list[Table]:
    """Each with a name of its own."""
    seen: dict[str, int] = {}
    for table in tables:
        seen[table.name] = seen.get(table.name, 0) + 1
        table.name += str(seen[table.name]) if seen[table.name] > 1 else ""
    return tables


def _settle(table: Table, several: set[str]) -> None:
    """What is rows in another row, or has a role, or is an object, is rows.

    XML tells no list of one from none.
    """
    alone = {path.rpartition(".")[0] for path in table.columns if _ROWS.search(path)} - {""}
    if table.keys.get("format") != "xml":
        alone = set()
    for path in sorted({*table.inside, *several, *alone}):
        for name in [each for each in table.columns if each.startswith(f"{path}.")]:
            column = table.columns.pop(name)
            inner = table.inside.setdefault(path, Table(path, table.file, dict(table.keys)))
            rest = name.removeprefix(f"{path}.")
            mine = inner.columns.setdefault(rest, Column(rest))
            mine.values.update(column.values)
            mine.filled += column.filled
            inner.rows = max(inner.rows, mine.filled)
    for inner in table.inside.values():
        _settle(inner, several)


def _of_file(file: Path) -> Iterator[Table]:
    with file.open("rb") as opened:
        head = opened.read(8)
    text = head.decode("utf-8", "ignore").lstrip("\ufeff \r\n\t")
    if head.startswith(b"PK"):
        yield from _of_workbook(file)
    elif text.startswith("<"):
        yield from _of_xml(file)
    elif text.startswith(("{", "[")) and file.suffix.lower() != ".csv":
        yield from _of_json(file)
    else:
        yield _of_csv(file)


def _filled(table: Table, rows: Iterator[Row | Bad]) -> Table:
    for row in islice(rows, MOST_ROWS):
        if isinstance(row, Row):
            table.add(row.cells)
    return table


def _of_csv(file: Path) -> Table:
    encoding = _encoding(file)
    name = codec(file, encoding)
    lines = [line.data.decode(name, "replace") for line in islice(read_lines(file, encoding), 40)]
    delimiter, header = _header(lines)
    keys: dict[str, Any] = {}
    keys |= {"delimiter": delimiter} if delimiter != "," else {}
    keys |= {"encoding": encoding} if encoding != "utf-8" else {}
    keys |= {"header": header} if header > 1 else {}
    rows = read_csv(file, "", delimiter, encoding, header, check=lambda _: None)
    return _filled(Table(name_of(file), file.name, keys), rows)


def _encoding(file: Path) -> str:
    """The first code page by which every line is text, or else the fewest are none or strange."""
    if codec(file, "utf-8") != "utf-8":
        return "utf-16"
    with file.open("rb") as opened:
        lines = [line for line in iter(lambda: opened.readline(1 << 20), b"") if not line.isascii()]
    if all(_doubts(line, "utf-8") == 0 for line in lines):
        return "utf-8"
    pages = ("windows-1252", "cp850", "mac-roman")
    return min(pages, key=lambda page: sum(_doubts(line, page) for line in lines[:MOST_ROWS]))


def _doubts(line: bytes, encoding: str) -> int:
    try:
        return len(seems_of(decoded(line, encoding), encoding))
    except ValueError:
        return 2


def _header(lines: list[str]) -> tuple[str, int]:
    """The delimiter, and the line of the header: the first as wide as what follows it."""
    best = (0, ",", 1)
    for delimiter in (",", ";", "\t", "|", "~", "^"):
        widths = [_width(line, delimiter) for line in lines]
        widest = max(widths, default=0)
        number = next((at for at, width in enumerate(widths, 1) if width == widest), 1)
        best = max(best, (widest, delimiter, number), key=lambda each: each[0])
    return (best[1], best[2]) if best[0] > 1 else (",", 1)


def _width(line: str, delimiter: str) -> int:
    try:
        return len(split_text(line, delimiter))
    except ValueError:
        return 0


def _of_json(file: Path) -> Iterator[Table]:
    encoding = _encoding(file)
    document = None if file.suffix.lower() in (".jsonl", ".ndjson") else _document(file, encoding)
    keys: dict[str, Any] = {"format": "jsonl"}
    rows: Iterator[Row | Bad]
    if document is not None:
        path = _array(document)
        keys = {"format": "json", **({"path": path} if path else {})}
        rows = read_json(file, "", encoding, path or None)
    else:
        rows = read_jsonl(file, "", encoding)
    keys |= {"encoding": encoding} if encoding != "utf-8" else {}
    yield from _by_kind(
        file, keys, [row for row in islice(rows, MOST_ROWS) if isinstance(row, Row)]
    )


def _document(file: Path, encoding: str) -> Any:
    """The whole file as JSON; None where it is an object a line."""
    try:
        return parse(file.read_text(codec(file, encoding)).removeprefix("\ufeff"))
    except ValueError:
        return None


def _array(document: Any) -> str:
    """The path of the first array of objects."""
    level = [("", document)]
    while level:
        for path, value in level:
            if isinstance(value, list):
                return path
        level = [
            (f"{path}.{name}".lstrip("."), inner)
            for path, value in level
            if isinstance(value, dict)
            for name, inner in value.items()
        ]
    raise InputError("there is no array of rows in the JSON: name a file that has one")


def _by_kind(file: Path, keys: dict[str, Any], rows: list[Row]) -> Iterator[Table]:
    """One table for each kind of row, where a column says kinds and rows of each differ."""
    names = [name for name in (rows[0].cells if rows else {}) if _KIND.fullmatch(name)]
    for name in names:
        kinds = list(dict.fromkeys(str(row.cells.get(name)) for row in rows))
        fields = {
            kind: {key for row in rows if str(row.cells.get(name)) == kind for key in row.cells}
            for kind in kinds
        }
        if 1 < len(kinds) <= 12 and len({frozenset(each) for each in fields.values()}) > 1:
            for kind in kinds:
                mine = iter(row for row in rows if str(row.cells.get(name)) == kind)
                yield _filled(Table(_plain(kind), file.name, keys, when={name: kind}), mine)
            return
    yield _filled(Table(name_of(file), file.name, keys), iter(rows))


def _of_xml(file: Path) -> Iterator[Table]:
    tags = _elements(file)
    tables = {tag: Table(_plain(tag), file.name, {"format": "xml", "element": tag}) for tag in tags}
    for row in islice(read_xml(file, {tag: tag for tag in tags}), MOST_ROWS):
        if isinstance(row, Row):
            tables[row.table].add(row.cells)
    yield from tables.values()


def _elements(file: Path) -> list[str]:
    """The names of the elements that are rows: the children of the root, or of its only child.

    A child of the root that holds nothing but several elements of one name is a list: these are.
    """
    found: dict[int, dict[str, int]] = {}
    lists: dict[str, str] = {}
    depth = 0
    for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
        depth += 1 if event == "start" else -1
        if event == "start" and 1 < depth < 5:
            tag = _tag(element)
            level = found.setdefault(depth, {})
            level[tag] = level.get(tag, 0) + 1
        elif event == "end" and depth > 3:
            element.clear()
        elif event == "end" and depth == 1:
            inside = [_tag(child) for child in element]
            if len(inside) > 1 and len(set(inside)) == 1 and not element.attrib:
                lists[_tag(element)] = inside[0]
            element.clear()
    at = next((each for each in sorted(found) if sum(found[each].values()) > 1), 2)
    return list(dict.fromkeys(lists.get(tag, tag) if at == 2 else tag for tag in found.get(at, {})))


def _tag(element: Any) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _of_workbook(file: Path) -> Iterator[Table]:
    book = load_workbook(file, read_only=True)
    for name in book.sheetnames:
        lines = [[str(cell or "") for cell in row] for row in islice(book[name].values, 40)]
        widths = [sum(map(bool, line)) for line in lines]
        header = next((at for at, width in enumerate(widths, 1) if width == max(widths)), 1)
        keys = {"format": "xlsx", "sheet": name, **({"header": header} if header > 1 else {})}
        names = [each for each in lines[header - 1] if each] if lines else []
        groups = header - 1 if header > 1 and widths[header - 2] > 1 else 0
        groups = groups if len(set(names)) < len(names) else 0
        keys |= {"groups": groups} if groups else {}
        sheets = {
            each: Sheet(each, *((header, groups) if each == name else (1, 0)), lambda _: None)
            for each in book.sheetnames
        }
        rows = (row for row in read_xlsx(file, sheets) if row.table == name)
        yield _filled(Table(_plain(name), file.name, keys), rows)


def name_of(file: Path) -> str:
    """A table's name, from what tells its file from others: `x.nodes.Person.csv` is `person`."""
    stem = re.sub(r"\d{4}-?\d\d(-?\d\d)?", "", file.name.rpartition(".")[0])
    return _plain(stem.rpartition(".")[2] or stem)


def _plain(text: str) -> str:
    return re.sub(r"\W+|_+", "_", text.lower()).strip("_") or "rows"
