"""The commands of this room: from a delivery to a night.

Who is who and the night load much that other commands do not need: they are imported where they
are called.
"""

from __future__ import annotations

import datetime as dt
import json as jsonlib
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from graph.access.roles import may
from graph.access.session import Session
from graph.changes.opening import open_store
from graph.commands.options import DataOption, JsonOption, NewDataOption, session_here, work_here
from graph.commands.printing import visible
from graph.counted import counted
from graph.derive import withdraw as withdrawing
from graph.engine.store import Store
from graph.erasure import decided, folder, gather
from graph.erasure.traces import Traces
from graph.errors import FaultError, InputError, UnsentError
from graph.flags import upkeep as flags
from graph.settings import Settings
from ingest.commands.check_feed import find_mapping
from ingest.commands.progress import shown
from ingest.delivery.feed import mapping_of
from ingest.delivery.load import (
    Loaded,
    ahead_of,
    discard,
    kept_file,
    load,
    rejects_file,
)
from ingest.delivery.remote import come

if TYPE_CHECKING:
    from ingest.night.digest import Morning
    from ingest.night.night import Night
    from ingest.tell.outbox import Sent

PURPOSE = "the night's run"
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", help="As known then: 2024-05-01 or an ISO instant; else by the clock."),
]
MappingOption = Annotated[
    str | None,
    typer.Option("--mapping", help="A mapping file, or a shipped one; else it is recognised."),
]
ExtractedOption = Annotated[
    str | None,
    typer.Option(help="The day the force extracted it, if the file name does not tell."),
]
AgainOption = Annotated[
    bool,
    typer.Option("--again", help="Read again what is known: files, or deliveries by id or name."),
]


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("ingest")(ingest_command)
    app.command("withdraw")(withdraw_command)
    app.command("compact")(compact_command)
    app.command("rebuild")(rebuild_command)
    app.command("night")(night_command)


def ingest_command(
    paths: Annotated[
        list[str],
        typer.Argument(help="Files, folders of related files, or addresses such as s3://…"),
    ],
    mapping: MappingOption = None,
    extracted: ExtractedOption = None,
    again: AgainOption = False,
    data: NewDataOption = None,
    json: JsonOption = False,
) -> None:
    """Load deliveries, and decide who is who in them. The same file twice changes nothing.

    Where the mapping is another than before, a file is read again, and nothing stays of what was
    read from it by the earlier one.
    """
    from ingest.night.bring_up_to_date import bring_up_to_date
    from ingest.night.erasing import finish_all
    from ingest.night.first_load import writer_for

    settings = Settings.load(data)
    chosen = find_mapping(mapping) if mapping else None
    day = day_of(extracted)
    loaded = []
    with open_store(settings) as store, shown(quiet=json) as show, ExitStack() as held:
        session = work_here(store, "loading deliveries")
        work = settings.data / "work"
        places, absent = come(paths, work, held)
        if again:
            places = [_place(store, path) for path in places]
        by_path = [(path, chosen or mapping_of(path)) for path in places]
        with session.holding():
            finish_all(session, show)
            coming = [(by, path, day) for path, by in by_path]
            with (
                writer_for(session, places, show) as writer,
                ahead_of(writer, session, coming) as ahead,
            ):
                progress = partial(show, "rows")
                loaded += [
                    load(writer, session, by, path, day, progress, again=again, reader=ahead.read)
                    for path, by in by_path
                ]
            bring_up_to_date(session, show)
    _tell(settings, loaded, json=json)
    if absent:
        raise absent[0]


def _place(store: Store, path: Path) -> Path:
    """The file or folder itself, or what is kept of a delivery of this id or name."""
    if path.exists():
        return path
    row = withdrawing.find(store, str(path))
    kept = kept_file(store.settings, row["id"])
    if not kept.is_dir():
        raise InputError(
            f"{row['file_name']} is kept no more, since something of it was erased: deliver it anew"
        )
    return next(kept.iterdir())


