"""A chart: the elements and links around a person, or between two, as one viewer may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from graph.access.victim_safety import Guard, Place
from graph.access.viewer import Viewer
from graph.engine.store import Store
from graph.queries import load

PRIVATE = frozenset({"rank", "id", "key"})
SYSTEM = frozenset({"rank", "records"})  # of a link; its records may be above the viewer
NAMED_BY = {
    "Person": "name",
    "Organisation": "name",
    "Address": "lines",
    "Vehicle": "vrm",
    "Phone": "id",
    "Account": "value",
    "Incident": "reference",
    "Order": "reference",
}


@dataclass(frozen=True, slots=True)
class Element:
    """One entity. `name` is what it is called on a chart; `props` as in the model."""

    label: str
    id: str
    name: str
    props: dict[str, Any] = field(compare=False)

    @property
    def place(self) -> Place:
        return (self.label, self.id)


@dataclass(frozen=True, slots=True)
class Link:
    """One relationship from `start` to `end`; `key` tells parallel ones apart."""

    type: str
    start: Place
    end: Place
    key: str
    props: dict[str, Any] = field(compare=False, hash=False)


@dataclass(frozen=True, slots=True)
class Chart:
    """Entities and links, sorted. `withheld` counts what victim safety kept back, `left_out`
    what the limits of size did; `guarded` says that it is seen from a suspect's side."""

    anchors: tuple[str, ...]
    nodes: tuple[Element, ...]
    links: tuple[Link, ...]
    guarded: bool = False
    withheld: int = 0
    left_out: int = 0


class Walk:
    """Steps outwards from some elements, seeing only what viewer and guard allow."""

    def __init__(self, store: Store, viewer: Viewer, guard: Guard) -> None:
        self._store = store
        self._viewer = viewer
        self.guard = guard
        self.left_out = 0
        self.records: dict[Link, list[str]] = {}
        """The records behind each link that was stepped along, of every level."""

    def step(self, places: Iterable[Place], most: int) -> list[Link]:
        """The links that lead away from these places, at most `most` from each."""
        rows = self._store.read(
            load("view/links"),
            nodes=_asked(places),
            most=most,
            clearance=self._viewer.clearance,
        )
        links = {_link(row): row["props"].get("records") or [] for row in rows}
        self.records |= links
        totals = {(row["label"], row["id"]): row["total"] for row in rows}
        self.left_out += sum(max(0, total - most) for total in totals.values())
        self.guard.judge(place for link in links for place in (link.start, link.end))
        kept = [link for link in links if not self.guard.cuts(link.type, link.start, link.end)]
        return sorted(kept, key=lambda link: (link.type, link.start, link.end, link.key))

    def elements(self, places: Iterable[Place]) -> tuple[Element, ...]:
        """What is known of these places, sorted; those that are hidden are not there."""
        shown = [place for place in places if not self.guard.hides(place)]
        rows = self._store.read(
            load("view/elements"), nodes=_asked(shown), clearance=self._viewer.clearance
        )
        return tuple(
            sorted(
                (element(row, self.guard) for row in rows), key=lambda item: (item.label, item.id)
            )
        )


def element(row: Mapping[str, Any], guard: Guard | None = None) -> Element:
    """An element from a row with label, id and props."""
    props = {name: value for name, value in row["props"].items() if name not in PRIVATE}
    if guard is not None:
        props = guard.strip(props)
    title = row["id"] if NAMED_BY[row["label"]] == "id" else props.get(NAMED_BY[row["label"]])
    if row["label"] in ("Incident", "Order") and not title:  # only spoken of by another record
        title = unquote(row["id"])
    if row["label"] == "Account":
        title = props["value"] = unquote(str(title or ""))
    return Element(row["label"], row["id"], str(title or ""), props)


def _asked(places: Iterable[Place]) -> list[dict[str, str]]:
    return [{"label": label, "id": id_} for label, id_ in sorted(set(places))]


def _link(row: Mapping[str, Any]) -> Link:
    here, there = (row["label"], row["id"]), (row["other_label"], row["other_id"])
    start, end = (here, there) if row["outward"] else (there, here)
    props = {name: value for name, value in row["props"].items() if name not in SYSTEM}
    return Link(row["type"], start, end, row["key"], props)


def around(walk: Walk, anchor: Place, depth: int, most_nodes: int) -> Chart:
    """Everything within `depth` steps of the anchor, nearest first, up to `most_nodes`."""
    seen: dict[Place, None] = {anchor: None}
    links: dict[Link, None] = {}
    frontier = [anchor]
    for distance in range(depth):
        most = 400 if distance == 0 else 40
        found = walk.step(frontier, most)
        links.update(dict.fromkeys(found))
        new = {end for link in found for end in (link.start, link.end)} - set(seen)
        frontier = sorted(new)[: max(0, most_nodes - len(seen))]
        walk.left_out += len(new) - len(frontier)
        seen.update(dict.fromkeys(frontier))
        if not frontier:
            break
    return _chart(walk, (anchor[1],), seen, links)


def between(walk: Walk, ends: tuple[Place, Place], longest: int) -> Chart:
    """The first shortest path between two elements, or a chart of no nodes."""
    parents: tuple[dict[Place, Link | None], ...] = ({ends[0]: None}, {ends[1]: None})
    frontiers = [[ends[0]], [ends[1]]]
    meeting = ends[0] if ends[0] == ends[1] else None
    for _ in range(longest):
        if meeting is not None or not all(frontiers):
            break
        near = 0 if len(frontiers[0]) <= len(frontiers[1]) else 1
        frontiers[near] = _advance(walk, frontiers[near], parents[near])
        meeting = next((place for place in frontiers[near] if place in parents[1 - near]), None)
    if meeting is None:
        return Chart((ends[0][1], ends[1][1]), (), (), walk.guard.active, len(walk.guard.hidden))
    seen: dict[Place, None] = {meeting: None}
    links: dict[Link, None] = {}
    for side in parents:
        here = meeting
        while (link := side[here]) is not None:
            here = link.end if link.start == here else link.start
            seen[here], links[link] = None, None
    return _chart(walk, (ends[0][1], ends[1][1]), seen, links)


def _advance(walk: Walk, frontier: list[Place], parents: dict[Place, Link | None]) -> list[Place]:
    fresh = []
    current = set(frontier)
    for link in walk.step(frontier, 200):
        for here, there in ((link.start, link.end), (link.end, link.start)):
            if here in current and there not in parents:
                parents[there] = link
                fresh.append(there)
    return fresh


def _chart(
    walk: Walk, anchors: tuple[str, ...], seen: Iterable[Place], links: Iterable[Link]
) -> Chart:
    nodes = walk.elements(seen)
    shown = {node.place for node in nodes}
    return Chart(
        anchors,
        nodes,
        tuple(link for link in links if link.start in shown and link.end in shown),
        walk.guard.active,
        len(walk.guard.hidden),
        walk.left_out,
    )
