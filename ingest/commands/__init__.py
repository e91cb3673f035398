"""The command line of this package."""

from __future__ import annotations

import typer

from ingest.commands import check_feed, draft_mapping, evaluate, generate, ingest, replay, resolve


def register(app: typer.Typer) -> None:
    """Add the commands from a delivery to a night."""
    for room in (generate, check_feed, draft_mapping, evaluate, replay, resolve, ingest):
        room.register(app)
