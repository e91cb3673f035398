"""The timeline of a person: lanes that zoom to the minute, and the case as it stood on any day."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from dash import ALL, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from pydantic import Field

from dashboard.aria import aria
from dashboard.browser import call
from dashboard.component_ids import idle
from dashboard.network.chart import label_of
from dashboard.page import Page, Shown
from dashboard.palette import palette
from dashboard.payload import Text
from dashboard.routes import Asked, address, parse
from dashboard.timeline.figure import draw
from dashboard.timeline.lanes import CHOICES
from dashboard.timeline.legend import legend
from dashboard.timeline.listing import listing
from dashboard.timeline.marks import SHORTEST, Span
from dashboard.timeline.shape import Shape
from dashboard.timeline.trend import trends
from dashboard.view import Desk
from dashboard.words import count, day
from dashboard.workspace.case import Case, Cases, day_of, lanes_by
from dashboard.workspace.chosen import chosen
from dashboard.workspace.layout import nobody
from graph.errors import ThroughlineError

HINT = "Point at a mark to read it; click it for its records. Drag to move, Ctrl and wheel to zoom."
ZOOMS = (
    ("in", "+", "Zoom in (+)"),
    ("out", "\N{MINUS SIGN}", "Zoom out (-)"),
    ("earlier", "\N{LEFTWARDS ARROW}", "Earlier (Left)"),
    ("later", "\N{RIGHTWARDS ARROW}", "Later (Right)"),
    ("whole", "Whole conduct", "The whole conduct (0)"),
)
CASES = Cases()
VALUES: dict[tuple[str, str], Any] = {
    ("time-span", "data"): Annotated[list[Text], Field(min_length=2, max_length=2)] | None,
}
"""The type of every value that the callbacks here read."""


def _id(name: str) -> dict[str, Any]:
    return {"type": f"time-{name}", "of": "case"}


def _all(name: str) -> dict[str, Any]:
    return {"type": f"time-{name}", "of": ALL}


def show(desk: Desk, asked: Asked, theme: str) -> Shown:
    """The whole page."""
    label, id_ = asked.place
    case = CASES.open(desk, id_) if label == "Person" else None
    if case is None:
        return Shown(nobody(), 0, "No such person")
    name = label_of(case.person.element)
    picture, list_, said = _drawn(case, asked, theme, None)
    main = html.Main(
        [
            html.Div(
                [
                    _heading(name, asked),
                    _toolbar(case, asked),
                    html.Div(said, id=_id("said"), className="time-said", role="status"),
                    html.P(HINT, id=_id("point"), className="muted time-point"),
                    html.Div(
                        dcc.Graph(
                            id=_id("picture"),
                            figure=picture,
                            config={"displayModeBar": False, "displaylogo": False},
                            style={"height": f"{picture['layout']['height']}px"},
                        ),
                        id="time-picture",
                        role="img",
                        **aria(label="Timeline of this person; the same as a list below"),
                    ),
                    legend(),
                    html.Div(list_, id=_id("list"), className="time-list"),
                    dcc.Store(id=_id("span")),
                    dcc.Store(id=_id("days"), data=[each.isoformat() for each in case.days]),
                ],
                className="time-middle",
            ),
            html.Aside(
                id=_id("chosen"), className="inspector", **aria(live="polite", atomic="true")
            ),
        ],
        id="main",
        className="time",
    )
    return Shown(main, case.level, f"Timeline of {name}")


def _heading(name: str, asked: Asked) -> Component:
    return html.Header(
        [
            html.H1([html.Bdi(name), ": timeline"]),
            dcc.Link("Chart", href=address("chart", **asked.parts, on=asked.on)),
            dcc.Link("Person", href=address("person", id=asked.place[1])),
        ],
        className="time-heading",
    )


def _toolbar(case: Case, asked: Asked) -> Component:
    by = lanes_by(asked)
    choices = [
        dcc.Link(
            words,
            href=address("timeline", **asked.parts, lanes=key, known=asked.one("known")),
            className="time-by" + (" time-by-now" if key == by else ""),
            title=f"Lanes by {words.lower()}" + (", as now" if key == by else ""),
        )
        for key, words in CHOICES.items()
    ]
    buttons = [
        html.Button(words, className="button", title=title, id=f"time-{does}")
        for does, words, title in ZOOMS
    ]
    return html.Div(
        [
            html.Div([html.Span("Lanes by", className="muted"), *choices], className="depths"),
            html.Div(buttons, className="time-zooms"),
            _slider(case.days, day_of(asked)),
        ],
        className="toolbar time-tools",
        role="toolbar",
    )


def _slider(days: list[dt.date], known: dt.date | None) -> Component:
    """Back to any day on which something became known; at its end stands what is known now."""
    last = len(days)
    value = max((place for place, each in enumerate(days) if known and each <= known), default=last)
    return html.Label(
        [
            html.Span("As known on", className="muted"),
            dcc.Slider(
                id=_id("known"),
                min=0,
                max=last,
                step=1,
                value=value,
                marks=None,
                updatemode="mouseup",
                allow_direct_input=False,
            ),
        ],
        className="time-known",
    )


def _drawn(case: Case, asked: Asked, theme: str, span: Span | None) -> tuple[Any, Any, Any]:
    """The figure, the list, and what is said above, all of the same."""
    known = day_of(asked)
    then = case.on(known)
    lanes = then.lanes(lanes_by(asked))
    shape = Shape(lanes, span or Shape(case.lanes("kind")).whole, asked.on, alone=True)
    when = f"As known on {day(known.isoformat())}" if known else "As known now"
    incidents, flags = count(len(then.timeline.events), "incident"), count(len(then.flags), "flag")
    said = [
        html.Strong(f"{when}: {incidents}, {flags}."),
        *(html.Span(f" {line}") for line in trends(then.flags, then.timeline, asked.place[1])),
    ]
    return draw(shape, palette(theme)), listing(lanes, shape.shown, asked), said


def _span(given: list[str] | None) -> Span | None:
    """What the browser zoomed to, if that is a stretch of time; never shorter than it can be."""
    try:
        start, end = (dt.datetime.fromisoformat(each).replace(tzinfo=None) for each in given or ())
    except ValueError:
        return None
    return (start, max(end, start + SHORTEST)) if start <= end else None


def bind(app: Dash, desk: Desk) -> None:
    """Add the callbacks of this page."""

    @app.callback(
        Output(_all("picture"), "figure"),
        Output(_all("picture"), "style"),
        Output(_all("list"), "children"),
        Output(_all("said"), "children"),
        Input("url", "search"),
        Input("theme", "data"),
        Input(_all("span"), "data"),
        State("url", "pathname"),
        State("shown", "data"),
        prevent_initial_call=True,
    )
    def redraw(search: str, theme: str, spans: list[Any], pathname: str, shown: Any) -> Any:
        """The same case for another stretch of time, day or theme."""
        asked = parse(pathname, search)
        case = _case(desk, asked, shown)
        if case is None or not spans:
            return idle()
        picture, list_, said = _drawn(case, asked, theme, _span(spans[0]))
        return [picture], [{"height": f"{picture['layout']['height']}px"}], [list_], [said]

    @app.callback(
        Output(_all("chosen"), "children"),
        Input("url", "search"),
        Input("shown", "data"),
        State("url", "pathname"),
    )
    def inspect(search: str, shown: Any, pathname: str) -> Any:
        """The panel for what the address names."""
        asked = parse(pathname, search)
        case = _case(desk, asked, shown)
        if case is None:
            return idle()
        try:
            return [chosen(desk, case.on(day_of(asked)), asked)]
        except ThroughlineError as error:
            return [[html.H2("No answer"), html.P(str(error))]]

    _in_the_browser(app)


def _case(desk: Desk, asked: Asked, shown: Any) -> Case | None:
    """The case that lies open, if that is what is shown."""
    if asked.page != "timeline" or not shown or shown[:3] != ["timeline", *asked.place]:
        return None
    return CASES.look(desk, asked.place[1])


def _in_the_browser(app: Dash) -> None:
    choose = Output("url", "search", allow_duplicate=True)
    where = State("url", "search")
    call(app, "timeChoose", choose, Input(_all("picture"), "clickData"), where)
    call(
        app, "timeKnown", choose, Input(_all("known"), "value"), State(_all("days"), "data"), where
    )
    call(app, "timePoint", Output(_all("point"), "children"), Input(_all("picture"), "hoverData"))
    call(app, "timeSpan", Output(_all("span"), "data"), Input(_all("picture"), "relayoutData"))


PAGE = Page("timeline", show, keys=("lanes",), bind=bind, values=VALUES)
