"""Where the incidents of a person happened, and how that moves over time."""

from __future__ import annotations

from dash import dcc, html

from dashboard.map.canvas import drawn
from dashboard.network.chart import label_of
from dashboard.page import Page, Shown
from dashboard.routes import Asked, address
from dashboard.view import Desk
from dashboard.workspace.layout import nobody
from graph.explore import answers as explore
from graph.explore.spots import spots_around


def show(desk: Desk, asked: Asked, _theme: str) -> Shown:
    """The map of one person's incidents, seen from their side."""
    session, id_ = desk.session(), asked.place[1]
    person = explore.person(session, id_)
    if person is None:
        return Shown(nobody(), 0, "No such person")
    events, spots = spots_around(session, id_)
    title = label_of(person.element)
    ways = [
        ("Who this is", address("person", id=id_)),
        ("Chart and timeline", address("chart", label="Person", id=id_)),
    ]
    main = html.Main(
        [
            html.Header(
                [
                    html.H1(["Map of ", html.Bdi(title)]),
                    html.Div(
                        [dcc.Link(words, href=href, className="button") for words, href in ways],
                        className="ways",
                    ),
                ]
            ),
            *drawn({event.id: event.props for event in events}, spots, moves=True),
        ],
        id="main",
        className="page page-wide mapped",
    )
    levels = [int(each.get("level") or 0) for each in (event.props for event in events)]
    level = max([int(person.element.props.get("level") or 0), *levels])
    return Shown(main, level, f"Map of {title}")


PAGE = Page("map", show)
