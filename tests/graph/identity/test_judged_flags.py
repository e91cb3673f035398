"""A judgement reaches the flags at once: as a night that asks about everything would have them."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest
from engines import cypher
from sessions import flags_seen, session_of
from small_records import deliver, incident, person
from whole_way import clear

from graph.access.session import Session
from graph.changes.change_log import ChangeLog
from graph.derive.dump import digest
from graph.derive.rebuild import rebuild
from graph.engine.store import Store
from graph.flags import store as flag_store
from graph.identity import decisions
from graph.identity.judgements import judge, judged, judgements
from graph.identity.partition import pair
from graph.model.record import Record
from ingest.night import night
from ingest.night.bring_up_to_date import bring_up_to_date

AS_OF = dt.datetime(2024, 2, 1, 2, tzinfo=dt.UTC)
ROSA = person("Rosa Fenn", "victim", born="1990-09-03", home="9 weir row")
DANA = person("Dana Quill", "suspect", born="1987-02-14", phone="+447700900001")
IVO = person("Ivo Marsh", "suspect", born="1951-11-30")
JOY = person("Joy Holt", "suspect", born="1971-05-30")
CID = person("Cid Pike", "victim", born="1982-01-01")


def on(day: int, *parties: dict[str, Any], **more: Any) -> Record:
    at = dt.datetime(2024, 1, day, 9, tzinfo=dt.UTC)
    hour = {"start": at, "end": at + dt.timedelta(hours=1), "precision": "hour"}
    return incident(f"A{day}", *parties, day=day, occurred=hour, **more)


RECORDS = [on(1, DANA, ROSA), on(2, DANA, ROSA), on(3, IVO, ROSA), on(4, JOY, CID)]
DANA_1, DANA_2, IVO_3, JOY_4 = (record.mention_id(record.parties[0]) for record in RECORDS)
FLAGS = cypher(
    """MATCH (f:Flag) WHERE f.state <> 'withdrawn'
    OPTIONAL MATCH (f)-[on:ON]->() WITH f, count(on) AS ons
    OPTIONAL MATCH (f)-[c:CITES]->() WITH f, ons, count(c) AS cites
    RETURN f.id AS id, f.subjects AS subjects, f.state AS state, f.why AS why, f.due AS due,
      f.columns AS columns, f.evidence AS evidence, f.owner AS owner, ons, cites ORDER BY id""",
    "id: str, subjects: list[str], state: str, why: str, due: str, columns: str, "
    "evidence: list[str], owner: str, ons: int, cites: int",
)
POSSIBLY = cypher(
    """MATCH (i:Incident)-[r:POSSIBLY_BY]->(p:Person)
    RETURN i.id AS i, p.id AS p, r.probability AS share ORDER BY i, p""",
    "i: str, p: str, share: float",
)


@pytest.fixture
def ann(embedded_store: Store, tmp_path: Path) -> Session:
    clear(embedded_store.settings.data)
    return session_of(embedded_store, 3, folder=tmp_path)


def say(ann: Session, a: str, b: str, *, same: bool) -> str:
    """The judgement's id."""
    return decisions.say(ann, a, b, same=same, why="seen").id


def take_back(ann: Session, judgement: str) -> None:
    decisions.take_back(ann, judgement, "a slip")


def begin(store: Store, *records: Record) -> None:
    deliver(store, "d1", *(records or RECORDS))
    night.run(session_of(store), AS_OF)


def stand(store: Store) -> list[dict[str, Any]]:
    return [dict(row) for query in (FLAGS, POSSIBLY) for row in store.read(query)]


def course(store: Store, *, withdrawn: bool = False) -> list[flag_store.Flag]:
    return flags_seen(store, 3, rule="course_of_conduct", withdrawn=withdrawn)


def check_with_a_full_night(store: Store) -> None:
    stood = stand(store)
    assert night.run(session_of(store), AS_OF, full=True).news == []
    assert stand(store) == stood


