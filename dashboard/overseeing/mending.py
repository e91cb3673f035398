"""A refused row opened to be mended: what it holds, why it was refused, and the way back in."""

from __future__ import annotations

from typing import Annotated, Any

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component
from pydantic import Field

from dashboard.aria import aria
from dashboard.payload import Text
from dashboard.routes import Asked, address, parse
from dashboard.text import PASSAGE, name
from dashboard.view import Desk
from graph.errors import ThroughlineError
from graph.oversight.mending import LONGEST, Opened, open_reject, put_in_again

VALUES: dict[tuple[str, str], Any] = {
    ("mend-again", "n_clicks"): int | None,
    ("mend-text", "value"): Annotated[str, Field(max_length=LONGEST)] | None,
    ("mend-why", "value"): Text | None,
}
"""The type of every value that the callback here reads."""


def editor(desk: Desk, asked: Asked) -> list[Component]:
    """The editor of the row that the address names; nothing while it names none."""
    delivery, place = asked.one("rejects"), asked.one("row")
    if not place:
        return []
    try:
        row = open_reject(desk.session(), delivery, place)
    except ThroughlineError as error:
        return [html.Section([html.H2("Not opened"), html.P(str(error))], className="card")]
    if row is None:
        return [html.P("No such refused row is kept.", role="status")]
    close = dcc.Link("Close", href=address("admin", rejects=delivery))
    head = html.Div([html.H2(["Mend ", name(row.place)]), close], className="overseen-open")
    why = html.P([html.Strong("Refused: "), name(row.reason, PASSAGE)])
    return [html.Section([head, why, *_form(row)], className="card", **aria(label="Refused row"))]


def _form(row: Opened) -> list[Component]:
    if row.part_of:
        words = f"It comes back with the row at {row.part_of}: mend that one."
        return [html.P(words), html.Pre(row.text, className="mend-shown")]
    kind = "The row, cells by their columns" if row.split else "The line as it came"
    return [
        html.Div(
            [
                html.Label(kind, htmlFor="mend-text"),
                dcc.Textarea(id="mend-text", value=row.text, maxLength=LONGEST, spellCheck=False),
                html.Label("Why, and by what you know it: kept with the row", htmlFor="mend-why"),
                dcc.Input(id="mend-why", value="", maxLength=300, autoComplete="off"),
                html.Button("Put it in again", id="mend-again", className="button", n_clicks=0),
            ],
            className="mend",
        ),
        html.P(id="mend-done", role="status"),
    ]


def bind(app: Dash, desk: Desk) -> None:
    """Add the callback of the editor."""

    @app.callback(
        Output("mend-done", "children"),
        Output("mend-again", "disabled"),
        Input("mend-again", "n_clicks"),
        State("mend-text", "value"),
        State("mend-why", "value"),
        State("url", "search"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def again(
        clicks: int | None, text: str | None, why: str | None, search: str | None, pathname: str
    ) -> Any:
        """Put the mended row that the address names into the inbox."""
        if not clicks:
            return no_update, no_update
        asked = parse(pathname, search)
        given = (asked.one("rejects"), asked.one("row"), text or "", why or "")
        try:
            file = put_in_again(desk.session(), *given)
        except ThroughlineError as error:
            return str(error), False
        return f"It waits in the inbox as {file}: the next night reads it.", True
