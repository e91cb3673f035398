"""What a person may ask of the graph: search, person, neighbourhood, timeline, path, sources.

Every function asks through a session: the audit is written before anything is read; if that
cannot be kept, there is no answer. Every answer holds only what the viewer's clearance
allows, counts included; charts and paths from a suspect's side follow the rule of
graph/access/victim_safety.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypedDict

from graph.access.session import Consultation, Session
from graph.errors import InputError
from graph.explore.chart import Chart, Element, Link, Walk, around, between, element
from graph.explore.entity import Entity, entity, heading
from graph.explore.search import MOST_HITS, Hit, find
from graph.explore.sources import Source, read_sources
from graph.flags.store import Flag, flags_about
from graph.model.schema import NodeKey
from graph.queries import load
from graph.queries.rows import (
    ViewPeopleMentions,
    ViewPeopleOrderVersions,
    ViewPeopleRoles,
    ViewPeopleTimeline,
)

__all__ = [
    "MOST_FLAGS",
    "MOST_HITS",
    "MOST_NODES",
    "Chart",
    "Element",
    "Entity",
    "Event",
    "Flag",
    "Hit",
    "Link",
    "Person",
    "Source",
    "Term",
    "Timeline",
    "Written",
    "contact_sources",
    "entity",
    "flags",
    "heading",
    "neighbourhood",
    "order_versions",
    "path",
    "person",
    "search",
    "sources",
    "timeline",
]

DEEPEST = 4
LONGEST_PATH = 6
MOST_NODES = 600
MOST_FLAGS = 200


@dataclass(frozen=True, slots=True)
class Event:
    """One incident that a person is named in. `roles` are link types, strongest claim first;
    `others` are the suspects and victims beside that person."""

    id: str
    roles: tuple[str, ...]
    attribution: str
    props: dict[str, Any] = field(compare=False)
    others: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One order, bail or notice: `role` is SUBJECT_OF or PROTECTS; [start, end) in UTC."""

    id: str
    role: str
    start: dt.datetime | None
    end: dt.datetime | None
    props: dict[str, Any] = field(compare=False)
    others: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """A person's incidents and orders, oldest first."""

    events: tuple[Event, ...]
    terms: tuple[Term, ...]
    guarded: bool = False


class Written(TypedDict):
    """How a record writes a person: what says who it is, nothing that says where."""

    name: str | None
    birth: str | None
    birth_written: str | None
    birth_precision: str | None
    sex: str | None
    nominal: str | None
    mention: str
    record: str
    role: str | None
    kind: str
    force: str
    reference: str
    recorded_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is, as far as records say: the mentions, and how often in which role."""

    element: Element
    roles: tuple[ViewPeopleRoles, ...]
    mentions: tuple[Written, ...]
    guarded: bool


def search(
    session: Session, text: str, side: str | None = None, most: int = MOST_HITS
) -> list[Hit]:
    """Elements that answer to a text, best first. `side` is the person whose chart asks."""
    consultation = session.consult("search", sides=[side], looked_up=True, text=text, side=side)
    return find(consultation, text[:200], most) if text.strip() else []


def person(session: Session, person_id: str, side: str | None = None) -> Person | None:
    """Who a person is; None when there is none that this viewer may see. `side` as in `search`."""
    consultation = _about(session, "person", person_id, side)
    elements = Walk(consultation).elements([("Person", person_id)])
    if not elements:
        return None
    roles = consultation.read(load("view/people/roles"), ids=[person_id])
    mentions = tuple(map(_mention, consultation.read(load("view/people/mentions"), id=person_id)))
    return Person(elements[0], tuple(roles), mentions, consultation.guard.active)


def _mention(row: ViewPeopleMentions) -> Written:
    props = row["props"]
    return {
        "name": props.get("name"),
        "birth": props.get("birth"),
        "birth_written": props.get("birth_written"),
        "birth_precision": props.get("birth_precision"),
        "sex": props.get("sex"),
        "nominal": props.get("nominal"),
        "mention": row["mention"],
        "record": row["record"],
        "role": row["role"],
        "kind": row["kind"],
        "force": row["force"],
        "reference": row["reference"],
        "recorded_at": row["recorded_at"],
    }


def _about(session: Session, asked: str, person_id: str, side: str | None) -> Consultation:
    """A question about one person, seen from their side and from that of whose chart asks."""
    about: dict[str, Any] = {"side": side} if side else {}
    return session.consult(asked, sides=[person_id, side], person=person_id, **about)


def flags(session: Session, person_id: str, side: str | None = None) -> list[Flag]:
    """The flags about a person that stand, unanswered, new and due first; at most MOST_FLAGS."""
    consultation = _about(session, "flags", person_id, side)
    return flags_about(consultation, ("Person", person_id), limit=MOST_FLAGS)


def neighbourhood(
    session: Session, person_id: str, depth: int = 2, most: int = MOST_NODES
) -> Chart | None:
    """What lies within `depth` links (1 to 4) of a person; None when there is no such person.

    At most so many nodes; `left_out` of the chart counts what is not there because of that.
    """
    consultation = session.consult(
        "neighbourhood", sides=[person_id], person=person_id, depth=depth
    )
    if depth not in range(1, DEEPEST + 1):
        raise InputError(f"A neighbourhood is 1 to {DEEPEST} links deep; ask for one of those.")
    if most < 1:
        raise InputError("A neighbourhood has at least one node; ask for one or more.")
    chart = around(Walk(consultation), ("Person", person_id), depth, most)
    return chart if any(node.place == ("Person", person_id) for node in chart.nodes) else None


def path(session: Session, a: str, b: str) -> Chart:
    """A shortest path of at most six links between two people; no nodes when there is none.

    The path goes through no whereabouts of a victim other than those two, nor of either of them
    when the other is whom they are protected from.
    """
    consultation = session.consult("path", sides=[a, b], people=[a, b])
    walk = Walk(consultation)
    ends = (("Person", a), ("Person", b))
    if len(walk.elements(ends)) < len({a, b}):
        return Chart((a, b), (), (), walk.guard.active)
    while True:
        way = between(walk, ends, LONGEST_PATH)
        people = [node.id for node in way.nodes if node.label == "Person"]
        links = [(link.type, link.start, link.end) for link in way.links]
        if not consultation.guard.meets([node.place for node in way.nodes], links):
            return way
        # Past somebody's home and whom they are protected from: another way, from his side too.
        consultation.seen_by_suspects(people)


def timeline(session: Session, person_id: str, side: str | None = None) -> Timeline:
    """The incidents that a person is named in, and the orders over or for that person."""
    consultation = _about(session, "timeline", person_id, side)
    events = timeline_of(consultation, person_id)
    terms = tuple(
        Term(
            row["id"],
            row["role"],
            row["props"].get("served_at") or row["props"].get("from"),
            row["props"].get("until"),
            element(row).props,
            tuple(row["others"]),
        )
        for row in consultation.read(load("view/people/orders"), id=person_id)
    )
    return Timeline(events, terms, consultation.guard.active)


def order_versions(session: Session, person_id: str) -> list[ViewPeopleOrderVersions]:
    """What was recorded of a person's orders, and when: how they stood on a past day."""
    consultation = session.consult("order versions", sides=[person_id], person=person_id)
    return consultation.read(load("view/people/order_versions"), id=person_id)


