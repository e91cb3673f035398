"""The page of flags: filters, digest and queue, the chosen flag, and the form below it."""

from __future__ import annotations

import datetime as dt
import json

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.aria import aria, data
from dashboard.component_ids import part_id
from dashboard.flags.asked import shown, wanted
from dashboard.flags.night import digest
from dashboard.flags.pane import pane
from dashboard.flags.rail import labelled
from dashboard.flags.rows import more, table
from dashboard.flags.searches import strip
from dashboard.routes import Asked
from dashboard.view import Desk
from dashboard.words import count, day
from graph.explore.queue import Opened, Queue, opened, queue


def page(desk: Desk, asked: Asked, theme: str) -> tuple[Component, int]:
    """The whole page, and the highest level of anything on it."""
    found = _queue(desk, asked)
    chosen = opened_of(desk, asked) or _first(desk, found)
    on = chosen.flag.id if chosen else ""
    levels = [flag.level for flag in found.flags] + ([chosen.flag.level] if chosen else [])
    main = html.Main(
        [
            *strip(),
            html.Div(_list(found, asked, on), id=part_id("queue"), className="flags-list"),
            html.Aside(
                [
                    html.Div(
                        pane(chosen, theme),
                        id=part_id("flag"),
                        className="flag-pane",
                        tabIndex=0,
                        role="region",
                        **aria(label="The chosen flag", live="polite"),
                    ),
                    # The form itself is put here by flags.js: its fields are the browser's own.
                    html.Div(
                        id="say-slot",
                        **data(forces=json.dumps(_forces(found))),
                    ),
                    html.Div(id="said", role="status"),
                    dcc.Store(id="say"),
                ],
                className="flag-side",
            ),
        ],
        id="main",
        className="flags",
    )
    return main, max(levels, default=0)


def list_of(desk: Desk, asked: Asked) -> list[Component | None]:
    """The queue with its filters, read anew."""
    return _list(_queue(desk, asked), asked, asked.on)


def opened_of(desk: Desk, asked: Asked) -> Opened | None:
    """The flag that the address names."""
    return opened(desk.session(), asked.on) if asked.on else None


def _first(desk: Desk, found: Queue) -> Opened | None:
    return opened(desk.session(), found.flags[0].id) if found.flags else None


def _queue(desk: Desk, asked: Asked) -> Queue:
    return queue(desk.session(), wanted(asked), shown(asked), now=dt.datetime.now(dt.UTC))


def _forces(found: Queue) -> list[str]:
    return sorted({*found.counts["owner"], *found.counts["force"]} - {""})


def _list(found: Queue, asked: Asked, on: str) -> list[Component | None]:
    today = dt.datetime.now(dt.UTC).date()
    many = shown(asked)
    queue_part = table(found, on, today) if found.flags else _empty(found)
    return [
        labelled(found),
        html.Div(
            [
                html.Div(
                    [
                        html.H1("Flags"),
                        html.P(_summary(found), className="muted"),
                        html.Span(id="picked", className="muted", role="status"),
                    ],
                    className="flags-head",
                ),
                digest(found.night),
                html.Div(
                    [
                        queue_part,
                        html.Div(
                            more(found, len(found.flags), many, found.wanted),
                            id=part_id("rest"),
                            className="rest",
                        ),
                    ],
                    className="queue-scroll",
                ),
            ],
            className="queue",
        ),
    ]


def _summary(found: Queue) -> str:
    due = found.counts["due"]
    parts = [count(found.total, "flag")]
    if due.get("overdue"):
        parts.append(f"{due['overdue']:,} overdue")
    if found.since is not None:
        fresh = found.counts["new"].get("visit", 0)
        parts.append(f"{fresh:,} new or changed since you were here on {day(found.since)}")
    return ", ".join(parts) + ". Each is a question for a person, not a finding."


def _empty(found: Queue) -> Component:
    if found.night and found.counts["state"].get(""):
        return html.Div(
            [
                html.H2("No flag answers to these filters"),
                html.P("Take one away at the left, or look at all that wait."),
                dcc.Link("All that wait", href="/", className="button"),
            ],
            className="empty",
        )
    return html.Div(
        [
            html.H2("No flags"),
            html.P(
                "No rule has found a pattern that stands. Flags are written by the night's run:"
                " put deliveries in with “throughline ingest”, then run “throughline night”."
            ),
            html.P("To look somebody up now, press / and type a name, number or reference."),
        ],
        className="empty",
    )
