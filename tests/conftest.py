"""Fixtures that every room shares: a graph on each engine, empty at the start of each test."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Generator, Hashable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from declared import misfits
from engines import START_SOON, empty, kernel, lacking, name_the_model
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from graph.changes.opening import open_store
from graph.engine import store as engine
from graph.engine.kept import Kept, Rows
from graph.engine.rows import row
from graph.engine.store import Store
from graph.queries import Query
from graph.settings import Settings

# Without bytecode to keep, every worker and every command would compile all that it loads anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["JAVA_TOOL_OPTIONS"] = " ".join(START_SOON)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A busy machine is no fault of the code that is tried.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


class Sharing(LoadScopeScheduling):  # type: ignore[misc]
    """Shares tests out between workers: a file stays together, and so does all of Neo4j.

    Planning a rule costs Neo4j seconds the first time, so one worker asks it everything.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "neo4j" if "[neo4j" in nodeid or file.endswith(BOTH) else file


BOTH = "test_both_engines.py"
"""Compares the engines with each other."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing:
    return Sharing(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded stays: to look through it for waste again and again would take seconds."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_sessionfinish() -> None:
    gc.unfreeze()  # what is left at the end is let go of in order


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no worker is left alone with it."""

    def file(item: pytest.Item) -> str:
        return item.nodeid.partition("::")[0]

    slow = {file(item) for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.get_closest_marker("neo4j") is None, file(item) not in slow))


@pytest.fixture(autouse=True, scope="session")
def _rows_are_as_declared() -> Iterator[None]:
    """Whatever a test reads is of the types that the header of the query declares."""

    def checked(query: Query, values: Any) -> dict[str, Any]:
        made = row(query, values)
        assert misfits(query, made) == []
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "row", checked)
        yield


@pytest.fixture(autouse=True, scope="session")
def _what_is_kept_stays_as_it_was_read() -> Iterator[None]:
    """Whoever is given rows that are kept for others, too, changes none of them."""
    keep, known, read = Kept._keep, Kept._known, "_as_read"

    def kept(self: Kept, edition: Hashable, question: Hashable, rows: Mapping[Any, Rows]) -> None:
        keep(self, edition, question, rows)
        said = self.__dict__.setdefault(read, {})
        said |= {(edition, question, part): repr(rows[part]) for part in rows}

    def given(
        self: Kept, edition: Hashable, question: Hashable, parts: list[Any]
    ) -> dict[Any, Rows]:
        found = known(self, edition, question, parts)
        for part, rows in found.items():
            assert repr(rows) == self.__dict__[read][edition, question, part], question
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Kept, "_keep", kept)
        patch.setattr(Kept, "_known", given)
        yield


@pytest.fixture(scope="session")
def arcadedb_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(Settings(tmp_path_factory.mktemp("arcadedb"))) as store:
        yield store


@pytest.fixture(scope="session")
def neo4j_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    home = tmp_path_factory.mktemp("neo4j")
    with kernel(home, *START_SOON) as settings, open_store(settings) as store:
        name_the_model(store)
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


@pytest.fixture(scope="module")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """A browser without a window, for the tests of one file."""
    from browsing import a_browser  # slow to load, and few files want it

    with a_browser(chromium_path) as browser:
        yield browser


@pytest.fixture
def data(embedded_store: Store) -> Path:
    """An empty graph on the embedded engine, as `--data`: commands on it are quick."""
    from whole_way import clear  # loads the whole program

    return clear(embedded_store.settings.data)
