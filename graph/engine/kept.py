"""Rows that were read, for as long as nothing is written to the graph.

What is kept is what the graph says, before any guard: of who harmed whom, or of one clearance and
its compartments. Whoever asks is audited, and each answer is screened, as if it had been read anew.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

MOST_ROWS = 100_000
"""That are kept at all; then all is forgotten."""
MOST_OF_ONE = 5_000
"""Rows of one answer that is kept."""
K = TypeVar("K", bound=Hashable)
Rows = list[Any]


class Kept:
    """Shared by the requests of a server. Nobody changes a row that it gives."""

    def __init__(self, edition: Callable[[], Hashable]) -> None:
        """`edition` says which state the graph is in, None where that is not known."""
        self._edition = edition
        self._of: Hashable = None
        self._rows: dict[Hashable, Rows] = {}
        self._count = 0
        self._lock = threading.Lock()

    def read(
        self, question: Hashable, parts: Iterable[K], ask: Callable[[list[K]], Mapping[K, Rows]]
    ) -> dict[K, Rows]:
        """The rows of each part of a question; `ask` reads those that are not kept, all at once."""
        wanted, edition = list(parts), self._edition()
        rows = self._known(edition, question, wanted)
        if fresh := [part for part in wanted if part not in rows]:
            read = ask(fresh)
            self._keep(edition, question, read)
            rows |= read
        return rows

    def _known(self, edition: Hashable, question: Hashable, parts: list[K]) -> dict[K, Rows]:
        with self._lock:
            if edition is None or edition != self._of:
                return {}
            given = ((part, self._rows.get((question, part))) for part in parts)
            return {part: rows for part, rows in given if rows is not None}

    def _keep(self, edition: Hashable, question: Hashable, read: Mapping[K, Rows]) -> None:
        """Unless something was written meanwhile."""
        count = sum(len(rows) + 1 for rows in read.values())
        if edition is None or count > MOST_OF_ONE or self._edition() != edition:
            return
        with self._lock:
            if edition != self._of or self._count + count > MOST_ROWS:
                self._of, self._rows, self._count = edition, {}, 0
            self._rows |= {(question, part): rows for part, rows in read.items()}
            self._count += count


def keeping_nothing() -> Kept:
    """For who asks once: all is read anew."""
    return Kept(lambda: None)
