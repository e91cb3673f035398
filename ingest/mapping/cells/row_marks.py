"""A reference for a row that has none: its file and a hash of what stands in it.

The same row delivered again in a file of the same name has the same mark. Rows that are equal
in every cell are told apart by their order.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from typing import Protocol

from ingest.formats.rows import Cells


class Notes(Protocol):
    """Where the row stands, and where it is said that its mark was made."""

    @property
    def place(self) -> str:
        """Where the row stands: file and row."""

    def remark(self, name: str, reason: str, column: str = "") -> None:
        """Note something doubtful of a field of the row; never the value."""


def row_marker(name: str) -> Callable[[Cells, Notes], str]:
    """A reader of marks for the rows of one delivery."""
    seen: Counter[str] = Counter()

    def mark(cells: Cells, notes: Notes) -> str:
        own = {key: value for key, value in cells.items() if not isinstance(value, list | dict)}
        text = json.dumps(own, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]
        base = f"{notes.place.rpartition(':')[0] or notes.place}~{digest}"
        seen[base] += 1
        notes.remark(name, "is made from the file and the row, which has none")
        return base if seen[base] == 1 else f"{base}~{seen[base]}"

    return mark
