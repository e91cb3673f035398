"""Why two mentions are one person or not; judging, taking back, and what to look at next."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from engines import cypher
from sessions import session_of
from small_records import deliver, incident, person, withdraw

from graph.access.session import Session
from graph.derive.dump import digest
from graph.engine.store import Store
from graph.errors import InputError
from graph.identity import decisions
from graph.identity.judgements import judge, judgements
from graph.identity.review import doubtful
from graph.identity.why import for_and_against, why
from ingest.resolve.run import resolve

PHONE = "+447700900001"
PEOPLE = [
    person("Dana Quill", "suspect", born="1987-02-14", phone=PHONE),
    person("Dana Quill", "suspect", born="1987-02-14", home="4 mill lane"),
    person("Dana Quille", "suspect", phone=PHONE, home="4 mill lane"),
    person("Rosa Fenn", "victim", born="1990-09-03", home="9 weir row"),
    person("Ivo Marsh", "witness", born="1951-11-30"),
]
WHO = cypher(
    "MATCH (m:Mention)-[:REFERS_TO]->(p:Person) RETURN m.id AS mention, p.id AS person",
    "mention: str, person: str",
)
ALL_STALE = cypher("MATCH (m:Mention) SET m.stale = true RETURN count(m) AS n", "n: int")


def who(store: Store) -> dict[str, str]:
    return {row["mention"]: row["person"] for row in store.read(WHO)}


@pytest.fixture
def ann(store: Store, tmp_path: Path) -> Session:
    return session_of(store, 3, folder=tmp_path)


@pytest.fixture
def low(store: Store, tmp_path: Path) -> Session:
    return session_of(store, 0, "low", tmp_path)


@pytest.fixture
def mentions(store: Store, tmp_path: Path) -> list[str]:
    """The mention ids of PEOPLE, resolved."""
    records = [incident(str(n), each, day=n) for n, each in enumerate(PEOPLE, 1)]
    deliver(store, "d1", *records)
    resolve(store, tmp_path / "work")
    return [record.mention_id(record.parties[0]) for record in records]


def test_what_speaks_for_a_pair_is_told_with_what_is_shared(
    low: Session, mentions: list[str]
) -> None:
    found = why(low, mentions[0], mentions[2])
    assert found.one
    assert found.link
    speaks_for, _ = for_and_against(found.link)
    assert {share.says.partition(":")[0] for share in speaks_for} >= {"forename", "phone"}
    assert found.link.weight >= found.threshold
    shown = sum(share.bits for share in found.link.shares) + found.link.rest
    assert shown == pytest.approx(found.link.weight)
    assert [(it.label, it.id, it.people) for it in found.shared] == [("Phone", PHONE, 1)]
    assert low.audit.entries()[-1].body == {"asked": "why", "of": [mentions[0], mentions[2]]}


def test_a_pair_kept_apart_is_told_why_not(low: Session, mentions: list[str]) -> None:
    found = why(low, mentions[0], mentions[3])
    assert (found.one, found.link, found.path) == (False, None, ())
    assert "no link is kept" in found.reason


def test_two_people_can_be_asked_about_and_unknown_ids_are_refused(
    store: Store, low: Session, mentions: list[str]
) -> None:
    people = who(store)
    found = why(low, people[mentions[0]], people[mentions[3]])
    assert found.a.mentions == tuple(sorted(mentions[:3]))
    with pytest.raises(InputError, match="nobody"):
        why(low, "nobody", mentions[0])
    with pytest.raises(InputError, match="same"):
        why(low, mentions[0], mentions[0])


def test_a_judgement_is_followed_told_and_undone_without_a_trace(
    store: Store, ann: Session, low: Session, mentions: list[str], tmp_path: Path
) -> None:
    before, people = digest(store), who(store)
    said = decisions.say(ann, mentions[0], mentions[3], same=True, why="one face")
    found = why(low, mentions[0], mentions[3])
    assert found.one
    assert "one face" in found.reason
    assert len(set(who(store).values())) == 2
    (old,) = set(people.values()) - set(who(store).values())
    assert why(low, old, mentions[0]).one
    resolve(store, tmp_path / "elsewhere")  # a machine that must read everything
    assert why(low, mentions[0], mentions[3]).one
    decisions.take_back(ann, said.id[:8], "two faces")
    assert who(store) == people
    assert digest(store) == before
    assert [it.withdrawn for it in decisions.listed(low)] == [True]


@pytest.mark.slow
def test_those_judged_apart_stay_apart_and_come_together_again(
    store: Store, ann: Session, low: Session, mentions: list[str], tmp_path: Path
) -> None:
    before, people = digest(store), who(store)
    said = decisions.say(ann, mentions[0], mentions[2], same=False, why="brothers")
    parted = who(store)
    assert parted[mentions[0]] != parted[mentions[2]]
    assert "brothers" in why(low, mentions[0], mentions[2]).reason
    resolve(store, tmp_path / "elsewhere")
    assert who(store) == parted
    decisions.take_back(ann, said.id, "no")
    assert (who(store), digest(store)) == (people, before)


@pytest.mark.slow
def test_judgements_hold_in_later_nights_as_if_all_had_come_at_once(
    store: Store, ann: Session, mentions: list[str], tmp_path: Path
) -> None:
    decisions.say(ann, mentions[0], mentions[2], same=False, why="brothers")
    one = decisions.say(ann, mentions[1], mentions[3], same=True, why="seen")
    deliver(store, "d2", incident("9", PEOPLE[0], day=9), incident("8", PEOPLE[3], day=8))
    for step in (None, one.id):
        if step:
            decisions.take_back(ann, step, "not so")
        resolve(store, tmp_path / "work")
        nightly = who(store), digest(store)
        store.write(ALL_STALE)
        resolve(store, tmp_path / f"elsewhere {step}")
        assert (who(store), digest(store)) == nightly
        assert nightly[0][mentions[0]] != nightly[0][mentions[2]]
        assert (nightly[0][mentions[1]] == nightly[0][mentions[3]]) is (step is None)


def test_mentions_joined_by_others_only_show_the_path(
    ann: Session, low: Session, mentions: list[str]
) -> None:
    decisions.say(ann, mentions[3], mentions[4], same=True, why="seen")
    decisions.say(ann, mentions[0], mentions[4], same=True, why="seen")
    found = why(low, mentions[0], mentions[3])
    assert found.one
    assert [step.rule for step in found.path] == ["judgement", "judgement"]
    ends = {end for step in found.path for end in (step.a, step.b)}
    assert ends == {mentions[0], mentions[3], mentions[4]}


def test_a_judgement_needs_a_reason_and_two_mentions_that_are_there(
    store: Store, ann: Session, mentions: list[str]
) -> None:
    with pytest.raises(InputError, match="--why"):
        decisions.say(ann, mentions[0], mentions[1], same=True, why=" ")
    with pytest.raises(InputError, match="nobody"):
        decisions.say(ann, mentions[0], "nobody", same=True, why="x")
    with pytest.raises(InputError, match="judgements"):
        decisions.take_back(ann, "ffff", "x")
    assert judgements(store) == []


@pytest.mark.slow
def test_a_word_holds_when_its_mentions_have_gone_and_come_again(
    store: Store, ann: Session, mentions: list[str], tmp_path: Path
) -> None:
    decisions.say(ann, mentions[0], mentions[1], same=False, why="brothers")
    withdraw(store, "d1")
    deliver(store, "d1", *(incident(str(n), each, day=n) for n, each in enumerate(PEOPLE, 1)))
    resolve(store, tmp_path / "work")
    assert who(store)[mentions[0]] != who(store)[mentions[1]]
    decisions.say(ann, mentions[1], mentions[4], same=True, why="one photograph")
    people = who(store)
    assert people[mentions[1]] == people[mentions[4]]
    assert people[mentions[0]] != people[mentions[1]]


def test_only_what_is_there_and_decided_can_be_judged(
    store: Store, mentions: list[str], tmp_path: Path
) -> None:
    said: Any = {"same": True, "who": "ann", "why": "x", "at": dt.datetime.now(dt.UTC)}
    before = digest(store)
    with pytest.raises(InputError, match="there is no mention nobody"):
        judge(store, mentions[0], "nobody", **said)
    assert (digest(store), judgements(store)) == (before, [])
    deliver(store, "d2", incident("9", PEOPLE[0], day=9))
    late = incident("9", PEOPLE[0], day=9)
    with pytest.raises(InputError, match="not decided yet"):
        judge(store, mentions[3], late.mention_id(late.parties[0]), **said)
    resolve(store, tmp_path / "work")
    judge(store, mentions[3], late.mention_id(late.parties[0]), **said)


@pytest.mark.slow
def test_a_judgement_and_what_follows_from_it_are_there_whole_or_not_at_all(
    store: Store,
    ann: Session,
    mentions: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    before = digest(store)
    monkeypatch.setattr("graph.identity.judgements.follow", die)
    with pytest.raises(Killed):
        decisions.say(ann, mentions[0], mentions[3], same=True, why="one face")
    assert (digest(store), judgements(store)) == (before, [])
    monkeypatch.undo()
    decisions.say(ann, mentions[0], mentions[3], same=True, why="one face")
    judged, people = digest(store), who(store)
    assert people[mentions[0]] == people[mentions[3]]
    store.write(ALL_STALE)
    resolve(store, tmp_path / "work")
    assert (digest(store), who(store)) == (judged, people)


def test_victims_whereabouts_are_withheld_from_a_suspects_side(
    store: Store, ann: Session, tmp_path: Path
) -> None:
    home = "9 weir row"
    dana = person("Dana Quill", "suspect", born="1987-02-14", phone=PHONE)
    rosa = person("Rosa Fenn", "victim", born="1990-09-03", home=home, phone=PHONE)
    also = person("Rosa Quill", "witness", born="1990-09-03", home=home, phone=PHONE)
    first, second = incident("1", dana, rosa), incident("2", also, day=2)
    deliver(store, "d1", first, second)
    resolve(store, tmp_path / "work")
    suspect, victim = (first.mention_id(party) for party in first.parties)
    other = second.mention_id(second.parties[0])
    guarded = why(ann, suspect, victim)
    assert guarded.guarded
    assert [(it.label, it.id) for it in guarded.shared] == [("Phone", None)]
    if guarded.link:
        told = {share.says.partition(":")[2] for share in guarded.link.shares[3:]}
        assert told == {" withheld"}
    assert not why(ann, victim, other).guarded


def test_what_is_above_the_viewers_clearance_is_not_there(
    store: Store, ann: Session, low: Session, tmp_path: Path
) -> None:
    secret = incident("1", PEOPLE[0], classification="SECRET")
    plain = incident("2", PEOPLE[0], day=2)
    deliver(store, "d1", secret, plain)
    resolve(store, tmp_path / "work")
    ends = [record.mention_id(record.parties[0]) for record in (secret, plain)]
    assert why(ann, *ends).one
    with pytest.raises(InputError, match="may see"):
        why(low, *ends)
    assert doubtful(low) == []


@pytest.fixture
def pair_in_doubt(store: Store, mentions: list[str]) -> Store:  # noqa: ARG001
    """The graph with its links moved to the threshold and beyond it."""
    query = cypher(
        "MATCH (a:Mention)-[r:RESEMBLES]->(b:Mention) MATCH (n:Resolution) "
        "SET r.weight = toFloat(n.threshold) / 100 RETURN count(r) AS n",
        "n: int",
    )
    store.write(query)
    return store


@pytest.mark.usefixtures("pair_in_doubt")
def test_pairs_near_the_threshold_are_asked_about_once_for_two_people(
    ann: Session, low: Session, mentions: list[str]
) -> None:
    found = doubtful(low)
    assert len(found) == 1
    assert found[0].one
    assert found[0].suspect
    assert {found[0].a, found[0].b} < set(mentions[:3])
    decisions.say(ann, found[0].a, found[0].b, same=True, why="seen")
    assert found[0] not in doubtful(low)


def test_two_clusters_are_told_as_they_were_averaged(embedded_store: Store, tmp_path: Path) -> None:
    """A pair of +8 does not join two people whose other pairs weigh nothing."""
    store, low = embedded_store, session_of(embedded_store, 0, "low", tmp_path)
    nominal = {"nominal": "7", "born": "1951-11-30"}
    who_is = [
        person("Ivo Marsh", "victim", **nominal),
        person("Ivo Marsh", "victim", **nominal),
        person("Una Cole", "victim", born="1951-11-30", nominal="7"),
        person("Rosa Fenn", "victim", born="1990-09-03", roll="census"),
        person("Rosa Fenn", "victim", born="1990-09-03", roll="census"),
        person("Rosa Fenn", "victim", born="1990-09-03"),
    ]
    records = [incident(f"w{n}", each, day=n) for n, each in enumerate(who_is, 1)]
    deliver(store, "d1", *records)
    resolve(store, tmp_path / "work")
    ids = [record.mention_id(record.parties[0]) for record in records]
    told = why(low, ids[0], ids[1])
    assert told.reason.startswith("One person: a force has one person number for both")
    told = why(low, ids[3], ids[4])
    assert (told.one, told.average) == (False, None)
    assert "a list that has each person once" in told.reason
    told = why(low, ids[0], ids[3])
    assert [it.mentions for it in told.compared] == [(3, 1)]
    ann = session_of(store, 3, folder=tmp_path)
    decisions.say(ann, ids[3], ids[5], same=True, why="seen")
    told = why(low, ids[0], ids[3])
    assert {it.weight for it in told.compared} == {None}
    assert len(told.compared) == 2
    assert told.a.cluster == tuple(sorted(ids[:3]))
    assert told.average == told.floor < told.threshold
