"""What a record supports, as rows for `cypher/write`: nodes and links with their rank.

Several records may speak of one element. The lowest level among them is the
element's level, and only records of that level give it values. Among those the
highest `rank` speaks, so the result does not depend on the order of arrival.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.model.schema import NodeKey


@dataclass(frozen=True, slots=True)
class Source:
    """The record that speaks: its id, its level, and the moment its evidence is of."""

    record: str
    level: int
    seen: datetime

    def rank(self, weight: int) -> str:
        """Sortable: lowest level first, then `weight` (0-99), then latest, then record id."""
        return f"{9 - self.level}|{weight:02d}|{self.seen.isoformat()}|{self.record}"


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
            "level": self.source.level,
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
            "level": self.source.level,
            "rank": self.source.rank(self.weight),
            "records": [self.source.record],
            "first_seen": _plain(self.first_seen),
            "last_seen": _plain(self.last_seen),
            "props": {name: _plain(value) for name, value in self.props.items()},
        }


def _plain(value: Any) -> Any:
    """Instants travel as ISO text: one of the engines drops the zone of a datetime parameter."""
    return value.isoformat() if isinstance(value, datetime) else value
