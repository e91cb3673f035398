"""Who looks after a flag, and by when: its force, and its day from the table of urgency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.batches import batches
from graph.engine.store import Store
from graph.flags.life import NOTE
from graph.queries import load

OTHER = "other"
ANSWERED = ("confirmed", "dismissed", NOTE)
"""States that ask nothing, or nothing more, of anybody."""


def forces_of(store: Store, records: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Record id → its force, and when it was recorded as sortable text."""
    forces: dict[str, tuple[str, str]] = {}
    for batch in batches(sorted(set(records))):
        for row in store.read(load("system/records/forces"), ids=batch):
            if row["force"]:
                forces[row["record"]] = (row["force"], row["at"].isoformat() if row["at"] else "~")
    return forces


def owner(evidence: Sequence[str], forces: Mapping[str, tuple[str, str]]) -> str | None:
    """The force with most of the evidence; of several the one that recorded first."""
    recorded: dict[str, list[str]] = {}
    for record in evidence:
        if record in forces:
            force, at = forces[record]
            recorded.setdefault(force, []).append(at)
    return min(
        recorded,
        key=lambda force: (-len(recorded[force]), min(recorded[force]), force),
        default=None,
    )


def all_of(evidence: Sequence[str], forces: Mapping[str, tuple[str, str]]) -> list[str]:
    """Every force that the evidence comes from, sorted."""
    return sorted({forces[record][0] for record in evidence if record in forces})


def urgency(rule: str, ref: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row of the table of urgency: `urgency` in words and `days`."""
    table = ref["urgency"]
    row: Mapping[str, Any] = table.get(rule) or table[OTHER]
    return row


def due(rule: str, state: str, at: dt.datetime, ref: Mapping[str, Any]) -> str | None:
    """The day by which the flag wants an answer, as an ISO date; None of one that wants none."""
    if state in ANSWERED:
        return None
    day: dt.date = at.date() + dt.timedelta(days=urgency(rule, ref)["days"])
    return day.isoformat()
