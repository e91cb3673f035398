"""A name is found as it sounds, in any script, by whoever types it another way."""

from __future__ import annotations

import pytest
from engines import empty
from sessions import session_of
from small_records import deliver, incident, person

from graph.access.session import Session
from graph.derive.people import derive_people, move
from graph.engine.store import Store
from graph.explore.answers import search
from graph.explore.search import sound_query

NAMES = (
    "Ann Cook",
    "خالد النجار",
    "שרה לוי",
    "Sean O’Neill",
    "Jan van der Berg",
    "Peter Moss",
)


@pytest.fixture(scope="module")
def named(arcadedb_session: Store) -> Session:
    """People of these names, whose ids are their names."""
    empty(arcadedb_session)
    record = incident("1", *(person(name, "witness") for name in NAMES))
    deliver(arcadedb_session, "d1", record)
    both = zip(record.parties, NAMES, strict=True)
    ids = [(record.mention_id(party), None, name) for party, name in both]
    move(arcadedb_session, ids)
    derive_people(arcadedb_session)
    return session_of(arcadedb_session, 0)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Kook", "Ann Cook"),
        ("Anne Kooke", "Ann Cook"),
        ("Khalid Al-Najjar", "خالد النجار"),
        ("خالد", "خالد النجار"),
        ("Sarah Levi", "שרה לוי"),
        ("ONeil", "Sean O’Neill"),
        ("Shaun O Neal", "Sean O’Neill"),
        ("Vanderberg", "Jan van der Berg"),
        ("שון אוניל", "Sean O’Neill"),
    ],
)
def test_a_name_is_found_by_its_sound(named: Session, typed: str, name: str) -> None:
    names = [hit.element.name for hit in search(named, typed)]
    assert names[:1] == [name]
    assert "Peter Moss" not in names


def test_a_number_has_no_sound() -> None:
    assert sound_query("07700 900103") == ""
    assert sound_query("Kook") == sound_query("cook") != ""
