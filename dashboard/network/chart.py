"""The network as drawn: a chart with its places, kinds and labels, as cytoscape takes it.

This module, `look.py` and `pages/person.py` are all that knows cytoscape.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.network.layout import Point, positions
from dashboard.words import ORDER_KINDS, born, offence, role, severity
from graph.explore.chart import Chart, Element, Link
from graph.model.schema import NodeKey


@dataclass(frozen=True)
class Node:
    """One element as drawn: `key` is its id in the browser, `kind` picks its style."""

    key: str
    element: Element
    kind: str
    severity: int
    label: str
    point: Point

    @property
    def filter(self) -> str:
        """The line of the legend that it belongs to."""
        return f"severity-{self.severity}" if self.kind == "Incident" else self.element.label


@dataclass(frozen=True)
class Edge:
    """One line as drawn: parallel links of one type are one line with a count."""

    key: str
    source: str
    target: str
    link: Link
    label: str


@dataclass(frozen=True)
class Picture:
    """A chart with everything that drawing it needs."""

    chart: Chart
    nodes: dict[NodeKey, Node]
    edges: tuple[Edge, ...]
    near: dict[str, frozenset[str]] = field(default_factory=dict)


def draw(chart: Chart) -> Picture:
    """Lay a chart out and name its parts; the same chart gives the same picture."""
    points = positions(chart)
    kinds = _kinds(chart)
    twins = Counter(node.name for node in chart.nodes if node.label == "Person")
    nodes = {}
    for number, element in enumerate(chart.nodes):
        kind = kinds.get(element.place, element.label)
        step = severity(element.props.get("offence_classes") or ()) if kind == "Incident" else 0
        label = label_of(element, twins)
        nodes[element.place] = Node(f"n{number}", element, kind, step, label, points[element.place])
    edges = _edges(chart, nodes)
    near: dict[str, set[str]] = {node.key: {node.key} for node in nodes.values()}
    for edge in edges:
        near[edge.source].add(edge.target)
        near[edge.target].add(edge.source)
    return Picture(chart, nodes, edges, {key: frozenset(keys) for key, keys in near.items()})


def label_of(element: Element, twins: Mapping[str, int] | None = None) -> str:
    """What an element is called; two people of one name get their year of birth."""
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


def _kinds(chart: Chart) -> dict[NodeKey, str]:
    """Victims and suspects among the people, by their links on this chart."""
    kinds: dict[NodeKey, str] = {}
    for link in chart.links:
        if link.type in ("SUSPECT_IN", "INSTIGATED", "SUBJECT_OF") and link.start[0] == "Person":
            kinds.setdefault(link.start, "suspect")
    for link in chart.links:
        if link.type == "VICTIM_OF" and link.start[0] == "Person":
            kinds[link.start] = "victim"
        if link.type == "PROTECTS" and link.end[0] == "Person":
            kinds[link.end] = "victim"
    return kinds | {("Person", chart.anchors[0]): "anchor"}


def _edges(chart: Chart, nodes: Mapping[NodeKey, Node]) -> tuple[Edge, ...]:
    groups: dict[tuple[str, NodeKey, NodeKey], list[Link]] = {}
    for link in chart.links:
        groups.setdefault((link.type, link.start, link.end), []).append(link)
    edges = []
    for number, group in enumerate(groups[key] for key in sorted(groups)):
        link = group[0]
        times = f" ({len(group)} times)" if len(group) > 1 else ""
        edges.append(
            Edge(
                f"e{number}",
                nodes[link.start].key,
                nodes[link.end].key,
                link,
                role(link.type, link.props) + times,
            )
        )
    return tuple(edges)


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
                "filter": node.filter,
                "label": node.label,
                "side": side_of(node.point),
                "on": element_ref(place),
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
                "on": link_ref(edge.link),
            }
        }
        for edge in picture.edges
    ]
    return [*nodes, *edges]


def side_of(point: Point) -> str:
    """Where a label stands: away from the middle, below where that is up or down."""
    x, y = point
    if abs(x) < 1.2 * abs(y) or not x:
        return "below"
    return "left" if x < 0 else "right"


def counts(picture: Picture, hidden: Collection[str] = ()) -> dict[str, tuple[int, int]]:
    """For each line of the legend: how many are visible, of how many."""
    totals = Counter(node.filter for node in picture.nodes.values())
    return {name: (0 if name in hidden else total, total) for name, total in totals.items()}


def chosen_keys(picture: Picture, on: str) -> tuple[str, frozenset[str]]:
    """The key of what is chosen, and of all that stays bright with it; ('', none) for nothing."""
    for place, node in picture.nodes.items():
        if element_ref(place) == on:
            return node.key, picture.near[node.key]
    for edge in picture.edges:
        if link_ref(edge.link) == on:
            return edge.key, frozenset((edge.source, edge.target))
    return "", frozenset()
