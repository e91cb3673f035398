"""The `wakes` of a rule: dates at which time alone can alter its answer.

`outcome_at` is such a date; `Incident.recorded_at + 28 days` and `Order.until - 7 days` are
others. The dates that a field of its own has are always watched: an outcome, a
plan or an order of a later day is unknown before it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from graph.changes.calendar import KEPT, Calendar, Row
from graph.engine.store import Store
from graph.errors import QueryError
from graph.model.schema import DATES, NodeKey
from graph.queries import Query, load

NAMES = frozenset(f"{label}.{date}" for label, dates in DATES.items() for date in dates)
OWN = NAMES - {"Incident.occurred_from", "Incident.occurred_to"}
Window = tuple[dt.datetime, dt.datetime]
_WAKE = re.compile(r"(?P<date>(?:\w+\.)?\w+)(?:\s*(?P<sign>[+-])\s*(?P<days>\d+)\s*days?)?")


def wakes(rule: Query) -> list[tuple[str, dt.timedelta]]:
    """The dates that wake a rule, each with what is added to it; QueryError if one is no date."""
    dates = []
    for text in rule.wakes:
        match = _WAKE.fullmatch(text.strip())
        named = [date for date in NAMES if match and f".{date}".endswith(f".{match['date']}")]
        days = int(match["days"] or 0) if match else 0
        if not match or len(named) != 1 or days > KEPT.days:
            raise QueryError(
                f"cypher/{rule.path}.cypher wakes at {text!r}: write a date such as "
                f"Incident.recorded_at + 28 days, of {', '.join(sorted(NAMES))}, and at most "
                f"{KEPT.days} days"
            )
        added = dt.timedelta(days=days)
        dates.append((named[0], -added if match["sign"] == "-" else added))
    return dates


def woken(
    store: Store, asked: Iterable[Query], since: dt.datetime, until: dt.datetime
) -> dict[str, set[NodeKey]]:
    """Rule ('' for every rule) → what has a date after `since` and not after `until`."""
    if not store.watcher(Calendar).there:
        begin(store, since)
    windows: dict[tuple[str, Window], set[str]] = {(date, (since, until)): {""} for date in OWN}
    for rule in asked:
        by_date: dict[str, list[Window]] = defaultdict(list)
        for date, added in wakes(rule):
            by_date[date].append((since - added, until - added))
        for date, several in by_date.items():
            for window in _merged(several):
                windows.setdefault((date, window), set()).add(rule.name)
    awake: dict[str, set[NodeKey]] = {name: set() for names in windows.values() for name in names}
    for (date, window), names in windows.items():
        label = date.partition(".")[0]
        passed = {(label, id_) for id_ in store.watcher(Calendar).passed(date, *window)}
        for name in names:
            awake[name] |= passed
    store.watcher(Calendar).let_go(since - KEPT)
    return awake


def begin(store: Store, since: dt.datetime) -> None:
    """Make the calendar of the dates that can still wake a rule."""
    store.watcher(Calendar).fill(_dates_after(store, since - KEPT))


def _dates_after(store: Store, since: dt.datetime) -> Iterator[Row]:
    """The dates that the graph holds and that can still wake a rule."""
    for row in store.stream(load("system/elements/dates"), since=since.isoformat()):
        for name, text in zip(DATES[row["label"]], row["dates"], strict=True):
            if text is not None and (at := dt.datetime.fromisoformat(text)) > since:
                yield f"{row['label']}.{name}", at.timestamp(), row["id"]


def _merged(windows: Iterable[Window]) -> list[Window]:
    """Windows that overlap or touch as one."""
    merged: list[Window] = []
    for begin, end in sorted(windows):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged
