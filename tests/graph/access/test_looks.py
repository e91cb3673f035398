"""What an auditor reads: who looked at whom, when and why, and which looks are unusual."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import scene
from small_graph import Tie, write

from graph.access import unusual as unusual_looks
from graph.access.accounts import Account, Accounts
from graph.access.audit import Audit, Entry, Sought
from graph.access.holders import Holder, Holders
from graph.access.looks import Look, every_look, looks, together
from graph.access.session import Session
from graph.access.unusual import unusual
from graph.access.viewer import Viewer
from graph.engine.store import Store
from graph.errors import AccessError, InputError
from graph.explore import answers as explore
from graph.model.reference import signs

AUDITOR = Viewer("rex", "auditor", "review of the audit")
NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)


@pytest.fixture
def session(store: Store, tmp_path: Path) -> Iterator[Session]:
    """An auditor's session on the case of tests/scene.py, after ana opened a page and searched."""
    made = scene.build(store, tmp_path)
    ana = replace(made, viewer=replace(scene.VIEWER, purpose="Review of a flag (NM/12)"))
    for look in (explore.person, explore.neighbourhood, explore.timeline):
        look(ana, "sam")
    explore.search(ana, "Rowan Elder")
    accounts = store.settings.accounts
    yield replace(made, viewer=AUDITOR)
    accounts.unlink(missing_ok=True)


def test_a_page_is_one_look_with_who_whom_when_and_why(session: Session) -> None:
    search, page = looks(session, Sought(who="ana")).looks
    assert (page.who, page.purpose, page.reference) == ("ana", "Review of a flag", "NM/12")
    assert page.asked == ("person", "neighbourhood", "timeline")
    assert (page.first, page.last) == (1, 3)
    assert (page.people, page.references) == (("sam",), ("northmarch 1",))
    assert (search.people, search.text) == ((), "Rowan Elder")


def test_an_auditor_sees_none_of_the_cases_and_nobody_else_sees_the_looks(
    session: Session,
) -> None:
    shown = repr(
        [looks(session, Sought()), every_look(session, Sought()), unusual(session, Sought())]
    )
    names = {each["name"] for each in scene.PEOPLE.values() if each["name"] in shown}
    assert names == {"Rowan Elder"}  # which ana typed
    assert "Fern Way" not in shown
    owner = replace(session, viewer=Viewer("ola", "owner", "review", 2))
    assert looks(owner, Sought(who="ana")).looks[1].names == ("Rowan Elder",)
    for ask in (looks, every_look, unusual):
        with pytest.raises(AccessError):
            ask(replace(session, viewer=scene.VIEWER), Sought())


def test_a_reference_above_the_auditor_is_not_told(session: Session) -> None:
    secret = (
        "Record",
        "r9",
        {"force": "northmarch", "reference": "S9", "level": 2, "current": True},
    )
    mention = ("Mention", "m9", {"force": "northmarch", "level": 2})
    tied: list[Tie] = [
        ("Record/r9", "MENTIONS", "Mention/m9", {}),
        ("Mention/m9", "REFERS_TO", "Person/sam", {}),
    ]
    write(session.store, [secret, mention], tied)
    cleared = replace(session, viewer=replace(AUDITOR, clearance=2))
    for each, told in ((session, ("northmarch 1",)), (cleared, ("northmarch 1", "northmarch S9"))):
        assert set(looks(each, Sought(about="sam")).looks[-1].references) == set(told)


def test_looking_at_looks_is_in_the_audit_and_taking_them_out_is_a_disclosure(
    session: Session,
) -> None:
    looks(session, Sought(who="ana"), before=9)
    every_look(session, Sought(about="sam"))
    unusual(session, Sought(), "night")
    noted = [(entry.action, entry.body) for entry in session.audit.entries(3)]
    assert noted == [
        ("consultation", {"asked": "audit looks", "sought": {"who": "ana", "before": 9}}),
        ("disclosure", {"asked": "audit looks", "sought": {"about": "sam"}}),
        ("consultation", {"asked": "audit unusual", "sought": {"sign": "night"}}),
    ]


