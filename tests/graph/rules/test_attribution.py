"""Who may have done an incident without a suspect, as links."""

from __future__ import annotations

import datetime as dt

from engines import cypher
from tiny_graph import write

from graph.engine.store import Store
from graph.queries import load
from graph.rules.attribution import attribute, attribute_again

AS_OF = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
CLUE = """
i1 Incident
i2 Incident
+447700900123 Phone
i1 INVOLVES +447700900123 whose=offender
i2 INVOLVES +447700900123 whose=unknown
vera VICTIM_OF i1
mia VICTIM_OF i2
sam USES +447700900123 level=1
"""
LOSE_THE_PHONE = cypher("MATCH (:Person {id: 'sam'})-[r:USES]->(:Phone) DELETE r")
LOSE_LINKS = cypher("MATCH (:Incident)-[r:POSSIBLY_BY]->() DELETE r")
NIGHT = cypher("CREATE (:Night {id: 'n', as_of: datetime('2025-06-01T00:00:00Z')})")


def links(store: Store) -> dict[tuple[str, str], dict[str, object]]:
    query = load("system/elements/all_links", type="POSSIBLY_BY", start="Incident", end="Person")
    return {(row["start"], row["end"]): row["props"] for row in store.read(query)}


def test_the_weak_are_written_beside_the_strong(store: Store) -> None:
    write(store, CLUE)
    assert attribute(store, AS_OF) == 2
    found = links(store)
    assert found["i1", "sam"] == {
        "key": "",
        "via": ["phone"],
        "weight": 0.9,
        "rarity": 1,
        "probability": 0.9,
        "records": ["r-i1", "r-sam-+447700900123"],
        "level": 1,
    }
    assert found["i2", "sam"]["probability"] == 0.45


def test_a_second_run_changes_nothing(store: Store) -> None:
    write(store, CLUE)
    attribute(store, AS_OF)
    before = links(store)
    assert attribute(store, AS_OF) == 0
    assert links(store) == before


def test_what_rests_on_nothing_any_more_goes(embedded_store: Store) -> None:
    write(embedded_store, CLUE)
    attribute(embedded_store, AS_OF)
    embedded_store.write(LOSE_THE_PHONE)
    assert attribute(embedded_store, AS_OF) == 2
    assert links(embedded_store) == {}


def test_what_has_changed_is_written_anew(embedded_store: Store) -> None:
    write(embedded_store, CLUE)
    attribute(embedded_store, AS_OF)
    write(embedded_store, "tom Person\n+447700900199 Phone")
    again = cypher(
        "MATCH (t:Person {id: 'tom'}) MATCH (p:Phone {id: '+447700900123'}) "
        "CREATE (t)-[:USES {key: '', level: 0, records: ['r-i1']}]->(p)"
    )
    embedded_store.write(again)
    assert attribute(embedded_store, AS_OF) == 4
    found = links(embedded_store)
    assert {ends: props["probability"] for ends, props in found.items()} == {
        ("i1", "sam"): 0.45,
        ("i1", "tom"): 0.45,
        ("i2", "sam"): 0.225,
        ("i2", "tom"): 0.225,
    }


def test_what_is_not_yet_known_is_not_written(embedded_store: Store) -> None:
    write(embedded_store, CLUE)
    assert attribute(embedded_store, dt.datetime(2025, 1, 2, tzinfo=dt.UTC)) == 1
    assert list(links(embedded_store)) == [("i1", "sam")]


def test_after_a_rebuild_it_is_remade_as_of_the_newest_night(embedded_store: Store) -> None:
    write(embedded_store, CLUE)
    assert attribute_again(embedded_store) == 0
    embedded_store.write(NIGHT)
    assert attribute_again(embedded_store) == 2
    before = links(embedded_store)
    embedded_store.write(LOSE_LINKS)
    assert attribute_again(embedded_store) == 2
    assert links(embedded_store) == before
