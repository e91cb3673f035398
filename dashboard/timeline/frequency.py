"""How much happened when: bars over the lanes, the graver part of each darker."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

from dashboard.palette import Palette
from dashboard.timeline.marks import Span, moment
from dashboard.timeline.shape import BARS, Shape
from dashboard.words import severity

GRAVE = 3
"""From this step of the ramp on: injury and worse."""
ROOM = BARS - 18
DAY = dt.timedelta(days=1)


def frequency(shape: Shape, colours: Palette) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """One bar a month, week, day or hour, with its number on top: the shapes, the annotations."""
    span = shape.shown
    every, grave = _counted(shape, span)
    most = max(every.values(), default=1)
    boxes: list[dict[str, Any]] = []
    numbers: list[dict[str, Any]] = []
    for begun, ended in _bins(span):
        start, end = max(begun, span[0]), min(ended, span[1])
        if not every[begun] or start >= end:
            continue
        top = BARS - 4 - ROOM * every[begun] / most
        middle = BARS - 4 - ROOM * grave[begun] / most
        edge = {"line": {"width": 1, "color": colours.severity_edge}}
        box = {"type": "rect", "x0": start, "x1": end, **edge}
        boxes.append({**box, "y0": top, "y1": BARS - 4, "fillcolor": colours.severity[2]})
        boxes.append({**box, "y0": middle, "y1": BARS - 4, "fillcolor": colours.severity[4]})
        number = {"x": start + (end - start) / 2, "y": top - 7, "text": str(every[begun])}
        font = {"size": 11, "color": colours.muted}
        numbers.append({**number, "showarrow": False, "font": font})
    return boxes, numbers


def _counted(shape: Shape, span: Span) -> tuple[Counter[dt.datetime], Counter[dt.datetime]]:
    every: Counter[dt.datetime] = Counter()
    grave: Counter[dt.datetime] = Counter()
    events = {event.id: event for lane in shape.lanes for event in lane.events}
    for event in events.values():
        at = moment(event)
        if at and span[0] <= at <= span[1]:
            start = _floor(at, span)
            every[start] += 1
            grave[start] += severity(event.props.get("offence_classes") or ()) >= GRAVE
    return every, grave


def _bins(span: Span) -> Iterator[Span]:
    start = _floor(span[0], span)
    while start <= span[1]:
        end = _next(start, span)
        yield start, end
        start = end


def _floor(at: dt.datetime, span: Span) -> dt.datetime:
    length = span[1] - span[0]
    midnight = dt.datetime.combine(at.date(), dt.time())
    if length > 200 * DAY:
        return midnight.replace(day=1)
    if length > 21 * DAY:
        return midnight - at.weekday() * DAY
    return midnight if length > 2 * DAY else midnight.replace(hour=at.hour)


def _next(start: dt.datetime, span: Span) -> dt.datetime:
    length = span[1] - span[0]
    if length > 200 * DAY:
        return (start + 32 * DAY).replace(day=1)
    if length > 21 * DAY:
        return start + 7 * DAY
    return start + (DAY if length > 2 * DAY else dt.timedelta(hours=1))
