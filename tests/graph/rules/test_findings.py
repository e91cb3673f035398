"""What a finding says of a rule's row: its evidence, its columns, and who may see it."""

from __future__ import annotations

import datetime as dt

import pytest
from tiny_graph import write

from graph.engine.store import Store
from graph.model.compartments import Marking
from graph.model.reference import reference
from graph.queries import load
from graph.rules.run import Finding, find

AS_OF = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SERIES = """
i1 Incident
i2 Incident
sam SUSPECT_IN i1 i2
vera VICTIM_OF i1
mia VICTIM_OF i2
vera VICTIM_OF i2
mia RELATED_TO vera kind=sibling records=tie|secret
tie Record level=0
secret Record level=2
"""


def only(store: Store, text: str) -> Finding:
    write(store, text)
    rule = load("detect/course_of_conduct")
    ref = reference(AS_OF.date())
    (found,) = find(store, AS_OF, only=[rule], anchors={"Person": ["sam"]}, ref=ref)
    return found


def test_no_column_names_a_record_above_the_level_of_the_finding(embedded_store: Store) -> None:
    found = only(embedded_store, SERIES)
    assert found.marking == Marking()
    assert found.evidence == ("r-i1", "r-i2", "tie")
    assert found.columns["record_ids"] == ["tie"]
    assert found.columns["incident_ids"] == ["i1", "i2"]
    assert not {"links", "level"} & found.columns.keys()


@pytest.mark.parametrize(
    ("line", "level", "within"),
    [
        ("i1 Incident level=1 compartments=ALDER|", 1, {"ALDER"}),
        ("vera VICTIM_OF i1 level=2", 2, set()),
        ("vera VICTIM_OF i1 compartments=ALDER|ELM", 0, {"ALDER", "ELM"}),
        ("mia VICTIM_OF i2 level=2", 2, set()),
        ("mia RELATED_TO vera kind=sibling level=3 compartments=ELM|", 3, {"ELM"}),
        ("vera WITNESS_TO i1 level=3 compartments=ELM|", 0, set()),
        ("sam RELATED_TO vera kind=parent level=3", 0, set()),
        ("ola VICTIM_OF i1 level=3 compartments=ELM|", 0, set()),
    ],
    ids=[
        "an incident of its evidence",
        "the link of a subject",
        "the link of a subject in compartments",
        "the link of somebody whom it names",
        "a tie that it cites",
        "a type of link that the rule does not read",
        "a tie that it does not cite",
        "the link of somebody whom it does not name",
    ],
)
def test_a_finding_is_seen_by_whoever_may_see_all_that_it_shows(
    embedded_store: Store, line: str, level: int, within: set[str]
) -> None:
    start = " ".join(word for word in line.split()[:3] if "=" not in word)
    kept = "\n".join(each for each in SERIES.splitlines() if not each.startswith(start))
    assert only(embedded_store, f"{kept}\n{line}\n").marking == Marking(level, frozenset(within))
