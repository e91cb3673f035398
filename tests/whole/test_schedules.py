"""Whatever goes wrong, a folder ends as it would have without: ten seeded schedules of faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from schedules import QUICK, check

from graph.engine.store import Store


@pytest.mark.slow
@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("seed", range(10))
def test_a_schedule_of_faults_ends_as_if_none_had_come(
    embedded_store: Store, tmp_path: Path, seed: int
) -> None:
    check(embedded_store, tmp_path, seed, QUICK, 3)
