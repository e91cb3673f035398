"""A chart: the elements and links around a person, or between two, as one viewer may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from graph.access.session import Consultation
from graph.access.victim_safety import Side
from graph.model.identifiers import KINDS
from graph.model.schema import NodeKey
from graph.queries import load
from graph.queries.rows import ViewElementsLinks

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
    what the limits of size did; `guarded` says that it is seen from a suspect's side. `about` is
    what it was begun at, where that is no person; `suspects` are those from whose side it is seen
    though it was not begun at them. `grades` are those of the records behind its incidents and
    orders, each source and information, such as `1A`."""

    anchors: tuple[str, ...]
    nodes: tuple[Element, ...]
    links: tuple[Link, ...]
    guarded: bool = False
    withheld: int = 0
    left_out: int = 0
    about: NodeKey | None = None
    suspects: tuple[str, ...] = ()
    grades: Mapping[NodeKey, tuple[str, ...]] = field(default_factory=dict, hash=False)

    @property
    def centre(self) -> NodeKey:
        """What it was begun at."""
        return self.about or ("Person", self.anchors[0])


@dataclass(frozen=True)
class Steps:
    """The links away from one place, at most `most` of `total`."""

    links: tuple[Link, ...]
    most: int
    total: int


@dataclass
class Memory:
    """What was read for one chart: a larger one asks only for the rest.

    It holds for the sides that it was read from, and forgets all when the answer has others.
    `suspects` are those who were seen on it: it is asked for from their side at once.
    """

    suspects: frozenset[str] = frozenset()
    sides: frozenset[Side] | None = None
    steps: MutableMapping[NodeKey, Steps] = field(default_factory=dict)
    elements: MutableMapping[NodeKey, Element | None] = field(default_factory=dict)
    hidden: set[NodeKey] = field(default_factory=set)
    grades: MutableMapping[NodeKey, tuple[str, ...]] = field(default_factory=dict)


class Walk:
    """Steps outwards from some elements, as far as one consultation may see."""

    def __init__(self, consultation: Consultation, memory: Memory | None = None) -> None:
        self._consultation = consultation
        self._memory = memory or Memory()
        self.guard = consultation.guard
        self.left_out = 0
        self.records: dict[Link, list[str]] = {}
        """The records behind each link that was stepped along, of every level."""

    @property
    def withheld(self) -> int:
        """How many places and numbers victim safety kept back."""
        hidden = self._known().hidden
        hidden |= self.guard.hidden
        return len(hidden)

    def _known(self) -> Memory:
        memory = self._memory
        if memory.sides != self.guard.sides:
            memory.sides = self.guard.sides
            for part in (memory.steps, memory.elements, memory.hidden):
                part.clear()
        return memory

    def step(self, places: Iterable[NodeKey], most: int) -> list[Link]:
        """The links that lead away from these places, at most `most` from each."""
        places = set(places)
        known = self._known().steps
        fresh = {place for place in places if not _suffices(known.get(place), most)}
        if fresh:
            self._read_steps(fresh, most)
        links = {link for place in places for link in known[place].links[:most]}
        self.left_out += sum(max(0, known[place].total - most) for place in places)
        return sorted(links, key=lambda link: (link.type, link.start, link.end, link.key))

    def _read_steps(self, places: set[NodeKey], most: int) -> None:
        rows = self._consultation.read_about(load("view/elements/links"), places, most=most)
        links: dict[NodeKey, list[Link]] = {place: [] for place in places}
        totals: dict[NodeKey, int] = {}
        for row in rows:
            link, here = _link(row), (row["label"], row["id"])
            links[here].append(link)
            totals[here] = row["total"]
            self.records[link] = row["props"].get("records") or []
        for place, steps in links.items():
            self._memory.steps[place] = Steps(tuple(steps), most, totals.get(place, 0))

    def elements(self, places: Iterable[NodeKey]) -> tuple[Element, ...]:
        """What is known of these places, sorted; those that are hidden are not there."""
        places, known = set(places), self._known().elements
        fresh = places - known.keys()
        if fresh:
            rows = self._consultation.read_about(load("view/elements/known"), fresh)
            read = {each.place: each for each in map(element, rows)}
            known.update({place: read.get(place) for place in fresh})
        shown = (known[place] for place in places)
        return tuple(
            sorted((each for each in shown if each), key=lambda item: (item.label, item.id))
        )


def _suffices(known: Steps | None, most: int) -> bool:
    """Whether what was read holds all that is there, or as many as are asked for now."""
    return known is not None and (known.most >= most or known.total <= known.most)


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


def _link(row: ViewElementsLinks) -> Link:
    here, there = (row["label"], row["id"]), (row["other_label"], row["other_id"])
    start, end = (here, there) if row["outward"] else (there, here)
    props = {name: value for name, value in row["props"].items() if name not in SYSTEM}
    return Link(row["type"], start, end, row["key"], props)


NODES_TO_LINKS = 15
"""One node beside the anchor shows so many times fewer links than the chart has nodes: a place
that everybody knows would fill it."""


def around(walk: Walk, anchor: NodeKey, depth: int, most_nodes: int) -> Chart:
    """Everything within `depth` steps of the anchor, nearest first, up to `most_nodes`."""
    seen: dict[NodeKey, None] = {}
    links: dict[Link, None] = {}
    spread(walk, anchor, depth, most_nodes, seen, links)
    return _chart(walk, (anchor[1],), seen, links)


def spread(
    walk: Walk,
    anchor: NodeKey,
    depth: int,
    most_nodes: int,
    seen: dict[NodeKey, None],
    links: dict[Link, None],
) -> None:
    """Add to what is seen all within `depth` steps of the anchor, as long as there is room."""
    seen[anchor] = None
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
        return Chart((ends[0][1], ends[1][1]), (), (), walk.guard.active, walk.withheld)
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
        walk.withheld,
        walk.left_out,
    )
