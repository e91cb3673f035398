"""The dates that wake rules, kept beside the graph."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from tiny_graph import write

from graph.changes.calendar import FILE, Calendar
from graph.changes.wakes import begin, wakes, woken
from graph.engine.store import Store
from graph.errors import EngineError, QueryError
from graph.model.schema import DATES
from graph.queries import load

START = dt.datetime(2025, 3, 1, 2, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def _fresh(store: Store) -> None:
    (store.settings.data / FILE).unlink(missing_ok=True)


def _incident(**dates: str) -> dict[str, object]:
    props = {**dict.fromkeys(DATES["Incident"]), **dates}
    return {"id": "i9", "level": 0, "rank": "9", "props": props}


def test_what_the_graph_holds_is_found_when_its_day_has_come(store: Store) -> None:
    write(
        store,
        "i1 Incident recorded_at=2025-02-01T13:00 outcome_at=2025-03-01T12:00\n"
        "i2 Incident recorded_at=2023-02-01T13:00\no1 Order until=2025-03-08T12:00\n",
    )
    _fresh(store)
    rule = load("detect/protection_gap")
    found = woken(store, [rule], START, START + DAY)
    assert found[""] == {("Incident", "i1")}  # its outcome
    assert found[rule.name] == {("Incident", "i1"), ("Order", "o1")}  # 28 days; 7 days before
    later = woken(store, [rule], START + DAY, START + 2 * DAY)
    assert (later[""], later[rule.name]) == (set(), set())


def test_a_date_that_is_written_later_is_noted(embedded_store: Store) -> None:
    _fresh(embedded_store)
    begin(embedded_store, START)
    query = load("write/elements/incident")
    embedded_store.write(query, rows=[_incident(outcome_at="2025-03-05T10:00:00+01:00")])
    assert woken(embedded_store, [], START, START + DAY)[""] == set()
    came = dt.datetime(2025, 3, 5, 9, tzinfo=dt.UTC)
    assert woken(embedded_store, [], START, came)[""] == {("Incident", "i9")}
    assert woken(embedded_store, [], came, came + DAY)[""] == set()


def test_nothing_is_noted_before_the_calendar_is_made(embedded_store: Store) -> None:
    _fresh(embedded_store)
    query = load("write/elements/incident")
    embedded_store.write(query, rows=[_incident(outcome_at="2025-03-01T10:00:00+00:00")])
    assert not embedded_store.watcher(Calendar).there
    assert woken(embedded_store, [], START, START + DAY)[""] == {("Incident", "i9")}


@pytest.mark.parametrize(
    ("label", "date"), [(label, date) for label in DATES for date in DATES[label]]
)
def test_every_date_of_an_incident_and_of_an_order_is_noted(
    tmp_path: Path, label: str, date: str
) -> None:
    calendar = Calendar(tmp_path)
    calendar.fill([])
    row = {"id": "x1", "props": {date: START.isoformat()}}
    calendar.note([(load(f"write/elements/{label.lower()}"), {"rows": [row]})])
    assert calendar.passed(f"{label}.{date}", START - DAY, START) == {"x1"}


def test_what_is_too_old_to_wake_a_rule_is_let_go(tmp_path: Path) -> None:
    calendar = Calendar(tmp_path)
    calendar.fill([("Order.until", START.timestamp(), "o1"), ("Order.until", 0.0, "o2")])
    calendar.let_go(START - DAY)
    assert calendar.passed("Order.until", dt.datetime(1960, 1, 1, tzinfo=dt.UTC), START) == {"o1"}


def test_a_wake_longer_than_dates_are_kept_is_refused() -> None:
    rule = load("detect/protection_gap")
    far = replace(rule, wakes=("until + 900 days",))
    with pytest.raises(QueryError, match="at most 400 days"):
        wakes(far)


def test_a_damaged_calendar_is_told_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is no database" * 100)
    with pytest.raises(EngineError, match="delete the file"):
        Calendar(tmp_path).let_go(START)
