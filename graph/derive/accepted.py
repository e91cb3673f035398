"""What a delivery brings into the graph. Whoever only reads deliveries needs no engine for it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model.record import Record

SourceRow = str
"""`file:row`, where a row stands in its delivery."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A record and the source rows (`file:row`) of the delivery that it was read from."""

    record: Record
    source_rows: tuple[SourceRow, ...]
