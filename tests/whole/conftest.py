"""A data folder whose engine is up already, so that commands on it are quick."""

from __future__ import annotations

from pathlib import Path

import pytest
from whole_way import clear

from graph.engine.store import Store


@pytest.fixture
def data(embedded_store: Store) -> Path:
    """An empty graph on the embedded engine, as `--data`."""
    return clear(embedded_store.settings.data)
