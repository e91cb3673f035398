"""The guard of one answer: it has read what victim safety asks for, and screens every row by it.

The rule is in graph/access/victim_safety.py, who is protected from whom in graph/access/harm.py,
what is read of the graph for it in graph/access/whereabouts.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast

from graph.access.victim_safety import EVENTS, GUARDED, NEARBY, TIES, WITHHELD, Rule, Side
from graph.access.whereabouts import Whereabouts
from graph.model.schema import NodeKey

Row = Mapping[str, Any]
R = TypeVar("R", bound=Row)


class Guard:
    """The rule applied to one answer: it remembers what it withheld, to be able to count it."""

    def __init__(self, known: Whereabouts, *, looked_up: bool = False) -> None:
        """With `looked_up`, what somebody typed in is shown, unless asked from a suspect's side.

        The words of what happened nobody typed in: those are kept back as elsewhere.
        """
        self._known = known
        self._looked_up = looked_up
        self._harms = known.harms
        self._rule = Rule(self._harms)
        self._judged: set[NodeKey] = set()
        self._silent: set[NodeKey] = set()
        self._nearby: set[str] = set()
        self.hidden: set[NodeKey] = set()
        self.protected: set[str] = set()

    def face(self, people: Iterable[str], *, suspects: bool = False) -> None:
        """Make the answer one about these people, too; what was judged is judged anew.

        With `suspects` only about those of them from whose side it is a suspect's.
        """
        known = self._known.sides(list(people))
        sides = [side for side in known if side.suspect or not suspects]
        if sides:
            self._rule.face(sides)
            self._judged, self._silent, self.hidden = set(), set(), set()
            self.protected, self._nearby = set(), set()

    @property
    def active(self) -> bool:
        """Whether the answer is seen from any suspect's side."""
        return self._rule.from_suspect

    @property
    def sides(self) -> frozenset[Side]:
        """About whom the answer is: another set may show more, or less."""
        return self._rule.sides

    @property
    def _open(self) -> bool:
        return self._looked_up and not self.active

    def judge(self, nodes: Iterable[NodeKey]) -> None:
        """Look at these elements, so that `hides`, `cuts` and `is_silent` can answer for them."""
        new = set(nodes) - self._judged
        if self._open:
            new = {node for node in new if node[0] in EVENTS}
        if not new:
            return
        self._judged |= new
        places = {node for node in new if node[0] in GUARDED}
        events = {node for node in new if node[0] in (*EVENTS, "Record")}
        known = self._known
        named = known.named(events)
        ties, marks = known.ties(places), known.marks(places)
        happened = known.happened(places, ties)
        people = {tie.person for tie in ties} | {id_ for label, id_ in new if label == "Person"}
        people |= {each for mark in marks for each in mark.victims}
        people |= {each for group in (*named.values(), *happened.values()) for each in group}
        self._harms.read(people)
        self.protected |= {
            person for person in people if self._rule.is_protected(person, "WORKS_AT")
        }
        self._nearby |= {person for person in people if self._rule.is_protected(person, "LIVES_AT")}
        self.hidden |= self._rule.withheld(ties, marks, happened, places)
        self._silent |= {node for node in events if not self._tells(node, named)}

    def _tells(self, node: NodeKey, named: Mapping[tuple[NodeKey, bool], frozenset[str]]) -> bool:
        harmed, others = (named.get((node, each), frozenset()) for each in (True, False))
        if node[0] == "Record":
            return not self.active and not any(
                self._rule.is_protected(person, "LIVES_AT") for person in others
            )
        return self._rule.tells(harmed, others)

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
        if not is_tie(kind) or start[0] != "Person":
            return False
        nearby = not NEARBY.isdisjoint(kind.split(", "))
        return start[1] in (self._nearby if nearby else self.protected)

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
        `address_id` an address, with `incident_id` what happened there, `props` the properties,
        `occupations` what the person of `person_id` works as, which nearly says where. A row of a
        hidden element or a cut link goes; so do coordinates and free text.
        """
        self.judge(node for row in rows for node in _nodes(row))
        return [self._screened(row) for row in rows if self._open or not self._withholds(row)]

    def _withholds(self, row: Row) -> bool:
        if any(self.cuts(*link) for link in _links(row)):
            return True
        if "label" in row and self.hides((row["label"], row["id"])):
            return True
        if "steps" in row and self.meets(_nodes(row), _links(row)):
            return True
        if "address_id" not in row:
            return False
        happened = "incident_id" in row and self.is_silent(("Incident", row["incident_id"]))
        return happened or self.hides(("Address", row["address_id"]))

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
        if "occupations" in row and row["person_id"] in self.protected:
            shown["occupations"] = []
        return cast(R, shown)

    def _keeps_words(self, row: Row) -> bool:
        """Whether free text and coordinates go from a row's properties."""
        events = [node for node in _nodes(row) if node[0] in EVENTS]
        return any(map(self.is_silent, events)) if events else self.active


def is_tie(kind: str) -> bool:
    """Whether a type of link, or several with commas between, says where somebody is reached."""
    return not TIES.isdisjoint(kind.split(", "))


def _nodes(row: Row) -> Iterator[NodeKey]:
    if "label" in row:
        yield (row["label"], row["id"])
    if "occupations" in row:
        yield ("Person", row["person_id"])
    if row.get("address_id"):
        yield ("Address", row["address_id"])
    if "incident_id" in row:
        yield ("Incident", row["incident_id"])
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
