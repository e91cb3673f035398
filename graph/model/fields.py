"""What the fields of a record say of themselves: a field is declared once, in record.py.

From that declaration come the key of a mapping and how it is read (ingest/mapping/sections.py
and readers.py), the property of the node (graph/derive/nodes.py), what a chart from a suspect's
side may show (graph/access/victim_safety.py, graph/explore/sources.py), what the inspector shows
and docs/fields.md. Here is how to read one.

A plain field is one value: text, yes or no, an instant, a number of degrees, or one of a few
words. Any other field holds records within the record, and has code of its own.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Le, MinLen
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

Kind = Literal["text", "truth", "instant", "degrees", "choice"]
_KINDS: dict[Any, Kind] = {
    str: "text",
    bool: "truth",
    AwareDatetime: "instant",
    float: "degrees",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that a field says of itself beside its type."""

    name: str


FACT = Mark("fact")
"""No free text and no place: it may be seen from a suspect's side."""
LAST = Mark("last")
"""An instant that is the first one after: a day that is written ends at its midnight."""


Sort = Literal["text", "words", "key", "number"]
_SORTS: dict[Mark, Sort] = {
    (WORDS := Mark("words")): "words",
    (KEY := Mark("key")): "key",
    (NUMBER := Mark("number")): "number",
}
"""How a text is read, as in ingest/mapping/cells/settle.py: where a word for nothing is nothing,
and where a number that stands for none is none."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the inspector calls a field, where its own name will not do."""

    label: str


UNSHOWN = Shown("")
"""The inspector does not show it, or shows it in words of its own."""


@dataclass(frozen=True, slots=True)
class Field:
    """A plain field. `sort` is of text, `limit` of degrees, `words` are those of a choice."""

    name: str
    kind: Kind
    sort: Sort
    default: Any
    label: str
    fact: bool
    last: bool
    limit: float
    words: tuple[str, ...]


@functools.cache
def plain_fields(model: type[BaseModel]) -> dict[str, Field]:
    """The plain fields of a part of the record, by name, in their order."""
    read = (_plain(name, info) for name, info in model.model_fields.items())
    return {field.name: field for field in read if field is not None}


def facts(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a part of the record that may be seen from a suspect's side."""
    return tuple(name for name, info in model.model_fields.items() if FACT in info.metadata)


def props(part: BaseModel) -> dict[str, Any]:
    """The plain fields as properties of a node: text that is blank is absent."""
    names = plain_fields(type(part))
    return {name: None if (value := getattr(part, name)) == "" else value for name in names}


def _plain(name: str, info: FieldInfo) -> Field | None:
    bare, within = _bare(info.annotation)
    marks = [*info.metadata, *within]
    kind = "choice" if get_origin(bare) is Literal else _KINDS.get(bare)
    if kind is None or any(isinstance(mark, MinLen) for mark in marks):
        return None
    shown = next((mark.label for mark in marks if isinstance(mark, Shown)), None)
    limit = next((float(str(mark.le)) for mark in marks if isinstance(mark, Le)), 0.0)
    return Field(
        name=name,
        kind=kind,
        sort=next(
            (_SORTS[mark] for mark in marks if isinstance(mark, Mark) and mark in _SORTS), "text"
        ),
        default=None if info.is_required() else info.default,
        label=name.replace("_", " ").capitalize() if shown is None else shown,
        fact=FACT in marks,
        last=LAST in marks,
        limit=limit,
        words=get_args(bare) if kind == "choice" else (),
    )


def _bare(annotation: Any) -> tuple[Any, list[Any]]:
    """The type without `| None` and what stands beside it, and that."""
    if get_origin(annotation) in (Union, UnionType):
        (annotation,) = (each for each in get_args(annotation) if each is not NoneType)
    if get_origin(annotation) is Annotated:
        bare, *marks = get_args(annotation)
        return bare, [each for mark in marks for each in getattr(mark, "metadata", [mark])]
    return annotation, []
