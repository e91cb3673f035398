"""The command line: composes the commands of each room, and nothing else."""

from __future__ import annotations

import datetime as dt
import errno
import os
import sqlite3
import sys
import threading
import traceback
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import dashboard.commands
import graph.commands
import ingest.commands
from graph.commands.options import NewDataOption
from graph.errors import ThroughlineError
from graph.model.reference import LONDON
from graph.private import close_process, private_folder
from graph.settings import Settings

PLACES = {
    name: f"{room.__name__}.{module}"
    for room in (graph.commands, ingest.commands, dashboard.commands)
    for module, names in room.MODULES.items()
    for name in names
}
"""In which module each command is."""


class Commands(TyperGroup):
    """Loads a command when it is asked for: all together take seconds, which none should wait.

    `Any` stands for click's context and command, which typer keeps to itself.
    """

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: D102
        return [*super().list_commands(ctx), *PLACES]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: D102
        if cmd_name not in PLACES:
            return super().get_command(ctx, cmd_name)
        found = typer.Typer()
        import_module(PLACES[cmd_name]).register(found)
        return typer.main.get_group(found).get_command(ctx, cmd_name)


app = typer.Typer(
    name="throughline",
    cls=Commands,
    help=(
        "Knowledge-graph analysis of linked incidents: the pattern that no single report shows.\n\n"
        "Exit codes: 0 done; 1 unexpected; 2 wrong usage; 3 input refused; 4 the graph engine does "
        "not answer; 5 another command is writing; 6 a query file is broken; 7 you may not do or "
        "see this; 8 done, but for what the program failed at."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def commands() -> None:
    """A command follows: typer takes a program with one registered command for that command."""


@app.command()
def demo(
    data: NewDataOption = None,
    incidents: Annotated[int, typer.Option(help="How many incidents the region has.")] = 2000,
    seed: Annotated[int, typer.Option(help="Another seed, another region.")] = 1,
    port: Annotated[int, typer.Option(help="Where the dashboard answers on loopback.")] = 8050,
    serve: Annotated[bool, typer.Option(help="Serve the dashboard when the night is done.")] = True,
) -> None:
    """Write a synthetic region, load it, run a night, show the first flags, serve the dashboard."""
    from dashboard.commands.serve import DEMO
    from dashboard.commands.serve import serve as serve_dashboard
    from graph.commands.core import show_flags
    from ingest.commands.generate import demo_region
    from ingest.commands.ingest import deliveries_in, run_night

    settings = Settings.load(data or Settings.load().data / DEMO)
    private_folder(settings.data)
    today = dt.datetime.now(LONDON).date()
    region = demo_region(settings.data / "region", incidents, seed, today)
    run_night(settings, deliveries_in(region / "deliveries"))
    show_flags(settings, most=5)
    if serve:
        serve_dashboard(settings.data, port)


def main() -> None:
    """Run the command line; an error is one sentence on stderr and its exit code."""
    close_process()
    threading.excepthook = lambda fault: tell_fault(fault.exc_value)
    try:
        app()
    except ThroughlineError as error:
        typer.echo(f"throughline: {error}", err=True)
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001 (typer's own hook would print the message, and data with it)
        tell_fault(error)
        sys.exit(1)


TROUBLES = {
    errno.ENOSPC: "the disk is full: make room",
    errno.EDQUOT: "this user may fill no more of the disk: make room",
    errno.EFBIG: "a file may grow no more: make room, or raise the limit (ulimit -f)",
    errno.EROFS: "the disk may only be read: let this user write there, or choose another --data",
    errno.EMFILE: "no more files may be open at once: raise the limit (ulimit -n)",
    errno.ENFILE: "no more files may be open on this machine: end other programs",
}
"""What is wrong with the machine, by the system's number, and the mend."""
SQLITE_TROUBLES = {
    sqlite3.SQLITE_FULL: TROUBLES[errno.ENOSPC],
    sqlite3.SQLITE_READONLY: TROUBLES[errno.EROFS],
    # Also where a file may grow no more: SQLite keeps the system's number to itself.
    sqlite3.SQLITE_IOERR: "the disk does not take what is written: make room, or see to it",
}


def _trouble(error: BaseException | None) -> str | None:
    """What the machine lacks, if that is what an error says."""
    if isinstance(error, OSError):
        return TROUBLES.get(error.errno or 0)
    if isinstance(error, sqlite3.Error):
        return SQLITE_TROUBLES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    # DuckDB has the system's words in its own, and no number.
    words = str(error)
    return next((told for number, told in TROUBLES.items() if os.strerror(number) in words), None)


def tell_fault(error: BaseException | None) -> None:
    """Say where the program failed. Its own message may hold data and is left out.

    What the machine lacks is no fault of the program, and is one sentence.
    """
    if trouble := _trouble(error):
        typer.echo(
            f"throughline: {trouble}, then run the command again: what it said was done is kept",
            err=True,
        )
        return
    for frame in traceback.extract_tb(error.__traceback__ if error else None):
        typer.echo(f"  {frame.filename}:{frame.lineno} in {frame.name}", err=True)
    typer.echo(
        f"throughline: a fault of the program ({type(error).__name__}): run the command again, and "
        "report the lines above if it comes back",
        err=True,
    )


if __name__ == "__main__":
    main()
