"""A reference for a row that has none: its file and a hash of what stands in it.

The same row delivered again in a file of the same name has the same mark. Rows that are equal
in every cell are told apart by their order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from ingest.formats.rows import Cells
from ingest.mapping.cells.notes import Notes
from ingest.mapping.cells.paths import OUTER, PLACE


def _joined(value: Any) -> bool:
    """Whether rows of another table, which are no part of this one, were put here."""
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, dict) and PLACE in first


def row_marker(name: str) -> Callable[[Cells, Notes], str]:
    """A reader of marks, each one of its own within a delivery."""
    reader = object()  # what it counts is not what another counts of the same rows

    def mark(cells: Cells, notes: Notes) -> str:
        own = {key: value for key, value in cells.items() if key != OUTER and not _joined(value)}
        text = json.dumps(own, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]
        base = f"{notes.place.rpartition(':')[0] or notes.place}~{digest}"
        marks = notes.delivery.marks
        marks[reader, base] += 1
        notes.remark(name, "is made from the file and the row, which has none")
        return base if (count := marks[reader, base]) == 1 else f"{base}~{count}"

    return mark
