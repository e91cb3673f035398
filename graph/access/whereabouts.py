"""What the guard reads of the graph: who is tied to what, and what was done to whom, each once.

It holds for one answer, or for all those of one request (graph/access/session.py). What the graph
said is kept until the next write (graph/engine/kept.py) and no longer: what somebody is protected
from changes with each delivery.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from graph.access.harm import Harms
from graph.access.victim_safety import TIES, Mark, Side, Tie
from graph.engine.kept import Kept, Rows, keeping_nothing
from graph.engine.store import Store
from graph.model.schema import NodeKey
from graph.queries import load
from graph.queries.rows import SystemAccessSide


class Whereabouts:
    """What is known of elements and people. `stale` once its session has changed the graph."""

    def __init__(self, store: Store, kept: Kept | None = None) -> None:
        self._store = store
        self.kept = kept or keeping_nothing()
        self._rows: dict[str, dict[NodeKey, list[Any]]] = {}
        self._sides: dict[str, SystemAccessSide | None] = {}
        self.harms = Harms(store, self.kept)
        self.stale = False

    def sides(self, people: Sequence[str]) -> list[Side]:
        """From whose side an answer about each of these people is seen."""
        fresh = sorted({person for person in people if person not in self._sides})
        if fresh:
            self._sides |= dict.fromkeys(fresh)
            read = self.kept.read("side", fresh, self._read_sides)
            self._sides |= {person: rows[0] for person, rows in read.items() if rows}
        self.harms.read({*people, *(each for person in people for each in self._accused(person))})
        return [self._side(person) for person in people]

    def _read_sides(self, people: list[str]) -> dict[str, Rows]:
        rows = self._store.read(load("system/access/side"), ids=people)
        said = {row["person"]: [row] for row in rows}
        return {person: said.get(person, []) for person in people}

    def _side(self, person: str) -> Side:
        harmed = {each for each in self._accused(person) if person in self.harms.opponents(each)}
        said = self._sides[person]
        unnamed = said is not None and said["unnamed"]
        return Side(person, unnamed or bool(harmed), frozenset(harmed))

    def _accused(self, person: str) -> set[str]:
        """Whom this person is said to have harmed."""
        said = self._sides[person]
        return {*said["victims"]} - {person} if said else set()

    def ties(self, places: Iterable[NodeKey]) -> list[Tie]:
        """Who is tied to these places and identifiers."""
        rows = self._read("system/access/ties", places)
        return [Tie((row["label"], row["id"]), row["tie"], row["person"]) for row in rows]

    def marks(self, places: Iterable[NodeKey]) -> list[Mark]:
        """Which orders and incidents say whose these are."""
        rows = self._read("system/access/marks", places)
        return [Mark((row["label"], row["id"]), frozenset(row["victims"])) for row in rows]

    def named(self, events: Iterable[NodeKey]) -> dict[tuple[NodeKey, bool], frozenset[str]]:
        """Whom these events and records name: as harmed, or else."""
        rows = self._read("system/access/named", events)
        return {((r["label"], r["id"]), r["harmed"]): frozenset(r["people"]) for r in rows}

    def happened(
        self, places: Iterable[NodeKey], ties: Iterable[Tie]
    ) -> dict[NodeKey, frozenset[str]]:
        """To whom something happened at the addresses of which nobody is known."""
        owned = {tie.place for tie in ties if tie.kind in TIES}
        free = (place for place in places if place[0] == "Address" and place not in owned)
        rows = self._read("system/access/happened", free)
        return {("Address", row["id"]): frozenset(row["victims"]) for row in rows}

    def _read(self, query: str, nodes: Iterable[NodeKey]) -> list[Any]:
        rows, asked = self._rows.setdefault(query, {}), sorted(set(nodes))
        fresh = [node for node in asked if node not in rows]
        if fresh:
            rows |= self.kept.read(query, fresh, partial(self._ask, query))
        return [row for node in asked for row in rows[node]]

    def _ask(self, query: str, nodes: list[NodeKey]) -> dict[NodeKey, Rows]:
        given: dict[str, Any] = (
            {"ids": [id_ for _, id_ in nodes]}
            if query == "system/access/happened"
            else {"nodes": [{"label": label, "id": id_} for label, id_ in nodes]}
        )
        rows: dict[NodeKey, Rows] = {node: [] for node in nodes}
        for row in self._store.read(load(query), **given):
            rows[row.get("label", "Address"), row["id"]].append(row)
        return rows
