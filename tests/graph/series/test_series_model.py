"""What solved pairs teach, and laws that hold of any comparison."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest
from burglaries import burglaries

from graph.errors import InputError
from graph.series import measures
from graph.series.bands import Habit, learn_bands
from graph.series.events import Event, table
from graph.series.model import Model, learn, total

AT = dt.datetime(2025, 3, 3, 23, 0, tzinfo=dt.UTC)
EVENTS, DOERS = burglaries(5, doers=24, singles=12, unsolved=15)


@pytest.fixture(scope="module")
def model() -> Model:
    return learn(EVENTS, DOERS)


def test_a_pair_is_as_alike_whichever_comes_first_and_whatever_stands_beside_it(
    model: Model,
) -> None:
    some = table(EVENTS[:20])
    a, b = np.triu_indices(20, 1)
    bits = total(model.terms(some, a, b))
    assert total(model.terms(some, b, a)) == pytest.approx(bits)
    turned = total(model.terms(table(EVENTS[19::-1]), 19 - a, 19 - b))
    assert turned == pytest.approx(bits)
    more = total(model.terms(table([*EVENTS[:20], *EVENTS[40:60]]), a, b))
    assert more == pytest.approx(bits)
    assert np.ptp(bits) > 5


def test_the_order_of_incidents_teaches_nothing(model: Model) -> None:
    turned = learn(EVENTS[::-1], DOERS)
    assert turned.weight == pytest.approx(model.weight)
    assert turned.bands == model.bands
    assert turned.habits == model.habits


def test_what_is_unknown_speaks_neither_way(model: Model) -> None:
    a, b = np.array([0]), np.array([1])
    bare = table([Event("a"), EVENTS[0]])
    assert {name: bits[0] for name, bits in model.terms(bare, a, b).items()} == dict.fromkeys(
        model.terms(bare, a, b), 0.0
    )


def test_a_rare_value_in_common_says_more_and_another_value_speaks_against() -> None:
    habit = Habit(0.3, {"door": 0.6, "skylight": 0.02}, 0.01)
    assert habit.same("skylight") > 2 > habit.same("door") > 0 > habit.other
    assert habit.same("never met before") >= habit.same("skylight")


def test_near_says_less_where_many_are_near(model: Model) -> None:
    crowded = [(float(k), 0.0) for k in range(80)]
    lonely = [(1e5, 1e5), (1e5, 1e5 + 40), *((3e5 + 9e3 * k, 0.0) for k in range(20))]
    events = [Event(f"e{k:03}", place) for k, place in enumerate([*crowded, *lonely])]
    here = dataclasses.replace(model, crowd=learn([*EVENTS, *events], DOERS).crowd)
    rows = table(events)
    said = here.terms(rows, np.array([0, 80]), np.array([40, 81]))["place"]
    assert said[1] > said[0] + 0.5


def test_few_solved_pairs_are_refused_and_a_few_more_say_little() -> None:
    with pytest.raises(InputError, match="0 solved pairs"):
        learn(EVENTS, {})
    measured = np.concatenate([np.full(16, 10.0) + np.arange(16), np.arange(200.0) * 50])
    few = learn_bands(measured, np.concatenate([np.ones(16), np.zeros(200)]), falling=True)
    assert 0 < few(np.array([12.0]))[0] < 6
    assert list(few.bits) == sorted(few.bits, reverse=True)


@pytest.mark.parametrize(
    ("other", "hours", "weekdays"),
    [
        (AT + dt.timedelta(hours=2), 2, 2 / 24),
        (AT + dt.timedelta(days=7), 0, 0),
        (AT + dt.timedelta(days=3.5), 12, 3.5),
    ],
)
def test_hours_and_weekdays_go_round(other: dt.datetime, hours: float, weekdays: float) -> None:
    rows, a, b = (
        table([Event("a", None, AT), Event("b", None, other)]),
        np.array([0]),
        np.array([1]),
    )
    assert measures.hour(rows, a, b)[0] == pytest.approx(hours)
    assert measures.weekday(rows, a, b)[0] == pytest.approx(weekdays)


def test_a_span_is_anywhere_in_it_and_one_of_a_day_has_no_hour() -> None:
    day = Event("b", None, AT, AT + dt.timedelta(days=1))
    rows, a, b = table([Event("a", None, AT), day]), np.array([0]), np.array([1])
    assert measures.days(rows, a, b)[0] == pytest.approx(0.5)
    assert np.isnan(measures.hour(rows, a, b)[0])
