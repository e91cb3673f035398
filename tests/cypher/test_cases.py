"""Every question over its tiny graphs, on both engines."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from case_files import Case, case_files, cases
from tiny_graph import write

from graph.engine.right import ViewRight
from graph.engine.store import Store
from graph.model.reference import reference
from graph.queries import Query, all_queries, load
from graph.rules.measures import measured

AS_OF = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
QUESTIONS = [query for room in ("ask", "detect") for query in all_queries(room)]


def ask(store: Store, query: Query, params: dict[str, Any]) -> list[dict[str, Any]]:
    if query.room == "detect":
        ref = reference(dt.date(2026, 1, 1))
        return measured(query, store.read(query, **({"as_of": AS_OF, "ref": ref} | params)))
    return store.read(query, ViewRight(), **({"clearance": 0} | params))


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.path}: {case.title}")
def test_a_question_answers_its_case(store: Store, case: Case) -> None:
    query = load(case.path)
    write(store, case.graph)
    rows = ask(store, query, case.params)
    shown = [
        {name: row[name] for name in expected}
        for row, expected in zip(rows, case.expect, strict=False)
    ]
    assert shown == case.expect
    assert len(rows) == len(case.expect), rows[len(case.expect) :]
    for row in rows:
        for column in query.gives:
            column.type.take(row[column.name])


@pytest.mark.parametrize("query", QUESTIONS, ids=lambda query: query.path)
def test_a_question_has_a_case_that_checks_every_column(query: Query) -> None:
    files = case_files()
    assert query.path in files, f"write tests/cypher/cases/{query.path}.toml"
    seen = {
        name for case in cases() if case.path == query.path for row in case.expect for name in row
    }
    assert seen == set(query.columns)


def test_a_case_file_belongs_to_a_question() -> None:
    assert set(case_files()) <= {query.path for query in QUESTIONS}


def test_near_misses_are_there_for_every_rule() -> None:
    near = {case.path for case in cases() if not case.expect}
    assert {query.path for query in QUESTIONS if query.room == "detect"} <= near
