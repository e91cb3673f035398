"""The command `replay`."""

from __future__ import annotations

import datetime as dt
import json as jsonlib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.access.here import worker_here
from graph.changes.opening import open_store
from graph.commands.options import DataOption, JsonOption
from graph.errors import FaultError, InputError
from graph.settings import Settings
from ingest.commands.progress import shown

if TYPE_CHECKING:
    from ingest.evaluate.run import Report
    from ingest.night.replay import Replayed

PURPOSE = "replaying the past"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("replay")(replay_command)


def replay_command(
    since: Annotated[str, typer.Option("--from", help="The first night: 2024-01-01.")],
    until: Annotated[str, typer.Option("--to", help="The last night: 2024-06-30.")],
    truth: Annotated[
        Path | None, typer.Option(help="The folder `truth` of a region: its cases are told.")
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Deliver the past night by night as it was known then; say when each flag was raised."""
    from ingest.evaluate.run import evaluate
    from ingest.night.replay import replay, scratch

    settings = Settings.load(data)
    start, end = _day(since, "--from"), _day(until, "--to")
    viewer = worker_here(settings, PURPOSE)
    with shown(quiet=json) as show:
        done = replay(settings, viewer, start, end, show)
    report = None
    if truth:
        with open_store(scratch(settings)) as store:
            report = evaluate(store, truth)
    if json:
        typer.echo(jsonlib.dumps(_data(done, report), indent=1))
    else:
        typer.echo("\n".join(_lines(done, report)))
        typer.echo(f"The graph as it was then: --data {scratch(settings).data}")
    if done.failed:
        raise FaultError(
            "this is not the whole past: report what the program failed at, "
            + "; ".join(done.failed)
        )


def _day(text: str, option: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{option} is no date: write it as 2024-05-01") from None


def _data(done: Replayed, report: Report | None) -> dict[str, Any]:
    from ingest.evaluate.run import as_data

    data: dict[str, Any] = {
        "nights": done.nights,
        "records": done.records,
        "first_flags": [asdict(each) for each in done.first],
    }
    if report:
        data |= {
            "cases": list(map(asdict, report.firsts)),
            "detection": as_data(report),
        }
    return data


def _lines(done: Replayed, report: Report | None) -> list[str]:
    from ingest.evaluate import page

    lines = [f"{done.nights:,} nights, {done.records:,} records as they became known."]
    if report is None:
        return lines + [
            f"{each.night} {each.rule}: flag {each.flag[:8]} at {each.reports} reports, "
            f"{each.days:.1f} days after the first"
            for each in done.first
        ]
    for case in report.firsts:
        if case.rule is None:
            lines.append(f"{case.case}: no right flag")
        else:
            lines.append(
                f"{case.case}: {case.rule} at report {case.reports}, {case.days:.1f} days after "
                "the first report"
            )
    return [*lines, *page.lines(report)]
