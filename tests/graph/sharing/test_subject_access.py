"""What is held on somebody, for their own request: theirs, and nobody else's."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from shared_case import PLANTED, fill, session_for, with_accounts

from graph.access.session import Session
from graph.engine.store import Store
from graph.errors import AccessError, InputError
from graph.sharing import shares
from graph.sharing.preview import Choice, preview, recipient
from graph.sharing.subject_access import Held, subject_access

HERS = ("Quiet Lane", "ZZ1", "900202", "vera@", "HE24RCA", "Larkfield", "Bakery", "Thornbury")
"""What of PLANTED is her own."""
HIS = ("Next Door", "ZZ1")


@pytest.fixture
def boss(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setattr(store, "settings", replace(store.settings, data=tmp_path))
    fill(store)
    with_accounts(store)
    return session_for(store, "boss", "supervisor")


def text_of(held: Held) -> str:
    return json.dumps(asdict(held.sheet), ensure_ascii=False)


def leaks(held: Held, own: tuple[str, ...]) -> list[str]:
    text = text_of(held).casefold()
    return [word for word in PLANTED if word not in own and word.casefold() in text]


def test_she_gets_every_record_that_names_her_and_nobody_else_in_it(boss: Session) -> None:
    soon = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)
    seen = preview(boss, "p-vera", recipient(boss.store.settings, "Haven"), Choice())
    shares.give(boss, seen, until=soon, why="because")
    held = subject_access(boss, "p-vera", ["ashford/incident/1"])
    keys = {key.rpartition("/")[2] for key in held.sheet.records}
    assert keys == {"1", "2", "3", "5", "9", "10", "O1"}
    assert {key.rpartition("/")[2] for key, _ in held.held_back} == {"6", "7", "8"}
    text = text_of(held)
    assert all(word in text for word in ("4 Quiet Lane", "07700 900202", "Larkfield Bakery"))
    assert "He followed her home." in text
    assert "Haven" in text
    assert "Sam" not in text
    assert leaks(held, HERS) == []


def test_he_gets_what_is_his_and_no_word_of_where_she_is(boss: Session) -> None:
    held = subject_access(boss, "p-sam")
    text = text_of(held)
    assert "1 Next Door" in text
    assert "Vera" not in text
    assert leaks(held, HIS) == []
    # A report that is still open may be the first that he hears of it.
    keys = {key.rpartition("/")[2] for key in held.sheet.records}
    assert keys == {"2", "10", "O1", "O2"}
    assert dict(held.held_back)["ashford/incident/1"] == "it is still open"
    with pytest.raises(InputError, match="cannot be cleared"):
        subject_access(boss, "p-sam", ["ashford/incident/10"])


def test_it_is_a_disclosure_and_only_who_may_disclose_answers(boss: Session) -> None:
    subject_access(boss, "p-vera")
    given = [entry for entry in boss.audit.entries() if entry.action == "disclosure"]
    assert [(entry.body or {}).get("person") for entry in given] == ["p-vera"]
    with pytest.raises(InputError, match="no person"):
        subject_access(boss, "p-nobody")
    for role in ("investigator", "auditor", "administrator", "support"):
        with pytest.raises(AccessError):
            subject_access(session_for(boss.store, "x", role), "p-vera")
