"""Searches as people keep them: what is asked, by whom, and what of its answer they have seen.

One SQLite file in the data folder. It holds the words of the search, and the keys of what was
found when its owner looked; what stands at a key, and what is found at all, is read for its owner
each time, under their own clearance (graph/saved/news.py). Nobody else's search is ever given.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.model.schema import NodeKey
from graph.own_file import OwnFile

MOST = 50
"""Searches that one account may keep: each is asked again after a night."""
LONGEST_NAME = 80
VISIT = dt.timedelta(hours=1)
"""So long what was new at a look stays marked, so that loading a page again loses no mark."""
TABLES = """
CREATE TABLE IF NOT EXISTS search (
  id TEXT PRIMARY KEY, who TEXT NOT NULL, name TEXT NOT NULL, words TEXT NOT NULL,
  filters TEXT NOT NULL, at TEXT NOT NULL, looked TEXT NOT NULL,
  basis TEXT NOT NULL DEFAULT '', fresh INTEGER NOT NULL DEFAULT 0,
  UNIQUE (who, name)) STRICT;
CREATE TABLE IF NOT EXISTS seen (
  search TEXT NOT NULL, label TEXT NOT NULL, id TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (search, label, id)) STRICT, WITHOUT ROWID;
"""
_COLUMNS = "id, name, words, filters, at, looked"


@dataclass(frozen=True, slots=True)
class Search:
    """A search under a name of its owner's: the words of the box and the filters, since when it
    is kept, and when its owner last looked at what it finds."""

    id: str
    name: str
    text: str
    given: Mapping[str, str] = field(hash=False)
    at: dt.datetime
    looked: dt.datetime


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class KeptSearches:
    """The searches of one data folder; safe for several threads and processes at once."""

    def __init__(self, path: Path, now: Callable[[], dt.datetime] = _now) -> None:
        self._file = OwnFile(path, TABLES)
        self._now = now

    def save(
        self, who: str, name: str, text: str, given: Mapping[str, str], found: Iterable[NodeKey]
    ) -> str:
        """Keep a search whose answer was just looked at; its id.

        InputError without a name or anything asked, for a name that is taken, and for one too many.
        """
        name = _name(name)
        if not text.strip() and not given:
            raise InputError("There is nothing to save yet: type a name or set a filter first.")
        id_, at = secrets.token_urlsafe(9), self._now().isoformat()
        with self._file.writing() as db:
            (many,) = db.execute("SELECT count(*) FROM search WHERE who = ?", (who,)).fetchone()
            if many >= MOST:
                raise InputError(f"You keep {MOST} searches: delete one before you save another.")
            _refuse_taken(db, who, name)
            row = (id_, who, name, text.strip(), json.dumps(dict(given)), at, at)
            db.execute(
                "INSERT INTO search (id, who, name, words, filters, at, looked)"
                " VALUES (?,?,?,?,?,?,?)",
                row,
            )
            db.executemany("INSERT OR IGNORE INTO seen VALUES (?,?,?,?)", _rows(id_, found, at))
        return id_

    def of(self, who: str) -> list[Search]:
        """The searches of one account, by name."""
        if not self._file.exists:
            return []
        with self._file.reading() as db:
            query = f"SELECT {_COLUMNS} FROM search WHERE who = ? ORDER BY name COLLATE NOCASE"
            return [_search(row) for row in db.execute(query, (who,)).fetchall()]

    def one(self, who: str, id_: str) -> Search:
        """A search of this account. InputError when there is none of that id."""
        for search in self.of(who):
            if search.id == id_:
                return search
        raise InputError("You keep no such search: it may have been deleted, or erased.")

    def rename(self, who: str, id_: str, name: str) -> None:
        """Give a search another name. InputError as for `save`."""
        self.one(who, id_)
        name = _name(name)
        with self._file.writing() as db:
            _refuse_taken(db, who, name, but=id_)
            db.execute("UPDATE search SET name = ? WHERE who = ? AND id = ?", (name, who, id_))

    def delete(self, who: str, id_: str) -> None:
        """Keep a search no more. InputError when there is none of that id."""
        self.one(who, id_)
        with self._file.writing() as db:
            _drop(db, [id_])

    def look(self, search: Search, found: Iterable[NodeKey]) -> set[NodeKey]:
        """Note that its owner looks at what it finds; gives what of it is new to them.

        New is what no look before had; within a VISIT it stays so.
        """
        found, now = set(found), self._now()
        at, begun = now.isoformat(), (now - VISIT).isoformat()
        with self._file.writing() as db:
            db.executemany(
                "INSERT OR IGNORE INTO seen VALUES (?,?,?,?)", _rows(search.id, found, at)
            )
            db.execute("UPDATE search SET looked = ?, basis = '' WHERE id = ?", (at, search.id))
            rows = db.execute(
                "SELECT label, id FROM seen WHERE search = ? AND at >= ? AND at > ?",
                (search.id, begun, search.at.isoformat()),
            ).fetchall()
        return found & {(label, id_) for label, id_ in rows}

    def unseen(self, search: Search, found: Iterable[NodeKey], basis: str) -> int:
        """How many of these its owner has not seen; kept for the same `basis`."""
        with self._file.writing() as db:
            rows = db.execute("SELECT label, id FROM seen WHERE search = ?", (search.id,))
            fresh = len(set(found) - {(label, id_) for label, id_ in rows.fetchall()})
            db.execute(
                "UPDATE search SET basis = ?, fresh = ? WHERE id = ?", (basis, fresh, search.id)
            )
        return fresh

    def counted(self, search: Search, basis: str) -> int | None:
        """What `unseen` gave for this basis, if it was asked and nobody has looked since."""
        with self._file.reading() as db:
            query = "SELECT fresh FROM search WHERE id = ? AND basis = ?"
            row = db.execute(query, (search.id, basis)).fetchone()
        return int(row[0]) if row else None

    def forget(self, tells: Callable[[Any], bool]) -> int:
        """Remove what `tells` says of: searches whose name or words do, or whose words found
        nothing else, and keys of what was found. Gives how many of both. All are counted anew."""
        if not self._file.exists:
            return 0
        with self._file.writing() as db:
            found = db.execute("SELECT search, label, id FROM seen").fetchall()
            told = [row for row in found if tells([row[2]])]
            others = {row[0] for row in set(found) - set(told)}
            # Words that nobody else answers to may be a name misspelt.
            only = {row[0] for row in told} - others
            rows = db.execute("SELECT id, name, words, filters FROM search").fetchall()
            gone = [row[0] for row in rows if tells(list(row[1:])) or (row[2] and row[0] in only)]
            db.executemany("DELETE FROM seen WHERE search = ? AND label = ? AND id = ?", told)
            _drop(db, gone)
            db.execute("UPDATE search SET basis = ''")
        self._file.vacuum()
        return len(gone) + len(told)


def _name(name: str) -> str:
    clean = " ".join(name.split())[:LONGEST_NAME]
    if not clean:
        raise InputError("A saved search wants a name: give it one.")
    return clean


def _refuse_taken(db: sqlite3.Connection, who: str, name: str, but: str = "") -> None:
    query = "SELECT 1 FROM search WHERE who = ? AND name = ? COLLATE NOCASE AND id <> ?"
    if db.execute(query, (who, name, but)).fetchone():
        raise InputError("You keep a search of that name already: give this one another.")


def _drop(db: sqlite3.Connection, ids: Iterable[str]) -> None:
    for id_ in ids:
        db.execute("DELETE FROM seen WHERE search = ?", (id_,))
        db.execute("DELETE FROM search WHERE id = ?", (id_,))


def _rows(search: str, found: Iterable[NodeKey], at: str) -> list[tuple[str, str, str, str]]:
    return [(search, label, id_, at) for label, id_ in found]


def _search(row: tuple[str, ...]) -> Search:
    id_, name, text, filters, at, looked = row
    given = json.loads(filters)
    return Search(id_, name, text, given, *map(dt.datetime.fromisoformat, (at, looked)))
