"""How a time is said to people: as it was where it was written.

A day is the local day, a month the month, and a clock has the name of its zone beside it. Every
instant is stored in UTC, and no page, flag or table says a day in UTC: in summer an order until
15 March in Sydney, or a record of 12 May in England, would name another day than was meant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/London")
"""Where the forces are. What was written in UTC, or with an offset, happened there too."""
LEAST = dt.timedelta(microseconds=1)


@lru_cache
def place(zone: str | None) -> dt.tzinfo:
    """The zone in which something was written; HOME where that is UTC or an offset.

    >>> place("UTC") is HOME and place("+01:00") is HOME
    True
    """
    named = bool(zone) and "/" in str(zone)
    return ZoneInfo(str(zone)) if named else HOME


def local(instant: dt.datetime | str, zone: str | None = "") -> dt.datetime:
    """The instant by the clocks of its zone; what has no zone of its own is local already."""
    at = dt.datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    return at.astimezone(place(zone)) if at.tzinfo else at


def _before(end: dt.datetime | str, zone: str | None) -> dt.datetime:
    """The last instant before an end: counted in UTC, for the clocks may change that night."""
    at = local(end, zone)
    return local(at.astimezone(dt.UTC) - LEAST, zone) if at.tzinfo else at - LEAST


def day(instant: dt.datetime | str | None, zone: str | None = "", *, full: bool = False) -> str:
    """The local day, `3 Mar 2025`, `full` with the month in full; or nothing.

    >>> day("2024-05-11T23:00:00Z")
    '12 May 2024'
    """
    if not instant:
        return ""
    at = local(instant, zone)
    return f"{at.day} {at:%B %Y}" if full else f"{at.day} {at:%b %Y}"


def clock(instant: dt.datetime | str, zone: str | None = "") -> str:
    """`20:00 GMT`: the time of day, with the name of its zone."""
    return f"{local(instant, zone):%H:%M %Z}".strip()


def moment(instant: dt.datetime | str | None, zone: str | None = "") -> str:
    """`3 Mar 2025, 20:00 GMT`, the day alone where the clock stands at midnight; or nothing."""
    if not instant:
        return ""
    said = day(instant, zone)
    return said if is_midnight(instant, zone) else f"{said}, {clock(instant, zone)}"


def is_midnight(instant: dt.datetime | str, zone: str | None = "") -> bool:
    """Whether a local day begins then: an instant that is known to its day only."""
    return local(instant, zone).time() == dt.time()


def last_day(end: dt.datetime | str | None, zone: str | None = "", *, full: bool = False) -> str:
    """The last day of what ends before `end`, the first instant after it; or nothing.

    >>> last_day("2025-03-16T00:00:00Z")
    '15 Mar 2025'
    """
    if not end:
        return ""
    at = _before(end, zone) if is_midnight(end, zone) else end
    return day(at, zone, full=full)


def until(end: dt.datetime | str | None, zone: str | None = "") -> str:
    """The last day of an order, with the clock where it ends within that day; or nothing."""
    if not end:
        return ""
    return last_day(end, zone) if is_midnight(end, zone) else moment(end, zone)


@lru_cache(maxsize=8_192)  # a chart tells hundreds, in several places each
def period(
    start: dt.datetime | str,
    end: dt.datetime | str | None,
    precision: str | None,
    zone: str | None = "",
) -> str:
    """A half-open stretch, no more exactly than it is known.

    A minute that the clocks pass twice is told with both names.

    >>> period("2023-07-31T23:00:00Z", "2023-08-31T23:00:00Z", "month", "Europe/London")
    'August 2023'
    """
    first = local(start, zone)
    if precision == "year":
        return f"{first:%Y}"
    if precision == "month":
        return f"{first:%B %Y}"
    last = max(first, _before(end, zone)) if end else first
    if precision in ("second", "minute"):
        twice = last.tzname() != first.tzname() and (last.hour, last.minute) == (
            first.hour,
            first.minute,
        )
        return f"{day(first, zone)}, {clock(first, zone)}" + (f" or {last:%Z}" if twice else "")
    if precision == "hour":
        return f"{day(first, zone)}, {first:%H:%M} to {clock(end or first, zone)}"
    if precision != "day" and not (is_midnight(first, zone) and is_midnight(end or first, zone)):
        return f"{moment(first, zone)} to {moment(last, zone)}" if end else moment(first, zone)
    days = (day(first, zone), day(last, zone))
    return days[0] if days[0] == days[1] else f"{days[0]} to {days[1]}"


def when(props: Mapping[str, Any]) -> str:
    """When an incident occurred, no more exactly than the record knows it, by the clocks there."""
    start, zone = props.get("occurred_from"), props.get("zone")
    if not start:
        recorded = props.get("recorded_at")
        return f"recorded {day(recorded, zone)}" if recorded else "date not known"
    return period(start, props.get("occurred_to"), props.get("precision"), zone)
