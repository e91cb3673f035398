"""How a mapping's key for a plain field is read: by the kind of value that the record declares."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from pydantic import BaseModel

from graph.model.fields import Field, Kind, plain_fields
from ingest.formats.rows import Cells
from ingest.mapping.cells.notes import Notes
from ingest.mapping.cells.typed import choice_reader, instant_reader, number_reader, truth_reader
from ingest.mapping.cells.values import Scope, text_reader
from ingest.mapping.value import Part, Value

Data = dict[str, Any]
Reader = Callable[[Cells, Notes], Any]
TEXT: frozenset[Kind] = frozenset({"text"})
DEGREES: frozenset[Kind] = frozenset({"degrees"})
CHOICE: frozenset[Kind] = frozenset({"choice"})
EVERY_KIND = TEXT | DEGREES | CHOICE | frozenset[Kind]({"truth", "instant"})


def field_readers(
    model: type[BaseModel],
    part: Part,
    scope: Scope,
    kinds: frozenset[Kind] = EVERY_KIND,
    *,
    about: str = "",
    besides: Collection[str] = (),
) -> list[tuple[str, Reader]]:
    """A reader for each plain field of these kinds that this part of a mapping gives a value.

    `about` stands before the name of the field in a remark; `besides` are read elsewhere.
    """
    return [
        (name, _reader(field, value, scope, f"{about} {name}".strip()))
        for name, field in plain_fields(model).items()
        if field.kind in kinds
        and name not in besides
        and (value := getattr(part, name, None)) is not None
    ]


def read_fields(readers: Sequence[tuple[str, Reader]], cells: Cells, notes: Notes) -> Data:
    """What the row says for these fields; those that it leaves blank are not there."""
    return {
        name: value
        for name, read in readers
        if (value := read(cells, notes)) is not None and value != ""
    }


def _reader(field: Field, value: Value, scope: Scope, name: str) -> Reader:
    match field.kind:
        case "text":
            return text_reader(value, scope, name, field.sort)
        case "truth":
            return truth_reader(value, scope, name)
        case "instant":
            return instant_reader(value, scope, name, last=field.last)
        case "degrees":
            return number_reader(value, scope, name, field.limit)
        case "choice":
            words = frozenset(field.words)
            return choice_reader(value, scope, name, words, field.default or "")
