"""Flags follow the ids of people through merges, splits and their undoing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from engines import cypher
from sessions import flags_seen, session_of
from tiny_graph import write

from graph.engine.store import Store
from graph.flags import moves as flag_moves
from graph.flags import store as flag_store
from graph.flags import upkeep as flags
from graph.flags.dispositions import decide

DAY = dt.datetime(2026, 1, 1, 2, tzinfo=dt.UTC)
RULE = "course_of_conduct"
SAM = """
sam Person name='Sam Example'
vera Person name='Vera Example'
sam SUSPECT_IN i1 i2
vera VICTIM_OF i1 i2
"""


def run(store: Store, text: str) -> None:
    store.write(cypher(text))


def review(store: Store, days: int = 0) -> dict[str, tuple[str, str]]:
    """Follow, tie, review; flag id → outcome and state."""
    adrift = flag_store.adrift(store)
    flag_moves.follow(store, adrift)
    flag_store.reattach(store, adrift)
    changes = flags.review(store, DAY + dt.timedelta(days=days))
    return {each.id: (each.outcome, each.state) for each in changes if each.rule == RULE}


def merge(store: Store, gone: str, into: str) -> None:
    run(
        store,
        f"""MATCH (p:Person {{id: '{gone}'}})-[:SUSPECT_IN]->(i:Incident)
        MATCH (q:Person {{id: '{into}'}})
        CREATE (q)-[:SUSPECT_IN {{level: 0, was: '{gone}'}}]->(i)""",
    )
    run(store, f"MATCH (p:Person {{id: '{gone}'}}) DETACH DELETE p")
    run(store, f"CREATE (:Retired {{id: '{gone}', successor: '{into}'}})")


def undo(store: Store, back: str, of: str) -> None:
    run(store, f"MATCH (r:Retired {{id: '{back}'}}) DELETE r")
    run(store, f"CREATE (:Person {{id: '{back}', name: 'Again', level: 0}})")
    run(
        store,
        f"""MATCH (q:Person {{id: '{of}'}})-[s:SUSPECT_IN]->(i:Incident) WHERE s.was = '{back}'
        MATCH (p:Person {{id: '{back}'}})
        CREATE (p)-[:SUSPECT_IN {{level: 0}}]->(i) DELETE s""",
    )


def say(store: Store, flag: str, kind: Any) -> None:
    decide(session_of(store), flag, kind, "seen", at=DAY)


def by_subject(store: Store) -> dict[str, flag_store.Flag]:
    return {flag.subjects[0]: flag for flag in flags_seen(store, 3, rule=RULE)}


def test_a_flag_goes_with_its_person_and_keeps_what_was_said(embedded_store: Store) -> None:
    store = embedded_store
    write(store, SAM + "rob Person name=Rob\n")
    (flag,) = review(store)
    say(store, flag, "dismiss")
    merge(store, "sam", "rob")
    assert review(store, 1) == {flag: ("changed", "dismissed")}
    moved = by_subject(store)["rob"]
    assert (moved.id, moved.state, len(moved.dispositions)) == (flag, "dismissed", 1)
    assert flag_moves.follow(store, flag_store.adrift(store)) == 0
    assert review(store, 1) == {flag: ("unchanged", "dismissed")}
    undo(store, "sam", "rob")
    assert review(store, 2) == {flag: ("changed", "dismissed")}
    assert by_subject(store)["sam"].id == flag


def test_two_flags_that_become_one_are_joined_in_the_older_and_part_again(
    embedded_store: Store,
) -> None:
    store = embedded_store
    write(store, SAM)
    (older,) = review(store)
    later = (
        "i3 Incident occurred_from=2025-02-01T10:00",
        "i4 Incident occurred_from=2025-03-01T10:00",
    )
    write(store, "\n".join(later))
    run(store, "CREATE (:Person {id: 'max', name: 'Max', level: 0})")
    for link, who in (("SUSPECT_IN", "max"), ("VICTIM_OF", "vera")):
        run(
            store,
            f"""MATCH (i:Incident) WHERE i.id IN ['i3', 'i4'] MATCH (p:Person {{id: '{who}'}})
            CREATE (p)-[:{link} {{level: 0}}]->(i)""",
        )
    (younger,) = review(store, 1).keys() - {older}
    say(store, younger, "confirm")
    merge(store, "max", "sam")
    now = review(store, 2)
    assert now[older] == ("strengthened", "strengthened")
    (kept,) = by_subject(store).values()
    assert (kept.id, [said["kind"] for said in kept.dispositions]) == (older, ["confirm"])
    assert review(store, 2)[older][0] == "unchanged"
    # From the people who are there a judgement comes to the flag of who is not.
    assert set(flag_store.about_people(store, ["sam"])) == {older, younger}
    undo(store, "max", "sam")
    assert review(store, 3)[younger] == ("reopened", "confirmed")
    apart = by_subject(store)
    assert {who: flag.id for who, flag in apart.items()} == {"sam": older, "max": younger}
    assert apart["sam"].dispositions == []
    assert [said["kind"] for said in apart["max"].dispositions] == ["confirm"]


def test_the_other_side_of_a_split_gets_a_flag_that_names_the_one_that_stays(
    embedded_store: Store,
) -> None:
    store = embedded_store
    write(store, SAM + "i3 Incident\ni4 Incident\nsam SUSPECT_IN i3 i4\nvera VICTIM_OF i3 i4\n")
    (flag,) = review(store)
    run(store, "CREATE (:Person {id: 'new', name: 'New', level: 0})")
    run(
        store,
        """MATCH (:Person {id: 'sam'})-[s:SUSPECT_IN]->(i:Incident) WHERE i.id IN ['i3', 'i4']
        MATCH (p:Person {id: 'new'}) CREATE (p)-[:SUSPECT_IN {level: 0}]->(i) DELETE s""",
    )
    run(store, "CREATE (:Change {id: 'c1', kind: 'split', person: 'sam', other: 'new'})")
    now = review(store, 1)
    assert now.pop(flag)[0] == "changed"
    ((other, outcome),) = now.items()
    assert outcome == ("new", "new")
    assert flag in by_subject(store)["new"].why
    assert by_subject(store)["new"].id == other
    assert set(review(store, 1).values()) == {("unchanged", "new")}


def test_a_person_who_is_gone_for_good_takes_the_flag_along(embedded_store: Store) -> None:
    write(embedded_store, SAM)
    (flag,) = review(embedded_store)
    run(embedded_store, "MATCH (p:Person {id: 'sam'}) DETACH DELETE p")
    assert review(embedded_store, 1) == {flag: ("withdrawn", "withdrawn")}
