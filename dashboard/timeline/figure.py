"""The timeline as a Plotly figure: incidents as numbered diamonds, orders as bars beneath.

The vertical axis counts pixels, from the top down; the horizontal one by local clocks. It is made
as plain dicts, as plotly.js takes it: the classes of plotly.py check each value, which took a third
of a chart's time.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.network.chart import element_ref
from dashboard.palette import Palette
from dashboard.timeline.breaches import SIGNS, VERDICTS, counted
from dashboard.timeline.breaks import breaks, marked
from dashboard.timeline.frequency import frequency
from dashboard.timeline.lanes import Lane
from dashboard.timeline.marks import Mark, Span, clocks, opened
from dashboard.timeline.notes import cluster_note, event_note
from dashboard.timeline.orders import bar, custody
from dashboard.timeline.shape import BARS, FOOT, HEAD, LINE, Row, Shape
from dashboard.words import severity
from graph.explore.answers import Event

NAMES, COUNTS = 184, 132
EXACT = ("second", "minute")
"""Precisions at which no stretch is drawn: the mark itself is as wide."""
SIGN_ABOVE = 23
"""Pixels from a mark up to the sign of a breach."""
NOTCH = {
    "breach": "triangle-down",
    "possible breach": "triangle-down-open",
    "after notice": "square-open",
}


Drawn = dict[str, Any]
"""A figure (its `data` and `layout`), a trace, a shape or an annotation."""


def figure(lanes: Sequence[Lane], colours: Palette, on: str = "") -> Drawn:
    """The lanes of the whole conduct beside a chart; what is chosen has a ring."""
    return draw(Shape(lanes, on=on), colours)


def height(lanes: Sequence[Lane]) -> int:
    """Pixels that this figure needs."""
    return Shape(lanes).height


def draw(shape: Shape, colours: Palette) -> Drawn:
    """A shape as it is seen."""
    rows, span = shape.rows, shape.shown
    orders = [
        bar(row, strip, term, colours, span, shape.on)
        for row in rows
        for strip, term in zip(row.strips, row.lane.terms, strict=True)
    ]
    boxes, numbers = frequency(shape, colours) if shape.alone else ([], [])
    below = rows if shape.alone else rows[1:]
    counts = [counted(row.lane.events, row.lane.verdicts) for row in rows]
    ends = [_count(row, text, colours) for row, text in zip(rows, counts, strict=True) if text]
    return {
        "data": [
            *(order.bar for order in orders),
            marked(span, colours),
            _stretches(rows, colours, span),
            *(_notches(rows, verdict, colours) for verdict in VERDICTS),
            _diamonds(rows, shape, colours),
        ],
        "layout": {
            **_axes(rows, shape, colours, wide=bool(ends)),
            "shapes": [
                *custody(rows, colours, span),
                *(order.tint for order in orders if order.tint),
                *boxes,
                *(_line("y", row.top, colours.grid) | {"layer": "below"} for row in below),
                *(_line("x", each.at, colours.muted, dash="dot") for each in breaks(span)),
            ],
            "annotations": [*(order.name for order in orders), *numbers, *ends],
        },
    }


def _line(axis: str, at: object, colour: str, **more: str) -> dict[str, Any]:
    """A straight line across the whole figure, at a place of one axis."""
    other = "x" if axis == "y" else "y"
    return {
        "type": "line",
        f"{axis}0": at,
        f"{axis}1": at,
        f"{other}0": 0,
        f"{other}1": 1,
        f"{other}ref": f"{other} domain",
        "line": {"color": colour, "width": 1, **more},
    }


def _stretches(rows: Sequence[Row], colours: Palette, span: Span) -> Drawn:
    """A line through every moment that an event may have been, with its ends."""
    times: list[dt.datetime | None] = []
    heights: list[float | None] = []
    for row in rows:
        for mark in row.marks:
            for event in mark.events:
                start, end = event.props.get("occurred_from"), event.props.get("occurred_to")
                if not start or not end or event.props.get("precision") in EXACT:
                    continue
                times += [max(clocks(start), span[0]), min(clocks(end), span[1]), None]
                heights += [row.height_of(mark)] * 2 + [None]
    return {
        "type": "scatter",
        "x": times,
        "y": heights,
        "mode": "lines+markers",
        "line": {"color": colours.severity_edge, "width": 3},
        "marker": {"symbol": "line-ns-open", "size": 10, "color": colours.severity_edge},
        "opacity": 0.6,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _gravest(mark: Mark, verdicts: Mapping[str, str]) -> str:
    found = [verdicts[event.id] for event in mark.events if event.id in verdicts]
    return min(found, key=VERDICTS.index, default="")


def _notches(rows: Sequence[Row], verdict: str, colours: Palette) -> Drawn:
    """The own sign of a breach, over the mark that is one."""
    points = [
        (row, mark)
        for row in rows
        for mark in row.marks
        if _gravest(mark, row.lane.verdicts) == verdict
    ]
    solid = verdict == VERDICTS[0]
    return {
        "type": "scatter",
        "name": verdict,
        "x": [mark.at for _, mark in points],
        "y": [row.height_of(mark) - SIGN_ABOVE for row, mark in points],
        "mode": "markers+text",
        "text": [f"<b>{SIGNS[verdict]}</b>" for _ in points],
        "textfont": {"size": 13, "color": colours.panel if solid else colours.breach},
        "marker": {
            "symbol": NOTCH[verdict],
            "size": 24 if solid else 19,
            "color": colours.breach,
            "line": {"width": 1.5, "color": colours.breach},
            "opacity": 1,
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
        "unselected": {"marker": {"opacity": 0.25}},
        "showlegend": False,
    }


def _diamonds(rows: Sequence[Row], shape: Shape, colours: Palette) -> Drawn:
    points = [(row, mark) for row in rows for mark in row.marks]
    steps = [_step(mark) for _, mark in points]
    chosen = [shape.on in map(address_of, mark.events) for _, mark in points]
    return {
        "type": "scatter",
        "name": "marks",
        "x": [mark.at for _, mark in points],
        "y": [row.height_of(mark) for row, mark in points],
        "mode": "markers+text",
        "text": [_sign(mark) for _, mark in points],
        "textfont": {"size": 12, "color": [colours.severity_ink[step] for step in steps]},
        "marker": {
            "symbol": [_symbol(mark) for _, mark in points],
            "size": [
                20 if _symbol(mark) != "diamond" else 18 + 2 * step
                for (_, mark), step in zip(points, steps, strict=True)
            ],
            "color": [colours.severity[step] for step in steps],
            "line": {
                "width": [3.5 if mark else 1 for mark in chosen],
                "color": [colours.accent if mark else colours.severity_edge for mark in chosen],
            },
            "opacity": 1,
        },
        "customdata": [_data(row, mark) for row, mark in points],
        "hoverinfo": "none",
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 0.25}},
        "showlegend": False,
    }


def address_of(event: Event) -> str:
    """What a click on an event puts into the address bar."""
    return element_ref(("Contact" if event.props.get("contact") else "Incident", event.id))


def _data(row: Row, mark: Mark) -> list[str]:
    """What a click chooses, what the line above says, and of a cluster what it opens to."""
    verdicts = row.lane.verdicts
    if len(mark.events) > 1:
        return ["", cluster_note(mark.events, verdicts), *(at.isoformat() for at in opened(mark))]
    (event,) = mark.events
    return [address_of(event), event_note(event, row.lane, verdicts.get(event.id, ""))]


def _symbol(mark: Mark) -> str:
    if len(mark.events) > 1:
        return "square"
    return "circle" if mark.events[0].props.get("contact") else "diamond"


def _sign(mark: Mark) -> str:
    """A number for the class, a letter for a call or message, `+5` for a cluster."""
    if len(mark.events) > 1:
        return f"+{len(mark.events)}"
    contact = mark.events[0].props.get("contact")
    return contact[:1].upper() if contact else str(_step(mark) or "–")


def _step(mark: Mark) -> int:
    return max(severity(event.props.get("offence_classes") or ()) for event in mark.events)


def _axes(rows: Sequence[Row], shape: Shape, colours: Palette, *, wide: bool) -> Drawn:
    """The layout but for what lies on it; `wide` leaves room for numbers at the ends of lanes."""
    bottom = max((row.bottom for row in rows), default=LINE)
    return {
        "height": shape.height,
        "margin": {"l": NAMES, "r": COUNTS if wide else 16, "t": HEAD, "b": FOOT},
        "paper_bgcolor": colours.panel,
        "plot_bgcolor": colours.panel,
        "font": {
            "family": "system-ui, Segoe UI, Roboto, Noto Sans, sans-serif",
            "size": 12,
            "color": colours.ink,
        },
        "barmode": "overlay",
        "dragmode": "pan" if shape.alone else "select",
        "selectdirection": "h",
        "clickmode": "event",
        "hovermode": "closest",
        "uirevision": str(shape.shown),
        "xaxis": {
            "range": list(shape.shown),
            "type": "date",
            "side": "top",
            "automargin": True,
            "gridcolor": colours.grid,
            "linecolor": colours.line,
            "tickfont": {"color": colours.muted, "size": 12},
            "tickformatstops": [
                {"dtickrange": [None, 86_400_000], "value": "%-d %b %H:%M"},
                {"dtickrange": [86_400_000, "M1"], "value": "%-d %b %Y"},
                {"dtickrange": ["M1", "M12"], "value": "%b %Y"},
                {"dtickrange": ["M12", None], "value": "%Y"},
            ],
            "nticks": 8,
            "zeroline": False,
        },
        "yaxis": {
            "range": [bottom, 0],
            "tickmode": "array",
            "tickvals": [*([BARS / 2] if shape.alone else []), *(row.middle for row in rows)],
            "ticktext": [
                *(["How many, when"] if shape.alone else []),
                *(_tick(row.lane) for row in rows),
            ],
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    }


def _count(row: Row, text: str, colours: Palette) -> Drawn:
    """How many breaches a lane has, at its end."""
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8,
        "y": row.base - LINE / 2 + 2,
        "text": "<br>".join(f"<b>{part}</b>" for part in text.split(" · ")),
        "showarrow": False,
        "align": "left",
        "font": {"size": 12, "color": colours.breach},
    }


def _tick(lane: Lane) -> str:
    title = html.escape(lane.title if len(lane.title) <= 22 else lane.title[:21] + "…")
    return f"{title}  <b>{len(lane.events)}</b>" if lane.events else title
