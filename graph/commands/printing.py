"""Rows on a terminal, as CSV or as JSON."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from graph.model.local_time import local
from graph.rules.wording import plain

FORMULA = ("=", "+", "-", "@", "\t", "\r")
CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "\N{REPLACEMENT CHARACTER}")
del CONTROLS[ord("\t")], CONTROLS[ord("\n")]


def as_json(value: Any) -> str:
    """Rows or one object as JSON; instants as ISO text in UTC."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2)


def as_line(value: Any) -> str:
    """As `as_json`, in one line."""
    return json.dumps(plain(value), ensure_ascii=False)


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as CSV with a header; instants by local clocks, each with its offset.

    Text that a spreadsheet would run as a formula gets a `'`.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return out.getvalue().rstrip("\n")


def print_table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows as a table, or as one block each where the terminal is too narrow for a table."""
    console = Console(highlight=False)
    if not rows:
        console.print("Nothing found.")
        return
    table = Table(*columns)
    for row in rows:
        table.add_row(*(Text(_shown(row[column])) for column in columns))
    if Measurement.get(console, console.options.update(max_width=10_000), table).maximum > (
        console.width
    ):
        for row in rows:
            console.print(_block(columns, row), "")
    else:
        console.print(table)


def _block(columns: Sequence[str], row: Mapping[str, Any]) -> Table:
    block = Table.grid(padding=(0, 2))
    for column in columns:
        block.add_row(Text(column, style="dim"), Text(_shown(row[column])))
    return block


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = _shown(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return local(value).isoformat(" ", "minutes")
    if isinstance(value, list | tuple) and not any(isinstance(each, Mapping) for each in value):
        return ", ".join(_shown(each) for each in value)
    if isinstance(value, list | tuple | Mapping):
        return visible(json.dumps(plain(value), ensure_ascii=False))
    return visible(str(value))


def visible(text: str) -> str:
    """The text without what would steer a terminal, or break a row of CSV."""
    return text.translate(CONTROLS)