def test_a_flag_that_a_judgement_takes_says_which_and_comes_back_without_it(
    embedded_store: Store, ann: Session
) -> None:
    store = embedded_store
    begin(store)
    before, graph = stand(store), digest(store)
    (flag,) = course(store)
    judgement = say(ann, DANA_1, DANA_2, same=False)
    assert course(store) == []
    (gone,) = course(store, withdrawn=True)
    assert (gone.id, gone.state, gone.changed_at) == (flag.id, "withdrawn", AS_OF)
    assert gone.why.startswith(f"Judgement {judgement} (not one person, ann, ")
    check_with_a_full_night(store)
    assert course(store, withdrawn=True)[0].why == gone.why
    take_back(ann, judgement)
    assert (stand(store), digest(store)) == (before, graph)
    check_with_a_full_night(store)


@pytest.mark.slow
def test_a_flag_that_a_judgement_raises_goes_with_its_end(
    embedded_store: Store, ann: Session
) -> None:
    store = embedded_store
    begin(store, RECORDS[0], *RECORDS[2:])
    before, graph = stand(store), digest(store)
    assert course(store) == []
    judgement = say(ann, DANA_1, IVO_3, same=True)
    (flag,) = course(store)
    assert (flag.state, flag.raised_at, flag.columns["occasions"]) == ("new", AS_OF, 2)
    check_with_a_full_night(store)
    take_back(ann, judgement)
    assert (stand(store), digest(store)) == (before, graph)
    (gone,) = course(store, withdrawn=True)
    assert gone.why.startswith(f"The end of judgement {judgement} (ann, ")
    check_with_a_full_night(store)


@pytest.mark.slow
def test_a_flag_that_is_joined_with_another_names_the_judgement(
    embedded_store: Store, ann: Session
) -> None:
    store, ivo_again = embedded_store, on(5, IVO, ROSA)
    begin(store, *RECORDS, ivo_again)
    say(ann, DANA_1, DANA_2, same=True)
    say(ann, IVO_3, ivo_again.mention_id(ivo_again.parties[0]), same=True)
    before = stand(store)
    kept, joined = sorted(course(store), key=lambda flag: (flag.raised_at, flag.id))
    judgement = say(ann, DANA_1, IVO_3, same=True)
    assert [flag.id for flag in course(store)] == [kept.id]
    gone = next(flag for flag in course(store, withdrawn=True) if flag.id == joined.id)
    assert f"Joined with flag {kept.id} by judgement {judgement}" in gone.why
    check_with_a_full_night(store)
    take_back(ann, judgement)
    assert stand(store) == before


@pytest.mark.slow
def test_a_word_said_again_is_one_word(embedded_store: Store, ann: Session) -> None:
    begin(embedded_store)
    word = say(ann, DANA_1, IVO_3, same=True)
    assert say(ann, IVO_3, DANA_1, same=True) == word
    take_back(ann, word)
    assert judged(judgements(embedded_store)).same == ()
    assert say(ann, DANA_1, IVO_3, same=True) != word


def test_the_later_word_counts_though_the_clock_went_back(embedded_store: Store) -> None:
    begin(embedded_store)
    day = dt.timedelta(days=1)
    for same, at in ((True, AS_OF), (False, AS_OF - day)):
        judge(embedded_store, DANA_1, IVO_3, same=same, who="ann", why="seen", at=at)
    assert judged(judgements(embedded_store)).apart == {pair(DANA_1, IVO_3)}


def test_what_waits_for_the_night_goes_on_waiting(embedded_store: Store, ann: Session) -> None:
    store, log = embedded_store, embedded_store.watcher(ChangeLog)
    begin(store)
    judgement = say(ann, DANA_1, DANA_2, same=False)
    assert log.is_empty()
    deliver(store, "d2", on(9, JOY, CID))
    waits = log.read()
    take_back(ann, judgement)
    still = log.read()
    assert waits is not None
    assert still is not None
    assert waits <= still
    assert len(course(store)) == 1
    assert {change.outcome for change in night.run(session_of(store), AS_OF).news} == {"new"}
    check_with_a_full_night(store)


