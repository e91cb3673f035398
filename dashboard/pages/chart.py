"""The chart and the timeline of a person, in step."""

from __future__ import annotations

from dashboard.network.chart import label_of
from dashboard.page import Page, Shown
from dashboard.palette import palette
from dashboard.routes import Asked
from dashboard.view import Desk
from dashboard.workspace.answers import VALUES, bind
from dashboard.workspace.layout import depth_of, nobody, workspace


def show(desk: Desk, asked: Asked, theme: str) -> Shown:
    """The workspace of a person."""
    label, id_ = asked.place
    view = desk.open(id_, depth_of(asked)) if label == "Person" else None
    if view is None:
        return Shown(nobody(), 0, "No such person")
    title = f"Chart of {label_of(view.person.element)}"
    return Shown(workspace(view, asked, palette(theme)), view.level, title)


PAGE = Page("chart", show, keys=("depth",), bind=bind, values=VALUES)
