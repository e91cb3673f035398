"""One batch of a delivery into the graph: records kept, newest versions settled."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Self

from graph import queries
from graph.derive import Step, Version, settle, turn, versions
from graph.mentions import mention_rows
from graph.record import Record
from graph.statements import level_of
from graph.store import Store


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record and the places in the delivery (file:row) that it was read from."""

    record: Record
    places: tuple[str, ...]


def open_delivery(store: Store, id_: str, props: dict[str, Any], received_at: dt.datetime) -> None:
    """Note a delivery; a second time changes nothing."""
    row = {"id": id_, "props": props, "received_at": received_at.isoformat()}
    store.write(queries.load("load/delivery"), row=row)


def close_delivery(store: Store, id_: str, rows: int, records: int, rejects: int) -> None:
    """Write the counts; a delivery without them was interrupted and is read again."""
    counts = {"rows": rows, "records": records, "rejects": rejects}
    store.write(queries.load("load/delivery_done"), id=id_, **counts)


class Taking:
    """Takes the batches of one delivery: one is written while the next is made ready.

    Each batch is one transaction that keeps its records and derives what they say. Taking the
    same again changes nothing. A context manager: at its end all of it is written.
    """

    def __init__(self, store: Store, delivery: str, extracted_at: str) -> None:
        """`extracted_at` is an ISO date, or '' when it is not known."""
        self._store, self._delivery, self._extracted_at = store, delivery, extracted_at
        self._writer = ThreadPoolExecutor(max_workers=1)
        self._behind: Future[Any] | None = None
        self._keys: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._writer:
            self._wait()

    def take(self, arrivals: Sequence[Arrival]) -> None:
        """Take one batch; raises what the batch before it raised."""
        ids = [arrival.record.id for arrival in arrivals]
        records = {id_: arrival.record for id_, arrival in zip(ids, arrivals, strict=True)}
        keys = {record.key for record in records.values()}
        if keys & self._keys:
            self._wait()
        held = versions(self._store, keys)
        fresh = [id_ for id_, record in records.items() if id_ not in held.get(record.key, {})]
        for id_, record in records.items():
            among = held.setdefault(record.key, {})
            among[id_] = _arrived(among.get(id_), record, id_, self._extracted_at)
        change = turn(held)
        entering = set(change.entering)
        if change.leaving:  # what they supported may rest on the batch that is being written
            self._wait()
        kept = _record_rows(ids, arrivals, self._extracted_at, entering)
        steps: list[Step] = [
            (queries.load("load/record"), {"delivery": self._delivery, "rows": kept}),
            *_asides([records[id_] for id_ in fresh if id_ not in entering]),
            *settle(self._store, change, records, born=set(fresh)),
        ]
        self._wait()
        self._behind = self._writer.submit(self._store.write_all, steps)
        self._keys = keys

    def _wait(self) -> None:
        behind, self._behind = self._behind, None
        if behind is not None:
            behind.result()


def _asides(records: Sequence[Record]) -> list[Step]:
    """The step that keeps the mentions of records which are not the newest."""
    rows = [row for record in records for row in mention_rows(record, current=False)]
    return [(queries.load("load/mention"), {"rows": rows})] if rows else []


def _arrived(held: Version | None, record: Record, id_: str, extracted_at: str) -> Version:
    if held:
        return replace(held, extracted_at=max(held.extracted_at, extracted_at))
    return Version(record.key, id_, record.version, extracted_at, record.withdrawn)


def _record_rows(
    ids: Sequence[str], arrivals: Sequence[Arrival], extracted_at: str, entering: set[str]
) -> list[dict[str, Any]]:
    places: dict[str, list[str]] = defaultdict(list)
    records: dict[str, Record] = {}
    for id_, arrival in zip(ids, arrivals, strict=True):
        places[id_].extend(arrival.places)
        records[id_] = arrival.record
    return [
        {
            "id": id_,
            "props": {**record_props(record), "current": id_ in entering},
            "recorded_at": record.recorded_at.isoformat(),
            **_order_instants(record),
            "extracted_at": extracted_at,
            "places": places[id_],
        }
        for id_, record in records.items()
    ]


def _order_instants(record: Record) -> dict[str, str | None]:
    order = record.order
    instants = {"status_at": order and order.status_at, "served_at": order and order.served_at}
    return {name: at.isoformat() if at else None for name, at in instants.items()}


def record_props(record: Record) -> dict[str, Any]:
    """The properties of a Record node, its instants apart.

    Each version of an order says how the order stood then, so that a rule can tell an
    interim order that was served from the full one that was served later.
    """
    return {
        "key": record.key,
        "force": record.force,
        "kind": record.kind,
        "reference": record.reference,
        "version": record.version,
        "withdrawn": record.withdrawn,
        "content": record.content,
        "grade_source": record.grade.source,
        "grade_information": record.grade.information,
        "handling": record.grade.handling,
        "conditions": record.grade.conditions or None,
        "classification": record.classification,
        "level": level_of(record),
        "status": record.order.status if record.order else None,
        "service": record.order.service if record.order else None,
    }
