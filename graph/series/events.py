"""An incident as it is compared: where, when, and what was done; and many of them as arrays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.intp]

EPOCH = dt.datetime(2000, 1, 3, tzinfo=dt.UTC)
"""A Monday: days since then by the clock on the wall tell the weekday by their remainder."""

NOWHERE = (float("nan"),) * 3


@dataclass(frozen=True, slots=True)
class Event:
    """One incident. `place` is metres on a flat map, or in space; `begins` and `ends` local time.

    `traits` are what is compared value by value, such as entry or behaviours; one that is
    absent or empty is unknown and speaks neither way.
    """

    id: str
    place: tuple[float, ...] | None = None
    begins: dt.datetime | None = None
    ends: dt.datetime | None = None
    traits: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """Events in columns: `place` (n, 3) in metres, `span` (n, 2) in days; NaN is unknown."""

    ids: tuple[str, ...]
    place: Floats
    span: Floats
    traits: tuple[Mapping[str, frozenset[str]], ...]

    def __len__(self) -> int:
        return len(self.ids)


def table(events: Sequence[Event]) -> Table:
    """The events as arrays, in their order."""
    place = [(*(event.place or NOWHERE), 0.0, 0.0)[:3] for event in events]
    return Table(
        tuple(event.id for event in events),
        np.array(place, dtype=np.float64).reshape(-1, 3),
        np.array([_span(event) for event in events], dtype=np.float64).reshape(-1, 2),
        tuple(event.traits for event in events),
    )


def _span(event: Event) -> tuple[float, float]:
    first, last = event.begins or event.ends, event.ends or event.begins
    if first is None or last is None:
        return float("nan"), float("nan")
    # A span that ends before it begins is a slip of the keyboard, not a span.
    return _days(min(first, last)), _days(max(first, last))


def _days(moment: dt.datetime) -> float:
    return (moment.replace(tzinfo=dt.UTC) - EPOCH).total_seconds() / 86400
