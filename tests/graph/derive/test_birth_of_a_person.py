"""Which birth a person is shown with, where their mentions say more and less of it."""

from __future__ import annotations

import datetime as dt

import pytest

from graph.derive.people import person_props


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        # The fuller one, however seldom it is said.
        (["2000-01-01 year", "2000-01-01 year", "2000-02-23 day"], "2000-02-23 day"),
        (["2000-01-01 year", "2000-02-01 month"], "2000-02-01 month"),
        # Another year is another birth: the more frequent stands.
        (["2000-01-01 year", "2000-01-01 year", "1999-02-23 day"], "2000-01-01 year"),
        # Two days of one year stand against each other: what both say is the year.
        (["2000-01-01 year", "2000-02-23 day", "2000-02-24 day"], "2000-01-01 year"),
        (
            ["2000-01-01 year", "2000-02-23 day", "2000-02-23 day", "2000-02-24 day"],
            "2000-02-23 day",
        ),
        (["1984-05-01 day", "1984-05-01 day", "1984-05-02 day"], "1984-05-01 day"),
        ([], "None None"),
    ],
)
def test_the_fullest_birth_that_agrees_is_shown(said: list[str], shown: str) -> None:
    mentions = [_mention(*each.split()) for each in said] or [_mention()]
    props = person_props("p", mentions)
    assert f"{props['birth']} {props['birth_precision']}" == shown


def _mention(birth: str = "", precision: str | None = None) -> dict[str, object]:
    born = dt.date.fromisoformat(birth) if birth else None
    names = {"name": "Dana Quill", "other_names": ()}
    return {**names, "level": 0, "compartments": [], "birth": born, "birth_precision": precision}