@pytest.mark.slow
def test_what_a_kill_leaves_undone_of_the_flags_the_next_night_does(
    embedded_store: Store, ann: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    store = embedded_store
    begin(store)
    monkeypatch.setattr("graph.identity.decisions.follow", die)
    with pytest.raises(Killed):
        say(ann, DANA_1, DANA_2, same=False)
    assert len(course(store)) == 1
    night.run(session_of(store), AS_OF)
    assert course(store) == []
    check_with_a_full_night(store)


@pytest.mark.slow
def test_flags_follow_even_when_everything_waits(embedded_store: Store, ann: Session) -> None:
    store, log = embedded_store, embedded_store.watcher(ChangeLog)
    begin(store)
    rebuild(store)
    bring_up_to_date(session_of(store), lambda *_: None)
    assert log.read() is None
    say(ann, DANA_1, DANA_2, same=False)
    assert course(store) == []
    assert log.read() is None


def test_before_the_first_night_there_is_no_flag(embedded_store: Store, ann: Session) -> None:
    store = embedded_store
    deliver(store, "d1", *RECORDS)
    bring_up_to_date(session_of(store), lambda *_: None)
    say(ann, DANA_1, IVO_3, same=True)
    assert course(store) == []
    night.run(session_of(store), AS_OF)
    assert course(store)[0].columns["occasions"] == 3


def test_only_those_concerned_are_asked_about(
    embedded_store: Store, ann: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [
        incident(f"B{n}", person(f"Pat Hill{n}", "suspect"), person(f"Una Cole{n}", "victim"))
        for n in range(40)
    ]
    begin(embedded_store, *RECORDS, *others)
    asked: list[str] = []
    read = embedded_store.read

    def spy(query: Any, *right: Any, **params: Any) -> Any:
        asked.extend(params["anchors"] if query.room == "detect" else ())
        return read(query, *right, **params)

    monkeypatch.setattr(embedded_store, "read", spy)
    say(ann, DANA_1, DANA_2, same=False)
    assert 0 < len(set(asked)) < 8


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_any_judgements_give_the_flags_of_a_full_night_and_go_without_a_trace(
    embedded_store: Store, ann: Session, seed: int
) -> None:
    store, draw = embedded_store, random.Random(seed)
    begin(store, *(_any(draw, number) for number in range(14)))
    before, graph = stand(store), digest(store)
    mentions = [
        row["id"] for row in store.read(cypher("MATCH (m:Mention) RETURN m.id AS id", "id: str"))
    ]
    for _ in range(3):
        judgement = say(ann, *draw.sample(sorted(mentions), 2), same=draw.random() < 0.5)
        check_with_a_full_night(store)
        take_back(ann, judgement)
        check_with_a_full_night(store)
        assert (stand(store), digest(store)) == (before, graph)
    judged = [
        say(ann, *draw.sample(sorted(mentions), 2), same=draw.random() < 0.5) for _ in range(4)
    ]
    check_with_a_full_night(store)
    for judgement in draw.sample(judged, len(judged)):
        take_back(ann, judgement)
    check_with_a_full_night(store)
    assert digest(store) == graph


def _any(draw: random.Random, number: int) -> Record:
    names = ("Ann Reed", "Bob Marsh", "Cid Pike", "Dee Holt", "Eve Lund")
    parties = []
    for role in ("victim", draw.choice(("suspect", "suspect", "witness"))):
        who = draw.randrange(len(names))
        more: dict[str, Any] = {"born": f"198{who}-01-01"}
        if draw.random() < 0.5:
            more["phone"] = f"+44770090010{draw.choice((who, 9))}"
        if draw.random() < 0.5:
            more["home"] = f"{draw.randint(1, 2)} mill lane"
        parties.append(person(names[who], role, **more))
    involves = [{"phone": {"written": "07700 900109", "key": "+447700900109"}, "whose": "offender"}]
    extra = {"involves": involves} if draw.random() < 0.5 else {}
    return on(1 + number, *parties, **extra)


FENN = [
    on(1, DANA, person("Rosa Fenn", "victim")),
    on(2, DANA, person("Rosa Fenn", "victim", home="9 weir row")),
    on(3, DANA, person("Una Fenn", "victim", home="9 weir row")),
]
SAME = cypher(
    "MATCH (p:Person)-[r:POSSIBLY_SAME]->(q:Person) RETURN p.name AS p, q.name AS q ORDER BY p",
    "p: str, q: str",
)


@pytest.mark.slow
def test_those_who_are_not_told_apart_are_possibly_the_same_until_somebody_says(
    embedded_store: Store, ann: Session
) -> None:
    store = embedded_store
    begin(store, *FENN)
    graph = digest(store)
    assert store.read(SAME) == [{"p": "Rosa Fenn", "q": "Rosa Fenn"}]
    ends = [record.mention_id(record.parties[1]) for record in FENN[:2]]
    for same in (False, True):
        judgement = say(ann, *ends, same=same)
        assert store.read(SAME) == []
        take_back(ann, judgement)
        assert digest(store) == graph
    judgement = say(ann, *ends, same=False)
    deliver(store, "d2", on(4, DANA, person("Rosa Fenn", "victim")))
    night.run(session_of(store), AS_OF)
    assert len(store.read(SAME)) == 2
    rebuild(store)
    bring_up_to_date(session_of(store), lambda *_: None)
    assert len(store.read(SAME)) == 2


NUMBERED = [
    on(1, DANA, person("Rosa Fenn", "victim", born="1990-09-03", nominal="7")),
    on(2, DANA, person("Rosa Fenn", "victim", nominal="7", home="9 weir row")),
    on(3, DANA, person("Rosa Fenn", "victim", nominal="7")),
    on(4, DANA, person("Ivo Marsh", "victim", born="1951-11-30", nominal="7")),
    on(5, DANA, person("Una Cole", "victim", born="1971-05-30", roll="census")),
    on(6, DANA, person("Una Cole", "victim", born="1971-05-30", roll="census")),
]
OF_WHOM = cypher(
    "MATCH (m:Mention)-[:REFERS_TO]->(p:Person) WHERE m.id IN $ids "
    "RETURN p.id AS person, count(m) AS mentions ORDER BY mentions, person",
    "person: str, mentions: int",
    "ids: list[str]",
)


@pytest.mark.slow
def test_one_number_is_one_person_and_two_entries_are_two_until_somebody_says(
    embedded_store: Store, ann: Session
) -> None:
    store = embedded_store
    begin(store, *NUMBERED)
    graph = digest(store)
    ids = [record.mention_id(record.parties[1]) for record in NUMBERED]

    def parts(*numbers: int) -> list[int]:
        return [row["mentions"] for row in store.read(OF_WHOM, ids=[ids[n] for n in numbers])]

    assert (parts(0, 1, 2), parts(0, 1, 2, 3), parts(4, 5)) == ([3], [1, 3], [1, 1])
    assert store.read(SAME) == [{"p": "Rosa Fenn", "q": "Ivo Marsh"}]
    for one, other in ((4, 5), (0, 3)):
        judgement = say(ann, ids[one], ids[other], same=True)
        assert len(parts(one, other)) == 1
        take_back(ann, judgement)
        assert len(parts(one, other)) == 2
    judgement = say(ann, ids[0], ids[1], same=False)
    assert len(parts(0, 1)) == 2
    take_back(ann, judgement)
    assert digest(store) == graph
    judgement = say(ann, ids[0], ids[1], same=False)
    deliver(store, "d2", on(9, ROSA, person("Rosa Fenn", "victim", nominal="7")))
    night.run(session_of(store), AS_OF)
    assert len(parts(0, 1)) == 2
    take_back(ann, judgement)
    assert parts(0, 1, 2) == [3]
