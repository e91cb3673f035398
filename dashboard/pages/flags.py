"""The first screen: the queue of flags, what waits for an answer first."""

from __future__ import annotations

from dash import Dash

from dashboard.flags import answers, searches
from dashboard.flags.layout import page
from dashboard.page import Page, Shown
from dashboard.routes import Asked
from dashboard.view import Desk
from graph.explore.queue import FACETS


def show(desk: Desk, asked: Asked, theme: str) -> Shown:
    """The queue under the filters of the address, and the flag that it names, else the first."""
    content, level = page(desk, asked, theme)
    return Shown(content, level, "Flags")


def _bind(app: Dash, desk: Desk) -> None:
    answers.bind(app, desk)
    searches.bind(app, desk)


PAGE = Page(
    "flags",
    show,
    link="Flags",
    keys=(*FACETS, "after"),
    bind=_bind,
    values=answers.VALUES | searches.VALUES,
)
