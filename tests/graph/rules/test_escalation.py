"""Whether acts come more often or grow graver."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.rules import measures

START = dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)
STEPS = {"gifts": 1, "loitering": 2, "damage": 3, "assault": 4}


def escalation(row: dict[str, Any]) -> dict[str, Any] | None:
    """The measure, of a row with only the columns that it reads."""
    columns = measures.MEASURES["escalation"](row)
    return None if columns is None else dict(columns)


def days(count: float) -> dt.timedelta:
    return dt.timedelta(days=count)


def row(gaps: Sequence[float], **more: Any) -> dict[str, Any]:
    """Incidents with these days in between; `acts`, `forces`, `custody`, `breaks` as days."""
    places = list(itertools.accumulate(gaps, initial=0.0))
    acts = more.get("acts", ["gifts"] * len(places))
    forces = more.get("forces", ["northmarch"] * len(places))
    steps = [
        {
            "start": START + days(place),
            "end": START + days(place),
            "recorded": START + days(place),
            "force": force,
            "behaviours": [{"term": act, "step": STEPS[act]}] if act else [],
        }
        for place, act, force in zip(places, acts, forces, strict=True)
    ]
    custody = [
        {"start": START + days(a), "end": START + days(b)} for a, b in more.get("custody", [])
    ]
    breaks = [{"title": "A rule.", "at": START + days(at)} for at in more.get("breaks", [])]
    return {"steps": steps, "custody": custody, "breaks": breaks}


def test_shrinking_gaps_are_a_change_of_frequency_with_its_interval() -> None:
    found = escalation(row([30, 20, 14, 9, 6, 4]))
    assert found is not None
    assert found["changes"] == ["frequency"]
    # The same line drawn by a statistics package gives 30.3, 4.0 and 7.5 (7.0 to 8.0).
    names = ("days_before", "days_now", "ratio", "ratio_low", "ratio_high")
    assert [found[name] for name in names] == [30.3, 4.0, 7.5, 7.0, 8.0]


@pytest.mark.parametrize(
    "gaps",
    [
        [14, 14, 14, 14, 14, 14],
        [17, 23, 19, 22, 18, 21, 20],
        [4, 6, 9, 14, 20, 30],
        [30, 2, 25, 3, 28, 2, 31],
        [20, 19, 18, 17, 16],
    ],
)
def test_no_change_that_can_be_shown_is_no_finding(gaps: list[float]) -> None:
    assert escalation(row(gaps)) is None


def test_four_occasions_are_too_little_history() -> None:
    assert escalation(row([30, 10, 3])) is None
    assert escalation(row([30, 10, 0.01, 3])) is None
    assert escalation(row([30, 10, 3, 1])) is not None


def test_time_in_custody_is_no_time() -> None:
    slow = [70, 50, 14, 14, 13, 14]
    custody = [(2, 58), (71, 107)]
    assert escalation(row(slow)) is not None
    assert escalation(row(slow, custody=custody)) is None
    found = escalation(row([30, 20, 14, 9, 6, 4], custody=[(5, 8), (6, 9)]))
    assert found is not None
    assert found["custody_days"] == 4


def test_a_change_of_rule_or_force_is_no_change_of_acts() -> None:
    jump = [30, 31, 29, 30, 10, 9.5, 10.2, 10]
    assert escalation(row(jump)) is not None
    assert escalation(row(jump, breaks=[121])) is None
    forces = ["northmarch"] * 5 + ["eastvale"] * 4
    assert escalation(row(jump, forces=forces)) is None


def test_what_goes_on_besides_a_change_of_rule_is_still_found_and_says_so() -> None:
    found = escalation(row([40, 28, 20, 14, 10, 7, 5, 3.5], breaks=[90]))
    assert found is not None
    assert found["taken_out"].startswith("In between the recording rule changed (A rule)")
    assert found["ratio_low"] > 1


def test_graver_acts_are_a_change_of_severity() -> None:
    acts = ["gifts", "gifts", "loitering", "loitering", "damage", "damage", "assault"]
    found = escalation(row([14, 15, 13, 14, 15, 14], acts=acts))
    assert found is not None
    assert found["changes"] == ["severity", "repertoire"]
    assert found["new_behaviours"] == ["damage", "assault"]
    assert found["ratio"] is None
    assert found["history"] == "That they come more often cannot be shown."
    assert escalation(row([14, 15, 13, 14, 15, 14], acts=acts[::-1])) is None


def test_gravity_is_compared_within_one_force_and_one_rule_only() -> None:
    acts = ["gifts"] * 4 + ["damage"] * 4
    gaps = [14, 15, 13, 14, 15, 14, 14]
    assert escalation(row(gaps, acts=acts)) is not None
    assert escalation(row(gaps, acts=acts, breaks=[50])) is None
    assert escalation(row(gaps, acts=acts, forces=["northmarch"] * 4 + ["eastvale"] * 4)) is None


def test_chance_seldom_looks_like_escalation() -> None:
    rng = random.Random(5)
    runs = [escalation(row([rng.expovariate(1 / 20) + 0.1 for _ in range(8)])) for _ in range(400)]
    assert sum(found is not None for found in runs) <= 400 * 0.06


@given(
    st.lists(st.floats(0.05, 400), min_size=4, max_size=15),
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), max_size=3),
    st.lists(st.floats(1, 900), max_size=3),
)
def test_any_history_has_an_answer(
    gaps: list[float], custody: list[tuple[float, float]], breaks: list[float]
) -> None:
    spans = [(min(pair), max(pair)) for pair in custody]
    found = escalation(row(gaps, custody=spans, breaks=breaks))
    if found and found["ratio"] is not None:
        assert 1 <= found["ratio_low"] <= found["ratio"] <= found["ratio_high"]
