"""The first screen: the flags of the last night, what waits for an answer first."""

from __future__ import annotations

from collections import Counter

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.address import home_path, person_path
from dashboard.aria import aria
from dashboard.view import Desk
from dashboard.words import LEVELS, capital, count, day
from graph import explore


def page(desk: Desk, rule: str = "") -> tuple[Component, int]:
    """The queue, of one rule when that has flags, and the highest level on it."""
    found = explore.flags(desk.store, desk.audit, desk.viewer)
    level = max((flag.level for flag in found), default=0)
    shown = [flag for flag in found if flag.rule == rule] or found
    return (
        html.Main(
            [
                html.H1("Flags"),
                html.P(_summary(found), className="lead"),
                *_rules(found, rule),
                html.Ol([_card(flag) for flag in shown], className="queue") if found else _empty(),
            ],
            id="main",
            className="page",
        ),
        level,
    )


def _summary(found: list[explore.Flag]) -> str:
    if not found:
        return "Nothing is waiting for you."
    fresh = sum(flag.state in ("new", "strengthened", "reopened") for flag in found)
    standing = f"{count(len(found), 'flag stands', 'flags stand')}, {fresh:,}"
    if len(found) >= explore.MOST_FLAGS:
        standing = f"The first {len(found):,} flags are here, {fresh:,} of them"
        more = " More may stand: a person's page has all of theirs."
    else:
        more = ""
    return f"{standing} new or strengthened.{more} Each is a question for a person, not a finding."


def _rules(found: list[explore.Flag], chosen: str) -> list[Component]:
    """The rules that have flags, the most first: each shows its own alone; none for one rule."""
    tally = Counter(flag.rule for flag in found)
    if len(tally) < 2:
        return []
    rules = [("", "All", len(found))]
    rules += [(rule, capital(rule.replace("_", " ")), n) for rule, n in tally.most_common()]
    here = chosen if chosen in tally else ""
    links = [
        dcc.Link(
            [title, html.Span(f"{n:,}", className="muted")],
            href=home_path(rule),
            className="rule rule-here" if rule == here else "rule",
        )
        for rule, title, n in rules
    ]
    return [html.Nav(links, className="rules", **aria(label="Flags by rule"))]


def _card(flag: explore.Flag) -> Component:
    person = flag.subjects[0] if flag.subjects else ""
    return html.Li(
        [
            html.Div(
                [
                    html.Span(capital(flag.state), className=f"state state-{flag.state}"),
                    *([html.Strong(f"due {day(flag.due)}", className="due")] if flag.due else []),
                    html.Span(f"changed {day(flag.changed_at)}", className="muted"),
                    html.Span(
                        count(len(flag.record_ids), "record") + " as evidence", className="muted"
                    ),
                    html.Span(LEVELS[flag.level], className="muted"),
                ],
                className="card-line",
            ),
            html.H2(dcc.Link(flag.sentence, href=person_path(person), className="card-title")),
            html.P(flag.explanation),
        ],
        className="card",
    )


def _empty() -> Component:
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
