"""What is held on one person, for their own request (Data Protection Act 2018 s45).

Every record that names them, what it says of them, where it comes from, and who was told. Of
anybody else nothing: no name, place, number, and no words but those that a person cleared and
graph/sharing/words.py lets through. What handling keeps back is held back from them too (s45(4)),
and told to whoever answers the request. Of somebody who harmed others no words leave, no report of
them that is still open, and nothing that victim safety keeps from their side.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.access.session import Consultation, Session
from graph.errors import InputError
from graph.model.record import Party
from graph.model.reference import reference
from graph.queries import load
from graph.sharing.case import DOERS, Case, Entry, read_case
from graph.sharing.dates import day, happened
from graph.sharing.handling import HIGHEST, held_back
from graph.sharing.preview import marks
from graph.sharing.sheet import Line, Part, Sheet, Text, event, texts

KINDS = {
    "incident": "A report",
    "order": "An order or notice",
    "person": "A person's record",
    "contacts": "Calls and messages",
}


@dataclass(frozen=True, slots=True)
class Held:
    """What is held: `sheet` is for the person, the rest for whoever answers the request:
    (record, why) of what is held back, and the words that a person may clear."""

    sheet: Sheet
    held_back: tuple[tuple[str, str], ...]
    texts: tuple[Text, ...]


def subject_access(session: Session, person: str, cleared: Collection[str] = ()) -> Held:
    """What is held on a person, with the words of the records `cleared` (their keys).

    InputError when there is no such person for this viewer. It is a disclosure.
    """
    session.record("disclosure", asked="subject access", person=person, cleared=sorted(cleared))
    consultation = session.consult("subject access", sides=[person], person=person)
    rows = consultation.read(load("view/people/mentions"), id=person)
    if not rows:
        raise InputError("there is no person of that id: `throughline search` finds them")
    case = read_case(consultation, [row["mention"] for row in rows])
    reasons = {each.record.key: _kept_back(case, each) for each in case.entries}
    entries = [each for each in case.entries if not reasons[each.record.key]]
    written = [
        text
        for text in texts(consultation, case, ("chronology", "orders"))
        if not reasons[text.record]
    ]
    chosen = marks(written, cleared)
    let = {text.record: text.words for text in written if text.mark in chosen}
    tables = reference(dt.datetime.now(dt.UTC).date(), session.store.settings.corrections)
    sources = _sources(consultation, entries)
    lines = [_line(consultation, each, tables, let, sources, case) for each in entries]
    parts = (
        Part("records", "What is held", tuple(lines)),
        Part("told", "Who was told", tuple(_told(session, case))),
    )
    return Held(
        Sheet(case.name, tuple(part for part in parts if part.lines)),
        tuple((key, why) for key, why in reasons.items() if why),
        tuple(written),
    )


def _kept_back(case: Case, entry: Entry) -> str:
    incident = entry.record.incident
    if case.guarded and incident and entry.roles & DOERS and not incident.outcome:
        return "it is still open"
    return held_back(entry.record, entry.level, HIGHEST)


def _sources(consultation: Consultation, entries: list[Entry]) -> dict[str, str]:
    """Record → the delivery that it came in."""
    ids = sorted(each.record.id for each in entries)
    found = {}
    for row in consultation.read(load("view/records/contents"), ids=ids):
        delivery = row["delivery"] or {}
        came = delivery.get("received_at")
        feed = delivery.get("feed") or "a delivery"
        found[row["id"]] = f"came with {feed}{f' on {day(came)}' if came else ''}"
    return found


def _line(
    consultation: Consultation,
    entry: Entry,
    tables: Mapping[str, Any],
    let: Mapping[str, str],
    sources: Mapping[str, str],
    case: Case,
) -> Line:
    record, grade = entry.record, entry.record.grade
    concerned = entry.done_to_them or bool(entry.roles & DOERS)
    roles = ", ".join(sorted(entry.roles)) or "named"
    title, more = event(record, tables) if concerned else (KINDS[record.kind], [])
    own = [party for party in record.parties if party.ref in entry.refs]
    facts = dict.fromkeys(fact for party in own for fact in _facts(consultation, party, case))
    graded = " ".join(filter(None, (grade.source, grade.information, grade.handling)))
    source = [
        let.get(record.key, ""),
        f"held by {record.force}, recorded {day(record.recorded_at)}, graded {graded}, "
        f"{record.classification}, {sources.get(record.id, '')}",
    ]
    says = f"{title} ({record.force}, {record.reference}): you are its {roles}"
    when = happened(record) if concerned else f"recorded {day(record.recorded_at)}"
    return Line(when, says, tuple(filter(None, [*more, *facts, *source])), record.key)


def _facts(consultation: Consultation, party: Party, case: Case) -> Iterator[str]:
    """What a record says of its own party, less what victim safety keeps from their side."""
    for name in (party.name, *party.other_names):
        if name:
            yield f"name: {name.written}"
    for what in ("nominal", "sex", "ethnicity", "birth_place", "occupation"):
        if value := getattr(party, what):
            yield f"{what.replace('_', ' ')}: {value}"
    if party.birth:
        yield f"born: {party.birth.date or party.birth.written}"
    places = [
        *(("Address", e.address.key, f"{e.kind}: {e.address.written}") for e in party.residences),
        *(("Phone", e.phone.key, f"telephone: {e.phone.written}") for e in party.phones),
        *(
            ("Account", e.account.key, f"{e.account.kind}: {e.account.written}")
            for e in party.accounts
        ),
        *(("Vehicle", e.vehicle.key, f"vehicle: {e.vehicle.written}") for e in party.vehicles),
    ]
    guard = consultation.guard
    guard.judge((label, key) for label, key, _ in places if key)
    for label, key, says in places:
        if not (guard.hides((label, key)) if key else case.guarded):
            yield says
    if not case.guarded:  # a suspect's employer may be where a victim works
        for employer in party.employers:
            yield f"works for: {employer.name}"


def _told(session: Session, case: Case) -> Iterator[Line]:
    """Who was given anything of the case, whatever has become of it."""
    mine = {mention for each in case.entries for mention in each.mentions}
    for row in session.store.read(load("system/sharing/shares")):
        if mine.intersection(row["mentions"]):
            at = dt.datetime.fromisoformat(row["at"])
            ended = row["withdrawn_at"]
            last = day(dt.datetime.fromisoformat(ended)) if ended else row["until"]
            yield Line(day(at), row["account"] or row["organisation"], (f"until {last}",))
