"""The last night at the top of the queue: what came, what was refused, what changed, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.component_ids import part_id
from dashboard.flags.rail import rule_name
from dashboard.tables import table_of
from dashboard.text import name
from dashboard.words import count, day, force
from graph.explore.queue import Night, NightNews
from graph.queries.rows import ViewNightsArrived

ORDER = {
    **{state: state for state in ("new", "reopened", "strengthened")},
    "note": "as a note",
    "withdrawn": "withdrawn",
    **{state: f"{state} since" for state in ("confirmed", "dismissed", "deferred")},
}
"""The states of a night's flags as they are told: some have an answer by now."""
LINES = 12


def digest(night: Night | None) -> Component | None:
    """One line, which opens: what it brought is read when it is opened first."""
    if night is None:
        return None
    when = f"Night of {day(night.as_of)}, {night.as_of:%H:%M} UTC"
    line = [html.Strong(when), html.Span(_states(night.states), className="muted")]
    return html.Details(
        [
            html.Summary(line, id=part_id("night"), n_clicks=0),
            html.Div(html.P("…", className="muted"), id=part_id("news"), className="digest-parts"),
        ],
        className="digest",
    )


def _states(numbers: Mapping[str, int]) -> str:
    told = [f"{numbers[state]:,} {said}" for state, said in ORDER.items() if numbers.get(state)]
    return ", ".join(told) or "no flag changed"


def parts(news: NightNews | None) -> list[Component]:
    """By rule what changed and why, and each delivery with how many of its rows were refused."""
    if news is None:
        return [html.P("There was no night yet.", className="muted")]
    return [
        html.Div([html.H2("What changed, and why"), html.Ul(list(_lines(news)))]),
        _came(news.deliveries),
    ]


def _lines(news: NightNews) -> Iterable[Component]:
    """The reasons that most flags share first."""
    if not news.flags:
        yield html.Li("Nothing: every flag stands as it stood.")
    for row in news.flags[:LINES]:
        changed = ORDER.get(row["state"], row["state"])
        said = f"{rule_name(row['rule'])}: {row['flags']:,} {changed}"
        reason = name(f" {row['why']}") if row["why"] else None
        yield html.Li([html.Strong(said), reason])
    rest = sum(row["flags"] for row in news.flags[LINES:])
    if rest:
        yield html.Li(f"and {count(rest, 'flag')} more: the filters find them", className="muted")


def _came(rows: Sequence[ViewNightsArrived]) -> Component:
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
