"""What is not as it was written is found and told by kind; what is sound is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from engines import cypher
from whole_way import canonical, incident, party, run, well

from graph.engine.store import Store
from graph.keeping.soundness import differences, faults

SAM, ANN = party("Sam Pike", "suspect", nominal="N1"), party("Ann Reed", "victim", nominal="N2")
HARMS = {
    "MATCH (r:Record {reference: 'A1'}) SET r.content = r.content + ' '": "content is not what",
    "MATCH (r:Record {reference: 'A3'}) SET r.current = false": "another version counts",
    "MATCH (:Record)-[a:ABOUT]->(:Incident {id: 'ashford/A5'}) DELETE a": "that no record supports",
    "MATCH (:Person)-[s:SUSPECT_IN]->(:Incident) SET s.records = ['x']": "that rest on a record",
    "MATCH (m:Mention), (p:Person) MERGE (m)-[:REFERS_TO]->(p)": "more than one person",
    "CREATE (:Person {id: 'nobody'})": "people whom no mention means",
    "MATCH (:Flag)-[c:CITES]->(:Record {reference: 'A1'}) DELETE c": "not those of their evidence",
    "MATCH (:Flag)-[o:ON]->(:Person) DELETE o": "not tied to whom",
}


@pytest.mark.slow
def test_each_harm_is_found_and_told_by_kind(
    data: Path, tmp_path: Path, embedded_store: Store
) -> None:
    course = [incident(f"A{day}", SAM, ANN, at=f"2024-01-0{day}T10:00:00Z") for day in (1, 3, 5)]
    well("ingest", canonical(tmp_path / "canonical_2024-02-01.jsonl", course), "--data", data)
    well("night", "--data", data, "--as-of", "2024-03-01")
    assert "are sound" in well("verify", "--data", data).out
    for harm, told in HARMS.items():
        before = set(faults(embedded_store))
        embedded_store.write(cypher(harm))
        came = set(faults(embedded_store)) - before
        assert any(told in fault.what for fault in came), harm
    done = run("verify", "--data", data)
    assert done.code == 1
    assert "throughline rebuild makes it again" in done.out
    assert not {"Pike", "Reed", "ashford", "nobody"} & set(done.out.replace("/", " ").split())


@pytest.mark.slow
def test_a_copy_made_again_finds_what_no_record_says(
    data: Path, tmp_path: Path, embedded_store: Store
) -> None:
    course = [incident(f"A{day}", SAM, ANN, at=f"2024-01-0{day}T10:00:00Z") for day in (1, 3)]
    well("ingest", canonical(tmp_path / "canonical_2024-02-01.jsonl", course), "--data", data)
    embedded_store.write(cypher("MATCH (i:Incident {id: 'ashford/A1'}) SET i.crimed = false"))
    done = run("verify", "--whole", "--data", data)
    assert (done.code, done.out.splitlines()) == (
        1,
        [
            "2 nodes that a rebuild writes otherwise: "
            "throughline rebuild makes it again from the records."
        ],
    )
    assert not list(data.glob("verify.*"))
    shutil.rmtree(data / "work")


def test_dumps_are_compared_line_by_line() -> None:
    ours = ['{"link": "AT"}', '{"node": "A"}', '{"node": "B"}']
    assert differences(ours, ours) == []
    (links, nodes) = differences(ours, ['{"node": "B"}', '{"node": "C"}'])
    assert (links.count, links.what) == (1, "links that a rebuild writes otherwise")
    assert (nodes.count, nodes.what) == (2, "nodes that a rebuild writes otherwise")
