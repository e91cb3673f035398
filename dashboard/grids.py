"""A grid whose rows lead on: sorted and filtered in the browser, opened by a click or Enter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_ag_grid as dag
from dash.development.base_component import Component

LINK = {"cellRenderer": "ThroughlineLink", "pinned": "left", "flex": 0, "width": 200}
"""What a column has that leads to the `href` of its row."""


def grid_of(
    id_: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[Mapping[str, Any]], height: str
) -> Component:
    """Plain rows by the fields of the columns, in AG Grid's words; `height` is one of CSS."""
    made: Component = dag.AgGrid(
        id=id_,
        rowData=list(rows),
        columnDefs=list(columns),
        defaultColDef={"sortable": True, "filter": True, "resizable": True},
        dashGridOptions={
            "rowHeight": 36,
            "headerHeight": 36,
            "animateRows": False,
            "enableCellTextSelection": True,
            "tooltipShowDelay": 500,
        },
        style={"height": height},
        className="found-grid",
    )
    return made
