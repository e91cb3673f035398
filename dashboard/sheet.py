"""What leaves of a case, as it stands on a page."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from graph.sharing.sheet import Line, Sheet


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
