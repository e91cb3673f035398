"""The network as drawn: a chart with its places, kinds and labels, as cytoscape takes it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.network.facets import facets, forces_of
from dashboard.network.groups import GROUP, folded, members
from dashboard.network.places import placed
from dashboard.words import ORDER_KINDS, PLURALS, born, force, offence, role, severity, when
from graph.explore.chart import Chart, Element, Link
from graph.explore.composition import Composition, Point
from graph.model.schema import NodeKey

LINE, NAME = 40, 30
"""Letters of a line of an incident's label, and of any other."""


@dataclass(frozen=True)
class Node:
    """One element as drawn, or a group of some: `key` is its id in the browser, `kind` picks its
    style, `label` is what it is called, `caption` that in short lines, `facets` the lines of the
    legend that each of its members belongs to."""

    key: str
    element: Element
    kind: str
    severity: int
    label: str
    caption: str
    point: Point
    facets: tuple[frozenset[str], ...]
    pinned: bool = False
    noted: bool = False

    @property
    def size(self) -> int:
        """How many elements it stands for."""
        return len(self.facets)


@dataclass(frozen=True)
class Edge:
    """One line as drawn: parallel links of one type are one line with a count, and with
    `combined` links of all types between the same two."""

    key: str
    source: str
    target: str
    links: tuple[Link, ...]
    label: str

    @property
    def link(self) -> Link:
        """The first of them."""
        return self.links[0]


@dataclass(frozen=True)
class Picture:
    """A chart with everything that drawing it needs."""

    chart: Chart
    nodes: dict[NodeKey, Node]
    edges: tuple[Edge, ...]
    near: dict[str, frozenset[str]] = field(default_factory=dict)
    forces: dict[NodeKey, frozenset[str]] = field(default_factory=dict)

    @property
    def grouped(self) -> int:
        """How many elements stand in groups."""
        return sum(node.size for node in self.nodes.values() if node.element.label == GROUP)


def draw(chart: Chart, composition: Composition | None = None) -> Picture:
    """Lay a chart out and name its parts; the same chart gives the same picture."""
    composition = composition or Composition(anchors=(chart.centre,))
    drawn = folded(chart, composition)
    points = placed(drawn, composition)
    kinds = _kinds(chart)
    twins = Counter(node.name for node in chart.nodes if node.label == "Person")
    forces = forces_of(chart)
    pinned, noted = set(composition.pinned), composition.notes.keys()
    nodes = {}
    for element in drawn.nodes:
        kind = kinds.get(element.place, element.label)
        grave = [severity(each.props.get("offence_classes") or ()) for each in members(element)]
        ref = element_ref(element.place)
        nodes[element.place] = Node(
            _key("n", ref),
            element,
            kind,
            max(grave) if kind == "Incident" else 0,
            label_of(element, twins),
            _caption(element, twins),
            points[element.place],
            tuple(facets(each, kinds, forces, chart.grades) for each in members(element)),
            ref in pinned,
            ref in noted,
        )
    edges = _edges(drawn, nodes, combined=composition.combined)
    near: dict[str, set[str]] = {node.key: {node.key} for node in nodes.values()}
    for edge in edges:
        near[edge.source].add(edge.target)
        near[edge.target].add(edge.source)
    held = {key: frozenset(keys) for key, keys in near.items()}
    return Picture(chart, nodes, edges, held, forces)


def _key(kind: str, *refs: str) -> str:
    """The id in the browser: the same for the same element, whatever else is on the chart."""
    return kind + hashlib.sha256("\n".join(refs).encode()).hexdigest()[:14]


def label_of(element: Element, twins: Mapping[str, int] | None = None) -> str:
    """What an element is called; two people of one name get their year of birth."""
    if element.label == GROUP:
        return f"{len(members(element))} {PLURALS[members(element)[0].label].lower()}"
    if element.label == "Incident":
        return f"{offence(element.props.get('offence_classes') or ())} {element.name}"
    if element.label == "Order":
        kind = element.props.get("kind") or "Order"
        return ORDER_KINDS.get(kind, kind)
    if element.label == "Person":
        name = element.name or "Name not known"
        year = str(element.props.get("birth") or "")[:4]
        if twins and twins[element.name] > 1:
            return f"{name} ({year or born(element.props) or 'birth not known'})"
        return name
    return element.name or element.label


def _caption(element: Element, twins: Mapping[str, int]) -> str:
    """The label in short lines: of an incident what, and under it when and with which force."""
    if element.label == "Incident":
        below = " · ".join(
            part for part in (when(element.props), force(element.props.get("force"))) if part
        )
        lines = [offence(element.props.get("offence_classes") or ()), below]
    elif element.label == "Order":
        lines = [label_of(element), force(element.props.get("issuer"))]
    else:
        lines = [label_of(element, twins)]
    most = LINE if element.label == "Incident" else NAME
    return "\n".join(clipped(line, most) for line in lines if line)


