"""The POLE data in the graph: its published counts come back out of the questions."""

from __future__ import annotations

from pathlib import Path

import pytest
from engines import cypher
from whole_way import ROOT, well

from graph.engine.store import Store

POLE = ROOT.parent / "shared" / "data" / "pole"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1_800),
    pytest.mark.skipif(not POLE.is_dir(), reason="no POLE data: put it in ../shared/data/pole"),
]
COUNTS = cypher(
    """MATCH (p:Person) WITH count(p) AS people
    CALL () { MATCH (:Person)-[r:INVOLVED_IN]->(:Incident) RETURN count(r) AS involved }
    CALL () { MATCH (:Phone)-[r:CONTACTED]->(:Phone) RETURN count(r) AS contacts }
    CALL () { MATCH (:Person)-[r:SUSPECT_IN|VICTIM_OF]->(:Incident) RETURN count(r) AS claimed }
    RETURN people, involved, contacts, claimed""",
    "people: int, involved: int, contacts: int, claimed: int",
)


def test_the_published_counts_are_found_again(data: Path, embedded_store: Store) -> None:
    (loaded,) = well("ingest", POLE, "--data", data, "--json").data
    assert loaded["rows"] > 100_000
    types = well("ask", "incidents_by_type", "--data", data, "--json").data
    found = {row["offence_class"]: row["incidents"] for row in types}
    assert found["Violence and sexual offences"] == 8_765
    assert found["Possession of weapons"] == 236
    assert sum(found.values()) == 28_762
    busiest = well("ask", "incidents_by_place", "limit=2", "--data", data, "--json").data
    assert [(row["place"], row["incidents"]) for row in busiest] == [
        ("Piccadilly", 166),
        ("Shopping Area", 111),
    ]
    assert busiest[1]["postcode"].startswith("M60")
    (counts,) = embedded_store.read(COUNTS)
    assert counts["people"] == 369
    assert (counts["involved"], counts["claimed"]) == (55, 0)
    assert counts["contacts"] == 534
    night = well("night", "--data", data, "--as-of", "2017-09-01", "--json").data
    assert night["flags"] == []
