"""The command `retain`: what is to be kept although it could go."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from graph.changes.opening import open_store
from graph.commands.options import DataOption, JsonOption, work_here
from graph.commands.printing import as_json, print_table
from graph.erasure import holds
from graph.erasure.holds import What
from graph.errors import InputError
from graph.settings import Settings

SHOWN = ("id", "what", "who", "at", "reason")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("retain")(retain_command)


def retain_command(
    what: Annotated[What | None, typer.Argument(help="What is kept; without it, a list.")] = None,
    wanted: Annotated[
        str, typer.Argument(metavar="ID", help="A person's id, a record's key, a delivery.")
    ] = "",
    reason: Annotated[str, typer.Option(help="Why it is kept.")] = "",
    end: Annotated[str, typer.Option(help="End this hold.")] = "",
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Keep a person, a record or a delivery from being erased, with a reason; or list what is."""
    if what and end:
        raise InputError("what to keep and --end exclude each other: give one")
    with open_store(Settings.load(data)) as store:
        session = work_here(store, "keeping what could go")
        session.audit.permit(session.viewer, "erasure")
        if end:
            hold = holds.end(session, end)
        elif what:
            hold = holds.retain(session, what, wanted, reason)
        else:
            session.record("consultation", asked="holds")
            rows = [asdict(each) for each in holds.holds(store.settings)]
            typer.echo(as_json(rows)) if json else print_table(SHOWN, rows)
            return
    sentence = f"{hold.id} {'has ended' if end else 'keeps it'}."
    typer.echo(as_json(asdict(hold)) if json else sentence)
