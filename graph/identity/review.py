"""Pairs that are possibly one person, those first whose answer changes most.

A pair near the threshold may fall either way; joining or parting two large groups changes
more than two single mentions; and of a suspect it matters more than of a passer-by.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.access.session import Consultation, Session
from graph.batches import batches
from graph.identity.judgements import judgements, limits
from graph.identity.partition import Pair, pair
from graph.queries import load
from graph.queries.rows import ViewIdentityPossible, ViewIdentityReach

NEAR = 4.0
"""Bits on each side of the threshold within which a pair is asked about."""
SUSPECT = 2.0


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A pair to ask about: `one` says whether it is one person now; `worth` ranks it."""

    a: str
    b: str
    weight: float
    rule: str
    one: bool
    people: tuple[str, str]
    mentions: tuple[int, int]
    suspect: bool
    worth: float


def doubtful(session: Session, most: int = 50) -> list[Doubtful]:
    """The pairs that nobody judged, the most useful first; one for any two people."""
    consultation = session.consult("review", most=most)
    threshold = limits(session.store).threshold / 100
    judged = {(it.a, it.b) for it in judgements(session.store) if not it.withdrawn}
    best = _nearest(_near(consultation, threshold), judged, threshold)
    reach = _reach(consultation, {id_ for people in best for id_ in people})
    pairs = (_doubtful(row, reach, threshold) for row in best.values())
    return heapq.nsmallest(most, pairs, key=lambda it: (-it.worth, it.a, it.b))


def _near(consultation: Consultation, threshold: float) -> Iterable[ViewIdentityPossible]:
    query = load("view/identity/possible")
    return consultation.stream(query, least=threshold - NEAR, most=threshold + NEAR)


def _nearest(
    rows: Iterable[ViewIdentityPossible], judged: set[Pair], threshold: float
) -> dict[Pair, ViewIdentityPossible]:
    """Of any two people the strongest link between them; of one person the weakest inside."""
    best: dict[Pair, ViewIdentityPossible] = {}
    for row in rows:
        people = pair(row["person_a"], row["person_b"])
        inside = people[0] == people[1]
        if (row["a"], row["b"]) in judged or (inside and row["weight"] >= threshold + NEAR / 2):
            continue
        sign = -1 if inside else 1
        if people not in best or sign * row["weight"] > sign * best[people]["weight"]:
            best[people] = row
    return best


def _reach(consultation: Consultation, people: set[str]) -> dict[str, ViewIdentityReach]:
    rows = (
        row
        for batch in batches(sorted(people))
        for row in consultation.read(load("view/identity/reach"), ids=batch)
    )
    return {row["id"]: row for row in rows}


def _doubtful(
    row: ViewIdentityPossible, reach: Mapping[str, ViewIdentityReach], threshold: float
) -> Doubtful:
    people = (row["person_a"], row["person_b"])
    one = people[0] == people[1]
    sizes = (reach[people[0]]["mentions"], reach[people[1]]["mentions"])
    suspect = any(reach[id_]["suspect"] for id_ in people)
    changed = sizes[0] if one else sizes[0] * sizes[1]
    unsure = 1 / (1 + abs(row["weight"] - threshold))
    worth = unsure * math.log2(1 + changed) * (SUSPECT if suspect else 1)
    known = (row["a"], row["b"], row["weight"], row["rule"])
    return Doubtful(*known, one, people, sizes, suspect, round(worth, 4))
