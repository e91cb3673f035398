"""Every command that reads, writes or gives away leaves an entry in the audit."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import every_command
from whole_way import canonical, incident, party, run, well

from graph.access.audit import Audit
from graph.access.here import account
from graph.erasure.journal import LIST

WITHOUT = {
    "demo": "generate, ingest, night, flags and serve, one after the other",
    "serve": "who signs in and what each page reads is audited: tests/dashboard",
    "doctor": "looks at the machine, and at whether an engine answers",
    "generate": "invents a region, in a folder of its own",
    "simulate": "reads what was measured before, and no graph",
    "check-feed": "reads files that are not in the data folder",
    "draft-mapping": "reads files that are not in the data folder",
    "bulk": "loads for a server alone, as ingest does: test_neo4j_import looks at its entry",
    "restore": "writes into a folder that is empty, and there it leaves one: test_keeping",
    "audit verify": "reads digests, and shows no entry",
    "audit anchor": "reads one digest, and shows no entry",
}
"""Commands that leave none, and why they need not."""
ORDER = ("--by", "court", "--reference", "CO-1", "--reason", "as ordered")


def commands() -> Iterator[str]:
    """Every command of the program, those of a group with its name before theirs."""
    return (" ".join(words) for words, _ in every_command())


def lines(
    data: Path, tmp_path: Path, delivery: Path, sam: str, ann: str, word: str
) -> dict[str, list[Any]]:
    """How each command is given, in an order in which each has something to do."""
    out = tmp_path / "decisions.jsonl"
    span = ("--from", "2024-01-01", "--to", "2024-01-06")
    mine = ("--role", "administrator", "--system-account", account())
    service = ("--organisation", "Harbour Support")
    return {
        "night": ["--as-of", "2024-03-01"],
        "resolve": [],
        "ask": ["repeat_suspects"],
        "flags": [],
        "search": ["Pike"],
        "dump": [],
        "alike": ["ashford/A1"],
        "series": [],
        "why": [sam, ann],
        "judge": [sam, ann, "--apart", "--why", "two faces"],
        "judgements": [],
        "unjudge": [word, "--why", "one face"],
        "review": ["--json"],
        "label": ["--json"],
        "subject-access": [sam],
        "share preview": [ann, *service],
        "share give": [
            ann, *service, "--code", "none", "--until", "2999-01-01", "--why", "x",
            "--file", tmp_path / "shared.txt",
        ],
        "share list": [],
        "share withdraw": ["none", "--why", "x"],
        "share received": [],
        "export": [sam, tmp_path / "chart.graphml"],
        "report": [sam, ann, tmp_path / "report.html"],
        "export-decisions": [out],
        "import-decisions": [out],
        "verify": [],
        "backup": [tmp_path / "kept.zip"],
        "replay": [*span],
        "evaluate detection": [tmp_path],
        "evaluate identity": [tmp_path],
        "evaluate linking": [],
        "rebuild": [],
        "withdraw": [delivery.name],
        "ingest": [delivery],
        "erase record": ["ashford/incident/A1", *ORDER],
        "erase delivery": ["nothing", *ORDER],
        "erase person": ["nobody", *ORDER],
        "erase again": [data / LIST],
        "retain": [],
        "compact": [],
        "audit show": [],
        "audit looks": [],
        "audit unusual": [],
        "audit export": [tmp_path / "entries.jsonl"],
        "audit erase": ["1"],
        "users add": ["chief", *mine],
        "users list": [],
        "users holder": ["chief", "--full-name", "Ada Reed"],
        "users grant": ["chief", "OP ALDER"],
        "users revoke": ["chief", "OP ALDER"],
        "users sign-out": ["chief"],
        "users token": ["chief"],
        "users reset": ["nobody"],
        "users role": ["nobody", "analyst"],
        "users disable": ["nobody"],
    }  # fmt: skip


@pytest.mark.slow
def test_every_command_leaves_an_entry(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is new says how it is run, or why it need not. A refused one has said so, too."""
    sam = party("Sam Pike", "suspect", born="1980-01-01", phone="07700 900102")
    ann = party("Ann Reed", "victim", born="1990-05-01", phone="07700 900101")
    course = [incident(f"A{day}", sam, ann, at=f"2024-01-0{day}T10:00:00Z") for day in (1, 3, 5)]
    delivery = canonical(tmp_path / "canonical_2024-02-01.jsonl", course)
    well("ingest", delivery, "--data", data)
    found = well("search", "Pike", "--data", data, "--json").data
    other = well("search", "Reed", "--data", data, "--json").data
    people = found[0]["id"], other[0]["id"]
    well("judge", *people, "--apart", "--why", "as asked", "--data", data)
    (word,) = well("judgements", "--data", data, "--json").data
    given = lines(data, tmp_path, delivery, *people, word["id"])
    assert set(commands()) == {*given, *WITHOUT}
    monkeypatch.setattr("sys.stdin", io.StringIO())
    audit, silent = Audit(data / "audit.sqlite"), []
    for name, words in given.items():
        before = audit.count()
        done = run(*name.split(), *words, "--data", data)
        assert done.code in (0, 3, 7), (name, done)
        if audit.count() == before:
            silent.append((name, done.err))
    assert silent == []
    assert audit.verify() is None
