"""Rows that belong together, found without holding them in memory.

The rows of joined and grouped tables go into a temporary SQLite file, indexed by the columns
that the mapping joins on. Every row there is taken, refused, or left over at the end.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from graph.batches import batches
from ingest.formats.rows import Cells, Row
from ingest.mapping.cells.settle import whole_number

_BATCH = 2_000
_LEFT, _TAKEN, _REFUSED = range(3)


class Spool:
    """A temporary store of rows by table, key and order. Use it as a context manager.

    `keys` names, for each table, the columns that its rows are looked up by.
    """

    def __init__(self, work: Path, keys: dict[str, tuple[str, ...]]) -> None:
        work.mkdir(parents=True, exist_ok=True)
        self._folder = TemporaryDirectory(prefix="spool-", dir=work)
        self._keys = keys
        self._db = sqlite3.connect(Path(self._folder.name) / "rows.sqlite", isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-6000;"
            "PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=FILE;"
            "CREATE TABLE row (n INTEGER PRIMARY KEY, tab TEXT, place TEXT, cells TEXT, raw TEXT,"
            " flaws TEXT);"
            "CREATE TABLE key (col INTEGER, val TEXT, n INTEGER);"
            "CREATE TABLE refused (n INTEGER PRIMARY KEY, reason TEXT, part_of TEXT);"
        )
        self._columns = {
            pair: number
            for number, pair in enumerate((tab, col) for tab, cols in keys.items() for col in cols)
        }
        self._used = bytearray()  # a byte a row: what became of it
        self._named = lru_cache(maxsize=1024)(self._find)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._db.close()
        self._folder.cleanup()

    def add(self, rows: Iterable[Row]) -> None:
        """Keep rows, in order."""
        for batch in batches(rows, _BATCH):
            self._insert(batch)

    def _insert(self, batch: list[Row]) -> None:
        start = len(self._used)
        self._used += bytes(len(batch))
        self._db.execute("BEGIN")
        self._db.executemany(
            "INSERT INTO row (n, tab, place, cells, raw, flaws) VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    *(start + i, row.table, row.place, json.dumps(row.cells), row.raw),
                    json.dumps(row.flaws) if row.flaws else "",
                )
                for i, row in enumerate(batch)
            ),
        )
        self._db.executemany(
            "INSERT INTO key VALUES (?, ?, ?)",
            (
                (self._columns[row.table, column], value, start + i)
                for i, row in enumerate(batch)
                for column in self._keys.get(row.table, ())
                if (value := key_of(row.cells, column))
            ),
        )
        self._db.execute("COMMIT")

    def index(self) -> None:
        """Call once after the last row and before the first look-up."""
        self._db.execute("CREATE INDEX by_key ON key (col, val, n)")
        self._db.execute("BEGIN")

    def matching(self, table: str, column: str, value: str) -> list[tuple[int, Row]]:
        """The rows of a table with this value in this column, in file order."""
        return [self._row(table, values) for values in self._find(table, column, value)]

    def named(self, table: str, column: str, value: str) -> list[tuple[int, Row]]:
        """The first row with this value, if any; what many rows name is kept at hand."""
        return [self._row(table, values) for values in self._named(table, column, value)[:1]]

    def _find(self, table: str, column: str, value: str) -> list[tuple[int, str, str, str, str]]:
        return self._db.execute(
            "SELECT r.n, r.place, r.cells, r.raw, r.flaws FROM key k JOIN row r ON r.n = k.n"
            " WHERE k.col = ? AND k.val = ? ORDER BY k.n",
            (self._columns[table, column], value),
        ).fetchall()

    @staticmethod
    def _row(table: str, values: tuple[int, str, str, str, str]) -> tuple[int, Row]:
        number, place, cells, raw, flaws = values
        flaw_pairs = tuple(map(tuple, json.loads(flaws))) if flaws else ()
        return number, Row(table, place, json.loads(cells), raw, flaw_pairs)

    def rows(self, table: str, *, unused: bool = False) -> Iterator[tuple[int, Row]]:
        """Every row of a table in file order; `unused`: only those nothing has used yet."""
        for values in self._db.execute(
            "SELECT n, place, cells, raw, flaws FROM row WHERE tab = ? ORDER BY n", (table,)
        ):
            if not unused or self._used[values[0]] == _LEFT:
                yield self._row(table, values)

    def groups(self, table: str, column: str) -> Iterator[list[tuple[int, Row]]]:
        """The rows of a table that share a key, in the order of their first rows.

        A row that is blank there is a group of its own, after them.
        """
        cursor = self._db.execute(
            "SELECT val FROM key WHERE col = ? GROUP BY val ORDER BY min(n)",
            (self._columns[table, column],),
        )
        for (value,) in cursor:
            yield self.matching(table, column, value)
        for values in self._db.execute(
            "SELECT n, place, cells, raw, flaws FROM row WHERE tab = ? AND n NOT IN"
            " (SELECT n FROM key WHERE col = ?) ORDER BY n",
            (table, self._columns[table, column]),
        ):
            yield [self._row(table, values)]

    def take(self, numbers: Iterable[int]) -> None:
        """These rows went into a record."""
        for number in numbers:
            if self._used[number] != _REFUSED:
                self._used[number] = _TAKEN

    def refuse(self, numbers: Iterable[int], reason: str, part_of: str) -> None:
        """These rows belong to a record that was refused; another may still take them."""
        left = [number for number in numbers if self._used[number] == _LEFT]
        self._db.executemany(
            "INSERT OR IGNORE INTO refused VALUES (?, ?, ?)", [(n, reason, part_of) for n in left]
        )

    def refuse_main(self, number: int) -> None:
        """The record that this row should have made was refused: that is final."""
        self._used[number] = _REFUSED

    def counts(self) -> tuple[int, int]:
        """How many rows there are, and how many of them were taken."""
        return len(self._used), self._used.count(_TAKEN)

    def left_over(self) -> Iterator[tuple[Row, str, str]]:
        """Every row that nothing took, with the reason and the row it was part of, if any."""
        for number, place, cells, raw, table, reason, part_of in self._db.execute(
            "SELECT r.n, place, cells, raw, tab, coalesce(reason, ''), coalesce(part_of, '')"
            " FROM row r LEFT JOIN refused f ON f.n = r.n ORDER BY r.n"
        ):
            if self._used[number] == _LEFT:
                yield Row(table, place, json.loads(cells), raw), reason, part_of


def key_of(cells: Cells, column: str) -> str:
    """The text that a row is joined by; '' joins nothing."""
    cell = cells.get(column)
    return whole_number(cell.strip()) if isinstance(cell, str) else ""
