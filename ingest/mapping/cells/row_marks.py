"""A reference for a row that has none: its file and a hash of what stands in it.

The same row delivered again in a file of the same name has the same mark. Rows that are equal
in every cell are told apart by their order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

from ingest.formats.rows import Cells
from ingest.mapping.cells.notes import Notes


def row_marker(name: str) -> Callable[[Cells, Notes], str]:
    """A reader of marks, each one of its own within a delivery."""
    reader = object()  # what it counts is not what another counts of the same rows

    def mark(cells: Cells, notes: Notes) -> str:
        own = {key: value for key, value in cells.items() if not isinstance(value, list | dict)}
        text = json.dumps(own, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]
        base = f"{notes.place.rpartition(':')[0] or notes.place}~{digest}"
        marks = notes.delivery.marks
        marks[reader, base] += 1
        notes.remark(name, "is made from the file and the row, which has none")
        return base if (count := marks[reader, base]) == 1 else f"{base}~{count}"

    return mark
