"""What pages say of times."""

from __future__ import annotations

import datetime as dt

from dashboard.words import born, when


def test_a_month_is_the_month_and_a_birth_as_exact_as_it_is_known() -> None:
    start, end = (dt.datetime(2023, month, 31, 23, tzinfo=dt.UTC) for month in (7, 8))
    props = {
        "occurred_from": start,
        "occurred_to": end,
        "precision": "month",
        "zone": "Europe/London",
    }
    assert when(props) == "August 2023"
    assert when({"recorded_at": start}) == "recorded 1 Aug 2023"
    assert when({}) == "date not known"
    assert born({"birth": "1984-05-01", "birth_precision": "month"}) == "born May 1984"
    assert born({"birth": "1984-05-02"}) == "born 2 May 1984"
