"""Dates and times as forces write them: formats, zones, precision, half-open periods.

A format is written with `yyyy yy mm mon dd HH MM SS tt zone` (`mm` is the month, `MM` the
minute), or is `iso`, or `epoch` (seconds, or parts of them, since 1970). A day of the week
before the date, AM or PM after a time and an offset at its end are understood in every format.
What is read is a `Moment`: the parts that were given, no more. A moment
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

from graph.model import placeholders
from graph.model.local_time import HOME
from ingest.mapping.cells.date_formats import ISO, as_pattern, usual_format
from ingest.mapping.cells.date_words import month_named, weekday_named

Given = Literal["second", "minute", "hour", "day", "month", "year"]

_FIRST_YEAR, _LAST_YEAR = placeholders.FIRST_YEAR, placeholders.LAST_YEAR
_FIRST = (1, 1, 1, 0, 0, 0)
_ORDER: tuple[Given, ...] = ("year", "month", "day", "hour", "minute", "second")


class TimeError(ValueError):
    """A date or time that cannot be taken; the message is the reason and holds no value.

    `year` is the year that it names all the same, if it does; `digits` are those of a day that
    does not exist, YYYYMMDD, or ''.
    """

    def __init__(self, reason: str, year: int | None = None, digits: str = "") -> None:
        super().__init__(reason)
        self.year, self.digits = year, digits


_NO_TIME = "is a date that stands for not known"


class NoTimeError(TimeError):
    """A date that stands for none: the smallest or largest of a database, a form's default."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A local date or time with the precision it was written in."""

    local: dt.datetime
    precision: Given
    offset: dt.timezone | None = None

    @property
    def date(self) -> dt.date:
        """The day in the feed's own time zone."""
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
    patterns = [pattern for fmt in formats for pattern in _patterns(fmt)]
    epoch = "epoch" in formats

    def read(text: str) -> Moment:
        first: TimeError | None = None
        for pattern in patterns:
            if match := pattern.fullmatch(text):
                try:
                    return _moment(match.groupdict())
                except TimeError as error:
                    first = first or error
        if epoch and (since := _EPOCH.fullmatch(text)):
            return _since_1970(since)
        raise first or _unread(text)

    return lru_cache(maxsize=4096)(read)


def _patterns(fmt: str) -> tuple[re.Pattern[str], ...]:
    if fmt == "iso":
        return ISO
    return () if fmt == "epoch" else (as_pattern(fmt),)


# Seconds (9 or 10 digits), thousandths (12, 13) or millionths (15, 16) since 1970.
_EPOCH = re.compile(r"(\d{9,10})(?:\d{3}|\d{6})?(?:\.\d+)?")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_YEAR_IN = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")


def _since_1970(match: re.Match[str]) -> Moment:
    at = dt.datetime.fromtimestamp(int(match[1]), dt.UTC)
    return Moment(at.replace(tzinfo=None), "second", dt.UTC)


def _unread(text: str) -> TimeError:
    if placeholders.is_no_number(text):
        return NoTimeError(_NO_TIME)
    if _SERIAL.fullmatch(text):
        return TimeError("is a serial number of a spreadsheet: format the column as a date")
    if _EPOCH.fullmatch(text):
        return TimeError("reads like seconds since 1970: if so, add the format epoch")
    years = set(_YEAR_IN.findall(text))
    only = int(years.pop()) if len(years) == 1 else None
    mend = f": add {fmt}, if that is what it is" if (fmt := usual_format(text)) else ""
    return TimeError(f"is not written in any format of the mapping{mend}", only)


def find_date(fmt: str, text: str) -> str | None:
    """The first date of this format inside a file name, as an ISO date; None without one."""
    for pattern in _patterns(fmt):
        if match := pattern.search(text):
            try:
                return _moment(match.groupdict()).date.isoformat()
            except TimeError:
                return None
    return None


