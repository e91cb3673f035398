"""Lists too long for memory: written to a temporary table on disk, read back in order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator


def in_order(lines: Iterable[str], *, unique: bool = False) -> Iterator[str]:
    """The lines sorted by code point; with `unique`, each once."""
    table = sqlite3.connect("")
    try:
        table.execute("CREATE TABLE spool (line TEXT)")
        table.executemany("INSERT INTO spool VALUES (?)", ((line,) for line in lines))
        distinct = "DISTINCT " if unique else ""
        for (line,) in table.execute(f"SELECT {distinct}line FROM spool ORDER BY line"):
            yield line
    finally:
        table.close()
