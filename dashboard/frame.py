"""The frame around every page: banner, title, links, search box, theme, address bar."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.aria import aria
from dashboard.page import Page
from dashboard.routes import PATHS
from graph.access.roles import may
from graph.access.viewer import LEVELS, Viewer

INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
{%metas%}
<title>{%title%}</title>
<link rel="icon" href="data:,">
{%css%}
</head>
<body>
{%app_entry%}
<footer>
{%config%}
{%scripts%}
{%renderer%}
</footer>
</body>
</html>"""


def frame(viewer: Viewer, pages: Sequence[Page]) -> Component:
    """The layout that every page stands in, with links to those that the viewer may open."""
    return html.Div(
        [
            dcc.Location(id="url", refresh=False),
            dcc.Store(id="theme"),
            dcc.Store(id="zoom"),
            dcc.Store(id="shown"),
            dcc.Store(id="title"),
            dcc.Store(id="brush"),
            dcc.Store(id="act"),
            html.A("To the content", href="#main", className="skip"),
            _banner(viewer),
            html.Header(
                [
                    dcc.Link("Throughline", href="/", className="brand"),
                    html.Nav(_links(viewer, pages), **aria(label="Pages")),
                    # The box itself is put here by frame.js: dcc.Input sets the caret
                    # back while somebody types fast.
                    html.Div(id="search-slot", className="search", role="search")
                    if may(viewer.role, "consultation")
                    else None,
                    html.Button("Dark", id="theme-switch", className="button", n_clicks=0),
                    html.Button("Clear", id="clear", n_clicks=0, className="unseen", tabIndex=-1),
                ],
                className="top",
            ),
            html.Div(html.P("Reading…", className="waiting"), id="page"),
            html.Div(id="announced", className="unseen", role="status"),
        ],
        className="app",
    )


def _links(viewer: Viewer, pages: Sequence[Page]) -> list[Component]:
    return [
        dcc.Link(page.link, href=PATHS[page.name])
        for page in pages
        if page.link and may(viewer.role, page.right)
    ]


def _banner(viewer: Viewer) -> Component:
    return html.Div(
        [
            html.Strong("OFFICIAL", id="classification"),
            html.Span(
                [f"Purpose: {viewer.purpose} ", html.A("Change, or sign out", href="/purpose")]
            ),
            html.Span(f"{viewer.who}, {viewer.role}, {cleared_to(viewer)}"),
            html.Span("Every look-up is written to the audit."),
        ],
        className="banner",
        role="note",
    )


def cleared_to(viewer: Viewer) -> str:
    """What somebody may see, in words."""
    within = "".join(f", in {name}" for name in sorted(viewer.compartments))
    return f"cleared to {LEVELS[viewer.clearance]}{within}"


def message(title: str, *children: Component) -> Component:
    """A page that has nothing but a title and a few words, or one thing to do."""
    return html.Main(
        html.Div([html.H1(title), *children], className="empty"), id="main", className="page"
    )


def to_the_flags(text: str = "To the flags") -> Component:
    """The way out of such a page."""
    return dcc.Link(text, href="/", className="button")