def timeline_of(consultation: Consultation, person_id: str) -> tuple[Event, ...]:
    """One event for each incident of a person, however many roles they have in it."""
    rows = consultation.read(load("view/people/timeline"), id=person_id)
    by_id: dict[str, list[ViewPeopleTimeline]] = {}
    for row in rows:
        by_id.setdefault(row["id"], []).append(row)
    return tuple(
        Event(
            id_,
            tuple(sorted({row["role"] for row in group}, key=_ROLE_ORDER.index)),
            group[0]["attribution"] or "",
            element(group[0]).props,
            tuple(group[0]["others"]),
        )
        for id_, group in by_id.items()
    )


_ROLE_ORDER = (
    *("SUSPECT_IN", "INSTIGATED", "POSSIBLY_BY", "VICTIM_OF", "WITNESS_TO", "REPORTED"),
    "INVOLVED_IN",
)


def sources(
    session: Session,
    asked: NodeKey | Link,
    side: str | None = None,
    *,
    sides: Iterable[str] = (),
    suspects: Iterable[str] = (),
) -> list[Source]:
    """The records that support an element or a link, oldest first.

    `side` is the person whose chart asks, or `sides` those of a chart of several, and `suspects`
    from whose side it is seen besides: from a suspect's side a hidden element has no sources, and
    what a record says of anybody's whereabouts is left out.
    """
    place = asked.start if isinstance(asked, Link) else asked
    people = [each for each in (side, *sides) if each]
    consultation = session.consult("sources", sides=people, of=list(place), people=people)
    consultation.seen_by_suspects(suspects)
    if isinstance(asked, Link):
        walk = Walk(consultation)
        ids = walk.records[asked] if asked in walk.step([asked.start], 10_000) else []
    else:
        rows = consultation.read_about(load("view/records/about"), [asked])
        ids = [row["record"] for row in rows]
    return read_sources(consultation, ids)


def contact_sources(session: Session, person_id: str, contact: str) -> list[Source]:
    """The records of a call or message of a number that a person uses, oldest first."""
    consultation = session.consult("sources", sides=[person_id], of=["Contact", contact])
    rows = consultation.read(load("view/records/of_contact"), id=person_id, contact=contact)
    return read_sources(consultation, [row["record"] for row in rows])
