"""What is shared with a support service: all that its people see."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.page import Page, Shown
from dashboard.routes import Asked
from dashboard.sheet import shown_sheet
from dashboard.view import Desk
from graph.sharing.shares import received


def show(desk: Desk, _asked: Asked, _theme: str) -> Shown:
    """Each case that is shared with this account today."""
    session = desk.session()
    cases: list[Component] = [
        html.Section(
            [
                html.H2(each.sheet.about),
                html.P(f"Shared with you until {each.until}.", className="muted"),
                *shown_sheet(each.sheet),
            ],
            className="card",
        )
        for each in received(session)
    ]
    nothing = html.P("Nothing is shared with you today.", className="empty")
    main = html.Main(
        [html.H1("Shared with you"), *(cases or [nothing])],
        id="main",
        className="page",
        tabIndex=0,  # nothing in it takes the focus, and it scrolls
    )
    return Shown(main, min(session.viewer.clearance, 1), "Shared with you")


PAGE = Page("received", show, right="reception", link="Shared with you")
