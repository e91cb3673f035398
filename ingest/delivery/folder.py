"""Which files of a delivery hold which tables, and how each file is read.

Links are never followed and folders never entered: what no table reads is named, not lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path

from graph.errors import InputError
from ingest.delivery.header import Asked, HeaderCheck
from ingest.formats.csv_rows import read_csv
from ingest.formats.json_rows import read_json, read_jsonl
from ingest.formats.magic import not_text_rows
from ingest.formats.rows import Bad, Cells, Row, named, shown, storable
from ingest.formats.xml_rows import read_xml
from ingest.mapping.cells.values import Scope
from ingest.mapping.mapping import Mapping
from ingest.mapping.sections_in_rows import condition
from ingest.mapping.tables import Table


@dataclass(frozen=True, slots=True)
class Source:
    """One file, the tables that stand in it, and the other files of the same tables."""

    path: Path
    tables: dict[str, Table]
    beside: tuple[Path, ...] = ()


def sources(mapping: Mapping, path: Path) -> tuple[list[Source], list[Bad]]:
    """The files that tables read, in the mapping's order, and what no table reads.

    Raises InputError when a table that the mapping needs has no file.
    """
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    plain = [
        file for file in files if file.is_file() and not file.is_symlink() and storable(file.name)
    ]
    if not path.is_dir():
        plain = files
    by_file: dict[Path, dict[str, Table]] = {}
    for name, table in mapping.tables.items():
        fitting = [file for file in plain if fnmatchcase(file.name, table.file)]
        for file in fitting:
            by_file.setdefault(file, {})[name] = table
        if not fitting and path.is_dir() and table.needed:
            raise InputError(
                f"{path.name} has no file {table.file} for the table {name}: "
                "deliver it, or say needed = false in the mapping."
            )
    strangers = [_stranger(file) for file in files if file not in by_file]
    return list(_sources(by_file)), strangers


def _sources(by_file: dict[Path, dict[str, Table]]) -> Iterator[Source]:
    parts: dict[tuple[str, ...], list[Path]] = {}
    for file, tables in by_file.items():
        parts.setdefault(tuple(tables), []).append(file)
    for file, tables in by_file.items():
        yield Source(file, tables, tuple(part for part in parts[tuple(tables)] if part != file))


def _stranger(file: Path) -> Bad:
    if not storable(file.name):
        return Bad("", named(file), "has a name that is not UTF-8 text: rename it", "")
    kind = "a link" if file.is_symlink() else "a folder" if file.is_dir() else "a file"
    return Bad("", file.name, f"is {kind} that no table of the mapping reads", "")


def read_source(
    mapping: Mapping, source: Source, columns: dict[str, set[str]], asked: Asked
) -> Iterator[Row | Bad]:
    """All rows of one file. `columns` are those that the mapping reads from each table.

    `asked` gives the key of the mapping that asks for a column.

    Raises InputError when the tables of one file do not fit together.
    """
    path, tables = source.path, source.tables
    if len({(table.format, table.encoding) for table in tables.values()}) > 1:
        raise InputError(f"{path.name} is read by tables of two formats: give each its own `file`")
    parts: dict[tuple[object, ...], dict[str, Table]] = {}
    for name, table in tables.items():
        where = (
            table.sheet,
            table.element,
            table.path,
            table.header,
            table.groups,
            table.delimiter,
        )
        parts.setdefault(where, {})[name] = table
    shares = {next(iter(part)): part for part in parts.values()}
    checks = {
        first: HeaderCheck({c for name in part for c in _needed(name, tables, columns)}, asked)
        for first, part in shares.items()
    }
    rows = _rows(source, {first: tables[first] for first in shares}, checks)
    if len(shares) == len(tables) and not any(table.when for table in tables.values()):
        return rows
    return _told_apart(rows, {first: _tests(mapping, path, part) for first, part in shares.items()})


def _needed(name: str, tables: dict[str, Table], columns: dict[str, set[str]]) -> set[str]:
    return columns.get(name, set()) - set(tables[name].optional)


def _rows(
    source: Source, tables: dict[str, Table], checks: dict[str, HeaderCheck]
) -> Iterator[Row | Bad]:
    """The rows of a file of which each table has a part to itself."""
    path = source.path
    name, table = next(iter(tables.items()))
    if table.format == "xml":
        return read_xml(path, {t.element or "": each for each, t in tables.items()})
    if table.format == "xlsx":
        from ingest.formats.xlsx_rows import (  # slow to load, and few forces need it
            Sheet,
            read_xlsx,
        )

        sheets = {
            t.sheet or "": Sheet(each, t.header, t.groups, checks[each])
            for each, t in tables.items()
        }
        return read_xlsx(path, sheets)
    if (reason := not_text_rows(path)) is not None:
        with path.open("rb") as file:
            return iter([Bad(name, path.name, reason, shown(file.read(1 << 10)))])
    if table.format == "json":
        named = len(tables) > 1
        return chain.from_iterable(
            read_json(path, each, t.encoding, t.path, named=named) for each, t in tables.items()
        )
    if len(tables) > 1:
        raise InputError(f"{path.name} is split in two ways: give each table its own `file`")
    if table.format == "jsonl":
        return read_jsonl(path, name, table.encoding)
    check = checks[name]
    check.know(_headers(source.beside, table))
    how = (table.delimiter, table.encoding, table.header)
    return read_csv(path, name, *how, check=check, lacks=check.lacks)


def _headers(files: Iterable[Path], table: Table) -> Iterator[list[str]]:
    """The header of each file, where it can be read."""
    how = (table.delimiter, table.encoding, table.header)
    for file in files:
        seen: list[list[str]] = []
        next(read_csv(file, "", *how, check=lambda each, to=seen: to.append(each)), None)  # type: ignore[misc]
        yield from seen


Tests = list[tuple[str, Callable[[Cells], bool]]]


def _tests(mapping: Mapping, path: Path, part: dict[str, Table]) -> Tests:
    """What tells the rows of tables apart that stand among each other."""
    bare = [name for name, table in part.items() if not table.when]
    if bare and len(part) > 1:
        raise InputError(
            f"{path.name} is read by two tables: give {bare[0]} a `when`, or its own `file`"
        )
    return [(name, condition(table.when, Scope(mapping))) for name, table in part.items()]


def _told_apart(rows: Iterator[Row | Bad], tests: dict[str, Tests]) -> Iterator[Row | Bad]:
    for row in rows:
        if isinstance(row, Bad):
            yield row
            continue
        name = next((name for name, fits in tests[row.table] if fits(row.cells)), None)
        if name is None:
            yield Bad(row.table, row.place, "fits the `when` of no table", row.written())
        else:
            row.table = name
            yield row
