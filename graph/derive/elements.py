"""What a record supports, as rows for `cypher/write`: nodes and links with their rank.

Several records may speak of one element. What the least of them asks for, no compartment before
one and then the lowest level, the element asks for, and only records that ask for the same give it
values. Among those the highest `rank` speaks, so the result does not depend on the order of
arrival.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.model.compartments import Marking
from graph.model.schema import NodeKey


@dataclass(frozen=True, slots=True)
class Source:
    """The record that speaks: its id, what it asks for, and the moment its evidence is of."""

    record: str
    marking: Marking
    seen: datetime

    def rank(self, weight: int) -> str:
        """Sortable: what asks for least first, `weight` (0-99), the latest, the record id."""
        return f"{self.marking.mark}|{weight:02d}|{self.seen.isoformat()}|{self.record}"


@dataclass(frozen=True, slots=True)
class Node:
    """A node as one record tells it: key, properties and the record that is its source."""

    label: str
    id: str
    props: Mapping[str, Any]
    source: Source

    def row(self) -> dict[str, Any]:
        """A row of `write/<label>`: every property is named, so that a winner replaces them all."""
        filled = sum(1 for value in self.props.values() if value not in (None, "", []))
        return {
            "id": self.id,
            **self.source.marking.props(),
            "rank": self.source.rank(filled),
            "props": {name: _plain(value) for name, value in self.props.items()},
        }


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship; `key` tells parallel links apart, `weight` says which wording is stronger."""

    type: str
    start: NodeKey
    end: NodeKey
    props: Mapping[str, Any]
    source: Source
    key: str = ""
    weight: int = 0
    first_seen: datetime | None = None
    last_seen: datetime | None = None

    @property
    def identity(self) -> tuple[str, NodeKey, NodeKey, str]:
        """What makes two links one: type, both ends and key."""
        return (self.type, self.start, self.end, self.key)

    def row(self) -> dict[str, Any]:
        """A row of `write/elements/link`."""
        return {
            "start": self.start[1],
            "end": self.end[1],
            "key": self.key,
            **self.source.marking.props(),
            "rank": self.source.rank(self.weight),
            "records": [self.source.record],
            "first_seen": _plain(self.first_seen),
            "last_seen": _plain(self.last_seen),
            "props": {name: _plain(value) for name, value in self.props.items()},
        }


def _plain(value: Any) -> Any:
    """Instants travel as ISO text: one of the engines drops the zone of a datetime parameter."""
    return value.isoformat() if isinstance(value, datetime) else value
