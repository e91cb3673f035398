"""What was loaded is found again by the words that people type."""

from __future__ import annotations

from pathlib import Path

from engines import cypher
from sessions import session_of
from small_records import deliver, incident, person

from graph.engine.store import Store
from graph.explore import answers as explore
from ingest.resolve.run import resolve


def test_a_handle_is_found_without_naming_its_service(
    embedded_store: Store, tmp_path: Path
) -> None:
    key = "social/instagram/fern.hollow"
    party = person("Fern Hollow", "suspect")
    party["accounts"] = [{"account": {"kind": "social", "written": "@Fern.Hollow", "key": key}}]
    deliver(embedded_store, "d1", incident("1", party))
    resolve(embedded_store, tmp_path)
    answer = explore.search(session_of(embedded_store, 0), "@Fern.Hollow")
    assert ("Account", key) in [hit.element.place for hit in answer]


def test_people_whom_an_earlier_version_derived_are_derived_anew_once(
    embedded_store: Store, tmp_path: Path
) -> None:
    deliver(embedded_store, "d1", incident("1", person("Fern Hollow", "suspect")))
    resolve(embedded_store, tmp_path)
    session = session_of(embedded_store, 0)
    embedded_store.write(EARLIER)
    assert explore.search(session, "Phern Holo") == []
    assert resolve(embedded_store, tmp_path).people == 1
    assert [hit.element.name for hit in explore.search(session, "Phern Holo")] == ["Fern Hollow"]
    assert resolve(embedded_store, tmp_path).people == 0


EARLIER = cypher(
    "MATCH (r:Resolution {id: 'last'}) REMOVE r.derived WITH r MATCH (p:Person) REMOVE p.sounds"
)
