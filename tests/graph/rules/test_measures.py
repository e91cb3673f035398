"""What a rule computes outside Cypher."""

from __future__ import annotations

from typing import Any

import pytest

from graph.errors import QueryError
from graph.queries.query_file import Query, parse
from graph.rules import measures
from graph.rules.wording import against, explanation, named_ids

RULE = """\
// name:     pair
// question: Who is paired?
// anchor:   Person
// params:   -
// returns:  person_id: str, n: int
// subjects: person_id
// evidence: person_id
// reach:    1
// wakes:    -
// measure:  double
// adds:     twice: int, other_id: str?
// flag:     Pair: {person_id}
// explain:  Twice is {twice}. Beside {other_id}.
// against:  Only {n}. Not without {other_id}.
// source:   An Act s1
UNWIND $anchors AS id
MATCH (p:Person {id: id})
RETURN p.id AS person_id, 1 AS n
"""


def double(row: Any) -> dict[str, Any] | None:
    return {"twice": 2 * row["n"], "other_id": None} if row["n"] else None


@pytest.fixture
def rule(monkeypatch: pytest.MonkeyPatch) -> Query:
    monkeypatch.setitem(measures.MEASURES, "double", double)
    return parse("detect/pair", RULE)


def test_a_measure_adds_its_columns_or_drops_the_row(rule: Query) -> None:
    rows = [{"person_id": "a", "n": 3}, {"person_id": "b", "n": 0}]
    assert rule.columns == ["person_id", "n", "twice", "other_id"]
    assert rule.returned == ["person_id", "n"]
    assert measures.measured(rule, rows) == [
        {"person_id": "a", "n": 3, "twice": 6, "other_id": None}
    ]


def test_a_measure_that_does_not_exist_is_refused() -> None:
    rule = parse("detect/pair", RULE.replace("measure:  double", "measure:  triple"))
    with pytest.raises(QueryError, match="measure triple, which does not exist: name one of"):
        measures.measured(rule, [])


@pytest.mark.usefixtures("rule")
def test_a_measure_gives_what_the_header_says() -> None:
    other = parse(
        "detect/pair",
        RULE.replace("twice: int, other_id: str?", "twice: int, more: int").replace(
            "{other_id}", "{more}"
        ),
    )
    with pytest.raises(QueryError, match="adds twice, more, but it gives twice, other_id"):
        measures.measured(other, [{"person_id": "a", "n": 3}])


def test_what_speaks_against_a_flag_is_told_as_its_explanation_is(rule: Query) -> None:
    columns = {"person_id": "p", "n": 3, "twice": 6, "other_id": "o"}
    assert explanation(rule, columns, {"o": "Ola"}) == "Twice is 6. Beside Ola."
    assert against(rule, columns, {"o": "Ola"}) == "Only 3. Not without Ola."
    assert against(rule, {**columns, "n": 0, "other_id": None}, {}) == ""
    assert set(named_ids(rule, columns)) == {"p", "o"}


@pytest.mark.usefixtures("rule")
def test_a_sentence_stays_when_only_the_offence_is_not_stated() -> None:
    told = RULE.replace("n: int\n", "n: int, classes: list[str]\n", 1)
    told = told.replace("Twice is {twice}.", "There are {n}, recorded as {classes}.")
    other = parse("detect/pair", told.replace("Only {n}.", "Recorded as {classes}."))
    columns = {"person_id": "p", "n": 3, "twice": 6, "other_id": None, "classes": []}
    said = "There are 3, recorded as an offence that is not stated."
    assert explanation(other, columns, {}) == said
    assert against(other, columns, {}) == ""
    assert explanation(other, {**columns, "n": 0}, {}) == ""


@pytest.mark.usefixtures("rule")
def test_what_began_and_ended_on_one_day_is_told_of_that_day() -> None:
    told = RULE.replace("n: int\n", "n: int, first: datetime, last: datetime\n", 1)
    other = parse("detect/pair", told.replace("Twice is {twice}.", "Seen from {first} to {last}."))
    columns = {"person_id": "p", "n": 3, "twice": 6, "other_id": None}
    columns |= {"first": "2025-03-01T10:00:00Z", "last": "2025-03-01T12:00:00Z"}
    assert explanation(other, columns, {}) == "Seen on 1 March 2025."
    columns |= {"last": "2025-03-02T12:00:00Z"}
    assert explanation(other, columns, {}) == "Seen from 1 March 2025 to 2 March 2025."


@pytest.mark.usefixtures("rule")
@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "1 other incident was told."), (2, "2 other incidents were told.")],
)
def test_one_is_told_in_the_singular(n: int, said: str) -> None:
    told = RULE.replace("Twice is {twice}.", "{n} other incidents were told.")
    other = parse("detect/pair", told)
    columns = {"person_id": "p", "n": n, "twice": 2, "other_id": None}
    assert explanation(other, columns, {}) == said


@pytest.mark.usefixtures("rule")
def test_a_column_that_is_a_whole_sentence_stays_when_the_next_is_empty() -> None:
    told = RULE.replace("twice: int, other_id: str?", "twice: int, other_id: str?, history: str")
    told = told.replace("Twice is {twice}.", "Twice is {twice}. {history} Of them {n}. {history}")
    told = told.replace("Beside {other_id}.", "Said: {history} Beside {other_id}.")
    other = parse("detect/pair", told.replace("Only {n}.", "{history} Only {n}."))
    columns = {"n": 0, "twice": 6, "other_id": None, "history": "Read {this} slowly."}
    assert against(other, columns, {}) == "Read {this} slowly."
    assert explanation(other, columns, {}) == (
        "Twice is 6. Read {this} slowly. Read {this} slowly. Said: Read {this} slowly."
    )
    assert against(other, {**columns, "history": "", "n": 1}, {}) == "Only 1."
