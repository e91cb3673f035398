"""The commands `erase …`: for good, by order of a court or of a reviewer."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.access.session import Session
from graph.changes.opening import open_store
from graph.commands.options import DataOption, JsonOption, work_here
from graph.counted import counted
from graph.erasure import gather
from graph.erasure.journal import By, Erasure, Order
from graph.settings import Settings
from ingest.commands.progress import shown

if TYPE_CHECKING:
    from ingest.night.erasing import Done

erase_app = typer.Typer(
    name="erase",
    help="Take something out for good, everywhere, by order of a court or of a reviewer.",
    no_args_is_help=True,
)
ByOption = Annotated[By, typer.Option("--by", help="Whose order it is.")]
ReferenceOption = Annotated[str, typer.Option(help="The order's reference; it is kept.")]
ReasonOption = Annotated[str, typer.Option(help="Why, without a name or number; it is kept.")]


def register(app: typer.Typer) -> None:
    """Add the group to the command line."""
    app.add_typer(erase_app)


@erase_app.command("record")
def record_command(
    records: Annotated[list[str], typer.Argument(help="Their keys: FORCE/KIND/REFERENCE.")],
    by: ByOption,
    reference: ReferenceOption,
    reason: ReasonOption,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Erase records in every version, and all that they alone say."""
    order = Order(by, reference, reason)
    _run(
        data,
        json,
        lambda session: gather.of_records(session.store, records, order, session.viewer.who),
    )


@erase_app.command("delivery")
def delivery_command(
    delivery: Annotated[str, typer.Argument(help="Its id, the beginning of it, or file name.")],
    by: ByOption,
    reference: ReferenceOption,
    reason: ReasonOption,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Erase a delivery, and every record that it alone brought."""
    order = Order(by, reference, reason)
    _run(
        data,
        json,
        lambda session: gather.of_delivery(session.store, delivery, order, session.viewer.who),
    )


def _run(data: Path | None, json: bool, what: Callable[[Session], Erasure]) -> None:
    from ingest.night import erasing

    with open_store(Settings.load(data)) as store, shown(quiet=json) as show:
        session = work_here(store, "erasing by order")
        session.audit.permit(session.viewer, "erasure")
        with session.holding():
            ended = erasing.finish_all(session, show)
            done = erasing.erase(session, what(session), show)
    _tell([ended, done] if ended else [done], json=json)


def _tell(several: list[Done], *, json: bool) -> None:
    if json:
        typer.echo(jsonlib.dumps([asdict(done) for done in several], indent=1, default=str))
    for done in several:
        if json:
            continue
        typer.echo(
            f"{done.id}: {counted(done.records, 'record')} erased, with "
            f"{counted(done.decided, 'word or flag', 'words and flags')} and "
            f"{counted(done.audit, 'body', 'bodies')} of the audit."
        )
        if not done.whole:
            typer.echo("  The server's own files are not made anew here: see docs/retention.md.")
    for path in [path for done in several for path in done.theirs]:
        typer.echo(f"  {path} still holds words of it, and is yours to mend.", err=True)
