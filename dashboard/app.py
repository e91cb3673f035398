"""The dashboard: one Dash app over one store; each request has a viewer of its own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component

from dashboard.component_ids import part
from dashboard.frame import INDEX, frame, message
from dashboard.inspector import panel
from dashboard.network.chart import counts
from dashboard.network.style import ViewState, stylesheet
from dashboard.pages import entity, home, person, reason, search
from dashboard.palette import palette
from dashboard.routes import Route, parse
from dashboard.security import secure
from dashboard.timeline.figure import figure
from dashboard.view import Desk, View, WhoAsks
from graph.access.audit import Audit
from graph.access.viewer import LEVELS
from graph.engine.store import Store
from graph.errors import ThroughlineError


def create_app(store: Store, audit: Audit, who_asks: WhoAsks, hosts: Collection[str] = ()) -> Dash:
    """The app, ready to be served. `hosts` are names beside loopback that it answers to.

    `who_asks` says of each request who the viewer is.
    """
    desk = Desk(store, audit, who_asks)
    app = Dash(
        __name__,
        title="Throughline",
        update_title="",
        serve_locally=True,
        enable_mcp=False,
        suppress_callback_exceptions=True,
        index_string=INDEX,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.layout = lambda: frame(desk.session().viewer)
    _pages(app, desk)
    _drawing(app, desk)
    _in_the_browser(app)
    secure(app, hosts)
    return app


def _pages(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output("page", "children"),
        Output("classification", "children"),
        Output("shown", "data"),
        Input("url", "pathname"),
        Input("url", "search"),
        Input("theme", "data"),
        State("shown", "data"),
    )
    def show(pathname: str, asked: str, theme: str | None, shown: Any) -> Any:
        """Another page only when the address names another: a choice is no new page."""
        route = parse(pathname, asked)
        now = [route.page, route.person, route.text, route.depth]
        if theme is None or now == shown:
            return no_update, no_update, no_update
        try:
            if route.page == "person" and _wants_reason(desk, route, shown):
                return reason.page(), LEVELS[0], ["reason", route.person]
            page, level = _page(desk, route, theme)
        except ThroughlineError as error:
            return _failed(error), no_update, None
        return page, LEVELS[level], now

    @app.callback(
        Output(part("inspector"), "children"),
        Input("url", "search"),
        Input("shown", "data"),
        State("url", "pathname"),
    )
    def inspect(asked: str, shown: Any, pathname: str) -> Any:
        """The panel for what the address names."""
        route = parse(pathname, asked)
        view = _view(desk, route, shown)
        if view is None:
            return []
        try:
            return [panel(desk, view, route)]
        except ThroughlineError as error:
            return [[html.H2("No answer"), html.P(str(error))]]


def _page(desk: Desk, route: Route, theme: str | None) -> tuple[Component, int]:
    if route.page == "home":
        return home.page(desk, route.on)
    if route.page == "search":
        return search.page(desk, route.text)
    if route.page == "entity":
        return entity.page(desk, (route.on, route.person))
    view = desk.open(route.person, route.depth) if route.page == "person" else None
    if view is None:
        return person.nobody(), 0
    return person.page(view, route, palette(theme)), view.level


def _wants_reason(desk: Desk, route: Route, shown: Any) -> bool:
    """A look from the flags or from a search is asked for; so is one more at the same page."""
    before = [*(shown or []), None, None]
    asked_for = before[0] in ("home", "search") or before[:2] == ["person", route.person]
    return desk.wants_reason(route.person, route.why, asked_for=asked_for)


def _failed(error: ThroughlineError) -> Component:
    return message("No answer", html.P(str(error)))


def _view(desk: Desk, route: Route, shown: Any) -> View | None:
    """The person's page that lies open, if that is what is shown."""
    if route.page != "person" or not shown or shown[:2] != ["person", route.person]:
        return None
    return desk.look(route.person, route.depth)


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
        asked: str,
        theme: str,
        values: list[list[str]],
        zoom: float,
        brush: list[str] | None,
        lines: list[dict[str, str]],
        pathname: str,
        shown: Any,
    ) -> Any:
        route = parse(pathname, asked)
        view = _view(desk, route, shown)
        if view is None:
            return [], []
        hidden = {line["name"] for line in lines}
        hidden -= {value for group in values for value in group or ()}
        state = ViewState(route.on, frozenset(hidden), zoom or 1.0, tuple(brush or ()))
        shown_of_all = counts(view.picture, hidden)
        numbers = [person.shown_of(shown_of_all.get(line["name"], (0, 0))) for line in lines]
        return [stylesheet(view.picture, palette(theme), state)], numbers

    @app.callback(
        Output(part("timeline"), "figure"),
        Input("url", "search"),
        Input("theme", "data"),
        State("url", "pathname"),
        State("shown", "data"),
        prevent_initial_call=True,
    )
    def retime(asked: str, theme: str, pathname: str, shown: Any) -> Any:
        route = parse(pathname, asked)
        view = _view(desk, route, shown)
        return [figure(view.lanes, palette(theme), route.on)] if view and view.lanes else []


def _in_the_browser(app: Dash) -> None:
    """What needs no answer from the server; the functions are in assets/throughline.js."""

    def call(name: str, *dependencies: Any, first: bool = False) -> None:
        function = ClientsideFunction("throughline", name)
        bind: Any = app.clientside_callback
        bind(function, *dependencies, prevent_initial_call=not first)

    call(
        "theme",
        Output("theme", "data"),
        Output("theme-switch", "children"),
        Input("theme-switch", "n_clicks"),
        first=True,
    )
    choose = Output("url", "search", allow_duplicate=True)
    where = State("url", "search")
    call("chooseNode", choose, Input(part("network"), "tapNode"), where)
    call("chooseEdge", choose, Input(part("network"), "tapEdge"), where)
    call(
        "chooseEvent",
        choose,
        Input(part("timeline"), "clickData"),
        where,
    )
    call("chooseRow", choose, Input({"type": "grid", "name": ALL}, "selectedRows"), where)
    call("chooseNothing", choose, Input("clear", "n_clicks"), where)
    call("note", Output(part("note"), "children"), Input(part("timeline"), "hoverData"))
    call("brush", Output("brush", "data"), Input(part("timeline"), "selectedData"))
    call("zoom", Output("zoom", "data"), Input(part("network"), "zoom"), State("zoom", "data"))
    call("fit", Output("fit", "title"), Input("fit", "n_clicks"))
    call("fitSoon", Output("zoom", "data", allow_duplicate=True), Input("shown", "data"))
    call(
        "showAs",
        Output("network-frame", "hidden"),
        Output("tables", "hidden"),
        Input("as", "value"),
    )
