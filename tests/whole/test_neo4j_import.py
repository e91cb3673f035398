"""An archive as files that Neo4j's own importer takes: what the ordinary way leaves."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from engines import START_SOON, empty, jars, java, kernel
from test_first_load import AS_OF, files  # noqa: F401 - a fixture
from test_same_graph import MARKS, TIES
from whole_way import canonical, digest, incident, party, run, well

from graph.access.audit import Audit
from graph.changes.opening import open_store
from graph.engine.store import Store
from graph.keeping.elements import is_empty
from graph.settings import Settings

pytestmark = [pytest.mark.neo4j, pytest.mark.slow, pytest.mark.timeout(900)]
ODD = incident(
    "Z1",
    party("Una Ash", "witness"),
    party("Ola Brook", "suspect", occupation=""),
    at="2024-01-20T10:00:00Z",
    summary='two lines\nof "quotes", commas; and a \\ backslash',
    behaviours=[],
)


def state(store: Store) -> list[Mapping[str, Any]]:
    """All that is in the graph, but for when it came there and for empty lists."""
    rows = [row for row in store.read(MARKS) if row["label"] != "Resolution"]
    return [
        {
            **row,
            "props": {**_filled(row["props"]), "received_at": None},
            "link": _filled(row["link"]),
        }
        for row in rows
    ]


def _filled(props: dict[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (props or {}).items() if value != []}


def test_what_the_importer_reads_is_what_the_ordinary_way_leaves(
    tmp_path: Path,
    files: list[Path],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files.append(canonical(tmp_path / "canonical_2024-05-01.jsonl", [ODD]))
    home, data, made = (tmp_path / name for name in ("home", "data", "for 'import'"))
    home.mkdir()
    data.mkdir()
    here = ("--data", data)
    with kernel(home, *START_SOON) as settings:
        _name(settings, monkeypatch)
        well("ingest", *files, *here)
        with open_store(Settings.load(data)) as store:
            ordinary, dumped = state(store), digest(data)
            empty(store)
        told = well("bulk", *files, "--neo4j-import", made, "--json", *here).data
        again = run("bulk", *files, "--neo4j-import", made, *here)
        assert (again.code, "name a new folder" in again.err) == (3, True)
        assert {path.stat().st_mode & 0o77 for path in (made, *made.iterdir())} == {0}
        with open_store(Settings.load(data)) as store:
            assert is_empty(store)
        noted = Audit(data / "audit.sqlite").entries()
        assert any((entry.body or {}).get("asked") == "bulk" for entry in noted)
    words = told["command"].removeprefix("neo4j-admin ").split()
    importer = [java(), "-cp", f"{jars()}/*", "org.neo4j.cli.AdminTool", *words]
    done = subprocess.run(
        importer,
        cwd=made,
        env={"NEO4J_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with kernel(home, *START_SOON) as settings:
        _name(settings, monkeypatch)
        assert "belongs to another data folder" in run("night", "--data", tmp_path / "other").err
        with open_store(Settings.load(data)) as store:
            for a, b in zip(ordinary, state(store), strict=True):
                assert a == b
        assert digest(data) == dumped
        well("night", *AS_OF, *here)
        with open_store(Settings.load(data)) as store:
            assert store.read(TIES)
        filled = run("bulk", *files, "--neo4j-import", tmp_path / "second", *here)
        assert (filled.code, "holds something" in filled.err) == (3, True)


def _name(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands use this server."""
    for name in ("uri", "user", "password", "database"):
        monkeypatch.setenv(f"NEO4J_{name.upper()}", str(getattr(settings, f"neo4j_{name}")))
