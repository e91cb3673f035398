"""The command line of this package."""

from __future__ import annotations

import typer

from ingest.commands import (
    check_feed,
    draft_mapping,
    evaluate,
    generate,
    ingest,
    label,
    replay,
    resolve,
)

ROOMS = (generate, check_feed, draft_mapping, evaluate, replay, resolve, label, ingest)


def register(app: typer.Typer) -> None:
    """Add the commands from a delivery to a night."""
    for room in ROOMS:
        room.register(app)
