"""The ways between two elements of a chart, weighed by how much speaks for them.

A way counts for more with the records behind its links, and for less with how many others its
elements are tied to: that two people use one number says much, that both were once in one street
little. The weight is in bits: the logarithm of the records, less that of the ties of each element
between; a longer way has more of these.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.access.session import Consultation, Session
from graph.explore.answers import LONGEST_PATH
from graph.explore.chart import Element, Walk, between
from graph.explore.composition import Composition, sides_of
from graph.model.schema import NodeKey
from graph.queries import load

MOST_WAYS = 5
LOOKED_AT = 60
MOST_TIES = 500


@dataclass(frozen=True, slots=True)
class Way:
    """One way, by its elements in order; `weight` in bits, and the reason for it in words."""

    route: tuple[NodeKey, ...]
    weight: float
    reason: str
    names: dict[NodeKey, str] = field(compare=False)


def ways(
    session: Session,
    composition: Composition,
    ends: tuple[NodeKey, NodeKey],
    suspects: Iterable[str] = (),
) -> list[Way]:
    """The ways between two elements that this viewer may see, the weightiest first.

    Told as an answer about the chart's people and about both ends, too, so that none goes by
    somebody's whereabouts to whom they are protected from.
    """
    people = [id_ for label, id_ in ends if label == "Person"]
    consultation = session.consult(
        "path",
        sides=[*sides_of(composition), *people],
        people=people,
        between=["/".join(end) for end in ends],
    )
    consultation.seen_by_suspects(suspects)
    walk = Walk(consultation)
    if len(people) == 2:
        found = _asked(consultation, ends)
    else:
        found = [(route, 0) for route in _shortest(walk, ends)]
    inner = {place for route, _ in found for place in route[1:-1]}
    ties = _ties(walk, inner)
    elements = {each.place: each for each in walk.elements({*inner, *ends})}
    rows = [
        _way(route, records, ties, elements)
        for route, records in found
        if elements.keys() >= set(route)
    ]
    return sorted(rows, key=lambda way: (-way.weight, way.route))[:MOST_WAYS]


def _asked(
    consultation: Consultation, ends: tuple[NodeKey, NodeKey]
) -> list[tuple[tuple[NodeKey, ...], int]]:
    """Every way of at most four links between two people, with the number of its records."""
    rows = consultation.read(
        load("ask/paths"), from_id=ends[0][1], to_id=ends[1][1], max_links=4, limit=LOOKED_AT
    )
    return [(_route(ends[0], row["steps"]), len(row["record_ids"])) for row in rows]


def _route(start: NodeKey, steps: Iterable[dict[str, str]]) -> tuple[NodeKey, ...]:
    route = [start]
    for step in steps:
        one, other = (
            (step["start_label"], step["start_id"]),
            (step["end_label"], step["end_id"]),
        )
        route.append(other if one == route[-1] else one)
    return tuple(route)


def _shortest(walk: Walk, ends: tuple[NodeKey, NodeKey]) -> list[tuple[NodeKey, ...]]:
    """The first shortest way, where an end is no person; none that goes by somebody's home."""
    chart = between(walk, ends, LONGEST_PATH)
    links = [(link.type, link.start, link.end) for link in chart.links]
    if not links or walk.guard.meets([node.place for node in chart.nodes], links):
        return []
    route = [ends[0]]
    left = {frozenset((start, end)) for _, start, end in links}
    while route[-1] != ends[1]:
        step = next(pair for pair in sorted(left, key=sorted) if route[-1] in pair)
        left.discard(step)
        route.append(next(place for place in step if place != route[-1]))
    return [tuple(route)]


def _ties(walk: Walk, places: set[NodeKey]) -> dict[NodeKey, int]:
    """To how many others each is tied, as far as this side sees."""
    others: dict[NodeKey, set[NodeKey]] = {place: set() for place in places}
    for link in walk.step(places, MOST_TIES):
        for here, there in ((link.start, link.end), (link.end, link.start)):
            if here in others:
                others[here].add(there)
    return {place: len(some) for place, some in others.items()}


def _way(
    route: tuple[NodeKey, ...],
    records: int,
    ties: dict[NodeKey, int],
    elements: dict[NodeKey, Element],
) -> Way:
    inner = route[1:-1]
    common = sum(math.log2(max(1, ties[place])) for place in inner)
    weight = math.log2(1 + records) - common
    links = len(route) - 1
    parts = [f"{links} link{'' if links == 1 else 's'}"]
    if records:
        parts.append(
            f"{records} record{'' if records == 1 else 's'} speak{'s' * (records == 1)} for it"
        )
    if inner:
        rarest = min(inner, key=lambda place: (ties[place], place))
        known = elements[rarest]
        many = ties[rarest]
        parts.append(
            f"its rarest, the {known.caption} {known.name}, is tied to {many} on record"
            if many > 2
            else f"the {known.caption} {known.name} is tied to these two alone"
        )
    parts.append(f"weight {weight:+.1f} bits")
    names = {place: elements[place].name for place in route}
    return Way(route, round(weight, 2), "; ".join(parts), names)
