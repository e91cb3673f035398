"""What a mapping would take from a delivery and what it would refuse, without a graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.delivery.feed import Accepted, Refused, identify, read
from ingest.mapping.mapping import Mapping

_EXAMPLES = 3


@dataclass(slots=True)
class Totals:
    """Sums over one delivery. rows = taken + refused; records may hold several rows.

    `examples` are the places of the first rows with each reason and remark.
    """

    rows: int = 0
    taken: int = 0
    refused: int = 0
    records: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """As plain data, the most frequent first."""
        counts = {"rows": self.rows, "taken": self.taken, "refused": self.refused}
        sums = ("records", "reasons", "remarks")
        counters = {name: dict(getattr(self, name).most_common()) for name in sums}
        return counts | counters | {"examples": self.examples, "notices": self.notices}

    def count(self, counter: Counter[str], sentence: str, place: str) -> None:
        """Count a reason or a remark, and keep the places of the first."""
        counter[sentence] += 1
        places = self.examples.setdefault(sentence, [])
        if len(places) < _EXAMPLES:
            places.append(place)


def check(
    mapping: Mapping, path: Path, work: Path, totals: Totals, *, records: bool = False
) -> Iterator[dict[str, Any]]:
    """One line for each record and each refused row of a delivery; `totals` fills meanwhile.

    A line has `place` and either `taken` (the record's key, its places and remarks) or
    `refused` (the reason). Values of the delivery do not stand in it, but with `records` the
    record as it would be kept. Raises InputError when the delivery does not fit the mapping at
    all.
    """
    identify(mapping, path)
    reading = read(mapping, path, work)
    for item in reading:
        if isinstance(item, Accepted):
            made = item.record.model_dump(mode="json", exclude_defaults=True) if records else None
            yield _taken(item, totals) | ({"record": made} if records else {})
        else:
            yield _refused(item, totals)
    counts = reading.counts
    totals.notices = reading.notices()
    totals.rows, totals.taken, totals.refused = counts.rows, counts.taken, counts.refused


def _taken(item: Accepted, totals: Totals) -> dict[str, Any]:
    totals.records[item.record.kind] += 1
    remarks = []
    for remark in item.remarks:
        totals.count(totals.remarks, f"{remark.about} {remark.reason}", remark.place)
        remarks.append({"place": remark.place, "field": remark.about, "reason": remark.reason})
    line = {
        "place": item.source_rows[0],
        "taken": item.record.key,
        "places": list(item.source_rows),
    }
    return {**line, "remarks": remarks}


def _refused(item: Refused, totals: Totals) -> dict[str, Any]:
    totals.count(totals.reasons, item.reason, item.place)
    line = {"place": item.place, "refused": item.reason}
    return {**line, "part_of": item.part_of} if item.part_of else line
