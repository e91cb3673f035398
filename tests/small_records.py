"""Small records for tests of the graph: invented people, a few lines each."""

from __future__ import annotations

import datetime as dt
from typing import Any

from graph.derive.accepted import Accepted
from graph.derive.deliver import BatchWriter
from graph.derive.dump import dump
from graph.derive.withdraw import drop, part
from graph.engine.store import Store
from graph.model.record import Record

NOW = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)


def withdraw(store: Store, delivery: str) -> int:
    """Take a delivery back by its full id, as the command does; gives the records parted."""
    parted = part(store, delivery)
    drop(store, delivery)
    return parted


def person(name: str, role: str = "", **more: Any) -> dict[str, Any]:
    forename, _, surname = name.partition(" ")
    party: dict[str, Any] = {"roles": [role] if role else []}
    if name:
        party["name"] = {"written": name, "forename": forename, "surname": surname}
    if phone := more.pop("phone", None):
        party["phones"] = [{"phone": {"written": phone, "key": phone}}]
    if home := more.pop("home", None):
        party["residences"] = [{"address": {"written": home, "key": home}}]
    if born := more.pop("born", None):
        party["birth"] = {"written": born, "date": born, "precision": "day"}
    return {**party, **more}


def incident(
    reference: str, *parties: dict[str, Any], day: int = 1, force: str = "ashford", **more: Any
) -> Record:
    top = {name: more.pop(name) for name in list(more) if name in Record.model_fields}
    at = f"2024-01-{day:02d}T10:00:00Z"
    return Record.model_validate(
        {
            "force": force,
            "kind": "incident",
            "reference": reference,
            "recorded_at": at,
            "incident": {"recorded_at": at, "offence_classes": ["8L"], **more},
            "parties": parties,
            **top,
        }
    )


def order(reference: str, *parties: dict[str, Any], **more: Any) -> Record:
    detail = {"issuer": "court", "kind": "SPO", "effect": "prohibits", "status": "made", **more}
    return Record.model_validate(
        {
            "force": "ashford",
            "kind": "order",
            "reference": reference,
            "recorded_at": "2024-01-20T10:00:00Z",
            "order": detail,
            "parties": parties,
        }
    )


def deliver(store: Store, name: str, *records: Record, extracted: str = "2024-02-01") -> None:
    props = {"force": "ashford", "feed": "test", "file_name": name, "extracted_at": extracted}
    places = [Accepted(record, (f"{name}:{row}",)) for row, record in enumerate(records, 1)]
    with BatchWriter(store) as writer:
        writer.open(name, props, NOW)
        writer.write(name, places, extracted)
        writer.close(name, len(records), len(records), 0)


def lines(store: Store, *words: str) -> list[str]:
    """Lines of the dump that hold every word."""
    return [line for line in dump(store) if all(word in line for word in words)]
