"""The commands that decide everybody again: with a new model, or with decisions from elsewhere."""

from __future__ import annotations

import json as jsonlib
from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.access.viewer import EVERY_LEVEL
from graph.changes.opening import open_store
from graph.commands.options import (
    PURPOSE,
    DataOption,
    JsonOption,
    PurposeOption,
    session_here,
    work_here,
)
from graph.errors import InputError
from graph.identity import exchange
from graph.plain_files import check_plain
from graph.settings import Settings
from ingest.commands.progress import shown

if TYPE_CHECKING:
    from ingest.resolve.model import Model
    from ingest.resolve.run import Resolved
    from ingest.resolve.score import Scorer
    from ingest.resolve.teach import Read

WAITING = "decisions-waiting.jsonl"


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("resolve")(resolve_command)
    app.command("export-decisions")(export_command)
    app.command("import-decisions")(import_command)


def resolve_command(
    train: Annotated[
        bool, typer.Option("--train", help="Learn the model from the mentions in the graph.")
    ] = False,
    labels: Annotated[
        Path | None,
        typer.Option(help="A CSV of labelled pairs (a, b, same): weigh the comparisons by them."),
    ] = None,
    calibrate: Annotated[
        bool, typer.Option("--calibrate", help="Choose the threshold by the labels, too.")
    ] = False,
    spark: Annotated[
        str | None,
        typer.Option(metavar="MASTER", help="Score on this Spark, such as spark://host:7077."),
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Decide who is who among the mentions that wait; with a newly taught model, among all."""
    from ingest.night.bring_up_to_date import bring_up_to_date
    from ingest.night.erasing import finish_all
    from ingest.resolve import labels as labelling
    from ingest.resolve import teach
    from ingest.resolve.model import in_use

    if calibrate and labels is None:
        raise InputError("--calibrate chooses by labelled pairs: give them with --labels FILE")
    settings = Settings.load(data)
    pairs = labelling.read(labels) if labels else []
    with (
        _scorer(spark, settings.data / "work" / "spark") as scorer,
        open_store(settings) as store,
        shown(quiet=json) as show,
    ):
        session = work_here(store, "deciding who is who")
        taught = bool(train or pairs)
        with session.writing("alteration", asked="resolve", taught=taught):
            finish_all(session, show)
            mentions = teach.read(store)
            if taught:
                rows = mentions.rows
                teach.teach(settings.data, rows, anew=train, labels=pairs, calibrate=calibrate)
            resolved = bring_up_to_date(session, show, scorer)
            report = teach.write_doubts(settings.data, mentions)
    counts = _counts(in_use(settings.data), mentions, resolved, report)
    typer.echo(jsonlib.dumps(counts, indent=1) if json else _as_text(counts))


def _scorer(master: str | None, folder: Path) -> AbstractContextManager[Scorer]:
    """Where pairs are scored: here, or on Spark. InputError when its package is not installed."""
    from ingest.resolve.score import score

    if master is None:
        return nullcontext(score)
    if find_spec("pyspark") is None:
        raise InputError(
            "--spark needs a package that is not installed: in Throughline's folder, "
            "`python deps/install.py --editable spark`, or leave --spark out"
        )
    from ingest.resolve import spark

    return spark.scorer(master, folder)


def _counts(model: Model, mentions: Read, resolved: Resolved, report: Path) -> dict[str, Any]:
    matters = Counter(" ".join(doubt) for _, doubt in mentions.doubts)
    return {
        "model": model.version,
        "trained_on": dict(model.trained_on),
        "threshold": model.threshold,
        "floor": model.floor,
        "ceiling": model.ceiling,
        "mentions": len(mentions.rows),
        "nobody": len(mentions.nobody),
        "moved": resolved.moved,
        "people": resolved.people,
        "doubts": dict(sorted(matters.items())),
        "report": str(report),
    }


def _as_text(counts: dict[str, Any]) -> str:
    trained = ", ".join(f"{name} {value}" for name, value in counts["trained_on"].items())
    lines = [
        f"Model {counts['model']}, trained on: {trained or 'nothing yet'}.",
        f"Threshold {counts['threshold']} bits; weights from {counts['floor']} to "
        f"{counts['ceiling']}.",
        f"{counts['mentions']:,} mentions, {counts['moved']:,} found another person, "
        f"{counts['people']:,} people were derived anew.",
    ]
    doubts = dict(counts["doubts"])
    if counts["nobody"]:
        doubts["a mention says nothing of anybody"] = counts["nobody"]
    lines += [f"  left out: {what} ({count:,})" for what, count in doubts.items()]
    return "\n".join([*lines, *([f"  each one: {counts['report']}"] if doubts else [])])


FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A file of JSON Lines.")]


def export_command(
    file: FileArgument,
    data: DataOption = None,
    json: JsonOption = False,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Write every judgement, and what was said of flags, to a file for another engine."""
    settings = Settings.load(data)
    with open_store(settings) as store:
        session_here(store, purpose, EVERY_LEVEL).give_all("decisions", file=file.name)
        lines = list(exchange.export(store))
    _write(file, lines)
    written = {"file": str(file), "decisions": len(lines)}
    typer.echo(jsonlib.dumps(written) if json else f"{len(lines)} decisions are in {file}.")


def import_command(
    file: FileArgument,
    data: DataOption = None,
    json: JsonOption = False,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Take decisions from such a file, and resolve again. The same file twice changes nothing."""
    from ingest.night.bring_up_to_date import bring_up_to_date
    from ingest.night.erasing import finish_all

    settings = Settings.load(data)
    try:
        check_plain(file)
        lines = exchange.read_lines(file.read_text(encoding="utf-8").split("\n"))
    except (OSError, UnicodeDecodeError):
        raise InputError(
            f"{file.name} cannot be read: give a file of JSON Lines in UTF-8"
        ) from None
    with open_store(settings) as store, shown(quiet=json) as show:
        session = work_here(store, purpose)
        with session.writing("alteration", asked="import decisions", file=file.name):
            finish_all(session, show)
            imported = exchange.import_decisions(store, [*_waiting(settings), *lines])
            _write(settings.data / WAITING, imported.waiting)
            bring_up_to_date(session, show)
    counts = {"new": imported.new, "known": imported.known, "waiting": len(imported.waiting)}
    typer.echo(jsonlib.dumps(counts) if json else _imported(counts, settings))


def _imported(counts: dict[str, int], settings: Settings) -> str:
    text = f"{counts['new']} decisions are new here, {counts['known']} were known."
    if counts["waiting"]:
        text += (
            f"\n{counts['waiting']} speak of mentions or flags that are not here and are kept in "
            f"{settings.data / WAITING}: import that file again when they have come."
        )
    return text


def _waiting(settings: Settings) -> list[exchange.Line]:
    kept = settings.data / WAITING
    text = kept.read_text(encoding="utf-8") if kept.exists() else ""
    return exchange.read_lines(text.split("\n"))


def _write(file: Path, lines: Any) -> None:
    text = "".join(jsonlib.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    partial = file.with_name(f".{file.name}.part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(file)
    except OSError:
        raise InputError(f"{file} cannot be written: name a file in a folder of yours") from None
