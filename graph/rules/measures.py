"""What a rule computes outside Cypher: the `measure` that its header names.

A measure takes one row of the rule's query and gives the columns that the header lists
under `adds`, or None when the row is no finding. It is pure: the same row, the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graph.errors import QueryError
from graph.queries.query_file import Query
from graph.rules.escalation import escalation

Measure = Callable[[Any], Mapping[str, Any] | None]
"""Takes a row of its rule; the types of both stand in graph/queries/rows.py."""

MEASURES: dict[str, Measure] = {"escalation": escalation}


def measured(rule: Query, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The rows that the rule's measure keeps, each with what it adds; all, where there is none.

    QueryError when the header names a measure that does not exist, or other columns than
    the measure gives.
    """
    if not rule.measure:
        return rows
    if rule.measure not in MEASURES:
        raise QueryError(
            f"cypher/{rule.path}.cypher names the measure {rule.measure}, which does not exist: "
            f"name one of graph/rules/measures.py ({', '.join(MEASURES)})"
        )
    kept: list[Mapping[str, Any]] = []
    for row in rows:
        more = MEASURES[rule.measure](row)
        if more is not None:
            kept.append({**row, **_checked(rule, more)})
    return kept


def _checked(rule: Query, more: Mapping[str, Any]) -> dict[str, Any]:
    declared = [column.name for column in rule.adds]
    if sorted(more) != sorted(declared):
        raise QueryError(
            f"cypher/{rule.path}.cypher says that {rule.measure} adds {', '.join(declared)}, "
            f"but it gives {', '.join(more)}: make them the same"
        )
    return {column.name: column.type.take(more[column.name]) for column in rule.adds}
