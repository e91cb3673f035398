"""Where everything stands: what was placed stays, what is new finds room beside its neighbours."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from dashboard.network.arrangements import arranged
from dashboard.network.layout import neighbours
from graph.explore.chart import Chart, Element
from graph.explore.composition import Composition, Point
from graph.model.schema import NodeKey

ROOM = 64.0
"""Pixels that a new node keeps from any other."""


def placed(chart: Chart, composition: Composition) -> dict[NodeKey, Point]:
    """A point for every element. Points that the composition has do not change."""
    known = {
        node.place: composition.points["/".join(node.place)]
        for node in chart.nodes
        if "/".join(node.place) in composition.points
    }
    if known.keys() <= {node.place for node in chart.nodes if _is_pinned(node, composition)}:
        return arranged(composition.arrangement, chart) | known
    return beside(chart, known, _of_groups(chart, composition))


def _is_pinned(node: Element, composition: Composition) -> bool:
    return "/".join(node.place) in composition.pinned


def _of_groups(chart: Chart, composition: Composition) -> dict[NodeKey, Point]:
    """Where a group would stand by itself: in the middle of its members."""
    hints = {}
    for node in chart.nodes:
        points = [
            composition.points[ref]
            for each in node.props.get("members", ())
            if (ref := "/".join(each.place)) in composition.points
        ]
        if points:
            hints[node.place] = _mean(points)
    return hints


def beside(
    chart: Chart, known: Mapping[NodeKey, Point], hints: Mapping[NodeKey, Point] | None = None
) -> dict[NodeKey, Point]:
    """What is known, and for the rest the nearest free spot to what it is linked to."""
    points = dict(known)
    near = neighbours(chart)
    taken = _Taken(points.values())
    fresh = [node.place for node in chart.nodes if node.place not in points]
    while fresh:
        ready = [place for place in fresh if any(other in points for other in near[place])]
        for place in ready or fresh[:1]:
            others = [points[other] for other in near[place] if other in points]
            hint = (hints or {}).get(place)
            points[place] = taken.free(hint or _start(others, taken))
        fresh = [place for place in fresh if place not in points]
    return points


def _start(others: list[Point], taken: _Taken) -> Point:
    """The middle of what it belongs to, drawn outwards; else to the right of everything."""
    if not others:
        return (taken.right + 4 * ROOM, 0.0)
    x, y = _mean(others)
    away = math.hypot(x, y) or 1.0
    return (x + x / away * ROOM * 1.5, y + y / away * ROOM * 1.5)


def _mean(points: Iterable[Point]) -> Point:
    some = list(points)
    return (sum(x for x, _ in some) / len(some), sum(y for _, y in some) / len(some))


class _Taken:
    """The spots that are taken, found by the square of ROOM that they lie in."""

    def __init__(self, points: Iterable[Point]) -> None:
        self._squares: dict[tuple[int, int], list[Point]] = {}
        self.right = 0.0
        for point in points:
            self._add(point)

    def _add(self, point: Point) -> None:
        self._squares.setdefault(_square(point), []).append(point)
        self.right = max(self.right, point[0])

    def free(self, wanted: Point) -> Point:
        """The free spot that a spiral from the one wanted comes to first; it is taken then."""
        point = next(each for each in _spiral(wanted) if self._is_free(each))
        self._add(point)
        return point

    def _is_free(self, point: Point) -> bool:
        column, row = _square(point)
        return not any(
            math.dist(point, other) < ROOM
            for x in range(column - 1, column + 2)
            for y in range(row - 1, row + 2)
            for other in self._squares.get((x, y), ())
        )


def _square(point: Point) -> tuple[int, int]:
    return (math.floor(point[0] / ROOM), math.floor(point[1] / ROOM))


def _spiral(middle: Point) -> Iterator[Point]:
    yield (round(middle[0], 1), round(middle[1], 1))
    number = 0
    while True:
        number += 1
        radius, turn = ROOM * 0.55 * math.sqrt(number), 2.39996 * number  # the golden angle
        x, y = middle[0] + radius * math.cos(turn), middle[1] + radius * math.sin(turn)
        yield (round(x, 1), round(y, 1))
