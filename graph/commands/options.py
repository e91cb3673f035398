"""Command-line options that several rooms share."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from graph.access.viewer import Viewer

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


def viewer_here(clearance: int, purpose: str) -> Viewer:
    """Whoever is logged in, as an analyst."""
    return Viewer(getpass.getuser(), "analyst", purpose, clearance)
