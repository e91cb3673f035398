"""One value of a row, compiled from the mapping into a function of the row's cells.

What cannot be understood is kept as written and remarked on; a required value that is
missing or not understood refuses the record. A word for nothing (NULL, N/K) is no value.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeGuard

from graph.model.placeholders import NO_NUMBERS, NOTHING, NULLS, is_nothing, is_null
from ingest.formats.rows import Cells
from ingest.mapping.cells.notes import Notes, Refusal
from ingest.mapping.cells.paths import OUTER, columns_of, inside, steps_of
from ingest.mapping.cells.row_marks import row_marker
from ingest.mapping.cells.settle import BLANK, EMPTY, MAX_TEXT, Settler, Sort
from ingest.mapping.mapping import Mapping
from ingest.mapping.value import Value

FIRST = "\0first:"  # stands for the ref of the first party with the role that follows

TextReader = Callable[[Cells, Notes], str]
InstantReader = Callable[[Cells, Notes], dt.datetime | None]


@dataclass(slots=True)
class Scope:
    """What compiling needs: the mapping, and the columns that some field has taken."""

    mapping: Mapping
    prefix: str = ""
    within: str = ""
    taken: set[str] = field(default_factory=set)
    above: Scope | None = None
    reaching: set[str] = field(default_factory=set)  # where `outer.` is asked for
    paths: set[str] = field(default_factory=set)  # where `rows` lead

    def behind(self, prefix: str) -> Scope:
        """The scope of columns that begin with a prefix."""
        return replace(self, prefix=self.prefix + prefix)

    def inside(self, rows: str) -> Scope:
        """The scope of nested or joined rows."""
        within = f"{self.within}{self.prefix}{rows}."
        return replace(self, prefix="", within=within, above=self)


def plain(cell: Any) -> str:
    """A cell as text: nested text is joined, true and false are words, blank is ''."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, list):
        return ", ".join(text for each in cell if (text := plain(each)))
    if isinstance(cell, dict):
        if "#" in cell:
            return plain(cell["#"])
        # An element of XML that has attributes and no text says nothing.
        bare = all(key.startswith("@") for key in cell)
        return "" if bare else json.dumps(cell, ensure_ascii=False)
    return str(cell)


def finder(column: str, scope: Scope) -> Callable[[Cells], Any]:
    """The raw cell of a column; a dotted name goes into nested rows and objects."""
    if column.startswith(OUTER) and scope.above is not None:
        return _reached(column.removeprefix(OUTER), scope, scope.above)
    name = scope.prefix + column
    scope.taken.add(scope.within + name)
    if _is_simple(name):
        return lambda cells: cells.get(name)
    steps = steps_of(name)

    def walk(cells: Cells) -> Any:
        return cells[name] if name in cells else inside(cells, steps)

    if len(steps) != 2 or "[" in name:
        return walk
    outer, _, inner = name.partition(".")

    def near(cells: Cells) -> Any:
        within = cells.get(outer)
        if type(within) is dict:
            return within.get(inner)
        return cells.get(name) if within is None else walk(cells)

    return near


def _reached(column: str, scope: Scope, above: Scope) -> Callable[[Cells], Any]:
    """A column of the row around this one."""
    scope.reaching.add(scope.within)
    find = finder(column, replace(above, prefix=""))
    return lambda cells: find(cells.get(OUTER, {}))


def text_reader(
    value: Value | None,
    scope: Scope,
    name: str,
    sort: Sort = "text",
    *,
    unknown: str | None = None,
) -> TextReader:
    """The text of a value, looked up in its codes; '' when there is none.

    An unknown code refuses the record when the value is required; else it is kept: as it is,
    or beside the record when only `unknown` may stand in this field.
    """
    if value is None:
        return lambda _cells, _notes: ""
    raw = _source(value, scope, name, sort)
    if value.column is None and not value.columns and value.codes is None:
        return raw
    settle = _settler(value, scope, name, sort, unknown)
    missing = _otherwise(value, scope, name, sort, unknown)
    if value.codes is not None or value.pattern is not None or value.column is None:

        def settled(cells: Cells, notes: Notes) -> str:
            text = raw(cells, notes)
            text = text and settle(text, notes)
            return text or (missing(cells, notes) if missing else "")

        return settled
    return _one_column(value, scope, name, sort, settle, missing)


