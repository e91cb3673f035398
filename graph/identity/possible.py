"""Who is possibly the same: (Person)-[:POSSIBLY_SAME]-(Person), derived from what is left in doubt.

Two people are possibly one when mentions of theirs are linked by a resemblance that leaves the
question open (`RESEMBLES.doubt`) and nobody said that they are two. Rules count by it: three
victims, two of whom are possibly one, are two or three. It is a function of the resemblances, of
whom mentions refer to and of the judgements, whatever the order in which they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import queries
from graph.batches import batches
from graph.derive.versions import Step
from graph.engine.store import Store
from graph.identity.partition import Pair, pair
from graph.model.compartments import Marking

PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Doubt:
    """An open resemblance of two mentions, the smaller first, of two people; weight in bits."""

    a: str
    b: str
    weight: float
    level: int
    compartments: Sequence[str]
    person_a: str
    person_b: str


def bring_up_to_date(store: Store, people: Iterable[str], apart: frozenset[Pair]) -> int:
    """Bring the links of these people in line; gives how many changed.

    `apart` are the pairs of people of whom somebody said that they are two.
    """
    changed = 0
    for page in batches(sorted(set(people)), PAGE):
        rows = store.read(queries.load("system/people/doubts"), ids=page)
        for step in steps(store, page, (Doubt(**row) for row in rows), apart):
            store.write_all([step])
            changed += len(step[1]["rows"])
    return changed


def people_apart(apart: Iterable[Pair], people: Mapping[str, str | None]) -> frozenset[Pair]:
    """The pairs of people whom words "not same" on their mentions tell apart."""
    pairs = ((people.get(a), people.get(b)) for a, b in apart)
    return frozenset(pair(p, q) for p, q in pairs if p and q and p != q)


def steps(
    store: Store, people: Iterable[str], doubts: Iterable[Doubt], apart: frozenset[Pair]
) -> list[Step]:
    """What must be written so that these people have the links which these doubts give them."""
    links = store.read(queries.load("system/people/possibly_same"), ids=list(people))
    kept = {
        (row["start"], row["end"]): _props(row["weight"], row["level"], row["compartments"])
        for row in links
    }
    wanted = _wanted(doubts, apart)
    gone = [_row(ends) for ends in sorted(kept.keys() - wanted.keys())]
    fresh = [
        {**_row(ends), **props} for ends, props in sorted(wanted.items()) if kept.get(ends) != props
    ]
    drop = queries.load(
        "write/elements/drop_link", type="POSSIBLY_SAME", start="Person", end="Person"
    )
    write = queries.load("write/people/possibly_same")
    return [(query, {"rows": rows}) for query, rows in ((drop, gone), (write, fresh)) if rows]


def rows_of(doubts: Iterable[Doubt], apart: frozenset[Pair]) -> list[dict[str, Any]]:
    """What these doubts give where no link is yet: rows of `write/people/possibly_same`."""
    return [{**_row(ends), **props} for ends, props in _wanted(doubts, apart).items()]


def _row(ends: Pair) -> dict[str, Any]:
    return {"start": ends[0], "end": ends[1], "key": ""}


def _wanted(doubts: Iterable[Doubt], apart: frozenset[Pair]) -> dict[Pair, dict[str, Any]]:
    """(start, end) -> weight, level, compartments of the strongest doubt between two people.

    It leads from the side of the smaller mention: ids of people depend on history.
    """
    strongest: dict[Pair, Doubt] = {}
    for doubt in doubts:
        who = pair(doubt.person_a, doubt.person_b)
        if who[0] != who[1] and who not in apart:
            best = strongest.get(who)
            if best is None or _rank(doubt) < _rank(best):
                strongest[who] = doubt
    return {
        (it.person_a, it.person_b): _props(it.weight, it.level, it.compartments)
        for it in strongest.values()
    }


def _props(weight: float, level: int, compartments: Iterable[str]) -> dict[str, Any]:
    return {"weight": weight, **Marking(level, frozenset(compartments)).props()}


def _rank(doubt: Doubt) -> tuple[float, str, str]:
    return -doubt.weight, doubt.a, doubt.b
