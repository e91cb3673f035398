"""A section of a mapping that may be there several times: in its rows, behind prefixes, or once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from ingest.formats.rows import Cells
from ingest.mapping.cells.notes import Notes
from ingest.mapping.cells.paths import OUTER, PLACE, Step, one_step, steps_of
from ingest.mapping.cells.values import Scope, plain_reader
from ingest.mapping.readers import Data
from ingest.mapping.sections import Section
from ingest.mapping.value import Test, When

One = Callable[[Cells, Notes], Data | None]
Many = Callable[[Cells, Notes], list[Data]]
Some = Callable[[Cells, Notes], Data | list[Data] | None]
PartT = TypeVar("PartT", bound=Section)


def many(parts: Sequence[PartT], scope: Scope, compile_one: Callable[[PartT, Scope], Some]) -> Many:
    """All that several parts find, each in its rows, behind its prefixes, or once."""
    all_found = [_each(part, scope, compile_one) for part in parts]
    if len(all_found) == 1:
        return all_found[0]

    def read(cells: Cells, notes: Notes) -> list[Data]:
        return [data for find in all_found for data in find(cells, notes)]

    return read


def first(
    part: PartT, scope: Scope, compile_one: Callable[[PartT, Scope], Some], name: str = ""
) -> One:
    """The first of what a part finds, for a field that holds one; more are remarked on."""
    find = _each(part, scope, compile_one)

    def read(cells: Cells, notes: Notes) -> Data | None:
        results = find(cells, notes)
        if len(results) > 1 and name:
            notes.remark(name, "holds more than one, and only the first is read")
        return results[0] if results else None

    return read


def _each(part: PartT, scope: Scope, compile_one: Callable[[PartT, Scope], Some]) -> Many:
    if part.rows is not None:
        return _in_rows(part, scope, compile_one)
    if part.prefixes:
        ones = [_slot(part, scope.behind(prefix), compile_one) for prefix in part.prefixes]
    else:
        ones = [_when(part, scope, compile_one(part, scope))]

    def read(cells: Cells, notes: Notes) -> list[Data]:
        results: list[Data] = []
        for one in ones:
            _gather(results, one(cells, notes))
        return results

    return read


def _gather(results: list[Data], result: Data | list[Data] | None) -> None:
    if isinstance(result, list):
        results += result
    elif result is not None:
        results.append(result)


def _slot(part: PartT, scope: Scope, compile_one: Callable[[PartT, Scope], Some]) -> Some:
    """A group of columns of a wide row; most are empty, and passed over at a glance."""
    alone = replace(scope, taken=set())
    one = _when(part, alone, compile_one(part, alone))
    scope.taken.update(alone.taken)
    if any("." in path for path in alone.taken):
        return one
    columns = sorted(path.removeprefix(scope.within) for path in alone.taken)

    def read(cells: Cells, notes: Notes) -> Data | list[Data] | None:
        for column in columns:
            if cells.get(column):
                return one(cells, notes)
        return None

    return read


def _in_rows(part: PartT, scope: Scope, compile_one: Callable[[PartT, Scope], Some]) -> Many:
    assert part.rows is not None  # noqa: S101 (told by the caller)
    name = scope.prefix + part.rows
    steps = steps_of(name)
    inner = within(name, scope)
    one = _when(part, inner, compile_one(part, inner))
    reaching = any(path.startswith(scope.within + name) for path in scope.reaching)
    path = inner.within
    scope.paths.add(path)

    def read(cells: Cells, notes: Notes) -> list[Data]:
        outer = notes.place
        results: list[Data] = []
        rows = members(cells, [name] if name in cells else steps, reaching=reaching)
        if not rows:
            return results
        notes.delivery.row_keys[path].update(*rows)
        for row in rows:
            notes.place = row.get(PLACE, outer)
            _gather(results, one(row, notes))
        notes.place = outer
        return results

    return read


def within(name: str, scope: Scope) -> Scope:
    """The scope of the rows that a path leads to; each step of it has the rows around it."""
    steps = name.split(".") if "." in name and "[" not in name else [name]
    for step in steps:
        scope = replace(scope, prefix="").inside(step)
    return scope


def members(cells: Cells, steps: list[Step], *, reaching: bool) -> list[Cells]:
    """The rows that a path leads to; each knows the row around it if that is `reaching` out.

    A member that is a plain text stands as `value`.
    """
    rows = [cells]
    for step in steps:
        inside: list[Cells] = []
        for around in rows:
            content = one_step(around, step)
            for each in content if isinstance(content, list) else [content]:
                if each not in (None, ""):
                    row = each if isinstance(each, dict) else {"value": each}
                    inside.append({**row, OUTER: around} if reaching else row)
        rows = inside
    return rows


def _when(part: Section, scope: Scope, one: Some) -> Some:
    if not part.when:
        return one
    fits = condition(part.when, scope)
    return lambda cells, notes: one(cells, notes) if fits(cells) else None


def condition(when: When, scope: Scope) -> Callable[[Cells], bool]:
    """Whether every column named has one of its values, or is as it must be."""
    tests = [(plain_reader(column, scope), _test(wanted)) for column, wanted in when.items()]
    return lambda cells: all(fits(*read(cells)) for read, fits in tests)


def _test(wanted: Test) -> Callable[[str, str], bool]:
    """A test of a text as it is written, and of what it says; a word that is named is meant."""
    words = None if wanted.one_of is None else frozenset(wanted.one_of)
    if words is not None and wanted.model_fields_set == {"one_of"}:
        return lambda written, text: text in words or written in words
    pattern = re.compile(wanted.pattern or "")
    return lambda written, text: (
        (words is None or text in words or written in words)
        and (wanted.blank is None or wanted.blank == (not text))
        and text not in wanted.not_
        and written not in wanted.not_
        and (not wanted.begins or text.startswith(wanted.begins))
        and pattern.search(text) is not None
    )


def merge(data: Data, **more: Any) -> Data:
    """Add what is not blank: '' and None are the defaults of the record."""
    for key, value in more.items():
        if value not in ("", None):
            data[key] = value
    return data
