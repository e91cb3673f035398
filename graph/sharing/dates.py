"""When something was, in words, no more exactly than the record knows it, where it was written."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from graph.model.record import Record
from graph.model.reference import LONDON
from graph.model.vocabulary import Period


def day(instant: dt.datetime | None) -> str:
    """`3 Mar 2025`, in the country's time; "" for nothing."""
    return _date(instant.astimezone(LONDON)) if instant else ""


def happened(record: Record) -> str:
    """When an incident was, or from when an order binds; else when it was recorded."""
    if record.order:
        began = record.order.served_at or record.order.start
        return f"from {day(began)}" if began else f"recorded {day(record.recorded_at)}"
    occurred = record.incident.occurred if record.incident else None
    return _period(occurred) if occurred else f"recorded {day(record.recorded_at)}"


def _period(period: Period) -> str:
    try:
        zone = ZoneInfo(period.zone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = LONDON
    start = period.start.astimezone(zone)
    last = period.end.astimezone(zone) - dt.timedelta(seconds=1)
    if period.precision in ("second", "minute", "hour"):
        return f"{_date(start)}, {start:%H:%M}"
    if period.precision in ("month", "year"):
        return f"{start:%B %Y}" if period.precision == "month" else f"{start:%Y}"
    ends_later = _date(last) != _date(start) and last > start
    return f"{_date(start)} to {_date(last)}" if ends_later else _date(start)


def _date(local: dt.datetime) -> str:
    return f"{local.day} {local:%b %Y}"
