"""How many other incidents lie as near: in a hotspot or on a payday, near says little."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy.spatial.distance import cdist

from graph.series.events import Floats, Table, Whole

MOST = 1000
"""Incidents that stand for all."""
SLACK = 1e-6
"""Metres or days by which a neighbour at the very edge is within, however sums are rounded."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Where and when incidents happen: `place` (n, 3) in metres, `day` (n,) ascending."""

    place: Floats = field(default_factory=lambda: np.empty((0, 3)))
    day: Floats = field(default_factory=lambda: np.empty(0))

    def around(self, table: Table, a: Whole, b: Whole, metres: Floats) -> Floats:
        """log2 of the share of all that lie within `metres` of one, the mean of both."""
        sorted_ = np.sort(cdist(table.place, self.place), axis=1)

        def within(rows: Whole) -> Floats:
            # Counted row by row: a pair asks about its own row's distances only.
            counts = np.zeros(len(rows))
            order = np.argsort(rows, kind="stable")
            starts = np.flatnonzero(np.diff(rows[order], prepend=-1))
            for part in np.split(order, starts[1:]):
                if len(part):
                    row = sorted_[rows[part[0]]]
                    counts[part] = np.searchsorted(row, metres[part] + SLACK, side="right")
            return counts

        return self._share(within, a, b, metres, len(self.place))

    def meanwhile(self, table: Table, a: Whole, b: Whole, days: Floats) -> Floats:
        """log2 of the share of all that happened within `days` of one, the mean of both."""
        middle = table.span.mean(axis=1)

        def within(rows: Whole) -> Floats:
            here, reach = middle[rows], days + SLACK
            first = np.searchsorted(self.day, here - reach, side="left")
            last = np.searchsorted(self.day, here + reach, side="right")
            return np.asarray(last - first, dtype=np.float64)

        return self._share(within, a, b, days, len(self.day))

    @staticmethod
    def _share(
        within: Callable[[Whole], Floats], a: Whole, b: Whole, gap: Floats, size: int
    ) -> Floats:
        shares = (np.log2((1 + within(a)) / (1 + size)) + np.log2((1 + within(b)) / (1 + size))) / 2
        shares[~np.isfinite(gap)] = np.nan
        return np.asarray(shares)


def crowd(table: Table) -> Crowd:
    """The crowd of all these incidents, thinned evenly to MOST."""
    place = table.place[np.isfinite(table.place).all(axis=1)]
    day = np.sort(table.span.mean(axis=1)[np.isfinite(table.span).all(axis=1)])
    return Crowd(_thin(place), _thin(day))


def _thin(rows: Floats) -> Floats:
    if len(rows) <= MOST:
        return rows
    return np.asarray(rows[np.linspace(0, len(rows) - 1, MOST).astype(int)])
