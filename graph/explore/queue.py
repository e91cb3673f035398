"""The flags as they are worked through: filtered, counted, page by page, and one opened whole.

What is counted are the flags that the viewer may see; every count of a group adds up to the
number of flags that the other filters leave.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from graph.access.session import Consultation, Session
from graph.explore.chart import Element, Link, Walk
from graph.explore.sources import Source, read_sources
from graph.flags.life import WAITING
from graph.flags.store import Flag, told
from graph.model.schema import ENTITIES, NodeKey
from graph.queries import load
from graph.queries.rows import (
    SystemNightsListed,
    ViewFlagsFacets,
    ViewNightsArrived,
    ViewNightsChanges,
)
from graph.rules.columns import label_of

PAGE = 50
"""Flags that are read at once: two screens of them."""
MOST = 1_000
"""Flags that one page may hold; from there on another begins."""
STATES: Mapping[str, tuple[str, ...]] = {
    "waiting": WAITING,
    "confirmed": ("confirmed",),
    "deferred": ("deferred",),
    "dismissed": ("dismissed",),
    "note": ("note",),
    "withdrawn": ("withdrawn",),
}
"""The choices of the filter by state; without one it is `waiting`."""
DUE = ("overdue", "soon", "later", "none")
SOON = dt.timedelta(days=8)
"""What is due within a week is due soon."""
APART = dt.timedelta(hours=1)
"""After so long without a question the next one begins another visit."""
DRAWN = 40
"""Incidents, orders and people that the small chart of a flag shows at most."""
PARTIES = ("SUSPECT_IN", "INSTIGATED", "VICTIM_OF", "SUBJECT_OF", "PROTECTS")
"""Links of an incident or order to whom it is about: they stand on that chart, too."""
FACETS = ("rule", "state", "force", "owner", "due", "new")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a queue; "" leaves one out. `state` is a key of STATES, `due` one of DUE;
    `new` asks for what changed since the last visit; `after` is the place of the flag before."""

    rule: str = ""
    state: str = "waiting"
    force: str = ""
    owner: str = ""
    due: str = ""
    new: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Night:
    """A night, and how many flags that this viewer may see it changed, by the state they have."""

    id: str
    as_of: dt.datetime
    states: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Queue:
    """Some flags in their order, `total` of all that the filters leave, and `counts` by facet
    and value under the other filters. `since` is the end of the last visit, if there was one;
    `night` the last night, with the states of the flags that it changed."""

    wanted: Wanted
    flags: tuple[Flag, ...]
    last: str
    total: int
    counts: Mapping[str, Mapping[str, int]]
    since: dt.datetime | None
    night: Night | None


@dataclass(frozen=True, slots=True)
class Opened:
    """One flag with the records that it rests on, and what they are about, joined by links."""

    flag: Flag
    sources: tuple[Source, ...]
    elements: tuple[Element, ...]
    links: tuple[Link, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class NightNews:
    """What the last night brought, as far as this viewer may see it: deliveries, and flags."""

    id: str
    as_of: dt.datetime
    deliveries: tuple[ViewNightsArrived, ...]
    flags: tuple[ViewNightsChanges, ...] = ()


def queue(
    session: Session,
    wanted: Wanted,
    most: int = PAGE,
    *,
    now: dt.datetime,
    since: dt.datetime | None = None,
) -> Queue:
    """The first `most` flags of a queue (up to MOST), and how many there are of each kind.

    `since` stands for the end of the last visit, for whoever knows better than the audit.
    """
    about: dict[str, Any] = {"since": since.isoformat()} if since else {}
    since = since or _last_visit(session, now)
    filters = {name: getattr(wanted, name) for name in FACETS}
    consultation = session.consult("queue", **filters, **about)
    last_night = _last_night(consultation)
    facets = _facets(consultation, since, now, last_night)
    counts, total = _counts(facets, wanted)
    night = _night(last_night, facets) if last_night else None
    rows = _rows(consultation, wanted, most, since, now)
    last = rows[-1]["place"] if rows else ""
    return Queue(wanted, tuple(told(consultation, rows)), last, total, counts, since, night)


def _last_visit(session: Session, now: dt.datetime) -> dt.datetime | None:
    """When the viewer's visit before this one ended, as the audit has it; None of a first one."""
    instants = [
        now,
        *(dt.datetime.fromisoformat(at) for at in session.audit.visits(session.viewer)),
    ]
    return next((older for newer, older in pairwise(instants) if newer - older > APART), None)


def _rows(
    consultation: Consultation,
    wanted: Wanted,
    most: int,
    since: dt.datetime | None,
    now: dt.datetime,
) -> list[Any]:
    begin, end = _days(wanted.due, now.date())
    return consultation.read(
        load("view/flags/queue"),
        states=list(STATES.get(wanted.state, WAITING)),
        rule=wanted.rule or None,
        owner=wanted.owner or None,
        force=wanted.force or None,
        due_from=begin,
        due_until=end,
        since=(since or now) if wanted.new else None,
        after=wanted.after,
        most=max(1, min(most, MOST)),
    )


def _days(due: str, today: dt.date) -> tuple[str, str]:
    """The half-open stretch of days that a word of DUE stands for, as text that sorts."""
    days = ["", today.isoformat(), (today + SOON).isoformat(), "9999", "~"]
    place = DUE.index(due) if due in DUE else None
    return ("", "~") if place is None else (days[place], days[place + 1])


def _facets(
    consultation: Consultation,
    since: dt.datetime | None,
    now: dt.datetime,
    last_night: SystemNightsListed | None,
) -> list[ViewFlagsFacets]:
    today = now.date()
    return consultation.read(
        load("view/flags/facets"),
        today=today.isoformat(),
        soon=(today + SOON).isoformat(),
        since=since,
        night=last_night["id"] if last_night else "",
    )


def _night(last_night: SystemNightsListed, facets: Iterable[ViewFlagsFacets]) -> Night:
    states: Counter[str] = Counter()
    for row in facets:
        if row["tonight"]:
            states[row["state"]] += row["flags"]
    return Night(last_night["id"], last_night["as_of"], states)


def _counts(
    rows: Iterable[ViewFlagsFacets], wanted: Wanted
) -> tuple[dict[str, dict[str, int]], int]:
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    total = 0
    for row in rows:
        values = _values(row)
        missed = [name for name in FACETS if not _fits(wanted, name, values[name])]
        total += 0 if missed else row["flags"]
        for name in FACETS:
            if missed in ([], [name]):
                counts[name][""] += row["flags"]
                counts[name].update(dict.fromkeys(values[name], row["flags"]))
    return {name: dict(count.most_common()) for name, count in counts.items()}, total


def _values(row: ViewFlagsFacets) -> dict[str, tuple[str, ...]]:
    state = next((name for name, states in STATES.items() if row["state"] in states), row["state"])
    return {
        "rule": (row["rule"],),
        "state": (state,),
        "force": tuple(row["forces"]),
        "owner": (row["owner"],),
        "due": (row["due"],),
        "new": ("visit",) if row["fresh"] else (),
    }


def _fits(wanted: Wanted, name: str, values: tuple[str, ...]) -> bool:
    asked = getattr(wanted, name)
    return not asked or asked in values


def opened(session: Session, flag_id: str) -> Opened | None:
    """One flag with its evidence; None when there is none that this viewer may see.

    It is seen from the side of everybody whom it is about, so from a suspect's, too.
    """
    consultation = session.consult("flag", flag=flag_id)
    rows = consultation.read(load("view/flags/by_id"), ids=[flag_id])
    if not rows:
        return None
    named = _places(json.loads(rows[0]["columns"]), rows[0]["subjects"])
    consultation.seen_from(sorted({id_ for label, id_ in named if label == "Person"}))
    (flag,) = told(consultation, rows)
    places = _places(flag.columns, flag.subjects)
    sources = read_sources(consultation, flag.record_ids)
    walk = Walk(consultation)
    events = [place for place in places[:DRAWN] if place[0] in ("Incident", "Order")]
    joined = walk.step(events, DRAWN)
    people = {end for link in joined if link.type in PARTIES for end in (link.start, link.end)}
    elements = walk.elements([*places[:DRAWN], *sorted(people - set(places))[:DRAWN]])
    shown = {each.place for each in elements}
    links = tuple(link for link in joined if {link.start, link.end} <= shown)
    return Opened(flag, tuple(sources), elements, links, max(0, len(places) - DRAWN))


def _places(columns: Mapping[str, Any], subjects: Collection[str]) -> list[NodeKey]:
    """Whatever a flag names, each once: whom it is about first, then what it rests on."""
    named: dict[NodeKey, None] = {}
    for column, value in columns.items():
        label = label_of(column)
        if label in ENTITIES.split():
            for id_ in value if isinstance(value, list) else [value]:
                if id_:
                    named[(label, id_)] = None
    return sorted(named, key=lambda place: place[1] not in subjects)


def arrived(session: Session) -> NightNews | None:
    """The last night with what came in it; None before the first."""
    return _arrived(session.consult("arrived"))


def news(session: Session) -> NightNews | None:
    """The last night with what came in it and what it did to flags; None before the first."""
    consultation = session.consult("night")
    found = _arrived(consultation)
    if found is None:
        return None
    return replace(
        found, flags=tuple(consultation.read(load("view/nights/changes"), night=found.id))
    )


def _arrived(consultation: Consultation) -> NightNews | None:
    night = _last_night(consultation)
    if night is None:
        return None
    rows = consultation.read(load("view/nights/arrived"), ids=night["deliveries"])
    return NightNews(night["id"], night["as_of"], tuple(rows))


def _last_night(consultation: Consultation) -> SystemNightsListed | None:
    query = load("system/nights/listed")
    rows = consultation.known.kept.read(
        query.path,
        ["last"],
        lambda last: dict.fromkeys(last, consultation.store.read(query, most=1)),
    )
    return next(iter(rows["last"]), None)
