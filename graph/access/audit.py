"""The audit: who saw, changed or gave away what, and why, in one SQLite file.

Data Protection Act 2018 s62 asks for a log of collection, alteration, consultation,
disclosure, combination and erasure; who came to the door and who was turned away stand beside
them. Each entry carries a digest chained to the entry before it. The chain covers a salted digest
of the entry's body, not the body: the body (a search text, ids) stands beside it and can be erased,
salt and all, and the chain still verifies while nothing lets a reader guess at what was erased.
An entry without a body must be named by a later entry that erased it.

What a chain cannot show, its anchors can (graph/access/anchors.py): each entry leaves one where
`THROUGHLINE_AUDIT_ANCHOR` says. graph/access/chain.py verifies both.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from graph.access.anchors import Anchor, keep
from graph.access.chain import ERASED, START, Fault, fault_in, link, salted
from graph.access.roles import may
from graph.access.viewer import Viewer
from graph.batches import batches
from graph.errors import AccessError, BusyError, InputError
from graph.private import private_folder
from graph.settings import Settings

Action = Literal[
    "collection", "alteration", "consultation", "disclosure", "combination", "erasure",
    "sign-in", "refusal",
]  # fmt: skip
ACTIONS: tuple[str, ...] = get_args(Action)
WAIT_SECONDS = 30
BODY_MOST = 16_384
"""Characters of a body. One of megabytes is kept by its beginning, length and digest."""

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
WHERE instr(lower(who), lower(:who)) AND instr(lower(purpose), lower(:purpose))
  AND at >= :since AND (:until = '' OR at < :until) AND :action IN ('', action)
  AND (:before = 0 OR e.seq < :before) AND (:about = '' OR EXISTS (
    SELECT 1 FROM json_tree(b.text) WHERE instr(lower(atom), lower(:about))))
ORDER BY seq DESC LIMIT :most
"""
VISITS = """
SELECT at FROM entry WHERE who = ? AND action = 'consultation'
  AND seq > (SELECT coalesce(max(seq), 0) FROM entry) - 200000
ORDER BY seq DESC LIMIT ?
"""
VISITS_MOST = 5_000


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


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries: those of `who` and for a `purpose` (parts of them), with `about` in what they
    are about, of one `action`, from `since` up to `until` (instants as ISO text in UTC). "" leaves
    a question out."""

    who: str = ""
    about: str = ""
    since: str = ""
    until: str = ""
    action: str = ""
    purpose: str = ""

    def __post_init__(self) -> None:
        if self.action and self.action not in ACTIONS:
            raise InputError(
                f"there is no action {self.action!r}: give one of {', '.join(ACTIONS)}"
            )

    @property
    def given(self) -> dict[str, str]:
        """What is asked for, without what is left out."""
        return {name: value for name, value in asdict(self).items() if value}


class Audit:
    """The audit file of one data folder; safe for several processes and threads at once."""

    def __init__(self, path: Path, anchor: str | None = None) -> None:
        """Open or begin the file at `path`; each entry leaves an anchor at `anchor`, if given."""
        self.path = path
        self._anchor = anchor
        private_folder(path.parent)
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
            number = _append(db, viewer, action, body)
            anchor = _anchor(db) if self._anchor else None
        self._leave(anchor)
        return number

    def permit(self, viewer: Viewer, right: str, **about: Any) -> None:
        """AccessError, noted here, when the viewer's role has no such right."""
        if may(viewer.role, right):
            return
        self.refuse(viewer, right, **about)
        raise AccessError(
            f"The role {viewer.role} may not do this ({right}); ask somebody whose role may:"
            " docs/roles.md has the table."
        )

    def refuse(self, viewer: Viewer, asked: str, **about: Any) -> None:
        """Note that somebody was turned away, and from what."""
        self.write(viewer, "refusal", {"asked": asked, **about})

    def erase(self, viewer: Viewer, seq: int) -> int:
        """Erase the body of one entry; the erasure is an entry of its own and names no content.

        What says that a body was erased stays: it holds nothing but a number.
        """
        with self._transaction() as db:
            row = db.execute("SELECT text FROM body WHERE seq = ?", (seq,)).fetchone()
            if row is None or ERASED in json.loads(row[0]):
                raise InputError(f"Audit entry {seq} has no body to erase; look up its number.")
            db.execute("DELETE FROM body WHERE seq = ?", (seq,))
            number = _append(db, viewer, "erasure", {ERASED: seq})
            anchor = _anchor(db) if self._anchor else None
        self._leave(anchor)
        with self._connection() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return number

    def forget(self, viewer: Viewer, tells: Callable[[dict[str, Any]], bool]) -> int:
        """Erase every body of which `tells` says that it tells of something erased; how many.

        Entries of their own name them by number, and nothing of what they held.
        """
        with self._transaction() as db:
            rows = db.execute("SELECT seq, text FROM body ORDER BY seq")
            gone = [
                seq
                for seq, text in rows
                if ERASED not in (body := json.loads(text)) and tells(body)
            ]
            db.executemany("DELETE FROM body WHERE seq = ?", [(seq,) for seq in gone])
            for some in batches(gone):
                _append(db, viewer, "erasure", {ERASED: some})
            anchor = _anchor(db) if self._anchor and gone else None
        self._leave(anchor)
        with self._connection() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return len(gone)

    def entries(
        self, newest: int | None = None, sought: Sought | None = None, *, before: int = 0
    ) -> list[Entry]:
        """The entries that are sought, oldest first; with `newest`, only so many of the latest.

        With `before`, only those of a lower number.
        """
        limits = {"before": before, "most": -1 if newest is None else newest}
        with self._connection() as db:
            rows = db.execute(SELECT, asdict(sought or Sought()) | limits).fetchall()
        return [_entry(row) for row in reversed(rows)]

    def visits(self, viewer: Viewer) -> list[str]:
        """When this viewer last asked anything, the latest first: instants as ISO text in UTC."""
        with self._connection() as db:
            rows = db.execute(VISITS, (viewer.who, VISITS_MOST)).fetchall()
        return [row[0] for row in rows]

    def anchor(self) -> Anchor:
        """The newest entry's link, to be kept elsewhere. InputError for an empty audit."""
        with self._connection() as db:
            anchor = _anchor(db)
        if anchor is None:
            raise InputError("The audit has no entry yet, so there is nothing to anchor.")
        return anchor

    def count(self) -> int:
        """The number of the newest entry; 0 for an empty audit."""
        with self._connection() as db:
            return _head(db)[0]

    def verify(self, anchors: Sequence[Anchor] = (), *, anchored: int = 0) -> Fault | None:
        """The first thing that is not as it was written, or None when everything is.

        `anchors` were kept elsewhere and must still be part of the chain. So many entries as
        `anchored` left one each: count them before the anchors are read, for another process may
        write in between.
        """
        with self._connection() as db:
            db.execute("BEGIN")
            fault = fault_in(db, anchors, anchored)
            db.execute("COMMIT")
        return fault

    def _leave(self, anchor: Anchor | None) -> None:
        if anchor and self._anchor:
            keep(anchor, self._anchor)

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
    # After a cut end the numbers go on where they stood: the gap shows for ever.
    number = max(before, _counter(db)) + 1
    text = _text(body)
    salt = secrets.token_bytes(32)
    at = dt.datetime.now(dt.UTC).isoformat()
    fields = (number, at, viewer.who, viewer.role, viewer.purpose, action, salted(salt, text))
    db.execute("INSERT INTO entry VALUES (?,?,?,?,?,?,?,?)", (*fields, link(chain, fields)))
    db.execute("INSERT INTO body VALUES (?,?,?)", (number, salt, text))
    return number


def _text(body: Mapping[str, Any]) -> str:
    # Half of a surrogate pair, which JSON lets through, is no text that a file can hold.
    whole = json.dumps(body, ensure_ascii=False, sort_keys=True).encode(errors="backslashreplace")
    text = whole.decode()
    if len(text) <= BODY_MOST:
        return text
    digest = hashlib.sha256(whole).hexdigest()
    beginning = {"begins": text[:BODY_MOST], "characters": len(text), "sha256": digest}
    return json.dumps(beginning, ensure_ascii=False, sort_keys=True)


def _head(db: sqlite3.Connection) -> tuple[int, str]:
    row = db.execute("SELECT seq, chain FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, START)


def _counter(db: sqlite3.Connection) -> int:
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entry'").fetchone()
    return int(row[0]) if row else 0


def _anchor(db: sqlite3.Connection) -> Anchor | None:
    first = db.execute("SELECT chain FROM entry ORDER BY seq LIMIT 1").fetchone()
    if first is None:
        return None
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return Anchor(first[0], *_head(db), now)


def open_audit(settings: Settings) -> Audit:
    """The audit of a data folder, with its anchors where the settings say."""
    return Audit(settings.audit, settings.audit_anchor)
