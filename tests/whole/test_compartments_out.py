"""What goes out whole wants whoever is cleared to every level and in every compartment."""

from __future__ import annotations

from pathlib import Path

from whole_way import canonical, incident, party, run, well

from graph.access.accounts import Accounts
from graph.access.audit import Audit
from graph.access.here import account


def test_a_dump_and_an_export_of_decisions_want_who_may_see_everything(
    data: Path, tmp_path: Path
) -> None:
    kept = incident("1", party("Sam Rowan", "suspect")) | {"compartments": ["OP ALDER"]}
    well("ingest", canonical(tmp_path / "canonical_2024-02-01.jsonl", [kept]), "--data", data)
    out = ("export-decisions", tmp_path / "words.jsonl")
    for words in (("dump",), out):
        done = run(*words, "--data", data)
        assert done.code != 0
        assert "your account may not see all of it" in done.err
        assert "ALDER" not in done.out + done.err
    entries = Audit(data / "audit.sqlite").entries()
    refused = [entry.body for entry in entries if entry.action == "refusal"]
    assert refused == [{"asked": "dump"}, {"asked": "decisions", "file": "words.jsonl"}]
    at = ("--role", "administrator", "--system-account", account(), "--clearance", "3")
    well("users", "add", "chief", *at, "--data", data)
    well("users", "add", "second", *at[:3], "nobody-here", "--data", data)
    well("users", "grant", "chief", "op alder", "--data", data)
    well("users", "role", "chief", "supervisor", "--clearance", "3", "--data", data)
    assert Accounts(data / "accounts.sqlite").named("chief").compartments == {"OP ALDER"}
    assert "OP ALDER" in well("dump", "--data", data).out
    well(*out, "--data", data)
    Accounts(data / "accounts.sqlite").change("chief", "analyst", 2)
    for words in (("dump",), out):
        done = run(*words, "--data", data)
        assert (done.code, done.out) == (7, "")
        assert "cleared to SECRET, and this asks for TOP SECRET" in done.err
