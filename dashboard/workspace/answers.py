"""What the workspace does when something on it is chosen, hidden, zoomed, brushed or changed."""

from __future__ import annotations

from typing import Annotated, Any

from dash import ALL, Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component
from pydantic import Field

from dashboard.browser import call
from dashboard.component_ids import idle, part
from dashboard.inspector import panel
from dashboard.network.chart import counts, elements
from dashboard.network.grid import entity_rows, link_rows
from dashboard.network.islands import islands
from dashboard.network.style import stylesheet
from dashboard.palette import palette
from dashboard.payload import MOST_PARTS, Count, Text
from dashboard.routes import Asked, options, parse
from dashboard.timeline.figure import figure
from dashboard.view import Desk, View
from dashboard.workspace import take_out
from dashboard.workspace.actions import Action
from dashboard.workspace.layout import depth_of, filters_of, said, state_of
from dashboard.workspace.legend import legend, shown_of
from dashboard.workspace.steps import Outcome, step
from graph.errors import ThroughlineError

VALUES: dict[tuple[str, str], Any] = {
    ("zoom", "data"): Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] | None,
    ("brush", "data"): Annotated[list[Text], Field(max_length=5_000)] | None,
    ("legend", "value"): Annotated[list[Text], Field(max_length=MOST_PARTS)] | None,
    ("count", "id"): Count,
    ("state", "data"): Text | None,
    ("act", "data"): Action | None,
}
"""The type of every value that the callbacks here read."""


def bind(app: Dash, desk: Desk) -> None:
    """Add the callbacks of the workspace."""
    _choosing(app, desk)
    _drawing(app, desk)
    _doing(app, desk)
    take_out.bind(app, desk)
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
            return idle()
        try:
            return [panel(desk, view, asked)]
        except ThroughlineError as error:
            return [[html.H2("No answer"), html.P(str(error))]]


def _view(desk: Desk, asked: Asked, shown: Any) -> View | None:
    """The workspace that lies open, if that is what is shown."""
    if asked.page != "chart" or not shown or shown[:3] != ["chart", *asked.place]:
        return None
    return desk.look(asked.place, depth_of(asked), asked.one("state"))


def _drawing(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(part("network"), "stylesheet"),
        Output({"type": "count", "name": ALL}, "children"),
        Input("url", "search"),
        Input("theme", "data"),
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
        zoom: float | None,
        brush: list[str] | None,
        lines: list[dict[str, str]],
        pathname: str,
        shown: Any,
    ) -> Any:
        asked = parse(pathname, search)
        view = _view(desk, asked, shown)
        if view is None:
            return idle()
        state = state_of(view, asked, zoom, brush)
        shown_of_all = counts(view.picture, state.hidden)
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
        return [figure(view.lanes, palette(theme), asked.on)] if view and view.lanes else idle()


def _doing(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(part("network"), "elements"),
        Output(part("rail"), "children"),
        Output(part("said"), "children"),
        Output(part("islands"), "data"),
        Output({"type": "grid", "name": ALL}, "rowData"),
        Input(part("state"), "data"),
        State("url", "search"),
        State("url", "pathname"),
        State("shown", "data"),
        prevent_initial_call=True,
    )
    def redraw(states: Any, search: str, pathname: str, shown: Any) -> Any:
        """The chart in another state: what was placed stays where it is."""
        asked = parse(pathname, search)
        view = _view(desk, asked, shown) if states else None
        if view is None:
            return idle()
        return (
            [elements(view.picture)],
            [legend(view.picture, filters_of(asked))],
            [said(view)],
            [islands(view.picture)],
            [entity_rows(view.picture), link_rows(view.picture)],
        )

    @app.callback(
        Output("url", "search", allow_duplicate=True),
        Output("dialog", "children"),
        Input("act", "data"),
        State("url", "search"),
        State("url", "pathname"),
        State("shown", "data"),
        prevent_initial_call=True,
    )
    def act(action: Action | None, search: str, pathname: str, shown: Any) -> Any:
        """One action, one state: the address names it, so that Back undoes it too."""
        asked = parse(pathname, search)
        view = _view(desk, asked, shown)
        if view is None or not action:
            return no_update, no_update
        return _told(asked, step(desk, view, depth_of(asked), action))


def _told(asked: Asked, outcome: Outcome) -> tuple[Any, list[Component]]:
    if outcome.state is None:
        return no_update, outcome.dialog
    asked_for = {name: values for name, values in asked.options.items() if name != "state"}
    if outcome.state:
        asked_for["state"] = (outcome.state,)
    return options(asked_for), outcome.dialog


def _in_the_browser(app: Dash) -> None:
    choose = Output("url", "search", allow_duplicate=True)
    where = State("url", "search")
    call(app, "chooseNode", choose, Input(part("network"), "tapNode"), where)
    call(app, "chooseEdge", choose, Input(part("network"), "tapEdge"), where)
    call(app, "chooseEvent", choose, Input(part("timeline"), "clickData"), where)
    call(app, "chooseRow", choose, Input({"type": "grid", "name": ALL}, "selectedRows"), where)
    call(app, "chooseNothing", choose, Input("clear", "n_clicks"), where)
    call(
        app,
        "filter",
        choose,
        Input({"type": "legend", "name": ALL}, "value"),
        State({"type": "legend", "name": ALL}, "options"),
        where,
    )
    call(app, "state", Output(part("state"), "data"), Input("url", "search"))
    call(app, "note", Output(part("note"), "children"), Input(part("timeline"), "hoverData"))
    brush = State("brush", "data")
    call(app, "brush", Output("brush", "data"), Input(part("timeline"), "selectedData"), brush)
    call(app, "zoom", Output("zoom", "data"), Input(part("network"), "zoom"), State("zoom", "data"))
    call(app, "fit", Output("fit", "title"), Input("fit", "n_clicks"))
    call(app, "opened", Output("announced", "title"), Input("shown", "data"))
    call(
        app,
        "islands",
        Output("islands-switch", "className"),
        Input("islands-switch", "n_clicks"),
        State(part("islands"), "data"),
    )
    call(
        app,
        "showAs",
        Output("network-frame", "hidden"),
        Output("tables", "hidden"),
        Input("as", "value"),
    )
