"""The people around somebody: by what they are tied, how often, and how rare that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.explore.chart import Chart, Element, Link
from graph.model.schema import NodeKey

BETWEEN = frozenset({"RELATED_TO", "CONTACTED"})
"""Links that tie two people without anything between them."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One thing that two people have in common, and how many people in all have it.

    `through` is None where a record ties them directly; `links` are the person's own and the
    other's, or the one between them.
    """

    through: Element | None
    links: tuple[Link, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Surrounding:
    """Somebody near, and every tie to them, what fewest people share first."""

    person: Element
    ties: tuple[Tie, ...]

    @property
    def incidents(self) -> int:
        """How many incidents name both."""
        return sum(1 for tie in self.ties if tie.through and tie.through.label == "Incident")


def surroundings(chart: Chart, person: str) -> list[Surrounding]:
    """Everybody tied to a person on a chart of two links; most incidents, then rarest tie, first.

    POSSIBLY_SAME ties nobody: it asks whether two are one.
    """
    here: NodeKey = ("Person", person)
    nodes = {node.place: node for node in chart.nodes}
    of: dict[NodeKey, list[Link]] = {}
    for link in chart.links:
        if link.type != "POSSIBLY_SAME":
            of.setdefault(link.start, []).append(link)
            of.setdefault(link.end, []).append(link)
    ties: dict[NodeKey, list[Tie]] = {}
    for other, tie in _ties(here, nodes, of):
        ties.setdefault(other, []).append(tie)
    found = [
        Surrounding(nodes[other], tuple(sorted(mine, key=_rarest))) for other, mine in ties.items()
    ]
    return sorted(
        found, key=lambda it: (-it.incidents, it.ties[0].people, it.person.name, it.person.id)
    )


def _ties(
    here: NodeKey, nodes: dict[NodeKey, Element], of: dict[NodeKey, list[Link]]
) -> Iterator[tuple[NodeKey, Tie]]:
    for link in of.get(here, ()):
        there = link.end if link.start == here else link.start
        if there[0] == "Person":
            if link.type in BETWEEN and there != here and there in nodes:
                yield there, Tie(None, (link,), 2)
            continue
        others = {
            place: beyond
            for beyond in of.get(there, ())
            for place in (beyond.start, beyond.end)
            if place[0] == "Person" and place in nodes
        }
        for other, beyond in others.items():
            if other != here:
                yield other, Tie(nodes[there], (link, beyond), len(others))


def _rarest(tie: Tie) -> tuple[int, str, str]:
    through = tie.through
    return (tie.people, through.label if through else "", through.id if through else "")
