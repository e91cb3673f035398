"""A chart as tables and as JSON: entities, links, and the marking with them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from graph.explore.chart import Chart
from graph.explore.network import network_of
from graph.export.stamp import Stamp, writable
from graph.model.schema import NodeKey

Points = Mapping[NodeKey, tuple[float, float]]
FIRST = {
    "entities": ("kind", "id", "name"),
    "links": ("type", "from_kind", "from_id", "to_kind", "to_id", "possible"),
}
"""The columns that stand first in each table; the others follow by name."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula (OWASP, CSV injection)."""


def rows_of(chart: Chart) -> dict[str, list[dict[str, Any]]]:
    """The two tables of a chart, `entities` and `links`: a row each, plain values alone."""
    network = network_of(chart)
    entities = [
        {
            **props,
            "kind": label,
            "account_kind": props.get("kind") if label == "Account" else None,
            "order_kind": props.get("kind") if label == "Order" else None,
            "id": id_,
        }
        for (label, id_), props in network.nodes(data=True)
    ]
    links = []
    for start, end, props in network.edges(data=True):
        ends = (start, end) if "/".join(start) == props["starts_at"] else (end, start)
        links.append(
            {
                **props,
                **{"from_kind": ends[0][0], "from_id": ends[0][1]},
                **{"to_kind": ends[1][0], "to_id": ends[1][1]},
            }
        )
    hidden = ("label", "starts_at", "level")
    return {
        name: [{k: v for k, v in row.items() if k not in hidden and v is not None} for row in rows]
        for name, rows in (("entities", entities), ("links", links))
    }


def columns_of(name: str, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The columns of one of the tables."""
    others = sorted({column for row in rows for column in row} - set(FIRST[name]))
    return [*FIRST[name], *others]


def write_csv(chart: Chart, _points: Points, stamp: Stamp) -> bytes:
    """Two CSV files and `marking.txt` in a ZIP."""
    tables = rows_of(chart)
    return zipped({name: (columns_of(name, rows), rows) for name, rows in tables.items()}, stamp)


def zipped(
    tables: Mapping[str, tuple[Sequence[str], Sequence[Mapping[str, Any]]]], stamp: Stamp
) -> bytes:
    """A CSV file for each of the tables, of its columns and rows, and `marking.txt` in a ZIP.

    UTF-8 with a mark, which Excel looks for.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, (columns, rows) in tables.items():
            text = io.StringIO(newline="")
            writer = csv.writer(text)
            writer.writerow(columns)
            writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
            folder.writestr(f"{name}.csv", text.getvalue().encode("utf-8-sig"))
        lines = "".join(f"{name}: {value}\r\n" for name, value in stamp.lines)
        folder.writestr("marking.txt", lines)
    return made.getvalue()


def _cell(value: Any) -> Any:
    """A value that no spreadsheet runs: a text that would be a formula gets a `'` before it.

    Not a number as it is written, such as a telephone's +44.
    """
    if not isinstance(value, str):
        return "" if value is None else value
    number = value[1:].replace(" ", "").replace(".", "", 1).isdigit()
    return f"'{value}" if value.startswith(_FORMULA) and not number else value


def write_xlsx(chart: Chart, _points: Points, stamp: Stamp) -> bytes:
    """A workbook: the marking on a sheet of its own and at the foot of every printed page."""
    book = Workbook(write_only=True)
    book.properties.title = "Chart"
    book.properties.description = stamp.line
    first = book.create_sheet("marking")
    for line in stamp.lines:
        first.append(line)
    for name, rows in rows_of(chart).items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "D2"
        sheet.oddFooter.center.text = stamp.line.replace("&", "&&")[:200]
        columns = columns_of(name, rows)
        sheet.append([_bold(sheet, column) for column in columns])
        for row in rows:
            sheet.append(_values(sheet, [row.get(column) for column in columns]))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _values(sheet: Any, row: Sequence[Any]) -> list[Any]:
    """Text as text, even where it begins as a formula does."""
    cells = []
    for value in row:
        if isinstance(value, str):
            cell = WriteOnlyCell(sheet, value=writable(value)[:32_767])  # Excel's own limit
            cell.data_type = "s"
            cells.append(cell)
        else:
            cells.append(value)
    return cells


def write_json(chart: Chart, points: Points, stamp: Stamp) -> bytes:
    """The marking, both tables, and where each entity stands."""
    tables = rows_of(chart)
    for row in tables["entities"]:
        row["x"], row["y"] = points.get((row["kind"], row["id"]), (0.0, 0.0))
    whole = {"marking": dict(stamp.lines), **tables}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()
