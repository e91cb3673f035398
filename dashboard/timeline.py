"""The timeline as a Plotly figure: incidents as numbered diamonds, orders as bars beneath."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.chart import element_address
from dashboard.lanes import Lane, binds, in_force
from dashboard.palette import Palette
from dashboard.words import ORDER_KINDS, force, offence, severity, when
from graph.explore import Event, Term

LANE, HEAD, FOOT, NAMES = 48, 8, 32, 184
HATCHES = {"bail": "/", "custody": "x", "PIN": ".", "caution": ".", "conditional caution": "."}
LONG = dt.timedelta(days=2)


def figure(lanes: Sequence[Lane], colours: Palette, on: str = "") -> go.Figure:
    """Lanes from the top down; what is chosen has a ring. Times are UTC."""
    first, last = _span(lanes)
    fig = go.Figure()
    for row, lane in enumerate(lanes):
        for place, term in enumerate(lane.terms):
            _bar(fig, row, place, term, colours, (first, last), on)
    for row, lane in enumerate(lanes):
        _stretches(fig, row, lane, colours)
    fig.add_trace(_diamonds(lanes, colours, on))
    _axes(fig, lanes, colours, (first, last))
    return fig


def height(lanes: Sequence[Lane]) -> int:
    """Pixels that the figure needs."""
    return HEAD + FOOT + LANE * max(1, len(lanes))


def _moment(event: Event) -> dt.datetime | None:
    """Where an event is drawn: the middle of when it may have been; else when it was recorded."""
    start, end = event.props.get("occurred_from"), event.props.get("occurred_to")
    if start:
        middle: dt.datetime = start + ((end or start) - start) / 2
        return middle
    return event.props.get("recorded_at")


def _span(lanes: Sequence[Lane]) -> tuple[dt.datetime, dt.datetime]:
    moments = [_moment(event) for lane in lanes for event in lane.events]
    edges = [edge for lane in lanes for term in lane.terms for edge in (term.start, term.end)]
    known = [moment for moment in (*moments, *edges) if moment]
    if not known:
        today = dt.datetime.now(dt.UTC)
        return today - dt.timedelta(days=365), today
    margin = max(dt.timedelta(days=7), (max(known) - min(known)) * 0.04)
    return min(known) - margin, max(known) + margin


def _bar(
    fig: go.Figure,
    row: int,
    place: int,
    term: Term,
    colours: Palette,
    span: tuple[dt.datetime, dt.datetime],
    on: str,
) -> None:
    """One order: solid when it binds, an outline when it was not served, refused or only sought."""
    start, end = term.start or span[0], term.end or span[1]
    kind = term.props.get("kind") or "order"
    fill = colours.orders.get(term.props.get("effect") or "", colours.orders["notice"])
    chosen = on == element_address(("Order", term.id))
    fig.add_trace(
        go.Bar(
            orientation="h",
            base=[start],
            x=[max(0.0, (end - start).total_seconds()) * 1000],
            y=[row],
            width=0.84,
            marker={
                "color": fill if binds(term) else "rgba(0,0,0,0)",
                "line": {
                    "color": colours.accent if chosen else colours.link,
                    "width": 2.5 if chosen else 1,
                },
                "pattern": {
                    "shape": HATCHES.get(kind, ""),
                    "fgcolor": colours.link,
                    "size": 7,
                    "solidity": 0.12,
                },
            },
            customdata=[[element_address(("Order", term.id)), _term_note(term)]],
            hoverinfo="none",
            showlegend=False,
        )
    )
    fig.add_annotation(
        x=max(start, span[0]),
        y=row + 0.28 - 0.3 * (place % 3),
        text=_term_name(term),
        showarrow=False,
        xanchor="left",
        xshift=4,
        font={"size": 12, "color": colours.muted},
    )


def _term_name(term: Term) -> str:
    kind = term.props.get("kind") or "order"
    name = ORDER_KINDS.get(kind, kind)
    if term.role == "SUBJECT_OF" and not binds(term):
        status = term.props.get("status")
        state = "not served" if status in ("made", "interim", "varied") else status or "not made"
        name += f" ({state})"
    return name if term.end else f"{name}, no end stated"


def _term_note(term: Term) -> str:
    start = f"from {term.start:%d %b %Y}" if term.start else "start not stated"
    end = f"until {term.end:%d %b %Y}" if term.end else "no end stated"
    issuer = term.props.get("issuer") or ""
    parts = (_term_name(term).partition(",")[0], force(issuer), term.props.get("reference"))
    return " · ".join(part for part in (*parts, start, end) if part)


def _stretches(fig: go.Figure, row: int, lane: Lane, colours: Palette) -> None:
    """A line through every moment that an event may have been, where that is days or more."""
    for event in lane.events:
        start, end = event.props.get("occurred_from"), event.props.get("occurred_to")
        if start and end and end - start >= LONG:
            fig.add_trace(
                go.Scatter(
                    x=[start, end],
                    y=[row, row],
                    mode="lines",
                    line={"color": colours.severity_edge, "width": 3},
                    opacity=0.5,
                    hoverinfo="skip",
                    showlegend=False,
                )
            )


def _diamonds(lanes: Sequence[Lane], colours: Palette, on: str) -> go.Scatter:
    points = [
        (row, event, severity(event.props.get("offence_classes") or ()), lane)
        for row, lane in enumerate(lanes)
        for event in lane.events
        if _moment(event)
    ]
    chosen = [on == element_address(("Incident", event.id)) for _, event, _, _ in points]
    return go.Scatter(
        x=[_moment(event) for _, event, _, _ in points],
        y=[row - 0.1 for row, _, _, _ in points],
        mode="markers+text",
        text=[str(step or "–") for _, _, step, _ in points],
        textfont={"size": 12, "color": [colours.severity_ink[step] for _, _, step, _ in points]},
        marker={
            "symbol": "diamond",
            "size": [18 + 2 * step for _, _, step, _ in points],
            "color": [colours.severity[step] for _, _, step, _ in points],
            "line": {
                "width": [3.5 if mark else 1 for mark in chosen],
                "color": [colours.accent if mark else colours.severity_edge for mark in chosen],
            },
            "opacity": 1,
        },
        customdata=[
            [element_address(("Incident", event.id)), _event_note(event, lane)]
            for _, event, _, lane in points
        ],
        hoverinfo="none",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 0.25}},
        showlegend=False,
    )


def _event_note(event: Event, lane: Lane) -> str:
    """What the line above the lanes says of an event: when, recorded as, by whom, under what."""
    props = event.props
    codes = ", ".join(props.get("offence_classes") or ())
    parts = [
        when(props),
        offence(props.get("offence_classes") or ()) + (f" ({codes})" if codes else ""),
        f"{force(props.get('force'))} {props.get('reference') or ''}".strip(),
    ]
    for term, wholly in in_force(event, lane.terms):
        kind = term.props.get("kind") or "order"
        parts.append(f"{ORDER_KINDS.get(kind, kind)} {'' if wholly else 'possibly '}in force")
    if props.get("cancelled"):
        parts.append("cancelled")
    return " · ".join(part for part in parts if part)


def _axes(
    fig: go.Figure,
    lanes: Sequence[Lane],
    colours: Palette,
    span: tuple[dt.datetime, dt.datetime],
) -> None:
    font: dict[str, Any] = {
        "family": "system-ui, Segoe UI, Roboto, Noto Sans, sans-serif",
        "size": 12,
        "color": colours.ink,
    }
    fig.update_layout(
        height=height(lanes),
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
        range=[max(1, len(lanes)) - 0.5, -0.5],
        tickmode="array",
        tickvals=list(range(len(lanes))),
        ticktext=[_tick(lane) for lane in lanes],
        dtick=1,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    for edge in range(1, len(lanes)):
        fig.add_hline(y=edge - 0.5, line={"color": colours.grid, "width": 1}, layer="below")


def _tick(lane: Lane) -> str:
    title = html.escape(lane.title if len(lane.title) <= 22 else lane.title[:21] + "…")
    return f"{title}  <b>{len(lane.events)}</b>" if lane.events else title
