"""The first screen: the flags of the last night, what waits for an answer first."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.aria import aria
from dashboard.page import Page, Shown
from dashboard.routes import Asked, about, address
from dashboard.view import Desk
from dashboard.words import capital, count, day
from graph.access.viewer import LEVELS
from graph.explore import answers as explore


def show(desk: Desk, asked: Asked, _theme: str) -> Shown:
    """The queue, of one rule when that has flags."""
    queue = explore.queue(desk.session(), asked.one("rule"))
    level = max((flag.level for flag in queue.flags), default=0)
    cards = [_card(flag) for flag in queue.flags]
    return Shown(
        html.Main(
            [
                html.H1("Flags"),
                html.P(_summary(queue), className="lead"),
                *_rules(queue),
                html.Ol(cards, className="queue") if cards else _empty(),
                *_cut(queue),
            ],
            id="main",
            className="page",
        ),
        level,
        "Flags",
    )


def _all(queue: explore.Queue) -> tuple[int, int]:
    """How many flags stand, and how many of them are new."""
    return sum(n for n, _ in queue.counts.values()), sum(n for _, n in queue.counts.values())


def _summary(queue: explore.Queue) -> str:
    standing, fresh = _all(queue)
    if not standing:
        return "Nothing is waiting for you."
    stand = count(standing, "flag stands", "flags stand")
    question = "Each is a question for a person, not a finding."
    return f"{stand}, {fresh:,} new or strengthened. {question}"


def _cut(queue: explore.Queue) -> list[Component]:
    """What is said below a list that does not hold all."""
    standing, _ = queue.counts.get(queue.rule, _all(queue))
    shown = len(queue.flags)
    if shown >= standing:
        return []
    more = f"The first {shown:,} of {standing:,} are here: choose a rule, or open a person."
    return [html.P(more, className="muted")]


def _rules(queue: explore.Queue) -> list[Component]:
    """The rules that have flags, the most first: each shows its own alone; none for one rule."""
    if len(queue.counts) < 2:
        return []
    rules = [("", "All", _all(queue)[0])]
    rules += [(rule, capital(rule.replace("_", " ")), n) for rule, (n, _) in queue.counts.items()]
    links = [
        dcc.Link(
            [title, html.Span(f"{n:,}", className="muted")],
            href=address("flags", rule=rule),
            className="rule rule-here" if rule == queue.rule else "rule",
        )
        for rule, title, n in rules
    ]
    return [html.Nav(links, className="rules", **aria(label="Flags by rule"))]


def _card(flag: explore.Flag) -> Component:
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
            html.H2(dcc.Link(flag.sentence, href=about(flag.about), className="card-title")),
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


PAGE = Page("flags", show, link="Flags", keys=("rule",))
