"""A chart around one entity: worked out here, so that it is the same every time.

The person in the middle; what is that person's own on an inner arc to the left;
incidents clockwise by date from the upper left to the lower left; on outer rings the
people and things that belong to the incidents, each near its own. Distances are in
pixels of a chart that fills its frame.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.explore.chart import Chart, Element
from graph.explore.composition import Point
from graph.model.schema import NodeKey

WIDER = 2.0  # a chart's frame is wider than high
EVENT_ARC = (-6.0, 186.0)
OUTER_ARC = (-44.0, 224.0)
LEFT = (200.0, 340.0)
COLUMN, ROW, ROWS = 210.0, 38.0, 12
INNER, EVENTS, OUTER, STEP = 128.0, 176.0, 246.0, 46.0


def positions(chart: Chart) -> dict[NodeKey, Point]:
    """A point for every element; equal charts give equal points."""
    anchor = chart.centre
    near = neighbours(chart)
    rings = _rings(near, anchor)
    by_place = {node.place: node for node in chart.nodes}
    first = [place for place in sorted(by_place) if rings.get(place) == 1]
    events = sorted(
        (place for place in first if place[0] == "Incident"),
        key=lambda place: (date_of(by_place[place]), place),
    )
    own = sorted((place for place in first if place[0] != "Incident"), key=_own_order)
    angles: dict[NodeKey, float] = {anchor: 0.0}
    points: dict[NodeKey, Point] = {anchor: (0.0, 0.0)}
    _columns(dict.fromkeys(own, 0.0), angles, points)
    arc = EVENT_ARC if own else (0.0, 352.0)
    _put(_evenly(events, arc), EVENTS, 36, arc, angles, points)
    for distance in range(2, max(rings.values(), default=0) + 1):
        _outwards(near, rings, distance, angles, points)
    right = max(x for x, _ in points.values()) + 3 * COLUMN
    for number, place in enumerate(sorted(set(by_place) - set(points))):  # tied to nothing here
        points[place] = (right + number // ROWS * COLUMN, (number % ROWS - ROWS // 2) * ROW * 2)
    return points


def neighbours(chart: Chart) -> dict[NodeKey, list[NodeKey]]:
    """Who is linked to whom, sorted."""
    near: dict[NodeKey, set[NodeKey]] = {node.place: set() for node in chart.nodes}
    for link in chart.links:
        near[link.start].add(link.end)
        near[link.end].add(link.start)
    return {place: sorted(others) for place, others in sorted(near.items())}


def _distances(near: Mapping[NodeKey, Sequence[NodeKey]], anchor: NodeKey) -> dict[NodeKey, int]:
    distances = {anchor: 0}
    frontier = [anchor]
    while frontier:
        following = []
        for place in frontier:
            for other in near.get(place, ()):
                if other not in distances:
                    distances[other] = distances[place] + 1
                    following.append(other)
        frontier = following
    return distances


def _rings(near: Mapping[NodeKey, Sequence[NodeKey]], anchor: NodeKey) -> dict[NodeKey, int]:
    """Distances, but people whom incidents name stand outside the incidents."""
    rings = _distances(near, anchor)
    for place, others in near.items():
        named = any(other[0] == "Incident" and rings.get(other) == 1 for other in others)
        if place[0] == "Person" and rings.get(place) == 1 and named:
            rings[place] = 2
    return rings


def date_of(node: Element) -> dt.datetime:
    """When something happened or was recorded, or began; what has no date is last."""
    late = dt.datetime.max.replace(tzinfo=dt.UTC)
    moment: Any = (
        node.props.get("occurred_from")
        or node.props.get("recorded_at")
        or node.props.get("served_at")
        or node.props.get("from")
        or late
    )
    return moment if isinstance(moment, dt.datetime) else late


def _own_order(place: NodeKey) -> tuple[int, NodeKey]:
    order = ("Address", "Organisation", "Phone", "Account", "Vehicle", "Order", "Incident")
    return (order.index(place[0]) if place[0] in order else -1, place)


def _evenly(places: Sequence[NodeKey], arc: tuple[float, float]) -> dict[NodeKey, float]:
    step = (arc[1] - arc[0]) / max(1, len(places))
    return {place: arc[0] + step * (number + 0.5) for number, place in enumerate(places)}


def _outwards(
    near: Mapping[NodeKey, Sequence[NodeKey]],
    rings: Mapping[NodeKey, int],
    distance: int,
    angles: dict[NodeKey, float],
    points: dict[NodeKey, Point],
) -> None:
    """One ring of people and one of things, each near the middle of what it belongs to."""
    wanted = {
        place: _middle([angles[other] for other in near[place] if rings[other] == distance - 1])
        for place, ring in rings.items()
        if ring == distance
    }
    left = {place for place, angle in wanted.items() if LEFT[0] < angle % 360.0 < LEFT[1]}
    _columns({place: _height(near[place], points) for place in left}, angles, points)
    right = [(x, y) for x, y in points.values() if x >= 0]
    radius = max(OUTER, max(math.hypot(x / WIDER, y) for x, y in right) + STEP)
    arc = OUTER_ARC if any(x < 0 for x, _ in points.values()) else (-180.0, 540.0)
    for people in (True, False):
        group = {
            place: angle
            for place, angle in wanted.items()
            if place not in left and (place[0] == "Person") is people
        }
        if group:
            radius = _put(group, radius, 44, arc, angles, points) + STEP


def _height(others: Iterable[NodeKey], points: Mapping[NodeKey, Point]) -> float:
    """The mean height of those already placed."""
    known = [points[other][1] for other in others if other in points]
    return sum(known) / len(known) if known else 0.0


def _columns(
    wanted: Mapping[NodeKey, float], angles: dict[NodeKey, float], points: dict[NodeKey, Point]
) -> None:
    """Set places in curved columns to the left of all that is there, near the heights wanted."""
    ordered = sorted(wanted, key=lambda place: (wanted[place], _own_order(place)))
    for start in range(0, len(ordered), ROWS):
        column = ordered[start : start + ROWS]
        outermost = min([-INNER * WIDER + COLUMN, *(x for x, _ in points.values() if x < -1)])
        base = outermost - COLUMN
        middle = (len(column) - 1) / 2
        for number, place in enumerate(column):
            y = (number - middle) * ROW
            x = base + 70.0 * (y / (ROWS * ROW / 2)) ** 2
            points[place] = (round(x, 1), round(y, 1))
            angles[place] = math.degrees(math.atan2(x / WIDER, -y)) % 360.0


def _middle(angles: Iterable[float]) -> float:
    """The mean of directions, in degrees from -90 to 270."""
    radians = [math.radians(angle) for angle in angles]
    x, y = sum(map(math.cos, radians)), sum(map(math.sin, radians))
    return (math.degrees(math.atan2(y, x)) + 90.0) % 360.0 - 90.0 if radians else 0.0


def _put(
    wanted: Mapping[NodeKey, float],
    radius: float,
    spacing: float,
    arc: tuple[float, float],
    angles: dict[NodeKey, float],
    points: dict[NodeKey, Point],
) -> float:
    """Set places on a ring at least `spacing` apart, in several rows if need be.

    Returns the radius of the outermost row.
    """
    span = min(360.0, arc[1] - arc[0])
    round_ = math.radians(span) * radius * (1 + WIDER) / 2
    rows = max(1, math.ceil(len(wanted) * spacing / round_))
    gap = span / max(1, round_ / spacing) / rows
    ordered = sorted(wanted, key=lambda place: (wanted[place], place))
    spread = apart([wanted[place] for place in ordered], gap, arc)
    for number, (place, angle) in enumerate(zip(ordered, spread, strict=True)):
        out = radius + (number % rows) * spacing * 1.1
        turn = math.radians(angle)
        angles[place] = angle
        points[place] = (
            round(out * WIDER * math.sin(turn), 1),
            round(-out * math.cos(turn), 1),
        )
    return radius + (rows - 1) * spacing * 1.1


def apart(angles: Sequence[float], gap: float, arc: tuple[float, float]) -> list[float]:
    """Ascending angles, moved as little as will do to stand `gap` apart within the arc.

    (Least squares by pooling neighbours that would overlap.)
    """
    blocks: list[tuple[float, int]] = []  # mean of (angle - place in the row * gap), size
    for number, angle in enumerate(angles):
        mean, size = angle - number * gap, 1
        while blocks and blocks[-1][0] > mean:
            before, count = blocks.pop()
            mean = (before * count + mean * size) / (count + size)
            size += count
        blocks.append((mean, size))
    flat = [mean for mean, size in blocks for _ in range(size)]
    low, high = arc[0], arc[1] - gap * max(0, len(angles) - 1)
    return [min(max(mean, low), max(low, high)) + number * gap for number, mean in enumerate(flat)]
