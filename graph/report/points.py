"""Points to prove, and what of a chronology bears on each: facts alone, and no verdict.

The points are a dated table (graph/model/reference/points.toml). What meets one is counted as the
rules count: on separate occasions, an hour apart, by incidents that name the suspect outright.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.counted import counted
from graph.model.local_time import moment
from graph.model.reference import points as rows_of_points
from graph.model.reference import reference
from graph.report.facts import Chronology, Event, Term

NOTHING = "Nothing recorded"
ASK = f"{NOTHING}: no field of a record holds it. A question to a person."
APART = dt.timedelta(hours=1)
"""As `gap_minutes` of cypher/detect/course_of_conduct.cypher."""
BOUND = ("interim", "made", "varied", "ended")
SERVED = ("served", "deemed")


@dataclass(frozen=True, slots=True)
class Point:
    """A point under its law, and in words what is recorded that bears on it."""

    law: str
    code: str
    title: str
    recorded: str


def points(whole: Chronology, on: dt.date, corrections: Path | None = None) -> list[Point]:
    """The points that the law asked for on a day, each with what is recorded."""
    behaviours = reference(on, corrections)["behaviours"]
    told = []
    for row in rows_of_points(on, corrections):
        recorded = _recorded(row, whole, behaviours)
        told.append(Point(row["law"], row["code"].partition(" ")[2], row["title"], recorded))
    return told


def _recorded(row: Mapping[str, Any], whole: Chronology, behaviours: Mapping[str, Any]) -> str:
    if row["asks"] == "notice":
        return _after_notice(whole)
    if row["asks"] == "others":
        return _conduct([each for each in whole.events if each.instigated], "", row["least"])
    if row["asks"] == "conduct":
        wanted = set(row["of"])
        acts = {code for code, each in behaviours.items() if {code, each.get("act")} & wanted}
        found = [each for each in whole.events if not wanted or acts & _acts(each)]
        seen = sorted({code for each in found for code in acts & _acts(each)})
        titles = ", ".join(str(behaviours[code]["title"]) for code in seen)
        return _conduct(found, titles, row["least"])
    return ASK


def _acts(event: Event) -> set[str]:
    return set(event.props.get("behaviours") or ())


def _conduct(events: Sequence[Event], titles: str, least: int) -> str:
    if not events:
        return NOTHING
    named = [each for each in events if not each.possible]
    times = occasions(named)
    words = f"{numbered(events)}{f' ({titles})' if titles else ''}: "
    words += counted(times, "separate occasion")
    if any(each.possible for each in events):
        words += ", not counting those that name the suspect only as possible"
    return words if times >= least else f"{words}; {least} are asked for"


def _after_notice(whole: Chronology) -> str:
    told = [words for term in whole.terms for words in [_notice(term, whole.events)] if words]
    return "; ".join(told) or NOTHING


def _notice(term: Term, events: Sequence[Event]) -> str:
    """That it was served, and what came after; what may lie before it is not after."""
    props, served = term.props, instant(term.props.get("served_at"))
    if served is None or props.get("service") not in SERVED or props.get("status") not in BOUND:
        return ""
    after = [each for each in events if (began := _began(each)) and began >= served]
    came = numbered(after) if after else "no event"
    return f"{props.get('reference')} was served on {moment(served)}; {came} after it"


def numbered(events: Sequence[Event]) -> str:
    """`Events 1, 2 and 4 (possible)`."""
    return listed("Event", [f"{e.number}{' (possible)' if e.possible else ''}" for e in events])


def listed(one: str, numbers: Sequence[int | str]) -> str:
    """`Event 1`, `Events 1, 2 and 4`."""
    *others, last = map(str, numbers)
    return f"{one}s {', '.join(others)} and {last}" if others else f"{one} {last}"


def occasions(events: Sequence[Event]) -> int:
    """The most of these that lie an hour apart: one event in three reports is one occasion."""
    spans = [
        (instant(each.props.get("occurred_to")) or began, began)
        for each in events
        if (began := _began(each))
    ]
    number, last = 0, None
    for end, began in sorted(spans):
        if last is None or began >= last + APART:
            number, last = number + 1, end
    return number


def _began(event: Event) -> dt.datetime | None:
    """The earliest that it may have been; of what has no date, nothing."""
    return instant(event.props.get("occurred_from"))


def instant(value: dt.datetime | str | None) -> dt.datetime | None:
    """A property of a node as an instant."""
    return dt.datetime.fromisoformat(value) if isinstance(value, str) else value
