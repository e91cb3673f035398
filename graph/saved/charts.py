"""Charts as people made them: each action a state of its own, and those saved by name.

One SQLite file in the data folder, beside the accounts: people's work, which no night makes again.
It holds compositions (graph/explore/composition.py): ids, places on a canvas, notes. What stands at
an id is read for whoever opens the chart, under their own clearance. Nothing here is an answer, so
nothing is screened here but names of charts, which are words of those who saved them.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.explore.composition import Composition
from graph.model.compartments import Marking
from graph.model.schema import NodeKey
from graph.own_file import OwnFile

KEPT = dt.timedelta(days=30)
"""How long a state that nobody saved can be come back to."""
LONGEST_NAME = 80
TABLES = """
CREATE TABLE IF NOT EXISTS state (
  id TEXT PRIMARY KEY, parent TEXT NOT NULL, anchor TEXT NOT NULL, who TEXT NOT NULL,
  at TEXT NOT NULL, number INTEGER NOT NULL, composition TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS state_parent ON state (parent, anchor, who, number);
CREATE TABLE IF NOT EXISTS saved (
  who TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL,
  at TEXT NOT NULL, shared INTEGER NOT NULL, level INTEGER NOT NULL, compartments TEXT NOT NULL,
  PRIMARY KEY (who, name, version)) STRICT;
"""


@dataclass(frozen=True, slots=True)
class State:
    """A chart after one action. `parent` is the state before it; empty for the first."""

    id: str
    parent: str
    anchor: NodeKey
    who: str
    composition: Composition


@dataclass(frozen=True, slots=True)
class Saved:
    """A chart under a name. `marking` is what it and who saved it had then."""

    who: str
    name: str
    version: int
    state: str
    at: dt.datetime
    shared: bool
    marking: Marking
    anchor: NodeKey


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class KeptCharts:
    """The charts of one data folder; safe for several threads and processes at once."""

    def __init__(self, path: Path, now: Callable[[], dt.datetime] = _now) -> None:
        self._file = OwnFile(path, TABLES)
        self._now = now

    def keep(self, parent: str, anchor: NodeKey, who: str, composition: Composition) -> str:
        """Keep the state after an action; its id, which nobody can guess."""
        id_ = secrets.token_urlsafe(9)
        text = composition.model_dump_json(exclude_defaults=True)
        with self._writing() as db:
            db.execute(
                "INSERT INTO state SELECT ?,?,?,?,?, coalesce(max(number), 0) + 1, ? FROM state",
                (id_, parent, "/".join(anchor), who, self._now().isoformat(), text),
            )
        return id_

    def state(self, id_: str) -> State | None:
        """The state of that id."""
        if not id_ or not self._file.exists:
            return None
        with self._file.reading() as db:
            row = db.execute(
                "SELECT id, parent, anchor, who, composition FROM state WHERE id = ?", (id_,)
            ).fetchone()
        return row and State(
            row[0], row[1], _place(row[2]), row[3], Composition.model_validate_json(row[4])
        )

    def after(self, id_: str, anchor: NodeKey, who: str) -> str:
        """The state that somebody came to last from this one, for redo; "" when there is none."""
        if not self._file.exists:
            return ""
        with self._file.reading() as db:
            row = db.execute(
                "SELECT id FROM state WHERE parent = ? AND anchor = ? AND who = ?"
                " ORDER BY number DESC LIMIT 1",
                (id_, "/".join(anchor), who),
            ).fetchone()
        return str(row[0]) if row else ""

    def save(self, name: str, state: str, who: str, marking: Marking, *, shared: bool) -> int:
        """Save a state under a name of one's own: its version, from 1. InputError without a name,
        or when there is no such state."""
        name = " ".join(name.split())[:LONGEST_NAME]
        if not name:
            raise InputError("A saved chart wants a name: give it one.")
        if self.state(state) is None:
            raise InputError("This chart is no longer kept: open it again, then save it.")
        with self._writing() as db:
            (version,) = db.execute(
                "SELECT coalesce(max(version), 0) + 1 FROM saved WHERE who = ? AND name = ?",
                (who, name),
            ).fetchone()
            names = json.dumps(sorted(marking.compartments))
            row = (who, name, version, state, self._now().isoformat(), int(shared))
            db.execute("INSERT INTO saved VALUES (?,?,?,?,?,?,?,?)", (*row, marking.level, names))
        return int(version)

    def saved(self, who: str, may_see: Marking) -> list[Saved]:
        """The charts that somebody saved or others share, the latest first, every version."""
        if not self._file.exists:
            return []
        with self._file.reading() as db:
            rows = db.execute(
                "SELECT s.who, s.name, s.version, s.state, s.at, s.shared, s.level,"
                " s.compartments, t.anchor FROM saved s JOIN state t ON t.id = s.state"
                " WHERE s.who = ? OR s.shared = 1 ORDER BY s.at DESC, s.version DESC",
                (who,),
            ).fetchall()
        return [each for each in map(_saved, rows) if may_see.covers(each.marking)]

    def forget(self, tells: Callable[[Any], bool]) -> int:
        """Remove every state and saved chart of which `tells` says so; gives how many."""
        if not self._file.exists:
            return 0
        with self._writing() as db:
            states = db.execute("SELECT id, anchor, composition FROM state").fetchall()
            gone = {row[0] for row in states if tells(list(row[1].split("/", 1))) or tells(row[2])}
            named = db.execute("SELECT rowid, state, name FROM saved").fetchall()
            saved = [row[0] for row in named if row[1] in gone or tells(row[2])]
            db.executemany("DELETE FROM state WHERE id = ?", [(id_,) for id_ in gone])
            db.executemany("DELETE FROM saved WHERE rowid = ?", [(each,) for each in saved])
        self._file.vacuum()
        return len(gone) + len(saved)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._file.writing() as db:
            self._forget(db)
            yield db

    def _forget(self, db: sqlite3.Connection) -> None:
        """Drop the states that nobody saved and nobody can want to come back to."""
        long_ago = (self._now() - KEPT).isoformat()
        db.execute(
            "DELETE FROM state WHERE at < ? AND id NOT IN (SELECT state FROM saved)", (long_ago,)
        )


def _place(text: str) -> NodeKey:
    label, _, id_ = text.partition("/")
    return (label, id_)


def _saved(row: tuple[Any, ...]) -> Saved:
    who, name, version, state, at, shared, level, compartments, anchor = row
    return Saved(
        who,
        name,
        version,
        state,
        dt.datetime.fromisoformat(at),
        bool(shared),
        Marking(level, frozenset(json.loads(compartments))),
        _place(anchor),
    )
