"""The first screen: the queue of flags, what waits for an answer first."""

from __future__ import annotations

from dashboard.flags import answers
from dashboard.flags.layout import page
from dashboard.page import Page, Shown
from dashboard.routes import Asked
from dashboard.view import Desk
from graph.explore.queue import FACETS


def show(desk: Desk, asked: Asked, theme: str) -> Shown:
    """The queue under the filters of the address, and the flag that it names, else the first."""
    content, level = page(desk, asked, theme)
    return Shown(content, level, "Flags")


PAGE = Page(
    "flags",
    show,
    link="Flags",
    keys=(*FACETS, "after"),
    bind=answers.bind,
    values=answers.VALUES,
)
