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
    return [row["{column}"] for row in store.read(load("system/flags/named"), ids=[])]
"""


def test_the_types_of_rows_are_those_of_the_headers() -> None:
    mend = "write them anew: python -m graph.queries.rows_of_headers > graph/queries/rows.py"
    module = ROOT / "graph" / "queries" / "rows.py"
    assert module.read_text(encoding="utf-8") == rows_of_headers.python(), mend


@pytest.mark.slow
@pytest.mark.parametrize(("column", "complains"), [("id", False), ("ids", True)])
def test_a_mistyped_column_is_found_before_anything_runs(
    column: str, complains: bool, tmp_path: Path
) -> None:
    reader = tmp_path / "reader.py"
    reader.write_text(READER.format(column=column), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "pyproject.toml"]
    told = subprocess.run(
        [*command, "--cache-dir", str(tmp_path / "cache"), str(reader)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ('has no key "ids"' in told.stdout) == complains, told.stdout + told.stderr
    assert (told.returncode != 0) == complains, told.stdout + told.stderr
