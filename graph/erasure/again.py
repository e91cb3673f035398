"""The list of erasures gone through once more, after a backup was restored.

It names what went by salted digests: each record's key, mention and delivery that is there again is
held against them, and goes again under the order that it went by.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph import queries
from graph.engine.store import Store
from graph.erasure import gather
from graph.erasure.journal import Erasure, Order, matching

_AMONG = {
    "record": "system/records/keys",
    "delivery": "system/erasure/deliveries",
    "person": "system/mentions/ids",
}


def found(store: Store, line: dict[str, Any], who: str) -> Iterator[Erasure]:
    """What a line of the list names and is here."""
    order = Order(line["by"], line["reference"], line["reason"])
    ids = list(matching(line, _ids(store, line["kind"])))
    if line["kind"] == "record" and ids:
        yield gather.of_records(store, sorted(set(ids)), order, who)
    elif line["kind"] == "person" and ids:
        yield gather.of_mentions(store, sorted(ids), order, who)
    else:
        for id_ in ids:
            yield gather.of_delivery(store, id_, order, who)


def _ids(store: Store, kind: str) -> Iterator[str]:
    name = "key" if kind == "record" else "id"
    for row in store.stream(queries.load(_AMONG[kind])):
        yield row[name]
