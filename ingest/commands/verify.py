"""The command that says whether what is kept is sound."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from graph.access.audit import open_audit
from graph.changes.opening import open_store
from graph.commands.options import DataOption, JsonOption, work_here
from graph.commands.printing import as_json
from graph.keeping.soundness import RESTORE, Fault, faults
from graph.settings import Settings
from ingest.commands.progress import shown

PURPOSE = "whether what is kept is sound"


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(verify)


def verify(
    data: DataOption = None,
    whole: Annotated[
        bool,
        typer.Option("--whole", help="Make all that is derived again, in a copy, and compare."),
    ] = False,
    json: JsonOption = False,
) -> None:
    """Say whether records, graph, flags and audit are sound. Exit code 1 when one is not.

    Nothing is changed, and no name or number told.
    """
    settings = Settings.load(data)
    with open_store(settings) as store, shown(quiet=json) as show:
        session = work_here(store, PURPOSE)
        # It shows nothing of anybody, so every role may; that it was asked is kept.
        session.audit.write(session.viewer, "consultation", {"asked": "verify"})
        found = faults(store)
        if whole:
            from ingest.night.verify import against_rebuild

            found += against_rebuild(session, show)
    if open_audit(settings).verify() is not None:
        found.append(Fault("places where the audit is not as it was written", 1, RESTORE))
    if json:
        typer.echo(as_json([asdict(fault) for fault in found]))
    for fault in () if json else found:
        typer.echo(f"{fault.count:,} {fault.what}: {fault.mend}.")
    if found:
        raise typer.Exit(1)
    if not json:
        typer.echo("Records, graph, flags and audit are sound.")
