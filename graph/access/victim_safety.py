"""Victim safety: what a chart built from a suspect's side must never show.

The rule, in one place. A person is on the suspect's side who is suspected in or
instigated an incident, may have done one, or is the subject of an order. Seen from
there, at any depth, it is withheld where a victim or order-protected person lives,
works, studies or can be reached:

1. an address, phone, account, vehicle or employer tied to such a person;
2. an address that an order protects, a number that an incident names as the victim's,
   an account or number linked to a victim's account unless somebody else uses it too;
3. for the suspect's own victims, also the same of their household, and every address
   in the postcode of their home: it may be their home written another way;
4. an address of which the graph does not know whose it is: it may be a victim's home;
5. with these, every link to them; and all coordinates and free text.

One exception: a place where the suspect lives stays, without the victim's link to it.
The rule reads the whole graph, not only what the viewer is cleared for.
(docs: "a victim's address never appears on a path, chart or export built from the
suspect's side".)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from graph.engine.store import Store
from graph.model.fields import plain_fields
from graph.model.record import Incident, Order
from graph.model.schema import NodeKey
from graph.queries import load

Row = Mapping[str, Any]
R = TypeVar("R", bound=Row)

GUARDED = ("Address", "Phone", "Account", "Vehicle", "Organisation")
TIES = frozenset({"LIVES_AT", "WORKS_AT", "STUDIES_AT", "WORKS_FOR", "USES", "DRIVES"})
WITHHELD = frozenset(
    name
    for part in (Incident, Order)
    for name, field in plain_fields(part).items()
    if not field.fact
) | {"behaviour_basis"}
"""Properties of anything that are kept from a suspect's side: coordinates and free text, which the
record does not declare a fact."""


@dataclass(frozen=True, slots=True)
class Side:
    """Whose side a chart is built from; `victims` are the people that this suspect harmed."""

    anchor: str
    suspect: bool
    victims: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tie:
    """A person tied to a place or identifier, and the victims because of whom that matters."""

    place: NodeKey
    kind: str
    person: str
    victims: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mark:
    """An order that protects a place, or an incident that says whose it is: the victims named."""

    place: NodeKey
    victims: frozenset[str]


def is_protected(side: Side, tie: Tie) -> bool:
    """Whether this person's whereabouts are kept from this side."""
    if tie.person == side.anchor:
        return False
    return tie.person in tie.victims or bool(tie.victims & side.victims - {side.anchor})


def withheld(
    side: Side, ties: Iterable[Tie], marks: Iterable[Mark], asked: Iterable[NodeKey] = ()
) -> set[NodeKey]:
    """The places and identifiers that must not appear on a chart from this side.

    `asked` are the places that are judged: an address that nobody is tied to goes too.
    """
    if not side.suspect:
        return set()
    by_place: dict[NodeKey, list[Tie]] = {}
    for tie in ties:
        by_place.setdefault(tie.place, []).append(tie)
    hidden = {mark.place for mark in marks if not mark.victims or mark.victims - {side.anchor}}
    hidden |= {place for place, group in by_place.items() if _touches_a_victim(side, group)}
    owned = {place for place, group in by_place.items() if any(tie.kind in TIES for tie in group)}
    hidden |= {place for place in asked if place[0] == "Address" and place not in owned}
    return hidden - {place for place, group in by_place.items() if _is_own_home(side, group)}


def _is_own_home(side: Side, ties: list[Tie]) -> bool:
    return any(tie.kind == "LIVES_AT" and tie.person == side.anchor for tie in ties)


def _touches_a_victim(side: Side, ties: list[Tie]) -> bool:
    used_by_another = any(tie.kind == "USES" and not is_protected(side, tie) for tie in ties)
    for tie in ties:
        if not is_protected(side, tie):
            continue
        if tie.kind == "NEAR" and not tie.victims & side.victims:
            continue
        if tie.kind == "LINKED_TO" and used_by_another:
            continue
        return True
    return False


class Guard:
    """The rule applied to one answer: it remembers what it withheld, to be able to count it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sides: list[Side] = []
        self._judged: set[NodeKey] = set()
        self.hidden: set[NodeKey] = set()
        self.protected: set[str] = set()

    def face(self, sides: Iterable[Side]) -> None:
        """Keep from these sides, too, what they must not see; before anything is read."""
        self._sides += [side for side in sides if side.suspect]

    @property
    def active(self) -> bool:
        """Whether the answer is seen from any suspect's side."""
        return bool(self._sides)

    def judge(self, places: Iterable[NodeKey]) -> None:
        """Look at these places, so that `hides` can answer for them."""
        new = {place for place in places if place[0] in GUARDED} - self._judged
        if not new or not self.active:
            return
        self._judged |= new
        nodes = [{"label": label, "id": id_} for label, id_ in sorted(new)]
        ties = [
            Tie((row["label"], row["id"]), row["tie"], row["person"], frozenset(row["victims"]))
            for row in self._store.read(load("system/access/ties"), nodes=nodes)
        ]
        marks = [
            Mark((row["label"], row["id"]), frozenset(row["victims"]))
            for row in self._store.read(load("system/access/marks"), nodes=nodes)
        ]
        for side in self._sides:
            self.hidden |= withheld(side, ties, marks, new)
            self.protected |= {tie.person for tie in ties if is_protected(side, tie)}

    def hides(self, place: NodeKey) -> bool:
        """Whether a place that was judged must not be seen."""
        return place in self.hidden

    def cuts(self, kind: str, start: NodeKey, end: NodeKey) -> bool:
        """Whether a link must go: to a hidden place, or a victim's to a place that stays."""
        if start in self.hidden or end in self.hidden:
            return True
        if kind == "PROTECTS" and end[0] == "Address":
            return True
        return kind in TIES and start[0] == "Person" and start[1] in self.protected

    def screen(self, rows: list[R]) -> list[R]:
        """The rows of a query without what these sides must not see.

        Columns say by their names what they hold: `label` and `id` an element, with
        `other_label` and `other_id` and `type` a link, `others` elements beside it, `props`
        the properties. A row of a hidden element or a cut link goes; so do coordinates and
        free text.
        """
        if not self.active:
            return rows
        self.judge(place for row in rows for place in _places(row))
        return [self._screened(row) for row in rows if not self._withholds(row)]

    def _withholds(self, row: Row) -> bool:
        if "other_label" in row:
            return self.cuts(*_link(row))
        return "label" in row and self.hides((row["label"], row["id"]))

    def _screened(self, row: R) -> R:
        shown = dict(row)
        if "props" in row:
            shown["props"] = {
                name: value for name, value in row["props"].items() if name not in WITHHELD
            }
        if "others" in row:
            shown["others"] = [
                other for other in row["others"] if not self.hides((other["label"], other["id"]))
            ]
        return cast(R, shown)


def _places(row: Row) -> Iterator[NodeKey]:
    if "label" in row:
        yield (row["label"], row["id"])
    if "other_label" in row:
        yield (row["other_label"], row["other_id"])
    yield from ((other["label"], other["id"]) for other in row.get("others", ()))


def _link(row: Row) -> tuple[str, NodeKey, NodeKey]:
    here, there = (row["label"], row["id"]), (row["other_label"], row["other_id"])
    return (row["type"], here, there) if row["outward"] else (row["type"], there, here)


def side_of(store: Store, person: str) -> Side:
    """Which side a chart from this person is built from."""
    rows = store.read(load("system/access/side"), id=person)
    if not rows:
        return Side(person, False)
    return Side(person, rows[0]["suspect"], frozenset(rows[0]["victims"]) - {person})
