"""The audit at the terminal: whether it is whole, who did what, and forgetting one body."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.commands.audit import register
from graph.errors import InputError

ANA = Viewer("ana (a.nalyst)", "analyst", "a test", 1)
BO = Viewer("bo", "analyst", "a test", 1)


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    audit = Audit(tmp_path / "audit.sqlite")
    audit.write(ANA, "consultation", {"asked": "search", "text": "Rowan Elder"})
    audit.write(BO, "alteration", {"judged": ["m-1", "m-2"], "same": True})
    audit.write(BO, "disclosure", {"asked": "dump"})
    return audit


def run(tmp_path: Path, *words: str, code: int = 0) -> str:
    app = typer.Typer()
    register(app)
    line = ["audit", *words, "--data", str(tmp_path)]
    result = CliRunner().invoke(app, line, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.stdout


def shown(tmp_path: Path, *words: str) -> list[int]:
    rows: list[dict[str, Any]] = json.loads(run(tmp_path, "show", *words, "--json"))
    return [row["seq"] for row in rows]


def test_an_audit_is_shown_by_who_about_what_since_when_and_which_action(
    audit: Audit, tmp_path: Path
) -> None:
    assert shown(tmp_path, "--who", "BO") == [2, 3]
    assert shown(tmp_path, "--who", "a.nalyst") == [1]
    assert shown(tmp_path, "--about", "m-2") == [2, 6]  # 6 is this look itself
    assert shown(tmp_path, "--about", "rowan", "--action", "consultation")[0] == 1
    assert shown(tmp_path, "--about", "asked", "--who", "bo") == []
    assert shown(tmp_path, "--since", "2999-01-01") == []
    third = audit.entries()[2].at
    assert shown(tmp_path, "--since", third, "--who", "bo") == [3]
    assert shown(tmp_path, "--action", "disclosure") == [3]
    assert len(shown(tmp_path, "--most", "2")) == 2
    assert "Rowan Elder" in run(tmp_path, "show")


def test_to_look_at_the_audit_is_in_the_audit(audit: Audit, tmp_path: Path) -> None:
    run(tmp_path, "show", "--about", "m-1", "--purpose", "a complaint")
    entry = audit.entries()[-1]
    assert (entry.action, entry.purpose) == ("consultation", "a complaint")
    assert entry.body == {"asked": "audit", "about": "m-1"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show", "--action", "peeking"), "no action 'peeking'"),
        (("show", "--since", "yesterday"), "--since is no date"),
        (("verify", "--head", "3"), "--head is no head"),
    ],
)
def test_a_wrong_question_is_one_sentence(tmp_path: Path, words: Any, told: str) -> None:
    with pytest.raises(InputError, match=told):
        run(tmp_path, *words)


@pytest.mark.usefixtures("audit")
def test_an_audit_is_whole_until_somebody_touches_it(tmp_path: Path) -> None:
    whole = json.loads(run(tmp_path, "verify", "--json"))
    assert (whole["entries"], whole["broken"]) == (3, None)
    assert whole["head"] in run(tmp_path, "verify")
    with sqlite3.connect(tmp_path / "audit.sqlite") as db:
        db.execute("UPDATE entry SET who = 'nobody' WHERE seq = 2")
    assert "Entry 2 is not as it was written" in run(tmp_path, "verify", code=1)


@pytest.mark.usefixtures("audit")
def test_a_head_kept_elsewhere_shows_that_the_end_was_cut_off(tmp_path: Path) -> None:
    head = json.loads(run(tmp_path, "verify", "--json"))["head"]
    with sqlite3.connect(tmp_path / "audit.sqlite") as db:
        db.execute("DELETE FROM body WHERE seq = 3")
        db.execute("DELETE FROM entry WHERE seq = 3")
        db.execute("UPDATE sqlite_sequence SET seq = 2 WHERE name = 'entry'")
    assert "2 entries" in run(tmp_path, "verify")
    assert json.loads(run(tmp_path, "verify", "--head", head, "--json", code=1))["broken"] == 3


def test_a_body_is_forgotten_and_the_rest_stands(audit: Audit, tmp_path: Path) -> None:
    told = json.loads(run(tmp_path, "erase", "1", "--json"))
    assert told == {"erased": 1, "entry": 4}
    assert "Rowan Elder" not in run(tmp_path, "show")
    assert audit.verify() is None
