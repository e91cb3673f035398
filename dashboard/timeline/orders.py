"""Orders as bars beneath the marks, clipped to what is shown; time in custody over all lanes."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Sequence
from typing import Any, NamedTuple

from dashboard.network.chart import element_ref
from dashboard.palette import Palette
from dashboard.timeline.lanes import binds
from dashboard.timeline.marks import Span
from dashboard.timeline.notes import term_note
from dashboard.timeline.shape import LINE, STRIP, Row, bar_name, ends
from graph.explore.answers import Term

HATCHES = {"bail": "/", "custody": "x", "PIN": ".", "caution": ".", "conditional caution": "."}


class Order(NamedTuple):
    """What draws one order: its bar (a trace), the tint above it (a shape) if it binds, its name
    (an annotation)."""

    bar: dict[str, Any]
    tint: dict[str, Any] | None
    name: dict[str, Any]


def bar(row: Row, strip: int, term: Term, colours: Palette, span: Span, on: str) -> Order:
    """One order: solid when it binds, an outline when it was not served, refused or only sought.

    An order that binds also tints the marks above it.
    """
    start, end = ends(term, span)
    fill = colours.orders.get(term.props.get("effect") or "", colours.orders["notice"])
    middle = row.base + strip * STRIP + STRIP / 2 - 1
    address = element_ref(("Order", term.id))
    name = {
        "x": start,
        "y": middle,
        "text": html.escape(bar_name(term, span)),
        "showarrow": False,
        "xanchor": "right" if start == span[1] else "left",
        "xshift": -4 if start == span[1] else 4,
        "font": {"size": 12, "color": colours.ink},
        "borderpad": 0,
    }
    if binds(term) and _hatch(term):
        name["bgcolor"] = fill
    trace = {
        "type": "bar",
        "orientation": "h",
        "base": [start],
        "x": [(end - start).total_seconds() * 1000],
        "y": [middle],
        "width": STRIP - 2,
        "marker": _bar_marker(term, fill, colours, on == address),
        "customdata": [[address, term_note(term)]],
        "hoverinfo": "none",
        "showlegend": False,
    }
    return Order(
        trace, _box(start, end, row.top + 2, row.base, fill, 0.35) if binds(term) else None, name
    )


def _box(
    start: dt.datetime, end: dt.datetime, top: float, bottom: float, fill: str, opacity: float
) -> dict[str, Any]:
    """A stretch of time tinted, under everything."""
    across = {"x0": start, "x1": end, "y0": top, "y1": bottom}
    return {"type": "rect", **across, "fillcolor": fill, "opacity": opacity, "layer": "below",
            "line": {"width": 0}}  # fmt: skip


def _hatch(term: Term) -> str:
    return HATCHES.get(term.props.get("kind") or "", "")


def _bar_marker(term: Term, fill: str, colours: Palette, chosen: bool) -> dict[str, Any]:
    return {
        "color": fill if binds(term) else "rgba(0,0,0,0)",
        "line": {
            "color": colours.accent if chosen else colours.link,
            "width": 2.5 if chosen else 1,
        },
        "pattern": {
            "shape": _hatch(term),
            "fgcolor": colours.link,
            "fillmode": "overlay",
            "size": 6,
            "solidity": 0.15,
        },
    }


def custody(rows: Sequence[Row], colours: Palette, span: Span) -> list[dict[str, Any]]:
    """Time in custody lies over every lane: a silence behind bars is no restraint."""
    bottom = max((row.bottom for row in rows), default=LINE)
    terms = {term.id: term for row in rows for term in row.lane.terms}
    held = [
        ends(term, span)
        for term in terms.values()
        if term.props.get("effect") == "detains" and binds(term)
    ]
    fill = colours.orders["detains"]
    return [_box(start, end, 0, bottom, fill, 0.55) for start, end in held if start < end]
