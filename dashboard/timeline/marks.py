"""Where marks stand in a lane: those that would lie on each other stand in steps, the rest in
clusters that open when they are zoomed to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.explore.answers import Event
from graph.model.local_time import local

Span = tuple[dt.datetime, dt.datetime]
"""What is shown, by local clocks and without a zone, as a picture's axis counts."""
WIDTH = 26
"""Pixels that a mark needs beside the next one."""
MOST_STEPS, ANY_STEPS = 3, 10_000
SHORTEST = dt.timedelta(minutes=10)
CLOSE = dt.timedelta(hours=1)
"""At this length or less every mark has a place of its own."""


@dataclass(frozen=True)
class Mark:
    """One event, or a cluster of several, in a step of its lane."""

    events: tuple[Event, ...]
    at: dt.datetime
    step: int


def moment(event: Event) -> dt.datetime | None:
    """Where an event is drawn: the middle of when it may have been; else when it was recorded."""
    start, end = event.props.get("occurred_from"), event.props.get("occurred_to")
    if start:
        start = clocks(start)
        return start + (clocks(end) - start) / 2 if end else start
    recorded = event.props.get("recorded_at")
    return clocks(recorded) if recorded else None


def clocks(instant: dt.datetime) -> dt.datetime:
    """By local clocks, without a zone."""
    return local(instant).replace(tzinfo=None)


def marks(events: Iterable[Event], span: Span, width: float, most: int) -> list[Mark]:
    """The marks of a lane for what is shown, `width` pixels wide; what lies outside has none.

    At most so many steps; what finds no room in them is in clusters on one more.
    """
    scale = width / ((span[1] - span[0]) / dt.timedelta(seconds=1))
    most = most if span[1] - span[0] > CLOSE else ANY_STEPS
    ends: list[float] = []
    placed: list[Mark] = []
    rest: list[tuple[float, Event, dt.datetime]] = []
    for at, event in sorted(_within(events, span), key=lambda pair: (pair[0], pair[1].id)):
        spot = (at - span[0]).total_seconds() * scale
        step = next((row for row, end in enumerate(ends) if end <= spot), len(ends))
        if step >= most:
            rest.append((spot, event, at))
            continue
        ends[step : step + 1] = [spot + WIDTH]
        placed.append(Mark((event,), at, step))
    return [*placed, *_clusters(rest, most)]


def _within(events: Iterable[Event], span: Span) -> list[tuple[dt.datetime, Event]]:
    timed = [(moment(event), event) for event in events]
    return [(at, event) for at, event in timed if at and span[0] <= at <= span[1]]


def _clusters(rest: Sequence[tuple[float, Event, dt.datetime]], step: int) -> list[Mark]:
    groups: list[list[tuple[float, Event, dt.datetime]]] = []
    for each in rest:
        if groups and each[0] < groups[-1][0][0] + WIDTH:
            groups[-1].append(each)
        else:
            groups.append([each])
    return [Mark(tuple(event for _, event, _ in group), group[0][2], step) for group in groups]


def opened(mark: Mark) -> Span:
    """What to show so that a cluster comes apart."""
    times = [at for at in map(moment, mark.events) if at]
    room = max((max(times) - min(times)) * 0.1, SHORTEST / 2)
    return min(times) - room, max(times) + room


def conduct(events: Iterable[Event], edges: Iterable[dt.datetime | None] = ()) -> Span:
    """The whole conduct with a little room, orders aside; the orders where there is no conduct."""
    known = [at for event in events for at in _edges(event)]
    known = known or [clocks(edge) for edge in edges if edge]
    if not known:
        today = clocks(dt.datetime.now(dt.UTC))
        return today - dt.timedelta(days=365), today
    room = max(dt.timedelta(days=3), (max(known) - min(known)) * 0.03)
    return min(known) - room, max(known) + room


def _edges(event: Event) -> list[dt.datetime]:
    start, end = event.props.get("occurred_from"), event.props.get("occurred_to")
    times = [start, end] if start else [event.props.get("recorded_at")]
    return [clocks(at) for at in times if at]
