"""Which key of a mapping asks for a column, and whether a value says what its key can read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.model import record
from graph.model.fields import plain_fields
from ingest.mapping.proposals import did_you_mean
from ingest.mapping.sections import Section
from ingest.mapping.value import Part, Value

Asked = tuple[str, str]
"""(column with its prefix, key of the mapping)"""

# Where a cell may hold several values.
_SPLIT = frozenset(
    "roles emails offence_classes compartments term arises_from replaces number account vrm".split()
)
_PLAIN = frozenset("lines when rows prefixes also table region plan".split())
_DATES = frozenset("start until end birth from to version".split())


def columns_asked(part: Any, key: str = "", prefixes: tuple[str, ...] = ("",)) -> Iterator[Asked]:
    """Every column that a part of a mapping asks for, with the key that asks."""
    if isinstance(part, Section):
        if part.rows is not None:
            prefixes = ("",)
        prefixes = tuple(p + q for p in prefixes for q in part.prefixes) or prefixes
    for name, inner in _inside(part):
        below = f"{key}{name}" if name.startswith("(") else f"{key}.{name}".removeprefix(".")
        if not name:
            yield from ((prefix + inner, key) for prefix in prefixes)
        else:
            yield from columns_asked(inner, below, prefixes)


def _inside(part: Any) -> list[tuple[str, Any]]:
    """What stands inside a part, by name; a plain text is a column that it asks for."""
    if isinstance(part, Value):
        columns = [("", column) for column in (part.column, *part.columns) if column]
        return [*columns, ("else", part.else_)]
    if isinstance(part, tuple):
        return [(f"({number})", each) for number, each in enumerate(part, start=1)]
    if not isinstance(part, Part):
        return []
    fields = type(part).model_fields.items()
    members = [(field.alias or name, getattr(part, name)) for name, field in fields]
    texts = [("", each) for name, texts in members if name in ("lines", "when") for each in texts]
    return [*texts, *(pair for pair in members if pair[0] not in _PLAIN)]


def values_of(part: Any, key: str = "", name: str = "") -> Iterator[tuple[str, str, Value]]:
    """Every value of a part: its key as a person counts, the last name of it, itself."""
    if isinstance(part, Value):
        yield key, name, part
        if part.else_ is not None:
            yield from values_of(part.else_, f"{key}.else", name)
    elif isinstance(part, tuple):
        for number, each in enumerate(part, start=1):
            yield from values_of(each, f"{key}({number})", name)
    elif isinstance(part, Part):
        for inner, field in type(part).model_fields.items():
            called = field.alias or inner
            yield from values_of(getattr(part, inner), f"{key}.{called}".removeprefix("."), called)


def no_word(part: Any, key: str = "") -> str | None:
    """What a mapping always writes into a field that does not take it; None when there is none."""
    if isinstance(part, tuple):
        inner = ((each, f"{key}({number})") for number, each in enumerate(part, start=1))
        return next((reason for each, at in inner if (reason := no_word(each, at))), None)
    if not isinstance(part, Part):
        return None
    model = getattr(record, type(part).__name__.removesuffix("Part"), None)
    fields = plain_fields(model) if model else {}
    for name, info in type(part).model_fields.items():
        at, value = f"{key}.{info.alias or name}", getattr(part, name)
        words = fields[name].words if name in fields else ()
        if words and isinstance(value, Value) and value.codes is None:
            if isinstance(value.value, str) and value.value not in words:
                near = did_you_mean(value.value, words) or f": use {', '.join(words)}"
                return f"{at}: {value.value!r} is no word of it{near}"
        elif (reason := no_word(value, at)) is not None:
            return reason
    return None


def unread(name: str, value: Value) -> str | None:
    """What a value says that its key does not read, with the mend; None when all is read."""
    if value.split is not None and name not in _SPLIT:
        return "split is read only where several may stand: take a part with pattern"
    if value.phrases is not None and name != "term":
        return "phrases are read only for the term of a behaviour: use codes"
    if value.first is not None and name not in ("a", "b"):
        return "first is read only for the ends of a relation"
    if value.format and name not in _DATES and not name.endswith("_at"):
        return "format is read only for dates and times: leave it out"
    if value.row and name not in ("reference", "id"):
        return "row is read only for a reference: name a column"
    if value.with_ != " " and not value.columns:
        return "with is read only between columns: write columns, or leave it out"
    if value.codes is not None and value.phrases is not None:
        return "codes and phrases are not read together: leave one out"
    return None