def test_an_unusual_look_is_listed_with_why(session: Session) -> None:
    accounts = Accounts(session.store.settings.accounts)
    accounts.add(Account("ana", "administrator", 0, system="ana"))
    accounts.add(Account("bo", "analyst", 0))
    holders = Holders(accounts)
    holders.declare("ana", ["Roe Elder"], "eastvale")
    holders.declare("bo", ["William Birch"])
    explore.person(replace(session, viewer=scene.VIEWER), "vera")
    answer = unusual(session, Sought(who="ana"))
    told = {
        one.look.people: {sign.code: sign.shown_by for sign in one.signs} for one in answer.unusual
    }
    assert answer.looks == 2
    assert told[("vera",)]["colleague"] == "vera is called as bo is"
    assert told[("sam",)]["other_force"] == "eastvale has no record of them; northmarch has"
    assert told[("sam",)]["no_flag"] == "no flag was about sam"
    holders.declare("ana", ["Elder, Rowan"])
    (own,) = unusual(session, Sought(), "own_name").unusual
    assert own.signs[0].shown_by == "sam is called as ana is"


def entry(seq: int, minutes: float, who: str = "ana", **body: Any) -> Entry:
    at = (NOON + dt.timedelta(minutes=minutes)).isoformat()
    return Entry(seq, at, who, "analyst", "review", "consultation", "", "", body or None)


def test_entries_far_apart_of_others_or_about_others_are_looks_of_their_own() -> None:
    found = together(
        [
            entry(1, 0, asked="person", person="a"),
            entry(2, 1, "bo", asked="person", person="a"),
            entry(3, 2, asked="timeline", person="a"),
            entry(4, 3, asked="ask/paths", given={"from_id": "a", "to_id": "b"}),
            entry(5, 8, asked="flags", person="a"),
            entry(6, 9, asked="entity", of=["Phone", "+44"]),
            entry(7, 10, asked="why", of=["a", "b"]),
            entry(8, 11),
            entry(9, 20, asked="share preview", of="a", to="Harbour"),
        ]
    )
    assert [(look.first, look.last, look.people, look.things) for look in found] == [
        (1, 3, ("a",), ()),
        (2, 2, ("a",), ()),
        (4, 4, ("a", "b"), ()),
        (5, 5, ("a",), ()),
        (6, 6, (), ("Phone +44",)),
        (7, 7, ("a", "b"), ()),
        (8, 8, (), ()),
        (9, 9, ("a",), ()),
    ]
    assert found[-2].asked == ("erased",)


def look(minutes: float = 0, **more: Any) -> Look:
    at = NOON + dt.timedelta(minutes=minutes)
    given = {"asked": ("person",), "people": ("p1",)} | more
    return Look(1, 1, at, at, "ana (x)", "analyst", "review", "", "consultation", **given)


def judged(*looked: Look, known: int = 1) -> list[dict[str, str]]:
    """The signs of these looks at people who are flagged and of ana's own force."""
    flagged = NOON - dt.timedelta(days=300)
    people: Any = {
        f"p{n}": {
            "id": f"p{n}",
            "names": ["Kim Vale"],
            "forces": ["northmarch"],
            "flagged": flagged,
        }
        for n in range(1, known + 1)
    }
    holders = {"ana": Holder("ana", ("Ana Reed",), "northmarch")}
    judge = unusual_looks._Judge(holders, people, None)
    return [{sign.code: sign.shown_by for sign in one.signs} for one in judge.judged(looked)]


def test_a_look_by_day_at_somebody_of_ones_own_force_who_is_flagged_is_not_unusual() -> None:
    assert judged(look()) == []
    assert judged(look(people=("nobody",))) == []
    early = replace(look(), at=NOON - dt.timedelta(days=400))
    assert judged(early) == [{"no_flag": "no flag was about p1"}]


