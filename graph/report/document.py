"""A chronology as a document: headings, notes and tables of plain text, for every format."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.counted import counted
from graph.export.stamp import Stamp, writable
from graph.model.local_time import day, moment, until, when
from graph.model.reference import reference
from graph.report.facts import Breach, Chronology, Event, Row, Term
from graph.report.points import NOTHING, instant, listed, points

DRAFT = "DRAFT: not checked by a person"
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
"""Marks that turn the direction of what follows them: a name may not reorder its line."""
_SERVICE = {
    "served": "served",
    "deemed": "deemed to be served",
    "failed": "not served",
    "unknown": "not known to be served",
}
_KINDS = {
    "incident": "report",
    "order": "order or notice",
    "person": "record of a person",
    "contacts": "calls and messages",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a note and a table. `shares` say how wide each column is, `nothing` stands where
    there are no rows, `apart` begins a page of its own."""

    title: str
    note: str
    heads: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str = NOTHING
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What is printed, with the `mark` and the marking that stand on each of its pages."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    stamp: Stamp
    mark: str = DRAFT


def document(whole: Chronology, stamp: Stamp, corrections: Path | None = None) -> Document:
    """The chronology in words, with its points as the law stood on the day of the marking."""
    today = stamp.at.date()
    tables = reference(today, corrections)
    sections = (
        _events(whole, tables),
        _orders(whole, tables),
        _breaches(whole, tables),
        *_points(whole, today, corrections),
        _sensitive(whole, tables),
        _unused(whole, tables),
    )
    title = f"Chronology: {whole.suspect_name} towards {whole.protected_name}"
    return Document(plain(title), tuple(map(plain, _lead(whole))), sections, stamp)


def plain(text: str) -> str:
    """The text without what a file cannot hold, or would turn its line round."""
    return _TURNS.sub("", writable(text))


def _section(
    title: str,
    note: str,
    columns: Mapping[str, int],
    rows: Iterable[Iterable[str]],
    **more: Any,
) -> Section:
    cells = tuple(tuple(plain(cell) for cell in row) for row in rows)
    heads, shares = tuple(columns), tuple(columns.values())
    return Section(title, plain(note), heads, shares, cells, **more)


def _lead(whole: Chronology) -> list[str]:
    side = (
        "Made for the protected person's own side: it may tell where they are. Never serve it."
        if whole.own_side
        else "Made to be served on the suspect: it tells nobody's whereabouts."
    )
    lead = [
        "A draft for an application, made from records of police forces. It says what is recorded,"
        " not what is proved: each line is a question to a person.",
        f"{side} Times are those of the place, no more exact than they were recorded.",
    ]
    if whole.withheld:
        many = counted(whole.withheld, "event, order or breach", "events, orders or breaches")
        lead.append(f"Not told: {many} resting on sensitive material, listed below by reference.")
    return lead


def _events(whole: Chronology, tables: Mapping[str, Any]) -> Section:
    columns = {"No": 4, "When": 14, "Force and reference": 16, "What is recorded": 40,
               "Source row": 18, "Grade": 8}  # fmt: skip
    note = (
        "Incidents that name the one as suspect or instigator and the other as victim, in the order"
        " in which they began. Grade is 3x5x2: source, information, handling."
    )
    return _section("1. What was done", note, columns, (_event(e, tables) for e in whole.events))


def _event(event: Event, tables: Mapping[str, Any]) -> tuple[str, ...]:
    props = event.props
    offence = _title(tables["offences"], next(iter(props.get("offence_classes") or ()), ""))
    acts = [_title(tables["behaviours"], each) for each in props.get("behaviours") or ()]
    outcome = _title(tables["outcomes"], str(props.get("outcome") or ""))
    says = [
        _capital(offence) or "An incident",
        _capital(", ".join(filter(None, acts))),
        "Names the suspect only as possible" if event.possible else "",
        "Carried out by another, whom the suspect got to do it" if event.instigated else "",
        *(str(props.get(name) or "").strip() for name in ("title", "summary")),
        f"Outcome: {outcome}" if outcome else "",
    ]
    told = "\n".join(text.rstrip(".") + "." for text in says if text)
    whose = f"{_force(props.get('force'), tables)}\n{props.get('reference') or ''}"
    return (str(event.number), when(props), whose, told, *_sources(event.rows))


def _sources(rows: Iterable[Row]) -> tuple[str, str]:
    told = list(rows)
    places = [row.place or f"{row.force} {row.reference}" for row in told]
    return "\n".join(places) or "no row that you may see", "\n".join(row.grade for row in told)


def _orders(whole: Chronology, tables: Mapping[str, Any]) -> Section:
    columns = {"Order": 22, "Issuer and reference": 18, "Status": 22, "Conditions": 22,
               "Source row": 10, "Grade": 6}  # fmt: skip
    note = (
        "Orders, bail and notices over the suspect that protect this person, or name nobody. Where"
        " conditions may say where somebody lives they are not given: read the order."
    )
    return _section("2. Orders", note, columns, (_order(each, tables) for each in whole.terms))


