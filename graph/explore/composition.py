"""A chart that somebody works on: where it began, what was opened from there, what was put away.

A composition holds ids, places on the canvas and words of the person who works; what is known of
the ids is read anew, through a session, for whoever looks. From whose side it is seen follows from
where it began and never from what was opened since: so a chart that began at a suspect shows of a
victim on it what his neighbourhood of any depth would, and a chart of several is told as an answer
about all of them. One that began at no person is seen from the side of every suspect on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from graph.access.session import Consultation, Session
from graph.errors import InputError
from graph.explore.chart import Chart, Element, Link, Memory, Walk, spread
from graph.model.compartments import Marking
from graph.model.schema import NodeKey
from graph.queries import load

MOST_NODES = 2_000
"""On one chart: beyond that nobody reads it, and no browser draws it."""
FIRST_NODES = 600
DEEPEST = 4
MOST_COUNTED = 2_001
"""Links of one node that are counted before it is opened."""
ACTING = ("SUSPECT_IN", "INSTIGATED", "POSSIBLY_BY", "SUBJECT_OF")
Point = tuple[float, float]
Ref = Annotated[str, Field(max_length=2_000)]


class Expansion(BaseModel):
    """One node opened: along these types of link (all, when there are none), so many at most."""

    model_config = ConfigDict(frozen=True)

    place: NodeKey
    types: tuple[str, ...] = ()
    most: int = Field(50, ge=1, le=MOST_NODES)


class Note(BaseModel):
    """Words of somebody's own. `level` and `compartments` are what the chart and its author had
    when they were written, `guarded` whether it was seen from a suspect's side: who sees less sees
    no note."""

    model_config = ConfigDict(frozen=True)

    text: str = Field(max_length=1_000)
    who: str
    at: str
    level: int
    guarded: bool
    compartments: tuple[str, ...] = ()

    @property
    def marking(self) -> Marking:
        """What a viewer needs to read it."""
        return Marking(self.level, frozenset(self.compartments))


class Composition(BaseModel):
    """What somebody made of a chart. Elements are named `Label/id` where they are keys."""

    model_config = ConfigDict(frozen=True)

    anchors: tuple[NodeKey, ...]
    depth: int = 2
    most: int = FIRST_NODES
    expansions: tuple[Expansion, ...] = ()
    paths: tuple[tuple[NodeKey, ...], ...] = ()
    """Each from one element to the next."""
    gone: tuple[NodeKey, ...] = ()
    pinned: tuple[Ref, ...] = ()
    points: dict[Ref, Point] = Field(default_factory=dict)
    arrangement: str = "around"
    bundles: tuple[tuple[Ref, ...], ...] = ()
    opened: tuple[Ref, ...] = ()
    grouping: bool | None = None
    """Whether nodes with the same neighbours stand as one; None: when there are many."""
    combined: bool = False
    notes: dict[Ref, Note] = Field(default_factory=dict)


class Away(NamedTuple):
    """So many links of a type lead from a node to elements of a label, `new` to ones that are not
    on the chart yet."""

    type: str
    label: str
    links: int
    new: int


def compose(
    session: Session, composition: Composition, memory: Memory | None = None
) -> Chart | None:
    """The chart as this viewer may see it; None when there is none of the first element.

    What `memory` holds of the same chart is not read again.
    """
    consultation, walk = _begin(session, composition, memory)
    chart = _seen(consultation, walk, composition, memory)
    if all(node.place != composition.anchors[0] for node in chart.nodes):
        return None
    return replace(chart, grades=_grades(consultation, chart, memory or Memory()))


def _grades(
    consultation: Consultation, chart: Chart, memory: Memory
) -> dict[NodeKey, tuple[str, ...]]:
    """How the records behind each incident and order are graded, as far as the viewer may see."""
    places = [node.place for node in chart.nodes if node.label in ("Incident", "Order")]
    fresh = [place for place in places if place not in memory.grades]
    if fresh:
        asked = [{"label": label, "id": id_} for label, id_ in fresh]
        found: dict[NodeKey, list[str]] = {place: [] for place in fresh}
        for row in consultation.read(load("view/records/grades"), nodes=asked):
            if row["grade"]:
                found[row["label"], row["id"]].append(row["grade"])
        memory.grades.update({place: tuple(each) for place, each in found.items()})
    return {place: memory.grades[place] for place in places}


def away(
    session: Session, composition: Composition, place: NodeKey, memory: Memory | None = None
) -> list[Away]:
    """Where a node of the chart leads to, by type of link and label, most links first.

    Seen from the chart's own side, so that the counts tell nothing that opening it would not.
    """
    consultation, walk = _begin(session, composition, memory)
    chart = _seen(consultation, walk, composition, memory)
    shown = {node.place for node in chart.nodes}
    if place not in shown:
        return []
    counted: dict[tuple[str, str], tuple[int, set[NodeKey]]] = {}
    for link in walk.step([place], MOST_COUNTED):
        other = link.end if link.start == place else link.start
        links, others = counted.get((link.type, other[0]), (0, set()))
        counted[link.type, other[0]] = (links + 1, others | {other})
    rows = [Away(*key, links, len(others - shown)) for key, (links, others) in counted.items()]
    return sorted(rows, key=lambda row: (-row.links, row))


def sides_of(composition: Composition) -> list[str]:
    """The people whom a chart is about."""
    return [id_ for label, id_ in composition.anchors if label == "Person"]


def _begin(
    session: Session, composition: Composition, memory: Memory | None
) -> tuple[Consultation, Walk]:
    consultation = session.consult(
        "chart",
        sides=sides_of(composition),
        people=sorted(
            {
                *sides_of(composition),
                *(e.place[1] for e in composition.expansions if e.place[0] == "Person"),
            }
        ),
        anchors=["/".join(anchor) for anchor in composition.anchors],
        depth=composition.depth,
        opened=["/".join(each.place) for each in composition.expansions],
        paths=[["/".join(place) for place in route] for route in composition.paths],
    )
    if composition.depth not in range(1, DEEPEST + 1):
        raise InputError(f"A chart is 1 to {DEEPEST} links deep; ask for one of those.")
    return consultation, Walk(consultation, memory)


def _seen(
    consultation: Consultation, walk: Walk, composition: Composition, memory: Memory | None
) -> Chart:
    """The chart, drawn again for as long as somebody on it must not see all of it."""
    if all(label == "Person" for label, _ in composition.anchors):
        return _drawn(walk, composition, ())
    # What it was begun at was asked for; that it is where a victim can be reached takes its links.
    asked = Walk(consultation).elements(composition.anchors[:1])
    faced = set(memory.suspects) if memory else set()
    consultation.seen_by_suspects(sorted(faced))
    while True:
        chart = _with(_drawn(walk, composition, faced), asked)
        if memory:
            memory.suspects = frozenset(faced)
        acting = {link.start[1] for link in chart.links if link.type in ACTING}
        fresh = acting - faced
        if not consultation.guard.active:
            fresh |= {node.id for node in chart.nodes if node.label == "Person"} - faced
        if not fresh:
            return chart
        faced |= fresh
        consultation.seen_by_suspects(sorted(fresh))
        walk = Walk(consultation, memory)


def _with(chart: Chart, asked: tuple[Element, ...]) -> Chart:
    known = {node.place for node in chart.nodes}
    nodes = (*chart.nodes, *(each for each in asked if each.place not in known))
    return replace(chart, nodes=tuple(sorted(nodes, key=lambda node: node.place)))


def _drawn(walk: Walk, composition: Composition, faced: Iterable[str]) -> Chart:
    seen: dict[NodeKey, None] = {}
    links: dict[Link, None] = {}
    for anchor in composition.anchors:
        spread(walk, anchor, composition.depth, composition.most, seen, links)
    for expansion in composition.expansions:
        _expand(walk, expansion, seen, links)
    for route in composition.paths:
        _follow(walk, route, seen, links)
    elements = walk.elements(seen.keys() - set(composition.gone))
    shown = {node.place for node in elements}
    first = composition.anchors[0]
    return Chart(
        tuple(anchor[1] for anchor in composition.anchors),
        elements,
        tuple(link for link in links if link.start in shown and link.end in shown),
        walk.guard.active,
        walk.withheld,
        walk.left_out,
        first,
        tuple(sorted(faced)),
    )


def _expand(
    walk: Walk, expansion: Expansion, seen: dict[NodeKey, None], links: dict[Link, None]
) -> None:
    """Open one node, if it is still there, and what its new neighbours are tied to here."""
    if expansion.place not in seen:
        return
    steps = [
        link
        for link in walk.step([expansion.place], MOST_COUNTED)
        if not expansion.types or link.type in expansion.types
    ]
    fresh: dict[NodeKey, None] = {}
    room = min(expansion.most, MOST_NODES - len(seen))
    for link in steps:
        other = link.end if link.start == expansion.place else link.start
        if other in seen or other in fresh or len(fresh) < room:
            links[link] = None
            if other not in seen:
                fresh[other] = None
    seen.update(fresh)
    before = walk.left_out
    for link in walk.step(fresh, 40):
        if link.start in seen and link.end in seen:
            links[link] = None
    walk.left_out = before  # what these lead to besides was not asked for


def _follow(
    walk: Walk, route: tuple[NodeKey, ...], seen: dict[NodeKey, None], links: dict[Link, None]
) -> None:
    """Add a path between two that are here, unless a step of it is not seen from this side."""
    if len(route) < 2 or not {route[0], route[-1]} <= seen.keys():
        return
    steps = [{one, other} for one, other in pairwise(route)]
    along = [link for link in walk.step(route, MOST_COUNTED) if {link.start, link.end} in steps]
    whole = all(any({link.start, link.end} == step for link in along) for step in steps)
    # None by somebody's home to whom they are protected from.
    if whole and not walk.guard.meets(route, [(x.type, x.start, x.end) for x in along]):
        seen.update(dict.fromkeys(route))
        links.update(dict.fromkeys(along))
