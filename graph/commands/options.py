"""Command-line options that several rooms share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.access.audit import open_audit
from graph.access.session import Session
from graph.access.viewer import viewer_here
from graph.engine.store import Store

DataOption = Annotated[
    Path | None,
    typer.Option("--data", help="The data folder; by default the platform's user data folder."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
ClearanceOption = Annotated[
    int, typer.Option(min=0, max=3, help="The level up to which you may see: 0 to 3.")
]
PurposeOption = Annotated[str, typer.Option(help="Why you ask; the audit keeps it.")]
PURPOSE = "analysis at the command line"


def session_here(store: Store, purpose: str, clearance: int = 0) -> Session:
    """A session of whoever runs this command."""
    settings = store.settings
    return Session(store, open_audit(settings), viewer_here(settings, purpose, clearance))