def _moment(parts: dict[str, str | None]) -> Moment:
    get = parts.get
    fields = [_year(parts), _month(parts)]
    for key in ("day", "hour", "minute", "second"):
        text = get(key)
        fields.append(None if text is None else int(text or 0))
    given = fields.index(None) if None in fields else 6
    if fields[given:].count(None) != 6 - given:
        raise TimeError("leaves out a part between the year and the time", fields[0])
    year, month, day, hour, minute, second = [
        first if field is None else field for field, first in zip(fields, _FIRST, strict=True)
    ]
    if half := get("half"):
        hour = _hour(hour, half, year)
    # 24:00 is the midnight at which the day ends.
    late = hour == 24 and minute == second == 0
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise NoTimeError(_NO_TIME)
    try:
        if second > 60:
            raise ValueError
        local = dt.datetime(year, month, day, 0 if late else hour, minute, min(second, 59))  # noqa: DTZ001
    except ValueError as error:
        digits = f"{year:04}{month:02}{day:02}" if given > 2 and month and day else ""
        raise TimeError("is a date or time that does not exist", year, digits) from error
    if given > 2 and local.date() in placeholders.DAYS:
        raise NoTimeError(_NO_TIME)
    if word := get("weekday"):
        _check_weekday(word, local)
    if late:
        local += dt.timedelta(days=1)
    zone = get("zone")
    return Moment(local, _ORDER[given - 1], _offset(zone) if zone else None)


def _number(parts: dict[str, str | None], key: str) -> int | None:
    text = parts.get(key)
    return None if text is None else int(text or 0)


def _hour(hour: int, half: str, year: int) -> int:
    """The hour of 24; `half` is AM or PM as written."""
    afternoon = half[0] in "pP"
    if hour > 23 or (hour > 12 and not afternoon) or (hour == 0 and afternoon):
        raise TimeError("is a time that AM or PM contradicts", year)
    return hour if hour > 12 else hour % 12 + (12 if afternoon else 0)


def _check_weekday(word: str, local: dt.datetime) -> None:
    day = weekday_named(word)
    if day is None:
        raise TimeError("begins with a word that is no day of the week", local.year)
    if day != local.weekday():
        raise TimeError("names a day of the week that the date is not", local.year)


def _year(parts: dict[str, str | None]) -> int | None:
    short = _number(parts, "short_year")
    if short is None:
        return _number(parts, "year")
    return short + (1900 if short >= 70 else 2000)


def _month(parts: dict[str, str | None]) -> int | None:
    name = parts.get("month_name")
    if not name:
        return _number(parts, "month")
    month = month_named(name)
    if month is None:
        raise TimeError("names a month that does not exist", _year(parts))
    return month


_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 60, "WEST": 60, "CET": 60, "CEST": 120,
}  # fmt: skip


@lru_cache
def _offset(text: str) -> dt.timezone:
    bare = text.strip("() ").upper()
    if bare in _ZONES:
        return dt.timezone(dt.timedelta(minutes=_ZONES[bare])) if _ZONES[bare] else dt.UTC
    sign, hours, minutes = _SIGNED.fullmatch(bare.lstrip("UTCGM ")).groups()  # type: ignore[union-attr]
    total = int(hours) * 60 + int(minutes or 0)
    if total > 14 * 60 or int(minutes or 0) > 59:
        raise TimeError("has an offset that no place uses")
    if total == 0:
        return dt.UTC
    return dt.timezone(dt.timedelta(minutes=total if sign == "+" else -total))


_SIGNED = re.compile(r"([+-])(\d{1,2}?):?(\d{2})?")


@lru_cache(maxsize=4096)
def span(moment: Moment, zone: str) -> Span:
    """The stretch of time that a moment covers; `zone` holds unless the text gave an offset.

    A day is a day where people live, and nobody lives by UTC: it is one of Europe/London there, so
    that an order until 25 August ends at the midnight that its subject was told. Raises TimeError
    for a local time that the clocks skip.
    """
    place: dt.tzinfo = moment.offset or ZoneInfo(zone)
    end = _following(moment.local, moment.precision)
    if moment.precision in ("day", "month", "year"):
        place = HOME if place == ZoneInfo("UTC") else place
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
    stretch = span(moment, zone)
    return stretch.end if moment.precision in ("day", "month", "year") else stretch.start


BirthPrecision = Literal["day", "month", "year"]


def birth_precision(moment: Moment) -> BirthPrecision:
    """A birth time is no more than its day."""
    return moment.precision if moment.precision in ("day", "month", "year") else "day"
