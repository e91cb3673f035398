"""The audit's chain: how an entry is linked to the one before it, and how that is verified.

Found are: an entry or body that was edited, taken out, put in, doubled or moved; a body that was
deleted without an entry that says so; an end that was cut off, also after more was written. With
anchors that were kept elsewhere: an end cut off together with SQLite's counter, an older copy in
the place of the file, a file begun anew, and a chain that was worked out again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.access.anchors import ANY, Anchor

START = "0" * 64
ERASED = "erased"
"""The key of an erasure's body: the number of the entry whose body it erased, or several."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not as it was written, from which entry on; `what` is a sentence."""

    seq: int
    what: str


def salted(salt: bytes, text: str) -> str:
    """The digest that stands in an entry for its body."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def link(before: str, fields: Sequence[Any]) -> str:
    """The link of an entry: the one before it and the entry's own columns."""
    return hashlib.sha256(json.dumps([before, *fields]).encode()).hexdigest()


def fault_in(db: sqlite3.Connection, anchors: Sequence[Anchor], anchored: int) -> Fault | None:
    """The first fault in the chain, then in its bodies, then against its anchors."""
    return _broken_link(db) or _lost_body(db) or _lost_anchor(db, anchors, anchored)


def _broken_link(db: sqlite3.Connection) -> Fault | None:
    chain, expected = START, 0
    rows = db.execute("SELECT e.*, salt, text FROM entry e LEFT JOIN body USING (seq) ORDER BY seq")
    for *fields, written, salt, text in rows:
        expected += 1
        if fields[0] != expected:
            return Fault(expected, f"Entry {expected:,} is missing.")
        chain = link(chain, fields)
        if chain != written:
            return Fault(expected, f"Entry {expected:,} is not as it was written.")
        if salt is not None and salted(salt, text) != fields[-1]:
            return Fault(
                expected, f"What entry {expected:,} is about is not what was written there."
            )
    counter = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entry'").fetchone()
    if (counter[0] if counter else 0) != expected:
        return Fault(expected + 1, f"Entries from {expected + 1:,} on were cut off.")
    stray = db.execute("SELECT min(seq) FROM body WHERE seq NOT IN (SELECT seq FROM entry)")
    (number,) = stray.fetchone()
    return (
        Fault(number, f"A body is kept for entry {number:,}, which is missing.") if number else None
    )


def _lost_body(db: sqlite3.Connection) -> Fault | None:
    """An entry whose body is gone without a later entry that erased it."""
    row = db.execute(
        f"""
        SELECT min(e.seq) FROM entry e LEFT JOIN body b USING (seq)
        WHERE b.seq IS NULL AND e.seq NOT IN (
          SELECT number.value
          FROM entry erasure JOIN body erasing USING (seq),
            json_each(erasing.text, '$.{ERASED}') number
          WHERE erasure.action = 'erasure' AND erasure.seq > e.seq AND number.type = 'integer')
        """
    ).fetchone()
    if row[0] is None:
        return None
    return Fault(row[0], f"What entry {row[0]:,} is about was deleted, and no entry says by whom.")


def _lost_anchor(db: sqlite3.Connection, anchors: Sequence[Anchor], anchored: int) -> Fault | None:
    if not anchors:
        return None
    chain = dict(db.execute("SELECT seq, chain FROM entry").fetchall())
    ours = [anchor for anchor in anchors if anchor.audit in (ANY, chain.get(1))]
    if not ours:
        return Fault(
            1, "No anchor is of this audit: it was begun or made anew since they were kept."
        )
    for anchor in sorted(ours, key=lambda anchor: anchor.seq):
        if chain.get(anchor.seq) != anchor.chain:
            state = "is missing" if anchor.seq not in chain else "is another"
            return Fault(anchor.seq, f"Entry {anchor.seq:,}, of which an anchor was kept, {state}.")
    newest = max(anchor.seq for anchor in ours)
    if newest < anchored:
        return Fault(newest + 1, f"Entry {newest + 1:,} left no anchor: it was not written by us.")
    return None
