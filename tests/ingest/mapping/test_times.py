"""Dates, zones and precision."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mapping.times import TimeError, compile_formats, end_of, find_date, span, start_of

LONDON = "Europe/London"
read = compile_formats(
    ("iso", "dd/mm/yyyy HH:MM", "dd/mm/yyyy", "yyyymmdd HHMM", "yyyymmdd", "dd mon yyyy")
)


def _utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("written", "precision", "start", "end"),
    [
        ("2024", "year", _utc(2024, 1, 1), _utc(2025, 1, 1)),
        ("2024-02", "month", _utc(2024, 2, 1), _utc(2024, 3, 1)),
        ("2024-12", "month", _utc(2024, 12, 1), _utc(2025, 1, 1)),
        ("2024-03", "month", _utc(2024, 3, 1), _utc(2024, 3, 31, 23)),
        ("29/02/2024", "day", _utc(2024, 2, 29), _utc(2024, 3, 1)),
        ("31/03/2024", "day", _utc(2024, 3, 31), _utc(2024, 3, 31, 23)),
        ("27/10/2024", "day", _utc(2024, 10, 26, 23), _utc(2024, 10, 28)),
        ("20240701", "day", _utc(2024, 6, 30, 23), _utc(2024, 7, 1, 23)),
        ("20240701 0930", "minute", _utc(2024, 7, 1, 8, 30), _utc(2024, 7, 1, 8, 31)),
        ("2024-07-01T09:30Z", "minute", _utc(2024, 7, 1, 9, 30), _utc(2024, 7, 1, 9, 31)),
        (
            "2024-07-01T09:30:05+05:30",
            "second",
            _utc(2024, 7, 1, 4, 0, 5),
            _utc(2024, 7, 1, 4, 0, 6),
        ),
        ("1 Jul 2024", "day", _utc(2024, 6, 30, 23), _utc(2024, 7, 1, 23)),
        ("27/10/2024 01:30", "minute", _utc(2024, 10, 27, 0, 30), _utc(2024, 10, 27, 1, 31)),
    ],
)
def test_a_moment_covers_as_much_as_its_precision(
    written: str, precision: str, start: dt.datetime, end: dt.datetime
) -> None:
    found = span(read(written), LONDON)
    assert (found.precision, found.start, found.end) == (precision, start, end)


@pytest.mark.parametrize(
    "written",
    [
        "31/02/2024",
        "29/02/2023",
        "2024-13",
        "20240230",
        "2024-02-01T25:00",
        "1 Foo 2024",
        "x",
        "",
        "2024-07-01T09:30+19:00",
        "9999-01-01",
    ],
)
def test_a_date_that_does_not_exist_is_refused(written: str) -> None:
    with pytest.raises(TimeError):
        read(written)


def test_a_local_time_that_summer_time_skips_is_refused() -> None:
    with pytest.raises(TimeError, match="skips"):
        span(read("31/03/2024 01:30"), LONDON)
    assert start_of(read("31/03/2024 02:00"), LONDON) == _utc(2024, 3, 31, 1)


def test_until_a_day_is_the_midnight_after_and_until_a_time_is_that_time() -> None:
    assert end_of(read("03/05/2024"), LONDON) == _utc(2024, 5, 3, 23)
    assert end_of(read("03/05/2024 17:00"), LONDON) == _utc(2024, 5, 3, 16)
    assert end_of(read("2024-05"), LONDON) == _utc(2024, 5, 31, 23)


def test_the_zone_as_given_is_kept() -> None:
    assert span(read("2024-07-01T09:30+01:00"), LONDON).zone == "+01:00"
    assert span(read("2024-07-01T09:30Z"), LONDON).zone == "UTC"
    assert span(read("01/07/2024"), LONDON).zone == LONDON


def test_a_file_name_tells_the_extract_date() -> None:
    assert find_date("yyyy-mm-dd", "northmarch_2025-03-01") == "2025-03-01"
    assert find_date("yyyymmdd", "x_20250301.csv") == "2025-03-01"
    assert find_date("yyyy-mm-dd", "pole") is None
    assert find_date("yyyy-mm-dd", "x_2025-02-31") is None


@given(st.dates(dt.date(1970, 1, 1), dt.date(2037, 12, 30)))
def test_days_follow_each_other_without_gap(day: dt.date) -> None:
    this = span(read(day.isoformat()), LONDON)
    following = span(read((day + dt.timedelta(days=1)).isoformat()), LONDON)
    assert this.end == following.start
    assert dt.timedelta(hours=23) <= this.end - this.start <= dt.timedelta(hours=25)


@given(st.text(max_size=20))
def test_any_text_is_a_moment_or_a_reason(text: str) -> None:
    with contextlib.suppress(TimeError):
        span(read(text), LONDON)
