"""A filtered search: what it finds, what it keeps back, and what it says of a wrong filter."""

from __future__ import annotations

import datetime as dt

import pytest
from sessions import session_of
from small_graph import Node, Tie, incident, write

from graph.access.session import Session
from graph.engine.store import Store
from graph.errors import InputError
from graph.explore.filtered import filtered
from graph.explore.filters import filters_of


def case() -> tuple[list[Node], list[Tie]]:
    """Sam harmed Vera twice; Reed, whom nobody accuses, has a shop where things are stolen."""
    people = {"sam": "Rowan Elder", "vera": "Hazel Thorn", "reed": "Reed Larch", "ned": "Ned Vale"}
    told = "He waited outside the yellow caravan"
    nodes: list[Node] = [("Person", id_, {"name": name}) for id_, name in people.items()]
    nodes += [
        incident("f/1", 1, summary=told, latitude=52.1, longitude=-1.2, behaviours=["following"]),
        incident("f/2", 9, summary="A call", behaviours=["threats"], force="eastvale"),
        incident("f/3", 3, summary="Took a yellow bicycle", latitude=52.1, longitude=-1.2,
                 offence_classes=["49"]),
        ("Order", "f/O1", {"kind": "SPO", "reference": "O1", "issuer": "f",
                           "from": "2025-03-10T00:00:00Z"}),
    ]  # fmt: skip
    links: list[Tie] = [
        ("Person/sam", "SUSPECT_IN", "Incident/f/1", {}),
        ("Person/sam", "SUSPECT_IN", "Incident/f/2", {}),
        ("Person/vera", "VICTIM_OF", "Incident/f/1", {}),
        ("Person/vera", "VICTIM_OF", "Incident/f/2", {}),
        ("Person/reed", "VICTIM_OF", "Incident/f/3", {}),
        ("Person/ned", "WITNESS_TO", "Incident/f/3", {}),
        ("Person/sam", "SUBJECT_OF", "Order/f/O1", {}),
        ("Order/f/O1", "PROTECTS", "Person/vera", {}),
    ]
    return nodes, links


@pytest.fixture
def session(store: Store) -> Session:
    write(store, *case())
    return session_of(store)


def ids(session: Session, text: str = "", **given: str) -> list[str]:
    given = {name.rstrip("_"): value for name, value in given.items()}
    return [one.element.id for one in filtered(session, text, given).found]


def test_what_is_asked_for_is_found_and_nothing_that_tells_where_she_is(session: Session) -> None:
    assert ids(session, behaviour="following") == ["f/1"]
    assert ids(session, class_="8L") == ["f/2", "f/1"]
    assert ids(session, class_="harassment", force="Eastvale") == ["f/2"]
    assert ids(session, from_="2025-03-02", to="3/3/2025") == ["f/3"]
    assert ids(session, "Rowan Elder", role="suspect") == ["f/2", "f/1"]
    assert ids(session, "Rowan Elder", role="victim") == []
    # By its words and its place: what was done to her is in neither answer.
    assert ids(session, words="yellow") == ["f/3"]
    assert ids(session, words="yellow bicyc") == ["f/3"]
    assert ids(session, words="caravan") == []
    assert ids(session, place="52.1, -1.2", km="2") == ["f/3"]
    assert ids(session, place="53.1, -1.2", km="2") == []
    assert ids(session, place="52.1, -1.2", kind="person", role="victim") == ["reed"]
    assert ids(session, words="yellow", kind="person") == ["ned", "reed"]
    # Of a suspect by name it is asked from his side.
    assert ids(session, "Rowan Elder", words="yellow") == []
    assert ids(session, kind="person", role="suspect") == ["sam"]
    (vera,) = filtered(session, "Hazel Thorn", {"kind": "person"}).found
    assert (vera.times, vera.roles, vera.forces) == (2, ("VICTIM_OF",), ("eastvale", "northmarch"))
    assert ids(session, kind="person", order="SPO") == ["sam"]
    assert ids(session, kind="person", role="victim", order="SPO") == []
    assert ids(session, kind="person", role="protected") == ["vera"]
    assert ids(session, kind="order", order="SPO", from_="2030-01-01") == ["f/O1"]
    assert ids(session, kind="order", to="2025-03-09") == []
    assert ids(session, "O1", kind="order") == ["f/O1"]
    assert ids(session, "f/3", class_="49") == ["f/3"]


def test_a_search_is_noted_with_its_filters(session: Session) -> None:
    filtered(session, "", {"behaviour": "following", "words": ""})
    bodies = [entry.body for entry in session.audit.entries()]
    assert {"asked": "filtered search", "text": "", "filters": {"behaviour": "following"}} in bodies


def test_days_are_local_ones_and_the_last_is_within() -> None:
    filters = filters_of("", {"from": "2025-07-01", "to": "2025-12-31"})
    assert filters.since == dt.datetime(2025, 6, 30, 23, tzinfo=dt.UTC)
    assert filters.until == dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"behaviour": "x"}, "no behaviour 'x'"),
        ({"kind": "car"}, "no kind 'car'"),
        ({"role": "thief"}, "no role"),
        ({"order": "x"}, "no kind of order"),
        ({"from": "2025-02-30"}, "`from` is no day"),
        ({"to": "soon"}, "`to` is no day"),
        ({"from": "2025-02-03", "to": "2025-02-02"}, "ends before it begins"),
        ({"place": "by the sea"}, "no postcode and no point"),
        ({"place": "EV3 1AA", "km": "far"}, "`km` is no distance"),
        ({"place": "EV3 1AA", "km": "51"}, "`km` is no distance"),
        ({"place": "EV3 1AA", "km": "nan"}, "`km` is no distance"),
        ({"kind": "order", "words": "yellow"}, "An order has no behaviour"),
        ({"kind": "incident", "role": "protected"}, "bound or protected by an incident"),
        ({"kind": "person", "role": "protected", "class": "8L"}, "ask for another role"),
    ],
)
def test_a_filter_that_cannot_be_is_told(given: dict[str, str], says: str) -> None:
    with pytest.raises(InputError, match=says):
        filters_of("", given)


def test_the_first_day_of_all_and_the_last_have_no_end_beyond() -> None:
    assert filters_of("", {"from": "0001-01-01", "to": "9999-12-31"}).until is None
