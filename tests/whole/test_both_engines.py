"""A region through the commands on each engine: one graph, whatever the order and the engine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from engines import empty
from test_same_graph import TIES
from whole_way import clear, digest, well

from graph.engine.store import Store

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_800)]


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two months of six forces' deliveries of a small region."""
    folder = tmp_path_factory.mktemp("region")
    well("generate", "--out", folder, "--incidents", 500, "--seed", 3, "--json")
    found = sorted((folder / "deliveries").glob("*_2023-0[67]-01*"))
    assert len(found) >= 12
    return found


@pytest.fixture
def folder(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """`--data` for commands on either engine, empty at first."""
    if store.settings.embedded:
        yield clear(store.settings.data)
        return
    monkeypatch.setenv("NEO4J_URI", store.settings.neo4j_uri or "")
    monkeypatch.setenv("NEO4J_PASSWORD", store.settings.neo4j_password or "")
    made = tmp_path / "data"
    made.mkdir()
    yield made


FOUND: dict[str, str] = {}


def test_a_region_is_one_graph_on_each_engine(
    store: Store, folder: Path, deliveries: list[Path]
) -> None:
    well("ingest", *deliveries, "--data", folder)
    whole = digest(folder)
    first = well("night", "--data", folder, "--as-of", "2023-09-01", "--json").data
    assert first["flags"]
    ties = store.read(TIES)
    well("rebuild", "--data", folder)
    assert digest(folder) == whole
    assert store.read(TIES) == ties
    for path in deliveries[:3]:
        well("withdraw", path.name, "--data", folder)
    well("ingest", *deliveries[:3], "--data", folder)
    assert digest(folder) == whole
    # The withdrawal took flags away with their evidence; its return brings just those back.
    second = well("night", "--data", folder, "--as-of", "2023-09-01", "--json").data
    assert {flag["outcome"] for flag in second["flags"]} == {"reopened"}
    assert {flag["id"] for flag in second["flags"]} <= {flag["id"] for flag in first["flags"]}
    third = well("night", "--data", folder, "--as-of", "2023-09-01", "--json").data
    assert third["flags"] == []
    assert store.read(TIES) == ties
    FOUND[store.engine] = whole
    assert len(set(FOUND.values())) == 1


def test_deliveries_of_a_region_in_any_order_give_one_graph(
    embedded_store: Store, deliveries: list[Path]
) -> None:
    data, found = clear(embedded_store.settings.data), set()
    for seed in range(2):
        order = deliveries.copy()
        random.Random(seed).shuffle(order)
        half = len(order) // 2
        well("ingest", *order[:half], "--data", data)
        well("ingest", *order[half:], "--data", data)
        found.add(digest(data))
        empty(embedded_store)
        clear(data)
    assert len(found) == 1
