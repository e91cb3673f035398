"""What a header says that a query returns is what mypy sees, and what comes out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graph.queries import rows_of_headers

ROOT = Path(__file__).parents[3]
READER = """
from graph.engine.store import Store
from graph.queries import load

def owners(store: Store) -> list[str]:
    rows = store.read(load("system/flags/named"), ids=[])
    return [row["id"] for row in rows] + [row["ids"] for row in rows]
"""


def test_the_types_of_rows_are_those_of_the_headers() -> None:
    mend = "write them anew: python -m graph.queries.rows_of_headers"
    module = ROOT / "graph" / "queries" / "rows.py"
    assert module.read_text(encoding="utf-8") == rows_of_headers.python(), mend


@pytest.mark.slow
def test_a_mistyped_column_is_found_before_anything_runs(tmp_path: Path) -> None:
    reader = tmp_path / "reader.py"
    reader.write_text(READER, encoding="utf-8")
    # By the cache that `make lint` leaves: anew it would take a minute.
    told = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", str(reader)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 'TypedDict "SystemFlagsNamed" has no key "ids"' in told.stdout, told.stderr
    assert told.stdout.count(" error: ") == 1, told.stdout
