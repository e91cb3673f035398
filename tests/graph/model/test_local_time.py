"""Dates and times are said as they were where they were written."""

from __future__ import annotations

import pytest

from graph.model.local_time import day, last_day, moment, period, until

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("start", "end", "precision", "zone", "said"),
    [
        ("2023-07-31T23:00:00Z", "2023-08-31T23:00:00Z", "month", LONDON, "August 2023"),
        ("2023-07-31T23:00:00Z", "2023-08-31T23:00:00Z", "month", "UTC", "August 2023"),
        ("2024-05-11T23:00:00Z", "2024-05-12T23:00:00Z", "day", LONDON, "12 May 2024"),
        ("2024-05-11T14:00:00Z", "2024-05-12T14:00:00Z", "day", "Australia/Sydney", "12 May 2024"),
        ("2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "year", LONDON, "2023"),
        (
            *("2024-05-12T13:05:00Z", "2024-05-12T13:06:00Z", "minute", LONDON),
            "12 May 2024, 14:05 BST",
        ),
        (
            *("2024-05-12T13:05:00Z", "2024-05-12T13:06:00Z", "minute", "+01:00"),
            "12 May 2024, 14:05 BST",
        ),
        (
            *("2024-10-27T00:30:00Z", "2024-10-27T01:31:00Z", "minute", LONDON),
            "27 Oct 2024, 01:30 BST or GMT",
        ),
        (
            *("2024-10-27T01:30:00Z", "2024-10-27T01:31:00Z", "minute", "UTC"),
            "27 Oct 2024, 01:30 GMT",
        ),
        (
            *("2024-12-31T22:00:00Z", "2024-12-31T23:00:00Z", "hour", LONDON),
            "31 Dec 2024, 22:00 to 23:00 GMT",
        ),
        (
            *("2024-05-10T23:00:00Z", "2024-05-12T23:00:00Z", "range", LONDON),
            "11 May 2024 to 12 May 2024",
        ),
        (
            *("2024-05-11T21:00:00Z", "2024-05-12T06:01:00Z", "range", LONDON),
            "11 May 2024, 22:00 BST to 12 May 2024, 07:00 BST",
        ),
    ],
)
def test_a_time_is_said_as_exactly_as_it_is_known(
    start: str, end: str, precision: str, zone: str, said: str
) -> None:
    assert period(start, end, precision, zone) == said


def test_a_day_is_the_local_day() -> None:
    assert day("2024-05-11T23:00:00Z") == "12 May 2024"
    assert moment("2024-05-11T23:00:00Z") == "12 May 2024"
    assert moment("2024-05-12T08:30:00Z") == "12 May 2024, 09:30 BST"
    assert day("2024-05-12") == "12 May 2024"
    assert (day(None), moment(None), until(None)) == ("", "", "")


def test_an_end_is_the_last_day_and_not_the_one_after() -> None:
    assert last_day("2025-03-16T00:00:00Z") == "15 Mar 2025"
    assert until("2025-07-15T23:00:00Z") == "15 Jul 2025"
    assert until("2025-07-15T16:00:00Z") == "15 Jul 2025, 17:00 BST"
