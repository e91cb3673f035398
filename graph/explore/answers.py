"""What a person may ask of the graph: search, person, neighbourhood, timeline, path, sources.

Every function writes the audit before it reads; if that cannot be kept, there is no
answer. Every answer holds only what the viewer's clearance allows, counts included.
Charts and paths from a suspect's side follow the rule of graph/access/victim_safety.py.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from graph.access.audit import Audit
from graph.access.victim_safety import Guard, Place, side_of
from graph.access.viewer import Viewer
from graph.engine.store import Store
from graph.errors import InputError
from graph.explore.chart import Chart, Element, Link, Walk, around, between, element
from graph.explore.search import MOST_HITS, Hit, find
from graph.explore.sources import Source, read_sources
from graph.flags.store import Flag
from graph.flags.store import flags as read_flags
from graph.queries import load

__all__ = [
    "MOST_FLAGS",
    "MOST_HITS",
    "Chart",
    "Element",
    "Event",
    "Flag",
    "Hit",
    "Link",
    "Person",
    "Queue",
    "Source",
    "Term",
    "Timeline",
    "Viewer",
    "flags",
    "neighbourhood",
    "path",
    "person",
    "queue",
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


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is, as far as records say: the mentions, and how often in which role."""

    element: Element
    roles: tuple[dict[str, Any], ...]
    mentions: tuple[dict[str, Any], ...]
    guarded: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """Flags that stand: `flags` are the first MOST_FLAGS of `rule`, or of all when that is "";
    `counts` says of every rule how many stand and how many of them are new, the most first."""

    rule: str
    flags: tuple[Flag, ...]
    counts: dict[str, tuple[int, int]]


def search(
    store: Store, audit: Audit, viewer: Viewer, text: str, side: str | None = None
) -> list[Hit]:
    """Elements that answer to a text, best first. `side` is the person whose chart asks."""
    audit.write(viewer, "consultation", {"asked": "search", "text": text, "side": side})
    if not text.strip():
        return []
    return find(store, text[:200], viewer.clearance, _guard(store, side))


def person(store: Store, audit: Audit, viewer: Viewer, person_id: str) -> Person | None:
    """Who a person is; None when there is none that this viewer may see."""
    audit.write(viewer, "consultation", {"asked": "person", "person": person_id})
    guard = _guard(store, person_id)
    found = Walk(store, viewer, guard).elements([("Person", person_id)])
    if not found:
        return None
    roles = store.read(load("view/roles"), ids=[person_id], clearance=viewer.clearance)
    rows = store.read(load("view/mentions"), id=person_id, clearance=viewer.clearance)
    return Person(found[0], tuple(roles), tuple(_mention(row) for row in rows), guard.active)


def _mention(row: dict[str, Any]) -> dict[str, Any]:
    """How a record writes a person: what says who it is, nothing that says where."""
    named = ("name", "birth", "birth_written", "birth_precision", "sex", "nominal")
    kept = {name: row["props"].get(name) for name in named}
    return {**kept, **{name: value for name, value in row.items() if name != "props"}}


def flags(store: Store, audit: Audit, viewer: Viewer, person_id: str) -> list[Flag]:
    """The flags about a person that stand, unanswered, new and due first; at most MOST_FLAGS."""
    audit.write(viewer, "consultation", {"asked": "flags", "person": person_id})
    return read_flags(store, viewer.clearance, subject=person_id, limit=MOST_FLAGS)


def queue(store: Store, audit: Audit, viewer: Viewer, rule: str = "") -> Queue:
    """The flags that stand, unanswered, new and due first; of one rule when that has any."""
    audit.write(viewer, "consultation", {"asked": "flags", "rule": rule})
    rows = store.read(load("view/flag_counts"), clearance=viewer.clearance)
    counts = {row["rule"]: (row["standing"], row["fresh"]) for row in rows}
    chosen = rule if rule in counts else None
    found = read_flags(store, viewer.clearance, rule=chosen, limit=MOST_FLAGS)
    return Queue(chosen or "", tuple(found), counts)


