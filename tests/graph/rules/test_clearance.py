"""The level of a finding: that of the most secret that its row shows, and of nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model.compartments import Marking
from graph.queries import Query
from graph.queries.query_file import LINKS, Column
from graph.queries.query_types import parse_type
from graph.rules.cited import Event
from graph.rules.clearance import events, marking_of

TEXT = """MATCH (s:Person {id: $anchors})-[:SUSPECT_IN]->(i:Incident)
MATCH (i)<-[r:VICTIM_OF|:INSTIGATED | KNOWS]-(v)
MATCH (i) - [ x : AT ] -> (a:Address)
// WITNESS_TO is no type that it reads: ()-[:WITNESS_TO]->()
RETURN *"""


def column(name: str, type_: str = "str") -> Column:
    return Column(name, parse_type(type_))


RULE: Query[Any] = Query(
    *("rule", "detect", "", TEXT, ()),
    (
        *(column("suspect_id"), column("incident_ids", "list[str]"), column("order_id", "str?")),
        *(column("phone_id"), column("occasions", "int"), LINKS),
    ),
    evidence=("incident_ids", "phone_id"),
    adds=(column("close_ids", "list[str]"),),
)
ROW: dict[str, Any] = {
    "suspect_id": "sam",
    "incident_ids": ["i1", "i2"],
    "order_id": "o1",
    "phone_id": "t1",
    "occasions": 2,
    "links": [],
    "close_ids": ["mo"],
}
I1, I2, O1, T1 = ("Incident", "i1"), ("Incident", "i2"), ("Order", "o1"), ("Phone", "t1")
PLAIN = {place: Event(Marking(0)) for place in (I1, I2, O1, T1)}


def test_what_is_looked_at_is_the_evidence_and_each_event_that_is_named() -> None:
    assert list(events(RULE, ROW)) == [I1, I2, O1, T1]
    assert list(events(RULE, ROW | {"order_id": None, "incident_ids": []})) == [T1]
    assert list(events(replace(RULE, evidence=("phone_id",)), ROW)) == [I1, I2, O1, T1]


def test_what_cites_nothing_secret_is_for_all() -> None:
    assert marking_of(RULE, ROW, PLAIN) == Marking(0)
    bare: Query[Any] = Query("bare", "detect", "", TEXT, (), (column("occasions", "int"),))
    assert marking_of(bare, {"occasions": 2}, {}) == Marking(0)


@pytest.mark.parametrize("place", PLAIN)
def test_an_event_or_evidence_lifts_it(place: tuple[str, str]) -> None:
    assert marking_of(RULE, ROW, PLAIN | {place: Event(Marking(2))}) == Marking(2)


def test_what_the_graph_does_not_have_lifts_nothing_and_hides_nothing() -> None:
    assert marking_of(RULE, ROW, PLAIN | {I1: None, I2: Event(Marking(1))}) == Marking(1)


@pytest.mark.parametrize(
    ("type_", "other", "level"),
    [
        ("SUSPECT_IN", "sam", 3),
        ("VICTIM_OF", "mo", 3),
        ("INSTIGATED", "o1", 3),
        ("AT", "t1", 3),
        ("KNOWS", "mo", 3),
        ("SUSPECT_IN", "somebody", 0),
        ("WITNESS_TO", "sam", 0),
    ],
)
def test_a_link_counts_of_a_type_that_the_rule_reads_to_whom_the_row_names(
    type_: str, other: str, level: int
) -> None:
    secret = Marking(3)
    links = [("AT", "nowhere", secret), (type_, other, secret), ("AT", "t1", Marking())]
    assert marking_of(RULE, ROW, PLAIN | {I2: Event(Marking(), links)}) == Marking(level)


def test_a_link_that_the_row_cites_by_its_records_lifts_it() -> None:
    cited: list[dict[str, Any]] = [
        {"level": 1, "compartments": ["OP ELM"], "records": ["r1"]},
        {"level": 2, "compartments": [], "records": []},
    ]
    assert marking_of(RULE, ROW | {"links": cited}, PLAIN) == Marking(2, frozenset({"OP ELM"}))
    without = {name: value for name, value in ROW.items() if name != "links"}
    rule: Query[Any] = Query(
        *("rule", "detect", "", TEXT, ()), RULE.returns[:-1], evidence=RULE.evidence, adds=RULE.adds
    )
    assert marking_of(rule, without, PLAIN) == Marking(0)
