"""The commands `erase …`: for good, by order of a court or of a reviewer."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.changes.opening import open_store
from graph.commands.options import DataOption, JsonOption, work_here
from graph.counted import counted
from graph.engine.store import Store
from graph.erasure import again, gather, journal
from graph.erasure.journal import By, Erasure, Order
from graph.errors import InputError
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

DespiteOption = Annotated[bool, typer.Option("--despite-hold", help="Even if it is held.")]


def register(app: typer.Typer) -> None:
    """Add the group to the command line."""
    app.add_typer(erase_app)


@erase_app.command("record")
def record_command(
    records: Annotated[list[str], typer.Argument(help="Their keys: FORCE/KIND/REFERENCE.")],
    by: ByOption,
    reference: ReferenceOption,
    reason: ReasonOption,
    despite_hold: DespiteOption = False,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Erase records in every version, and all that they alone say."""
    order = Order(by, reference, reason)

    def found(store: Store, who: str) -> Erasure:
        return gather.of_records(store, records, order, who)

    _run(data, found, order, despite_hold, json)


@erase_app.command("delivery")
def delivery_command(
    delivery: Annotated[str, typer.Argument(help="Its id, the beginning of it, or file name.")],
    by: ByOption,
    reference: ReferenceOption,
    reason: ReasonOption,
    despite_hold: DespiteOption = False,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Erase a delivery, and every record that it alone brought."""
    order = Order(by, reference, reason)

    def found(store: Store, who: str) -> Erasure:
        return gather.of_delivery(store, delivery, order, who)

    _run(data, found, order, despite_hold, json)


@erase_app.command("person")
def person_command(
    person: Annotated[str, typer.Argument(help="The person's id.")],
    by: ByOption,
    reference: ReferenceOption,
    reason: ReasonOption,
    despite_hold: DespiteOption = False,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Erase what records say of a person; what they say of others stays."""
    order = Order(by, reference, reason)

    def found(store: Store, who: str) -> Erasure:
        return gather.of_person(store, person, order, who)

    _run(data, found, order, despite_hold, json)


@erase_app.command("again")
def again_command(
    erasures: Annotated[Path, typer.Argument(help="The list erasures.jsonl, as it was kept.")],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Erase once more what a list names, after a backup was restored; a hold does not stop it."""
    from ingest.night import erasing

    lines = journal.listed(erasures)
    if not lines:
        raise InputError(f"{erasures} is not there, or names nothing: give the list that was kept")
    with open_store(Settings.load(data)) as store, shown(quiet=json) as show:
        session = work_here(store, "erasing what was erased before")
        session.audit.permit(session.viewer, "erasure")
        with session.holding():
            ended = erasing.finish_all(session, show)
            session.record("erasure", asked="erase again", listed=len(lines))
            several = [
                erasing.erase(session, erasure, show, despite_hold=True)
                for line in lines
                for erasure in again.found(store, line, session.viewer.who)
            ]
            journal.keep(store.settings, lines)
    _tell([*([ended] if ended else []), *several], json=json)
    if not several and not json:
        typer.echo("Nothing of what the list names is here.")


def _run(
    data: Path | None,
    what: Callable[[Store, str], Erasure],
    order: Order,
    despite_hold: bool,
    json: bool,
) -> None:
    from ingest.night import erasing

    with open_store(Settings.load(data)) as store, shown(quiet=json) as show:
        session = work_here(store, "erasing by order")
        session.audit.permit(session.viewer, "erasure")
        with session.holding():
            ended = erasing.finish_all(session, show)
            # Its reference is noted once it is known to tell of nothing that goes.
            session.record("erasure", asked="erase", by=order.by)
            erasure = what(store, session.viewer.who)
            done = erasing.erase(session, erasure, show, despite_hold=despite_hold)
    _tell([*([ended] if ended else []), done], json=json)


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
