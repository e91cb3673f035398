"""The last night at the top of the queue: what came, what was refused, what changed, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.component_ids import part_id
from dashboard.flags.rail import rule_name
from dashboard.tables import table_of
from dashboard.text import name
from dashboard.words import count, day, force
from graph.explore.queue import NightNews
from graph.queries.rows import ViewNightsArrived

ORDER = {
    **{state: state for state in ("new", "reopened", "strengthened")},
    "note": "as a note",
    "withdrawn": "withdrawn",
    **{state: f"{state} since" for state in ("confirmed", "dismissed", "deferred")},
}
"""The states of a night's flags as they are told: some have an answer by now."""
LINES = 12


def digest(news: NightNews | None) -> Component | None:
    """One line, which opens: by rule what changed and why; what came is read when asked for."""
    if news is None:
        return None
    when = f"Night of {day(news.as_of)}, {news.as_of:%H:%M} UTC"
    return html.Details(
        [
            html.Summary([html.Strong(when), html.Span(_states(news.flags), className="muted")]),
            html.Div(
                [
                    html.Div([html.H2("What changed, and why"), html.Ul(list(_lines(news)))]),
                    html.Div(
                        html.Button(
                            "What came, and what was refused",
                            id=part_id("came"),
                            className="button",
                            n_clicks=0,
                            type="button",
                        ),
                        id=part_id("arrived"),
                    ),
                ],
                className="digest-parts",
            ),
        ],
        className="digest",
    )


def _states(flags: Iterable[tuple[str, str, str, int]]) -> str:
    numbers: Counter[str] = Counter()
    for _, state, _, many in flags:
        numbers[state] += many
    told = [f"{numbers[state]:,} {said}" for state, said in ORDER.items() if numbers[state]]
    return ", ".join(told) or "no flag changed"


def _lines(news: NightNews) -> Iterable[Component]:
    """The reasons that most flags share first."""
    if not news.flags:
        yield html.Li("Nothing: every flag stands as it stood.")
    for rule, state, why, many in news.flags[:LINES]:
        said = f"{rule_name(rule)}: {many:,} {ORDER.get(state, state)}"
        reason = name(f" {why}") if why else None
        yield html.Li([html.Strong(said), reason])
    rest = sum(each[3] for each in news.flags[LINES:])
    if rest:
        yield html.Li(f"and {count(rest, 'flag')} more: the filters find them", className="muted")


def came(rows: list[ViewNightsArrived]) -> Component:
    """Each delivery of the night, and how many of its rows were refused."""
    if not rows:
        return html.P("Nothing came in that you may see.", className="muted")
    heads = ("Force", "Delivery", "Records", "Rows refused")
    return html.Div(
        [
            html.H2("What came, and what was refused"),
            table_of(heads, map(_row, rows)),
            html.P(
                "Refused rows lie with their reasons in the folder “rejects”.", className="muted"
            )
            if any(row["refused"] for row in rows)
            else None,
        ]
    )


def _row(row: ViewNightsArrived) -> Sequence[Component | str]:
    counts = (f"{row['records']:,}", f"{row['refused']:,}")
    return force(row["force"]), name(row["file_name"]), *counts
