"""What leaves of a case, as it stands on a page."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.routes import options
from graph.report.files import FORMATS
from graph.sharing.sheet import Line, Sheet

DOWNLOAD = "/shared-file"
"""Where the file of a share is."""


def shown_sheet(sheet: Sheet) -> Iterator[Component]:
    """Its sections, each with its lines."""
    for part in sheet.parts:
        yield html.H3(part.title)
        yield html.Ul([_line(line) for line in part.lines], className="sheet")


def _line(line: Line) -> Component:
    return html.Li(
        [
            html.Span(line.when, className="muted") if line.when else None,
            html.Strong(line.says),
            *(html.P(text) for text in line.more),
        ]
    )


def file_links(share: str) -> list[Component | str]:
    """Links to the file of a share, in each format."""
    links: list[Component | str] = []
    for format_, each in FORMATS.items():
        href = f"{DOWNLOAD}{options({'share': share, 'format': format_})}"
        links += [html.A(each.title, href=href), " "]
    return links
