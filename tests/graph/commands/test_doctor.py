"""The doctor names what is wrong, each with its mend, and fails only for what is needed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from graph.commands import doctor
from graph.engine.store import Store
from graph.settings import Settings

APP = typer.Typer()
APP.command()(doctor.doctor)


def by_name(checks: list[doctor.Check]) -> dict[str, doctor.Check]:
    return {check.what: check for check in checks}


def test_a_working_engine_is_named(embedded_store: Store) -> None:
    checks = by_name(doctor.examine(embedded_store.settings))
    assert checks["engine"].state == "ok"
    assert "arcadedb 26.10.2 answers, embedded" in checks["engine"].found
    assert checks["schema"].state == "ok"
    assert checks["data folder"].state == "ok"


def test_everything_that_is_not_ok_has_a_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(doctor, "FREE_BYTES", 2**62)
    tmp_path.chmod(0o707)
    checks = doctor.examine(Settings(tmp_path, "bolt://127.0.0.1:1", "neo4j", "x"))
    wrong = {check.what: check.state for check in checks if check.state != "ok"}
    wrong.pop("packages", None)
    assert wrong == {
        "data folder": "warning",
        "disk": "warning",
        "engine": "problem",
        "Java": "warning",
        "Maven": "warning",
        "browser": "warning",
    }
    assert all(bool(check.mend) == (check.state != "ok") for check in checks)


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        ("neo4j>=6,<7", ""),
        ("no-such-thing==1.0", "no-such-thing is missing"),
        ("dash==0.0.1", "not 0.0.1"),
    ],
)
def test_a_missing_or_other_version_is_a_fault(wanted: str, fault: str) -> None:
    assert fault in doctor._fault(wanted)


def test_the_command_ends_with_1_when_there_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1:1")
    monkeypatch.setenv("NEO4J_PASSWORD", "secret")
    told = CliRunner().invoke(APP, ["--data", str(tmp_path), "--json"])
    assert told.exit_code == 1
    engine = next(check for check in json.loads(told.stdout) if check["what"] == "engine")
    assert engine == {
        "what": "engine",
        "state": "problem",
        "found": "no graph server answers at NEO4J_URI",
        "mend": "start it, or mend the address",
    }
    shown = CliRunner().invoke(APP, ["--data", str(tmp_path)])
    assert "no graph server answers at NEO4J_URI" in shown.stdout
    assert "secret" not in shown.stdout
