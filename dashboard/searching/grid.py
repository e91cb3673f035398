"""What a filtered search found, as a grid: its columns are sorted and filtered in the browser."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from dash.development.base_component import Component

from dashboard.grids import LINK, grid_of
from dashboard.routes import about
from dashboard.words import ORDER_KINDS, force, offence, outcome
from graph.explore.filtered import Findings, Found
from graph.export.found import COLUMNS, row_of
from graph.model.schema import NodeKey

LINKED = {"Incident": "Reference", "Person": "Name", "Order": "Reference"}
"""The column of each kind that leads to what the row is about."""
WIDE = {"People": 3, "Offence": 3, "Outcome": 2, "Roles": 2, "Forces": 2, "Kind": 2}
LEAST = {"When": 152, "Force": 120, "Born": 112, "First": 112, "Last": 112, "Outcome": 124}
"""Pixels below which a column is cut short."""


NEW = {"field": "New", "width": 112, "sort": "desc", "filter": False}
"""The column of a saved search that marks what is new in it; what is comes first."""
WORDS: Mapping[str, Callable[[str], str]] = {
    "Force": force,
    "Outcome": outcome,
    "Kind": lambda kind: ORDER_KINDS.get(kind, kind),
}
"""How a page tells what a file of the same rows has as a code."""


def grid(findings: Findings, fresh: Collection[NodeKey] = ()) -> Component:
    """A row for each; Enter or a click on the first column opens it. `fresh` are marked."""
    columns = [_column(name, findings.kind) for name in COLUMNS[findings.kind]]
    columns = [NEW, *columns] if fresh else columns
    # What is left of the window, and at least some rows.
    height = "max(360px, calc(100vh - 440px))"
    return grid_of("found", [_row(one, fresh) for one in findings.found], columns, height)


def _row(one: Found, fresh: Collection[NodeKey]) -> dict[str, Any]:
    row = {**row_of(one), "href": about(one.element.place)}
    row |= {"New": "new" if one.element.place in fresh else None} if fresh else {}
    row |= {name: told(row[name]) for name, told in WORDS.items() if row.get(name)}
    classes = one.element.props.get("offence_classes") or ()
    return {**row, "Offence": f"{offence(classes)} ({', '.join(classes)})"} if classes else row


def _column(name: str, kind: str) -> Mapping[str, Any]:
    column: dict[str, Any] = {"field": name, "flex": WIDE.get(name, 1), "tooltipField": name}
    column["minWidth"] = LEAST.get(name, 96)
    if name == LINKED[kind]:
        column |= LINK
    if name == "Incidents":
        column["type"] = "numericColumn"
    return column
