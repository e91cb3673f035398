"""What each step of a night costs."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from graph.changes.written import Written
from graph.engine.store import Store

UNIT = 1 << 20 if sys.platform == "darwin" else 1 << 10
"""Into how many units of `ru_maxrss`, bytes or KiB, a MiB goes."""


class Show(Protocol):
    """Shows how far a step of long work has come."""

    def __call__(self, step: str, done: int, of: int | None = None) -> None:
        """`done` of a step are done so far, of so many where that is known."""


@dataclass(frozen=True, slots=True)
class Cost:
    """`seconds` by the clock, `processor_seconds` of this process alone, without the engine's.

    `written` counts the rows sent to be written; `peak_mib` is the most memory that the process
    has held until the end of the step, so that it never falls from one step to the next.
    """

    seconds: float
    processor_seconds: float
    written: int
    peak_mib: int


@contextmanager
def measured(store: Store, costs: dict[str, Cost], step: str) -> Iterator[None]:
    """Put the cost of what is done inside under the name of the step."""
    begun, worked, written = time.perf_counter(), time.process_time(), store.watcher(Written).rows
    yield
    costs[step] = Cost(
        round(time.perf_counter() - begun, 2),
        round(time.process_time() - worked, 2),
        store.watcher(Written).rows - written,
        peak_mib(),
    )


def peak_mib() -> int:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // UNIT
