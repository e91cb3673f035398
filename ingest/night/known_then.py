"""What was known of a record at any instant of the past, from the versions that are held.

A version is known from its `recorded_at`; where it says the same instant as the version
before, from the latest date of its own that the version before did not have (an outcome, a
plan, a status), else from the extract that first carried it. A field with a date of its own is
unknown before it: `as_known` leaves it out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from graph.model.record import Incident, Order, Record

Event = tuple[dt.datetime, Record]
"""From this instant on the record is known to say this."""


def events(versions: Sequence[tuple[Record, str]]) -> Iterator[Event]:
    """Every change of what was known of one record, in order.

    `versions` are its versions, the oldest first, each with the ISO date of the extract that
    first carried it ('' when unknown).
    """
    known: list[tuple[dt.datetime, int, Record]] = []
    before: Record | None = None
    since: dt.datetime | None = None
    for place, (record, extracted) in enumerate(versions):
        since = _since(record, extracted, before, since)
        moments = [since, *(at for at in own_dates(record) if at > since)]
        known += [(at, place, as_known(record, at)) for at in moments]
        before = record
    for at, place, record in sorted(known, key=lambda each: each[:2]):
        if not any(other > place and when <= at for when, other, _ in known):
            yield at, record


def _since(
    record: Record, extracted: str, before: Record | None, known: dt.datetime | None
) -> dt.datetime:
    first = _first(record)
    if before is None or known is None:
        return first
    if record.recorded_at > known:
        return max(first, known)
    fresh = set(own_dates(record)) - set(own_dates(before))
    own = max(fresh, default=None)
    if own is not None and own > known:
        return own
    day = dt.datetime.fromisoformat(extracted).replace(tzinfo=dt.UTC) if extracted else known
    return max(day, known)


def _first(record: Record) -> dt.datetime:
    """An order is not known before it has the status that it is delivered with."""
    status = record.order.status_at if record.order else None
    return max(record.recorded_at, status) if status else record.recorded_at


def own_dates(record: Record) -> list[dt.datetime]:
    """The dates of single fields, in order."""
    dates: Iterable[dt.datetime | None] = ()
    if record.incident:
        detail = record.incident
        dates = (detail.outcome_at, detail.risk_at, detail.risk_plan_at)
    elif record.order:
        dates = (record.order.status_at, record.order.served_at)
    return sorted(at for at in dates if at is not None)


def as_known(record: Record, at: dt.datetime) -> Record:
    """The record without what has a later date of its own."""
    if record.incident:
        return record.model_copy(update={"incident": _incident(record.incident, at)})
    if record.order:
        return record.model_copy(update={"order": _order(record.order, at)})
    return record


def _incident(known: Incident, at: dt.datetime) -> Incident:
    update: dict[str, object] = {}
    if known.outcome_at and known.outcome_at > at:
        update |= {"outcome": "", "outcome_at": None}
    if known.risk_at and known.risk_at > at:
        update |= {"risk_tool": "", "risk_grade": "", "risk_at": None}
    if known.risk_plan_at and known.risk_plan_at > at:
        update |= {"risk_plan": None, "risk_plan_at": None}
    return known.model_copy(update=update)


def _order(known: Order, at: dt.datetime) -> Order:
    if known.served_at and known.served_at > at:
        return known.model_copy(update={"service": "unknown", "served_at": None})
    return known
