"""The commands that make a backup of a data folder with its graph, and put one back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from graph.access.here import viewer_here
from graph.changes.opening import open_store
from graph.commands.options import DataOption, JsonOption, NewDataOption, session_here
from graph.commands.printing import as_json
from graph.errors import InputError
from graph.keeping import backup as keeping
from graph.settings import Settings
from ingest.commands.progress import shown

PURPOSE = "keeping a backup"


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command()(backup)
    app.command()(restore)


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it: a file that is not there yet.")],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Write the data folder and its graph to one file, and read it through once more.

    Others may read meanwhile; whoever writes is told to wait. The file holds all that there is:
    keep it as you keep the data folder.
    """
    with open_store(Settings.load(data)) as store, shown(quiet=json) as show:
        made = keeping.make(session_here(store, PURPOSE), file.expanduser(), show)
    _print(made, json, "holds")


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    data: NewDataOption = None,
    json: JsonOption = False,
) -> None:
    """Put a backup back, into a data folder and a graph that are empty, and compare the two."""
    if not file.expanduser().is_file():
        raise InputError("there is no such backup: give the file that throughline backup wrote")
    settings = Settings.load(data)
    viewer = viewer_here(settings, PURPOSE)
    with shown(quiet=json) as show:
        made = keeping.restore(settings, viewer, file.expanduser(), show)
    _print(made, json, "gave back")


def _print(it: keeping.Backup, json: bool, verb: str) -> None:
    if json:
        typer.echo(as_json(asdict(it)))
        return
    typer.echo(
        f"{it.file} ({it.bytes:,} bytes) {verb} {it.files:,} files, {it.nodes:,} nodes and "
        f"{it.links:,} links, every one as it was written.\nSHA-256 {it.sha256}"
    )
