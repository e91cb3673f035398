"""A person: who they are, the flags about them, and where they are written."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.inspector import who
from dashboard.network.chart import label_of
from dashboard.page import Page, Shown
from dashboard.routes import Asked, address
from dashboard.view import Desk
from dashboard.workspace.layout import nobody
from graph.access.roles import may
from graph.explore import answers as explore


def show(desk: Desk, asked: Asked, _theme: str) -> Shown:
    """All that is known of one person, without the chart."""
    session, id_ = desk.session(), asked.place[1]
    person = explore.person(session, id_)
    if person is None:
        return Shown(nobody(), 0, "No such person")
    flags = explore.flags(session, id_)
    name = label_of(person.element)
    level = max(
        [int(person.element.props.get("level") or 0), *(flag.level for flag in flags)], default=0
    )
    main = html.Main(
        [
            html.H1(name),
            dcc.Link(
                "Chart and timeline",
                href=address("chart", label="Person", id=id_),
                className="button",
            ),
            dcc.Link("Share", href=address("share", id=id_), className="button")
            if may(session.viewer.role, "disclosure")
            else None,
            *_flags(flags),
            *who(person),
        ],
        id="main",
        className="page",
    )
    return Shown(main, level, name)


def _flags(flags: list[explore.Flag]) -> list[Component]:
    if not flags:
        return [html.H2("Flags"), html.P("No flag is about this person.", className="muted")]
    rows = [
        html.Li([html.H3(flag.sentence), html.P(flag.explanation), html.P(flag.against)])
        for flag in flags
    ]
    return [html.H2(f"Flags ({len(rows)})"), html.Ul(rows, className="plain")]


PAGE = Page("person", show)
