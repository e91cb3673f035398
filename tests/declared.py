"""Whether a row is what the header of its query declares: mypy believes it, so tests hold it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from graph.queries import Query
from graph.queries.query_types import Type

PLAIN: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "date": (dt.date,),
    "datetime": (dt.datetime,),
    "map": (dict,),
    "any": (object,),
}


def fits(type_: Type, value: Any) -> bool:
    """Whether a value is of a declared type."""
    if value is None:
        return type_.nullable or type_.name == "any"
    if type_.item is not None:
        return isinstance(value, list) and all(fits(type_.item, each) for each in value)
    if isinstance(value, bool):
        return type_.name in ("bool", "any")
    return isinstance(value, PLAIN[type_.name])


def misfits(query: Query, row: dict[str, Any]) -> list[str]:
    """The columns of a row that are not as declared: `name: type holds …`."""
    return [
        f"{query.path}: {column.name}: {column.type} holds {type(row[column.name]).__name__}"
        for column in query.returns
        if not fits(column.type, row[column.name])
    ]
