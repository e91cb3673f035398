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
4. coordinates and free text of what happened to them, and what a record says of anybody's places.

An answer about somebody is seen from a suspect's side when they are suspected in or instigated
anything, may have done it, or are the subject of an order, and it is no mere allegation made back.
Then the same is withheld of everybody who was ever harmed, known opponent or not, and of every
address of which nobody is known.

What is the asked person's own stays, without the victim's link to it; a suspect's own is where he
lives. The rule reads the whole graph, not only what the viewer is cleared for. What somebody types
in is looked up as it is.
(docs: "a victim's address never appears on a path, chart or export built from the suspect's side".)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from graph.access.harm import Harms
from graph.engine.store import Store
from graph.model.fields import plain_fields
from graph.model.record import Incident, Order
from graph.model.schema import NodeKey
from graph.queries import load

Row = Mapping[str, Any]
R = TypeVar("R", bound=Row)

GUARDED = ("Address", "Phone", "Account", "Vehicle", "Organisation")
EVENTS = ("Incident", "Order")
TIES = frozenset({"LIVES_AT", "WORKS_AT", "STUDIES_AT", "WORKS_FOR", "USES", "DRIVES"})
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
    def from_suspect(self) -> bool:
        """Whether it is seen from any suspect's side."""
        return any(side.suspect for side in self._sides.values())

    def is_about(self, person: str) -> bool:
        """Whether the answer is about this person, and about nobody they are protected from."""
        return person in self._sides and not self._harms.opponents(person) & self._sides.keys()

    def is_victim(self, person: str) -> bool:
        """Whether this person by themselves is protected in this answer."""
        if self.is_about(person):
            return False
        if self.from_suspect and self._harms.harmed(person):
            return True
        return bool(self._harms.opponents(person))

    def is_protected(self, person: str) -> bool:
        """Whether this person's whereabouts are withheld: a victim, or somebody beside one.

        Beside the person asked about, they are not; nor beside somebody else's victim on a page
        about a suspect, unless that victim has a known opponent.
        """
        if self.is_victim(person):
            return True
        if person in self._sides:
            return False
        return any(self._is_known_victim(other) for other in self._harms.beside(person))

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

    def tells(self, people: Iterable[str]) -> bool:
        """Whether what happened to these people may be told with its place and words."""
        named = set(people)
        about = {person for person in named if self.is_about(person)}
        if self.from_suspect:
            return bool(named) and about == named
        return bool(about) or not any(map(self.is_victim, named))

    def _may_be_told(self, victims: frozenset[str]) -> bool:
        return bool(victims) and not any(self.is_victim(victim) for victim in victims)

    def _is_own(self, tie: Tie) -> bool:
        """Whether the place is the asked person's own, so that it stays."""
        own = {"LIVES_AT"} if self.from_suspect else TIES
        return tie.kind in own and self.is_about(tie.person)

    def _may_be_a_home(
        self, place: NodeKey, ties: list[Tie], happened: Mapping[NodeKey, frozenset[str]]
    ) -> bool:
        if place[0] != "Address" or any(tie.kind in TIES for tie in ties):
            return False
        victims = happened.get(place, frozenset())
        return not self.tells(victims) if victims else self.from_suspect

    def _reveals(self, ties: list[Tie]) -> bool:
        used_by_another = any(
            tie.kind == "USES" and not self.is_protected(tie.person) for tie in ties
        )
        return any(self._reveals_by(tie, used_by_another=used_by_another) for tie in ties)

    def _reveals_by(self, tie: Tie, *, used_by_another: bool) -> bool:
        if tie.kind == "NEAR":
            return self._is_near(tie.person)
        if tie.kind == "LINKED_TO" and used_by_another:
            return False
        return self.is_protected(tie.person)

    def _is_near(self, person: str) -> bool:
        """Whether a postcode says something: that of a victim of a known opponent, or of those
        whom a suspect asked about harmed, or of their household."""
        mine = {victim for side in self._sides.values() if side.suspect for victim in side.victims}
        people = {person, *self._harms.beside(person, household=True)}
        return self._is_known_victim(person) or any(
            each in mine and self.is_victim(each) for each in people
        )


