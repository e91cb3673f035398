"""One value of a row, compiled from the mapping into a function of the row's cells.

What cannot be understood is kept as written and remarked on; a required value that is
missing or not understood refuses the record.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.formats.rows import Cells
from ingest.mapping.mapping import Mapping
from ingest.mapping.sections import Value
from ingest.mapping.times import Moment, TimeError, compile_formats, end_of, start_of

PLACE = "(row)"  # in the cells of a joined row: where that row stands
FIRST = "\0first:"  # stands for the ref of the first party with the role that follows


@dataclass(frozen=True, slots=True)
class Remark:
    """A value that was kept as written but not understood. It never holds the value."""

    field: str
    place: str
    reason: str


class Refusal(ValueError):  # noqa: N818 (a verdict on a row, not a fault)
    """Why a row cannot become a record; the message is the reason and holds no value."""


@dataclass(slots=True)
class Notes:
    """What building one record gathers beside the record."""

    place: str
    remarks: list[Remark] = field(default_factory=list)
    also: list[tuple[str, str]] = field(default_factory=list)

    def remark(self, name: str, reason: str) -> None:
        self.remarks.append(Remark(name, self.place, reason))

    def keep(self, name: str, written: str, reason: str) -> None:
        """Remark on a value that its field cannot hold, and keep it beside the record."""
        self.remark(name, reason)
        self.also.append((name, written))


TextReader = Callable[[Cells], str]
InstantReader = Callable[[Cells, Notes], dt.datetime | None]


@dataclass(slots=True)
class Scope:
    """What compiling needs: the mapping, and the columns that some field has taken."""

    mapping: Mapping
    prefix: str = ""
    within: str = ""
    taken: set[str] = field(default_factory=set)
    extracted: str = ""

    def behind(self, prefix: str) -> Scope:
        """The scope of columns that begin with a prefix."""
        return replace(self, prefix=self.prefix + prefix)

    def inside(self, rows: str) -> Scope:
        """The scope of nested or joined rows."""
        return replace(self, prefix="", within=f"{self.within}{self.prefix}{rows}.")


def plain(found: Any) -> str:
    """A cell as text: nested text is joined, true and false are words, blank is ''."""
    if isinstance(found, str):
        return found.strip()
    if found is None:
        return ""
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, list):
        return ", ".join(text for each in found if (text := plain(each)))
    if isinstance(found, dict):
        return plain(found["#"]) if "#" in found else json.dumps(found, ensure_ascii=False)
    return str(found)


def finder(column: str, scope: Scope) -> Callable[[Cells], Any]:
    """The raw cell of a column; a dotted name goes into nested rows and objects."""
    name = scope.prefix + column
    scope.taken.add(scope.within + name)
    if "." not in name:
        return lambda cells: cells.get(name)
    steps = name.split(".")

    def walk(cells: Cells) -> Any:
        return cells[name] if name in cells else inside(cells, steps)

    if len(steps) != 2:
        return walk
    outer, inner = steps

    def near(cells: Cells) -> Any:
        within = cells.get(outer)
        return within.get(inner) if type(within) is dict else walk(cells)

    return near


def inside(found: Any, steps: list[str]) -> Any:
    """What a path leads to; through a list it leads to all that its members have there."""
    for depth, step in enumerate(steps):
        if isinstance(found, list):
            deeper = [inside(each, steps[depth:]) for each in found]
            return [each for each in deeper if each not in (None, "")]
        if not isinstance(found, dict):
            return None
        found = found.get(step)
    return found


def text_reader(value: Value | None, scope: Scope) -> TextReader:
    """The text of a value, '' when there is none; codes are not looked up here."""
    if value is None:
        return lambda cells: ""
    constant = _constant(value, scope)
    if constant is not None:
        return lambda cells: constant
    blank = frozenset(scope.mapping.blank)
    if value.column is not None:
        return _one_column(value.column, scope, blank)
    finds = [finder(column, scope) for column in value.columns]
    glue = value.with_

    def several(cells: Cells) -> str:
        texts = (plain(find(cells)) for find in finds)
        return glue.join(text for text in texts if text and text not in blank)

    return several


def _one_column(column: str, scope: Scope, blank: frozenset[str]) -> TextReader:
    find = finder(column, scope)
    name = scope.prefix + column
    if "." in name:

        def far(cells: Cells) -> str:
            text = plain(find(cells))
            return "" if text in blank else text

        return far

    def near(cells: Cells) -> str:
        found = cells.get(name)
        if not found:
            return "" if found is not False else "false"
        text = found.strip() if type(found) is str else plain(found)
        return "" if text in blank else text

    return near


def slot(scope: Scope) -> str:
    """The prefix without what joins it to the column: `suspect1_` names suspect1."""
    return re.sub(r"[\W_]+$", "", scope.prefix)


def _constant(value: Value, scope: Scope) -> str | None:
    if value.prefix:
        return slot(scope)
    if value.extracted:
        return scope.extracted
    if value.first is not None:
        return FIRST + value.first
    return None if value.value is None else plain(value.value)


def code_reader(
    value: Value | None, scope: Scope, name: str, *, unknown: str | None = None
) -> Callable[[Cells, Notes], str]:
    """A value looked up in its codes, if it has any.

    An unknown code refuses the record when the value is required; else it is kept: as it is,
    or beside the record when only `unknown` may stand in this field.
    """
    text = text_reader(value, scope)
    if value is None:
        return lambda cells, notes: ""
    required = value.required
    known = scope.mapping.codes[value.codes] if value.codes else None

    def read(cells: Cells, notes: Notes) -> str:
        written = text(cells)
        if not written:
            if required:
                raise Refusal(f"{name} is missing")
            return ""
        if known is None:
            return written
        found = known.get(written)
        if found is None:
            if required:
                raise Refusal(f"{name} is a code that the mapping does not know")
            if unknown is None:
                notes.remark(name, "is a code that the mapping does not know")
                return written
            notes.keep(name, written, "is a code that the mapping does not know")
            return unknown
        return found

    return read


def choice_reader(
    value: Value | None, scope: Scope, name: str, choices: frozenset[str], default: str
) -> Callable[[Cells, Notes], str]:
    """A value that must be one of a fixed list; otherwise `default`, and it is kept beside."""
    read = code_reader(value, scope, name, unknown=default)
    required = value is not None and value.required

    def choose(cells: Cells, notes: Notes) -> str:
        found = read(cells, notes)
        if found in choices:
            return found
        if found and found != default:
            if required:
                raise Refusal(f"{name} is not one of the words that this field takes")
            notes.keep(name, found, "is not one of the words that this field takes")
        return default

    return choose


def many_reader(
    value: Value, scope: Scope, name: str
) -> Callable[[Cells, Notes], list[tuple[str, str]]]:
    """All values of a column that holds several: a nested list, or text with a separator.

    Each comes as (written, looked up in its codes).
    """
    whole = text_reader(value, scope)
    find = finder(value.column, scope) if value.column is not None else whole
    known = scope.mapping.codes[value.codes] if value.codes else None
    blank = frozenset(scope.mapping.blank)
    split, required = value.split, value.required

    def read(cells: Cells, notes: Notes) -> list[tuple[str, str]]:
        found = find(cells)
        texts = [
            text
            for each in (found if isinstance(found, list) else (found,))
            for text in _parts(plain(each), split)
            if text not in blank
        ]
        if required and not texts:
            raise Refusal(f"{name} is missing")
        return [(text, _looked_up(text, known, required, name, notes)) for text in texts]

    return read


def _parts(text: str, split: str | None) -> list[str]:
    if not text:
        return []
    return [part.strip() for part in text.split(split) if part.strip()] if split else [text]


def _looked_up(
    text: str, known: dict[str, str] | None, required: bool, name: str, notes: Notes
) -> str:
    if known is None:
        return text
    found = known.get(text)
    if found is not None:
        return found
    if required:
        raise Refusal(f"{name} is a code that the mapping does not know")
    notes.remark(name, "is a code that the mapping does not know")
    return text


def moment_reader(
    value: Value | None, scope: Scope, name: str
) -> Callable[[Cells, Notes], Moment | None]:
    """A date or time; one that is written but impossible raises TimeError with its field."""
    text = text_reader(value, scope)
    if value is None:
        return lambda cells, notes: None
    written_as = ("iso",) if value.extracted else value.format or scope.mapping.format
    formats = compile_formats(written_as)
    required = value.required

    def read(cells: Cells, notes: Notes) -> Moment | None:
        written = text(cells)
        if written:
            return formats(written)
        if required:
            raise Refusal(f"{name} is missing")
        return None

    return read


def instant_reader(
    value: Value | None, scope: Scope, name: str, *, last: bool = False
) -> InstantReader:
    """An instant in UTC: the first of what is written, or (`last`) the first after it."""
    if value is None:
        return lambda cells, notes: None
    moment = moment_reader(value, scope, name)
    text = text_reader(value, scope)
    zone, of = scope.mapping.zone, end_of if last else start_of
    required = value.required

    def read(cells: Cells, notes: Notes) -> dt.datetime | None:
        try:
            found = moment(cells, notes)
            return None if found is None else of(found, zone)
        except TimeError as error:
            if required:
                raise Refusal(f"{name} {error}") from error
            notes.keep(name, text(cells), str(error))
            return None

    return read


def truth_reader(
    value: Value | None, scope: Scope, name: str
) -> Callable[[Cells, Notes], bool | None]:
    """True, false or None for not delivered. Text needs codes, unless it is a plain word."""
    if value is None:
        return lambda cells, notes: None
    read = code_reader(value, scope, name, unknown="")

    def truth(cells: Cells, notes: Notes) -> bool | None:
        found = read(cells, notes)
        if not found:
            return None
        known = _TRUTH.get(found.casefold())
        if known is None:
            notes.keep(name, found, "says neither yes nor no")
        return known

    return truth


_TRUTH = {"true": True, "yes": True, "y": True, "1": True, "t": True}
_TRUTH |= {"false": False, "no": False, "n": False, "0": False, "f": False}


def number_reader(
    value: Value | None, scope: Scope, name: str, limit: float
) -> Callable[[Cells, Notes], float | None]:
    """A coordinate in degrees between -limit and limit."""
    if value is None:
        return lambda cells, notes: None
    text = text_reader(value, scope)

    def read(cells: Cells, notes: Notes) -> float | None:
        written = text(cells)
        if not written:
            return None
        try:
            number = float(written)
        except ValueError:
            number = limit + 1
        if -limit <= number <= limit:
            return number
        notes.keep(name, written, "is not a number of degrees in range")
        return None

    return read
