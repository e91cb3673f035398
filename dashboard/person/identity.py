"""One person or several: how each record writes them, why they are one, and a word on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from dash import Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component
from pydantic import Field

from dashboard.network.chart import label_of
from dashboard.payload import Text
from dashboard.routes import Asked, about, address, options, parse
from dashboard.tables import table_of
from dashboard.view import Desk
from dashboard.words import count, day, force
from graph.access.roles import may
from graph.access.session import Session
from graph.errors import ThroughlineError
from graph.explore import answers as explore
from graph.identity import decisions
from graph.identity.judgements import Judgement
from graph.identity.reasons import Share
from graph.identity.why import for_and_against, why

MENTIONS_SHOWN = 60
KEYS = ("a", "b", "said", "gone")
"""Options of the address: the two that are compared, the word that was said or taken back."""
_CLICKS = Annotated[int, Field(ge=0)] | None
VALUES: dict[tuple[str, str], Any] = {
    ("judge-same", "n_clicks"): _CLICKS,
    ("judge-apart", "n_clicks"): _CLICKS,
    ("judge-undo", "n_clicks"): _CLICKS,
    ("judge-why", "value"): Text | None,
}


def mentions(person: explore.Person) -> list[Component | None]:
    """Every way in which records write this person, each to be compared with the first."""
    written = person.mentions
    first = written[0]["mention"] if written else ""
    rows = [_mention(person, row, first) for row in written[:MENTIONS_SHOWN]]
    more = len(written) - MENTIONS_SHOWN
    heads = ("Written as", "Born", "Force and reference", "As", "Recorded", "")
    return [
        html.P(
            f"Written in {count(len(written), 'record')}. If one of them is somebody else,"
            " compare it and say so: the chart and the flags follow at once, and it can be undone.",
            className="muted",
        ),
        table_of(heads, rows, class_name="mentions"),
        html.P(f"and {more} more", className="muted") if more > 0 else None,
    ]


def _mention(person: explore.Person, row: explore.Written, first: str) -> Component:
    compared = address("person", id=person.element.id, a=first, b=row["mention"])
    cells = (
        html.Bdi(row["name"] or "no name written"),
        row.get("birth_written") or row.get("birth") or "",
        f"{force(row['force'])} {row['reference']}",
        row["role"] or "",
        day(row["recorded_at"]),
        dcc.Link("Why?", href=compared) if row["mention"] != first else "",
    )
    return html.Tr([html.Td(cell) for cell in cells])


def possibly(chart: explore.Chart, person: str) -> list[Component]:
    """Who may be the same as this person, and was not told apart."""
    here = ("Person", person)
    others = {
        link.end if link.start == here else link.start
        for link in chart.links
        if link.type == "POSSIBLY_SAME" and here in (link.start, link.end)
    }
    rows = [
        html.Li(
            [
                dcc.Link(label_of(node), href=about(node.place)),
                " ",
                dcc.Link("Compare", href=address("person", id=person, a=person, b=node.id)),
            ]
        )
        for node in chart.nodes
        if node.place in others
    ]
    return [html.H3("Possibly the same"), html.Ul(rows, className="plain")] if rows else []


def comparison(session: Session, asked: Asked) -> list[Component]:
    """Why two are one person or not, with a form for a word on it; nothing unless two are named."""
    if said := asked.one("said"):
        return [_said(said, session)]
    if gone := asked.one("gone"):
        return [html.P(f"Judgement {gone[:8]} is taken back.", className="notice", role="status")]
    a, b = asked.one("a"), asked.one("b")
    if not (a and b):
        return []
    answer = why(session, a, b)
    speaks_for, against = for_and_against(answer.link)
    return [
        html.Section(
            [
                html.H2("One person?"),
                html.P(html.Strong(answer.reason)),
                html.P([html.Bdi(answer.a.written), " and ", html.Bdi(answer.b.written)]),
                html.Div(
                    [
                        _shares("Speaks for it", speaks_for),
                        _shares("Speaks against it", against),
                    ],
                    className="for-and-against",
                ),
                *_judged(answer.judgements),
                _form(answer.one) if may(session.viewer.role, "alteration") else None,
            ],
            className="comparison",
        )
    ]


def _shares(title: str, shares: Sequence[Share]) -> Component:
    rows = [html.Tr([html.Td(it.says), html.Td(f"{it.bits:+.1f}")]) for it in shares]
    nothing = html.P("Nothing.", className="muted")
    return html.Div([html.H3(title), html.Table(html.Tbody(rows)) if rows else nothing])


def _judged(judgements: Sequence[Judgement]) -> list[Component]:
    rows = [
        html.Li(
            f"{it.who}, {it.at[:10]}: {'one person' if it.same else 'not one person'}"
            f"{', taken back since' if it.withdrawn else ''}. {it.why}"
        )
        for it in judgements
    ]
    return [html.H3("What people said"), html.Ul(rows, className="plain")] if rows else []


def _form(one: bool) -> Component:
    return html.Div(
        [
            html.Label("Reason, which is kept", htmlFor="judge-why"),
            dcc.Input(id="judge-why", maxLength=300, autoComplete="off"),
            html.Button("The same person", id="judge-same", className="button", n_clicks=0,
                        disabled=one),
            html.Button("Not the same", id="judge-apart", className="button", n_clicks=0),
            html.P(id="judge-done", role="status"),
        ],
        className="reason",
    )  # fmt: skip


def _said(judgement: str, session: Session) -> Component:
    it = next((one for one in decisions.listed(session) if one.id == judgement), None)
    if it is None or it.withdrawn:
        return html.P("That judgement no longer stands.", className="notice", role="status")
    words = "one person" if it.same else "not one person"
    undo = html.Button("Undo", id="judge-undo", className="button", n_clicks=0)
    done = html.Span(id="judge-done", role="status")
    return html.P(
        [f"{it.who} said on {it.at[:10]}: they are {words}. {it.why} ", undo, " ", done],
        className="notice",
        role="status",
    )


def bind(app: Dash, desk: Desk) -> None:
    """Add what the buttons do."""
    answered = (
        Output("judge-done", "children"),
        Output("url", "search", allow_duplicate=True),
    )
    where = (State("url", "pathname"), State("url", "search"))

    @app.callback(
        *answered,
        Input("judge-same", "n_clicks"),
        Input("judge-apart", "n_clicks"),
        State("judge-why", "value"),
        *where,
        prevent_initial_call=True,
    )
    def judge(
        same: int | None, apart: int | None, reason: str | None, path: str, search: str
    ) -> Any:
        """Say it, and show the page as it is then."""
        if not (same or apart):
            return no_update, no_update
        asked = parse(path, search)
        try:
            it = decisions.say(
                desk.session(),
                asked.one("a"),
                asked.one("b"),
                same=ctx.triggered_id == "judge-same",
                why=reason or "",
            )
        except ThroughlineError as error:
            return str(error).replace("say it with --why", "write it above"), no_update
        return "", options({"said": it.id})

    @app.callback(
        Output("judge-done", "children", allow_duplicate=True),
        Output("url", "search", allow_duplicate=True),
        Input("judge-undo", "n_clicks"),
        *where,
        prevent_initial_call=True,
    )
    def undo(clicks: int | None, path: str, search: str) -> Any:
        """Take it back; it stays on record."""
        said = parse(path, search).one("said")
        if not clicks or not said:
            return no_update, no_update
        try:
            it = decisions.take_back(desk.session(), said, "undone on the page")
        except ThroughlineError as error:
            return str(error), no_update
        return "", options({"gone": it.id})
