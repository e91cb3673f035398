"""What a comparison says, in bits: learnt from pairs of one doer against pairs of different doers.

A bit is a factor of two on the odds that one doer did both. Numbers are compared in bands (Bayes
factors by band, Porter 2016), smoothed so that a band with few solved pairs says little; traits by
how far a doer keeps to a value and how rare the value is, so that rare ones weigh more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from graph.series.events import Floats

PULL = 8.0
"""Pairs without news that are put beside the solved ones of each band."""
MOST = 12.0
"""No single comparison says more than this, in bits."""


@dataclass(frozen=True, slots=True)
class Bands:
    """A number's bits: `bits` at each of the `at`, straight lines between, flat beyond."""

    at: tuple[float, ...]
    bits: tuple[float, ...]

    def __call__(self, measured: Floats) -> Floats:
        """Bits for each; 0 for what is unknown."""
        if not self.at:
            return np.zeros(len(measured))
        return np.nan_to_num(np.interp(measured, self.at, self.bits))


@dataclass(frozen=True, slots=True)
class Habit:
    """A trait's bits: doers keep to a value `kept` of the time; `share` says how many have it.

    Both with a value: log2(1 - kept + kept / share). Each with another: log2(1 - kept).
    """

    kept: float
    share: Mapping[str, float] = field(default_factory=dict)
    rarest: float = 0.01

    def same(self, value: str) -> float:
        """Bits of a value that both have."""
        share = max(self.share.get(value, self.rarest), self.rarest)
        return min(MOST, float(np.log2(1 - self.kept + self.kept / share)))

    @property
    def other(self) -> float:
        """Bits, below 0, of a value in place of another."""
        return float(np.log2(1 - self.kept))


def learn_bands(measured: Floats, linked: Floats, *, falling: bool, most: int = 10) -> Bands:
    """The bands of a number, of pairs of one doer (`linked` > 0, a weight) and of others (0).

    `falling`: what is nearer never says less. Empty where too few pairs have it.
    """
    known = np.isfinite(measured)
    same, others = known & (linked > 0), known & (linked == 0)
    count = min(most, int(same.sum() // 8))
    if count < 2 or others.sum() < 20:
        return Bands((), ())
    edges = np.unique(np.quantile(measured[same], np.linspace(0, 1, count + 1)[1:-1]))
    edges = np.append(edges, np.median(measured[others]))
    edges = np.unique(edges)
    where_same = np.searchsorted(edges, measured[same])
    where_other = np.searchsorted(edges, measured[others])
    size = len(edges) + 1
    ones = np.bincount(where_same, weights=linked[same], minlength=size)
    ones *= same.sum() / linked[same].sum()
    base = (np.bincount(where_other, minlength=size) + 0.5) / (others.sum() + 0.5 * size)
    share = (ones + PULL * base) / (ones.sum() + PULL)
    bits = np.log2(share / base)
    if falling:
        bits = _falling(bits, ones + PULL * base)
    at = [_middle(measured[known], k, edges) for k in range(size)]
    return Bands(tuple(at), tuple(np.clip(bits, -MOST, MOST).tolist()))


def _middle(measured: Floats, band: int, edges: Floats) -> float:
    """Where a band's bits hold as they are: the median of what lies in it."""
    inside = measured[np.searchsorted(edges, measured) == band]
    return float(np.median(inside)) if len(inside) else float(edges[min(band, len(edges) - 1)])


def _falling(bits: Floats, weight: Floats) -> Floats:
    """The nearest sequence that never rises (pool adjacent violators)."""
    pools: list[list[float]] = []
    for value, heavy in zip(bits, weight, strict=True):
        pools.append([float(value), float(heavy), 1])
        while len(pools) > 1 and pools[-2][0] < pools[-1][0]:
            value_, heavy_, n_ = pools.pop()
            last = pools[-1]
            total = last[1] + heavy_
            last[0] = (last[0] * last[1] + value_ * heavy_) / total
            last[1], last[2] = total, last[2] + n_
    return np.array([value for value, _, n in pools for _ in range(int(n))])
