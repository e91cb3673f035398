"""What findings cite, as the graph has it, read once for all the rules of a run.

The same incidents stand in the findings of many rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.batches import batches
from graph.engine.store import Store
from graph.model.schema import NodeKey
from graph.queries import load

KEPT = 50_000
"""Of how many places it is remembered, at least, what was read."""


@dataclass(frozen=True, slots=True)
class EventLevel:
    """The level of an event, and of its links above 0: (type, id at the other end, level)."""

    level: int
    links: list[tuple[str, str, int]] = field(default_factory=list)


class Cited:
    """Reads what findings rest on; the rows of one rule after the other."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._records: dict[NodeKey, dict[str, int]] = {}
        self._events: dict[NodeKey, EventLevel | None] = {}

    def records(self, places: Iterable[NodeKey]) -> Mapping[NodeKey, Mapping[str, int]]:
        """Evidence → the records that support it, with their level."""
        for label, ids in _unread(places, self._records):
            self._records |= {(label, id_): {} for id_ in ids}
            for id_, record, level in _records(self._store, label, ids):
                self._records[label, id_][record] = level
        return self._records

    def events(self, places: Iterable[NodeKey]) -> Mapping[NodeKey, EventLevel | None]:
        """Event → its level and that of its links; None when the graph does not have it."""
        for label, ids in _unread(places, self._events):
            self._events |= dict.fromkeys(((label, id_) for id_ in ids), None)
            query = load("system/elements/event_levels", label=label)
            for row in self._store.read(query, ids=ids):
                place = (label, row["id"])
                event = self._events[place] or EventLevel(row["level"])
                self._events[place] = event
                link, other, level = row["type"], row["other"], row["link_level"]
                if link is not None and other is not None and level is not None:
                    event.links.append((link, other, level))
        return self._events


def _unread(
    places: Iterable[NodeKey], known: dict[NodeKey, Any]
) -> Iterator[tuple[str, list[str]]]:
    """The places of which nothing was read, by label and in batches."""
    if len(known) > KEPT:
        known.clear()
    wanted: dict[str, set[str]] = {}
    for label, id_ in places:
        if (label, id_) not in known:
            wanted.setdefault(label, set()).add(id_)
    for label, ids in wanted.items():
        for batch in batches(sorted(ids)):
            yield label, batch


def _records(store: Store, label: str, ids: list[str]) -> Iterator[tuple[str, str, int]]:
    if label == "Record":
        for one in store.read(load("system/records/levels"), ids=ids):
            yield one["record"], one["record"], one["level"]
    else:
        for row in store.read(load("system/records/supports", label=label), ids=ids):
            yield row["id"], row["record"], row["level"]