def _order(term: Term, tables: Mapping[str, Any]) -> tuple[str, ...]:
    props = term.props
    service = _SERVICE[props.get("service") or "unknown"]
    served = instant(props.get("served_at"))
    status = [
        f"{props.get('status') or 'status not recorded'}, {service}",
        f"served {moment(served)}" if served else "",
        f"from {day(props.get('from'))}" if props.get("from") else "",
        f"until {until(props.get('until'))}" if props.get("until") else "no end stated",
    ]
    return (
        _capital(_title(tables["orders"], str(props.get("kind"))) or str(props.get("kind") or "")),
        f"{_capital(str(props.get('issuer') or ''))}\n{props.get('reference') or ''}",
        "\n".join(filter(None, status)),
        str(props.get("conditions") or "not given"),
        *_sources(term.rows),
    )


def _breaches(whole: Chronology, tables: Mapping[str, Any]) -> Section:
    columns = {"Order": 24, "Question": 28, "Rests on": 34, "Answer so far": 14}
    note = "What the rules on orders ask; a person answers. What was dismissed is not told."
    orders = {term.id: term for term in whole.terms}
    rows = (_breach(each, orders[each.order], tables) for each in whole.breaches)
    return _section("3. Breaches, and conduct after notice", note, columns, rows)


def _breach(breach: Breach, term: Term, tables: Mapping[str, Any]) -> tuple[str, ...]:
    maybe = "Possibly: " if breach.possibly else ""
    asks = "did it go on after notice?" if breach.rule == "on_notice" else "was it breached?"
    contacts = [f"{kind} on {moment(at)}" for kind, at in breach.contacts]
    rests = [
        listed("Event", breach.numbers) if breach.numbers else "",
        counted(breach.others, "incident that is not here", "incidents that are not here")
        if breach.others
        else "",
        *contacts,
    ]
    title = _title(tables["orders"], str(term.props.get("kind"))) or str(term.props.get("kind"))
    return (
        f"{_capital(title)}\n{term.props.get('reference') or ''}",
        _capital(maybe + asks),
        "\n".join(filter(None, rests)) or NOTHING,
        "confirmed by a person" if breach.state == "confirmed" else "a question so far",
    )


def _points(whole: Chronology, today: dt.date, corrections: Path | None) -> list[Section]:
    columns = {"Point": 14, "To prove": 40, "What is recorded": 46}
    by_law: dict[str, list[tuple[str, str, str]]] = {}
    for point in points(whole, today, corrections):
        by_law.setdefault(point.law, []).append((point.code, point.title, point.recorded))
    note = "Facts that bear on each point. Whether they prove it is a question to a person."
    return [
        _section(f"4.{number} {law}", note, columns, rows)
        for number, (law, rows) in enumerate(by_law.items(), 1)
    ]


def _sensitive(whole: Chronology, tables: Mapping[str, Any]) -> Section:
    columns = {"Record": 40, "Recorded": 20, "Why it stays": 40}
    note = (
        "Records that may not be disclosed, by reference alone. This schedule is for whoever"
        " decides on disclosure: take it off before the chronology is served."
    )
    rows = ((_record(row, tables), day(row.recorded_at), row.why) for row in whole.sensitive)
    return _section(
        "5. Schedule of sensitive material", note, columns, rows, nothing="None.", apart=True
    )


def _unused(whole: Chronology, tables: Mapping[str, Any]) -> Section:
    columns = {"Record": 32, "Recorded": 14, "Names": 34, "Source row": 20}
    note = (
        "Records that name either of the two, on which no event, order or breach above rests. They"
        " may hold what speaks against the application: somebody has to read them."
    )
    if whole.unlisted:
        many = counted(whole.unlisted, "more record")
        note += f" Not listed, for they name the protected person alone: {many}."
    names = {whole.suspect: whole.suspect_name, whole.protected: whole.protected_name}
    rows = (
        (
            _record(row, tables),
            day(row.recorded_at),
            "\n".join(f"{names[who]}: {role.replace('+', ', ')}" for who, role in row.names),
            row.place,
        )
        for row in whole.unused
    )
    return _section(
        "6. Schedule of unused material", note, columns, rows, nothing="None.", apart=True
    )


def _record(row: Row, tables: Mapping[str, Any]) -> str:
    return f"{_force(row.force, tables)}\n{_KINDS.get(row.kind, row.kind)} {row.reference}"


def _title(table: Mapping[str, Any], code: str) -> str:
    row = table.get(code) or table.get(code.partition("/")[0])
    return str(row["title"]) if row else ""


def _force(name: str | None, tables: Mapping[str, Any]) -> str:
    return _title(tables["forces"], name or "") or _capital(name or "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
