"""What is new in the viewer's saved searches, above the flags: asked once the page is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import Dash, Input, Output, ctx, dcc, html, no_update
from dash.development.base_component import Component

from dashboard.component_ids import part, part_id
from dashboard.routes import address, saved_search
from dashboard.text import name
from dashboard.view import Desk
from graph.errors import ThroughlineError
from graph.saved import news
from graph.saved.news import Listed

AFTER_MS = 100
"""So long after the flags are shown; a search may take longer than they do."""
MOST = 6
VALUES: dict[tuple[str, str], Any] = {("searches-asked", "n_intervals"): int | None}
"""The type of every value that the callback here reads."""


def strip() -> list[Component]:
    """Where the news will stand, and what asks for them."""
    return [
        html.Div(id=part_id("searches"), className="searches-new", role="status"),
        dcc.Interval(id=part_id("searches-asked"), interval=AFTER_MS, max_intervals=1),
    ]


def bind(app: Dash, desk: Desk) -> None:
    """Add the callback."""

    @app.callback(
        Output(part("searches"), "children"),
        Input(part("searches-asked"), "n_intervals"),
        prevent_initial_call=True,
    )
    def tell(times: Sequence[int | None]) -> Any:
        if not any(times):
            return [no_update] * len(ctx.outputs_list)
        try:
            return [_told(news.listed(desk.session()))]
        except ThroughlineError as error:
            return [str(error)]


def _told(kept: Sequence[Listed]) -> list[Component | str]:
    """The searches with something new; nothing when there is none."""
    fresh = sorted((each for each in kept if each.fresh), key=lambda each: -each.fresh)
    if not fresh:
        return []
    links: list[Component | str] = []
    for each in fresh[:MOST]:
        search = each.search
        href = saved_search(search.id, search.text, search.given)
        links += [dcc.Link([name(search.name), f": {each.fresh:,}"], href=href), " "]
    every = dcc.Link("All saved searches", href=address("search"))
    return ["New in your saved searches ", *links, every]
