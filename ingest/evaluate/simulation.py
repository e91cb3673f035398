"""What a graph of many incidents would take, foretold from what smaller ones took.

Each further incident is taken to cost what it cost between the two largest sizes that were
measured; at its least and at its most, what it cost between any two that follow one another, or as
its share of the largest.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from graph.engine.filling import memory
from graph.errors import InputError

FILE = Path(__file__).with_name("rates.csv")
COLUMNS = (
    "measured",
    "incidents",
    "elements",
    "processor_seconds",
    "command_mib",
    "engine_mib",
    "disk_mib",
    "night_incidents",
    "night_processor_seconds",
)
"""A line of `rates.csv`, which `python -m tests.bench.rates` writes: a region's first night and one
of a late delivery, embedded; blank where it was not measured."""
WORDS = {
    "elements": ("nodes and links", ""),
    "processor_seconds": ("first night, processor", "s"),
    "command_mib": ("memory of the command, at most", "MiB"),
    "disk_mib": ("disk", "MiB"),
}
Point = tuple[int, float]
"""How many incidents, and what was measured of them."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """A figure with its least and most, the sizes that it rests on, and the unit."""

    figure: str
    value: float
    least: float
    most: float
    unit: str
    rests_on: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """The largest size that was measured, foretold from those below it."""

    incidents: int
    measured: float
    foretold: Foretold

    @property
    def error(self) -> float:
        """How much more was foretold than measured, as a share."""
        return self.foretold.value / self.measured - 1


def rows(file: Path = FILE) -> list[dict[str, str]]:
    """The lines of the rates, the smallest region first."""
    with file.open(encoding="utf-8", newline="") as lines:
        return sorted(csv.DictReader(lines), key=lambda row: int(row["incidents"]))


def foretell(incidents: int, nights: int) -> tuple[list[Foretold], list[Checked]]:
    """What a graph of so many incidents takes, that came over so many nights; and of each figure
    the largest measured one beside what is foretold of it. InputError for no incidents."""
    if incidents < 1 or nights < 1:
        raise InputError("nothing comes of no incidents or no years: give numbers from 1 on")
    measured = rows()
    figures, checks = [], []
    for column, (name, unit) in WORDS.items():
        points = _points(measured, column)
        figures.append(_at(points, incidents, name, unit))
        *below, (size, value) = points
        if len(below) > 1:
            checks.append(Checked(size, value, _at(below, size, name, unit)))
    figures.append(_engine(figures[0]))
    figures.append(_night(measured, max(1, incidents // nights)))
    return figures, checks


def hours(seconds: Foretold, cores: int) -> tuple[float, float]:
    """Hours by the clock: at least while all cores work throughout, at most while one does."""
    return seconds.least / cores / 3600, seconds.most / 3600


def as_data(figures: Sequence[Foretold], checks: Sequence[Checked]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "figures": [asdict(each) for each in figures],
        "checks": [{**asdict(each), "error": round(each.error, 3)} for each in checks],
    }


def _points(measured: Sequence[dict[str, str]], column: str) -> list[Point]:
    return [(int(row["incidents"]), float(row[column])) for row in measured if row[column]]


def _at(points: Sequence[Point], incidents: int, name: str, unit: str) -> Foretold:
    """A figure of so many incidents: from the nearest measured size on, by the cost of one more."""
    largest, most = points[-1]
    slopes = [(b - a) / (n - m) for (m, a), (n, b) in pairwise(points)] or [most / largest]
    size, value = min(points, key=lambda point: (abs(point[0] - incidents), point[0]))
    ends = [*slopes, most / largest]
    low, high = sorted(value + slope * (incidents - size) for slope in (min(ends), max(ends)))
    best = value + slopes[-1] * (incidents - size)
    return Foretold(name, best, max(low, 0.0), high, unit, tuple(size for size, _ in points))


def _engine(elements: Foretold) -> Foretold:
    """What this machine gives to the engine that takes so many elements."""
    value, least, most = (
        memory(int(each)) / 2**20 for each in (elements.value, elements.least, elements.most)
    )
    name = "memory of the engine meanwhile"
    return Foretold(name, value, least, most, "MiB", elements.rests_on)


def _night(measured: Sequence[dict[str, str]], new: int) -> Foretold:
    """A night of so many incidents: the cost of one, as each of the measured nights had it."""
    took = [row for row in measured if row["night_incidents"]]
    each = [float(row["night_processor_seconds"]) / int(row["night_incidents"]) for row in took]
    name = f"a night of {new:,} incidents, processor"
    sizes = tuple(int(row["incidents"]) for row in took)
    return Foretold(name, each[-1] * new, min(each) * new, max(each) * new, "s", sizes)
