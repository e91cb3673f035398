"""The dashboard: one Dash app over one store; each request has a viewer of its own."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from typing import Any

from dash import Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component

from dashboard.api import routes as api
from dashboard.browser import call
from dashboard.frame import INDEX, frame, message, to_the_flags
from dashboard.page import Page, Shown
from dashboard.pages import (
    admin,
    chart,
    closed,
    entity,
    flags,
    looks,
    map,
    oversight,
    person,
    reason,
    received,
    register,
    report,
    search,
    share,
    shares,
    timeline,
)
from dashboard.routes import Asked, parse
from dashboard.security import secure
from dashboard.view import Desk, WhoAsks
from dashboard.words import sentence
from graph.access.audit import Audit
from graph.access.roles import may
from graph.access.viewer import LEVELS
from graph.engine.store import Store
from graph.errors import ThroughlineError

PAGES = (
    flags.PAGE,
    search.PAGE,
    person.PAGE,
    entity.PAGE,
    chart.PAGE,
    timeline.PAGE,
    map.PAGE,
    share.PAGE,
    shares.PAGE,
    register.PAGE,
    oversight.PAGE,
    closed.PAGE,
    report.PAGE,
    received.PAGE,
    looks.LOOKS,
    looks.UNUSUAL,
    admin.PAGE,
)
"""Every screen, in the order of the links in the head."""
BY_NAME = {page.name: page for page in PAGES}


_FILE = re.compile(r'<(?:script src|link rel="stylesheet" href)="(/[^"]+)"')


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
    app.layout = lambda: frame(desk.session().viewer, PAGES)
    _show(app, desk)
    rights: dict[str, str] = {}
    for page in PAGES:
        before = set(app.callback_map)
        if page.bind is not None:
            page.bind(app, desk)
        rights |= dict.fromkeys(set(app.callback_map) - before, page.right)
    # For the door: what a role must be allowed for each callback, and for any page at all.
    app.server.config["CALLBACK_RIGHTS"] = rights
    app.server.config["PAGE_RIGHTS"] = frozenset(page.right for page in PAGES)
    index: Any = app.index
    app.server.config["FILES"] = functools.cache(lambda: _FILE.findall(index()))
    api.register(app.server, desk.session)
    _in_the_browser(app)
    secure(app, hosts, {key: kind for page in PAGES for key, kind in page.values.items()})
    return app


def _show(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output("page", "children"),
        Output("classification", "children"),
        Output("shown", "data"),
        Output("title", "data"),
        Input("url", "pathname"),
        Input("url", "search"),
        Input("theme", "data"),
        State("shown", "data"),
    )
    def show(pathname: str, search: str, theme: str | None, shown: Any) -> Any:
        """Another page only when the address names another: a choice is no new page."""
        asked = parse(pathname, search)
        page = _first(desk) if asked.page == "flags" else BY_NAME.get(asked.page)
        now = page.identity(asked) if page else [""]
        if theme is None or now == shown:
            return no_update, no_update, no_update, no_update
        try:
            # Who may not open the page is not told whether the person is protected either.
            if page and _may_open(desk, page) and _wants_reason(desk, asked, shown):
                return reason.page(), LEVELS[0], ["reason", asked.place[1]], "Reason"
            drawn = _drawn(desk, page, asked, theme)
        except ThroughlineError as error:
            return message("No answer", html.P(sentence(str(error)))), no_update, None, "No answer"
        return drawn.content, LEVELS[drawn.level], now, drawn.title


def _first(desk: Desk) -> Page:
    """Where this viewer begins: the first page in the head that their role may open."""
    role = desk.session().viewer.role
    return next((page for page in PAGES if page.link and may(role, page.right)), flags.PAGE)


def _drawn(desk: Desk, page: Page | None, asked: Asked, theme: str) -> Shown:
    if page is None:
        return Shown(_nowhere(), 0, "No such page")
    session = desk.session()
    if not _may_open(desk, page):
        session.audit.refuse(session.viewer, "page", page=page.name)
        return Shown(_closed(session.viewer.role), 0, "Not for your role")
    return page.show(desk, asked, theme)


def _may_open(desk: Desk, page: Page) -> bool:
    return may(desk.session().viewer.role, page.right)


def _nowhere() -> Component:
    return message("No such page", html.P("Nothing has this address."), to_the_flags())


def _closed(role: str) -> Component:
    words = f"What stands here is not for the role of {role}: docs/roles.md has the table."
    return message("Not for your role", html.P(words))


def _wants_reason(desk: Desk, asked: Asked, shown: Any) -> bool:
    """A look from the flags or from a search for a text is asked for; so is one more at the same
    person, or at a thing from their side. By filters alone nobody in particular was asked for."""
    side = asked.one("side") if asked.page == "entity" else ""
    label, id_ = ("Person", side) if side else asked.place
    if label != "Person" or not id_:
        return False
    before = shown or [""]
    asked_for = before[0] == "flags" or (before[0] == "search" and any(before[1:2]))
    asked_for = asked_for or (before[0] not in ("reason", "search") and id_ in before[1:4])
    return desk.wants_reason(id_, asked.one("why").strip()[:300], asked_for=asked_for)


def _in_the_browser(app: Dash) -> None:
    """What needs no answer from the server; the functions are in dashboard/assets."""
    call(
        app,
        "theme",
        Output("theme", "data"),
        Output("theme-switch", "children"),
        Input("theme-switch", "n_clicks"),
        first=True,
    )
    call(app, "title", Output("announced", "children"), Input("title", "data"))
