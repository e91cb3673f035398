"""The law of sharing, whatever is chosen: no more than handling allows, nothing once it ended."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shared_case import PEOPLE, case, mentions, sam, session_for, vera, with_accounts
from small_records import deliver

from graph.access.accounts import Accounts
from graph.derive.people import derive_people, move
from graph.engine.store import Store
from graph.model.record import Record
from graph.sharing import shares
from graph.sharing.handling import HIGHEST, held_back
from graph.sharing.preview import Choice, preview, recipient
from graph.sharing.sheet import SECTIONS

LEVELS = ("OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET")
GRADES = list(itertools.product("PC", ("", "only to the court"), LEVELS))


def records() -> list[Record]:
    """One of each kind of handling and classification."""
    return [
        case(
            f"{number}", sam(), vera(), day=1 + number,
            grade={"handling": handling, "conditions": conditions},
            classification=classification, summary="He followed her.",
        )
        for number, (handling, conditions, classification) in enumerate(GRADES)
    ]  # fmt: skip


RECORDS = {record.key: record for record in records()}


def level(record: Record) -> int:
    return max(LEVELS.index(record.classification), int(record.grade.handling == "C"))


@pytest.fixture
def graded(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(store, "settings", replace(store.settings, data=tmp_path))
    deliver(store, "d1", *RECORDS.values())
    for ref in ("vera", "sam"):
        found = mentions(list(RECORDS.values()), ref)
        move(store, [(mention, None, PEOPLE[ref]) for mention in found])
    derive_people(store)
    with_accounts(store)
    return store


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    sections=st.sets(st.sampled_from(sorted(SECTIONS)), min_size=1),
    clears=st.booleans(),
    mine=st.integers(0, 3),
    theirs=st.integers(0, 3),
    then=st.integers(0, 3),
    withdrawn=st.booleans(),
)
@pytest.mark.slow
def test_what_is_seen_is_what_handling_allows_and_nothing_after_the_end(
    graded: Store,
    sections: set[str],
    clears: bool,
    mine: int,
    theirs: int,
    then: int,
    withdrawn: bool,
) -> None:
    accounts = Accounts(graded.settings.accounts)
    accounts.change("Haven", "support", theirs)
    boss = session_for(graded, "boss", "supervisor", mine)
    to = recipient(graded.settings, "Haven")
    chosen = tuple(sorted(sections))
    seen = preview(boss, "p-vera", to, Choice(chosen))
    if clears:
        cleared = tuple(text.record for text in seen.texts if not text.refused)
        seen = preview(boss, "p-vera", to, Choice(chosen, cleared))
    free = {
        key
        for key, record in RECORDS.items()
        if record.grade.handling == "P"
        and not record.grade.conditions
        and level(record) <= min(mine, theirs, HIGHEST)
    }
    assert seen.sheet.records <= free
    if "chronology" in sections:
        assert seen.sheet.records == free
    assert {part.name for part in seen.sheet.parts} <= sections
    words = "He followed her." in str(seen.sheet)
    assert words == (clears and "chronology" in sections and bool(free))
    if not seen.sheet.parts:
        return
    soon = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    share = shares.give(boss, seen, until=soon, why="a law")
    if withdrawn:
        shares.withdraw(boss, share, "a law")
    haven = session_for(graded, "Haven", "support", then)
    received = [each.sheet for each in shares.received(haven) if each.id == share]
    if withdrawn:
        assert received == []
    elif then >= theirs:  # cleared for more since: still what was previewed
        assert received == [seen.sheet]
    for sheet in received:
        assert all(not held_back(RECORDS[key], level(RECORDS[key]), then) for key in sheet.records)
