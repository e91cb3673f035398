"""Invented burglaries of doers with styles: where and how each works, how often, and when.

Doers overlap in one town, most of them are met once, and times are spans.
"""

from __future__ import annotations

import datetime as dt

import numpy as np

from graph.series.events import Event
from graph.series.model import Doers

TRAITS = {"entry": 12, "target": 9, "tool": 6}


def burglaries(
    seed: int, doers: int = 60, singles: int = 60, unsolved: int = 30
) -> tuple[list[Event], Doers]:
    """`doers` of two incidents or more, `singles` of one, `unsolved` of nobody known."""
    draw = np.random.default_rng(seed)
    common = {name: draw.dirichlet(np.full(count, 0.8)) for name, count in TRAITS.items()}
    events: list[Event] = []
    truth: dict[str, frozenset[str]] = {}
    sizes = [1] * (singles + unsolved) + [
        2 + min(int(draw.geometric(0.35)) - 1, 20) for _ in range(doers)
    ]
    for doer, size in enumerate(sizes):
        made = _of_one(draw, common, size, f"c{doer}-")
        events += made
        if doer >= unsolved:
            truth |= {event.id: frozenset([f"d{doer}"]) for event in made}
    return events, truth


def _of_one(
    draw: np.random.Generator, common: dict[str, np.ndarray], size: int, prefix: str
) -> list[Event]:
    home, spread = draw.normal(6000, 3000, 2), np.exp(draw.normal(np.log(2500), 1.0))
    day, often = draw.uniform(0, 1000), np.exp(draw.normal(np.log(30), 1.4))
    hour, loose = draw.integers(24), draw.choice([1.5, 3, 6])
    style = {
        name: draw.dirichlet(base * draw.choice([0.8, 2, 8]) + 1e-3)
        for name, base in common.items()
    }
    events = []
    for k in range(size):
        day += draw.exponential(often)
        place = draw.normal(home, spread)
        hours = float((hour + draw.normal(0, loose)) % 24)
        at = dt.datetime(2019, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=int(day), hours=hours)
        away = float(draw.choice([0, 4, 9, 24, 60], p=[0.4, 0.2, 0.2, 0.1, 0.1]) * draw.random())
        begins = at - dt.timedelta(hours=away * float(draw.random()))
        traits = {
            name: frozenset([f"{name} {draw.choice(len(base), p=style[name])}"])
            for name, base in common.items()
            if draw.random() < 0.95
        }
        end = begins + dt.timedelta(hours=away)
        events.append(
            Event(f"{prefix}{k}", (float(place[0]), float(place[1])), begins, end, traits)
        )
    return events
