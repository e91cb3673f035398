"""The ways in which a chart can be laid out; the same chart stands the same every time."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping

import networkx as nx

from dashboard.network.facets import EVENTS, forces_of
from dashboard.network.layout import date_of, neighbours, positions
from graph.explore.chart import Chart, Element
from graph.explore.composition import Point
from graph.model.schema import NodeKey

FAR = 96.0
COLUMN, ROW = 110.0, 84.0
NAMES = {
    "around": "Around one",
    "organic": "Organic",
    "time": "By time",
    "force": "By force",
}
"""Each way, and what it is called."""


def arranged(name: str, chart: Chart) -> dict[NodeKey, Point]:
    """A point for every element, in one of the ways of NAMES."""
    return _WAYS.get(name, positions)(chart)


def organic(chart: Chart) -> dict[NodeKey, Point]:
    """By springs: each connected part by itself, the largest first, side by side."""
    joined = {(min(x.start, x.end), max(x.start, x.end)) for x in chart.links}
    places = sorted(node.place for node in chart.nodes)
    return dict(_sprung(tuple(places), tuple(sorted(joined))))


@functools.lru_cache(maxsize=64)
def _sprung(
    places: tuple[NodeKey, ...], joined: tuple[tuple[NodeKey, NodeKey], ...]
) -> Mapping[NodeKey, Point]:
    """Kept, for a chart is drawn again at every step, and springs are slow."""
    network: nx.Graph = nx.Graph()
    network.add_nodes_from(places)
    network.add_edges_from(joined)
    parts = sorted(nx.connected_components(network), key=lambda part: (-len(part), min(part)))
    points: dict[NodeKey, Point] = {}
    left = 0.0
    for part in parts:
        some: nx.Graph = nx.Graph(network.subgraph(sorted(part)))  # type: ignore[no-untyped-call]
        wide = FAR * math.sqrt(len(some))
        # From a circle, and so many turns: no draw of lots, and no jitter when nothing is new.
        start = nx.circular_layout(sorted(some))
        turns = 120 if len(some) < 150 else 50
        spots = nx.spring_layout(
            some, pos=start, k=2.2 / math.sqrt(len(some)), iterations=turns, seed=1, scale=1
        )
        low = min((x for x, _ in spots.values()), default=0.0)
        for place, (x, y) in spots.items():
            points[place] = (round(left + (x - low) * wide, 1), round(y * wide * 0.6, 1))
        left = max(x for x, _ in points.values()) + 2 * FAR
    return points


def by_time(chart: Chart) -> dict[NodeKey, Point]:
    """Incidents and orders from left to right by date; above them who acted, below who was harmed
    and everything else, each over the middle of its own."""
    events = sorted(
        (node for node in chart.nodes if node.label in EVENTS), key=lambda n: (date_of(n), n.place)
    )
    points: dict[NodeKey, Point] = {
        node.place: (number * COLUMN, (number % 3 - 1) * 40.0) for number, node in enumerate(events)
    }
    acting = {link.start for link in chart.links if link.type in ("SUSPECT_IN", "SUBJECT_OF")}
    return _rest(chart, points, lambda node: -1 if node.place in acting else 1)


def by_force(chart: Chart) -> dict[NodeKey, Point]:
    """A column of incidents and orders for each force, by date; shared things between them."""
    forces = forces_of(chart)
    events = sorted(
        (node for node in chart.nodes if node.label in EVENTS), key=lambda n: (date_of(n), n.place)
    )
    points: dict[NodeKey, Point] = {}
    left = 0.0
    for force in sorted({name for names in forces.values() for name in names}):
        own = [node for node in events if force in forces.get(node.place, ())]
        rows = max(4, math.ceil(math.sqrt(len(own) * 2)))
        for number, node in enumerate(own):
            points[node.place] = (left + number // rows * COLUMN, number % rows * ROW)
        left += (math.ceil(len(own) / rows) + 2.5) * COLUMN
    for number, node in enumerate(node for node in events if node.place not in points):
        points[node.place] = (left, number * ROW)
    return _rest(chart, points, lambda node: -1 if node.label == "Person" else 1)


def _rest(
    chart: Chart, points: dict[NodeKey, Point], side: Callable[[Element], int]
) -> dict[NodeKey, Point]:
    """Everything else in rows above (-1) and below (1), over the middle of what it is tied to."""
    if not points:
        return positions(chart)
    near = neighbours(chart)
    top, bottom = min(y for _, y in points.values()), max(y for _, y in points.values())
    rows: dict[int, list[tuple[float, NodeKey]]] = {-1: [], 1: []}
    for node in chart.nodes:
        if node.place not in points:
            middle = [points[other][0] for other in near[node.place] if other in points]
            at = sum(middle) / len(middle) if middle else 0.0
            rows[side(node)].append((at, node.place))
    made = dict(points)
    for way, edge in ((-1, top), (1, bottom)):
        ends: list[float] = []
        for at, place in sorted(rows[way]):
            line = next((n for n, end in enumerate(ends) if end + 150 <= at), len(ends))
            ends[line : line + 1] = [at]
            made[place] = (round(at, 1), edge + way * (1.6 + line) * ROW)
    return made


_WAYS: dict[str, Callable[[Chart], dict[NodeKey, Point]]] = {
    "around": positions,
    "organic": organic,
    "time": by_time,
    "force": by_force,
}
