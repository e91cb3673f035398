"""A file of people's own work in the data folder: private, for several threads and processes."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.private import private_folder


class OwnFile:
    """One SQLite file, made with its tables at the first write."""

    def __init__(self, path: Path, tables: str) -> None:
        self._path = path
        self._tables = tables
        self._lock = threading.Lock()

    @property
    def exists(self) -> bool:
        """Whether anything was ever kept."""
        return self._path.exists()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The file, which must be there."""
        db = sqlite3.connect(self._path, isolation_level=None, timeout=30)
        try:
            yield db
        finally:
            db.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The file within a transaction, which a fault takes back."""
        with self._lock:
            fresh = not self.exists
            private_folder(self._path.parent)
            self._path.touch(mode=0o600, exist_ok=True)
            with self.reading() as db:
                if fresh or not db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                    db.executescript(self._tables)
                db.execute("BEGIN IMMEDIATE")
                try:
                    yield db
                except BaseException:
                    db.execute("ROLLBACK")
                    raise
                db.execute("COMMIT")

    def vacuum(self) -> None:
        """Leave nothing of what was removed in any byte of it."""
        with self.reading() as db:
            db.execute("VACUUM")
