"""The audit at the terminal: whether it is whole, who did what, and forgetting one body."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import typer
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.commands.looks import register
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


def test_a_long_text_is_shown_in_one_line_and_whole_on_demand(audit: Audit, tmp_path: Path) -> None:
    text = "MATCH (p:Person)\n" + "WHERE p.id <> 'x'\n" * 30 + "RETURN p.id AS id"
    audit.write(ANA, "consultation", {"asked": "own/mine", "text": text})
    assert "RETURN" not in run(tmp_path, "show")
    assert "MATCH (p:Person) WHERE p.id <> 'x'" in " ".join(run(tmp_path, "show").split())
    assert "RETURN" in run(tmp_path, "show", "--whole")


def test_looks_are_shown_as_a_table_csv_and_json(data: Path) -> None:
    audit = Audit(data / "audit.sqlite")
    audit.write(ANA, "consultation", {"asked": "person", "person": "p1"})
    audit.write(ANA, "consultation", {"asked": "search", "text": "=1+1"})
    page = json.loads(run(data, "looks", "--who", "ana", "--json"))
    assert [(each["people"], each["text"]) for each in page["looks"]] == [
        ([], "=1+1"),
        (["p1"], ""),
    ]
    assert page["older"] == 0
    told = run(data, "looks", "--whom", "p1", "--for", "TEST", "--until", "2999-01-01")
    assert "p1" in told
    assert "=1+1" not in told
    rows = list(csv.DictReader(run(data, "looks", "--who", "ana", "--csv").splitlines()))
    assert [(row["who"], row["typed"]) for row in rows] == [(ANA.who, "'=1+1"), (ANA.who, "")]
    assert audit.entries(1)[0].action == "disclosure"
    assert "Nothing found" in run(data, "looks", "--since", "2999-01-01")
    with pytest.raises(InputError, match="leave out --json"):
        run(data, "looks", "--csv", "--json")
    assert json.loads(run(data, "unusual", "--json"))["unusual"] == []


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
    assert whole["head"].replace(":", " ") in run(tmp_path, "verify")
    with sqlite3.connect(tmp_path / "audit.sqlite") as db:
        db.execute("UPDATE entry SET who = 'nobody' WHERE seq = 2")
    assert "Entry 2 is not as it was written" in run(tmp_path, "verify", code=1)


CUT = (
    "DELETE FROM body WHERE seq = 3; DELETE FROM entry WHERE seq = 3;"
    " UPDATE sqlite_sequence SET seq = 2 WHERE name = 'entry'"
)


def cut(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "audit.sqlite") as db:
        db.executescript(CUT)


@pytest.mark.usefixtures("audit")
def test_an_anchor_kept_elsewhere_shows_that_the_end_was_cut_off(tmp_path: Path) -> None:
    head = json.loads(run(tmp_path, "verify", "--json"))["head"]
    note = tmp_path / "note"
    note.write_text("Kept on paper:\n" + run(tmp_path, "anchor"))
    run(tmp_path, "anchor", "--to", str(tmp_path / "list"))
    cut(tmp_path)
    assert "2 entries" in run(tmp_path, "verify")
    assert json.loads(run(tmp_path, "verify", "--head", head, "--json", code=1))["broken"] == 3
    for place in ("note", "list"):
        said = run(tmp_path, "verify", "--anchors", str(tmp_path / place), code=1)
        assert said == "Entry 3, of which an anchor was kept, is missing.\n"


@pytest.mark.usefixtures("audit")
def test_only_anchors_of_the_right_key_are_believed(tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    pem = serialization.Encoding.PEM
    (tmp_path / "key").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (tmp_path / "public").write_bytes(
        key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    run(tmp_path, "anchor", "--key", str(tmp_path / "key"), "--to", str(tmp_path / "signed"))
    run(tmp_path, "anchor", "--to", str(tmp_path / "unsigned"))
    asked = ("verify", "--public", str(tmp_path / "public"), "--anchors")
    assert "every one as it was written" in run(tmp_path, *asked, str(tmp_path / "signed"))
    with pytest.raises(InputError, match="no anchor is signed"):
        run(tmp_path, *asked, str(tmp_path / "unsigned"))
    with pytest.raises(InputError, match="holds no Ed25519 key"):
        run(tmp_path, "anchor", "--key", str(tmp_path / "public"))


def test_anchors_are_left_and_looked_at_as_the_settings_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THROUGHLINE_AUDIT_ANCHOR", str(tmp_path / "anchors"))
    for _ in range(3):
        run(tmp_path, "show")
    assert json.loads(run(tmp_path, "verify", "--json"))["anchors"] == 3
    cut(tmp_path)
    assert "Entry 3" in run(tmp_path, "verify", code=1)


def test_an_export_holds_every_entry_and_is_one(audit: Audit, tmp_path: Path) -> None:
    file = tmp_path / "entries.jsonl"
    run(tmp_path, "export", str(file))
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert [row["seq"] for row in rows] == [1, 2, 3, 4]
    assert rows[0]["body"] == {"asked": "search", "text": "Rowan Elder"}
    assert rows[3]["action"] == "disclosure"
    assert file.stat().st_mode & 0o077 == 0
    assert audit.verify() is None
    with pytest.raises(InputError, match="cannot be written"):
        run(tmp_path, "export", str(file))


def test_a_body_is_forgotten_and_the_rest_stands(audit: Audit, tmp_path: Path) -> None:
    told = json.loads(run(tmp_path, "erase", "1", "--json"))
    assert told == {"erased": 1, "entry": 4}
    assert "Rowan Elder" not in run(tmp_path, "show")
    assert audit.verify() is None
