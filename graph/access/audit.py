"""The audit: who saw, changed or gave away what, and why, in one SQLite file.

Data Protection Act 2018 s62 asks for a log of collection, alteration, consultation,
disclosure, combination and erasure. Each entry carries a digest chained to the entry
before it. The chain covers a salted digest of the entry's body, not the body: the body
(a search text, ids) stands beside it and can be erased, salt and all, and the chain
still verifies while nothing lets a reader guess at what was erased.

A chain cannot show that its newest entries were cut off together with the counter; keep
`head()` elsewhere and hand it to `verify` to find that too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from graph.access.viewer import Viewer
from graph.errors import BusyError, InputError

Action = Literal["collection", "alteration", "consultation", "disclosure", "combination", "erasure"]
ACTIONS: tuple[str, ...] = get_args(Action)
START = "0" * 64
WAIT_SECONDS = 30

TABLES = """
CREATE TABLE IF NOT EXISTS entry (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL,
  role TEXT NOT NULL, purpose TEXT NOT NULL, action TEXT NOT NULL,
  body_digest TEXT NOT NULL, chain TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS body (
  seq INTEGER PRIMARY KEY REFERENCES entry (seq), salt BLOB NOT NULL, text TEXT NOT NULL) STRICT;
"""
SELECT = """
SELECT e.seq, at, who, role, purpose, action, body_digest, chain, b.text
FROM entry e LEFT JOIN body b USING (seq)
WHERE instr(lower(who), lower(:who)) AND at >= :since AND :action IN ('', action)
  AND (:about = '' OR EXISTS (
    SELECT 1 FROM json_tree(b.text) WHERE instr(lower(atom), lower(:about))))
ORDER BY seq DESC LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody did. `body` is None once it has been erased; `at` is UTC."""

    seq: int
    at: str
    who: str
    role: str
    purpose: str
    action: str
    body_digest: str
    chain: str
    body: dict[str, Any] | None


class Audit:
    """The audit file of one data folder; safe for several processes and threads at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._db.close)
        with self._connection() as db:
            db.execute("PRAGMA secure_delete=ON")
            db.execute("PRAGMA journal_mode=WAL")
            for statement in filter(str.strip, TABLES.split(";")):
                db.execute(statement)

    def write(self, viewer: Viewer, action: Action, body: Mapping[str, Any]) -> int:
        """Append one entry and return its number. Raises when it cannot be kept."""
        if action not in ACTIONS:
            raise InputError(f"The audit knows no such action; use one of {', '.join(ACTIONS)}.")
        with self._transaction() as db:
            return _append(db, viewer, action, body)

    def erase(self, viewer: Viewer, seq: int) -> int:
        """Erase the body of one entry; the erasure is an entry of its own and names no content."""
        with self._transaction() as db:
            if not db.execute("DELETE FROM body WHERE seq = ?", (seq,)).rowcount:
                raise InputError(f"Audit entry {seq} has no body to erase; look up its number.")
            number = _append(db, viewer, "erasure", {"erased": seq})
        with self._connection() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return number

    def entries(
        self,
        newest: int | None = None,
        *,
        who: str = "",
        about: str = "",
        since: str = "",
        action: str = "",
    ) -> list[Entry]:
        """The entries, oldest first; with `newest`, only so many of the latest.

        Those of `who` (a part of the name), with `about` in what they are about, from `since` (an
        instant as ISO text in UTC) on, of one `action`; "" leaves a question out.
        """
        asked = {"who": who, "about": about, "since": since, "action": action}
        with self._connection() as db:
            rows = db.execute(
                SELECT, {**asked, "most": -1 if newest is None else newest}
            ).fetchall()
        return [_entry(row) for row in reversed(rows)]

    def head(self) -> tuple[int, str]:
        """The number and chain digest of the newest entry; (0, zeros) for an empty audit."""
        with self._connection() as db:
            return _head(db)

    def verify(self, head: tuple[int, str] | None = None) -> int | None:
        """The number of the first broken entry, or None when every link holds.

        `head`, kept from an earlier `head()`, must still be part of the chain.
        """
        with self._connection() as db:
            db.execute("BEGIN")
            broken = _first_broken(db)
            if broken is None and head is not None and head[0] > 0:
                row = db.execute("SELECT chain FROM entry WHERE seq = ?", (head[0],)).fetchone()
                broken = None if row == (head[1],) else head[0]
            db.execute("COMMIT")
        return broken

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """The one connection, for one thread at a time.

        It stays open: closing the last one makes SQLite copy its log into the file, which takes
        longer than an entry.
        """
        with self._lock:
            try:
                self._db.execute(f"PRAGMA busy_timeout={int(WAIT_SECONDS * 1000)}")
                yield self._db
            except sqlite3.OperationalError as error:
                raise BusyError(
                    "The audit cannot be read or written, so nothing is answered;"
                    " end the other command or free the disk, then ask again."
                ) from error
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._connection() as db:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")


def _entry(columns: Sequence[Any]) -> Entry:
    body = None if columns[-1] is None else json.loads(columns[-1])
    return Entry(*[*columns[:-1], body])


def _append(db: sqlite3.Connection, viewer: Viewer, action: Action, body: Mapping[str, Any]) -> int:
    before, chain = _head(db)
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    salt = secrets.token_bytes(32)
    at = dt.datetime.now(dt.UTC).isoformat()
    fields = (before + 1, at, viewer.who, viewer.role, viewer.purpose, action, _salted(salt, text))
    db.execute("INSERT INTO entry VALUES (?,?,?,?,?,?,?,?)", (*fields, _link(chain, fields)))
    db.execute("INSERT INTO body VALUES (?,?,?)", (before + 1, salt, text))
    return before + 1


def _head(db: sqlite3.Connection) -> tuple[int, str]:
    row = db.execute("SELECT seq, chain FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, START)


def _first_broken(db: sqlite3.Connection) -> int | None:
    chain, expected = START, 0
    rows = db.execute("SELECT e.*, salt, text FROM entry e LEFT JOIN body USING (seq) ORDER BY seq")
    for *fields, written, salt, text in rows:
        expected += 1
        chain = _link(chain, fields)
        if fields[0] != expected or chain != written:
            return expected
        if salt is not None and _salted(salt, text) != fields[-1]:
            return expected
    counter = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entry'").fetchone()
    return expected + 1 if counter and counter[0] != expected else None


def _salted(salt: bytes, text: str) -> str:
    return hashlib.sha256(salt + text.encode()).hexdigest()


def _link(before: str, fields: Any) -> str:
    return hashlib.sha256(json.dumps([before, *fields]).encode()).hexdigest()
