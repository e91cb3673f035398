"""Every question over its tiny graphs, on both engines."""

from __future__ import annotations

import datetime as dt
import logging
import re
import string
from typing import Any

import pytest
from case_files import Case, case_files, cases
from sessions import session_of
from tiny_graph import write

from graph.engine.right import ViewRight
from graph.engine.store import Store
from graph.explore import asking
from graph.model.local_time import day, last_day
from graph.model.reference import reference
from graph.queries import Query, all_queries, load
from graph.rules.run import find
from graph.rules.wording import ENDS, against, explanation, plain

AS_OF = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NOTES = "neo4j.notifications"
QUESTIONS = [query for room in ("ask", "detect") for query in all_queries(room)]


def ask(store: Store, query: Query, params: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows; a question's as a viewer gets them, a rule's with the level of the finding."""
    if query.room == "ask":
        clearance = int(params.get("clearance", 0))
        named = {name: value for name, value in params.items() if name != "clearance"}
        return asking.ask(session_of(store, clearance), query, named)
    if query.room != "detect":
        rows = store.read(query, ViewRight(), **({"clearance": 0} | params))
        return [dict(row) for row in rows]
    given: dict[str, Any] = {"as_of": AS_OF, "ref": reference(AS_OF.date())} | params
    as_of, ref, anchors = (given.pop(name, None) for name in ("as_of", "ref", "anchors"))
    about = None if anchors is None else {query.anchor.split()[0]: anchors}
    found = find(store, as_of, only=[query], anchors=about, ref=ref, params=given)
    return [{**finding.columns, "level": finding.marking.level} for finding in found]


def untold(rule: Query, row: dict[str, Any]) -> list[str]:
    """The columns of a rule's words that hold something of which people read nothing."""
    columns = plain(row)
    words = {"explain": explanation(rule, columns, {}), "against": against(rule, columns, {})}
    return [
        name
        for key, template in (("explain", rule.explain), ("against", rule.against))
        for _, name, _, _ in string.Formatter().parse(template)
        if name
        and columns[name]
        and not all(word in words[key] for word in _words(name, columns[name]))
    ]


def _words(name: str, value: Any) -> list[str]:
    """How a value stands in a sentence, as far as that needs no names."""
    if isinstance(value, dict):
        return [value["id"], value["kind"]]
    if isinstance(value, list):
        return [word for each in value for word in _words(name, each)]
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
        return [(last_day if name in ENDS else day)(value, full=True)]
    return [str(value)]


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.path}: {case.title}")
def test_a_question_answers_its_case(
    store: Store, case: Case, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And Neo4j's planner has nothing to note: no word that the model does not have, no product."""
    monkeypatch.setattr(store._engine, "session_options", {})  # which keep such notes back
    caplog.set_level(logging.INFO, NOTES)
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
        if query.room == "detect":
            assert untold(query, row) == []
    assert [note.getMessage() for note in caplog.records if note.name == NOTES] == []


@pytest.mark.parametrize("query", QUESTIONS, ids=lambda query: query.path)
def test_a_question_has_a_case_that_checks_every_column(query: Query) -> None:
    files = case_files()
    assert query.path in files, f"write tests/cypher/cases/{query.path}.toml"
    seen = {
        name for case in cases() if case.path == query.path for row in case.expect for name in row
    }
    assert seen - {"level"} == set(query.columns) - {"level"}


def test_a_case_file_belongs_to_a_question() -> None:
    assert set(case_files()) <= {query.path for query in QUESTIONS}


def test_near_misses_are_there_for_every_rule() -> None:
    near = {case.path for case in cases() if not case.expect}
    assert {query.path for query in QUESTIONS if query.room == "detect"} <= near
