"""Values that are more than text: one word of a list, yes or no, an instant, degrees.

What cannot be understood is kept as written and remarked on; a required value refuses the record.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from ingest.formats.rows import Cells
from ingest.mapping.cells.notes import Notes, Refusal
from ingest.mapping.cells.paths import columns_of
from ingest.mapping.cells.times import Moment, TimeError, compile_formats, end_of, start_of
from ingest.mapping.cells.values import Scope, TextReader, text_reader
from ingest.mapping.value import Value

InstantReader = Callable[[Cells, Notes], dt.datetime | None]


def choice_reader(
    value: Value | None, scope: Scope, name: str, choices: frozenset[str], default: str
) -> TextReader:
    """A value that must be one of a fixed list; otherwise `default`, and it is kept beside."""
    read = text_reader(value, scope, name, unknown=default)
    required = value is not None and value.required
    column = columns_of(value, scope.within + scope.prefix)

    def choose(cells: Cells, notes: Notes) -> str:
        word = read(cells, notes)
        if word in choices:
            return word
        if word and word != default:
            if required:
                raise Refusal(f"{name} is not one of the words that this field takes")
            notes.keep(name, word, "is not one of the words that this field takes", column)
        return default

    return choose


def date_texts(value: Value | None, scope: Scope, name: str) -> TextReader:
    """A date or time as it is written."""
    return text_reader(value, scope, name, "words")


def moment_parser(value: Value | None, scope: Scope) -> Callable[[str], Moment]:
    """From a date or time as written to what it says; raises TimeError for none."""
    if value is not None and value.extracted:
        return compile_formats(("iso",))
    return compile_formats((value.format if value else ()) or scope.mapping.format)


def instant_reader(
    value: Value | None, scope: Scope, name: str, *, last: bool = False
) -> InstantReader:
    """An instant in UTC: the first of what is written, or (`last`) the first after it."""
    if value is None:
        return lambda _cells, _notes: None
    text, parse = date_texts(value, scope, name), moment_parser(value, scope)
    column = columns_of(value, scope.within + scope.prefix)
    zone, of = scope.mapping.zone, end_of if last else start_of
    required = value.required

    def read(cells: Cells, notes: Notes) -> dt.datetime | None:
        written = text(cells, notes)
        if not written:
            return None
        try:
            return of(parse(written), zone)
        except TimeError as error:
            if required:
                raise Refusal(f"{name} {error}") from error
            notes.keep(name, written, str(error), column)
            return None

    return read


def truth_reader(
    value: Value | None, scope: Scope, name: str
) -> Callable[[Cells, Notes], bool | None]:
    """True, false or None for not delivered. Text needs codes, unless it is a plain word."""
    if value is None:
        return lambda _cells, _notes: None
    read = text_reader(value, scope, name, "words", unknown="")
    column = columns_of(value, scope.within + scope.prefix)

    def truth(cells: Cells, notes: Notes) -> bool | None:
        word = read(cells, notes)
        if not word:
            return None
        known = _TRUTH.get(word.casefold())
        if known is None:
            notes.keep(name, word, "says neither yes nor no", column)
        return known

    return truth


_TRUTH = {"true": True, "yes": True, "y": True, "1": True, "t": True, "1.0": True}
_TRUTH |= {"false": False, "no": False, "n": False, "0": False, "f": False, "0.0": False}


_COMMA = re.compile(r"[+-]?\d+,\d+")


def number_reader(
    value: Value | None, scope: Scope, name: str, limit: float
) -> Callable[[Cells, Notes], float | None]:
    """A coordinate in degrees between -limit and limit."""
    if value is None:
        return lambda _cells, _notes: None
    text = text_reader(value, scope, name, "words")
    column = columns_of(value, scope.within + scope.prefix)

    def read(cells: Cells, notes: Notes) -> float | None:
        written = text(cells, notes)
        if not written:
            return None
        try:
            number = float(written.replace(",", ".") if _COMMA.fullmatch(written) else written)
        except ValueError:
            number = limit + 1
        if -limit <= number <= limit:
            return number
        metres = ": say easting and northing of metres" if abs(number) > 1_000 else ""
        notes.keep(name, written, f"is not a number of degrees in range{metres}", column)
        return None

    return read