@pytest.mark.parametrize(("hour", "night"), [(22.9, False), (23, True), (29.9, True), (30, False)])
def test_night_is_of_the_forces_zone(hour: float, night: bool) -> None:
    assert bool(judged(look((hour - 12) * 60))) is night
    # In summer the clock of London is an hour on.
    summer = replace(look(), at=dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC))
    assert judged(summer) == [{"night": "at 23:30 in Europe/London"}]


def test_many_people_in_a_short_time_are_listed_once() -> None:
    most = signs(NOON.date())["many"]["people"]
    burst = [look(n / 2, people=(f"p{n}",)) for n in range(1, most + 3)]
    assert judged(*burst, known=most + 2) == [{"many": f"{most} people within 20 minutes"}]
    assert judged(*burst[:-3], known=most + 2) == []
    slow = [look(n * 2, people=(f"p{n}",)) for n in range(1, most + 3)]
    assert judged(*slow, known=most + 2) == []


def test_a_reason_for_a_protected_person_is_told() -> None:
    given = look(asked=("protected person", "person"), reason="she called")
    assert judged(given) == [{"protected": "the reason given: she called"}]


def test_a_force_may_correct_what_is_unusual(tmp_path: Path) -> None:
    row = "[[sign]]\ncode = 'night'\nfrom = 2024-01-01\ntitle = 'Late'\nwhy = 'x'\n"
    (tmp_path / "looks.toml").write_text(f"{row}after = 11\nbefore = 6\nzone = 'UTC'\n")
    people: Any = {"p1": {"id": "p1", "names": [], "forces": [], "flagged": NOON}}
    judge = unusual_looks._Judge({}, people, tmp_path)
    (one,) = judge.judged([look()])
    assert [sign.title for sign in one.signs] == ["Late"]
    (tmp_path / "looks.toml").write_text(row.replace("night", "blue eyes"))
    with pytest.raises(InputError, match=r"looks\.toml has blue eyes"):
        list(unusual_looks._Judge({}, people, tmp_path).judged([look()]))


def test_entries_are_sought_by_purpose_time_and_number(tmp_path: Path) -> None:
    audit = Audit(tmp_path / "audit.sqlite")
    for purpose in ("Review of a flag (NM/12)", "Training", "Review of a flag"):
        audit.write(replace(scene.VIEWER, purpose=purpose), "consultation", {"asked": "person"})
    second = audit.entries()[1].at
    for sought, numbers in (
        (Sought(purpose="nm/12"), [1]),
        (Sought(purpose="review"), [1, 3]),
        (Sought(until=second), [1]),
        (Sought(since=second), [2, 3]),
    ):
        assert [each.seq for each in audit.entries(None, sought)] == numbers
    assert [each.seq for each in audit.entries(None, before=3)] == [1, 2]
    with pytest.raises(InputError, match="no action 'peeking'"):
        Sought(action="peeking")


def test_holders_are_declared_and_kept_to_what_a_name_may_be(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.sqlite")
    accounts.add(Account("Ana", "administrator", 0, system="ana"))
    holders = Holders(accounts)
    assert holders.listed() == {"Ana": Holder("Ana")}
    holders.declare("ana", ["Ana Reed", "Ana Old"], "eastvale")
    assert holders.listed()["Ana"] == Holder("Ana", ("Ana Old", "Ana Reed"), "eastvale")
    assert holders.declare("ana", ["Ana Reed"]) == Holder("Ana", ("Ana Reed",))
    for wrong in ([" "], ["x" * 101], ["a\nb"], [f"n{n}" for n in range(11)]):
        with pytest.raises(InputError, match="printable characters"):
            holders.declare("ana", wrong)
    with pytest.raises(InputError, match="no account 'bo'"):
        holders.declare("bo", ["Bo"])
