"""The command that writes a chronology for an application: `report`."""

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
from graph.export.files import save
from graph.report.files import FORMATS, take_out_report
from graph.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(report)


def report(
    suspect: Annotated[str, typer.Argument(help="The person whose conduct it tells.")],
    protected: Annotated[str, typer.Argument(help="The person whom an order would protect.")],
    file: Annotated[
        Path, typer.Argument(help=f"The file to write, ending in {', '.join(FORMATS)}.")
    ],
    own_side: Annotated[
        bool,
        typer.Option(
            "--own-side",
            help="Make it for the protected person: it may tell where they are. Never serve it.",
        ),
    ] = False,
    incident: Annotated[
        list[str] | None,
        typer.Option(help="Tell only this incident; several may be given."),
    ] = None,
    data: DataOption = None,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
    json: JsonOption = False,
) -> None:
    """Write a draft chronology of what one person did to another, for an application to a court.

    It is a disclosure, and is in the audit before the file is there.
    """
    if file.exists():
        raise InputError(f"{file} is there already: give another name")
    with open_store(Settings.load(data)) as store:
        session = session_here(store, purpose, clearance)
        format_ = file.suffix.lstrip(".").lower()
        made = take_out_report(
            session, suspect, protected, format_, own_side=own_side, only=incident or ()
        )
        save(made, file)
    made_of = {"file": str(file), "bytes": len(made.content)}
    typer.echo(as_json(made_of) if json else f"A draft, not checked by a person: {file}")
