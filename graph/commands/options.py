"""Command-line options that several rooms share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.access.audit import open_audit
from graph.access.here import viewer_here, worker_here
from graph.access.session import Session
from graph.access.viewer import LEVELS, level_of
from graph.engine.store import Store
from graph.errors import InputError

DATA_HELP = "The data folder; by default the platform's user data folder."


def _there(folder: Path | None) -> Path | None:
    """A folder that is misspelt is no new one: whoever reads it would find nothing."""
    if folder is not None and not folder.expanduser().is_dir():
        raise InputError(
            f"--data {folder} is no folder that is there: see how it is spelt, "
            "or make it with throughline ingest, night or demo"
        )
    return folder


def _made(folder: Path | None) -> Path | None:
    if folder is not None and not folder.expanduser().exists():
        typer.echo(
            f"The data folder {folder} is not there yet: the first write makes it.", err=True
        )
    return folder


DataOption = Annotated[Path | None, typer.Option("--data", callback=_there, help=DATA_HELP)]
NewDataOption = Annotated[Path | None, typer.Option("--data", callback=_made, help=DATA_HELP)]
"""For commands that may make the folder, and say so before."""
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def level(given: str | int) -> int:
    """A level as somebody types it, by number or name."""
    try:
        return level_of(str(given))
    except InputError as error:
        raise typer.BadParameter(str(error)) from None


LEVEL = {"parser": level, "metavar": "LEVEL"}
ClearanceOption = Annotated[
    int | None,
    typer.Option(
        **LEVEL, help=f"Show no more than this level of what you may see: {', '.join(LEVELS)}."
    ),
]
PurposeOption = Annotated[str, typer.Option(help="Why you ask; the audit keeps it.")]
PURPOSE = "analysis at the command line"


def session_here(store: Store, purpose: str, clearance: int | None = None) -> Session:
    """A session of whoever runs this command, for what they may see."""
    settings = store.settings
    return Session(store, open_audit(settings), viewer_here(settings, purpose, clearance))


def work_here(store: Store, purpose: str) -> Session:
    """A session of whoever runs this command, for work that reads every level and shows none."""
    settings = store.settings
    return Session(store, open_audit(settings), worker_here(settings, purpose))
