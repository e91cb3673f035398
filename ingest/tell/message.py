"""What a force is told of its flags: which rule, what became of each, by when; nothing of a case.

A flag that asks for more than OFFICIAL-SENSITIVE, or is in a compartment, is not told of: that
there is one says something.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import groupby
from typing import Any

from graph.counted import counted
from graph.engine.store import Store
from graph.model.compartments import Marking
from graph.queries import load
from graph.queries.rows import SystemFlagsSince

HIGHEST = Marking(1)
"""What may be told by mail or webhook: nothing that asks for more."""
MOST = 500
"""Flags that one message lists; of the others it tells how many."""


def messages(store: Store, after: str, night: str, as_of: dt.datetime) -> list[dict[str, Any]]:
    """A message for each force of which nights after `after`, up to this one, changed flags."""
    rows = [
        row
        for row in store.read(load("system/flags/since"), after=after)
        if HIGHEST.covers(Marking(row["level"], frozenset(row["compartments"])))
    ]
    by_force = groupby(rows, key=lambda row: row["owner"])
    return [_message(force, list(some), night, as_of) for force, some in by_force]


def _message(
    force: str, rows: list[SystemFlagsSince], night: str, as_of: dt.datetime
) -> dict[str, Any]:
    key = hashlib.sha256(f"{night}/{force}".encode()).hexdigest()[:32]
    return {
        "type": "flags.changed",
        "id": f"news_{key}",
        "timestamp": as_of.isoformat(),
        "data": {
            "force": force,
            "night": night,
            "counts": _counts(rows),
            "flags": [{name: row[name] for name in ("id", "rule", "state", "due")}
                      for row in rows[:MOST]],
            "left_out": max(0, len(rows) - MOST),
        },
    }  # fmt: skip


def _counts(rows: Iterable[SystemFlagsSince]) -> dict[str, dict[str, int]]:
    """How many flags of each rule are in each state."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(row["rule"], Counter())[row["state"]] += 1
    return {rule: dict(sorted(states.items())) for rule, states in counts.items()}


def as_mail(message: dict[str, Any], sender: str, to: Iterable[str]) -> EmailMessage:
    """The message as a plain letter; its Message-ID is the same however often it is sent."""
    told = message["data"]
    many = len(told["flags"]) + told["left_out"]
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, ", ".join(to)
    mail["Subject"] = f"Throughline: {counted(many, 'flag')} of {told['force']} changed"
    mail["Date"] = format_datetime(dt.datetime.now(dt.UTC))
    mail["Message-ID"] = f"<{message['id']}@{sender.partition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    lines = [f"What the night as of {message['timestamp']} changed. Sign in to see more.", ""]
    for rule, states in told["counts"].items():
        each = ", ".join(f"{number} {state}" for state, number in states.items())
        lines.append(f"{rule.replace('_', ' ')}: {each}")
    lines.append("")
    for flag in told["flags"]:
        due = f", due {flag['due']}" if flag["due"] else ""
        lines.append(f"flag {flag['id']}: {flag['rule'].replace('_', ' ')}, {flag['state']}{due}")
    lines += [f"and {told['left_out']:,} more"] if told["left_out"] else []
    mail.set_content("\n".join([*lines, "", "Each is a question for a person, not a finding."]))
    return mail
