"""What else looks like an incident: only what the viewer may see counts, and no place is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sessions import session_of
from small_graph import Node, write

from graph.engine.store import Store
from graph.errors import InputError
from graph.explore import alike as exploring
from graph.series import kept as keeping
from ingest.night.bring_up_to_date import rebuild

START = dt.datetime(2025, 1, 1, 21, tzinfo=dt.UTC)


def _incidents() -> list[tuple[str, str, dict[str, Any]]]:
    """Six doers of four incidents each, near one another and alike; two unsolved of the first."""
    nodes = []
    for doer in range(6):
        for k in range(6 if doer == 0 else 4):
            at = START + dt.timedelta(days=40 * doer + 2 * k, hours=doer)
            props = {
                "recorded_at": at.isoformat(),
                "occurred_from": at.isoformat(),
                "behaviours": [f"way {doer}", "enters"],
                "latitude": 51.0 + doer / 10 + k / 1000,
                "longitude": -1.0,
                "level": 2 if (doer, k) == (0, 5) else 0,
            }
            nodes.append(("Incident", f"i{doer}{k}", props))
    return nodes


def test_the_most_alike_come_first_as_far_as_the_viewer_may_see(embedded_store: Store) -> None:
    people = [("Person", f"p{doer}", {"name": "x"}) for doer in range(6)]
    ties = [
        (f"Person/p{doer}", "SUSPECT_IN", f"Incident/i{doer}{k}", {"attribution": "named"})
        for doer in range(6)
        for k in range(4)
    ]
    # What was done to Vera tells where she is: neither its place nor its words count.
    vera: list[Node] = [("Person", "vera", {"name": "x"})]
    tie = [("Person/vera", "VICTIM_OF", "Incident/i00", {"attribution": "named"})]
    tie.append(("Person/vera", "VICTIM_OF", "Incident/i01", {"attribution": "named"}))
    # What p0 says back of her makes her nobody from whose side her own places are told.
    at = (START + dt.timedelta(days=300)).isoformat()
    back: dict[str, Any] = {
        "recorded_at": at,
        "occurred_from": at,
        "latitude": 51.9,
        "longitude": -1.0,
    }
    vera.append(("Incident", "back", {**back, "behaviours": ["shouts"], "level": 0}))
    tie.append(("Person/vera", "SUSPECT_IN", "Incident/back", {"attribution": "named"}))
    tie.append(("Person/p0", "VICTIM_OF", "Incident/back", {"attribution": "named"}))
    write(embedded_store, [*_incidents(), *people, *vera], [*ties, *tie])
    session = session_of(embedded_store, 0)
    with pytest.raises(InputError, match="no night"):
        exploring.alike(session, "i04")
    assert exploring.bring_up(embedded_store) == 27 * 26 / 2
    assert exploring.bring_up(embedded_store) == 0

    rows = exploring.alike(session, "i04", most=4)
    assert {row.id for row in rows} == {"i00", "i01", "i02", "i03"}
    by_id = {row.id: row for row in rows}
    assert by_id["i03"].distance == "under 500 m"
    assert by_id["i03"].shared == {"behaviour": ["enters", "way 0"]}
    assert by_id["i03"].solved
    assert by_id["i00"].distance is None
    assert by_id["i00"].terms["place"] == 0
    assert session.audit.entries()[-1].body == {"asked": "alike", "of": ["Incident", "i04"]}
    said_back = {row.id: row.distance for row in exploring.alike(session, "back", most=26)}
    assert (said_back["i00"], said_back["i01"]) == (None, None)
    cleared = exploring.alike(session_of(embedded_store, 2), "i04", most=5)
    assert "i05" in {row.id for row in cleared}
    with pytest.raises(InputError, match="that you may see"):
        exploring.alike(session, "i05")

    (one,) = exploring.proposed(session)
    assert set(one.members) >= {"i01", "i02", "i03", "i04"}
    assert "i05" not in one.members
    (more,) = exploring.proposed(session_of(embedded_store, 2))
    assert "i05" in more.members

    # Nothing of it outlives a rebuild without records.
    rebuild(session_of(embedded_store), lambda *_: None)
    assert not exploring.file_of(embedded_store).exists()


def test_a_night_compares_the_latest_alone_until_much_is_new(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [("Person", f"p{doer}", {"name": "x"}) for doer in range(6)]
    ties = [
        (f"Person/p{doer}", "SUSPECT_IN", f"Incident/i{doer}{k}", {"attribution": "named"})
        for doer in range(6)
        for k in range(4)
    ]
    undated = ("Incident", "undated", {"recorded_at": START.isoformat()})
    write(store, [*_incidents(), *people, undated], ties)
    monkeypatch.setattr(keeping, "MOST", 3)
    file = exploring.file_of(store)

    def latest() -> list[str]:
        kept = keeping.read(file)
        assert kept
        return sorted(kept.digests)

    assert exploring.bring_up(store) == 3
    assert latest() == ["i51", "i52", "i53"]
    with monkeypatch.context() as patch:
        patch.setattr(exploring, "compared", None)  # nothing is read of the others
        assert exploring.bring_up(store) == 0
        at = START + dt.timedelta(days=300)
        told = {"recorded_at": at.isoformat(), "occurred_from": at.isoformat()}
        write(store, [("Incident", "late", told)], [])
        assert exploring.bring_up(store) == 2
        assert latest() == ["i52", "i53", "late"]
        monkeypatch.setattr(keeping, "MOST", 100)
        assert exploring.bring_up(store) == (28 * 27 - 3 * 2) / 2
        assert latest()[-1] == "undated"
    more = [
        (f"Person/p{doer}", "SUSPECT_IN", "Incident/late", {"attribution": "named"})
        for doer in range(6)
    ]
    write(store, [], more)  # two thirds more pairs are solved: it is learnt anew, of all
    assert exploring.bring_up(store) == 28 * 27 / 2
