"""Shares, rates and times with what is not known of them: plain statistics of counts."""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import NormalDist, quantiles

Z = NormalDist().inv_cdf(0.975)
LIMITS = (0.95, 0.998)
"""The limits of a funnel plot: about two and three standard deviations (Spiegelhalter 2005)."""


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95% interval of a share after Wilson (1927); (0, 1) when nothing was seen."""
    if not total:
        return 0.0, 1.0
    share, spread = hits / total, Z * Z / total
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def funnel_limits(rate: float, total: float, within: float) -> tuple[float, float]:
    """Between which rates a count of events among `total` lies with this probability, were its
    rate the common one: after Poisson, between whole counts interpolated (Spiegelhalter 2005)."""
    tail = (1 - within) / 2
    expected = rate * total
    return _count_at(tail, expected) / total, _count_at(1 - tail, expected) / total


def _count_at(chance: float, expected: float) -> float:
    """The count, with its fraction, below which a Poisson count lies with this chance."""
    from scipy.stats import poisson  # dear to load, and only oversight needs it

    if not expected:
        return 0.0
    count = float(poisson.ppf(chance, expected))
    above, below = poisson.cdf(count, expected), poisson.cdf(count - 1, expected)
    return max(0.0, count - float((above - chance) / (above - below)))


def quartiles(days: Iterable[int]) -> tuple[float, float, float] | None:
    """The first quartile, median and third quartile; None of nothing."""
    known = sorted(days)
    if not known:
        return None
    if len(known) == 1:
        return (float(known[0]),) * 3
    first, middle, third = quantiles(known, n=4, method="inclusive")
    return first, middle, third
