"""Fixtures that every room shares: a graph on each engine, empty at the start of each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from engines import START_SOON, empty, kernel, lacking

from graph.settings import Settings
from graph.store import Store, open_store


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Share tests out between workers: a file stays together, what needs Neo4j begins first.

    Planning a rule costs Neo4j seconds the first time, so one worker asks it everything.
    """
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            neo4j = item.get_closest_marker("neo4j") is not None
            item.add_marker(pytest.mark.xdist_group("neo4j" if neo4j else item.path.stem))
    slow = {_group(item) for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (_group(item) != "neo4j", _group(item) not in slow))


def _group(item: pytest.Item) -> str:
    marker = item.get_closest_marker("xdist_group")
    return str(marker.args[0]) if marker else ""


@pytest.fixture(scope="session")
def arcadedb_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(Settings(tmp_path_factory.mktemp("arcadedb"))) as store:
        yield store


@pytest.fixture(scope="session")
def neo4j_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    home = tmp_path_factory.mktemp("neo4j")
    with kernel(home, *START_SOON) as settings, open_store(settings) as store:
        yield store


@pytest.fixture(params=["arcadedb", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty graph: the test runs once on each engine."""
    found: Store = request.getfixturevalue(f"{request.param}_session")
    empty(found)
    return found


@pytest.fixture
def embedded_store(arcadedb_session: Store) -> Store:
    """An empty graph on the embedded engine only, for quick tests."""
    empty(arcadedb_session)
    return arcadedb_session


@pytest.fixture
def neo4j_store(neo4j_session: Store) -> Store:
    """An empty graph on Neo4j only; mark the test `neo4j`."""
    empty(neo4j_session)
    return neo4j_session


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The browser for tests of pages."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    return Path(found or lacking("tests of pages need a browser: install chromium"))
