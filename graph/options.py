"""Command-line options that several rooms share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DataOption = Annotated[
    Path | None,
    typer.Option("--data", help="The data folder; by default the platform's user data folder."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
