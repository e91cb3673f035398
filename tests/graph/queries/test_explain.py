"""Every query file as Neo4j plans it: nothing unknown, no product."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from graph.engine.store import Store
from graph.queries import Query, all_queries
from graph.queries.query_file import Param

VALUES: dict[str, Any] = {
    "str": "x",
    "int": 1,
    "float": 1.0,
    "bool": True,
    "date": dt.date(2025, 3, 1),
    "datetime": "2025-03-01T00:00:00Z",
    "map": {},
    "any": None,
}


def some(param: Param) -> Any:
    """A value of the right type; an index that there is."""
    if param.name == "index":
        return "person_ft"
    return [] if param.type.item else VALUES[param.type.name]


def queries() -> list[Query]:
    """Every file that is no question, which tests/cypher plans; a template filled in one way."""
    rooms = ("write", "system", "view")
    return list({query.path: query for query in all_queries() if query.room in rooms}.values())


def arguments(query: Query) -> dict[str, Any]:
    return {param.name: some(param) for param in query.params if param.required}


@pytest.mark.slow
@pytest.mark.neo4j
@pytest.mark.timeout(600)
def test_the_planner_has_nothing_to_note(neo4j_store: Store) -> None:
    """No word that the model does not have, no product: Neo4j alone says so of what it plans.

    That each runs and gives its columns, on both engines, is seen where its answers are.
    """
    notes = {query.path: neo4j_store.explain(query, **arguments(query)) for query in queries()}
    assert {path: told for path, told in notes.items() if told} == {}
