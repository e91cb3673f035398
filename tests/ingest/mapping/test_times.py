"""Dates, zones and precision."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mapping.cells.times import TimeError, compile_formats, end_of, find_date, span, start_of

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
        "0001-01-01T00:00:00+14:00",
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


@given(st.dates(dt.date(1970, 1, 2), dt.date(2037, 12, 30)))
def test_days_follow_each_other_without_gap(day: dt.date) -> None:
    this = span(read(day.isoformat()), LONDON)
    following = span(read((day + dt.timedelta(days=1)).isoformat()), LONDON)
    assert this.end == following.start
    assert dt.timedelta(hours=23) <= this.end - this.start <= dt.timedelta(hours=25)


@given(st.text(max_size=20))
def test_any_text_is_a_moment_or_a_reason(text: str) -> None:
    with contextlib.suppress(TimeError):
        span(read(text), LONDON)


def _start(fmt: str, written: str) -> dt.datetime:
    return start_of(compile_formats((fmt,))(written), LONDON)


@pytest.mark.parametrize(
    ("fmt", "written", "hour"),
    [
        ("mm/dd/yyyy HH:MM:SS", "03/01/2025 11:15:00 PM", (23, 15)),
        ("mm/dd/yyyy HH:MM:SS", "03/01/2025 12:05:00 AM", (0, 5)),
        ("mm/dd/yyyy HH:MM:SS", "03/01/2025 12:05:00 pm", (12, 5)),
        ("mm/dd/yyyy HH:MM:SS", "03/01/2025 07:30:00 a.m.", (7, 30)),
        ("mm/dd/yyyy h:MM tt", "3/1/2025 11:15 PM", (23, 15)),
        ("dd/mm/yyyy HH:MM", "01/03/2025 11.15 p.m.", (23, 15)),
        ("dd/mm/yyyy HH.MM", "01/03/2025 11:15pm", (23, 15)),
        ("dd/mm/yyyy HH:MM", "01/03/2025 22:15 PM", (22, 15)),
        ("dd/mm/yyyy HH tt", "01/03/2025 9 PM", (21, 0)),
        ("HH:MM dd/mm/yyyy", "11:15 PM 01/03/2025", (23, 15)),
    ],
)
def test_the_half_of_the_day_is_read(fmt: str, written: str, hour: tuple[int, int]) -> None:
    assert _start(fmt, written) == _utc(2025, 3, 1, *hour)


@pytest.mark.parametrize(
    ("fmt", "written"),
    [
        ("dd/mm/yyyy HH:MM", "01/03/2025 22:15 AM"),
        ("dd/mm/yyyy HH:MM", "01/03/2025 00:15 PM"),
        ("dd/mm/yyyy HH:MM tt", "01/03/2025 11:15"),
        ("dd mon yyyy", "Fri 11 Sep 2025"),
        ("dd mon yyyy", "Foo 11 Sep 2025"),
        ("dd mon yyyy", "11 jui 2025"),
        ("dd/mm/yyyy HH:MM", "01/03/2025 25:00"),
        ("dd/mm/yyyy HH:MM", "01/03/2025 24:01"),
        ("dd/mm/yyyy HH:MM", "01/03/2025 10:00-11:30"),
        ("dd/mm/yyyy HH:MM", "01/03/2025 10:00 XST"),
    ],
)
def test_a_time_that_contradicts_itself_or_says_more_is_refused(fmt: str, written: str) -> None:
    with pytest.raises(TimeError):
        _start(fmt, written)


@pytest.mark.parametrize(
    ("fmt", "mend"),
    [
        ("mm/dd/yyyy HH:MM:SS AM", "write tt"),
        ("mm/dd/yyyy HH:MM pm", "write tt"),
        ("yyyy-mm-ddTHH:MM:SSZ", "write zone"),
        ("dd/mm/yyyy HH:MM (GMT)", "write zone"),
        ("dd/MM/yyyy HH:mm", "mm is the month"),
        ("mm/dd/yyyy h:mm tt", "mm is the month"),
        ("dd/MM/yyyy", "mm is the month"),
        ("dd mmm yyyy", "mon"),
        ("ddd dd mon yyyy", "left out"),
        ("dd/mm/yyyy HH:MM:ss", "SS"),
        ("%d/%m/%Y", "yyyy"),
        ("dd/mm", "is not a date format"),
    ],
)
def test_letters_that_are_no_part_of_a_format_are_named_with_the_mend(fmt: str, mend: str) -> None:
    with pytest.raises(ValueError, match=mend):
        compile_formats((fmt,))


@pytest.mark.parametrize(
    "written",
    [
        "15/07/2025 22:15:05 +01",
        "15/07/2025 22:15:05+0100",
        "15/07/2025 22:15:05 +01:00",
        "15/07/2025 22:15:05 BST",
        "15/07/2025 22:15:05 (UTC+1)",
        "15/07/2025 22:15:05(UTC+01:00)",
        "15/07/2025 22:15:05 UTC+1",
        "15/07/2025 22:15:05 GMT+1",
        "15/07/2025 21:15:05Z",
        "15/07/2025 21:15:05 GMT",
        "15/07/2025 21:15:05 UTC",
        "15/07/2025 21:15:05 (utc)",
        "15/07/2025 09:15:05 PM UTC",
        "15/07/2025 22:15:05+01:00[Europe/London]",
        "15/07/2025 22:15:05",
    ],
)
@pytest.mark.parametrize("fmt", ["dd/mm/yyyy HH:MM:SS", "dd/mm/yyyy HH:MM:SS zone"])
def test_an_offset_is_read_however_it_is_written(fmt: str, written: str) -> None:
    if fmt.endswith("zone") and written.endswith(":05"):
        with pytest.raises(TimeError):
            _start(fmt, written)
    else:
        assert _start(fmt, written) == _utc(2025, 7, 15, 21, 15, 5)


@pytest.mark.parametrize(
    ("fmt", "written"),
    [
        ("epoch", "1752614105"),
        ("epoch", "1752614105000"),
        ("epoch", "1752614105000000"),
        ("epoch", "1752614105.7"),
        ("mon dd HH:MM:SS zone yyyy", "Tue Jul 15 21:15:05 +0000 2025"),
        ("iso", "2025-07-15T22:15:05+01:00[Europe/London]"),
        ("iso", "20250715T211505Z"),
        ("dd/mm/yyyy HH:MM:SS(UTCzone)", "15/07/2025 22:15:05(UTC+1)"),
        ("dd.mm.yyyy HHhMM", "15.07.2025 22h15"),
    ],
)
def test_other_ways_to_write_one_instant(fmt: str, written: str) -> None:
    assert _start(fmt, written).replace(second=5) == _utc(2025, 7, 15, 21, 15, 5)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("45717", "serial number"),
        ("45717.9270833333", "serial number"),
        ("1752614105", "add the format epoch"),
        ("1752614105000", "add the format epoch"),
        ("Sat 12 July 2025 at 21:15", "add dd mon yyyy at HH:MM, if"),
        ("15.07.2025", "add dd.mm.yyyy, if"),
        ("July 2025", "add mon yyyy, if"),
        ("2025-W29-2", "any format of the mapping$"),
    ],
)
def test_a_number_in_place_of_a_date_is_refused_with_the_mend(written: str, reason: str) -> None:
    with pytest.raises(TimeError, match=reason):
        read(written)


@pytest.mark.parametrize(
    "written",
    [
        "12 Sep 2025",
        "12 Sept 2025",
        "12 Sept. 2025",
        "12 SEPTEMBER 2025",
        "12th September 2025",
        "Fri 12 Sep 2025",
        "Friday, 12 Sep 2025",
        "12 Medi 2025",
        "12 sept 2025",
        "12 settembre 2025",
    ],
)
def test_a_month_in_words_is_read(written: str) -> None:
    assert read(written).local == dt.datetime(2025, 9, 12)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("written", "month"),
    [("1 Chwef 2025", 2), ("1 Mai 2025", 5), ("1 août 2025", 8), ("1 Okt 2025", 10),
     ("1 dic 2025", 12), ("1 Rhagfyr 2025", 12), ("1 märz 2025", 3), ("1 juin 2025", 6)],
)  # fmt: skip
def test_months_of_other_languages(written: str, month: int) -> None:
    assert read(written).local.month == month


@pytest.mark.parametrize(
    ("time", "hour"),
    [("24:00", (2, 0, 0)), ("2400", (2, 0, 0)), ("930", (1, 9, 30)), ("30", (1, 0, 30)),
     ("5", (1, 0, 5)), ("0", (1, 0, 0)), ("0030", (1, 0, 30)), ("2215", (1, 22, 15))],
)  # fmt: skip
def test_midnight_and_times_kept_as_numbers(time: str, hour: tuple[int, int, int]) -> None:
    formats = compile_formats(("yyyy-mm-dd HH:MM", "yyyy-mm-dd HHMM"))
    assert start_of(formats(f"2025-03-01 {time}"), LONDON) == _utc(2025, 3, *hour)


def test_a_day_of_a_feed_in_utc_is_a_day_of_the_people_that_it_tells_of() -> None:
    summer = dt.datetime(2024, 8, 25, 23, tzinfo=dt.UTC)
    assert end_of(read("2024-08-25"), "UTC") == summer
    assert span(read("2024-08-25"), "UTC").start == summer - dt.timedelta(days=1)
    assert end_of(read("2024-12-25"), "UTC") == dt.datetime(2024, 12, 26, tzinfo=dt.UTC)
    assert span(read("2024-08-25T10:00"), "UTC").start.hour == 10
