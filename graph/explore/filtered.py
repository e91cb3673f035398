"""A filtered search: the incidents, people or orders that are like what is asked.

A filter by place or words answers for no incident whose place or words victim safety keeps back:
to be found by them would tell them. Nor does it answer for the people in such an incident.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.access.session import Consultation, Session
from graph.explore.chart import Element, Walk, element
from graph.explore.filters import IN_INCIDENTS, IN_ORDERS, Filters, filters_of
from graph.explore.search import find, name_query
from graph.queries import load
from graph.queries.rows import AskIncidentsSought, AskOrdersSought

MOST_FOUND = 1_000
MOST_READ = 5_000
"""Incidents that are looked through for people, for words, or within a distance."""


@dataclass(frozen=True, slots=True)
class Found:
    """One answer: the element, who is named in it, or of a person in how many of what was found.

    `people` have `id`, `name` and `role`; `first` and `last` are a person's, in UTC.
    """

    element: Element
    people: tuple[Mapping[str, Any], ...] = field(default=(), compare=False)
    roles: tuple[str, ...] = ()
    times: int = 0
    forces: tuple[str, ...] = ()
    first: dt.datetime | None = None
    last: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What a filtered search found, the latest first; `cut` says that more may be like it."""

    kind: str
    found: tuple[Found, ...]
    cut: bool

    @property
    def level(self) -> int:
        """The highest clearance that any of it asks for."""
        return max((int(one.element.props.get("level") or 0) for one in self.found), default=0)


def filtered(session: Session, text: str, given: Mapping[str, str]) -> Findings:
    """What is like the text and the filters given (graph/explore/filters.py FILTERS), as words.

    InputError names a filter that cannot be read.
    """
    asked = {name: value for name, value in given.items() if value}
    consultation = session.consult("filtered search", text=text, filters=asked)
    return _found(consultation, filters_of(text, given, session.store.settings.corrections))


def _found(consultation: Consultation, filters: Filters) -> Findings:
    named = _named(consultation, filters.text)
    if filters.kind == "Order":
        orders, cut = _orders(consultation, filters, named, MOST_FOUND)
        found = [Found(element(row), tuple(row["people"])) for row in orders]
    elif filters.kind == "Incident":
        incidents, cut = _incidents(consultation, filters, named, MOST_FOUND)
        found = [Found(element(row), tuple(row["people"])) for row in incidents]
    else:
        found, cut = _people(consultation, filters, named)
    return Findings(filters.kind, tuple(found[:MOST_FOUND]), cut or len(found) > MOST_FOUND)


def _named(consultation: Consultation, text: str) -> dict[str, list[str]] | None:
    """The ids of what answers to a text, by label; None without a text."""
    if not text:
        return None
    ids: dict[str, list[str]] = {}
    for hit in find(consultation, text):
        ids.setdefault(hit.element.label, []).append(hit.element.id)
    # Asked of a suspect by name, it is seen from his side.
    consultation.seen_by_suspects(ids.get("Person", ()))
    return ids


def _incidents(
    consultation: Consultation,
    filters: Filters,
    named: Mapping[str, Sequence[str]] | None,
    most: int,
) -> tuple[list[AskIncidentsSought], bool]:
    """The incidents, and whether there may be more."""
    ids, cut = _told(consultation, filters)
    people = None
    if named is not None and named.get("Incident"):
        own = set(named["Incident"])
        ids = sorted(own if ids is None else own & set(ids))
    elif named is not None:
        people = list(named.get("Person", ()))
    rows = consultation.read(
        load("ask/incidents_sought"),
        ids=ids,
        people=people,
        behaviour=filters.behaviour or None,
        classes=list(filters.classes),
        force=filters.force or None,
        since=filters.since,
        until=filters.until,
        role=filters.role if filters.role in IN_INCIDENTS.values() else None,
        order_kind=(filters.order or None) if filters.kind == "Incident" else None,
        limit=most + 1,
    )
    return rows[:most], cut or len(rows) > most


def _told(consultation: Consultation, filters: Filters) -> tuple[list[str] | None, bool]:
    """The incidents at a place and of some words that may be told; None when neither is asked."""
    if not filters.place and not filters.words:
        return None, False
    sets, cut = [], False
    if filters.place:
        near = _near(consultation, filters)
        cut = len(near) >= MOST_READ
        sets.append(near)
    if filters.words:
        said = _said(consultation, filters.words)
        cut = cut or len(said) >= MOST_READ
        sets.append(said)
    ids = set.intersection(*sets)
    consultation.guard.judge(("Incident", id_) for id_ in ids)
    return sorted(id_ for id_ in ids if not consultation.guard.is_silent(("Incident", id_))), cut


