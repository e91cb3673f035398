"""The columns that no field of a record takes: kept beside it as (name, value), readable.

The name of a value inside nested or joined rows is its path: `officer.rank`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ingest.formats.rows import Cells
from ingest.mapping.cells.notes import Notes
from ingest.mapping.cells.paths import OUTER, PLACE, inside, steps_of
from ingest.mapping.cells.settle import LONG, MAX_TEXT
from ingest.mapping.cells.values import plain
from ingest.mapping.mapping import RecordPart
from ingest.mapping.tables import Table

_NOTHING: frozenset[str] = frozenset()
_OWN = frozenset((PLACE, OUTER))  # what the program puts into a row
Pairs = list[tuple[str, str]]


def left_out(
    part: RecordPart, table: Table, taken: set[str], within: str = ""
) -> Callable[[Cells, Notes], Pairs]:
    """What a kind of record keeps beside it: the rest, certain columns, or nothing.

    `within` is the path of the rows that it is made from, where these are not the table's.
    """
    fixed = frozenset(path.removeprefix(within) for path in taken if path.startswith(within))
    grouped = table.group and not within
    find = _of_group(part, table.into, fixed) if grouped else _rest(part, fixed)

    def read(cells: Cells, notes: Notes) -> Pairs:
        pairs = find(cells, notes)
        for place, (name, text) in enumerate(pairs):
            if len(text) > MAX_TEXT:
                notes.remark(name, LONG)
                pairs[place] = (name, text[:MAX_TEXT])
        return pairs

    return read


def _rest(part: RecordPart, taken: frozenset[str]) -> Callable[[Cells, Notes], Pairs]:
    if part.also == "rest":
        return lambda cells, _notes: list(_leaves(cells, "", taken))
    wanted = [(name, steps_of(name)) for name in part.also]

    def chosen(cells: Cells, _notes: Notes) -> Pairs:
        return [
            pair
            for name, steps in wanted
            for pair in _leaves(
                cells[name] if name in cells else inside(cells, steps), name, _NOTHING
            )
        ]

    return chosen


def _of_group(
    part: RecordPart, into: str, taken: frozenset[str]
) -> Callable[[Cells, Notes], Pairs]:
    """The rows of a group repeat its columns: each value is kept once, and a difference shown."""
    inner = {path.removeprefix(f"{into}.") for path in taken if path.startswith(f"{into}.")}
    head = _rest(part, taken | inner | {into})

    def read(cells: Cells, notes: Notes) -> Pairs:
        pairs = head(cells, notes)
        for row in cells.get(into, ())[1:]:
            for column, value in row.items():
                if column == PLACE or column in inner or value == cells.get(column):
                    continue
                if column in taken or part.also == "rest":
                    pairs.append((column, plain(value)))
                if column in taken:
                    notes.remark(column, "differs between the rows of one record")
        return pairs

    return read


def _leaves(value: Any, path: str, taken: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Every text inside a row with its path, but for what a field has taken."""
    if isinstance(value, dict):
        for key, inner in value.items():
            below = f"{path}.{key}" if path else key
            if inner in (None, "") or below in taken or key in _OWN:
                continue
            yield from _leaves(inner, below, taken)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each, path, taken)
    elif value not in (None, "") and f"{path}.value" not in taken and (text := plain(value)):
        yield path, text
