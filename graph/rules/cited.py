"""What findings cite, as the graph has it, read once for all the rules of a run.

The same incidents stand in the findings of many rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.batches import batches
from graph.engine.store import Store
from graph.model.compartments import Marking
from graph.model.schema import NodeKey
from graph.queries import load
from graph.queries.rows import SystemRecordsLevels, SystemRecordsSupports

KEPT = 50_000
"""Of how many places it is remembered, at least, what was read."""


@dataclass(frozen=True, slots=True)
class Event:
    """What an event asks for, and those of its links that are not for everybody: (type, id at the
    other end, what it asks for)."""

    marking: Marking
    links: list[tuple[str, str, Marking]] = field(default_factory=list)


class Cited:
    """Reads what findings rest on; the rows of one rule after the other."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._records: dict[NodeKey, dict[str, Marking]] = {}
        self._events: dict[NodeKey, Event | None] = {}

    def records(self, places: Iterable[NodeKey]) -> Mapping[NodeKey, Mapping[str, Marking]]:
        """Evidence → the records that support it, with what they ask for."""
        for label, ids in _unread(places, self._records):
            self._records |= {(label, id_): {} for id_ in ids}
            for id_, record, marking in _records(self.store, label, ids):
                self._records[label, id_][record] = marking
        return self._records

    def events(self, places: Iterable[NodeKey]) -> Mapping[NodeKey, Event | None]:
        """Event → what it and its links ask for; None when the graph does not have it."""
        for label, ids in _unread(places, self._events):
            self._events |= dict.fromkeys(((label, id_) for id_ in ids), None)
            query = load("system/elements/event_levels", label=label)
            for row in self.store.read(query, ids=ids):
                place = (label, row["id"])
                within = frozenset(row["compartments"])
                event = self._events[place] or Event(Marking(row["level"], within))
                self._events[place] = event
                link, other, level = row["type"], row["other"], row["link_level"]
                if link is not None and other is not None and level is not None:
                    marking = Marking(level, frozenset(row["link_compartments"]))
                    event.links.append((link, other, marking))
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


def _records(store: Store, label: str, ids: list[str]) -> Iterator[tuple[str, str, Marking]]:
    if label == "Record":
        for one in store.read(load("system/records/levels"), ids=ids):
            yield one["record"], one["record"], _marking(one)
    else:
        for row in store.read(load("system/records/supports", label=label), ids=ids):
            yield row["id"], row["record"], _marking(row)


def _marking(row: SystemRecordsLevels | SystemRecordsSupports) -> Marking:
    return Marking(row["level"], frozenset(row["compartments"]))
