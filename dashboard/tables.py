"""Plain tables: heads that a screen reader tells with each cell, and rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component


def table_of(
    heads: Sequence[str],
    rows: Iterable[Component | Sequence[Any]],
    *,
    class_name: str = "",
    caption: str = "",
) -> Component:
    """A table of rows, each given whole or by its cells; a caption is for who does not see it."""
    head = html.Thead(html.Tr([html.Th(each, scope="col") for each in heads]))
    body = html.Tbody(
        [
            row if isinstance(row, Component) else html.Tr([html.Td(cell) for cell in row])
            for row in rows
        ]
    )
    parts = [html.Caption(caption, className="unseen")] if caption else []
    return html.Table([*parts, head, body], className=class_name or None)
