"""Dates and times as forces write them: formats, zones, precision, half-open periods.

A format is written with `yyyy yy mm mon dd HH MM SS zone` (`mm` is the month, `MM` the
minute), or is `iso`. What is read is a `Moment`: the parts that were given, no more. A moment
becomes a stretch of UTC time as wide as its precision: a day ends at the next local
midnight, so on the days that the clocks change it lasts 23 or 25 hours. A local time that
summer time skips does not exist and is refused; one that autumn gives twice covers both.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

Given = Literal["second", "minute", "hour", "day", "month", "year"]

_TOKENS = {
    "yyyy": r"(?P<year>\d{4})",
    "yy": r"(?P<short_year>\d{2})",
    "mon": r"(?P<month_name>[A-Za-z]{3,9})",
    "mm": r"(?P<month>\d{1,2})",
    "dd": r"(?P<day>\d{1,2})",
    "HH": r"(?P<hour>\d{1,2})",
    "MM": r"(?P<minute>\d{2})",
    "SS": r"(?P<second>\d{2})(?:[.,]\d+)?",
    "zone": r"(?P<zone>Z|[+-]\d{2}:?\d{2})",
}
_SPLIT = re.compile("(yyyy|yy|mon|mm|dd|HH|MM|SS|zone)")
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?:[T ](?P<hour>\d{2})"
    r"(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?\s?(?P<zone>Z|[+-]\d{2}:?\d{2})?"
    r")?)?)?"
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_LONG_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_FIRST = (1, 1, 1, 0, 0, 0)
_ORDER: tuple[Given, ...] = ("year", "month", "day", "hour", "minute", "second")


class TimeError(ValueError):
    """A date or time that cannot be taken; the message is the reason and holds no value."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A local date or time with the precision it was written in."""

    local: dt.datetime
    precision: Given
    offset: dt.timezone | None = None

    @property
    def date(self) -> dt.date:
        return self.local.date()


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch [start, end) in UTC, and the zone it was written in."""

    start: dt.datetime
    end: dt.datetime
    precision: Given
    zone: str


def coarser(moment: Moment, precision: str) -> Moment:
    """The moment with no more than this precision: `day` cuts off what is written of a time."""
    if precision not in _ORDER or _ORDER.index(precision) >= _ORDER.index(moment.precision):
        return moment
    keep = _ORDER.index(precision) + 1
    year, month, day, hour, minute, second = (*moment.local.timetuple()[:keep], *_FIRST[keep:])
    local = dt.datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    return Moment(local, _ORDER[keep - 1], moment.offset)


Reader = Callable[[str], Moment]


def compile_formats(formats: Sequence[str]) -> Reader:
    """A reader that tries each format in turn; it raises TimeError when none fits.

    A date that does not exist in one format (20/8 with the month first) may in a later one.

    Raises ValueError when a format itself is wrong.
    """
    patterns = [_ISO if fmt == "iso" else _pattern(fmt) for fmt in formats]

    def read(text: str) -> Moment:
        first: TimeError | None = None
        for pattern in patterns:
            if found := pattern.fullmatch(text):
                try:
                    return _moment(found.groupdict())
                except TimeError as error:
                    first = first or error
        raise first or TimeError("is not written in any format of the mapping")

    return lru_cache(maxsize=4096)(read)


def find_date(fmt: str, text: str) -> str | None:
    """The first date of this format inside a file name, as an ISO date; None without one."""
    found = _pattern(fmt).search(text)
    if found is None:
        return None
    try:
        return _moment(found.groupdict()).date.isoformat()
    except TimeError:
        return None


def _pattern(fmt: str) -> re.Pattern[str]:
    parts = _SPLIT.split(fmt)
    tokens = parts[1::2]
    if len(tokens) != len(set(tokens)) or not {"yyyy", "yy"} & set(tokens):
        raise ValueError(f"{fmt!r} is not a date format: write it like dd/mm/yyyy HH:MM, or iso")
    if "MM" in tokens and "mm" not in tokens and "mon" not in tokens:
        raise ValueError(f"{fmt!r} has minutes (MM) but no month (mm)")
    packed = not any(parts[2:-1:2])
    text = "".join(
        _TOKENS[part].replace("{1,2}", "{2}")
        if i % 2 and packed
        else _TOKENS[part]
        if i % 2
        else re.escape(part).replace(r"\ ", r"\s+")
        for i, part in enumerate(parts)
    )
    return re.compile(text)


def _moment(parts: dict[str, str | None]) -> Moment:
    fields = [_year(parts), _month(parts), *(_number(parts, key) for key in _ORDER[2:])]
    given = 0
    while given < len(fields) and fields[given] is not None:
        given += 1
    if any(field is not None for field in fields[given:]):
        raise TimeError("leaves out a part between the year and the time")
    padded = [
        field if field is not None else first for field, first in zip(fields, _FIRST, strict=True)
    ]
    try:
        year, month, day, hour, minute, second = padded
        local = dt.datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001
        if not 1600 <= year <= 2999 or second > 60:
            raise ValueError
    except ValueError as error:
        raise TimeError("is a date or time that does not exist") from error
    return Moment(local, _ORDER[given - 1], _offset(parts.get("zone")))


def _number(parts: dict[str, str | None], key: str) -> int | None:
    text = parts.get(key)
    return None if text is None else int(text)


def _year(parts: dict[str, str | None]) -> int | None:
    short = _number(parts, "short_year")
    if short is None:
        return _number(parts, "year")
    return short + (1900 if short >= 70 else 2000)


def _month(parts: dict[str, str | None]) -> int | None:
    name = (parts.get("month_name") or "").lower()
    if not name:
        return _number(parts, "month")
    for names in (_MONTHS, _LONG_MONTHS):
        if name in names:
            return names.index(name) + 1
    raise TimeError("names a month that does not exist")


def _offset(text: str | None) -> dt.timezone | None:
    if not text:
        return None
    if text == "Z":
        return dt.UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    if minutes > 14 * 60 or int(text[-2:]) > 59:
        raise TimeError("has an offset that no place uses")
    return dt.timezone(dt.timedelta(minutes=minutes if text[0] == "+" else -minutes))


@lru_cache(maxsize=4096)
def span(moment: Moment, zone: str) -> Span:
    """The stretch of time that a moment covers; `zone` holds unless the text gave an offset.

    Raises TimeError for a local time that the clocks skip.
    """
    place: dt.tzinfo = moment.offset or ZoneInfo(zone)
    end = _following(moment.local, moment.precision)
    if moment.precision in ("day", "month", "year"):
        start_at, end_at = _midnight(moment.local, place), _midnight(end, place)
    else:
        first, last = _readings(moment.local, place)
        start_at, end_at = first, last + (end - moment.local)
    name = zone if moment.offset is None else _offset_name(moment.offset)
    return Span(start_at, end_at, moment.precision, name)


def _offset_name(offset: dt.timezone) -> str:
    return "UTC" if offset.utcoffset(None) == dt.timedelta() else str(offset).removeprefix("UTC")


def _following(local: dt.datetime, precision: Given) -> dt.datetime:
    if precision == "year":
        return local.replace(year=local.year + 1)
    if precision == "month":
        return local.replace(year=local.year + local.month // 12, month=local.month % 12 + 1)
    return local + dt.timedelta(**{f"{precision}s": 1})


def _midnight(local: dt.datetime, place: dt.tzinfo) -> dt.datetime:
    """Where midnight itself is skipped (it is, in some zones), the day starts after the gap."""
    return local.replace(tzinfo=place).astimezone(dt.UTC)


def _readings(local: dt.datetime, place: dt.tzinfo) -> tuple[dt.datetime, dt.datetime]:
    first = local.replace(tzinfo=place, fold=0).astimezone(dt.UTC)
    if first.astimezone(place).replace(tzinfo=None) != local:
        raise TimeError("is a local time that summer time skips")
    last = local.replace(tzinfo=place, fold=1).astimezone(dt.UTC)
    return first, max(first, last)


def start_of(moment: Moment, zone: str) -> dt.datetime:
    """The first instant of a moment."""
    return span(moment, zone).start


def end_of(moment: Moment, zone: str) -> dt.datetime:
    """The first instant after it: "until 3 May" ends at the midnight after it.

    A time of day is an instant already: "until 17:00" ends at 17:00.
    """
    found = span(moment, zone)
    return found.end if moment.precision in ("day", "month", "year") else found.start


BirthPrecision = Literal["day", "month", "year"]


def birth_precision(moment: Moment) -> BirthPrecision:
    """A birth time is no more than its day."""
    return moment.precision if moment.precision in ("day", "month", "year") else "day"
