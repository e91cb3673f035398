"""The commands, as who shares runs them; and every command there is, run by a support service."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command_line import every_command
from shared_case import PLANTED, fill
from typer.testing import CliRunner

import throughline
from graph.access.accounts import Account, Accounts
from graph.access.audit import Audit
from graph.access.here import account
from graph.engine.store import Store
from graph.errors import AccessError, InputError

SERVERS = {"demo", "serve", "generate"}
"""They begin a server or write an invented region; what serves asks everybody to sign in."""
Run = Callable[..., str]


@pytest.fixture
def run(embedded_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    fill(embedded_store)
    store = embedded_store
    monkeypatch.setattr(store, "settings", replace(store.settings, data=tmp_path))

    @contextmanager
    def here(_: object) -> Iterator[Store]:
        yield store

    for package in ("graph.commands", "ingest.commands", "dashboard.commands"):
        for found in pkgutil.iter_modules(importlib.import_module(package).__path__):
            module = importlib.import_module(f"{package}.{found.name}")
            if hasattr(module, "open_store"):
                monkeypatch.setattr(module, "open_store", here)

    def said(*words: str) -> str:
        line = [*words, "--data", str(tmp_path)]
        result = CliRunner().invoke(throughline.app, line, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    return said


def become(tmp_path: Path, role: str) -> None:
    """Let whoever runs this be somebody of that role, and Haven somebody else."""
    (tmp_path / "accounts.sqlite").unlink(missing_ok=True)
    accounts = Accounts(tmp_path / "accounts.sqlite")
    accounts.add(Account("root", "administrator", 0, system="nobody"))
    mine = "Haven" if role == "support" else "boss"
    accounts.add(Account(mine, role, 0 if role == "support" else 3, system=account()))
    if role != "support":
        accounts.add(Account("Haven", "support", 0))


def test_a_case_is_previewed_shared_listed_received_and_withdrawn(run: Run, tmp_path: Path) -> None:
    become(tmp_path, "supervisor")
    seen = run("share", "preview", "p-vera", "--to", "Haven")
    assert "Vera Stone" in seen
    assert "Held back: ashford/incident/6, because its handling code is C." in seen
    assert "cannot leave: it holds a house number" in seen
    code = json.loads(run("share", "preview", "p-vera", "--to", "Haven", "--json"))["code"]
    assert code in seen
    give = ("share", "give", "p-vera", "--to", "Haven", "--until", _soon(), "--why", "MARAC")
    with pytest.raises(InputError, match="previewed"):
        run(*give, "--code", "x")
    id_ = json.loads(run(*give, "--code", code, "--json"))["share"]
    (row,) = json.loads(run("share", "list", "--json"))
    assert (row["id"], row["recipient"], row["state"]) == (id_, "Haven", "shared")
    become(tmp_path, "support")
    received = run("share", "received")
    assert "What was done" in received
    assert [word for word in PLANTED if word.casefold() in received.casefold()] == []
    become(tmp_path, "analyst")
    assert "sees nothing of it any more" in run("share", "withdraw", id_[:12], "--why", "over")
    become(tmp_path, "support")
    assert "Nothing is shared with you." in run("share", "received")


@pytest.mark.parametrize("suffix", [".html", ".json", ".txt"])
def test_an_organisation_gets_a_file_that_says_whose_it_is(
    run: Run, tmp_path: Path, suffix: str
) -> None:
    become(tmp_path, "supervisor")
    file = tmp_path / f"case{suffix}"
    to = ("p-vera", "--organisation", "Larch <House>")
    code = json.loads(run("share", "preview", *to, "--json"))["code"]
    give = ("share", "give", *to, "--code", code, "--until", _soon(), "--why", "MARAC")
    with pytest.raises(InputError, match="gets a file"):
        run(*give)
    run(*give, "--file", str(file))
    text = file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0
    assert "Vera Stone" in text
    assert "To be destroyed on" in text
    assert ("Larch &lt;House&gt;" if suffix == ".html" else "Larch <House>") in text
    assert [word for word in PLANTED if word.casefold() in text.casefold()] == []
    with pytest.raises(InputError, match="there already"):
        run(*give, "--file", str(file))
    id_ = json.loads(run("share", "list", "--json"))[0]["id"]
    assert "destroy the file" in run("share", "withdraw", id_, "--why", "over")


@pytest.mark.slow
def test_a_support_service_gets_nothing_from_any_other_command(run: Run, tmp_path: Path) -> None:
    become(tmp_path, "support")
    commands = {words: [p for p in each.params if p.required] for words, each in every_command()}
    assert ("share", "received") in commands
    lines = [
        (*words, *(text for each in needed for text in _given(each, tmp_path)))
        for words, needed in commands.items()
        if words[0] not in SERVERS
    ]
    lines += [("ask", "timeline", "id=p-vera"), ("ask", "course_of_conduct"), ("dump", "--digest")]
    for words in lines:
        line = [*words, "--data", str(tmp_path)]
        result = CliRunner().invoke(throughline.app, line, input="\n")
        said = result.output + str(result.exception or "")
        assert "Missing" not in said, words
        # The names of rules and commands are no data.
        hidden = [*(word for word in PLANTED if "erial" not in word), "Vera Stone", "Sam Pike"]
        assert [word for word in hidden if word.casefold() in said.casefold()] == [], words
    # Whoever asks what somebody else may not see is turned away in the audit.
    refused = [e for e in Audit(tmp_path / "audit.sqlite").entries() if e.action == "refusal"]
    assert len(refused) > 20
    with pytest.raises(AccessError):
        run("share", "preview", "p-vera", "--to", "Haven")


def _given(needed: Any, folder: Path) -> list[str]:
    value = str(folder) if "Path" in str(needed.type_descriptor.annotation) else "p-vera"
    return [needed.opts[0], value] if needed.opts[0].startswith("--") else [value]


def _soon() -> str:
    return (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)).isoformat()
