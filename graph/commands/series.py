"""The commands for events that no identifier joins: what is alike, and what may be a series."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from graph.changes.opening import open_store
from graph.commands.options import (
    PURPOSE,
    ClearanceOption,
    DataOption,
    JsonOption,
    PurposeOption,
    session_here,
)
from graph.commands.printing import as_json, print_table
from graph.explore import alike as exploring
from graph.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(alike)
    app.command()(series)


def alike(
    incident: Annotated[str, typer.Argument(help="The id of an incident.")],
    data: DataOption = None,
    most: Annotated[int, typer.Option(min=1, help="How many to show.")] = exploring.MOST,
    json: JsonOption = False,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """What else looks like this incident, in bits by term. No sign of who did it."""
    with open_store(Settings.load(data)) as store:
        rows = exploring.alike(session_here(store, purpose, clearance), incident, most)
    if json:
        typer.echo(as_json([asdict(row) for row in rows]))
        return
    shown = [
        {
            "incident": row.id,
            "bits": f"{row.bits:+.1f}",
            "chance": f"{row.chance:.0%}",
            "solved": "yes" if row.solved else "",
            "distance": row.distance or "not told",
            "days": "" if row.days is None else str(row.days),
            "bits by term": _terms(row.terms),
        }
        for row in rows
    ]
    columns = ("incident", "bits", "chance", "solved", "distance", "days", "bits by term")
    print_table(columns, shown)


def series(
    data: DataOption = None,
    most: Annotated[int, typer.Option(min=1, help="How many to show.")] = exploring.MOST,
    json: JsonOption = False,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Incidents that may be one person's although no identifier says so: a question, no flag."""
    with open_store(Settings.load(data)) as store:
        groups = exploring.proposed(session_here(store, purpose, clearance))[:most]
    if json:
        typer.echo(as_json([asdict(group) for group in groups]))
        return
    shown = [
        {
            "incidents": ", ".join(group.members),
            "solved": ", ".join(group.solved),
            "bits": f"{group.bits:+.1f}",
            "bits by term": _terms(group.terms),
        }
        for group in groups
    ]
    print_table(("incidents", "solved", "bits", "bits by term"), shown)


def _terms(terms: dict[str, float]) -> str:
    return ", ".join(f"{name} {bits:+.1f}" for name, bits in terms.items())