def clipped(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _kinds(chart: Chart) -> dict[NodeKey, str]:
    """Victims and suspects among the people, by their links on this chart: which they are oftener;
    one who is both as often is the victim, and whom an order binds or protects is that."""
    suspected, harmed = Counter[NodeKey](), Counter[NodeKey]()
    weights = {"SUSPECT_IN": 1, "INSTIGATED": 1, "SUBJECT_OF": 100}
    for link in chart.links:
        suspected[link.start] += weights.get(link.type, 0)
        harmed[link.start] += link.type == "VICTIM_OF"
        harmed[link.end] += 100 * (link.type == "PROTECTS")
    people = (node.place for node in chart.nodes if node.label == "Person")
    kinds = {
        place: "victim" if harmed[place] >= suspected[place] else "suspect"
        for place in people
        if harmed[place] or suspected[place]
    }
    return kinds | ({chart.centre: "anchor"} if chart.centre[0] == "Person" else {})


def _edges(chart: Chart, nodes: Mapping[NodeKey, Node], *, combined: bool) -> tuple[Edge, ...]:
    groups: dict[tuple[str, NodeKey, NodeKey], list[Link]] = {}
    for link in chart.links:
        ends = (link.start, link.end)
        key = ("", *sorted(ends)) if combined else (link.type, *ends)
        groups.setdefault(key, []).append(link)  # type: ignore[arg-type]
    return tuple(
        Edge(
            _key("e", *map(link_ref, group[:1]), str(combined)),
            nodes[group[0].start].key,
            nodes[group[0].end].key,
            tuple(group),
            _edge_label(group),
        )
        for group in (groups[key] for key in sorted(groups))
    )


def _edge_label(links: Iterable[Link]) -> str:
    """`suspect (3 times), lives at`."""
    counted: Counter[str] = Counter()
    for link in links:
        counted[role(link.type, link.props)] += int(link.props.get("times") or 1)
    return ", ".join(
        f"{words} ({times} times)" if times > 1 else words for words, times in counted.items()
    )


def link_ref(link: Link) -> str:
    """A link's name in the address bar; `element_ref` is that of an element."""
    return "|".join(("link", link.type, *link.start, *link.end, link.key))


def element_ref(place: NodeKey) -> str:
    """The id of a node's element on the page, `Label/id`."""
    return "/".join(place)


def elements(picture: Picture) -> list[dict[str, Any]]:
    """What cytoscape draws. `on` is what a click puts into the address bar."""
    nodes = [
        {
            "data": {
                "id": node.key,
                "kind": node.kind,
                "severity": node.severity,
                "label": node.caption,
                "side": side_of(node.point),
                "on": element_ref(place),
                "size": node.size,
                "pinned": int(node.pinned),
                "noted": int(node.noted),
                "forces": sorted(picture.forces.get(place, ())),
                **_pie(node),
            },
            "position": {"x": node.point[0], "y": node.point[1]},
        }
        for place, node in picture.nodes.items()
    ]
    edges = [
        {
            "data": {
                "id": edge.key,
                "source": edge.source,
                "target": edge.target,
                "type": edge.link.type,
                "label": edge.label,
                "times": len(edge.links),
                "on": link_ref(edge.link),
            }
        }
        for edge in picture.edges
    ]
    return [*nodes, *edges]


def _pie(node: Node) -> dict[str, float]:
    """Of a group of incidents the share of each step of the ramp, in hundredths."""
    if node.element.label != GROUP:
        return {}
    steps = Counter(
        severity(each.props.get("offence_classes") or ())
        for each in members(node.element)
        if each.label == "Incident"
    )
    return {f"s{step}": 100 * steps[step] / node.size for step in range(6)}


def side_of(point: Point) -> str:
    """Where a label stands: away from the middle, below where that is up or down."""
    x, y = point
    if abs(x) < 1.2 * abs(y) or not x:
        return "below"
    return "left" if x < 0 else "right"


def counts(picture: Picture, hidden: Collection[str] = ()) -> dict[str, tuple[int, int]]:
    """For each line of the legend: how many are visible, of how many; `hidden` are the keys of
    nodes that are not shown."""
    totals: Counter[str] = Counter()
    visible: Counter[str] = Counter()
    for node in picture.nodes.values():
        for names in node.facets:
            totals.update(names)
            if node.key not in hidden:
                visible.update(names)
    return {name: (visible[name], total) for name, total in totals.items()}


def chosen_keys(picture: Picture, on: str) -> tuple[str, frozenset[str]]:
    """The key of what is chosen, and of all that stays bright with it; ('', none) for nothing."""
    for place, node in picture.nodes.items():
        if element_ref(place) == on or on in map(element_ref, _places(node)):
            return node.key, picture.near[node.key]
    for edge in picture.edges:
        if on in map(link_ref, edge.links):
            return edge.key, frozenset((edge.source, edge.target))
    return "", frozenset()


def _places(node: Node) -> Iterable[NodeKey]:
    return (each.place for each in members(node.element))
