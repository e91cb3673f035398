"""The POLE data in the graph: its published counts come back out of the questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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
QUESTIONS = Path(__file__).parent / "questions"
OWN = {file.stem for file in QUESTIONS.glob("*.cypher")}
POSSIBLE = cypher(
    "MATCH (:Incident)-[r:POSSIBLY_BY]->(:Person) RETURN count(r) AS links", "links: int"
)
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
    published(data)
    night = well("night", "--data", data, "--as-of", "2017-09-01", "--json").data
    assert night["flags"] == []
    (possible,) = embedded_store.read(POSSIBLE)
    assert possible["links"] == 0  # where 333 of 369 live is no clue to what happened there


def published(data: Path) -> None:
    """The questions of the example's guide, with what it says of their answers."""

    def ask(name: str, *given: str) -> list[dict[str, Any]]:
        words = ("--file", QUESTIONS / f"{name}.cypher") if name in OWN else (name,)
        rows: list[dict[str, Any]] = well("ask", *words, *given, "--data", data, "--json").data
        return rows

    near = ask("near", "postcode=M5 3RW")
    assert (near[0]["place"], near[0]["metres_away"]) == ("1 Coronation Street", 0)
    assert all(row["metres_away"] <= 500 for row in near)
    morse = ask("kept_beside", "value=Morse", "column=investigated_by.officer.surname")
    assert len({row["reference"] for row in morse}) == len(morse) == 32
    larive = ask("kept_beside", "value=26-5234182")
    suspects = sorted({person for row in larive for person in row["person_ids"]})
    names = sorted(row["name"] for row in ask("names", f"ids={','.join(suspects)}"))
    assert {"Jack Powell", "Raymond Walker"} <= set(names)
    (jack,), (raymond,) = (
        ask("people", f"name={name}") for name in ("Jack Powell", "Raymond Walker")
    )
    ends = (f"from_id={jack['person_id']}", f"to_id={raymond['person_id']}")
    paths = ask("paths", *ends, "max_links=3")
    assert [row["links"] for row in paths] == [3, 3, 3]
    assert len({str(row["steps"]) for row in paths}) == 3
    ids = f"ids={jack['person_id']},{raymond['person_id']}"
    drugs = ask("drugs", ids, "offence_class=Drugs")
    assert {(row["name"], row["incidents"]) for row in drugs} >= {
        *(("Brian Morales", 3), ("Diana Murray", 3))
    }
    vulnerable = ask("vulnerable")
    assert (vulnerable[0]["name"], vulnerable[0]["friends"]) == ("Anne Freeman", 8)
    (anne,) = ask("kept_beside", "value=804-54-6976", "column=nhs_no")
    assert anne["person_ids"] == [vulnerable[0]["person_id"]]
    assert ask("vulnerable_further")[0]["friends"] == 10
    (craig,) = ask("local", f"id={vulnerable[0]['person_id']}")
    assert (craig["name"], craig["area"], craig["incidents"]) == ("Craig Marshall", "SK1", 2)
    assert [row["name"] for row in ask("family", "together=true")] == [
        *("Kimberly Alexander", "Martin Daniels")
    ]
    central = ask("central_people", "ties=related")
    assert central[0]["name"] == "Annie Duncan"
    triangles = max(central, key=lambda row: row["triangles"])
    assert (triangles["name"], triangles["triangles"]) == ("Deborah Ford", 10)
    among = ask("central_people", "ties=related", "in_incidents=true")
    assert max(among, key=lambda row: row["triangles"])["name"] == "Phillip Williamson"
