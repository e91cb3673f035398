"""The command that asks a person about pairs, so that the model can learn from the answers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from graph.access.session import Session
from graph.changes.opening import open_store
from graph.commands.options import (
    PURPOSE,
    ClearanceOption,
    DataOption,
    JsonOption,
    PurposeOption,
    session_here,
)
from graph.commands.printing import as_json, visible
from graph.queries import load
from graph.settings import Settings

if TYPE_CHECKING:
    from ingest.resolve.labels import Drawn

FILE = "labels.csv"


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("label")(label_command)


def label_command(
    most: Annotated[int, typer.Option(min=1, help="How many pairs.")] = 50,
    file: Annotated[
        Path | None,
        typer.Option(help=f"Where the labels are kept; by default {FILE} in the data folder."),
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Ask about pairs drawn at random, and keep the answers for `resolve --labels`.

    An answer teaches the model; it joins nobody and parts nobody, as `judge` does.
    """
    from ingest.resolve.labels import draw, labelled
    from ingest.resolve.matcher import FILE as WORK_FILE

    settings = Settings.load(data)
    path = file or settings.data / FILE
    pairs = draw(settings.data / "work" / WORK_FILE, most, labelled(path))
    with open_store(settings) as store:
        session = session_here(store, purpose, clearance)
        written = _written(session, pairs)
        pairs = [it for it in pairs if it.a in written and it.b in written]
        if json:
            typer.echo(as_json([_as_row(it, written) for it in pairs]))
            return
        said = _walk(session, pairs, written, path)
    typer.echo(
        f"{said} of {len(pairs)} pairs labelled. `throughline resolve --labels {path}` "
        "teaches the model what all of them say."
    )


def _written(session: Session, pairs: list[Drawn]) -> dict[str, str]:
    """How each mention is written, of those that this viewer may see."""
    ids = sorted({end for it in pairs for end in (it.a, it.b)})
    consultation = session.consult("label", of=ids)
    rows = consultation.read(load("view/identity/who"), ids=ids)
    return {
        row["mention"]: ", ".join(
            filter(None, (row["name"] or "no name", row["birth"] or "born ?", row["force"]))
        )
        for row in rows
    }


def _as_row(it: Drawn, written: dict[str, str]) -> dict[str, object]:
    ends = {"a": it.a, "b": it.b, "a_written": written[it.a], "b_written": written[it.b]}
    return {**ends, "weight": it.weight, "shares": [list(share) for share in it.shares]}


def _walk(session: Session, pairs: list[Drawn], written: dict[str, str], path: Path) -> int:
    from graph.commands.identity import asked
    from ingest.resolve.labels import Label, append

    console, said = Console(highlight=False), 0
    for number, it in enumerate(pairs, 1):
        console.print(Text(f"\n{number} of {len(pairs)}", style="bold"))
        for end in (it.a, it.b):
            console.print(Padding(Text(visible(f"{written[end]}  ({end})")), (0, 0, 0, 2)))
        for says, bits in sorted(it.shares, key=lambda share: -share[1]):
            title = "for" if bits > 0 else "against"
            console.print(Padding(Text(visible(f"{title:>9}  {bits:+6.1f}  {says}")), (0, 0, 0, 2)))
        key = asked()
        if key == "q":
            break
        if key != "s":
            session.record("alteration", labelled=[it.a, it.b], same=key == "y")
            now = f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
            append(path, Label(it.a, it.b, key == "y"), session.viewer.who, now)
            said += 1
    return said
