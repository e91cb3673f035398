"""Accounts at the terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from graph.access.accounts import Accounts
from graph.access.audit import Audit
from graph.access.here import account
from graph.access.sign_in import Sessions
from graph.access.tokens import Tokens
from graph.commands import looks, users
from graph.errors import AccessError, InputError

PASSWORD = "twelve or more characters"


def run(tmp_path: Path, *words: str, typed: str = "") -> Any:
    app = typer.Typer()
    looks.register(app)
    users.register(app)
    line = [*words, "--data", str(tmp_path)]
    result = CliRunner().invoke(app, line, input=typed, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout) if "--json" in words else result.stdout


@pytest.fixture
def chief(tmp_path: Path) -> None:
    run(
        tmp_path, "users", "add", "chief",
        "--role", "administrator", "--system-account", account(),
    )  # fmt: skip


@pytest.mark.usefixtures("chief")
def test_accounts_are_added_changed_and_ended(tmp_path: Path) -> None:
    run(
        tmp_path, "users", "add", "ana", "--role", "analyst", "--clearance", "Official-Sensitive",
        "--password",
        typed=PASSWORD + "\n",
    )  # fmt: skip
    accounts = Accounts(tmp_path / "accounts.sqlite")
    assert accounts.verified("ana", PASSWORD).clearance == 1
    assert "supervisor now, cleared to OFFICIAL-SENSITIVE" in run(
        tmp_path, "users", "role", "ana", "supervisor"
    )
    run(tmp_path, "users", "reset", "ana", typed="another long password\n")
    assert accounts.verified("ana", "another long password").role == "supervisor"
    assert "0 sessions" in run(tmp_path, "users", "sign-out", "ana")
    run(tmp_path, "users", "disable", "ana")
    rows = run(tmp_path, "users", "list", "--json")
    assert [(row["name"], row["disabled"]) for row in rows] == [("ana", True), ("chief", False)]
    assert "OFFICIAL-SENSITIVE" in run(tmp_path, "users", "list")
    told = run(tmp_path, "users", "holder", "ana", "--full-name", "Ana Reed", "--force", "eastvale")
    assert told == "ana is held by Ana Reed, of eastvale.\n"
    (ana, _) = run(tmp_path, "users", "list", "--json")
    assert (ana["full_names"], ana["force"]) == (["Ana Reed"], "eastvale")
    audit = Audit(tmp_path / "audit.sqlite")
    asked = [entry.body["asked"] for entry in audit.entries() if entry.body]
    assert asked == [
        "users add", "users add", "users role", "users reset", "users sign-out", "users disable",
        "users list", "users list", "users holder", "users list",
    ]  # fmt: skip
    assert PASSWORD not in str(audit.entries())
    with pytest.raises(InputError, match="no account 'bo'"):
        run(tmp_path, "users", "disable", "bo")


@pytest.mark.usefixtures("chief")
def test_only_an_administrator_keeps_accounts_and_only_an_auditor_sees_the_audit(
    tmp_path: Path,
) -> None:
    with pytest.raises(AccessError, match="administrator may not do this"):
        run(tmp_path, "audit", "show")
    run(tmp_path, "users", "add", "bo", "--role", "administrator", "--system-account", "bo")
    run(tmp_path, "users", "role", "chief", "auditor")
    with pytest.raises(AccessError, match="auditor may not do this"):
        run(tmp_path, "users", "role", "chief", "administrator")
    refused = [
        entry.who
        for entry in Audit(tmp_path / "audit.sqlite").entries()
        if entry.action == "refusal"
    ]
    assert refused == [f"chief ({account()})"] * 2
    assert "chief" in run(tmp_path, "audit", "show")


@pytest.mark.usefixtures("chief")
def test_compartments_are_granted_and_revoked_and_the_audit_says_so(tmp_path: Path) -> None:
    at = ("--role", "analyst", "--compartment", "op elm", "--compartment", "OP OAK")
    run(tmp_path, "users", "add", "ana", *at)
    assert run(tmp_path, "users", "grant", "ana", "op  alder") == (
        "ana is in OP ALDER, OP ELM, OP OAK.\n"
    )
    accounts = Accounts(tmp_path / "accounts.sqlite")
    assert accounts.named("ana").compartments == {"OP ALDER", "OP ELM", "OP OAK"}
    run(tmp_path, "users", "role", "ana", "supervisor")
    assert "ana is in OP ELM, OP OAK." in run(tmp_path, "users", "revoke", "ana", "OP ALDER")
    with pytest.raises(InputError, match="ana is not in OP ALDER"):
        run(tmp_path, "users", "revoke", "ana", "op alder")
    with pytest.raises(InputError, match="no name of a compartment"):
        run(tmp_path, "users", "grant", "ana", "a,b")
    rows = run(tmp_path, "users", "list", "--json")
    assert [row["compartments"] for row in rows] == [["OP ELM", "OP OAK"], []]
    assert "OP ELM, OP OAK" in " ".join(run(tmp_path, "users", "list").split())
    (entry,) = [
        entry.body
        for entry in Audit(tmp_path / "audit.sqlite").entries()
        if entry.body and entry.body["asked"] == "users grant" and entry.body["account"] == "ana"
        if entry.body["compartment"] == "op  alder"
    ]
    assert entry == {"asked": "users grant", "account": "ana", "compartment": "op  alder"}


@pytest.mark.usefixtures("chief")
def test_who_is_put_into_a_compartment_or_out_of_it_signs_in_anew(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.sqlite")
    for word in ("grant", "revoke"):
        sessions = Sessions(accounts)
        token = sessions.begin(accounts.named("chief"))
        assert sessions.signed_in(token)
        run(tmp_path, "users", word, "chief", "OP ELM")
        assert not sessions.signed_in(token)


@pytest.mark.usefixtures("chief")
def test_a_token_is_printed_once_and_only_for_a_system(tmp_path: Path) -> None:
    run(tmp_path, "users", "add", "records", "--role", "system", "--clearance", "1")
    tokens = Tokens(Accounts(tmp_path / "accounts.sqlite"))
    first = run(tmp_path, "users", "token", "records").strip()
    told = run(tmp_path, "users", "token", "records", "--json")
    assert told == {"name": "records", "token": told["token"]}
    account_ = tokens.account(told["token"])
    assert account_ is not None
    assert (account_.name, account_.clearance) == ("records", 1)
    assert tokens.account(first) is None
    assert tokens.account("") is None
    entry = Audit(tmp_path / "audit.sqlite").entries()[-1]
    assert entry.body == {"asked": "users token", "account": "records"}
    with pytest.raises(InputError, match="chief is administrator: a token is for an account with"):
        run(tmp_path, "users", "token", "chief")
    run(tmp_path, "users", "disable", "records")
    assert tokens.account(told["token"]) is None
    with pytest.raises(InputError, match="records is disabled"):
        run(tmp_path, "users", "token", "records")
