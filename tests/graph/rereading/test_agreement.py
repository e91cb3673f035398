"""Cohen's kappa and its interval, against figures worked out by hand."""

from __future__ import annotations

import math

import pytest

from graph.rereading.agreement import Z, agreement


def test_kappa_of_fifty_cases_that_are_worked_out_by_hand() -> None:
    """20 and 15 alike, 5 and 10 not: p_o = .7; margins .5 .5 and .6 .4, so p_e = .5 and kappa
    = .4. The variance (Fleiss, Cohen and Everitt 1969): of those alike .4 (.5 - 1.1 x .3)² +
    .3 (.5 - .9 x .3)² = .02743; of the others .09 (.1 x 1.1² + .2 x .9²) = .02547; less
    (.35 - 1 + .7)² = .0025; in all .0504 / (50 x .5⁴) = .016128."""
    pairs = [("right", "right")] * 20 + [("wrong", "wrong")] * 15
    pairs += [("right", "wrong")] * 5 + [("wrong", "right")] * 10
    found = agreement(pairs)
    assert (found.cases, found.same) == (50, 35)
    assert found.kappa == pytest.approx(0.4)
    assert found.low == pytest.approx(0.4 - Z * math.sqrt(0.016128))
    assert found.high == pytest.approx(0.4 + Z * math.sqrt(0.016128))


def test_kappa_of_three_answers() -> None:
    """5 alike of 6: p_o = 30/36; the first says a three times, b twice, c once; the second a
    twice, b three times, c once: p_e = (6 + 6 + 1) / 36, so kappa = (30 - 13) / (36 - 13)."""
    pairs = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", "b"), ("c", "c")]
    found = agreement(pairs)
    assert found.same == 5
    assert found.kappa == pytest.approx((30 - 13) / (36 - 13))


def test_where_chance_explains_all_there_is_no_kappa() -> None:
    assert agreement([]).kappa is None
    alike = agreement([("right", "right")] * 9)
    assert (alike.cases, alike.same, alike.kappa, alike.low) == (9, 9, None, None)
    whole = agreement([("right", "right"), ("wrong", "wrong")])
    assert (whole.kappa, whole.high) == (1.0, 1.0)
    worse = agreement([("right", "wrong"), ("wrong", "right")])
    assert worse.kappa == -1.0
