"""The past as it was known then: nothing is known before its day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.access.viewer import Viewer
from graph.errors import InputError
from graph.model.record import Record
from graph.settings import Settings
from ingest.night.known_then import events
from ingest.night.replay import replay

DAY = dt.datetime(2024, 1, 1, 10, tzinfo=dt.UTC)


def record(days: float = 0, **detail: Any) -> Record:
    at = (DAY + dt.timedelta(days=days)).isoformat()
    return Record.model_validate(
        {
            "force": "ashford",
            "kind": "incident",
            "reference": "A1",
            "recorded_at": at,
            "incident": {"recorded_at": at, "offence_classes": ["8L"], **detail},
        }
    )


def order(**detail: Any) -> Record:
    made = {"issuer": "ashford", "kind": "SPO", "effect": "prohibits", "status": "made"}
    return Record.model_validate(
        {
            "force": "ashford",
            "kind": "order",
            "reference": "O1",
            "recorded_at": DAY.isoformat(),
            "order": {**made, **detail},
        }
    )


def day(number: float) -> dt.datetime:
    return DAY + dt.timedelta(days=number)


def test_an_outcome_is_not_known_before_its_date() -> None:
    told = list(events([(record(outcome="16", outcome_at=day(9)), "2024-02-01")]))
    assert [(at, known.incident.outcome if known.incident else None) for at, known in told] == [
        (day(0), ""),
        (day(9), "16"),
    ]


def test_a_later_version_is_known_from_its_own_date_or_its_extract() -> None:
    first, closed = record(), record(outcome="16", outcome_at=day(40))
    other = record(outcome="16", outcome_at=day(40), title="renamed")
    versions = [(first, "2024-02-01"), (closed, "2024-03-01"), (other, "2024-04-01")]
    april = dt.datetime(2024, 4, 1, tzinfo=dt.UTC)
    assert [at for at, _ in events(versions)] == [day(0), day(40), april]
    updated = [(first, "2024-02-01"), (record(5, title="renamed"), "2024-02-01")]
    assert [at for at, _ in events(updated)] == [day(0), day(5)]


def test_an_order_is_known_when_it_was_made_and_its_service_when_it_was_served() -> None:
    made = order(status_at=day(2).isoformat(), service="served", served_at=day(4).isoformat())
    told = [(at, known.order.service if known.order else "") for at, known in events([(made, "")])]
    assert told == [(day(2), "unknown"), (day(4), "served")]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 60)), min_size=1, max_size=5))
def test_nothing_is_known_before_its_own_date(given_: list[tuple[int, int]]) -> None:
    versions = [
        (record(days, outcome="16", outcome_at=day(days + later)), "")
        for days, later in sorted(given_)
    ]
    told = list(events(versions))
    assert [at for at, _ in told] == sorted(at for at, _ in told)
    assert told[-1][1] == versions[-1][0]
    for at, known in told:
        assert known.recorded_at <= at
        assert known.incident is not None
        assert known.incident.outcome_at is None or known.incident.outcome_at <= at


def test_a_replay_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    viewer = Viewer("ann", "owner", "a test")
    with pytest.raises(InputError, match="--to is before --from"):
        replay(Settings(tmp_path), viewer, dt.date(2024, 2, 1), dt.date(2024, 1, 1))
