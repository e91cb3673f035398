"""The case as each force saw it: an island for each, what several know on each of theirs.

Worked out here, so that the browser only moves what it has: where everything stands on its island,
which copies stand for what more than one force recorded, and what joins them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from dashboard.network.chart import Node, Picture, clipped, element_ref
from dashboard.network.facets import EVENTS
from dashboard.network.layout import date_of
from dashboard.words import count, force, when
from graph.model.schema import NodeKey

ACROSS, DOWN, GAP = 150.0, 96.0, 300.0
CODES, SHORT = 4, 20


def islands(picture: Picture) -> dict[str, Any]:
    """For the script: `islands` with name and box, `places` of what one force alone recorded,
    `copies` of what several did, their `lines`, the `joins` between copies of one, and `labels`."""
    shown = {place: node for place, node in picture.nodes.items() if picture.forces.get(place)}
    names = sorted({name for place in shown for name in picture.forces[place]})
    made: dict[str, Any] = {"islands": [], "places": {}, "copies": [], "lines": [], "joins": []}
    left = 0.0
    where: dict[tuple[str, str], str] = {}
    for name in names:
        own = _in_order(picture, [p for p in shown if name in picture.forces[p]])
        columns = max(2, math.ceil(math.sqrt(len(own) * 0.9)))
        for number, place in enumerate(own):
            node = shown[place]
            x, y = left + number % columns * ACROSS, number // columns * DOWN
            if len(picture.forces[place]) == 1:
                made["places"][node.key] = [x, y]
                where[node.key, name] = node.key
                continue
            copy = f"{node.key}-{name}"
            where[node.key, name] = copy
            made["copies"].append({"id": copy, "of": node.key, "force": name, "x": x, "y": y})
        width, height = (columns - 1) * ACROSS, (math.ceil(len(own) / columns) - 1) * DOWN
        made["islands"].append(
            {
                "id": f"island-{name}",
                "label": _title(picture, name),
                "x": left + width / 2,
                "y": height / 2,
                "w": width + 150,
                "h": height + 130,
            }
        )
        left += width + GAP
    made["lines"] = _lines(picture, where, names)
    made["joins"] = _joins(picture, where, names)
    made["labels"] = {node.key: _label(node) for node in shown.values()}
    return made


def _in_order(picture: Picture, places: Sequence[NodeKey]) -> list[NodeKey]:
    """People first, then events by date, then things."""

    def rank(place: NodeKey) -> tuple[int, Any, NodeKey]:
        element = picture.nodes[place].element
        kind = 0 if place[0] == "Person" else 1 if place[0] in EVENTS else 2
        return (kind, date_of(element), place)

    return sorted(places, key=rank)


def _label(node: Node) -> str:
    """What stands under it: of an incident the code that the force recorded, and when."""
    element = node.element
    if element.label != "Incident":
        return clipped(node.label, SHORT)
    code = ", ".join((element.props.get("offence_classes") or ())[:2]) or "no code"
    return f"{clipped(code, SHORT)}\n{when(element.props).partition(',')[0]}"


def _title(picture: Picture, name: str) -> str:
    """`Northmarch: 5 incidents · recorded as 8L ×3, 58C ×2`."""
    own = [
        node.element
        for place, node in picture.nodes.items()
        if node.element.label == "Incident" and name in picture.forces.get(place, ())
    ]
    codes = Counter(code for each in own for code in (each.props.get("offence_classes") or ())[:1])
    shown = ", ".join(f"{code} ×{times}" for code, times in codes.most_common(CODES))
    more = "…" if len(codes) > CODES else ""
    recorded = f"\nrecorded as {shown}{more}" if shown else ""
    return f"{force(name)}: {count(len(own), 'incident')}{recorded}"


def _lines(
    picture: Picture, where: dict[tuple[str, str], str], names: Sequence[str]
) -> list[dict[str, str]]:
    """The lines on each island that touch a copy; the others stay what they are."""
    lines = []
    for edge in picture.edges:
        for name in names:
            start, end = where.get((edge.source, name)), where.get((edge.target, name))
            if start and end and (start, end) != (edge.source, edge.target):
                lines.append({"id": f"{edge.key}-{name}", "source": start, "target": end})
    return lines


def _joins(
    picture: Picture, where: dict[tuple[str, str], str], names: Sequence[str]
) -> list[dict[str, str]]:
    """What joins the islands: a line from each copy to the next of the same."""
    joins = []
    for place, node in picture.nodes.items():
        copies = [where[node.key, name] for name in names if (node.key, name) in where]
        for one, other in pairwise(copies):
            joins.append(
                {
                    "id": f"join-{one}-{other}",
                    "source": one,
                    "target": other,
                    "on": element_ref(place),
                    "label": _what(node),
                }
            )
    return joins


def _what(node: Node) -> str:
    return f"the same {node.element.caption}"