def day_of(text: str | None) -> str | None:
    """The day that --extracted says. InputError when it is none."""
    try:
        return dt.date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        raise InputError("--extracted is no date: write it as 2024-05-01") from None


def _tell(settings: Settings, loaded: Iterable[Loaded], *, json: bool) -> None:
    if json:
        rows = [{name: getattr(one, name) for name in Loaded.__slots__} for one in loaded]
        typer.echo(jsonlib.dumps(rows, indent=1))
        return
    for one in loaded:
        if one.known:
            typer.echo(f"{one.file_name}: known already, nothing changed.")
            continue
        typer.echo(
            f"{one.file_name}: {counted(one.rows, 'row')}, {counted(one.records, 'record')}, "
            f"{counted(one.refused, 'row')} refused, {counted(one.remarks, 'remark')}."
        )
        if one.again:
            typer.echo(f"  read again, and what was read before replaced: {one.again}")
        for remark, count in one.commonest_remarks:
            typer.echo(f"  remark: {remark} ({count:,})")
        for notice in one.notices:
            typer.echo(f"  {notice}")
        if one.refused:
            typer.echo(f"  the refused rows and why: {rejects_file(settings, one.id)}")


def withdraw_command(
    delivery: Annotated[str, typer.Argument(help="Its id, the beginning of it, or file name.")],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Take a delivery back: exactly what it alone supported goes, its file and flags too."""
    from ingest.night.bring_up_to_date import bring_up_to_date
    from ingest.night.erasing import finish_all

    settings = Settings.load(data)
    with open_store(settings) as store, shown(quiet=json) as show:
        session = work_here(store, "taking a delivery back")
        with session.holding():
            row = withdrawing.find(store, delivery)
            session.record("erasure", delivery=row["id"], file=row["file_name"])
            finish_all(session, show)
            _forget(session, gather.words_alone(store, gather.alone_from(store, row["id"])))
            parted = withdrawing.part(store, row["id"], lambda n: show("records", n))
            bring_up_to_date(session, show)
            let_go = flags.let_go(store, dt.datetime.now(dt.UTC))
            discard(settings, row["id"])
            withdrawing.drop(store, row["id"])
    if json:
        typer.echo(jsonlib.dumps({"delivery": row["id"], "records": parted, "flags": let_go}))
    else:
        typer.echo(
            f"{row['file_name']} is withdrawn: {parted:,} records no longer come from it, "
            f"{let_go:,} flags that rested on them are withdrawn."
        )


def _forget(session: Session, traces: Traces) -> None:
    """What nothing else says goes before the records do, from what people asked and wrote."""
    session.audit.forget(session.viewer, traces.in_value)
    decided.forget_texts(session.store, traces)
    folder.forget_words(session.store, traces)


def compact_command(data: DataOption = None, json: JsonOption = False) -> None:
    """Leave nothing that was taken back in any file: scratch, the replay, the engine's own."""
    from graph.explore.alike import bring_up

    with open_store(Settings.load(data)) as store:
        session = work_here(store, "leaving nothing that was taken back")
        with session.writing("erasure", asked="compact"):
            folder.forget_made(store.settings.data)
            bring_up(store)
            whole = store.compact()
    if json:
        typer.echo(jsonlib.dumps({"engine": whole}))
    else:
        made = "The engine's files are made anew" if whole else "The server's files are its own"
        typer.echo(f"{made}; scratch and the replay are gone, and are made again when needed.")


def rebuild_command(data: DataOption = None, json: JsonOption = False) -> None:
    """Drop what is derived and make it again from the records and human decisions."""
    from ingest.night.bring_up_to_date import rebuild

    with open_store(Settings.load(data)) as store, shown(quiet=json) as show:
        session = work_here(store, "making again what is derived")
        with session.holding():
            records, resolved = rebuild(session, show)
    people = resolved.people
    counts = {"records": records, "people": people}
    sentence = f"Rebuilt {people:,} people from {records:,} records."
    typer.echo(jsonlib.dumps(counts) if json else sentence)


def night_command(
    data: NewDataOption = None,
    as_of: AsOfOption = None,
    full: Annotated[
        bool, typer.Option("--full", help="Ask the rules about everything, not what was touched.")
    ] = False,
    meant: Annotated[
        bool,
        typer.Option("--meant", help="The date is right, though before or long after the last."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what the night would do, and do nothing.")
    ] = False,
    digest_file: Annotated[
        Path | None, typer.Option("--digest", help="Write the digest in words: a page, or .json.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Load what waits in the inbox, resolve, detect, and say what is new. Safe to run again."""
    from ingest.night import plan

    settings = Settings.load(data)
    if dry_run:
        planned = plan.plan(settings, _instant(as_of), meant=meant)
        typer.echo(jsonlib.dumps(asdict(planned), indent=1) if json else plan.as_text(planned))
        return
    run_night(settings, (), as_of=as_of, full=full, meant=meant, digest_file=digest_file, json=json)


def run_night(
    settings: Settings,
    paths: Iterable[Path],
    *,
    as_of: str | None = None,
    full: bool = False,
    meant: bool = False,
    digest_file: Path | None = None,
    json: bool = False,
) -> None:
    """Run a night over the inbox and these deliveries, and print its digest."""
    from graph.explore.alike import bring_up
    from ingest.night import digest, digest_html, night
    from ingest.tell import outbox

    with open_store(settings) as store, shown(quiet=json) as show:
        service = work_here(store, PURPOSE)
        done = night.run(service, _instant(as_of), paths, show, full=full, meant=meant)
        with service.holding():
            bring_up(store)
        sent = outbox.tell(service, done.id, done.as_of)
        reader = session_here(store, PURPOSE)
        if not may(reader.viewer.role, "consultation"):
            typer.echo("The night is done; what it found is for those who work on the cases.")
            typer.echo("\n".join(outbox.lines(sent)), nl=bool(sent))
            _refuse_unread(done, sent)
            return
        morning = replace(digest.morning(reader, done), sent=sent)
        if digest_file:
            reader.record("disclosure", asked="digest", night=done.id, file=digest_file.name)
    if digest_file:
        of_data = digest_file.suffix == ".json"
        page = _json(morning, words=True) if of_data else digest_html.as_html(morning)
        digest_file.write_text(page, encoding="utf-8")
    if json:
        typer.echo(_json(morning, words=False))
    else:
        Console(highlight=False, soft_wrap=True).print(
            visible(digest.as_text(morning)), markup=False
        )
    _refuse_unread(done, sent)


def _refuse_unread(done: Night, sent: Iterable[Sent]) -> None:
    if done.failed:
        raise FaultError(
            f"the program failed at {counted(len(done.failed), 'rule or step', 'rules or steps')}, "
            "told above; all else is done: report it"
        )
    if faults := len(done.faults) + sum(one.faults for one in done.loaded):
        raise FaultError(
            f"the program failed at {counted(faults, 'row or file', 'rows or files')}, which "
            "are refused with the place of the fault; all else is done: report it"
        )
    if done.unread:
        raise InputError(f"{len(done.unread)} deliveries were not read: see the lines above")
    if any(each.failed for each in sent):
        raise UnsentError("the night is done, but its news reached not everybody: see above")


def _json(morning: Morning, *, words: bool) -> str:
    from ingest.night import digest

    return jsonlib.dumps(digest.as_data(morning, words=words), indent=1)


def _instant(text: str | None) -> dt.datetime:
    if text is None:
        return dt.datetime.now(dt.UTC)
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        raise InputError("--as-of is no date: write 2024-05-01 or 2024-05-01T06:00Z") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)


def deliveries_in(folder: Path) -> list[Path]:
    """The deliveries in a folder, by name."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
