"""The command `simulate`: what a graph of many incidents would take."""

from __future__ import annotations

import json as jsonlib
import os
from typing import Annotated

import typer

from graph.commands.options import DataOption, JsonOption
from graph.commands.printing import print_table


def register(app: typer.Typer) -> None:
    """Add this room's command."""
    app.command("simulate")(simulate_command)


def simulate_command(
    incidents: Annotated[int, typer.Option(min=1, help="How many incidents there are in all.")],
    years: Annotated[int, typer.Option(min=1, help="In how many years they came.")],
    data: DataOption = None,  # noqa: ARG001 (every command takes it)
    json: JsonOption = False,
) -> None:
    """Foretell time, memory and disk of a graph from what smaller ones took, and how wrong it is.

    Embedded engine, written at once; nothing is loaded.
    """
    from ingest.evaluate import simulation

    figures, checks = simulation.foretell(incidents, 365 * years)
    if json:
        typer.echo(jsonlib.dumps(simulation.as_data(figures, checks), indent=1))
        return
    table = [
        {
            "what": each.figure,
            "foretold": f"{each.value:,.0f} {each.unit}".rstrip(),
            "from": f"{each.least:,.0f}",
            "to": f"{each.most:,.0f}",
            "rests on": ", ".join(f"{size:,}" for size in each.rests_on),
        }
        for each in figures
    ]
    print_table(list(table[0]), table)
    cores = os.cpu_count() or 1
    least, most = simulation.hours(figures[1], cores)
    typer.echo(f"First night by the clock on {cores} cores: {least:,.1f} to {most:,.1f} hours.")
    for check in checks:
        unit = f" {check.foretold.unit}".rstrip()
        typer.echo(
            f"At {check.incidents:,}, foretold from those below it: {check.foretold.figure} "
            f"{check.foretold.value:,.0f}{unit}, measured {check.measured:,.0f}{unit}, "
            f"{check.error:+.0%}."
        )
