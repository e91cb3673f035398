"""Comparing traits value by value: what both have, and what one has in place of another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy import sparse

from graph.series.bands import MOST, Habit
from graph.series.events import Floats, Table, Whole

STEADY = tuple(np.linspace(0.0, 0.9, 31).tolist())
PULL = 4.0
"""Pairs of another value each that are put beside the solved ones."""


class Shared:
    """What pairs of a table share of one trait."""

    def __init__(self, table: Table, name: str, a: Whole, b: Whole) -> None:
        values = [traits.get(name, frozenset()) for traits in table.traits]
        self.values = sorted({value for each in values for value in each})
        place = {value: k for k, value in enumerate(self.values)}
        at = [(row, place[value]) for row, each in enumerate(values) for value in sorted(each)]
        rows, columns = [row for row, _ in at], [column for _, column in at]
        has = sparse.csr_matrix(
            (np.ones(len(at)), (rows, columns)), shape=(len(values), len(self.values))
        )
        count = np.asarray(has.sum(axis=1)).ravel()
        self.both = has[a].multiply(has[b]).tocsr()
        self.unlike = (count[a] + count[b]) / 2 - np.asarray(self.both.sum(axis=1)).ravel()
        self.unknown = (count[a] == 0) | (count[b] == 0)

    def bits(self, habit: Habit) -> Floats:
        """Bits of each pair, within MOST; 0 where either is unknown."""
        same = np.array([habit.same(value) for value in self.values])
        bits = self.both @ same + self.unlike * habit.other
        bits[self.unknown] = 0.0
        return np.asarray(np.clip(bits, -MOST, MOST))


def names(table: Table) -> list[str]:
    """The traits that any of the events has."""
    return sorted({name for traits in table.traits for name, each in traits.items() if each})


def shares(table: Table, name: str) -> dict[str, float]:
    """Value → the share of the events that have it, of those with any."""
    counts = Counter(value for traits in table.traits for value in traits.get(name, ()))
    known = sum(1 for traits in table.traits if traits.get(name))
    return {value: counts[value] / known for value in sorted(counts)}


def learn_habit(
    table: Table, name: str, a: Whole, b: Whole, weight: Floats, steady: Sequence[float] = STEADY
) -> Habit:
    """How far the doers of these linked pairs keep to a value: the likeliest, drawn towards 0."""
    share = shares(table, name)
    known = sum(1 for traits in table.traits if traits.get(name))
    rarest = 1 / (known + 1)
    pairs = Shared(table, name, a, b)
    heavy = weight * ~pairs.unknown
    best, habit = 0.0, Habit(0.0, share, rarest)
    for kept in steady:
        tried = Habit(float(kept), share, rarest)
        # A few solved pairs that happen to agree do not make a habit.
        likely = float(heavy @ pairs.bits(tried)) + PULL * tried.other
        if likely > best:
            best, habit = likely, tried
    return habit
