"""Which mentions wait to be decided: found by what was noted, not by a look at all of them.

Since the last resolution every write that leaves a mention stale notes it, its record or its
person in the change log, so that a night's resolution costs what is new.
"""

from __future__ import annotations

from itertools import zip_longest

from graph.batches import batches
from graph.changes.change_log import ChangeLog
from graph.engine.store import Store
from graph.queries import load

KINDS = {"Mention": "mentions", "Record": "records", "Person": "people"}


def waiting(store: Store) -> list[str] | None:
    """The ids of the mentions that wait, sorted; None when they were not all noted."""
    last = store.read(load("system/mentions/resolution"))
    if not last or not last[0]["listed"]:
        return None
    noted = store.watcher(ChangeLog).read()
    if noted is None:
        return None
    by_kind: dict[str, list[str]] = {kind: [] for kind in KINDS.values()}
    for label, id_ in noted:
        if label in KINDS:
            by_kind[KINDS[label]].append(id_)
    query, pages = load("system/mentions/waiting"), map(batches, map(sorted, by_kind.values()))
    return sorted(
        {
            row["id"]
            for page in zip_longest(*pages, fillvalue=[])
            for row in store.read(query, **dict(zip(by_kind, page, strict=True)))
        }
    )
