"""Whatever goes wrong, all ends as it would have without: ten seeded schedules of faults."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from faults import KINDS
from schedules import QUICK, a_folder, check, drawn
from steps import ERASED, PREPARED, schedule

from graph.engine.store import Store

EMBEDDED = (1, 7, 248, 331, 405, 442, 453, 586)
"""Seeds whose schedules have every step and every kind of fault, on nights too, and cost little:
one `move` alone, which starts another engine."""
ON_NEO4J = (388, 438)


def test_the_schedules_have_every_step_and_erase_each_kind_of_thing() -> None:
    steps = [step for seed in EMBEDDED for step in schedule(seed, 2)]
    assert {step.name for step in steps} == set(PREPARED)
    erased = {step.number % len(ERASED) for step in steps if step.name == "erase"}
    assert erased == set(range(len(ERASED)))


@pytest.mark.parametrize("seeds", [EMBEDDED, ON_NEO4J], ids=["embedded", "server"])
def test_the_schedules_have_every_kind_of_fault(seeds: tuple[int, ...]) -> None:
    draws = {seed: random.Random(f"faults {seed}") for seed in seeds}
    faults = [
        drawn(draws[seed])
        for seed in seeds
        for step in schedule(seed, 2)
        for _ in range(1 + (step.name == "move"))
    ]
    soon = {fault.kind for fault in faults if fault.kind == "clock" or fault.at <= 12}
    assert soon == set(KINDS)


@pytest.mark.slow
@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("seed", EMBEDDED)
def test_a_schedule_of_faults_ends_as_if_none_had_come(
    embedded_store: Store, tmp_path: Path, seed: int
) -> None:
    check(embedded_store, tmp_path, seed, QUICK, 2)


@pytest.mark.slow
@pytest.mark.neo4j
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", ON_NEO4J, ids=lambda seed: f"neo4j-{seed}")
def test_a_schedule_of_faults_on_a_server_ends_as_if_none_had_come(
    neo4j_store: Store, tmp_path: Path, seed: int
) -> None:
    with a_folder(neo4j_store.settings, tmp_path / "data") as store:
        check(store, tmp_path, seed, QUICK, 2)
