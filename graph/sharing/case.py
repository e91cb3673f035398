"""One case as records tell it: which of them name somebody, as what, and who did it there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.access.session import Consultation
from graph.model.record import Party, Record
from graph.queries import load
from graph.queries.rows import SystemSharingOthers, SystemSharingRecords
from graph.sharing.words import Sieve

DOERS = frozenset({"suspect", "instigator", "subject"})
"""The roles of whom something is said to be done by, or whom an order binds."""
HARMED = frozenset({"victim", "protected"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that names the person, in `roles`, written as `name`; `doers` are the parties who
    did it, each with the id of the person; `level` is the clearance that the record asks for."""

    record: Record
    level: int
    name: str
    mentions: tuple[str, ...]
    roles: frozenset[str]
    doers: tuple[tuple[str, Party], ...]

    @property
    def done_to_them(self) -> bool:
        """Whether it was done to this person, or protects them, and by nobody who is them."""
        return bool(self.roles & HARMED) and not self.roles & DOERS

    @property
    def refs(self) -> frozenset[str]:
        """The person's own references in the record."""
        parties, mine = self.record.parties, self.mentions
        return frozenset(each.ref for each in parties if self.record.mention_id(each) in mine)


@dataclass(frozen=True, slots=True)
class Case:
    """The records that name one person, oldest first; `guarded` says that somebody was harmed by
    this person too."""

    person: str
    entries: tuple[Entry, ...]
    guarded: bool

    @property
    def name(self) -> str:
        """How the newest record writes them."""
        names = [each.name for each in self.entries if each.name]
        return names[-1] if names else "somebody without a name"

    @property
    def doers(self) -> tuple[str, ...]:
        """The ids of who did it, in the order in which they come."""
        entries = [each for each in self.entries if each.done_to_them]
        return tuple(dict.fromkeys(id_ for each in entries for id_, _ in each.doers))


def read_case(consultation: Consultation, mentions: Sequence[str]) -> Case:
    """The case of whoever most of these mentions are now; of two that have as many, the one of
    the smallest mention. What became somebody else's is not in it.
    """
    rows = consultation.store.read(load("system/sharing/records"), mentions=sorted(mentions))
    person = whose(rows)
    if not person:
        return Case("", (), guarded=True)
    consultation.seen_from([person])
    mine: dict[str, list[SystemSharingRecords]] = {}
    for row in rows:
        if row["person"] == person:
            mine.setdefault(row["record"], []).append(row)
    kept = consultation.read(load("view/records/contents"), ids=sorted(mine))
    entries = [
        _entry(Record.kept(row["props"]["content"]), int(row["props"]["level"]), mine[row["id"]])
        for row in kept
    ]
    entries.sort(key=lambda each: (_began(each.record), each.record.key))
    return Case(person, tuple(entries), consultation.guard.active)


def whose(rows: Iterable[SystemSharingRecords]) -> str:
    """The person to whom most of these mentions refer; "" when there is none."""
    referring = {row["mention"]: row["person"] for row in rows if row["person"]}
    counts = Counter(referring.values())
    first = {person: min(m for m, p in referring.items() if p == person) for person in counts}
    return min(counts, key=lambda person: (-counts[person], first[person]), default=None) or ""


def _began(record: Record) -> str:
    occurred = record.incident.occurred if record.incident else None
    began = occurred.start if occurred else record.order.start if record.order else None
    return (began or record.recorded_at).isoformat()


def _entry(record: Record, level: int, rows: Sequence[SystemSharingRecords]) -> Entry:
    people = {party["mention"]: party["person"] for party in rows[0]["parties"]}
    ids = {party.ref: record.mention_id(party) for party in record.parties}
    mine = {id_ for id_ in ids.values() if people.get(id_) == rows[0]["person"]}
    own = [party for party in record.parties if ids[party.ref] in mine]
    names = [party.name.written for party in own if party.name]
    return Entry(
        record,
        level,
        names[0] if names else "",
        tuple(sorted(mine)),
        frozenset(role for party in own for role in party.roles),
        tuple(
            (people.get(ids[party.ref]) or ids[party.ref], party)
            for party in record.parties
            if DOERS & set(party.roles) and party not in own
        ),
    )


def sieve(consultation: Consultation, case: Case, *, doers_told: bool) -> Sieve:
    """What no text of this case may hold; with `doers_told` those who did it may be named."""
    asked = {"person": case.person, "suspects": list(case.doers)}
    read = consultation.store.read
    told = case.doers if doers_told else ()
    names = [row["name"] for row in read(load("system/sharing/employers"), **asked)]
    own = [each.name for each in case.entries]
    for row in read(load("system/sharing/others"), **asked):
        names += [*row["streets"], *row["localities"]]
        (own if row["person"] in (case.person, *told) else names).extend(_written(row))
    for entry in case.entries:
        may_be_named = {party.ref for id_, party in entry.doers if id_ in told} | entry.refs
        for party in entry.record.parties:
            names += _places(party)
            (own if party.ref in may_be_named else names).extend(_names(party))
    return Sieve(names, own)


def _written(row: SystemSharingOthers) -> list[str]:
    one = (row["name"], row["forename"], row["surname"])
    return [*filter(None, one), *row["other_names"]]


def _names(party: Party) -> list[str]:
    written = [party.name, *party.other_names]
    return [name.written for name in written if name]


def _places(party: Party) -> list[str]:
    """Whom somebody works for, and the streets and towns where they are."""
    places = [each.address for each in party.residences]
    streets = [text for place in places for text in (place.street, place.locality)]
    return [*streets, *(each.name for each in party.employers)]
