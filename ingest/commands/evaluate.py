"""The commands `evaluate …`: how well the program does against a known truth."""

from __future__ import annotations

import json as jsonlib
from pathlib import Path
from typing import Annotated

import typer

from graph.changes.opening import open_store
from graph.commands.options import DataOption, JsonOption, work_here
from graph.errors import InputError
from graph.settings import Settings

TruthArgument = Annotated[
    Path, typer.Argument(help="The folder `truth` of the region that was loaded.")
]
PURPOSE = "measuring against a known truth"
evaluate_app = typer.Typer(
    name="evaluate",
    help="Measure against a known truth of what was loaded.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add the group to the command line."""
    app.add_typer(evaluate_app)


@evaluate_app.command()
def detection(
    truth: TruthArgument,
    data: DataOption = None,
    page: Annotated[
        Path | None, typer.Option(help="Write the figures as a page, as docs/detection.md.")
    ] = None,
    charts: Annotated[Path | None, typer.Option(help="Write the charts as one HTML file.")] = None,
    json: JsonOption = False,
) -> None:
    """Compare the flags that stand with the planted cases: recall, precision, time to flag."""
    from ingest.evaluate import chart, run
    from ingest.evaluate import page as written

    with open_store(Settings.load(data)) as store:
        work_here(store, PURPOSE).record("consultation", asked="evaluate detection")
        report = run.evaluate(store, truth)
    if page:
        page.write_text(written.page(report), encoding="utf-8")
    if charts:
        charts.write_text(chart.html(report), encoding="utf-8")
    if json:
        typer.echo(jsonlib.dumps(run.as_data(report), indent=1))
    else:
        typer.echo("\n".join(written.lines(report)))


@evaluate_app.command()
def identity(
    truth: Annotated[
        Path, typer.Argument(help="The folder `truth` of a region, or a CSV of who is who.")
    ],
    record: Annotated[
        str | None, typer.Option(help="The column of the CSV with the record's reference.")
    ] = None,
    person: Annotated[
        str | None, typer.Option(help="The column of the CSV with the true person.")
    ] = None,
    data: DataOption = None,
    page: Annotated[
        Path | None, typer.Option(help="Write the figures into a page, as docs/identity.md.")
    ] = None,
    charts: Annotated[Path | None, typer.Option(help="Write the charts as one HTML file.")] = None,
    png: Annotated[Path | None, typer.Option(help="Write the charts as a picture.")] = None,
    json: JsonOption = False,
) -> None:
    """Compare who is taken for whom with who is who: pairs, B-cubed, groups, calibration."""
    from ingest.evaluate import identity_charts, identity_page, who

    if (record is None) != (person is None):
        raise InputError("A CSV of who is who needs both: --record COLUMN and --person COLUMN")
    columns = who.Columns(record, person) if record and person else None
    with open_store(Settings.load(data)) as store:
        work_here(store, PURPOSE).record("consultation", asked="evaluate identity")
        report = who.evaluate(store, truth, columns)
    if page:
        identity_page.write(report, page)
    if charts:
        identity_charts.html(report, charts)
    if png:
        identity_charts.png(report, png)
    if json:
        typer.echo(jsonlib.dumps(who.as_data(report), indent=1))
    else:
        typer.echo("\n".join(identity_page.lines(report)))


@evaluate_app.command()
def linking(
    incidents: Annotated[
        Path | None,
        typer.Argument(help="A CSV: id, x, y, from, to; any other column is a behaviour."),
    ] = None,
    truth: Annotated[
        Path | None, typer.Argument(help="A CSV of who did them: incident, offender.")
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """How well pairs of one offender's incidents are ranked, cross-validated over offenders.

    Without files, those of the data folder, as far as somebody is suspected in them.
    """
    from dataclasses import asdict

    from graph.explore.alike import compared
    from ingest.evaluate import linking as measured

    if incidents is not None and truth is not None:
        ranked = measured.evaluate(incidents, truth)
    elif incidents is None:
        with open_store(Settings.load(data)) as store:
            work_here(store, PURPOSE).record("consultation", asked="evaluate linking")
            ranked = measured.rank(*compared(store))
    else:
        raise InputError("A CSV of incidents needs one of who did them: give both files")
    if json:
        typer.echo(jsonlib.dumps(asdict(ranked), indent=1))
    else:
        typer.echo("\n".join(measured.lines(ranked)))
