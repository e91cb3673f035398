"""The command `generate`."""

from __future__ import annotations

import datetime as dt
import json as jsonlib
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from graph.commands.options import JsonOption, NewDataOption
from graph.errors import InputError
from graph.private import private_folder
from graph.settings import Settings
from ingest.synthetic.generate import generate
from ingest.synthetic.plant import plan_region
from ingest.synthetic.region import Region

LEAST, MOST = 500, 1_000_000
DEMO_DAYS = 365


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("generate")(generate_command)


def generate_command(
    out: Annotated[
        Path | None, typer.Option(help="An empty folder; by default `region` in the data folder.")
    ] = None,
    incidents: Annotated[int, typer.Option(help="How many, from 500 to 1,000,000.")] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed and size give the same files.")] = 1,
    start: Annotated[str, typer.Option(help="The first day, as 2023-01-01.")] = "2023-01-01",
    days: Annotated[int, typer.Option(min=90, help="How many days the region lasts.")] = 365,
    cases: Annotated[
        int | None, typer.Option(min=1, help="Planted cases of each family; by default a share.")
    ] = None,
    data: NewDataOption = None,
    json: JsonOption = False,
) -> None:
    """Write a synthetic region: deliveries of six invented forces, and the truth beside them."""
    if not LEAST <= incidents <= MOST:
        raise InputError(f"--incidents is {incidents}: give a number from {LEAST} to {MOST}")
    region = Region(seed, incidents, _day(start), days)
    settings = Settings.load(data)
    if out is None:
        private_folder(settings.data)
    folder = out or settings.data / "region"
    console = Console(stderr=True)
    quiet = json or not console.is_terminal
    with Progress(console=console, disable=quiet, transient=True) as progress:
        task = progress.add_task("Writing the region", total=incidents)
        plan = plan_region(region, cases)
        summary = generate(region, plan, folder, lambda count: progress.advance(task, count))
    typer.echo(jsonlib.dumps(summary, indent=1) if json else _sentence(summary, folder))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(f"--start is {text!r}: write a date as 2023-01-01") from None


def _sentence(summary: dict[str, object], out: Path) -> str:
    return (
        f"{summary['incidents']} incidents, {summary['people']} people and "
        f"{summary['mentions']} mentions in {summary['files']} files under {out}/deliveries; "
        f"what is true of them is in {out}/truth."
    )


def demo_region(regions: Path, incidents: int, seed: int, today: dt.date) -> Path:
    """The folder of the demo's region under `regions`, written unless one of that seed and size is
    there. Its year ends the day before `today`, so that orders are in force and time limits run."""
    made = sorted(regions.glob(f"{seed}-{incidents}-*/truth/summary.json"))
    if made:
        return made[-1].parents[1]
    folder = regions / f"{seed}-{incidents}-{today - dt.timedelta(days=1)}"
    start = today - dt.timedelta(days=DEMO_DAYS)
    generate_command(folder, incidents, seed, start.isoformat(), DEMO_DAYS)
    return folder
