"""Whose review is due: by the gravest matter, from when they last came to notice."""

from __future__ import annotations

import datetime as dt

import pytest
from sessions import session_of
from tiny_graph import write

from graph.engine.store import Store
from graph.erasure.due import due
from graph.erasure.holds import end, holds, retain
from graph.errors import InputError

GRAPH = """
i1 Incident occurred_from=2010-03-01T10:00 offence_classes=8Q
i2 Incident occurred_from=2014-05-02T10:00 offence_classes=46
i3 Incident occurred_from=2012-01-01T10:00 offence_classes=46
i4 Incident occurred_from=2015-01-01T10:00 offence_classes=46 cancelled=true
i5 Incident occurred_from=2012-06-01T10:00 offence_classes=8L crimed=false
i6 Incident occurred_from=2001-01-01T10:00 offence_classes=19C
i7 Incident occurred_from=2012-01-01T10:00 offence_classes=46 level=2
sam Person name=Sam
old Person name=Old birth=1950-01-01
sam SUSPECT_IN i1 i2
kit SUSPECT_IN i3 i4
max SUSPECT_IN i5
old SUSPECT_IN i6
ivo SUSPECT_IN i7
ann VICTIM_OF i1
m1 REFERS_TO kit
"""


@pytest.fixture
def people(store: Store) -> Store:
    write(store, GRAPH)
    return store


def test_the_gravest_matter_says_how_long_and_the_last_one_from_when(people: Store) -> None:
    found = {each.person_id: each for each in due(session_of(people, 0), dt.date(2024, 5, 2))}
    days = {id_: (each.group, each.due.isoformat()) for id_, each in found.items()}
    assert days == {
        "sam": ("2", "2024-05-02"),  # ten clear years for stalking, from the theft
        "kit": ("3", "2018-01-01"),  # what was cancelled is no notice
        "max": ("3", "2018-06-01"),  # harassment that was not crimed
    }
    assert not found["sam"].verified
    assert "sam" not in {e.person_id for e in due(session_of(people, 0), dt.date(2024, 5, 1))}
    assert "ivo" in {e.person_id for e in due(session_of(people, 2), dt.date(2024, 5, 1))}
    assert "old" in {e.person_id for e in due(session_of(people, 0), dt.date(2050, 1, 1))}


def test_a_hold_keeps_whoever_a_mention_is(people: Store) -> None:
    session = session_of(people, 0)
    hold = retain(session, "person", "kit", "an inquiry runs")
    assert hold.targets == ("m1",)
    found = {each.person_id: each.held for each in due(session, dt.date(2024, 5, 2))}
    assert found == {"sam": None, "kit": hold.id, "max": None}
    end(session, hold.id)
    assert holds(people.settings) == []
    with pytest.raises(InputError, match="there is no such hold"):
        end(session, hold.id)
    with pytest.raises(InputError, match="no person has this id"):
        retain(session, "person", "nobody", "x")
