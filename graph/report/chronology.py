"""What an application about two people rests on: events, orders, breaches, and what it leaves out.

It is read as from the suspect's side (graph/access/victim_safety.py), for it is served on him,
unless it is made for the protected person's own side. What a record's handling or classification
keeps from leaving (graph/sharing/handling.py) gives no event: such records are listed by their
references. From the suspect's side a record that names the protected person alone is counted and
not listed: which force wrote it may say where they live now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from graph.access.session import Consultation, Session
from graph.access.victim_safety import WITHHELD
from graph.errors import InputError
from graph.explore.chart import Walk
from graph.flags.store import Flag, flags_about
from graph.model.schema import NodeKey
from graph.queries import load
from graph.queries.rows import ViewPeopleOrders, ViewPeopleTimeline, ViewRecordsContents
from graph.report.facts import Breach, Chronology, Event, Row, Term
from graph.sharing.handling import HIGHEST, why_held_back

DID = ("SUSPECT_IN", "INSTIGATED")
BREACHES = ("order_breach", "on_notice")
MOST_FLAGS = 1_000


def harmed_by(session: Session, suspect: str) -> list[tuple[str, str, int]]:
    """Whom an application about this person may protect: (id, name, incidents), the most first."""
    consultation = session.consult("report", sides=[suspect], person=suspect)
    names: dict[str, str] = {}
    counts: dict[str, set[str]] = {}
    for row in consultation.read(load("view/people/timeline"), id=suspect):
        for other in _victims(row) if _counts(row) else ():
            names[other["id"]] = other["name"] or "somebody without a name"
            counts.setdefault(other["id"], set()).add(row["id"])
    found = [(id_, names[id_], len(incidents)) for id_, incidents in counts.items()]
    return sorted(found, key=lambda each: (-each[2], each[1], each[0]))


def chronology(
    session: Session,
    suspect: str,
    protected: str,
    *,
    own_side: bool = False,
    only: Collection[str] = (),
) -> Chronology:
    """What is recorded of the one towards the other, as far as this viewer may see it.

    `own_side` makes it for the protected person; `only` are the ids of the incidents it is about,
    where it is not about all of theirs. InputError where somebody or one of them is not there.
    """
    side = protected if own_side else suspect
    consultation = session.consult(
        "report", sides=[side], suspect=suspect, protected=protected, incidents=sorted(only)
    )
    names = _names(consultation, suspect, protected)
    return _Reading(consultation, (suspect, protected), own_side).whole(names, only)


def _names(consultation: Consultation, suspect: str, protected: str) -> dict[str, str]:
    if suspect == protected:
        raise InputError("A chronology is about two people: give another protected person")
    places = [("Person", suspect), ("Person", protected)]
    found = {each.id: each.name for each in Walk(consultation).elements(places)}
    if len(found) < len(places):
        raise InputError("nobody has one of these ids, or none that you may see: search for them")
    return {id_: name or "somebody without a name" for id_, name in found.items()}


class _Reading:
    """One consultation for the two: what is read once, and by whose side."""

    def __init__(self, consultation: Consultation, two: tuple[str, str], own_side: bool) -> None:
        self._read, self._consultation = consultation.read, consultation
        self._suspect, self._protected = two
        self._own_side = own_side
        self._withheld = 0
        self._named: dict[str, dict[str, str]] = {}
        for person in two:
            for row in self._read(load("view/people/mentions"), id=person):
                self._named.setdefault(row["record"], {})[person] = row["role"] or "named"

    def whole(self, names: Mapping[str, str], only: Collection[str]) -> Chronology:
        incidents = self._incidents(only)
        orders = self._orders()
        flags = self._flags({row["id"] for row in orders})
        supports = self._supports(
            [*(("Incident", id_) for id_ in incidents), *(("Order", row["id"]) for row in orders)]
        )
        cited = {record for flag in flags for record in flag.record_ids}
        wanted = cited.union(self._named, *supports.values())
        read = self._read(load("view/records/contents"), ids=sorted(wanted))
        rows = {row["id"]: self._row(row) for row in read}
        events = self._events(incidents, supports, rows)
        terms = self._terms(orders, supports, rows)
        breaches, resting = self._breaches(flags, events, terms, rows)
        told = {row.record for each in events for row in each.rows} | resting
        told |= {row.record for each in terms for row in each.rows}
        return self._chronology(names, events, terms, breaches, rows, told)

    def _chronology(
        self,
        names: Mapping[str, str],
        events: list[Event],
        terms: list[Term],
        breaches: list[Breach],
        rows: Mapping[str, Row],
        told: set[str],
    ) -> Chronology:
        left = [row for id_, row in rows.items() if id_ not in told]
        listed = [row for row in left if self._own_side or self._suspect in dict(row.names)]
        return Chronology(
            self._suspect,
            names[self._suspect],
            self._protected,
            names[self._protected],
            self._own_side,
            tuple(events),
            tuple(terms),
            tuple(breaches),
            tuple(row for row in listed if row.why),
            tuple(row for row in listed if not row.why),
            len(left) - len(listed),
            self._withheld,
        )

    def _incidents(self, only: Collection[str]) -> dict[str, list[ViewPeopleTimeline]]:
        """Incident → the rows of its suspect's roles, in the order of time."""
        found: dict[str, list[ViewPeopleTimeline]] = {}
        for row in self._read(load("view/people/timeline"), id=self._suspect):
            towards = any(other["id"] == self._protected for other in _victims(row))
            if _counts(row) and (row["id"] in only if only else towards):
                found.setdefault(row["id"], []).append(row)
        if missing := len(set(only) - found.keys()):
            raise InputError(
                f"{missing} of these incidents are not there, or not this suspect's: see their ids"
                " in the chart or its tables"
            )
        return found

    def _orders(self) -> list[ViewPeopleOrders]:
        """Those over the suspect that protect this person, or name nobody whom they protect."""
        rows = self._read(load("view/people/orders"), id=self._suspect)
        return [
            row
            for row in rows
            if row["role"] == "SUBJECT_OF"
            and ((whom := _protected_by(row)) == set() or self._protected in whom)
        ]

    def _flags(self, orders: Collection[str]) -> list[Flag]:
        return [
            flag
            for rule in BREACHES
            for flag in flags_about(
                self._consultation, ("Person", self._suspect), rule=rule, limit=MOST_FLAGS
            )
            if flag.columns.get("order_id") in orders and flag.state != "dismissed"
        ]

    def _supports(self, places: Iterable[NodeKey]) -> dict[NodeKey, list[str]]:
        asked = [{"label": label, "id": id_} for label, id_ in places]
        found: dict[NodeKey, list[str]] = {}
        for row in self._read(load("view/records/handling"), nodes=asked):
            if row["current"]:
                found.setdefault((row["label"], row["id"]), []).append(row["record"])
        return found

    def _row(self, row: ViewRecordsContents) -> Row:
        props = row["props"]
        compartments, level = tuple(props.get("compartments") or ()), int(props.get("level") or 0)
        handling, named = props.get("handling") or "", self._named.get(row["id"], {})
        grade = (props.get("grade_source"), props.get("grade_information"), handling)
        return Row(
            row["id"],
            props.get("force") or "",
            props.get("kind") or "",
            props.get("reference") or "",
            props.get("recorded_at"),
            ", ".join(row["places"]),
            " ".join(str(part) for part in grade if part),
            level,
            compartments,
            why_held_back(handling, row["conditional"], compartments, level, HIGHEST),
            tuple((who, named[who]) for who in (self._suspect, self._protected) if who in named),
        )

    def _open(
        self, place: NodeKey, supports: Mapping[NodeKey, list[str]], rows: Mapping[str, Row]
    ) -> tuple[Row, ...] | None:
        """The records of an incident or order; None, and counted, when one may not leave."""
        found = tuple(rows[id_] for id_ in supports.get(place, ()) if id_ in rows)
        if any(row.why for row in found):
            self._withheld += 1
            return None
        return found

    def _events(
        self,
        incidents: Mapping[str, list[ViewPeopleTimeline]],
        supports: Mapping[NodeKey, list[str]],
        rows: Mapping[str, Row],
    ) -> list[Event]:
        events: list[Event] = []
        for id_, roles in incidents.items():
            resting = self._open(("Incident", id_), supports, rows)
            if resting is not None:
                possible = all(row["attribution"] == "possible" for row in roles)
                instigated = any(row["role"] == "INSTIGATED" for row in roles)
                number = len(events) + 1
                harmed = [each["id"] for each in _victims(roles[0])]
                props = _without_words(roles[0]["props"], harmed, self._protected)
                events.append(Event(number, id_, props, possible, instigated, resting))
        return events

    def _terms(
        self,
        orders: Sequence[ViewPeopleOrders],
        supports: Mapping[NodeKey, list[str]],
        rows: Mapping[str, Row],
    ) -> list[Term]:
        resting = {row["id"]: self._open(("Order", row["id"]), supports, rows) for row in orders}
        props = {
            row["id"]: _without_words(row["props"], _protected_by(row), self._protected)
            for row in orders
        }
        return [Term(id_, props[id_], found) for id_, found in resting.items() if found is not None]

    def _breaches(
        self,
        flags: Iterable[Flag],
        events: Iterable[Event],
        terms: Iterable[Term],
        rows: Mapping[str, Row],
    ) -> tuple[list[Breach], set[str]]:
        """The flags that may be told, and the records on which they rest."""
        numbers = {each.id: each.number for each in events}
        orders = {each.id for each in terms}
        breaches: list[Breach] = []
        resting: set[str] = set()
        for flag in flags:
            records = flag.record_ids
            if flag.columns["order_id"] not in orders or any(
                id_ not in rows or rows[id_].why for id_ in records
            ):
                self._withheld += 1
                continue
            incidents = flag.columns.get("incident_ids") or []
            told = sorted(numbers[id_] for id_ in incidents if id_ in numbers)
            contacts = [(each["kind"], each["at"]) for each in flag.columns.get("contacts") or []]
            breaches.append(
                Breach(
                    flag.rule,
                    flag.columns["order_id"],
                    flag.state,
                    bool(flag.columns.get("possibly")),
                    tuple(told),
                    len(incidents) - len(told),
                    tuple(contacts),
                )
            )
            resting.update(records)
        return breaches, resting


def _protected_by(row: ViewPeopleOrders) -> set[str]:
    return {each["id"] for each in row["others"] if each["role"] == "PROTECTS"}


def _without_words(props: Mapping[str, Any], harmed: Iterable[str], told: str) -> Mapping[str, Any]:
    """Of what was done to somebody else too, or protects them, the words may say where they are."""
    if not set(harmed) - {told}:
        return props
    return {name: value for name, value in props.items() if name not in WITHHELD}


def _counts(row: ViewPeopleTimeline) -> bool:
    """Whether it is something that the person is said to have done, and that stands."""
    return row["role"] in DID and not row["props"].get("cancelled")


def _victims(row: ViewPeopleTimeline) -> list[dict[str, Any]]:
    return [
        each for each in row["others"] if each["role"] == "VICTIM_OF" and each["label"] == "Person"
    ]
