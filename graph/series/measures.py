"""What is measured between two incidents: metres, days, hours of the day, days of the week.

Of a span the moment is anywhere in it, so a difference is its mean over both spans (Porter, A
Statistical Approach to Crime Linkage, 2016). Every measure is symmetrical; NaN is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from graph.series.events import Floats, Table, Whole

BRIEF = 1 / 24
"""Days: a span as short as this is taken for a moment."""
STEPS = 6
"""Moments that stand for a span: their differences lie within 1% of the mean over the span."""


def distance(table: Table, a: Whole, b: Whole) -> Floats:
    """Metres between."""
    return np.asarray(np.linalg.norm(table.place[a] - table.place[b], axis=1))


def days(table: Table, a: Whole, b: Whole) -> Floats:
    """Days between, the mean over both spans."""
    return _mean(table, a, b, np.abs)


def hour(table: Table, a: Whole, b: Whole) -> Floats:
    """Hours of the day between, 0 to 12; a span of a day or more says nothing."""
    gaps = _mean(table, a, b, lambda gap: _round(gap, 1.0)) * 24
    lengths = table.span[:, 1] - table.span[:, 0]
    gaps[(lengths[a] >= 1) | (lengths[b] >= 1)] = np.nan
    return gaps


def weekday(table: Table, a: Whole, b: Whole) -> Floats:
    """Days of the week between, 0 to 3.5; a span of a week or more says nothing."""
    gaps = _mean(table, a, b, lambda gap: _round(gap, 7.0))
    lengths = table.span[:, 1] - table.span[:, 0]
    gaps[(lengths[a] >= 7) | (lengths[b] >= 7)] = np.nan
    return gaps


MEASURES: Mapping[str, Callable[[Table, Whole, Whole], Floats]] = {
    "place": distance,
    "gap": days,
    "hour": hour,
    "weekday": weekday,
}


def _round(gap: Floats, cycle: float) -> Floats:
    around = np.abs(gap) % cycle
    return np.asarray(np.minimum(around, cycle - around))


def _mean(table: Table, a: Whole, b: Whole, measure: Callable[[Floats], Floats]) -> Floats:
    middle = table.span.mean(axis=1)
    means = measure(middle[a] - middle[b])
    long = table.span[:, 1] - table.span[:, 0] > BRIEF
    spread = np.flatnonzero(long[a] | long[b])
    first, second = _moments(table, a[spread]), _moments(table, b[spread])
    total = np.zeros(len(spread))
    for i in range(STEPS):
        for j in range(STEPS):
            total += measure(first[:, i] - second[:, j])
    means[spread] = total / STEPS**2
    return means


def _moments(table: Table, rows: Whole) -> Floats:
    shares = (np.arange(STEPS) + 0.5) / STEPS
    span = table.span[rows]
    return np.asarray(span[:, :1] + shares * (span[:, 1:] - span[:, :1]))
