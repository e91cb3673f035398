"""A suspect's friend at the screen: four steps from him, and no word of where she is.

The crawler asks for everything that it has seen the id of, by every way there is to ask, except for
the pages of those who are protected from him; theirs are told to whoever asks about them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from crawled import HIDDEN_FROM_HIM, PEOPLE, SECRETS, WORDS, graph, leaks
from engines import empty
from sessions import session_of
from small_graph import Node, Tie, incident, write

from graph.access.session import Session
from graph.engine.store import Store
from graph.explore import answers as explore
from graph.explore import asking
from graph.explore.entity import entity
from graph.explore.filtered import filtered
from graph.explore.queue import Wanted, opened, queue


@pytest.fixture
def session(embedded_store: Store) -> Session:
    empty(embedded_store)
    write(embedded_store, *graph())
    return session_of(embedded_store)


def answers(
    session: Session, label: str, id_: str, seen: set[tuple[str, str]]
) -> Iterator[tuple[str, Any]]:
    """(how it was asked, what came) about one element, by every way there is."""
    if label == "Person":
        yield "person", explore.person(session, id_)
        yield "chart", explore.neighbourhood(session, id_, 4)
        yield "timeline", explore.timeline(session, id_)
        yield "flags", explore.flags(session, id_)
        yield "ask timeline", asked(session, "timeline", id=id_)
        for other in PEOPLE:
            if ("Person", other) in seen and other not in HIDDEN_FROM_HIM | {id_}:
                yield "path", explore.path(session, id_, other)
                yield "ask paths", asked(session, "paths", from_id=id_, to_id=other)
    else:
        yield "entity", entity(session, (label, id_))
    yield "ask neighbourhood", asked(session, "neighbourhood", id=id_, hops=2)
    for side in (None, "sam"):
        yield f"sources for {side}", explore.sources(session, (label, id_), side)


def asked(session: Session, name: str, **given: Any) -> list[dict[str, Any]]:
    return asking.ask(session, asking.question(name), given)


def sought(session: Session) -> Iterator[Any]:
    """What filters find; by a place or words none of what was done to her, or with her things."""
    here, said = {"place": "52.1, -1.2", "km": "50"}, {"words": "hidden row"}
    for text in ("", "sam", "her", "f/1"):
        for kind in ("incident", "person", "order"):
            yield filtered(session, text, {"kind": kind})
        for given in (here, said, {**here, **said}):
            for kind in ("incident", "person"):
                assert filtered(session, text, {"kind": kind, **given}).found == ()


def ids_in(answer: Any) -> set[tuple[str, str]]:
    """Every element whose id an answer holds, as somebody would click on it."""
    text = repr(answer)
    known = [node[:2] for node in graph()[0] if node[0] not in ("Record", "Mention", "Flag")]
    return {(label, id_) for label, id_ in known if f"'{id_}'" in text}


@pytest.mark.slow
def test_no_way_from_him_leads_to_where_she_can_be_reached(session: Session) -> None:
    listed = queue(session, Wanted(), now=dt.datetime.now(dt.UTC))
    assert listed.flags
    everywhere = [
        ("incidents by place", asked(session, "incidents_by_place", min_incidents=1)),
        ("near", asked(session, "near", latitude=52.1, longitude=-1.2, metres=5_000)),
        ("queue", listed),
        *((f"flag {each.id}", opened(session, each.id)) for each in listed.flags),
        *((f"search {n}", explore.search(session, f"f/{n}")) for n in range(1, 8)),
        ("search an order", explore.search(session, "f/O1")),
        *(("filters", each) for each in sought(session)),
        ("ask flags", asked(session, "flags")),
        ("a rule", asked(session, "third_party_targets")),
    ]
    found = {(how, "", what) for how, answer in everywhere for what in leaks(answer)}
    seen, frontier = {("Person", "sam")}, {("Person", "sam")}
    for _ in range(4):
        fresh: set[tuple[str, str]] = set()
        for label, id_ in sorted(frontier):
            if label == "Person" and id_ in HIDDEN_FROM_HIM:
                continue
            for how, answer in answers(session, label, id_, seen):
                found |= {(how, f"{label}/{id_}", what) for what in leaks(answer)}
                fresh |= ids_in(answer)
        frontier, seen = fresh - seen, seen | fresh
    assert found == set()
    assert {("Person", "his-mother"), ("Person", "friend"), ("Order", "f/O1")} <= seen
    assert ("Address", "his-home") in seen


def test_her_own_page_holds_what_is_hers(session: Session) -> None:
    """Though he accused her back, and others of whom he is the suspect stand around her."""
    chart = explore.neighbourhood(session, "her", 2)
    assert chart is not None
    shown = {"/".join(node.place) for node in chart.nodes}
    # Three links away.
    neighbours = {"Address/next-door", "Phone/+447700900202", "Phone/+447700900207"}
    assert set(SECRETS.values()) - neighbours <= shown
    texts = [node.props.get("summary") for node in chart.nodes if node.label == "Incident"]
    assert WORDS in texts
    assert not chart.guarded
    (source,) = explore.sources(session, ("Incident", "f/1"), "her")
    assert WORDS in repr(source.content)


def test_another_way_past_him_tells_nobody_elses_home(embedded_store: Store) -> None:
    """Who stands on the first way is not asked about: the second may not go by their home."""
    empty(embedded_store)
    people: list[Node] = [("Person", id_, {"name": id_}) for id_ in ("a", "b", "s", "w", "k", "t")]
    things: list[Node] = [("Phone", "+447700900207", {}), ("Address", "w-home", {"lines": "1 Row"})]
    told = [
        ("Person/a", "VICTIM_OF", "Incident/f/1"), ("Person/s", "SUSPECT_IN", "Incident/f/1"),
        ("Person/w", "VICTIM_OF", "Incident/f/2"), ("Person/t", "SUSPECT_IN", "Incident/f/2"),
        ("Person/a", "USES", "Phone/+447700900207"), ("Person/s", "USES", "Phone/+447700900207"),
        ("Person/s", "RELATED_TO", "Person/w"), ("Person/w", "RELATED_TO", "Person/b"),
        ("Person/a", "RELATED_TO", "Person/k"), ("Person/k", "LIVES_AT", "Address/w-home"),
        ("Person/w", "LIVES_AT", "Address/w-home"),
    ]  # fmt: skip
    links: list[Tie] = [(*each, {"key": str(n)}) for n, each in enumerate(told)]
    # Above the viewer, so that the way to him goes by the number that both use.
    happened = [incident("f/1", 1, level=3), incident("f/2", 2)]
    write(embedded_store, [*people, *things, *happened], links)
    way = explore.path(session_of(embedded_store, 0), "a", "b")
    assert ("Address", "w-home") not in {node.place for node in way.nodes}
