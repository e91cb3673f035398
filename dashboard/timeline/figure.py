"""The timeline as a Plotly figure: incidents as numbered diamonds, orders as bars beneath.

The vertical axis counts pixels, from the top down: each lane has one line of incidents
and as many strips under it as its orders need to stand clear of each other.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.network.chart import element_ref
from dashboard.palette import Palette
from dashboard.timeline.lanes import Lane, binds
from dashboard.timeline.notes import event_note, term_name, term_note
from dashboard.words import severity
from graph.explore.answers import Event, Term

HEAD, FOOT, NAMES = 24, 8, 184
LINE, STRIP, GAP = 36, 18, 4
LETTER, PLOT_WIDTH = 6.6, 660
HATCHES = {"bail": "/", "custody": "x", "PIN": ".", "caution": ".", "conditional caution": "."}
LONG = dt.timedelta(days=2)
Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Row:
    """A lane with its place on the page: pixels from the top, and a strip for each order."""

    lane: Lane
    top: int
    strips: tuple[int, ...]

    @property
    def line(self) -> float:
        """Where the incidents stand."""
        return self.top + LINE / 2

    @property
    def bottom(self) -> int:
        """Where the row ends, in pixels from the top of the figure."""
        return self.top + LINE + (max(self.strips, default=-1) + 1) * STRIP + GAP


def figure(lanes: Sequence[Lane], colours: Palette, on: str = "") -> go.Figure:
    """Lanes from the top down; what is chosen has a ring. Times are UTC."""
    span = _span(lanes)
    rows = list(_rows(lanes, span))
    fig = go.Figure()
    for row in rows:
        for strip, term in zip(row.strips, row.lane.terms, strict=True):
            _bar(fig, row, strip, term, colours, span, on)
    for row in rows:
        _stretches(fig, row, colours)
    fig.add_trace(_diamonds(rows, colours, on))
    _axes(fig, rows, colours, span)
    return fig


def height(lanes: Sequence[Lane]) -> int:
    """Pixels that the figure needs."""
    return HEAD + FOOT + max((row.bottom for row in _rows(lanes, _span(lanes))), default=LINE)


def _rows(lanes: Sequence[Lane], span: Span) -> Iterator[Row]:
    top = 0
    for lane in lanes:
        row = Row(lane, top, tuple(_strips(lane.terms, span)))
        yield row
        top = row.bottom


def _strips(terms: Sequence[Term], span: Span) -> Iterator[int]:
    """For each order the first strip where it and its name stand clear of those before."""
    letter = (span[1] - span[0]) / PLOT_WIDTH * LETTER
    ends: list[dt.datetime] = []
    for term in terms:
        start, end = _ends(term, span)
        free = max(end, start + letter * (len(term_name(term)) + 2))
        strip = next((place for place, last in enumerate(ends) if last <= start), len(ends))
        ends[strip : strip + 1] = [free]
        yield strip


def _ends(term: Term, span: Span) -> Span:
    start = term.start or span[0]
    return start, max(start, term.end or span[1])


def _moment(event: Event) -> dt.datetime | None:
    """Where an event is drawn: the middle of when it may have been; else when it was recorded."""
    start, end = event.props.get("occurred_from"), event.props.get("occurred_to")
    if start:
        middle: dt.datetime = start + ((end or start) - start) / 2
        return middle
    return event.props.get("recorded_at")


def _span(lanes: Sequence[Lane]) -> Span:
    moments = [_moment(event) for lane in lanes for event in lane.events]
    edges = [edge for lane in lanes for term in lane.terms for edge in (term.start, term.end)]
    known = [moment for moment in (*moments, *edges) if moment]
    if not known:
        today = dt.datetime.now(dt.UTC)
        return today - dt.timedelta(days=365), today
    margin = max(dt.timedelta(days=7), (max(known) - min(known)) * 0.04)
    return min(known) - margin, max(known) + margin


def _bar(
    fig: go.Figure, row: Row, strip: int, term: Term, colours: Palette, span: Span, on: str
) -> None:
    """One order: solid when it binds, an outline when it was not served, refused or only sought.

    An order that binds also tints the line of incidents above it.
    """
    start, end = _ends(term, span)
    fill = colours.orders.get(term.props.get("effect") or "", colours.orders["notice"])
    top = row.top + LINE + strip * STRIP
    if binds(term):
        tint = {"fillcolor": fill, "opacity": 0.35, "line_width": 0, "layer": "below"}
        fig.add_shape(type="rect", x0=start, x1=end, y0=row.top + 2, y1=top, **tint)
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
        text=term_name(term),
        showarrow=False,
        xanchor="left",
        xshift=4,
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


def _stretches(fig: go.Figure, row: Row, colours: Palette) -> None:
    """A line through every moment that an event may have been, where that is days or more."""
    for event in row.lane.events:
        start, end = event.props.get("occurred_from"), event.props.get("occurred_to")
        if start and end and end - start >= LONG:
            fig.add_trace(
                go.Scatter(
                    x=[start, end],
                    y=[row.line, row.line],
                    mode="lines",
                    line={"color": colours.severity_edge, "width": 3},
                    opacity=0.5,
                    hoverinfo="skip",
                    showlegend=False,
                )
            )


def _diamonds(rows: Sequence[Row], colours: Palette, on: str) -> go.Scatter:
    points = [
        (row, event, severity(event.props.get("offence_classes") or ()))
        for row in rows
        for event in row.lane.events
        if _moment(event)
    ]
    chosen = [on == element_ref(("Incident", event.id)) for _, event, _ in points]
    return go.Scatter(
        x=[_moment(event) for _, event, _ in points],
        y=[row.line for row, _, _ in points],
        mode="markers+text",
        text=[str(step or "–") for _, _, step in points],
        textfont={"size": 12, "color": [colours.severity_ink[step] for _, _, step in points]},
        marker={
            "symbol": "diamond",
            "size": [18 + 2 * step for _, _, step in points],
            "color": [colours.severity[step] for _, _, step in points],
            "line": {
                "width": [3.5 if mark else 1 for mark in chosen],
                "color": [colours.accent if mark else colours.severity_edge for mark in chosen],
            },
            "opacity": 1,
        },
        customdata=[
            [element_ref(("Incident", event.id)), event_note(event, row.lane)]
            for row, event, _ in points
        ],
        hoverinfo="none",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 0.25}},
        showlegend=False,
    )


def _axes(fig: go.Figure, rows: Sequence[Row], colours: Palette, span: Span) -> None:
    bottom = max((row.bottom for row in rows), default=LINE)
    font: dict[str, Any] = {
        "family": "system-ui, Segoe UI, Roboto, Noto Sans, sans-serif",
        "size": 12,
        "color": colours.ink,
    }
    fig.update_layout(
        height=HEAD + FOOT + bottom,
        margin={"l": NAMES, "r": 16, "t": HEAD, "b": FOOT},
        paper_bgcolor=colours.panel,
        plot_bgcolor=colours.panel,
        font=font,
        barmode="overlay",
        dragmode="select",
        selectdirection="h",
        clickmode="event",
        hovermode="closest",
        uirevision="timeline",
    )
    fig.update_xaxes(
        range=list(span),
        type="date",
        side="top",
        gridcolor=colours.grid,
        linecolor=colours.line,
        tickfont={"color": colours.muted, "size": 12},
        tickformatstops=[
            {"dtickrange": [None, 86_400_000], "value": "%d %b %H:%M"},
            {"dtickrange": [86_400_000, "M1"], "value": "%d %b %Y"},
            {"dtickrange": ["M1", "M12"], "value": "%b %Y"},
            {"dtickrange": ["M12", None], "value": "%Y"},
        ],
        nticks=8,
        zeroline=False,
    )
    fig.update_yaxes(
        range=[bottom, 0],
        tickmode="array",
        tickvals=[row.line for row in rows],
        ticktext=[_tick(row.lane) for row in rows],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    for row in rows[1:]:
        fig.add_hline(y=row.top, line={"color": colours.grid, "width": 1}, layer="below")


def _tick(lane: Lane) -> str:
    title = html.escape(lane.title if len(lane.title) <= 22 else lane.title[:21] + "…")
    return f"{title}  <b>{len(lane.events)}</b>" if lane.events else title
