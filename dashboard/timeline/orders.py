"""Orders as bars beneath the marks, clipped to what is shown; time in custody over all lanes."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.network.chart import element_ref
from dashboard.palette import Palette
from dashboard.timeline.lanes import binds
from dashboard.timeline.marks import Span
from dashboard.timeline.notes import term_note
from dashboard.timeline.shape import LINE, STRIP, Row, bar_name, ends
from graph.explore.answers import Term

HATCHES = {"bail": "/", "custody": "x", "PIN": ".", "caution": ".", "conditional caution": "."}


def bar(
    fig: go.Figure, row: Row, strip: int, term: Term, colours: Palette, span: Span, on: str
) -> None:
    """One order: solid when it binds, an outline when it was not served, refused or only sought.

    An order that binds also tints the marks above it.
    """
    start, end = ends(term, span)
    fill = colours.orders.get(term.props.get("effect") or "", colours.orders["notice"])
    top = row.base + strip * STRIP
    if binds(term):
        tint = {"fillcolor": fill, "opacity": 0.35, "line_width": 0, "layer": "below"}
        fig.add_shape(type="rect", x0=start, x1=end, y0=row.top + 2, y1=row.base, **tint)
    address = element_ref(("Order", term.id))
    fig.add_trace(
        go.Bar(
            orientation="h",
            base=[start],
            x=[(end - start).total_seconds() * 1000],
            y=[top + STRIP / 2 - 1],
            width=STRIP - 2,
            marker=_bar_marker(term, fill, colours, on == address),
            customdata=[[address, term_note(term)]],
            hoverinfo="none",
            showlegend=False,
        )
    )
    fig.add_annotation(
        x=start,
        y=top + STRIP / 2 - 1,
        text=html.escape(bar_name(term, span)),
        showarrow=False,
        xanchor="right" if start == span[1] else "left",
        xshift=-4 if start == span[1] else 4,
        font={"size": 12, "color": colours.ink},
        bgcolor=fill if binds(term) and _hatch(term) else None,
        borderpad=0,
    )


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
            "size": 6,
            "solidity": 0.15,
        },
    }


def custody(fig: go.Figure, rows: Sequence[Row], colours: Palette, span: Span) -> None:
    """Time in custody lies over every lane: a silence behind bars is no restraint."""
    bottom = max((row.bottom for row in rows), default=LINE)
    terms = {term.id: term for row in rows for term in row.lane.terms}
    for term in terms.values():
        if term.props.get("effect") != "detains" or not binds(term):
            continue
        start, end = ends(term, span)
        if start < end:
            shade = {"fillcolor": colours.orders["detains"], "opacity": 0.55, "layer": "below"}
            fig.add_shape(type="rect", x0=start, x1=end, y0=0, y1=bottom, line_width=0, **shade)
