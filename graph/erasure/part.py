"""A person is parted from their records: each is written anew without them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from graph import queries
from graph.batches import batches
from graph.derive.accepted import Accepted
from graph.derive.deliver import BatchWriter
from graph.engine.store import Store
from graph.erasure.journal import Erasure
from graph.erasure.redact import without
from graph.model.record import Record
from graph.queries.rows import SystemErasureSources


def write_anew(store: Store, erasure: Erasure) -> None:
    """Keep each record without the mentions that are erased, from where it came. Run again, it
    changes nothing."""
    query = queries.load("system/erasure/sources")
    for some in batches(erasure.records):
        rows = store.read(query, ids=some)
        with BatchWriter(store) as writer:
            for (delivery, date), of_one in groupby(
                rows, key=lambda row: (row["delivery"], row["extracted_at"])
            ):
                if accepted := list(_redacted(list(of_one), erasure)):
                    writer.write(delivery, accepted, date)


def _redacted(rows: list[SystemErasureSources], erasure: Erasure) -> Iterator[Accepted]:
    for row in rows:
        record = Record.kept(row["content"])
        refs = [p.ref for p in record.parties if record.mention_id(p) in erasure.mentions]
        left = without(record, refs, erasure.traces)
        if left is not None:
            yield Accepted(left, tuple(row["places"]))
