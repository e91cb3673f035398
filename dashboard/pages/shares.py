"""What is shared of whom, with whom, why and until when; and the end of a share."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from dashboard.page import Page, Shown
from dashboard.payload import Text
from dashboard.routes import Asked, address, parse
from dashboard.sheet import file_links
from dashboard.view import Desk
from dashboard.words import count
from graph.errors import ThroughlineError
from graph.sharing import shares
from graph.sharing.sheet import SECTIONS

SHOWN = 50


def show(desk: Desk, asked: Asked, _theme: str) -> Shown:
    """The shares, the newest first; of one that is chosen, how to end it."""
    listed = shares.listed(desk.session())
    chosen = [it for it in listed if it.id == asked.one("share")]
    begin = max(int(asked.one("from")) if asked.one("from").isdecimal() else 0, 0)
    page = listed[begin : begin + SHOWN]
    older = address("shares", **{"from": begin + SHOWN})
    main = html.Main(
        [
            html.H1("Shares"),
            html.P(_summary(listed), className="lead"),
            *(_ending(it) for it in chosen if it.state == "shared"),
            html.Ol([_card(it) for it in page], className="queue"),
            dcc.Link("Older", href=older) if len(listed) > begin + SHOWN else None,
        ],
        id="main",
        className="page",
    )
    return Shown(main, 0, "Shares")


def _summary(listed: list[shares.Share]) -> str:
    running = sum(it.state == "shared" for it in listed)
    return f"{count(len(listed), 'share')}, {running} of them seen today."


def _card(it: shares.Share) -> Component:
    kind = "as a file for" if it.is_file else "with"
    sections = ", ".join(SECTIONS[name] for name in it.sections if name in SECTIONS)
    ended = f"Withdrawn by {it.withdrawn_by}: {it.withdrawn_why}" if it.withdrawn_by else ""
    more = count(
        it.unshared, "place where records name them is", "places where records name them are"
    )
    return html.Li(
        [
            html.Div(
                [
                    dcc.Link(it.name, href=address("person", id=it.person), className="card-title"),
                    html.Span(it.state, className="state"),
                ],
                className="card-line",
            ),
            html.P(f"Shared {kind} {it.recipient} until {it.until}: {sections}."),
            html.P(f"By {it.who} on {it.at[:10]}: {it.why}", className="muted"),
            html.P(ended, className="muted") if ended else None,
            html.P(f"{more} not shared.", className="muted") if it.unshared else None,
            html.P(["The file, as it stands: ", *file_links(it.id)])
            if it.is_file and it.state == "shared"
            else None,
            dcc.Link("Withdraw", href=address("shares", share=it.id), className="button")
            if it.state == "shared"
            else None,
        ],
        className="card",
    )


def _ending(it: shares.Share) -> Component:
    return html.Div(
        [
            html.H2(f"Withdraw what {it.recipient} sees of {it.name}"),
            html.Div(
                [
                    html.Label("Reason, which is kept", htmlFor="withdraw-why"),
                    dcc.Input(id="withdraw-why", value="", maxLength=300, autoComplete="off"),
                    html.Button("Withdraw", id="withdraw-share", className="button", n_clicks=0),
                ],
                className="reason",
            ),
            html.P(id="withdraw-done", role="status"),
        ],
        className="card",
    )


def _bind(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output("withdraw-done", "children"),
        Output("withdraw-share", "disabled"),
        Input("withdraw-share", "n_clicks"),
        State("withdraw-why", "value"),
        State("url", "search"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def withdraw(clicks: int | None, why: str | None, search: str | None, pathname: str) -> Any:
        """End the share that the address names."""
        if not clicks:
            return no_update, no_update
        share = parse(pathname, search).one("share")
        try:
            it = shares.withdraw(desk.session(), share, why or "")
        except ThroughlineError as error:
            return str(error), False
        has = f" Ask {it.recipient} to destroy the file." if it.is_file else ""
        back = dcc.Link("All shares", href=address("shares"))
        return [f"Withdrawn: nothing of it is seen any more.{has} ", back], True


PAGE = Page(
    "shares",
    show,
    right="disclosure",
    link="Shares",
    keys=("share", "from"),
    bind=_bind,
    values={
        ("withdraw-share", "n_clicks"): int | None,
        ("withdraw-why", "value"): Text | None,
    },
)