def _near(consultation: Consultation, filters: Filters) -> set[str]:
    postcode = filters.place if isinstance(filters.place, str) else None
    north, east = (None, None) if isinstance(filters.place, str) else filters.place
    rows = consultation.read(
        load("ask/near"),
        latitude=north,
        longitude=east,
        postcode=postcode,
        metres=filters.metres,
        limit=MOST_READ,
    )
    return {row["incident_id"] for row in rows}


def _said(consultation: Consultation, words: str) -> set[str]:
    """The incidents whose summary has every word, or words that begin so, or nearly."""
    query = name_query(words, misspelt=True)
    if not query:
        return set()
    rows = consultation.read(
        load("view/search/names"), index="incident_ft", words=query, most=MOST_READ
    )
    return {row["id"] for row in rows}


def _orders(
    consultation: Consultation,
    filters: Filters,
    named: Mapping[str, Sequence[str]] | None,
    most: int,
) -> tuple[list[AskOrdersSought], bool]:
    own = None if named is None else named.get("Order")
    people = None if named is None or own else list(named.get("Person", ()))
    rows = consultation.read(
        load("ask/orders_sought"),
        ids=own or None,
        people=people,
        order_kind=filters.order or None,
        force=filters.force or None,
        since=filters.since,
        until=filters.until,
        role=filters.role if filters.role in IN_ORDERS.values() else None,
        limit=most + 1,
    )
    return rows[:most], len(rows) > most


def _people(
    consultation: Consultation, filters: Filters, named: Mapping[str, Sequence[str]] | None
) -> tuple[list[Found], bool]:
    """The people in what is like the filters, those in most of it first.

    By their incidents, unless only orders are asked for; with a kind of order, who is bound by one.
    """
    by_orders = filters.role in IN_ORDERS.values() or (filters.order and not filters.of_incidents)
    rows: Sequence[AskIncidentsSought | AskOrdersSought]
    if by_orders:
        rows, cut = _orders(consultation, filters, named, MOST_READ)
        roles = {filters.role or "SUBJECT_OF"}
    else:
        rows, cut = _incidents(consultation, filters, named, MOST_READ)
        roles = {filters.role} if filters.role else set(IN_INCIDENTS.values())
    stands = _stands(rows, roles, None if named is None else named.get("Person", ()))
    if filters.order and not by_orders:
        bound = _bound(consultation, filters.order, list(stands))
        stands = {id_: each for id_, each in stands.items() if id_ in bound}
    known = Walk(consultation).elements(("Person", id_) for id_ in stands)
    found = [_found_person(each, stands[each.id]) for each in known]
    return sorted(found, key=lambda one: (-one.times, one.element.name, one.element.id)), cut


def _stands(
    rows: Iterable[Mapping[str, Any]], roles: set[str], only: Sequence[str] | None
) -> dict[str, list[tuple[str, Mapping[str, Any]]]]:
    """By the person's id, in which role they stand in which of the rows' properties."""
    stands: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for row in rows:
        for person in row["people"]:
            if person["role"] in roles and (only is None or person["id"] in only):
                told = {**row["props"], "id": row["id"]}
                stands.setdefault(person["id"], []).append((person["role"], told))
    return stands


def _bound(consultation: Consultation, kind: str, people: list[str]) -> set[str]:
    rows = consultation.read(
        load("ask/orders_sought"),
        people=people,
        order_kind=kind,
        role="SUBJECT_OF",
        limit=MOST_READ,
    )
    each = (person for row in rows for person in row["people"])
    return {person["id"] for person in each if person["role"] == "SUBJECT_OF"}


def _found_person(known: Element, stands: Sequence[tuple[str, Mapping[str, Any]]]) -> Found:
    dated = [_begins(told) for _, told in stands]
    dates = sorted(date for date in dated if date is not None)
    forces = {str(told.get("force") or told.get("issuer") or "") for _, told in stands}
    return Found(
        known,
        roles=tuple(sorted({role for role, _ in stands})),
        times=len({told["id"] for _, told in stands}),
        forces=tuple(sorted(forces - {""})),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
    )


def _begins(told: Mapping[str, Any]) -> dt.datetime | None:
    names = ("occurred_from", "served_at", "from", "recorded_at", "status_at")
    return next((told[name] for name in names if told.get(name)), None)
