"""The list of erasures gone through once more, after a backup was restored.

It names what went by salted digests: each record's key, mention and delivery that is there again is
held against them, and goes again under the order that it went by.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from graph import queries
from graph.engine.store import Store
from graph.erasure import gather
from graph.erasure.journal import LIST, Erasure, Order, listed, matching, write_private
from graph.settings import Settings

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


def keep(settings: Settings, lines: Iterable[dict[str, Any]]) -> None:
    """Put what the list has and this folder's has not on this folder's."""
    here = listed(settings.data / LIST)
    known = {line["id"] for line in here}
    several = [*here, *(line for line in lines if line["id"] not in known)]
    write_private(settings.data / LIST, "".join(json.dumps(line) + "\n" for line in several))


def _ids(store: Store, kind: str) -> Iterator[str]:
    name = "key" if kind == "record" else "id"
    for row in store.stream(queries.load(_AMONG[kind])):
        yield row[name]