def _one_column(
    value: Value, scope: Scope, name: str, sort: Sort, settle: Settler, missing: TextReader | None
) -> TextReader:
    """The text of one column. Most values of a mapping are of this kind: it makes no call more
    than it must.
    """
    assert value.column is not None  # noqa: S101 (told by the caller)
    find = finder(value.column, scope)
    cell = scope.prefix + value.column if _is_simple(scope.prefix + value.column) else None
    doubtful = _doubtful(sort, (*scope.mapping.blank, *value.blank))
    ends, numbers = _ENDS[sort], sort in ("key", "number")
    # What names somebody or something is one word, and no list, object or yes.
    single, column = (
        sort in ("key", "number", "raw"),
        columns_of(value, scope.within + scope.prefix),
    )

    def read(cells: Cells, notes: Notes) -> str:
        content = cells.get(cell) if cell is not None else find(cells)
        if type(content) is str:
            text = content.strip()
        elif content is None:
            text = ""
        elif single and type(content) in _NESTED:
            text = _only(content, name, column, notes).strip()
        else:
            text = plain(content)
        if not text:
            return missing(cells, notes) if missing else ""
        # Most texts stand as they are, and are told at a glance; what is doubted is settled.
        if (
            text in doubtful
            or not text.isascii()
            or (ends and text[-1] in ends)
            or len(text) > MAX_TEXT
            or (numbers and ("+" in text or (text[-1] == "0" and "." in text)))
        ):
            return settle(text, notes) or (missing(cells, notes) if missing else "")
        return text

    return read


_NESTED = frozenset((list, dict, bool))


def _only(content: Any, name: str, column: str, notes: Notes) -> str:
    """One text where a row has a list, an object, or true or false; what is lost is said."""
    if isinstance(content, list):
        texts = [text for each in content if (text := plain(each))]
        if len(texts) > 1:
            notes.remark(name, "holds several values, and only the first is read", column)
        return _only(content[0], name, column, notes) if len(content) == 1 else (texts or [""])[0]
    if isinstance(content, dict) and "#" not in content:
        if any(not key.startswith("@") for key in content):
            notes.remark(name, "holds an object and is left blank: write the path in it", column)
        return ""
    if isinstance(content, bool):
        notes.remark(name, "holds true or false and is left blank", column)
        return ""
    return plain(content)


@lru_cache
def _doubtful(sort: Sort, blank: tuple[str, ...]) -> frozenset[str]:
    """The texts that are looked at twice."""
    words = NOTHING if EMPTY[sort] is is_nothing else NULLS
    return words | set(blank) | (NO_NUMBERS if sort == "number" else frozenset())


def _is_simple(column: str | None) -> TypeGuard[str]:
    """Whether a column is one cell of the row and no path."""
    return column is not None and "." not in column and "[" not in column


# A word for nothing is told by itself, or ends in a mark; so does a number that stands for none.
# One that a spreadsheet wrote ends in .0, or, rounded, holds a plus.
_MARKS = "-–—_.?*/\\#,;:>)]}\"'"
_ENDS: dict[Sort, str] = {
    "raw": "", "text": "", "words": _MARKS, "key": _MARKS, "number": _MARKS,
}  # fmt: skip


def _otherwise(
    value: Value, scope: Scope, name: str, sort: Sort, unknown: str | None
) -> TextReader | None:
    """What stands where the value is blank: another value, nothing, or a refusal."""
    if value.else_ is not None:
        more = {"required": True} if value.required and not value.else_.required else {}
        return text_reader(value.else_.model_copy(update=more), scope, name, sort, unknown=unknown)
    if value.required:

        def refuse(_cells: Cells, _notes: Notes) -> str:
            raise Refusal(f"{name} is missing")

        return refuse
    return None


