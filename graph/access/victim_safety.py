"""Victim safety: what no answer may show of where a victim is, whoever's page it is.

The rule, in one place. It goes by the way to an answer and not by whose page it is: where a person
lives, works, studies or can be reached is told to those who ask about that person, and in no other
answer. So no number of steps from a suspect leads there: not over his mother, an incident, an
order, a witness or a place.

Protected is who has somebody to be protected from (graph/access/harm.py), and with them who stands
beside them: their household, and who reported or saw what was done to them, for a neighbour's
address is nearly theirs. In an answer that is not about them it is withheld:

1. an address, phone, account, vehicle or employer tied to such a person, and their links to it;
2. an address that an order protects, a number that an incident names as the victim's, an account
   or number linked to a victim's account unless somebody else uses it too;
3. every address in the postcode of a victim's home, and every one of which nobody is known and
   where something happened to them: it may be their home written another way;
4. coordinates and free text of what happened to them, also where it names no victim but is at a
   place or with a vehicle of whom its suspect harmed, and what a record says of anybody's places.

An answer about somebody is seen from a suspect's side when they are suspected in or instigated
anything, may have done it, or are the subject of an order, and it is no mere allegation made back.
Then the same is withheld of everybody who was ever harmed, known opponent or not, and of every
address of which nobody is known.

What is the asked person's own stays, without the victim's link to it; a suspect's own is where he
lives. The rule reads the whole graph, not only what the viewer is cleared for. What somebody types
in is looked up as it is, but for coordinates and free text, which they did not type.
(docs: "a victim's address never appears on a path, chart or export built from the suspect's side".)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.access.harm import Harms
from graph.model.fields import plain_fields
from graph.model.record import Incident, Order
from graph.model.schema import NodeKey

GUARDED = ("Address", "Phone", "Account", "Vehicle", "Organisation")
EVENTS = ("Incident", "Order")
TIES = frozenset({"LIVES_AT", "WORKS_AT", "STUDIES_AT", "WORKS_FOR", "USES", "DRIVES"})
NEARBY = frozenset({"LIVES_AT", "USES", "DRIVES", "SAME", "LINKED_TO"})
"""Ties by which a neighbour's whereabouts tell of the victim's next door."""
WITHHELD = frozenset(
    name
    for part in (Incident, Order)
    for name, field in plain_fields(part).items()
    if not field.fact
) | {"behaviour_basis"}
"""Properties of what happened that are kept back: coordinates and free text, which the record does
not declare a fact."""


@dataclass(frozen=True, slots=True)
class Side:
    """About whom an answer is; `suspect` says that it is seen from a suspect's side, `victims`
    whom this suspect harmed."""

    anchor: str
    suspect: bool
    victims: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tie:
    """A person tied to a place or identifier."""

    place: NodeKey
    kind: str
    person: str


@dataclass(frozen=True, slots=True)
class Mark:
    """An order that protects a place, or an incident that says whose it is: the victims named."""

    place: NodeKey
    victims: frozenset[str]


class Rule:
    """The rule for one answer: about whom it is, and what is known of harm."""

    def __init__(self, harms: Harms) -> None:
        self._harms = harms
        self._sides: dict[str, Side] = {}

    def face(self, sides: Iterable[Side]) -> None:
        """The answer is about these people, too."""
        self._sides |= {side.anchor: side for side in sides}

    @property
    def sides(self) -> frozenset[Side]:
        """About whom the answer is."""
        return frozenset(self._sides.values())

    @property
    def from_suspect(self) -> bool:
        """Whether it is seen from any suspect's side."""
        return any(side.suspect for side in self._sides.values())

    def is_about(self, person: str) -> bool:
        """Whether the answer is about this person, and about nobody they are protected from.

        One about a suspect too is told as from his side.
        """
        others = (side for anchor, side in self._sides.items() if anchor != person)
        if person not in self._sides or any(other.suspect for other in others):
            return False
        return not self._harms.opponents(person) & self._sides.keys()

    def is_victim(self, person: str) -> bool:
        """Whether this person by themselves is protected in this answer."""
        if self.is_about(person):
            return False
        if self.from_suspect and self._harms.harmed(person):
            return True
        return bool(self._harms.opponents(person))

    def is_protected(self, person: str, kind: str) -> bool:
        """Whether a tie of this kind to this person is withheld.

        A victim's is, and that of who lives with somebody whom a record names as harmed by
        somebody. Of who reported or saw it, the home and what they are reached by. Both are told
        in an answer about the victim, and not even in one about themselves.
        """
        if self.is_victim(person):
            return True
        household = kind not in NEARBY
        beside = self._harms.beside(person, household=household)
        return any(self._is_known_victim(other) for other in beside)

    def _is_known_victim(self, person: str) -> bool:
        """A victim in this answer of somebody whom a record names."""
        return self.is_victim(person) and bool(self._harms.opponents(person))

    def withheld(
        self,
        ties: Iterable[Tie],
        marks: Iterable[Mark],
        happened: Mapping[NodeKey, frozenset[str]],
        asked: Iterable[NodeKey],
    ) -> set[NodeKey]:
        """Which of the places `asked` must not appear.

        `happened` says to whom something happened at an address of which nobody is known.
        """
        by_place: dict[NodeKey, list[Tie]] = {}
        for tie in ties:
            by_place.setdefault(tie.place, []).append(tie)
        marked = {mark.place for mark in marks if not self._may_be_told(mark.victims)}
        return {
            place
            for place in asked
            if (
                place in marked
                or self._reveals(by_place.get(place, []))
                or self._may_be_a_home(place, by_place.get(place, []), happened)
            )
            and not any(map(self._is_own, by_place.get(place, [])))
        }

    def tells(self, harmed: frozenset[str], others: frozenset[str] = frozenset()) -> bool:
        """Whether what happened to the `harmed` may be told with its place and words.

        `others` are named in it too: an allegation made back may tell where a victim is.
        """
        about = {person for person in harmed if self.is_about(person)}
        if self.from_suspect:
            return bool(harmed) and about == harmed and not any(map(self.is_victim, others))
        return bool(about) or not any(map(self.is_victim, harmed | others))

    def _may_be_told(self, victims: frozenset[str]) -> bool:
        return bool(victims) and not any(self.is_victim(victim) for victim in victims)

    def _is_own(self, tie: Tie) -> bool:
        """Whether the place is the asked person's own, so that it stays."""
        if not self.is_about(tie.person) or self.is_protected(tie.person, tie.kind):
            return False
        if self.from_suspect:
            return tie.kind == "LIVES_AT" and self._sides[tie.person].suspect
        return tie.kind in TIES

    def _may_be_a_home(
        self, place: NodeKey, ties: list[Tie], happened: Mapping[NodeKey, frozenset[str]]
    ) -> bool:
        if place[0] != "Address" or any(tie.kind in TIES for tie in ties):
            return False
        victims = happened.get(place, frozenset())
        return not self.tells(victims) if victims else self.from_suspect

    def _reveals(self, ties: list[Tie]) -> bool:
        used_by_another = any(
            tie.kind == "USES" and not self.is_protected(tie.person, "USES") for tie in ties
        )
        asked = any(
            tie.kind in TIES
            and tie.person in self._sides
            and not self.is_protected(tie.person, tie.kind)
            for tie in ties
        )
        return any(self._reveals_by(tie, used_by_another, asked) for tie in ties)

    def _reveals_by(self, tie: Tie, used_by_another: bool, asked: bool) -> bool:
        if tie.kind == "NEAR":
            return self._is_near(tie.person)
        if tie.kind == "LINKED_TO" and used_by_another:
            return False
        # What a person asked about has too is withheld for the victim alone, not for a witness.
        if asked and not self.is_victim(tie.person):
            return False
        return self.is_protected(tie.person, tie.kind)

    def _is_near(self, person: str) -> bool:
        """Whether a postcode says something: that of a victim of a known opponent, or of those
        whom a suspect asked about harmed, or of their household."""
        mine = {victim for side in self._sides.values() if side.suspect for victim in side.victims}
        people = {person, *self._harms.beside(person, household=True)}
        return self._is_known_victim(person) or any(
            each in mine and self.is_victim(each) for each in people
        )
