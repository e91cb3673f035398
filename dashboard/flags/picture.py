"""A flag in two small pictures: who is joined to whom by what, and when it happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from dashboard.network.chart import label_of
from dashboard.palette import Palette
from dashboard.text import plain
from dashboard.words import count, day, severity
from graph.explore.chart import Element
from graph.explore.queue import Opened
from graph.model.schema import NodeKey

WIDTH = 400
NAME = 17
"""Letters of a name that stand beside its mark."""
ROW, TOP = 40, 24
ACROSS = 5
"""Incidents in one line of the chart's middle."""
BAR, AXIS = 14, 22
LEFT = ("SUSPECT_IN", "INSTIGATED", "POSSIBLY_BY", "SUBJECT_OF", "INVOLVES")
Point = tuple[float, float]
Placed = Iterator[tuple[NodeKey, Point]]
FONT = "font-family='system-ui, Segoe UI, Roboto, Noto Sans, sans-serif' font-size='12'"


def chart(opened: Opened, colours: Palette) -> Component | None:
    """Who did it at the left, to whom at the right, the incidents and orders between."""
    sides = _sides(opened)
    middle = sorted((each for each in opened.elements if each.place not in sides), key=_moment_of)
    if len(opened.elements) < 2:
        return None
    left = [each for each in opened.elements if sides.get(each.place) == "left"]
    right = [each for each in opened.elements if sides.get(each.place) == "right"]
    lines = -(-len(middle) // ACROSS)
    height = max(len(left), len(right), lines, 1) * ROW + TOP
    points = dict(_column(left, 84, height)) | dict(_column(right, WIDTH - 84, height))
    points |= dict(_grid(middle, height))
    parts = [_line(points[link.start], points[link.end], colours) for link in opened.links]
    parts += [_mark(each, points[each.place], colours, sides) for each in opened.elements]
    return _image(parts, height, _told(opened, left, right), colours)


def _sides(opened: Opened) -> dict[NodeKey, str]:
    """Which side of the chart somebody stands on; what happened stands on none."""
    sides: dict[NodeKey, str] = {}
    for link in opened.links:
        for place in (link.start, link.end):
            if place[0] not in ("Incident", "Order"):
                side = "left" if link.type in LEFT else "right"
                sides[place] = "left" if "left" in (side, sides.get(place)) else side
    for each in opened.elements:
        if each.label not in ("Incident", "Order"):
            sides.setdefault(each.place, "left" if each.id in opened.flag.subjects else "right")
    return sides


def _told(opened: Opened, left: Sequence[Element], right: Sequence[Element]) -> str:
    incidents = sum(each.label == "Incident" for each in opened.elements)
    orders = sum(each.label == "Order" for each in opened.elements)
    between = f"{count(incidents, 'incident')} and {count(orders, 'order')}"
    return f"{_names(left)} and {_names(right)}, joined by {between}; more is on the chart."


def _names(people: Sequence[Element]) -> str:
    return ", ".join(plain(label_of(each))[:60] for each in people[:4]) or "nobody named"


def _column(elements: Sequence[Element], x: float, height: float) -> Placed:
    gap = height / (len(elements) + 1)
    for number, each in enumerate(elements, 1):
        yield each.place, (x, gap * number)


def _grid(elements: Sequence[Element], height: float) -> Placed:
    lines = -(-len(elements) // ACROSS)
    top = (height - (lines - 1) * ROW) / 2
    for number, each in enumerate(elements):
        line, place = divmod(number, ACROSS)
        in_line = min(ACROSS, len(elements) - line * ACROSS)
        x = WIDTH / 2 + (place - (in_line - 1) / 2) * 32
        yield each.place, (x, top + line * ROW)


def _line(start: Point, end: Point, colours: Palette) -> str:
    (x1, y1), (x2, y2) = start, end
    return (
        f"<line x1='{x1:.0f}' y1='{y1:.0f}' x2='{x2:.0f}' y2='{y2:.0f}' "
        f"stroke='{colours.link}' stroke-width='1'/>"
    )


def _mark(each: Element, at: Point, colours: Palette, sides: dict[NodeKey, str]) -> str:
    x, y = at
    if each.label == "Incident":
        return _diamond(x, y, severity(each.props.get("offence_classes") or ()), colours)
    if each.label == "Order":
        return (
            f"<rect x='{x - 10:.0f}' y='{y - 7:.0f}' width='20' height='14' rx='2' "
            f"fill='{colours.fills['Order']}'/>"
        )
    fill = colours.fills["suspect" if sides[each.place] == "left" else "victim"]
    fill = fill if each.label == "Person" else colours.fills[each.label]
    label = plain(label_of(each))
    label = label if len(label) <= NAME else label[: NAME - 1] + "…"
    return (
        f"<circle cx='{x:.0f}' cy='{y - 4:.0f}' r='8' fill='{fill}'/>"
        f"<text x='{x:.0f}' y='{y + 18:.0f}' text-anchor='middle' {FONT} "
        f"fill='{colours.ink}'>{escape(label)}</text>"
    )


def _diamond(x: float, y: float, step: int, colours: Palette) -> str:
    return (
        f"<path d='M{x:.1f} {y - 11:.1f}L{x + 11:.1f} {y:.1f} {x:.1f} {y + 11:.1f} "
        f"{x - 11:.1f} {y:.1f}z' fill='{colours.severity[step]}' "
        f"stroke='{colours.severity_edge}'/><text x='{x:.1f}' y='{y + 4:.1f}' "
        f"text-anchor='middle' {FONT} font-weight='700' fill='{colours.severity_ink[step]}'>"
        f"{step or '–'}</text>"
    )


def timeline(opened: Opened, colours: Palette) -> Component | None:
    """Incidents and contacts over the orders, from the first to the last."""
    happened = [(at, step) for at, step in _happened(opened)]
    orders = [each for each in opened.elements if each.label == "Order" and _moment(each)]
    instants = [at for at, _ in happened] + [_moment_of(each) for each in orders]
    if not instants:
        return None
    first, last = min(instants), max(instants)
    span = max((last - first).total_seconds(), 1.0)

    def across(at: dt.datetime) -> float:
        share = (at - first).total_seconds() / span
        return 16 + (WIDTH - 32) * min(1.0, max(0.0, share))

    height = 32 + BAR * len(orders[:4]) + AXIS
    parts = [f"<line x1='8' x2='{WIDTH - 8}' y1='16' y2='16' stroke='{colours.line}'/>"]
    for number, order in enumerate(orders[:4]):
        parts.append(_bar(order, 32 + BAR * number, across, colours))
    parts += [_diamond(across(at), 16, step, colours) for at, step in sorted(happened)]
    ends = (("start", 4, first), ("end", WIDTH - 4, last))
    for anchor, x, at in ends if first.date() != last.date() else ends[:1]:
        parts.append(
            f"<text x='{x}' y='{height - 6}' text-anchor='{anchor}' {FONT} "
            f"fill='{colours.muted}'>{escape(day(at))}</text>"
        )
    said = f"{count(len(happened), 'event')} from {day(first)} to {day(last)}"
    said += f", {count(len(orders), 'order')}" if orders else ""
    return _image(parts, height, f"{said}; all is on the timeline.", colours)


def _bar(order: Element, y: float, across: Callable[[dt.datetime], float], colours: Palette) -> str:
    start = across(_moment_of(order))
    until = order.props.get("until")
    end = across(until) if until else WIDTH - 8
    fill = colours.orders.get(order.props.get("effect") or "", colours.orders["notice"])
    kind = escape(str(order.props.get("kind") or "order"))
    return (
        f"<rect x='{start:.0f}' y='{y:.0f}' width='{max(6.0, end - start):.0f}' height='{BAR - 2}' "
        f"fill='{fill}' stroke='{colours.link}'/>"
        f"<text x='{min(start + 4, WIDTH - 90):.0f}' y='{y + 10:.0f}' {FONT} "
        f"fill='{colours.ink}'>{kind}</text>"
    )


def _happened(opened: Opened) -> Iterator[tuple[dt.datetime, int]]:
    for each in opened.elements:
        at = _moment(each)
        if each.label == "Incident" and at:
            yield at, severity(each.props.get("offence_classes") or ())
    for contact in opened.flag.columns.get("contacts") or ():
        if contact and contact.get("at"):
            yield dt.datetime.fromisoformat(contact["at"]), 0


def _moment(each: Element) -> dt.datetime | None:
    names = ("occurred_from", "recorded_at", "served_at", "from", "status_at")
    return next((at for name in names if (at := each.props.get(name))), None)


def _moment_of(each: Element) -> dt.datetime:
    return _moment(each) or dt.datetime.max.replace(tzinfo=dt.UTC)


def _image(parts: Iterable[str], height: float, told: str, colours: Palette) -> Component:
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{height:.0f}' "
        f"viewBox='0 0 {WIDTH} {height:.0f}'><rect width='100%' height='100%' "
        f"fill='{colours.panel}'/>{''.join(parts)}</svg>"
    )
    source = f"data:image/svg+xml;utf8,{quote(svg)}"
    return html.Img(src=source, alt=told, width=WIDTH, height=round(height), className="small")
