"""A suspect's chart with everything on it opened, again and again: no word of where she is.

The graph, what is planted in it and what counts as found are those of crawled.py.
"""

from __future__ import annotations

import pytest
from crawled import graph, leaks
from engines import empty
from sessions import session_of
from small_graph import write

from graph.access.session import Session
from graph.engine.store import Store
from graph.explore import answers as explore
from graph.explore.composition import Composition, Expansion, away, compose
from graph.explore.ways import ways
from graph.model.schema import NodeKey

SAM: NodeKey = ("Person", "sam")


@pytest.fixture(scope="module")
def session(arcadedb_session: Store) -> Session:
    empty(arcadedb_session)
    write(arcadedb_session, *graph())
    return session_of(arcadedb_session, 0)


def opened(session: Session, anchors: tuple[NodeKey, ...], rounds: int = 4) -> set[str]:
    """What is found when each node of a chart is opened, counted and asked about, in rounds."""
    composition = Composition(anchors=anchors, depth=1)
    found: set[str] = set()
    done: set[NodeKey] = set()
    for _ in range(rounds):
        chart = compose(session, composition)
        if chart is None:  # it is where she is reached, and has no page either
            assert explore.entity(session, anchors[0]) is None
            return found
        found |= leaks(chart)
        fresh = [node.place for node in chart.nodes if node.place not in done]
        if not fresh:
            break
        done |= set(fresh)
        for place in fresh:
            found |= leaks(away(session, composition, place))
            sides = [id_ for label, id_ in anchors if label == "Person"]
            read = explore.sources(session, place, sides=sides, suspects=chart.suspects)
            found |= leaks(read)
            if place[0] == "Person" and place != SAM:
                found |= leaks(ways(session, composition, (SAM, place)))
        steps = tuple(Expansion(place=place, most=2_000) for place in fresh)
        made = {"expansions": (*composition.expansions, *steps)}
        composition = composition.model_copy(update=made)
    return found


@pytest.mark.slow
def test_opening_everything_on_his_chart_finds_nothing(session: Session) -> None:
    assert opened(session, (SAM,)) == set()


def test_the_crawl_comes_to_people_and_incidents(session: Session) -> None:
    """Guards the tests beside it."""
    chart = compose(session, Composition(anchors=(SAM,), depth=2))
    assert chart is not None
    assert {"her", "his-mother", "f/1", "f/O1"} <= {node.id for node in chart.nodes}


@pytest.mark.slow
def test_nor_on_his_and_hers_as_one(session: Session) -> None:
    assert opened(session, (SAM, ("Person", "her"))) == set()
    assert opened(session, (("Person", "her"), SAM), rounds=3) == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    "place",
    [("Incident", "f/1"), ("Phone", "+447700900206"), ("Order", "f/O1"), ("Address", "his-home")],
    ids=lambda place: place[0],
)
def test_nor_on_one_that_began_at_a_thing_of_his(session: Session, place: NodeKey) -> None:
    assert opened(session, (place,), rounds=3) == set()


def test_the_walk_would_find_what_is_on_her_own_chart(session: Session) -> None:
    """Guards the tests above."""
    chart = compose(session, Composition(anchors=(("Person", "her"),), depth=2))
    assert {"her home", "her number", "her car"} <= leaks(chart)