def neighbourhood(
    store: Store, audit: Audit, viewer: Viewer, person_id: str, depth: int = 2
) -> Chart | None:
    """What lies within `depth` links (1 to 4) of a person; None when there is no such person."""
    audit.write(
        viewer, "consultation", {"asked": "neighbourhood", "person": person_id, "depth": depth}
    )
    if depth not in range(1, DEEPEST + 1):
        raise InputError(f"A neighbourhood is 1 to {DEEPEST} links deep; ask for one of those.")
    walk = Walk(store, viewer, _guard(store, person_id))
    chart = around(walk, ("Person", person_id), depth, MOST_NODES)
    return chart if any(node.place == ("Person", person_id) for node in chart.nodes) else None


def path(store: Store, audit: Audit, viewer: Viewer, a: str, b: str) -> Chart:
    """A shortest path of at most six links between two people; no nodes when there is none.

    When either is on a suspect's side, the path goes through no victim's whereabouts.
    """
    audit.write(viewer, "consultation", {"asked": "path", "people": [a, b]})
    walk = Walk(store, viewer, _guard(store, a, b))
    ends = (("Person", a), ("Person", b))
    if len(walk.elements(ends)) < len({a, b}):
        return Chart((a, b), (), (), walk.guard.active)
    return between(walk, ends, LONGEST_PATH)


def timeline(store: Store, audit: Audit, viewer: Viewer, person_id: str) -> Timeline:
    """The incidents that a person is named in, and the orders over or for that person."""
    audit.write(viewer, "consultation", {"asked": "timeline", "person": person_id})
    guard = _guard(store, person_id)
    asked = {"id": person_id, "clearance": viewer.clearance}
    events = _events(store.read(load("view/timeline"), **asked), guard)
    terms = tuple(
        Term(
            row["id"],
            row["role"],
            row["props"].get("served_at") or row["props"].get("from"),
            row["props"].get("until"),
            element({"label": "Order", **row}, guard).props,
            tuple(row["others"]),
        )
        for row in store.read(load("view/orders"), **asked)
    )
    return Timeline(events, terms, guard.active)


def _events(rows: list[dict[str, Any]], guard: Guard) -> tuple[Event, ...]:
    """One event for each incident, however many roles the person has in it."""
    guard.judge((other["label"], other["id"]) for row in rows for other in row["others"])
    by_id: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_id.setdefault(row["id"], []).append(row)
    return tuple(
        Event(
            id_,
            tuple(sorted({row["role"] for row in group}, key=_ROLE_ORDER.index)),
            group[0]["attribution"] or "",
            element({"label": "Incident", **group[0]}, guard).props,
            tuple(o for o in group[0]["others"] if not guard.hides((o["label"], o["id"]))),
        )
        for id_, group in by_id.items()
    )


_ROLE_ORDER = (
    *("SUSPECT_IN", "INSTIGATED", "POSSIBLY_BY", "VICTIM_OF", "WITNESS_TO", "REPORTED"),
    "INVOLVED_IN",
)


def sources(
    store: Store,
    audit: Audit,
    viewer: Viewer,
    asked: Place | Link,
    side: str | None = None,
) -> list[Source]:
    """The records that support an element or a link, oldest first.

    `side` is the person whose chart asks: from a suspect's side a hidden element has no
    sources, and what a record says of anybody's whereabouts is left out.
    """
    place = asked.start if isinstance(asked, Link) else asked
    audit.write(viewer, "consultation", {"asked": "sources", "of": list(place), "side": side})
    guard = _guard(store, side)
    if isinstance(asked, Link):
        walk = Walk(store, viewer, guard)
        ids = walk.records[asked] if asked in walk.step([asked.start], 10_000) else []
    else:
        guard.judge([asked])
        about = load("view/about")
        label, id_ = asked
        rows = store.read(about, label=label, id=id_, clearance=viewer.clearance)
        ids = [] if guard.hides(asked) else [row["record"] for row in rows]
    return read_sources(store, ids, viewer.clearance, guarded=guard.active)


def _guard(store: Store, *people: str | None) -> Guard:
    return Guard(store, [side_of(store, person_id) for person_id in people if person_id])
