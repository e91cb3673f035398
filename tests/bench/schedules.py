"""Schedules of faults (tests/whole/schedules.py): `python -m tests.bench.schedules SEED…`.

Every rule is asked and the engine's files are made anew, as in earnest; a seed may be a range, such
as 0-199. `--neo4j` runs them there instead of on the embedded engine.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import chain
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "whole")]

from engines import START_SOON, kernel, name_the_model  # noqa: E402
from killed import Small  # noqa: E402
from schedules import a_folder, check  # noqa: E402
from steps import Step  # noqa: E402

from graph.changes.opening import open_store  # noqa: E402
from graph.engine.store import Store  # noqa: E402
from graph.settings import Settings  # noqa: E402

SEEDS = 200


def measure(work: Path, incidents: int) -> list[str]:
    """Run all seeds on both engines; the lines of docs/benchmarks.md."""
    del incidents
    lines = ["## Fault schedules", ""]
    for name, on in (("the embedded engine", embedded), ("Neo4j", neo4j)):
        begun = time.perf_counter()
        met, failed = run_all(on, work / name[-5:], range(SEEDS))
        faults = Counter(step.fault.kind for step in met if step.fault.at)
        told = ", ".join(f"{count:,} {kind}" for kind, count in sorted(faults.items()))
        seeds = ", ".join(map(str, failed)) or "none"
        lines.append(
            f"On {name} {SEEDS} schedules, {faults.total():,} steps that met a fault ({told}), in "
            f"{(time.perf_counter() - begun) / 60:.0f} minutes. Seeds of which the dump or the "
            f"flags are other than without faults: {seeds}."
        )
    return [*lines, "`python -m tests.bench.schedules [--neo4j] SEED` runs one."]


@contextmanager
def embedded(work: Path) -> Iterator[Store]:
    """An empty graph of a new data folder."""
    (work / "data").mkdir(parents=True)
    with open_store(Settings(work / "data")) as store:
        yield store


@contextmanager
def neo4j(work: Path) -> Iterator[Store]:
    """The same on a server."""
    (work / "server").mkdir(parents=True)
    with kernel(work / "server", *START_SOON) as server, a_folder(server, work / "data") as store:
        name_the_model(store)
        yield store


def run_all(
    on: Callable[[Path], AbstractContextManager[Store]], work: Path, seeds: Iterable[int]
) -> tuple[list[Step], list[int]]:
    """What the steps of these seeds met, and the seeds that failed, each told on standard error."""
    met: list[Step] = []
    failed: list[int] = []
    with on(work) as store:
        for seed in seeds:
            begun = time.perf_counter()
            try:
                met += check(store, work / str(seed), seed, Small())
                told = "the same"
            except AssertionError as error:
                failed.append(seed)
                told = str(error)
            print(f"seed {seed}, {time.perf_counter() - begun:.0f} s: {told}", file=sys.stderr)  # noqa: T201
    return met, failed


def _seeds(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--neo4j", action="store_true", help="on Neo4j and not the embedded engine")
    parser.add_argument("seeds", nargs="+", type=_seeds)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        on = neo4j if chosen.neo4j else embedded
        sys.exit(bool(run_all(on, Path(folder), chain(*chosen.seeds))[1]))
