"""A suspect's friend at the screen: four steps from him, and no word of where she is.

The crawler asks for everything that it has seen the id of, by every way there is to ask, except for
the pages of those who are protected from him; theirs are told to whoever asks about them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from engines import empty
from sessions import session_of
from small_graph import Node, Tie, incident, record, write

from graph.access.session import Session
from graph.engine.store import Store
from graph.explore import answers as explore
from graph.explore import asking
from graph.explore.entity import entity
from graph.explore.filtered import filtered
from graph.explore.queue import Wanted, opened, queue

SECRETS = {
    "her home": "Address/her-home", "her home, written another way": "Address/her-house",
    "the flat of her mother": "Address/mothers-flat", "her work": "Address/her-work",
    "her school": "Address/her-college", "a home that an order protects": "Address/refuge",
    "the neighbour's home": "Address/next-door", "her number": "Phone/+447700900201",
    "the neighbour's number": "Phone/+447700900202", "her mother's number": "Phone/+447700900203",
    "a number named as hers": "Phone/+447700900204", "her mail": "Account/email/her@mail.example",
    "what her mail is recovered by": "Phone/+447700900205", "her car": "Vehicle/HE24RCA",
    "her employer": "Organisation/larkfield",
    "the number of who reported it": "Phone/+447700900207",
}  # fmt: skip
WORDS = "seen at 9 Hidden Row"
PEOPLE = ("sam", "her", "mother", "ned", "nell", "his-mother", "friend", "other", "far")
COLUMNS = {
    "suspect_id": "sam", "victim_id": "her", "organisation_ids": ["larkfield"], "close_ids": [],
    "ties": ["employer"], "classes": ["8L"], "first": "2025-03-01T20:00:00Z",
    "last": "2025-03-03T20:00:00Z",
}  # fmt: skip
FLAG: Node = ("Flag", "flag-1", {
    "rule": "third_party_targets", "subjects": ["sam", "her"], "state": "new", "why": "",
    "sentence": "", "explanation": "Employers that were targeted: 'larkfield'", "night": "n",
    "columns": json.dumps(COLUMNS), "raised_at": "2025-03-09T02:00:00Z",
    "changed_at": "2025-03-09T02:00:00Z", "evidence": ["r1"],
})  # fmt: skip
HIDDEN_FROM_HIM = frozenset({"her", "other"})
"""Whose pages tell where they are: the crawler must not ask about them."""


def graph() -> tuple[list[Node], list[Tie]]:
    nodes: list[Node] = [("Person", id_, {"name": id_.title()}) for id_ in PEOPLE]
    for id_ in (*SECRETS.values(), "Address/his-home", "Phone/+447700900206", "Address/pub"):
        label, _, key = id_.partition("/")
        props = (
            {"lines": f"{key} 9 Hidden Row", "postcode": "ZZ1 1AA"} if label == "Address" else {}
        )
        nodes.append((label, key, {**props, "level": 0}))
    nodes += [
        incident(f"f/{n}", n, title=WORDS, summary=WORDS, latitude=52.1, longitude=-1.2)
        for n in range(1, 6)
    ]
    # Damage at her home and to her car, without a victim: the words say where it was.
    nodes += [
        incident(f"f/{n}", n, title=WORDS, summary=WORDS, latitude=52.1, longitude=-1.2)
        for n in (6, 7)
    ]
    nodes.append(FLAG)
    nodes.append(("Order", "f/O1", {"kind": "SPO", "reference": "O1", "conditions": WORDS}))
    content = {"parties": [{"ref": "v", "roles": ["victim"]}], "incident": {"summary": WORDS}}
    nodes.append(record("r2", content))
    nodes += [record("r1", content), ("Mention", "m-her", {"name": "Her", "force": "f"})]
    i = [f"Incident/f/{n}" for n in range(8)]
    told = [
        *(("Person/sam", "SUSPECT_IN", each) for each in i[1:4]),
        *(("Person/her", "VICTIM_OF", each) for each in i[1:4]),
        ("Person/ned", "REPORTED", i[1]), ("Person/nell", "WITNESS_TO", i[2]),
        ("Person/sam", "VICTIM_OF", i[4]), ("Person/her", "SUSPECT_IN", i[4]),  # what he says back
        ("Person/other", "VICTIM_OF", i[5]), ("Person/sam", "SUSPECT_IN", i[5]),
        ("Person/sam", "SUSPECT_IN", i[6]), (i[6], "AT", "Address/her-home"),
        ("Person/sam", "SUSPECT_IN", i[7]), (i[7], "INVOLVES", "Vehicle/HE24RCA"),
        ("Organisation/larkfield", "VICTIM_OF", i[3]),  # the suspect turned on her employer
        (i[1], "AT", "Address/her-house"), (i[2], "AT", "Address/her-home"),
        (i[3], "AT", "Address/pub"), ("Person/friend", "WORKS_AT", "Address/pub"),
        ("Person/sam", "SUBJECT_OF", "Order/f/O1"), ("Order/f/O1", "PROTECTS", "Person/her"),
        ("Order/f/O1", "PROTECTS", "Address/refuge"), ("Order/f/O1", "ARISES_FROM", i[1]),
        ("Person/her", "LIVES_AT", "Address/her-home"),
        ("Person/her", "WORKS_AT", "Address/her-work"),
        ("Person/her", "STUDIES_AT", "Address/her-college"),
        ("Person/her", "WORKS_FOR", "Organisation/larkfield"),
        ("Organisation/larkfield", "LIVES_AT", "Address/her-work"),
        ("Person/her", "USES", "Phone/+447700900201"),
        ("Person/her", "USES", "Account/email/her@mail.example"),
        ("Account/email/her@mail.example", "LINKED_TO", "Phone/+447700900205"),
        ("Person/her", "DRIVES", "Vehicle/HE24RCA"),
        ("Person/mother", "LIVES_AT", "Address/mothers-flat"),
        ("Person/mother", "USES", "Phone/+447700900203"),
        ("Person/ned", "LIVES_AT", "Address/next-door"),
        ("Person/ned", "USES", "Phone/+447700900207"),
        ("Person/nell", "LIVES_AT", "Address/next-door"),
        ("Person/nell", "USES", "Phone/+447700900202"),
        ("Person/sam", "LIVES_AT", "Address/his-home"),
        ("Person/his-mother", "LIVES_AT", "Address/his-home"),
        ("Person/her", "LIVES_AT", "Address/his-home"),  # she lived with him
        ("Person/sam", "USES", "Phone/+447700900206"),
        ("Person/his-mother", "USES", "Phone/+447700900206"),
        ("Person/far", "WORKS_AT", "Address/her-work"),
        ("Person/friend", "USES", "Phone/+447700900206"),
    ]  # fmt: skip
    links: list[Tie] = [
        (start, kind, end, {"key": f"{n}", "records": ["r1"]})
        for n, (start, kind, end) in enumerate(told)
    ]
    links.append((i[2], "INVOLVES", "Phone/+447700900204", {"whose": "victim", "key": "w"}))
    contact = {"id": "c1", "kind": "call", "at": "2025-03-01T10:00:00Z", "key": "c"}
    links.append(("Phone/+447700900206", "CONTACTED", "Phone/+447700900201", contact))
    links.append(("Person/her", "RELATED_TO", "Person/mother", {"kind": "parent", "key": "k"}))
    links.append(("Person/sam", "RELATED_TO", "Person/his-mother", {"kind": "parent", "key": "l"}))
    links += [("Record/r1", "ABOUT", each, {}) for each in (*i[1:3], "Address/her-home")]
    links += [("Record/r2", "ABOUT", i[4], {}), ("Record/r2", "MENTIONS", "Mention/m-her", {})]
    links += [
        ("Record/r1", "MENTIONS", "Mention/m-her", {"role": "victim"}),
        ("Mention/m-her", "REFERS_TO", "Person/her", {}),
    ]
    return nodes, links


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


def leaks(answer: Any) -> set[str]:
    text = repr(answer)
    ids = {what: id_.partition("/")[2] for what, id_ in SECRETS.items()}
    found = {what for what, id_ in ids.items() if f"'{id_}'" in text or f'"{id_}"' in text}
    found |= {"her employer"} if "targeted: larkfield" in text else set()
    return found | ({"free text"} if WORDS in text or "52.1" in text else set())


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
