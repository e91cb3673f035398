"""Which tables hang together: by a column whose values are another's reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.draft.blocks import quoted
from ingest.draft.columns import Column, overlap, words_of_path
from ingest.draft.concepts import REFERENCE, best
from ingest.draft.kinds import kind_of, reference_of
from ingest.draft.tables import Table

_LINK_SHARE = 0.8
_NAMED_SHARE = 0.3
"""So much of a column's values must be another's before the two are taken for one key; less where
they have one name."""


@dataclass(frozen=True, slots=True)
class Join:
    """A table whose rows go with a record's: by a name, and by `theirs = ours`."""

    name: str
    table: Table
    theirs: Column
    ours: Column
    of: str = ""
    one: bool = False

    @property
    def path(self) -> str:
        """What leads to its columns."""
        return f"{self.of}.{self.name}" if self.of else self.name

    @property
    def line(self) -> str:
        """Its line in `[records.join]`."""
        of = f"of = {quoted(self.of)}, " if self.of else ""
        one = ", one = true" if self.one else ""
        on = quoted(f"{self.theirs.path} = {self.ours.path}")
        return f"{self.name} = {{ {of}table = {quoted(self.table.name)}, on = {on}{one} }}"


def joins_of(table: Table, tables: list[Table]) -> Iterator[Join]:
    """What hangs on a table by its reference, and what that leads to in turn."""
    reference = reference_of(table)
    if reference is None or table.when or table.keys.get("format") == "xml":
        return
    for other in tables:
        if other is table or kind_of(other) in ("incident", "order", "contacts") or other.when:
            continue
        theirs = _key_to(other, reference)
        if theirs is None:
            continue
        name = _safe(other.name)
        yield Join(name, other, theirs, reference)
        for end in tables:
            far = reference_of(end)
            if end in (table, other) or far is None or not far.unique or kind_of(end) == "incident":
                continue
            ours = _key_to(other, far, but=theirs)
            if ours is not None:
                yield Join(f"{name}_{_safe(end.name)}", end, far, ours, name, True)


def _safe(name: str) -> str:
    return re.sub(r"\W", "_", name)


def _key_to(table: Table, key: Column, but: Column | None = None) -> Column | None:
    """The column whose values are those of a key, of the same name before any other."""
    fitting = [
        column
        for column in table.columns.values()
        if column is not but and column.filled and overlap(column, key) >= _LINK_SHARE
    ]
    called = [
        column
        for column in table.columns.values()
        if column is not but and words_of_path(column.path) == words_of_path(key.path)
    ]
    same = [each for each in called if overlap(each, key) >= _NAMED_SHARE and len(called) == 1]
    keys = [each for each in fitting if best(REFERENCE, [each])]
    return next(iter(same or keys), None)
