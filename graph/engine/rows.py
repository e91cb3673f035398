"""The rows that an engine gives, as their query declares them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph.engine.bolt_values import plain
from graph.errors import QueryError
from graph.queries import Query


def row(query: Query, values: Iterable[Any]) -> dict[str, Any]:
    """One row, its values as plain Python."""
    return dict(zip(query.returned, map(plain, values), strict=True))


def check_columns(query: Query, got: tuple[str, ...]) -> None:
    """QueryError where the engine gives other columns than the query declares."""
    if got and list(got) != query.returned:  # ArcadeDB names no columns when there is no row
        raise QueryError(
            f"{query.file}: returns declares "
            f"{', '.join(query.returned) or 'nothing'} but the query returns "
            f"{', '.join(got) or 'nothing'}: make them the same, in order"
        )
