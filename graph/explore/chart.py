"""A chart: the elements and links around a person, or between two, as one viewer may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from graph.access.session import Consultation
from graph.model.identifiers import KINDS
from graph.model.schema import NodeKey
from graph.queries import load
from graph.queries.rows import ViewLinks

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
    def place(self) -> NodeKey:
        """The node's key: (label, id)."""
        return (self.label, self.id)

    @property
    def caption(self) -> str:
        """What it is, in a word or two: an account by its kind, such as `bank account`."""
        kind = KINDS.get(str(self.props.get("kind"))) if self.label == "Account" else None
        return kind.caption if kind else self.label.lower()


@dataclass(frozen=True, slots=True)
class Link:
    """One relationship from `start` to `end`; `key` tells parallel ones apart."""

    type: str
    start: NodeKey
    end: NodeKey
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
    """Steps outwards from some elements, as far as one consultation may see."""

    def __init__(self, consultation: Consultation) -> None:
        self._consultation = consultation
        self.guard = consultation.guard
        self.left_out = 0
        self.records: dict[Link, list[str]] = {}
        """The records behind each link that was stepped along, of every level."""

    def step(self, places: Iterable[NodeKey], most: int) -> list[Link]:
        """The links that lead away from these places, at most `most` from each."""
        rows = self._consultation.read(load("view/links"), nodes=_asked(places), most=most)
        links = {_link(row): row["props"].get("records") or [] for row in rows}
        self.records |= links
        totals = {(row["label"], row["id"]): row["total"] for row in rows}
        self.left_out += sum(max(0, total - most) for total in totals.values())
        return sorted(links, key=lambda link: (link.type, link.start, link.end, link.key))

    def elements(self, places: Iterable[NodeKey]) -> tuple[Element, ...]:
        """What is known of these places, sorted; those that are hidden are not there."""
        rows = self._consultation.read(load("view/elements"), nodes=_asked(places))
        return tuple(sorted(map(element, rows), key=lambda item: (item.label, item.id)))


def element(row: Mapping[str, Any]) -> Element:
    """An element from a row with label, id and props."""
    props = {name: value for name, value in row["props"].items() if name not in PRIVATE}
    title = row["id"] if NAMED_BY[row["label"]] == "id" else props.get(NAMED_BY[row["label"]])
    if row["label"] in ("Incident", "Order") and not title:  # only spoken of by another record
        title = unquote(row["id"])
    if row["label"] == "Account":
        value = props["value"] = unquote(str(title or ""))
        kind = KINDS.get(str(props.get("kind")))
        title = kind.shown(value) if kind else value
    return Element(row["label"], row["id"], str(title or ""), props)


def _asked(places: Iterable[NodeKey]) -> list[dict[str, str]]:
    return [{"label": label, "id": id_} for label, id_ in sorted(set(places))]


def _link(row: ViewLinks) -> Link:
    here, there = (row["label"], row["id"]), (row["other_label"], row["other_id"])
    start, end = (here, there) if row["outward"] else (there, here)
    props = {name: value for name, value in row["props"].items() if name not in SYSTEM}
    return Link(row["type"], start, end, row["key"], props)


NODES_TO_LINKS = 15
"""One node beside the anchor shows so many times fewer links than the chart has nodes: a place
that everybody knows would fill it."""


def around(walk: Walk, anchor: NodeKey, depth: int, most_nodes: int) -> Chart:
    """Everything within `depth` steps of the anchor, nearest first, up to `most_nodes`."""
    seen: dict[NodeKey, None] = {anchor: None}
    links: dict[Link, None] = {}
    frontier = [anchor]
    for distance in range(depth):
        most = max(400, most_nodes) if distance == 0 else max(40, most_nodes // NODES_TO_LINKS)
        steps = walk.step(frontier, most)
        links.update(dict.fromkeys(steps))
        new = {end for link in steps for end in (link.start, link.end)} - set(seen)
        frontier = sorted(new)[: max(0, most_nodes - len(seen))]
        walk.left_out += len(new) - len(frontier)
        seen.update(dict.fromkeys(frontier))
        if not frontier:
            break
    return _chart(walk, (anchor[1],), seen, links)


def between(walk: Walk, ends: tuple[NodeKey, NodeKey], longest: int) -> Chart:
    """The first shortest path between two elements, or a chart of no nodes."""
    parents: tuple[dict[NodeKey, Link | None], ...] = ({ends[0]: None}, {ends[1]: None})
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
    seen: dict[NodeKey, None] = {meeting: None}
    links: dict[Link, None] = {}
    for side in parents:
        here = meeting
        while (link := side[here]) is not None:
            here = link.end if link.start == here else link.start
            seen[here], links[link] = None, None
    return _chart(walk, (ends[0][1], ends[1][1]), seen, links)


def _advance(
    walk: Walk, frontier: list[NodeKey], parents: dict[NodeKey, Link | None]
) -> list[NodeKey]:
    fresh = []
    current = set(frontier)
    for link in walk.step(frontier, 200):
        for here, there in ((link.start, link.end), (link.end, link.start)):
            if here in current and there not in parents:
                parents[there] = link
                fresh.append(there)
    return fresh


def _chart(
    walk: Walk, anchors: tuple[str, ...], seen: Iterable[NodeKey], links: Iterable[Link]
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
