"""One batch of a delivery into the graph: records kept, newest versions settled."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

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


def take(store: Store, delivery: str, extracted_at: str, arrivals: Sequence[Arrival]) -> None:
    """Keep one batch of records and derive what they say, in one transaction.

    Taking the same batch again changes nothing.
    """
    store.write_all(take_steps(store, delivery, extracted_at, arrivals))


def take_steps(
    store: Store, delivery: str, extracted_at: str, arrivals: Sequence[Arrival]
) -> list[Step]:
    """The steps of one batch; `extracted_at` is an ISO date, or '' when it is not known."""
    ids = [arrival.record.id for arrival in arrivals]
    records = {id_: arrival.record for id_, arrival in zip(ids, arrivals, strict=True)}
    held = versions(store, (record.key for record in records.values()))
    fresh = [id_ for id_, record in records.items() if id_ not in held.get(record.key, {})]
    for id_, record in records.items():
        among = held.setdefault(record.key, {})
        among[id_] = _arrived(among.get(id_), record, id_, extracted_at)
    change = turn(held)
    entering = set(change.entering)
    rows = _record_rows(ids, arrivals, extracted_at, entering)
    steps: list[Step] = [(queries.load("load/record"), {"delivery": delivery, "rows": rows})]
    asides = [
        row
        for id_ in fresh
        if id_ not in entering
        for row in mention_rows(records[id_], current=False)
    ]
    if asides:
        steps.append((queries.load("load/mention"), {"rows": asides}))
    return steps + settle(store, change, records, born=set(fresh))


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
