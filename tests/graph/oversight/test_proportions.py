"""Intervals, limits and quartiles against figures worked out elsewhere."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest, poisson

from graph.oversight.proportions import funnel_limits, quartiles, wilson


@pytest.mark.parametrize(("hits", "total"), [(0, 10), (5, 112), (65, 1746), (10, 10)])
def test_wilson_is_what_scipy_says(hits: int, total: int) -> None:
    known = binomtest(hits, total).proportion_ci(method="wilson")
    assert wilson(hits, total) == pytest.approx((known.low, known.high))
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize("within", [0.95, 0.998])
def test_limits_hold_what_chance_explains_and_narrow_with_the_number(within: float) -> None:
    low, high = funnel_limits(0.02, 1_000, within)
    whole = poisson.interval(within, 20)
    assert whole[0] - 1 <= 1_000 * low <= whole[0]
    assert whole[1] - 1 <= 1_000 * high <= whole[1]
    lower, higher = funnel_limits(0.02, 10_000, within)
    assert low < lower < 0.02 < higher < high
    assert funnel_limits(0.0, 100, within) == (0.0, 0.0)


def test_quartiles_of_few() -> None:
    assert quartiles([]) is None
    assert quartiles([4]) == (4.0, 4.0, 4.0)
    assert quartiles([9, 1, 3]) == (2.0, 3.0, 6.0)
