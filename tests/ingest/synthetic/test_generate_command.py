"""The command `throughline generate`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from graph.errors import InputError
from ingest.commands import generate as cli


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    cli.register(made)
    return made


def test_it_writes_deliveries_and_truth_and_says_how_many(app: typer.Typer, tmp_path: Path) -> None:
    given = ["--out", str(tmp_path / "r"), "--incidents", "500", "--seed", "4", "--json"]
    result = CliRunner().invoke(app, [*given, "--start", "2024-02-10", "--days", "90"])
    assert result.exit_code == 0, result.output
    summary = json.loads(result.stdout)
    assert summary == json.loads((tmp_path / "r" / "truth" / "summary.json").read_text())
    names = {path.name for path in (tmp_path / "r" / "deliveries").iterdir()}
    assert {"eastvale_2024-03-01.csv", "northmarch_2024-04-01"} <= names
    assert max(name for name in names if name.startswith("caldmoor")) == "caldmoor_2024-05-10.jsonl"
    assert not (tmp_path / "r" / ".unfinished").exists()


def test_without_a_folder_it_writes_into_the_data_folder(app: typer.Typer, tmp_path: Path) -> None:
    given = ["--data", str(tmp_path), "--incidents", "500", "--days", "90"]
    result = CliRunner().invoke(app, given)
    assert result.exit_code == 0, result.output
    assert str(tmp_path / "region") in result.stdout.replace("\n", "")
    assert (tmp_path / "region" / "truth" / "summary.json").exists()


def test_what_a_killed_run_left_behind_is_cleared_away(app: typer.Typer, tmp_path: Path) -> None:
    left = tmp_path / ".unfinished" / "deliveries" / "caldmoor_2023-02-01.jsonl"
    left.parent.mkdir(parents=True)
    left.write_text("{")
    result = CliRunner().invoke(app, ["--out", str(tmp_path), "--incidents", "500", "--days", "90"])
    assert result.exit_code == 0, result.output
    assert not left.exists()
    assert (tmp_path / "deliveries").exists()


def test_as_many_cases_are_planted_as_are_asked_for(app: typer.Typer, tmp_path: Path) -> None:
    given = ["--out", str(tmp_path / "r"), "--incidents", "900", "--cases", "2", "--json"]
    result = CliRunner().invoke(app, given)
    assert result.exit_code == 0, result.output
    planted = json.loads(result.stdout)
    few = {family for family in planted["cases"] | planted["negatives"] if family != "breach"}
    counts = planted["cases"] | planted["negatives"]
    assert {counts[family] for family in few - {"not_in_force"}} == {2}


@pytest.mark.parametrize(
    ("given", "mend"),
    [
        (["--incidents", "499"], "from 500 to 1000000"),
        (["--incidents", "1000001"], "from 500 to 1000000"),
        (["--start", "1.1.2023"], "write a date as 2023-01-01"),
        (["--incidents", "500", "--cases", "9"], "too few for the planted cases"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_mend(
    app: typer.Typer, tmp_path: Path, given: list[str], mend: str
) -> None:
    result = CliRunner().invoke(app, ["--out", str(tmp_path / "r"), *given])
    assert isinstance(result.exception, InputError)
    assert mend in str(result.exception)
    assert not (tmp_path / "r").exists()
