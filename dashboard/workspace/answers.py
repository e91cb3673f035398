"""What the workspace does when something on it is chosen, hidden, zoomed or brushed."""

from __future__ import annotations

from typing import Annotated, Any

from dash import ALL, Dash, Input, Output, State, html
from pydantic import Field

from dashboard.browser import call
from dashboard.component_ids import part
from dashboard.inspector import panel
from dashboard.network.chart import counts
from dashboard.network.style import ViewState, stylesheet
from dashboard.palette import palette
from dashboard.payload import MOST_PARTS, Count, Text
from dashboard.routes import Asked, parse
from dashboard.timeline.figure import figure
from dashboard.view import Desk, View
from dashboard.workspace.layout import depth_of, shown_of
from graph.errors import ThroughlineError

VALUES: dict[tuple[str, str], Any] = {
    ("zoom", "data"): Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] | None,
    ("brush", "data"): Annotated[list[Text], Field(max_length=5_000)] | None,
    ("legend", "value"): Annotated[list[Text], Field(max_length=MOST_PARTS)] | None,
    ("count", "id"): Count,
}
"""The type of every value that the callbacks here read."""


def bind(app: Dash, desk: Desk) -> None:
    """Add the callbacks of the workspace."""
    _choosing(app, desk)
    _drawing(app, desk)
    _in_the_browser(app)


def _choosing(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(part("inspector"), "children"),
        Input("url", "search"),
        Input("shown", "data"),
        State("url", "pathname"),
    )
    def inspect(search: str, shown: Any, pathname: str) -> Any:
        """The panel for what the address names."""
        asked = parse(pathname, search)
        view = _view(desk, asked, shown)
        if view is None:
            return []
        try:
            return [panel(desk, view, asked)]
        except ThroughlineError as error:
            return [[html.H2("No answer"), html.P(str(error))]]


def _view(desk: Desk, asked: Asked, shown: Any) -> View | None:
    """The workspace that lies open, if that is what is shown."""
    if asked.page != "chart" or not shown or shown[:3] != ["chart", *asked.place]:
        return None
    return desk.look(asked.place[1], depth_of(asked))


def _drawing(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(part("network"), "stylesheet"),
        Output({"type": "count", "name": ALL}, "children"),
        Input("url", "search"),
        Input("theme", "data"),
        Input({"type": "legend", "name": ALL}, "value"),
        Input("zoom", "data"),
        Input("brush", "data"),
        State({"type": "count", "name": ALL}, "id"),
        State("url", "pathname"),
        State("shown", "data"),
        prevent_initial_call=True,
    )
    def restyle(
        search: str,
        theme: str,
        values: list[list[str]],
        zoom: float,
        brush: list[str] | None,
        lines: list[dict[str, str]],
        pathname: str,
        shown: Any,
    ) -> Any:
        asked = parse(pathname, search)
        view = _view(desk, asked, shown)
        if view is None:
            return [], []
        hidden = {line["name"] for line in lines}
        hidden -= {value for group in values for value in group or ()}
        state = ViewState(asked.on, frozenset(hidden), zoom or 1.0, tuple(brush or ()))
        shown_of_all = counts(view.picture, hidden)
        numbers = [shown_of(shown_of_all.get(line["name"], (0, 0))) for line in lines]
        return [stylesheet(view.picture, palette(theme), state)], numbers

    @app.callback(
        Output(part("timeline"), "figure"),
        Input("url", "search"),
        Input("theme", "data"),
        State("url", "pathname"),
        State("shown", "data"),
        prevent_initial_call=True,
    )
    def retime(search: str, theme: str, pathname: str, shown: Any) -> Any:
        asked = parse(pathname, search)
        view = _view(desk, asked, shown)
        return [figure(view.lanes, palette(theme), asked.on)] if view and view.lanes else []


def _in_the_browser(app: Dash) -> None:
    choose = Output("url", "search", allow_duplicate=True)
    where = State("url", "search")
    call(app, "chooseNode", choose, Input(part("network"), "tapNode"), where)
    call(app, "chooseEdge", choose, Input(part("network"), "tapEdge"), where)
    call(app, "chooseEvent", choose, Input(part("timeline"), "clickData"), where)
    call(app, "chooseRow", choose, Input({"type": "grid", "name": ALL}, "selectedRows"), where)
    call(app, "chooseNothing", choose, Input("clear", "n_clicks"), where)
    call(app, "note", Output(part("note"), "children"), Input(part("timeline"), "hoverData"))
    call(app, "brush", Output("brush", "data"), Input(part("timeline"), "selectedData"))
    call(app, "zoom", Output("zoom", "data"), Input(part("network"), "zoom"), State("zoom", "data"))
    call(app, "fit", Output("fit", "title"), Input("fit", "n_clicks"))
    call(app, "fitSoon", Output("zoom", "data", allow_duplicate=True), Input("shown", "data"))
    call(
        app,
        "showAs",
        Output("network-frame", "hidden"),
        Output("tables", "hidden"),
        Input("as", "value"),
    )
