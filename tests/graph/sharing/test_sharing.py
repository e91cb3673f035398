"""A case that is shared: exactly what was previewed, never anybody else, until it is withdrawn."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from engines import cypher
from shared_case import (
    PEOPLE,
    PLANTED,
    case,
    fill,
    flag,
    nell,
    olive,
    sam,
    session_for,
    vera,
    with_accounts,
)
from small_records import deliver, withdraw

from graph.access.session import Session
from graph.derive.people import derive_people, move
from graph.derive.rebuild import rebuild
from graph.engine.store import Store
from graph.errors import AccessError, InputError
from graph.identity import exchange
from graph.queries import load
from graph.sharing import shares
from graph.sharing.preview import CHOSEN, Choice, Preview, preview, recipient
from graph.sharing.sheet import SECTIONS, Sheet

SOON = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)


@pytest.fixture
def filled(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(store, "settings", replace(store.settings, data=tmp_path))
    fill(store)
    with_accounts(store)
    return store


@pytest.fixture
def boss(filled: Store) -> Session:
    return session_for(filled, "boss", "supervisor")


def haven(store: Store) -> Session:
    return session_for(store, "Haven", "support", 0)


def seen_by(
    session: Session,
    to: str = "Haven",
    sections: tuple[str, ...] = CHOSEN,
    cleared: tuple[str, ...] = (),
) -> Preview:
    whom = recipient(session.store.settings, to)
    return preview(session, "p-vera", whom, Choice(sections, cleared))


def shared(
    session: Session, sections: tuple[str, ...] = CHOSEN, cleared: tuple[str, ...] = ()
) -> str:
    seen = seen_by(session, sections=sections, cleared=cleared)
    return shares.give(session, seen, until=SOON, why="she asked for it")


def sheets(session: Session) -> list[Sheet]:
    return [each.sheet for each in shares.received(session)]


def keys(sheet: Sheet) -> set[str]:
    return {key.rpartition("/")[2] for key in sheet.records}


def leaks(what: object) -> list[str]:
    text = json.dumps(what, default=lambda it: asdict(it), ensure_ascii=False).casefold()
    return [word for word in PLANTED if word.casefold() in text]


def test_what_is_received_is_what_was_previewed_and_tells_of_nobody_else(
    filled: Store, boss: Session
) -> None:
    seen = seen_by(boss, sections=tuple(SECTIONS), cleared=("ashford/incident/1",))
    shares.give(boss, seen, until=SOON, why="she asked for it")
    assert sheets(haven(filled)) == [seen.sheet]
    assert leaks(seen.sheet) == []
    assert keys(seen.sheet) == {"1", "2", "3", "5", "O1"}
    text = json.dumps(asdict(seen.sheet))
    assert "He followed her home." in text
    assert text.count("Sam Pike") == 1  # where it was chosen to name him
    assert "former partner" in text
    assert sheets(session_for(filled, "Refuge", "support", 1)) == []


def test_handling_decides_before_any_choice(boss: Session) -> None:
    told = {key.rpartition("/")[2]: why for key, why in seen_by(boss).held_back}
    assert set(told) == {"6", "7", "8", "9"}
    assert "handling code is C" in told["6"]
    assert "conditions" in told["7"]
    # OFFICIAL-SENSITIVE leaves for whoever is cleared to it; SECRET for nobody.
    assert "9" in keys(seen_by(boss, to="Refuge").sheet)
    assert "8" not in keys(seen_by(boss, to="Refuge").sheet)


def test_only_flags_that_rest_on_what_leaves_are_told(boss: Session) -> None:
    text = json.dumps(asdict(seen_by(boss).sheet))
    assert "one course of conduct" in text
    assert "an order that protects may have been acted against" in text
    assert "more frequent or graver" not in text  # it rests on what was done to another, too
    assert "without a plan" not in text  # and this is about another


@pytest.mark.parametrize("reference", ["2", "3", "O1"])
def test_words_that_name_or_place_somebody_are_never_cleared(boss: Session, reference: str) -> None:
    kind = "order" if reference == "O1" else "incident"
    with pytest.raises(InputError, match="cannot be cleared"):
        seen_by(boss, cleared=(f"ashford/{kind}/{reference}",))


def test_a_cleared_text_that_was_worded_anew_is_not_shared(filled: Store, boss: Session) -> None:
    shared(boss, cleared=("ashford/incident/1",))
    newer = case("1", sam(), vera(), nell(), day=1, summary="He followed her to work.", version="2")
    deliver(filled, "d2", newer, extracted="2024-03-01")
    move(filled, [(newer.mention_id(party), None, PEOPLE[party.ref]) for party in newer.parties])
    derive_people(filled)
    (sheet,) = sheets(haven(filled))
    assert "1" in keys(sheet)
    assert "followed her" not in json.dumps(asdict(sheet))


def test_words_cleared_before_somebody_was_known_are_not_shown_after(
    filled: Store, boss: Session
) -> None:
    other = case("11", sam(), vera(), day=11, summary="He talked of Ida all the time.")
    deliver(filled, "d2", other)
    move(filled, [(other.mention_id(party), None, PEOPLE[party.ref]) for party in other.parties])
    derive_people(filled)
    shared(boss, cleared=("ashford/incident/11",))
    assert "Ida" in json.dumps([asdict(each) for each in sheets(haven(filled))])
    ida = {**olive(), "name": {"written": "Ida Vane", "forename": "Ida"}, "ref": "ida"}
    also = case("12", sam(), ida, day=12)
    deliver(filled, "d3", also)
    people = {**PEOPLE, "ida": "p-ida"}
    move(filled, [(also.mention_id(party), None, people[party.ref]) for party in also.parties])
    derive_people(filled)
    assert "Ida" not in json.dumps([asdict(each) for each in sheets(haven(filled))])


def test_a_share_ends_when_it_is_withdrawn_and_on_its_day(filled: Store, boss: Session) -> None:
    id_ = shared(boss)
    assert len(sheets(haven(filled))) == 1
    shares.withdraw(boss, id_, "she changed her mind")
    assert sheets(haven(filled)) == []
    (it,) = shares.listed(boss)
    assert (it.state, it.withdrawn_by, it.withdrawn_why) == (
        "withdrawn", "boss", "she changed her mind",
    )  # fmt: skip
    with pytest.raises(InputError, match="already"):
        shares.withdraw(boss, id_, "again")
    shared(boss)
    age = cypher("MATCH (s:Share) SET s.until = '2025-01-01'")
    filled.write(age)
    assert sheets(haven(filled)) == []
    assert {it.state for it in shares.listed(boss, "p-vera")} == {"withdrawn", "ended"}


def test_the_audit_holds_what_was_given_to_whom_until_when_by_whom(boss: Session) -> None:
    id_ = shared(boss)
    shares.withdraw(boss, id_, "done")
    given, ended = [entry for entry in boss.audit.entries() if entry.action == "disclosure"]
    assert given.who == "boss"
    assert given.body is not None
    assert given.body["to"] == "Haven"
    assert given.body["share"] == id_
    assert given.body["until"] == SOON.isoformat()
    assert given.body["reason"] == "she asked for it"
    assert len(given.body["records"]) == 5
    assert ended.body == {"asked": "withdraw a share", "share": id_, "reason": "done"}


def test_what_was_not_previewed_is_not_shared(filled: Store, boss: Session) -> None:
    seen = seen_by(boss)
    with pytest.raises(InputError, match="previewed"):
        seen_by(boss, sections=("orders",)).confirm(seen.code)
    with pytest.raises(InputError, match="previewed"):
        seen_by(boss, to="Refuge").confirm(seen.code)
    flag(filled, "on_notice", ("p-sam", "p-vera"), (boss.store.read(KEYS)[0]["id"],))
    seen.confirm(seen.code)
    with pytest.raises(InputError, match="previewed"):
        seen_by(boss).confirm(seen.code)
    for until in (SOON - dt.timedelta(days=30), SOON + dt.timedelta(days=366)):
        with pytest.raises(InputError, match="within a year"):
            shares.give(boss, seen, until=until, why="because")
    with pytest.raises(InputError, match="reason"):
        shares.give(boss, seen, until=SOON, why=" ")


KEYS = cypher("MATCH (r:Record {key: 'ashford/incident/1'}) RETURN r.id AS id", "id: str")


def test_a_flag_chooses_whose_case_and_which_part_of_it(boss: Session) -> None:
    to = recipient(boss.store.settings, "Haven")
    seen = preview(boss, "course_of_conduct", to, Choice())
    assert seen.person == "p-vera"
    assert keys(seen.sheet) == {"1", "2"}


def test_nothing_is_shared_of_whom_nothing_was_done_to(boss: Session) -> None:
    for whose in ("p-nell",):
        with pytest.raises(InputError, match="done to"):
            preview(boss, whose, recipient(boss.store.settings, "Haven"), Choice())
    with pytest.raises(InputError, match="no flag"):
        preview(boss, "p-nobody", recipient(boss.store.settings, "Haven"), Choice())


def test_who_harmed_others_gets_no_words_and_no_name_of_whom_he_accuses(boss: Session) -> None:
    to = recipient(boss.store.settings, "Haven")
    seen = preview(boss, "p-sam", to, Choice(tuple(SECTIONS)))
    assert keys(seen.sheet) == {"10"}
    assert "Vera" not in json.dumps(asdict(seen.sheet))
    assert all(text.refused for text in seen.texts)


def test_a_share_follows_the_person_and_survives_a_rebuild(filled: Store, boss: Session) -> None:
    shared(boss)
    (before,) = sheets(haven(filled))
    rebuild(filled)
    derive_people(filled)
    assert sheets(haven(filled)) == [before]
    hers = filled.read(load("system/people/members"))
    mine = sorted(row["mention"] for row in hers if row["person"] == "p-vera")
    # Joined with somebody: hers is shared, and nothing of the other.
    theirs = sorted(row["mention"] for row in hers if row["person"] == "p-nell")
    move(filled, [(mention, "p-vera", "p-joined") for mention in mine])
    move(filled, [(mention, "p-nell", "p-joined") for mention in theirs])
    derive_people(filled)
    (joined,) = sheets(haven(filled))
    assert joined.about == before.about
    assert joined.records == before.records
    assert leaks(joined) == []
    assert {it.person for it in shares.listed(boss)} == {"p-joined"}
    # Parted: what is of somebody else now is not shared with her case any more.
    move(filled, [(mine[0], "p-joined", "p-another")])
    derive_people(filled)
    (after,) = sheets(haven(filled))
    assert after.records == before.records - {mine[0].rpartition("/")[0]}


def test_a_share_ends_with_the_records_it_rests_on(filled: Store, boss: Session) -> None:
    shared(boss)
    withdraw(filled, "d1")
    derive_people(filled)
    assert sheets(haven(filled)) == []


def test_a_share_goes_to_another_graph_with_the_other_decisions(
    filled: Store, boss: Session
) -> None:
    id_ = shared(boss)
    shares.withdraw(boss, id_, "done")
    shared(boss, sections=("orders",))
    lines = [json.dumps(line) for line in exchange.export(filled)]
    before = shares.listed(boss)
    filled.write(cypher("MATCH (s:Share) DETACH DELETE s"))
    assert shares.listed(boss) == []
    imported = exchange.import_decisions(filled, exchange.read_lines(lines))
    assert (imported.new, imported.waiting) == (2, ())
    assert shares.listed(boss) == before
    again = exchange.import_decisions(filled, exchange.read_lines(lines))
    assert (again.new, again.known) == (0, 2)


@pytest.mark.parametrize("role", ["investigator", "auditor", "administrator", "support"])
def test_who_may_not_disclose_shares_nothing(filled: Store, boss: Session, role: str) -> None:
    seen = seen_by(boss)
    with pytest.raises(AccessError):
        shares.give(session_for(filled, "x", role), seen, until=SOON, why="because")
    assert shares.listed(boss) == []


def test_a_support_service_reads_its_shares_and_nothing_else(filled: Store, boss: Session) -> None:
    shared(boss)
    session = haven(filled)
    (reception,) = session.receive()
    record = next(iter(boss.store.read(KEYS)))["id"]
    assert reception.read(load("view/records/contents"), ids=[record])
    hidden = filled.read(cypher("MATCH (r:Record) WHERE r.key = 'ashford/incident/4' "
                                "RETURN r.id AS id", "id: str"))[0]["id"]  # fmt: skip
    for query, asked in (
        ("view/records/contents", {"ids": [record, hidden]}),
        ("view/people/mentions", {"id": "p-vera"}),
        ("ask/timeline", {"id": "p-vera"}),
    ):
        with pytest.raises(AccessError, match="not shared"):
            reception.read(load(query), **asked)
        with pytest.raises(AccessError, match="not shared"):
            list(reception.stream(load(query), **asked))
    with pytest.raises(AccessError):
        session.consult("person")
    with pytest.raises(AccessError):
        session_for(filled, "boss", "supervisor").receive()
    nobody = replace(session.viewer, account="")
    assert replace(session, viewer=nobody).receive() == []


def test_whoever_it_is_shared_with_is_somebody(boss: Session) -> None:
    settings = boss.store.settings
    for account, organisation in (("", ""), ("Haven", "Haven"), ("root", ""), ("nobody", "")):
        with pytest.raises(InputError):
            recipient(settings, account, organisation)
    assert recipient(settings, "haven").name == "Haven"
    assert recipient(settings, organisation="Larch House").clearance == 0
    assert tuple(name for name in SECTIONS if name != "suspect") == CHOSEN
