"""Whatever goes wrong, a folder ends as it would have without: ten seeded schedules of faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from schedules import QUICK, a_folder, check
from steps import ERASED, PREPARED, schedule

from graph.engine.store import Store

SEEDS = (0, 12, 22, 24, 27, 34, 57, 93, 170, 237)
"""Seeds whose schedules have every step and every kind of fault between them, and few nights."""

ON_NEO4J = (24, 93)


def test_the_schedules_have_every_step_and_erase_each_kind_of_thing() -> None:
    steps = [step for seed in SEEDS for step in schedule(seed, 2)]
    assert {step.name for step in steps} == set(PREPARED)
    erased = {step.number % len(ERASED) for step in steps if step.name == "erase"}
    assert erased == set(range(len(ERASED)))


@pytest.mark.slow
@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("seed", SEEDS)
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
