"""The command line of this package."""

from __future__ import annotations

import typer

from dashboard.commands import serve


def register(app: typer.Typer) -> None:
    """Add `serve`."""
    app.command()(serve.serve)
