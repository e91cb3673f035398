"""Tells of rows of one delivery that make one record, without holding the records.

Sixteen bytes a record are kept. Two rows with one reference are two versions only where the
mapping names a version that differs; else one of them would be lost unsaid.
"""

from __future__ import annotations

from collections import Counter
from typing import Literal

from graph.model.record import Record

_BUCKETS = 1 << 14
_MOST_TOLD = 20
Found = Literal["new", "same", "differs"]


class Repeats:
    """The records of one delivery so far."""

    def __init__(self) -> None:
        self._kept: dict[int, bytearray] = {}
        self._differ: Counter[str] = Counter()

    def look(self, record: Record) -> Found:
        """Whether a record of the same key and version came before, and was the same."""
        key = hash((record.key, record.version))
        mark = key.to_bytes(8, "little", signed=True)
        content = hash(record.content).to_bytes(8, "little", signed=True)
        bucket = self._kept.setdefault(key % _BUCKETS, bytearray())
        at = bucket.find(mark)
        while at >= 0 and at % 16:
            at = bucket.find(mark, at + 1)
        if at < 0:
            bucket += mark + content
            return "new"
        if bucket[at + 8 : at + 16] == content:
            return "same"
        if record.reference in self._differ or len(self._differ) < _MOST_TOLD:
            self._differ[record.reference] += 1
        return "differs"

    def sentences(self) -> list[str]:
        """A sentence for each reference (the first twenty) whose rows differ."""
        return [
            f"{more + 1} rows have reference {reference} and differ: "
            "name a `group`, or say which wins with `version`"
            for reference, more in self._differ.items()
        ]
