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

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.engine.store import Store
from graph.queries import load

Place = tuple[str, str]  # (label, id)

GUARDED = ("Address", "Phone", "Account", "Vehicle", "Organisation")
TIES = frozenset({"LIVES_AT", "WORKS_AT", "STUDIES_AT", "WORKS_FOR", "USES", "DRIVES"})
FREE_TEXT = frozenset({"title", "summary", "conditions", "behaviour_basis"})
POSITION = frozenset({"latitude", "longitude"})
EVERY_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Side:
    """Whose side a chart is built from; `victims` are the people that this suspect harmed."""

    anchor: str
    suspect: bool
    victims: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tie:
    """A person tied to a place or identifier, and the victims because of whom that matters."""

    place: Place
    kind: str
    person: str
    victims: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mark:
    """An order that protects a place, or an incident that says whose it is: the victims named."""

    place: Place
    victims: frozenset[str]


def is_protected(side: Side, tie: Tie) -> bool:
    """Whether this person's whereabouts are kept from this side."""
    if tie.person == side.anchor:
        return False
    return tie.person in tie.victims or bool(tie.victims & side.victims - {side.anchor})


def withheld(
    side: Side, ties: Iterable[Tie], marks: Iterable[Mark], asked: Iterable[Place] = ()
) -> set[Place]:
    """The places and identifiers that must not appear on a chart from this side.

    `asked` are the places that are judged: an address that nobody is tied to goes too.
    """
    if not side.suspect:
        return set()
    by_place: dict[Place, list[Tie]] = {}
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

    def __init__(self, store: Store, sides: Collection[Side]) -> None:
        self._store = store
        self._sides = [side for side in sides if side.suspect]
        self._judged: set[Place] = set()
        self.hidden: set[Place] = set()
        self.protected: set[str] = set()

    @property
    def active(self) -> bool:
        return bool(self._sides)

    def judge(self, places: Iterable[Place]) -> None:
        """Look at these places, so that `hides` can answer for them."""
        new = {place for place in places if place[0] in GUARDED} - self._judged
        if not new or not self.active:
            return
        self._judged |= new
        nodes = [{"label": label, "id": id_} for label, id_ in sorted(new)]
        ties = [
            Tie((row["label"], row["id"]), row["tie"], row["person"], frozenset(row["victims"]))
            for row in self._store.read(load("view/ties"), nodes=nodes, clearance=EVERY_LEVEL)
        ]
        marks = [
            Mark((row["label"], row["id"]), frozenset(row["victims"]))
            for row in self._store.read(load("view/marks"), nodes=nodes, clearance=EVERY_LEVEL)
        ]
        for side in self._sides:
            self.hidden |= withheld(side, ties, marks, new)
            self.protected |= {tie.person for tie in ties if is_protected(side, tie)}

    def hides(self, place: Place) -> bool:
        return place in self.hidden

    def cuts(self, kind: str, start: Place, end: Place) -> bool:
        """Whether a link must go: to a hidden place, or a victim's to a place that stays."""
        if not self.active:
            return False
        if start in self.hidden or end in self.hidden:
            return True
        if kind == "PROTECTS" and end[0] == "Address":
            return True
        return kind in TIES and start[0] == "Person" and start[1] in self.protected

    def strip(self, props: Mapping[str, Any]) -> dict[str, Any]:
        """The properties without coordinates and free text, when this is a suspect's side."""
        hidden = FREE_TEXT | POSITION if self.active else frozenset()
        return {name: value for name, value in props.items() if name not in hidden}


def side_of(store: Store, person: str) -> Side:
    """Which side a chart from this person is built from."""
    rows = store.read(load("view/side"), id=person, clearance=EVERY_LEVEL)
    if not rows:
        return Side(person, False)
    return Side(person, rows[0]["suspect"], frozenset(rows[0]["victims"]) - {person})
