"""The dates of incidents and orders, beside the graph, so that a night finds those that have come.

Neither engine looks up a stretch of instants by an index, and a scan costs a night by the size
of the graph instead of by what happened. Like `touched.jsonl` the file is told before each
write, so a date noted for nothing merely wakes its incident once; it is made from the graph when
it is not there, and only then followed. Dates older than KEPT wake no rule and are let go.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from graph.errors import EngineError
from graph.model.schema import DATES
from graph.queries import Query
from graph.queries.touches import Dates

KEPT = dt.timedelta(days=400)
FILE = "calendar.sqlite"
Row = tuple[str, float, str]  # (label.date, seconds since 1970, id)


class Calendar:
    """The file of one data folder. Threads may note at once; processes hold the writer's lock."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE
        self._lock = threading.Lock()

    @property
    def there(self) -> bool:
        """Whether the file was made."""
        return self._path.exists()

    def fill(self, dates: Iterable[Row]) -> None:
        """Make the file, whole or not at all."""
        fresh = self._path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._open(fresh) as db:
            db.execute("CREATE TABLE date (name, at, id, PRIMARY KEY (name, at, id)) WITHOUT ROWID")
            db.executemany("INSERT OR IGNORE INTO date VALUES (?, ?, ?)", dates)
        fresh.replace(self._path)

    def note(self, steps: Iterable[tuple[Query, Mapping[str, Any]]]) -> None:
        """Note the dates that these writes give, before they are sent."""
        rows = [row for query, params in steps for row in _dates(query, params)]
        if rows and self.there:
            with self._open(self._path) as db:
                db.executemany("INSERT OR IGNORE INTO date VALUES (?, ?, ?)", rows)

    def passed(self, name: str, after: dt.datetime, until: dt.datetime) -> set[str]:
        """The ids of what has this date (`label.date`) after an instant and not after another."""
        with self._open(self._path) as db:
            rows = db.execute(
                "SELECT id FROM date WHERE name = ? AND at > ? AND at <= ?",
                (name, after.timestamp(), until.timestamp()),
            )
            return {id_ for (id_,) in rows}

    def let_go(self, before: dt.datetime) -> None:
        """Forget what is too old to wake anything."""
        with self._open(self._path) as db:
            db.execute("DELETE FROM date WHERE at <= ?", (before.timestamp(),))

    def forget(self) -> None:
        """Remove the file: a night makes it again, of what the graph holds then."""
        for path in (self._path, self._path.with_suffix(".new")):
            path.unlink(missing_ok=True)

    @contextmanager
    def _open(self, path: Path) -> Iterator[sqlite3.Connection]:
        try:
            with self._lock, closing(sqlite3.connect(path)) as db, db:
                yield db
        except sqlite3.Error as error:
            raise EngineError(
                f"{FILE} cannot be read or written in the data folder: check that the disk has "
                "room and who may write there, or delete the file, which is made again."
            ) from error


def _dates(query: Query, params: Mapping[str, Any]) -> Iterator[Row]:
    for touch in query.touches:
        if isinstance(touch, Dates):
            for row in params[touch.rows]:
                yield from _row_dates(touch.label, row)


def _row_dates(label: str, row: Mapping[str, Any]) -> Iterator[Row]:
    for name in DATES[label]:
        text = row["props"].get(name)
        if text is not None:
            yield f"{label}.{name}", dt.datetime.fromisoformat(text).timestamp(), row["id"]
