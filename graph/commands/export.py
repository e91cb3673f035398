"""The command that takes a chart out of the house: `export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.changes.opening import open_store
from graph.commands.options import (
    PURPOSE,
    ClearanceOption,
    DataOption,
    JsonOption,
    PurposeOption,
    session_here,
)
from graph.commands.printing import as_json
from graph.errors import InputError
from graph.explore.answers import neighbourhood
from graph.export.files import FORMATS, save, take_out
from graph.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(export)


def export(
    person: Annotated[str, typer.Argument(help="The person whose surroundings leave.")],
    file: Annotated[Path, typer.Argument(help="The file to write; there must be none yet.")],
    format_: Annotated[
        str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")
    ] = "gephi",
    depth: Annotated[int, typer.Option(help="How many links it reaches.", min=1, max=4)] = 2,
    note: Annotated[str, typer.Option(help="A note for its marking, such as a reference.")] = "",
    data: DataOption = None,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
    json: JsonOption = False,
) -> None:
    """Write the chart around a person for another tool. Its marking stands in it.

    It is a disclosure, and is in the audit before the file is there.
    """
    if file.exists():
        raise InputError(f"{file} is there already: give another name")
    with open_store(Settings.load(data)) as store:
        session = session_here(store, purpose, clearance)
        chart = neighbourhood(session, person, depth)
        if chart is None:
            raise InputError("nobody has this id, or none that you may see: search for the name")
        made = take_out(session, chart, format_, note=note)
        save(made, file)
    if json:
        counts = {"entities": len(chart.nodes), "links": len(chart.links)}
        typer.echo(as_json({"file": str(file), **counts, "left_out": chart.left_out}))
        return
    left_out = f"; {chart.left_out:,} more are beyond its limit" if chart.left_out else ""
    typer.echo(f"{len(chart.nodes):,} entities and {len(chart.links):,} links{left_out}: {file}")
