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

from graph.errors import QueryError
from graph.queries import Query, load
from graph.store import Store
from graph.touched import Place

WATCHED = {
    "Incident": "recorded_at occurred_from occurred_to outcome_at risk_at risk_plan_at".split(),
    "Order": "status_at served_at from until".split(),
}
"""The dates, in the order in which `load/dates_passed` lists them."""
DATES = frozenset(f"{label}.{date}" for label, dates in WATCHED.items() for date in dates)
OWN = DATES - {"Incident.occurred_from", "Incident.occurred_to"}
Window = tuple[dt.datetime, dt.datetime]
_WAKE = re.compile(r"(?P<date>(?:\w+\.)?\w+)(?:\s*(?P<sign>[+-])\s*(?P<days>\d+)\s*days?)?")


def wakes(rule: Query) -> list[tuple[str, dt.timedelta]]:
    """The dates that wake a rule, each with what is added to it; QueryError if one is no date."""
    found = []
    for text in rule.wakes:
        match = _WAKE.fullmatch(text.strip())
        named = [date for date in DATES if match and f".{date}".endswith(f".{match['date']}")]
        if not match or len(named) != 1:
            raise QueryError(
                f"cypher/{rule.path}.cypher wakes at {text!r}: write a date such as "
                f"Incident.recorded_at + 28 days, of {', '.join(sorted(DATES))}"
            )
        days = int(match["days"] or 0) * (-1 if match["sign"] == "-" else 1)
        found.append((named[0], dt.timedelta(days=days)))
    return found


def woken(
    store: Store, asked: Iterable[Query], since: dt.datetime, until: dt.datetime
) -> dict[str, set[Place]]:
    """Rule ('' for every rule) → what has a date after `since` and not after `until`."""
    windows: dict[tuple[str, Window], set[str]] = {(date, (since, until)): {""} for date in OWN}
    for rule in asked:
        by_date: dict[str, list[Window]] = defaultdict(list)
        for date, added in wakes(rule):
            by_date[date].append((since - added, until - added))
        for date, held in by_date.items():
            for window in _merged(held):
                windows.setdefault((date, window), set()).add(rule.name)
    found: dict[str, set[Place]] = {name: set() for names in windows.values() for name in names}
    names = list(windows.values())
    for place, numbers in _passed(store, windows):
        for number in numbers:
            for name in names[number]:
                found[name].add(place)
    return found


def _merged(windows: Iterable[Window]) -> list[Window]:
    """Windows that overlap or touch as one."""
    merged: list[Window] = []
    for begin, end in sorted(windows):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _passed(
    store: Store, windows: Iterable[tuple[str, Window]]
) -> Iterator[tuple[Place, list[int]]]:
    """What has a date in a window, and the numbers of these windows; one scan for all."""
    asked = []
    for number, (name, (begin, end)) in enumerate(windows):
        label, _, date = name.partition(".")
        between = {"since": begin.isoformat(), "until": end.isoformat()}
        place = WATCHED[label].index(date)
        asked.append({"number": number, "label": label, "place": place, **between})
    for row in store.read(load("load/dates_passed"), windows=asked):
        yield (row["label"], row["id"]), row["windows"]
