"""What was known on a past day: case, flags and outcomes as they then stood.

An incident is there from the day it was recorded, its outcome from the day that was; an order
stands as the version of its record did that was the newest then; a flag from the night that raised
it, with what people had said of it by then. What came later is not shown, nor counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.explore.answers import Event, Flag, Term, Timeline
from graph.flags.life import SAID
from graph.model.local_time import HOME, local
from graph.queries.rows import ViewPeopleOrderVersions

OUTCOME = ("outcome", "outcome_at")


def after(day: dt.date) -> dt.datetime:
    """The first instant after a local day."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), HOME)


def known_days(
    timeline: Timeline, flags: Iterable[Flag], versions: Iterable[ViewPeopleOrderVersions]
) -> list[dt.date]:
    """The local days on which something of the case became known, oldest first."""
    instants = [event.props.get("recorded_at") for event in timeline.events]
    instants += [event.props.get("outcome_at") for event in timeline.events]
    instants += [version["recorded_at"] for version in versions]
    for flag in flags:
        instants += [flag.raised_at, *(word["at"] for word in flag.dispositions)]
    return sorted({local(instant).date() for instant in instants if instant})


def timeline_on(
    timeline: Timeline, versions: Sequence[ViewPeopleOrderVersions], day: dt.date
) -> Timeline:
    """The incidents and orders that were known at the end of a day."""
    until = after(day)
    events = tuple(
        _without_later_outcome(event, until)
        for event in timeline.events
        if _known(event.props.get("recorded_at"), until)
    )
    terms = (_order_then(term, versions, until) for term in timeline.terms)
    return replace(timeline, events=events, terms=tuple(term for term in terms if term))


def _known(instant: dt.datetime | None, until: dt.datetime) -> bool:
    return instant is None or instant < until


def _without_later_outcome(event: Event, until: dt.datetime) -> Event:
    """An outcome of which no day is told may have come later: it is not there either."""
    at = event.props.get("outcome_at")
    if at is not None and at < until:
        return event
    props = {name: value for name, value in event.props.items() if name not in OUTCOME}
    return replace(event, props=props)


def _order_then(
    term: Term, versions: Sequence[ViewPeopleOrderVersions], until: dt.datetime
) -> Term | None:
    """The order by its newest version of then; None where nothing was recorded of it yet."""
    mine = [version for version in versions if version["order"] == term.id]
    if not mine:
        return term if _known(term.props.get("status_at") or term.start, until) else None
    then = [version for version in mine if version["recorded_at"] < until]
    if not then:
        return None
    if len(then) == len(mine):
        return term
    newest = max(then, key=lambda version: version["recorded_at"])
    stood = {name: newest[name] for name in ("status", "service", "status_at", "served_at")}
    start = newest["served_at"] or term.props.get("from") or newest["status_at"]
    return replace(term, props={**term.props, **stood}, start=start)


def flags_on(flags: Iterable[Flag], day: dt.date) -> list[Flag]:
    """The flags that had been raised by the end of a day, each in the state it had by then."""
    until = after(day)
    return [_flag_then(flag, until) for flag in flags if flag.raised_at < until]


def _flag_then(flag: Flag, until: dt.datetime) -> Flag:
    words = [word for word in flag.dispositions if word["at"] < until]
    contacts = [
        each
        for each in flag.columns.get("contacts") or ()
        if dt.datetime.fromisoformat(each["at"]) < until
    ]
    state = flag.state if flag.changed_at < until else SAID[words[-1]["kind"]] if words else "new"
    return replace(
        flag, state=state, dispositions=words, columns={**flag.columns, "contacts": contacts}
    )
