"""Series: incidents that are more likely than not one person's, each with the rest of its group.

Groups are joined by the mean over all their pairs, so that a chain of neighbours is no series.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from graph.series.events import Event, table
from graph.series.model import Doers, Model, total

EVENS = 100.0
"""The distance at even odds: beyond what terms can say, so that none is below 0."""
LARGEST = 400
"""Incidents that hang together by pairs; of more, the weakest pairs are let go first."""


Pair = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Series:
    """`members` by id; `bits` the mean over their pairs, by term too; `solved` of them."""

    members: tuple[str, ...]
    solved: tuple[str, ...]
    bits: float
    terms: dict[str, float]


def series(
    model: Model, events: Sequence[Event], near: Iterable[Pair], doers: Doers
) -> list[Series]:
    """The groups of these incidents, the most alike first; `near` are pairs worth a look.

    One with nobody unsolved asks nothing, and is left out; so is one of a single incident.
    """
    known = {event.id: event for event in events}
    pairs = [pair for pair in near if pair[0] in known and pair[1] in known]
    made = [
        group
        for part in _parts(sorted(pairs, key=lambda pair: (-pair[2], pair)))
        for group in _grouped(model, [known[id_] for id_ in sorted(part)], len(events))
    ]
    told = [_series(model, group, doers) for group in made]
    asking = [each for each in told if len(each.solved) < len(each.members)]
    return sorted(asking, key=lambda each: (-each.bits, each.members))


def _parts(pairs: Sequence[Pair]) -> list[set[str]]:
    """What hangs together by pairs, the strongest first given; none larger than LARGEST."""
    network = nx.Graph()
    network.add_edges_from((a, b) for a, b, _ in pairs)
    parts: list[set[str]] = []
    for part in nx.connected_components(network):
        if len(part) <= LARGEST:
            parts.append(part)
        else:
            inside = [pair for pair in pairs if pair[0] in part]
            parts += _parts(inside[: len(inside) // 2])
    return parts


def _grouped(model: Model, events: list[Event], size: int) -> list[list[Event]]:
    if len(events) < 2:
        return []
    rows = table(events)
    a, b = np.triu_indices(len(events), 1)
    odds = total(model.terms(rows, a, b)) + model.odds(size)
    tree = linkage(np.maximum(0.0, EVENS - odds), "average")
    label = fcluster(tree, EVENS, "distance")
    groups = [[events[k] for k in np.flatnonzero(label == each)] for each in np.unique(label)]
    return [group for group in groups if len(group) > 1]


def _series(model: Model, events: list[Event], doers: Doers) -> Series:
    rows = table(events)
    a, b = np.triu_indices(len(events), 1)
    terms = model.terms(rows, a, b)
    means = {name: round(float(bits.mean()), 2) for name, bits in terms.items()}
    return Series(
        rows.ids,
        tuple(id_ for id_ in rows.ids if doers.get(id_)),
        round(float(total(terms).mean()), 2),
        means,
    )
