"""The chart and the timeline of somebody or something, in step."""

from __future__ import annotations

from dashboard.page import Page, Shown
from dashboard.palette import palette
from dashboard.routes import Asked
from dashboard.view import Desk
from dashboard.workspace.answers import VALUES, bind
from dashboard.workspace.layout import depth_of, nobody, workspace


def show(desk: Desk, asked: Asked, theme: str) -> Shown:
    """The workspace of a person, thing, place, incident or order."""
    view = desk.open(asked.place, depth_of(asked), asked.one("state"))
    if view is None:
        return Shown(nobody(asked.place[0]), 0, "Nothing here")
    return Shown(
        workspace(view, asked, palette(theme)), view.level, f"Chart of {view.subject.name}"
    )


PAGE = Page("chart", show, keys=("depth",), bind=bind, values=VALUES)