class Guard:
    """The rule applied to one answer: it remembers what it withheld, to be able to count it."""

    def __init__(self, store: Store, *, looked_up: bool = False) -> None:
        """With `looked_up`, what somebody typed in is shown, unless asked from a suspect's side."""
        self._store = store
        self._looked_up = looked_up
        self._harms = Harms(store)
        self._rule = Rule(self._harms)
        self._judged: set[NodeKey] = set()
        self._silent: set[NodeKey] = set()
        self.hidden: set[NodeKey] = set()
        self.protected: set[str] = set()

    def face(self, people: Iterable[str]) -> None:
        """Make the answer one about these people, too; what was judged is judged anew."""
        sides = [self._side(person) for person in people]
        if sides:
            self._rule.face(sides)
            for judged in (self._judged, self._silent, self.hidden, self.protected):
                judged.clear()

    def _side(self, person: str) -> Side:
        self._harms.read([person])
        rows = self._store.read(load("system/access/side"), id=person)
        victims = [each for row in rows for each in row["victims"] if each != person]
        self._harms.read(victims)
        harmed = {each for each in victims if person in self._harms.opponents(each)}
        unnamed = any(row["unnamed"] for row in rows)
        return Side(person, unnamed or bool(harmed), frozenset(harmed))

    @property
    def active(self) -> bool:
        """Whether the answer is seen from any suspect's side."""
        return self._rule.from_suspect

    @property
    def _open(self) -> bool:
        return self._looked_up and not self.active

    def judge(self, nodes: Iterable[NodeKey]) -> None:
        """Look at these elements, so that `hides`, `cuts` and `is_silent` can answer for them."""
        new = set(nodes) - self._judged
        if not new or self._open:
            return
        self._judged |= new
        places = {node for node in new if node[0] in GUARDED}
        events = {node for node in new if node[0] in (*EVENTS, "Record")}
        named = self._named(events)
        ties, marks = self._ties(places), self._marks(places)
        happened = self._happened(places, ties)
        people = {tie.person for tie in ties} | {id_ for label, id_ in new if label == "Person"}
        people |= {each for mark in marks for each in mark.victims}
        people |= {each for group in (*named.values(), *happened.values()) for each in group}
        self._harms.read(people)
        self.protected |= {person for person in people if self._rule.is_protected(person)}
        self.hidden |= self._rule.withheld(ties, marks, happened, places)
        self._silent |= {node for node in events if not self._tells(node, named)}

    def _tells(self, node: NodeKey, named: Mapping[NodeKey, frozenset[str]]) -> bool:
        people = named.get(node, frozenset())
        if node[0] == "Record":
            return not self.active and not any(map(self._rule.is_protected, people))
        return self._rule.tells(people)

    def _ties(self, places: Iterable[NodeKey]) -> list[Tie]:
        rows = self._read("system/access/ties", places)
        return [Tie((row["label"], row["id"]), row["tie"], row["person"]) for row in rows]

    def _marks(self, places: Iterable[NodeKey]) -> list[Mark]:
        rows = self._read("system/access/marks", places)
        return [Mark((row["label"], row["id"]), frozenset(row["victims"])) for row in rows]

    def _named(self, events: Iterable[NodeKey]) -> dict[NodeKey, frozenset[str]]:
        rows = self._read("system/access/named", events)
        return {(row["label"], row["id"]): frozenset(row["people"]) for row in rows}

    def _happened(
        self, places: Iterable[NodeKey], ties: Iterable[Tie]
    ) -> dict[NodeKey, frozenset[str]]:
        owned = {tie.place for tie in ties if tie.kind in TIES}
        ids = sorted(
            id_ for label, id_ in places if label == "Address" and (label, id_) not in owned
        )
        rows = self._store.read(load("system/access/happened"), ids=ids) if ids else []
        return {("Address", row["id"]): frozenset(row["victims"]) for row in rows}

    def _read(self, query: str, nodes: Iterable[NodeKey]) -> list[Any]:
        asked = [{"label": label, "id": id_} for label, id_ in sorted(nodes)]
        return self._store.read(load(query), nodes=asked) if asked else []

    def hides(self, place: NodeKey) -> bool:
        """Whether a place that was judged must not be seen."""
        return place in self.hidden

    def is_silent(self, node: NodeKey) -> bool:
        """Whether an incident, order or record that was judged keeps its place and its words."""
        return node in self._silent

    def cuts(self, kind: str, start: NodeKey, end: NodeKey) -> bool:
        """Whether a link must go: to a hidden place, or a protected person's to one that stays."""
        if start in self.hidden or end in self.hidden:
            return True
        if "PROTECTS" in kind and end[0] == "Address":
            return start in self._silent
        return is_tie(kind) and start[0] == "Person" and start[1] in self.protected

    def meets(
        self, nodes: Iterable[NodeKey], links: Iterable[tuple[str, NodeKey, NodeKey]]
    ) -> bool:
        """Whether a way goes by somebody's whereabouts and by whom they are protected from."""
        people = {id_ for label, id_ in nodes if label == "Person"}
        tied = {start[1] for kind, start, _ in links if is_tie(kind) and start[0] == "Person"}
        return any(self._harms.opponents(person) & people for person in tied)

    def screen(self, rows: list[R]) -> list[R]:
        """The rows of a query without what this answer must not show.

        Columns say by their names what they hold: `label` and `id` an element, with `other_label`
        and `other_id` and `type` a link, so do `start_…` and `end_…` with `type`; `steps` is a list
        of such links, `others` of elements beside it, `person` and `role` somebody tied to it,
        `address_id` an address, `props` the properties. A row of a hidden element or a cut link
        goes; so do coordinates and free text.
        """
        if self._open:
            return rows
        self.judge(node for row in rows for node in _nodes(row))
        return [self._screened(row) for row in rows if not self._withholds(row)]

    def _withholds(self, row: Row) -> bool:
        if any(self.cuts(*link) for link in _links(row)):
            return True
        if "label" in row and self.hides((row["label"], row["id"])):
            return True
        if "steps" in row and self.meets(_nodes(row), _links(row)):
            return True
        return "address_id" in row and self.hides(("Address", row["address_id"]))

    def _screened(self, row: R) -> R:
        shown = dict(row)
        if "props" in row and self._keeps_words(row):
            shown["props"] = {
                name: value for name, value in row["props"].items() if name not in WITHHELD
            }
        if "others" in row:
            shown["others"] = [
                other for other in row["others"] if not self.hides((other["label"], other["id"]))
            ]
        return cast(R, shown)

    def _keeps_words(self, row: Row) -> bool:
        """Whether free text and coordinates go from a row's properties."""
        events = [node for node in _nodes(row) if node[0] in EVENTS]
        return any(map(self.is_silent, events)) if events else self.active


def is_tie(kind: str) -> bool:
    """Whether a type of link, or several with commas between, says where somebody can be reached."""
    return not TIES.isdisjoint(kind.split(", "))


def _nodes(row: Row) -> Iterator[NodeKey]:
    if "label" in row:
        yield (row["label"], row["id"])
    if "address_id" in row:
        yield ("Address", row["address_id"])
    for _, start, end in _links(row):
        yield from (start, end)
    yield from ((other["label"], other["id"]) for other in row.get("others", ()))


def _links(row: Row) -> Iterator[tuple[str, NodeKey, NodeKey]]:
    if "other_label" in row:
        here, there = (row["label"], row["id"]), (row["other_label"], row["other_id"])
        yield (row["type"], here, there) if row["outward"] else (row["type"], there, here)
    if "person" in row and "role" in row and "label" in row:
        yield (row["role"], ("Person", row["person"]), (row["label"], row["id"]))
    for link in (row, *row.get("steps", ())):
        if "start_label" in link:
            start = (link["start_label"], link["start_id"])
            yield (link["type"], start, (link["end_label"], link["end_id"]))
