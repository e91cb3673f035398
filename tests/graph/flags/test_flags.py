"""What becomes of a flag from run to run."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from engines import cypher
from hypothesis import given
from hypothesis import strategies as st
from sessions import flags_seen, session_of
from tiny_graph import write

from graph.engine.store import Store
from graph.explore import asking
from graph.flags import care
from graph.flags import store as flag_store
from graph.flags import upkeep as flags
from graph.flags.life import Decision, Standing, what_changed
from graph.model.compartments import Marking
from graph.model.keys import join_key
from graph.rules.run import Finding, Subject, _subjects, find, rules

DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NEXT_DAY = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
SERIES = """
sam Person name='Sam Example'
vera Person name='Vera Example'
i1 Incident force=northmarch
i2 Incident force=northmarch
sam SUSPECT_IN i1 i2
vera VICTIM_OF i1 i2
"""
EVERYTHING = cypher(
    """MATCH (n) WHERE n:Flag OR n:Person OR n:Record
    OPTIONAL MATCH (n)-[r]->(m)
    RETURN n.id AS id, properties(n) AS props, type(r) AS type, m.id AS other""",
    "id: str, props: map, type: str?, other: str?",
)
TIES = cypher(
    """MATCH (f:Flag)
    CALL (f) {
      MATCH (f)-[o:ON]->(n) RETURN 'ON ' + o.as AS tie, n.id AS id
      UNION
      MATCH (f)-[:CITES]->(n:Record) RETURN 'CITES' AS tie, n.id AS id
    }
    RETURN tie, id ORDER BY tie, id""",
    "tie: str, id: str",
)


def review(store: Store, at: dt.datetime = DAY) -> dict[str, dict[str, int]]:
    return flags.counts(flags.review(store, at, night="night"))


def only(store: Store, **asked: Any) -> flag_store.Flag:
    found = flags_seen(store, 3, **asked)
    assert len(found) == 1
    return found[0]


def run(store: Store, text: str) -> None:
    store.write(cypher(text))


def test_a_finding_raises_a_flag_with_names_and_evidence(store: Store) -> None:
    write(store, SERIES)
    assert review(store) == {"course_of_conduct": {"new": 1}}
    flag = only(store)
    assert flag.sentence == "Course of conduct: Sam Example towards Vera Example"
    assert flag.explanation.startswith("2 separate occasions (2 incidents, 2 of them directly")
    assert "8L (harassment)" in flag.explanation
    assert "possible" not in flag.explanation
    assert "Carried out through" not in flag.explanation
    assert (flag.state, flag.raised_at, flag.changed_at) == ("new", DAY, DAY)
    assert flag.record_ids == ["r-i1", "r-i2"]
    assert [(row["tie"], row["id"]) for row in store.read(TIES)] == [
        ("CITES", "r-i1"),
        ("CITES", "r-i2"),
        ("ON suspect", "sam"),
        ("ON victim", "vera"),
    ]


def test_a_second_run_changes_nothing(store: Store) -> None:
    write(store, SERIES)
    review(store)
    before = store.read(EVERYTHING)
    assert review(store, NEXT_DAY) == {"course_of_conduct": {"unchanged": 1}}
    assert sorted(map(str, store.read(EVERYTHING))) == sorted(map(str, before))


def test_a_flag_is_strengthened_by_more_evidence(embedded_store: Store) -> None:
    write(embedded_store, SERIES)
    review(embedded_store)
    write(embedded_store, "i3 Incident occurred_from=2025-02-01T10:00")
    run(
        embedded_store,
        """MATCH (i:Incident {id: 'i3'}) MATCH (s:Person {id: 'sam'}) MATCH (v:Person {id: 'vera'})
        CREATE (s)-[:SUSPECT_IN {level: 0}]->(i) CREATE (v)-[:VICTIM_OF {level: 0}]->(i)""",
    )
    assert review(embedded_store, NEXT_DAY) == {"course_of_conduct": {"strengthened": 1}}
    flag = only(embedded_store)
    assert (flag.state, flag.raised_at, flag.changed_at) == ("strengthened", DAY, NEXT_DAY)
    assert flag.columns["occasions"] == 3
    assert flag.record_ids == ["r-i1", "r-i2", "r-i3"]
    assert {"tie": "CITES", "id": "r-i3"} in embedded_store.read(TIES)


def test_a_flag_whose_record_goes_is_withdrawn_says_why_and_comes_back(
    embedded_store: Store,
) -> None:
    store = embedded_store
    write(store, SERIES)
    review(store)
    run(store, "MATCH (r:Record {id: 'r-i2'}) DETACH DELETE r")
    run(store, "MATCH (:Person)-[s:SUSPECT_IN]->(:Incident {id: 'i2'}) DELETE s")
    assert review(store, NEXT_DAY) == {"course_of_conduct": {"withdrawn": 1}}
    assert flags_seen(store, 3) == []
    flag = only(store, withdrawn=True)
    assert flag.why == "1 of the 2 records that it rested on were withdrawn or replaced."
    assert review(store, NEXT_DAY) == {"course_of_conduct": {"unchanged": 1}}
    run(
        store,
        """MATCH (i:Incident {id: 'i2'}) MATCH (s:Person {id: 'sam'})
        CREATE (s)-[:SUSPECT_IN {level: 0}]->(i)
        CREATE (:Record {id: 'r-i2', level: 0, current: true})-[:ABOUT]->(i)""",
    )
    assert review(store, NEXT_DAY) == {"course_of_conduct": {"reopened": 1}}
    flag = only(store)
    assert (flag.state, flag.why, flag.raised_at) == ("new", "", DAY)


def test_a_flag_that_the_rule_reads_otherwise_is_withdrawn(embedded_store: Store) -> None:
    write(embedded_store, SERIES)
    review(embedded_store)
    run(embedded_store, "MATCH (i:Incident {id: 'i2'}) SET i.cancelled = true")
    review(embedded_store, NEXT_DAY)
    why = only(embedded_store, withdrawn=True).why
    assert (
        why
        == "Its records stand, but the rule no longer finds it: what they say is read otherwise."
    )


def test_a_flag_on_a_record_that_is_gone_is_withdrawn_and_reopened_by_the_next_run(
    store: Store,
) -> None:
    write(store, SERIES + "i3 Incident force=northmarch\nsam SUSPECT_IN i3\nvera VICTIM_OF i3\n")
    review(store)
    assert flags.let_go(store, NEXT_DAY) == 0
    run(store, "MATCH (r:Record {id: 'r-i1'}) SET r.current = false")
    assert flags.let_go(store, NEXT_DAY) == 0
    run(store, "MATCH (n) WHERE n.id IN ['i1', 'r-i1'] DETACH DELETE n")
    assert flags.let_go(store, NEXT_DAY) == 1
    flag = only(store, withdrawn=True)
    assert (flag.state, flag.changed_at) == ("withdrawn", NEXT_DAY)
    assert flag.why == "1 of the 3 records that it rested on were withdrawn or replaced."
    assert flags.let_go(store, NEXT_DAY) == 0
    assert review(store, NEXT_DAY) == {"course_of_conduct": {"reopened": 1}}


def test_a_corrected_record_changes_a_flag_without_making_it_stronger() -> None:
    old: dict[str, Any] = {
        "columns": {"n": 1},
        "evidence": ("f/incident/1/v1~aa", "f/incident/2/~cc"),
    }
    new: dict[str, Any] = {
        "columns": {"n": 2},
        "evidence": ("f/incident/1/v2~bb", "f/incident/2/~cc"),
    }
    before = _stand(_finding("a", **old), "confirmed")
    (change,) = flags.compare(before, [_finding("a", **new)], DAY)
    assert (change.outcome, change.state) == ("changed", "confirmed")


def test_a_note_asks_nothing_until_what_spoke_against_it_is_gone() -> None:
    note, flag = _finding("a", {"note": True}), _finding("a", {"note": False})
    (new,) = flags.compare({}, [note], DAY)
    assert (new.outcome, new.state) == ("new", "note")
    assert care.due(new.rule, new.state, DAY, {}) is None
    (still,) = flags.compare(_stand(note, "note"), [note], DAY)
    assert (still.outcome, still.state) == ("unchanged", "note")
    (risen,) = flags.compare(_stand(note, "note"), [flag], DAY)
    assert (risen.outcome, risen.state) == ("reopened", "reopened")
    assert "It was a note" in risen.why
    for state in ("new", "strengthened", "reopened"):
        (fallen,) = flags.compare(_stand(flag, state), [note], DAY)
        assert (fallen.outcome, fallen.state) == ("changed", "note")


def test_what_a_person_said_of_a_note_holds() -> None:
    word = Decision("d", "dismiss", ("r1",))
    ((key, old),) = _stand(_finding("a"), "note").items()
    before = {key: replace(old, decision=word)}
    (change,) = flags.compare(before, [_finding("a", {"note": True})], DAY)
    assert change.state == "dismissed"


def _record(reference: str, version: str, digest: str) -> str:
    """An id as a record of a feed has it."""
    return f"{join_key('northmarch', 'incident', reference)}/{join_key(version)}~{digest * 16}"


@pytest.mark.parametrize(
    ("after", "outcome", "state"),
    [
        (("NM/1", "2025-03-01T09:00", "a"), "strengthened", "strengthened"),
        (("NM/2", "2025-03-01T09:00", "b"), "changed", "confirmed"),
    ],
    ids=["a record more", "a corrected record"],
)
def test_evidence_is_new_by_its_record_and_not_by_its_version(
    after: tuple[str, str, str], outcome: str, state: str
) -> None:
    kept = _record("NM/2", "2025-03-01T08:00", "a")
    before = _stand(_finding("a", {"n": 1}, (kept,)), "confirmed")
    now = tuple(sorted({_record(*after), *([kept] if after[0] == "NM/1" else [])}))
    (change,) = flags.compare(before, [_finding("a", {"n": 2}, now)], DAY)
    assert (change.outcome, change.state) == (outcome, state)


def test_a_dismissed_flag_says_which_records_came_and_which_were_corrected() -> None:
    old = (_record("NM/1", "", "a"), _record("NM/2", "1", "b"))
    new = (_record("NM/1", "", "c"), _record("NM/3", "1", "b"), _record("NM/4", "1", "b"))
    said = "2 records came in and 1 record went and 1 record was corrected"
    assert what_changed(old, new) == said


def test_names_are_those_of_today_and_within_the_clearance(embedded_store: Store) -> None:
    write(embedded_store, SERIES)
    review(embedded_store)
    run(embedded_store, "MATCH (p:Person {id: 'vera'}) SET p.name = 'Vera Newname'")
    assert only(embedded_store).sentence.endswith("towards Vera Newname")
    run(embedded_store, "MATCH (p:Person {id: 'vera'}) SET p.level = 1")
    (flag,) = flags_seen(embedded_store, 0)
    assert flag.sentence.endswith("towards vera")


def test_what_a_rule_that_is_no_more_found_is_told_to_nobody(embedded_store: Store) -> None:
    """Its words and columns are of then: what they name may have been raised above them since."""
    write(embedded_store, SERIES)
    review(embedded_store)
    run(embedded_store, "MATCH (f:Flag) SET f.rule = 'a_rule_of_before'")
    run(embedded_store, "MATCH (p:Person {id: 'vera'}) SET p.level = 3")
    (flag,) = flags_seen(embedded_store, 0)
    assert (flag.sentence, flag.explanation, flag.columns) == (flag_store.GONE, "", {})
    (row,) = asking.ask(session_of(embedded_store, 0), asking.question("flags"), {})
    assert (row["sentence"], row["explanation"], row["columns"]) == (flag_store.GONE, "", "{}")


def test_a_flag_above_the_clearance_is_not_shown(embedded_store: Store) -> None:
    write(embedded_store, SERIES.replace("vera VICTIM_OF i1 i2", "vera VICTIM_OF i1 i2 level=2"))
    review(embedded_store)
    assert flags_seen(embedded_store, 1) == []
    assert only(embedded_store).level == 2


def test_evidence_above_the_flag_is_not_cited(embedded_store: Store) -> None:
    write(embedded_store, SERIES + "secret Record level=2\nsecret ABOUT i1\n")
    review(embedded_store)
    assert only(embedded_store).record_ids == ["r-i1", "r-i2"]


def test_ties_come_back_after_the_entities_were_made_anew(store: Store) -> None:
    write(store, SERIES)
    review(store)
    before = store.read(TIES)
    run(store, "MATCH (n) WHERE n:Person OR n:Incident OR n:Record DETACH DELETE n")
    assert store.read(TIES) == []
    write(store, SERIES)
    flag_store.reattach(store, flag_store.adrift(store))
    flag_store.reattach(store, flag_store.adrift(store))
    assert store.read(TIES) == before
    assert review(store) == {"course_of_conduct": {"unchanged": 1}}


def test_anchors_limit_what_is_asked_and_batches_do_not_matter(
    embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(embedded_store, SERIES + "pat SUSPECT_IN i1 i2\n")
    everything = list(find(embedded_store, DAY))
    assert {finding.subjects[0].id for finding in everything} == {"sam", "pat"}
    monkeypatch.setattr("graph.rules.run.BATCH", 1)
    assert list(find(embedded_store, DAY)) == everything
    pats = list(find(embedded_store, DAY, anchors={"Person": ["pat", "nobody"]}))
    assert [finding.subjects[0].id for finding in pats] == ["pat"]


ACCOUNTS = """
i1 Incident force=northmarch
i2 Incident force=northmarch
i3 Incident force=eastvale
x1 Account kind=social
x2 Account kind=social
x3 Account kind=social
+447700900123 Phone
vera VICTIM_OF i1 i2 i3
x1 LINKED_TO +447700900123 kind=recovery
x2 LINKED_TO +447700900123 kind=recovery
x3 LINKED_TO +447700900123 kind=recovery
i1 INVOLVES x1 whose=offender
i2 INVOLVES x2 whose=offender
i3 INVOLVES x3 whose=offender
"""


def test_a_group_that_one_more_joins_is_the_same_question(store: Store) -> None:
    write(store, ACCOUNTS)
    run(store, "MATCH (i:Incident {id: 'i3'}) SET i.cancelled = true")
    rule = "alias_accounts"
    assert review(store)[rule] == {"new": 1}
    first = only(store, rule=rule)
    assert first.subjects == ["x1", "x2"]
    run(store, "MATCH (f:Flag {rule: 'alias_accounts'}) SET f.state = 'confirmed'")
    run(store, "MATCH (i:Incident {id: 'i3'}) SET i.cancelled = false")
    assert review(store, NEXT_DAY)[rule] == {"strengthened": 1}
    grown = only(store, rule=rule)
    assert (grown.id, grown.subjects) == (first.id, ["x1", "x2", "x3"])
    assert grown.raised_at == first.raised_at
    assert review(store, NEXT_DAY)[rule] == {"unchanged": 1}
    run(store, "MATCH (i:Incident {id: 'i1'}) SET i.cancelled = true")
    assert review(store, NEXT_DAY)[rule] == {"changed": 1}
    assert only(store, rule=rule).subjects == ["x2", "x3"]
    tied = {row["id"] for row in store.read(TIES) if row["tie"] == "ON account"}
    assert tied == {"x2", "x3"}


def _finding(
    suspect: str, columns: dict[str, Any] | None = None, evidence: tuple[str, ...] = ("r1",)
) -> Finding:
    subjects = (Subject("suspect", "Person", suspect),)
    return Finding("serial_perpetrator", subjects, columns or {}, evidence, Marking())


def _stand(finding: Finding, state: str) -> dict[str, Standing]:
    ids = tuple(subject.id for subject in finding.subjects)
    id_ = flags.flag_id(finding.rule, ids)
    columns = flag_store.columns_json(finding)
    return {
        id_: Standing(id_, finding.rule, ids, state, finding.evidence, columns, finding.marking)
    }


def _after(before: dict[str, Standing], changes: list[flags.Change]) -> dict[str, Standing]:
    after = dict(before)
    for change in changes:
        if change.finding is not None:
            after |= _stand(change.finding, change.state)
        elif change.outcome == "withdrawn":
            old = before[change.id]
            after[change.id] = replace(old, state="withdrawn", before=old.state)
    return after


_EVIDENCE = st.sets(st.sampled_from(["r1", "r2", "r3", "r4"]), min_size=1).map(
    lambda records: tuple(sorted(records))
)
_NIGHT = st.dictionaries(st.sampled_from(["ann", "bob", "cid"]), _EVIDENCE)


def _findings(night: dict[str, tuple[str, ...]]) -> Iterator[Finding]:
    return (
        _finding(who, {"n": len(records), "note": "r4" in records}, records)
        for who, records in night.items()
    )


@given(st.lists(_NIGHT, max_size=8))
def test_the_flags_that_stand_are_what_the_last_run_found(
    nights: list[dict[str, tuple[str, ...]]],
) -> None:
    standing: dict[str, Standing] = {}
    for night in nights:
        standing = _after(standing, flags.compare(standing, _findings(night), DAY))
    last = nights[-1] if nights else {}
    stands = {flag.subjects[0]: flag for flag in standing.values() if flag.state != "withdrawn"}
    assert {who: flag.evidence for who, flag in stands.items()} == last


@given(st.lists(_NIGHT, min_size=1, max_size=5))
def test_asking_twice_is_asking_once(nights: list[dict[str, tuple[str, ...]]]) -> None:
    standing: dict[str, Standing] = {}
    for night in nights:
        standing = _after(standing, flags.compare(standing, _findings(night), DAY))
        again = flags.compare(standing, _findings(night), DAY)
        assert {change.outcome for change in again} <= {"unchanged"}
        assert _after(standing, again) == standing


@given(st.permutations(["ann", "bob"]))
def test_a_group_of_subjects_has_one_key_in_any_order(people: list[str]) -> None:
    rule = rules()[0]
    grouped = replace(rule, subjects=("person_ids",))
    subjects = _subjects(grouped, {"person_ids": people})
    assert [subject.id for subject in subjects] == ["ann", "bob"]
    assert {subject.role for subject in subjects} == {"person"}


def test_what_is_stored_is_json_with_instants_in_utc() -> None:
    finding = _finding("a", {"last": DAY, "n": 2})
    assert json.loads(flag_store.columns_json(finding)) == {"last": "2026-01-01T00:00:00Z", "n": 2}
