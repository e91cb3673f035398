"""The facts of a chronology: events by number, orders, breaches, and the records behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.model.schema import NodeKey


@dataclass(frozen=True, slots=True)
class Row:
    """Where a record stands: `place` is its file and row, `grade` its 3x5x2; `why` says what keeps
    it from leaving, or is ""; `names` says as what it names the two."""

    record: str
    force: str
    kind: str
    reference: str
    recorded_at: dt.datetime | None
    place: str
    grade: str
    level: int
    compartments: tuple[str, ...]
    why: str
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """An incident by its number. `possible` says that no record names the suspect outright,
    `instigated` that another did it for him."""

    number: int
    id: str
    props: Mapping[str, Any]
    possible: bool
    instigated: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """An order or notice that binds the suspect, and the rows that tell of it."""

    id: str
    props: Mapping[str, Any]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Breach:
    """A flag about one of the orders: the events it counts, those of them that are certain, how
    many other incidents it counts, and its calls and messages, as (kind, instant)."""

    rule: str
    order: str
    state: str
    possibly: bool
    numbers: tuple[int, ...]
    others: int
    contacts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chronology:
    """All of it. `unlisted` counts the records that are kept off a schedule for the side that it
    is made for, `withheld` the events, orders and breaches that rest on sensitive records."""

    suspect: str
    suspect_name: str
    protected: str
    protected_name: str
    own_side: bool
    events: tuple[Event, ...]
    terms: tuple[Term, ...]
    breaches: tuple[Breach, ...]
    sensitive: tuple[Row, ...]
    unused: tuple[Row, ...]
    unlisted: int
    withheld: int

    @property
    def places(self) -> list[NodeKey]:
        """The incidents and orders that it tells."""
        orders = [("Order", each.id) for each in self.terms]
        return [*(("Incident", each.id) for each in self.events), *orders]

    @property
    def rows(self) -> list[Row]:
        """Every record that it names."""
        events = (row for each in self.events for row in each.rows)
        terms = (row for each in self.terms for row in each.rows)
        return [*events, *terms, *self.sensitive, *self.unused]
