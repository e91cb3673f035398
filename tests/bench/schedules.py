"""Schedules of faults (tests/whole/schedules.py): `python -m tests.bench.schedules SEED…`.

Every rule is asked and the engine's files are made anew, as in earnest.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "whole")]

from killed import Small  # noqa: E402
from schedules import check  # noqa: E402
from steps import Step  # noqa: E402

from graph.changes.opening import open_store  # noqa: E402
from graph.settings import Settings  # noqa: E402

SEEDS = 200


def measure(work: Path, incidents: int) -> list[str]:
    """Run all seeds; the lines of docs/benchmarks.md."""
    del incidents
    begun = time.perf_counter()
    met, failed = run_all(work, range(SEEDS))
    faults = Counter(step.fault.kind for step in met if step.fault.at)
    told = ", ".join(f"{count:,} {kind}" for kind, count in sorted(faults.items()))
    seeds = ", ".join(map(str, failed)) or "none"
    return [
        "## Fault schedules",
        "",
        f"{SEEDS} schedules, {faults.total():,} steps that met a fault ({told}), in "
        f"{(time.perf_counter() - begun) / 60:.0f} minutes. Seeds of which the dump or the flags "
        f"are other than without faults: {seeds}. `python -m tests.bench.schedules SEED` runs one.",
    ]


def run_all(work: Path, seeds: Iterable[int]) -> tuple[list[Step], list[int]]:
    """What the steps of these seeds met, and the seeds that failed, each told on standard error."""
    met: list[Step] = []
    failed: list[int] = []
    data = work / "data"
    data.mkdir(parents=True)
    with open_store(Settings(data)) as store:
        for seed in seeds:
            try:
                met += check(store, work / str(seed), seed, Small())
                print(f"seed {seed}: the same", file=sys.stderr)  # noqa: T201
            except AssertionError as error:
                failed.append(seed)
                print(error, file=sys.stderr)  # noqa: T201
    return met, failed


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(bool(run_all(Path(folder), map(int, sys.argv[1:]))[1]))