def _settler(
    value: Value, scope: Scope, name: str, sort: Sort, unknown: str | None = None
) -> Settler:
    column = columns_of(value, scope.within + scope.prefix)
    return Settler(value, scope.mapping, name, column, sort, unknown)


def _source(value: Value, scope: Scope, name: str, sort: Sort) -> TextReader:
    if value.row:
        return row_marker(name)
    if value.extracted:
        return lambda _cells, notes: notes.delivery.extracted
    constant = _constant(value, scope)
    if constant is not None:
        return lambda _cells, _notes: constant
    if value.column is not None:
        find = finder(value.column, scope)
        return lambda cells, _notes: plain(find(cells))
    finds = [finder(column, scope) for column in value.columns]
    blank = frozenset((*scope.mapping.blank, *value.blank))
    glue, empty = value.with_, EMPTY[sort]

    def several(cells: Cells, notes: Notes) -> str:
        texts = []
        for column, find in zip(value.columns, finds, strict=True):
            text = plain(find(cells))
            if not text or text in blank:
                continue
            if empty is not None and empty(text):
                notes.remark(name, BLANK, column)
                continue
            texts.append(text)
        return glue.join(texts)

    return several


def plain_reader(column: str, scope: Scope) -> Callable[[Cells], tuple[str, str]]:
    """The text of a column as it is written, and what it says: '' where the mapping calls it
    blank or a database writes its null.
    """
    find, blank = finder(column, scope), frozenset(scope.mapping.blank)

    def read(cells: Cells) -> tuple[str, str]:
        text = plain(find(cells))
        return text, "" if text in blank or is_null(text) else text

    return read


def slot(scope: Scope) -> str:
    """The prefix without what joins it to the column: `suspect1_` names suspect1."""
    return re.sub(r"[\W_]+$", "", scope.prefix)


def _constant(value: Value, scope: Scope) -> str | None:
    if value.prefix:
        return slot(scope)
    if value.first is not None:
        return FIRST + value.first
    return None if value.value is None else plain(value.value)


def many_reader(
    value: Value, scope: Scope, name: str, sort: Sort = "text"
) -> Callable[[Cells, Notes], list[tuple[str, str]]]:
    """All values of a column that holds several: a nested list, or text with a separator.

    Each comes as (written, looked up in its codes).
    """
    raw = _source(value, scope, name, sort)
    find = finder(value.column, scope) if value.column is not None else None
    settle = _settler(value, scope, name, sort)
    more = many_reader(value.else_, scope, name, sort) if value.else_ else None
    split, required = value.split, value.required

    def read(cells: Cells, notes: Notes) -> list[tuple[str, str]]:
        content = raw(cells, notes) if find is None else find(cells)
        if isinstance(content, list):
            texts = [text for each in content for text in parts_of(plain(each), split)]
        else:
            texts = parts_of(plain(content), split)
        pairs = [(text, settled) for text in texts if (settled := settle(text, notes))]
        if not pairs and more is not None:
            return more(cells, notes)
        if required and not pairs:
            raise Refusal(f"{name} is missing")
        return pairs

    return read


def texts_reader(
    value: Value, scope: Scope, name: str, sort: Sort
) -> Callable[[Cells, Notes], list[str]]:
    """The texts of a cell that holds one value, or several if the mapping splits it."""
    if value.split is not None:
        several = many_reader(value, scope, name, sort)
        return lambda cells, notes: [text for _, text in several(cells, notes)]
    one = text_reader(value, scope, name, sort)

    def read(cells: Cells, notes: Notes) -> list[str]:
        text = one(cells, notes)
        return [text] if text else []

    return read


def parts_of(text: str, split: str | None) -> list[str]:
    """A text cut at its separator, if it has one."""
    if not text:
        return []
    return [part.strip() for part in text.split(split) if part.strip()] if split else [text]
