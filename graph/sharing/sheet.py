"""What leaves of a case, in plain words: made of what records declare as facts, nothing else.

No address, telephone, mail, account or vehicle of anybody is in it, no free text but what a person
cleared and graph/sharing/words.py lets through, nobody but the person themselves by name (those
who did it where that was chosen), no flag that rests on anything beside what leaves. Codes that no
table knows are left out: a force may have written anything there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from graph.access.session import Consultation
from graph.model.record import Incident, Record
from graph.model.reference import reference
from graph.queries import load
from graph.sharing.case import Case, Entry, sieve
from graph.sharing.dates import day, happened
from graph.sharing.rights import asked_for
from graph.sharing.words import Sieve, digest

SECTIONS = {
    "risk": "Risk and pattern",
    "chronology": "What was done",
    "orders": "Orders that protect, and their breaches",
    "rights": "What can be asked for",
    "suspect": "Who is suspected",
}
"""What a person may choose to share, with its title."""
TOLD = {
    "course_of_conduct": "what was done may be one course of conduct",
    "unrecorded_stalking": "what was recorded may be stalking that was recorded as something else",
    "charged_as_lesser": "what was charged may be less than what was done",
    "escalation": "what was done has become more frequent or graver",
    "protection_gap": "it was reported again and again without a plan, an order or a charge",
    "order_breach": "an order that protects may have been acted against",
    "on_notice": "it may have gone on after a notice or caution",
}
"""The rules whose flags may be told, in words: they are about one victim. One that counts victims
would tell of the others by its name alone."""
LONGEST_GRADE = 40
"""Characters of a risk grade: a longer one is no grade."""
_SERVICE = {
    "served": "served",
    "deemed": "deemed to be served",
    "failed": "not served",
    "unknown": "not known to be served",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is told: `when` as exactly as it is known, in words; `record` is its key."""

    when: str
    says: str
    more: tuple[str, ...] = ()
    record: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its lines."""

    name: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What leaves: of whom, and the sections."""

    about: str
    parts: tuple[Part, ...] = ()

    @property
    def records(self) -> frozenset[str]:
        """The keys of the records that its lines come from."""
        return frozenset(line.record for part in self.parts for line in part.lines if line.record)

    @property
    def digest(self) -> str:
        """What is the same for two sheets that say the same."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Text:
    """Words that somebody wrote in a record; `refused` says why they cannot leave, or is ""."""

    record: str
    words: str
    refused: str

    @property
    def mark(self) -> str:
        """What clears it, and nothing that is worded in another way."""
        return f"{self.record} {digest(self.words)}"


def texts(consultation: Consultation, case: Case, sections: Collection[str]) -> list[Text]:
    """The words of the records of a case that could leave with these sections."""
    sift = sieve(consultation, case, doers_told="suspect" in sections)
    return [
        Text(
            entry.record.key, words, "it is of somebody who harmed others" if case.guarded else why
        )
        for entry in case.entries
        if entry.done_to_them and (words := _words(entry.record, sections))
        for why in [sift.refuses(words)]
    ]


def compose(
    consultation: Consultation, case: Case, sections: Collection[str], cleared: Collection[str]
) -> Sheet:
    """What leaves of a case with these sections and cleared texts (`Text.mark`)."""
    entries = [each for each in case.entries if each.done_to_them]
    if not entries:
        return Sheet(case.name)
    let = {each.record: each.words for each in texts(consultation, case, sections)
           if each.mark in cleared and not each.refused}  # fmt: skip
    sift = sieve(consultation, case, doers_told="suspect" in sections)
    corrections = consultation.store.settings.corrections
    tables = reference(dt.datetime.now(dt.UTC).date(), corrections)
    numbers = {id_: number for number, id_ in enumerate(case.doers, 1)}
    numbered = {
        each.record.key: ", ".join(f"suspect {numbers[id_]}" for id_, _ in each.doers)
        for each in entries
    }
    told = [
        (_told(each, tables, numbered[each.record.key], let.get(each.record.key, "")), each)
        for each in entries
    ]
    lines: dict[str, list[Line]] = {
        "risk": [*_pattern(entries, tables), *_risk(entries, sift)],
        "chronology": [line for line, each in told if each.record.incident],
        "orders": [line for line, each in told if each.record.order],
        "rights": [Line("", title, (says,)) for title, says in asked_for(entries, corrections)],
        "suspect": [] if case.guarded else list(_doers(case, entries)),
    }
    for line, rule in _flags(consultation, case):
        lines["orders" if rule in ("order_breach", "on_notice") else "risk"].append(line)
    parts = [
        Part(name, SECTIONS[name], tuple(lines[name])) for name in SECTIONS if name in sections
    ]
    return Sheet(case.name, tuple(part for part in parts if part.lines))


def _words(record: Record, sections: Collection[str]) -> str:
    if record.incident and "chronology" in sections:
        both = (record.incident.title.strip(), record.incident.summary.strip())
        return "\n".join(text for text in both if text)
    if record.order and "orders" in sections:
        return record.order.conditions.strip()
    return ""


def event(record: Record, tables: Mapping[str, Any]) -> tuple[str, list[str]]:
    """What a report or an order is called, and the facts of it that concern nobody but two."""
    if record.order:
        order = record.order
        ends = order.until - dt.timedelta(seconds=1) if order.until else None
        facts = [
            f"{order.status}, {_SERVICE[order.service]}",
            f"until {day(ends)}" if ends else "no end stated",
        ]
        return _capital(_title(tables["orders"], order.kind) or order.kind), facts
    incident = record.incident or Incident()
    acts = [_title(tables["behaviours"], each.term) for each in incident.behaviours]
    outcome = tables["outcomes"].get(incident.outcome)
    facts = [
        ", ".join(dict.fromkeys(filter(None, acts))),
        "recorded in error, or found to be no crime" if incident.cancelled else "",
        f"outcome: {outcome['title']}" if outcome else "",
    ]
    offence = _title(tables["offences"], next(iter(incident.offence_classes), ""))
    return _capital(offence or "an incident"), [fact for fact in facts if fact]


def _told(entry: Entry, tables: Mapping[str, Any], who: str, words: str) -> Line:
    """An incident or order as it is told: `who` did it, by number."""
    record = entry.record
    title, facts = event(record, tables)
    if record.order:
        facts += [f"binds {who}"] if who else []
    else:
        facts += [f"by {who}" if who else "nobody is named as having done it"]
    facts += [words] if words else []
    says = f"{title} ({_force(record, tables)}, {record.reference})"
    return Line(happened(record), says, tuple(facts), record.key)


def _pattern(entries: list[Entry], tables: Mapping[str, Any]) -> Iterator[Line]:
    incidents = [(each.record, each.record.incident) for each in entries if each.record.incident]
    if not incidents:
        return
    acts: Counter[str] = Counter()
    for _, incident in incidents:
        acts.update({_title(tables["behaviours"], act.term) for act in incident.behaviours} - {""})
    forces = sorted({_force(record, tables) for record, _ in incidents})
    first, last = happened(incidents[0][0]), happened(incidents[-1][0])
    many = f"{len(incidents)} incident{'' if len(incidents) == 1 else 's'}"
    counts = ", ".join(f"{act} {number}" for act, number in acts.most_common())
    more = (f"recorded by {', '.join(forces)}", f"what was done: {counts}" if counts else "")
    yield Line(first if first == last else f"{first} to {last}", many, tuple(filter(None, more)))


def _risk(entries: list[Entry], sift: Sieve) -> Iterator[Line]:
    """Risk as it was graded, never graded again; what was not delivered is not said."""
    for each in entries:
        incident = each.record.incident
        if incident is None:
            continue
        key = each.record.key
        grade = " ".join(filter(None, (incident.risk_tool, incident.risk_grade)))
        if incident.risk_grade and len(grade) <= LONGEST_GRADE and not sift.refuses(grade):
            yield Line(day(incident.risk_at) or happened(each.record), f"risk: {grade}", (), key)
        if incident.risk_plan:
            yield Line(day(incident.risk_plan_at), "a plan for the risk was made", (), key)
        if incident.victim_referred:
            yield Line(happened(each.record), "referred to support", (), key)


def _flags(consultation: Consultation, case: Case) -> Iterator[tuple[Line, str]]:
    """Flags of rules about one victim that rest on nothing beside what leaves."""
    entries = {each.record.key: each for each in case.entries if each.done_to_them}
    ids = sorted(each.record.id for each in entries.values())
    clearance = max((each.level for each in entries.values()), default=0)
    for row in consultation.store.read(load("system/sharing/flags"), records=ids):
        if row["rule"] not in TOLD or len(row["labels"]) != len(row["subjects"]):
            continue
        about = zip(row["labels"], row["subjects"], strict=True)
        people = {id_ for label, id_ in about if label == "Person"}
        alone = people <= {case.person, *case.doers} and {*row["rests_on"]} <= {*entries}
        if alone and row["level"] <= clearance and not row["compartments"]:
            answer = "confirmed by a person" if row["state"] == "confirmed" else "a question so far"
            resting = f"rests on {len(row['rests_on'])} of the records here"
            yield Line(day(row["raised_at"]), TOLD[row["rule"]], (answer, resting)), row["rule"]


def _doers(case: Case, entries: list[Entry]) -> Iterator[Line]:
    """Who did it, by name, and how they stand to the person: the newest record's word."""
    named: dict[str, tuple[str, str, str]] = {}
    for entry in entries:
        for id_, party in entry.doers:
            name, tie, _ = named.get(id_, ("", "", ""))
            name = party.name.written if party.name else name
            named[id_] = (name, _tie(entry, party.ref) or tie, entry.record.key)
    for number, id_ in enumerate(case.doers, 1):
        name, tie, key = named[id_]
        says = f"Suspect {number}: {name or 'no name is recorded'}"
        yield Line("", says, (tie,) if tie else (), key)


def _tie(entry: Entry, doer: str) -> str:
    for relation in entry.record.relations:
        if relation.a == doer and relation.b in entry.refs:
            return f"{relation.kind} of the person"
        if relation.b == doer and relation.a in entry.refs:
            return f"the person is their {relation.kind}"
    return ""


def _title(table: Mapping[str, Any], code: str) -> str:
    row = table.get(code) or table.get(code.partition("/")[0])
    return str(row["title"]) if row else ""


def _force(record: Record, tables: Mapping[str, Any]) -> str:
    return _title(tables["forces"], record.force) or _capital(record.force)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
