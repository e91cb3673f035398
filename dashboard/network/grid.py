"""The same chart as tables, for those who cannot or would rather not read the picture."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
from dash import html
from dash.development.base_component import Component

from dashboard.network.chart import Node, Picture, element_ref, link_ref
from dashboard.words import capital, day, force, when

WIDE = {"Name": 3, "From": 3, "To": 3, "Link": 2, "When": 2}
"""Columns that get so many times the width of the others."""


def tables(picture: Picture) -> list[Component]:
    """One table of entities and one of links; choosing a row chooses it everywhere."""
    return [
        html.H3("Entities"),
        _grid(
            "entities", entity_rows(picture), ("Kind", "Name", "Severity", "When", "Force", "Links")
        ),
        html.H3("Links"),
        _grid("links", link_rows(picture), ("From", "Link", "To", "First seen", "Last seen")),
    ]


def entity_rows(picture: Picture) -> list[dict[str, Any]]:
    """A row for each entity on the chart."""
    return [
        {
            "on": element_ref(place),
            "Kind": _kind(node),
            "Name": node.label,
            "Severity": node.severity or None,
            "When": when(node.element.props) if node.element.label == "Incident" else "",
            "Force": ", ".join(map(force, sorted(picture.forces.get(place, ())))),
            "Links": len(picture.near[node.key]) - 1,
        }
        for place, node in picture.nodes.items()
    ]


def _kind(node: Node) -> str:
    if node.kind in ("anchor", "Account", "Group"):
        return capital(node.element.caption)
    return node.kind


def link_rows(picture: Picture) -> list[dict[str, Any]]:
    """A row for each line on the chart."""
    names = {node.key: node.label for node in picture.nodes.values()}
    return [
        {
            "on": link_ref(edge.link),
            "From": names[edge.source],
            "Link": edge.label,
            "To": names[edge.target],
            "First seen": day(edge.link.props.get("first_seen")),
            "Last seen": day(edge.link.props.get("last_seen")),
        }
        for edge in picture.edges
    ]


def _grid(name: str, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> Component:
    grid: Component = dag.AgGrid(
        id={"type": "grid", "name": name},
        rowData=rows,
        columnDefs=[
            {"field": column, "sortable": True, "filter": True, "flex": WIDE.get(column, 1)}
            for column in columns
        ],
        dashGridOptions={
            "rowSelection": {
                "mode": "singleRow",
                "checkboxes": False,
                "enableClickSelection": True,
            },
            "rowHeight": 32,
            "headerHeight": 32,
            "animateRows": False,
            "domLayout": "normal",
        },
        getRowId="params.data.on",
        className="ag-theme-alpine grid",
    )
    return grid
