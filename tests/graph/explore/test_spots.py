"""Where incidents happened: told on the page of whom they were done to, kept back from his side."""

from __future__ import annotations

import crawled
import pytest
from sessions import session_of
from small_graph import Node, Tie, incident, write

from graph.engine.store import Store
from graph.explore.filtered import filtered
from graph.explore.spots import Spot, spots_around, spots_found


@pytest.fixture(scope="module")
def filled() -> tuple[list[Node], list[Tie]]:
    """Vera was followed at a place of its own, at an address, at none, and once in secret; the
    last two of the five concern nobody."""
    at = {"latitude": 52.1, "longitude": -1.2}
    nodes: list[Node] = [
        ("Person", "sam", {"name": "Rowan Elder"}), ("Person", "vera", {"name": "Hazel Thorn"}),
        ("Address", "pub", {"lines": "Inn", "locality": "Ashmere", "postcode": "EV3 1AA",
                            "latitude": 52.2, "longitude": -1.2}),
        incident("f/1", 1, **at), incident("f/2", 2), incident("f/3", 3),
        incident("f/4", 4, level=2, **at), incident("f/5", 5, offence_classes=["49"], **at),
    ]  # fmt: skip
    links: list[Tie] = [("Incident/f/2", "AT", "Address/pub", {})]
    links += [("Person/vera", "VICTIM_OF", f"Incident/f/{n}", {}) for n in range(1, 5)]
    links += [("Person/sam", "SUSPECT_IN", f"Incident/f/{n}", {}) for n in range(1, 5)]
    return nodes, links


def test_it_is_told_to_her_and_kept_back_from_him(
    store: Store, filled: tuple[list[Node], list[Tie]]
) -> None:
    write(store, *filled)
    session = session_of(store, 1)
    events, hers = spots_around(session, "vera")
    assert {event.id for event in events} == {"f/1", "f/2", "f/3"}
    assert hers.by_incident == {
        "f/1": Spot(52.1, -1.2, "", ""), "f/2": Spot(52.2, -1.2, "Ashmere", "EV3 1AA"),
    }  # fmt: skip
    assert (hers.withheld, hers.unplaced) == (0, 1)
    assert round(hers.widest, 1) == 11.1
    his = spots_around(session, "sam")[1]
    assert (his.by_incident, his.withheld, his.unplaced) == ({}, 3, 0)


def test_a_search_shows_on_a_map_what_gives_nobody_away(
    embedded_store: Store, filled: tuple[list[Node], list[Tie]]
) -> None:
    write(embedded_store, *filled)
    session = session_of(embedded_store, 1)
    given = {"force": "northmarch"}
    found = filtered(session, "", given)
    spots = spots_found(session, "", given, found)
    assert {one.element.id for one in found.found} == {"f/1", "f/2", "f/3", "f/5"}
    assert (set(spots.by_incident), spots.withheld) == ({"f/5"}, 3)
    asked = [entry.body for entry in session.audit.entries() if entry.body]
    assert asked[-1] == {"asked": "map", "text": "", "filters": {"force": "northmarch"}}


def test_nothing_of_her_whereabouts_is_on_any_map_from_his_side(embedded_store: Store) -> None:
    write(embedded_store, *crawled.graph())
    session = session_of(embedded_store)
    for person in set(crawled.PEOPLE) - crawled.HIDDEN_FROM_HIM:
        assert not crawled.leaks(spots_around(session, person)), person
    given = {"kind": "Incident"}
    found = filtered(session, "Sam", given)
    assert not crawled.leaks(spots_found(session, "Sam", given, found))
    assert "52.1" in repr(spots_around(session, "her"))
