"""Shares for another engine: written out with who gave and ended them, and kept again as they were.

A share speaks of mentions, which are the same everywhere; it waits where none of them has come.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.engine.store import Step, Store
from graph.queries import load

ENDED = ("withdrawn_at", "withdrawn_by", "withdrawn_why")
NAMES = (
    *("id", "mentions", "sections", "cleared", "account", "organisation", "who", "at", "why"),
    *("until", *ENDED),
)
LISTS = ("mentions", "sections", "cleared")
Line = dict[str, Any]


def export(store: Store) -> list[Line]:
    """Every share, the oldest first."""
    rows = store.read(load("system/sharing/shares"))
    return [{name: row[name] for name in NAMES} for row in rows]  # type: ignore[literal-required]


def import_shares(store: Store, lines: Sequence[Line]) -> tuple[int, list[Line]]:
    """Keep what is new, or was ended since; gives how much that was, and what waits."""
    here = {row["id"]: row["withdrawn_at"] for row in store.read(load("system/sharing/shares"))}
    wanted = sorted({mention for line in lines for mention in line["mentions"]})
    known = {row["id"] for row in store.read(load("system/mentions/known"), ids=wanted)}
    fresh = {line["id"]: line for line in lines if line["id"] not in here}
    new = [line for line in fresh.values() if known.intersection(line["mentions"])]
    waiting = [line for line in fresh.values() if not known.intersection(line["mentions"])]
    ended = [line for line in lines if line["withdrawn_at"] and here.get(line["id"], "") is None]
    rows = [{name: line[name] for name in NAMES if name not in ENDED} for line in new]
    steps: list[Step] = [(load("write/sharing/share"), {"rows": rows})] if rows else []
    for line in (*new, *ended):
        if line["withdrawn_at"]:
            word = dict(zip(("at", "who", "why"), (line[name] for name in ENDED), strict=True))
            steps.append((load("write/sharing/withdraw"), {"id": line["id"], **word}))
    if steps:
        store.write_all(steps)
    return len(new) + len(ended), waiting
