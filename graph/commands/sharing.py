"""The commands that let something of one person leave: `share …`, and `subject-access`."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import asdict
from pathlib import Path
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
from graph.commands.printing import as_json, print_table, visible
from graph.errors import InputError
from graph.export.files import save
from graph.report.support import take_out_share
from graph.settings import Settings
from graph.sharing import shares
from graph.sharing.preview import CHOSEN, Choice, Recipient, preview, recipient
from graph.sharing.printed import as_html, as_text
from graph.sharing.sheet import SECTIONS, Sheet
from graph.sharing.subject_access import subject_access

share_app = typer.Typer(
    name="share",
    help="Share one case with a support service: previewed, with a reason, until a day.",
    no_args_is_help=True,
)
WhoseArgument = Annotated[
    str, typer.Argument(metavar="PERSON|FLAG", help="Whom something was done to, or a flag.")
]
ToOption = Annotated[str, typer.Option("--to", help="The account of a support service.")]
OrganisationOption = Annotated[
    str, typer.Option(help="An organisation without an account, which gets a file.")
]
SectionOption = Annotated[
    list[str] | None,
    typer.Option(
        "--section",
        help=f"One of {', '.join(SECTIONS)}; several times. By default {', '.join(CHOSEN)}.",
    ),
]
ClearOption = Annotated[
    list[str] | None,
    typer.Option("--clear", metavar="RECORD", help="Let the words of this record leave too."),
]
FileOption = Annotated[
    Path | None, typer.Option("--file", help="A new file: .pdf, .docx, .html, .json or .txt.")
]
PRINTED = (".pdf", ".docx")
WhyOption = Annotated[str, typer.Option("--why", help="The reason; it is kept.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(share_app)
    app.command("subject-access")(subject_access_command)


@share_app.command("preview")
def preview_command(
    whose: WhoseArgument,
    to: ToOption = "",
    organisation: OrganisationOption = "",
    section: SectionOption = None,
    clear: ClearOption = None,
    data: DataOption = None,
    json: JsonOption = False,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Show exactly what the service would see, what may not leave, and the code to share it."""
    with open_store(Settings.load(data)) as store:
        session = session_here(store, purpose, clearance)
        to_whom = recipient(store.settings, to, organisation)
        seen = preview(session, whose, to_whom, _choice(section, clear))
    if json:
        typer.echo(as_json({**asdict(seen), "code": seen.code}))
        return
    _print(seen.sheet)
    for record, why in seen.held_back:
        typer.echo(f"Held back: {visible(record)}, because {why}.")
    for text in seen.texts:
        cleared = "cleared" if text.mark in seen.cleared else "not shared"
        state = f"cannot leave: it holds {text.refused}" if text.refused else cleared
        typer.echo(f"Words of {visible(text.record)} ({state}): {visible(text.words)}")
    typer.echo(f"To share this with {seen.recipient.name}, give --code {seen.code}.")


@share_app.command("give")
def give_command(
    whose: WhoseArgument,
    code: Annotated[str, typer.Option(help="The code that the preview printed.")],
    until: Annotated[str, typer.Option(help="The first day on which nothing is seen: 2027-05-01.")],
    to: ToOption = "",
    organisation: OrganisationOption = "",
    section: SectionOption = None,
    clear: ClearOption = None,
    file: FileOption = None,
    why: WhyOption = "",
    data: DataOption = None,
    json: JsonOption = False,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Share what was previewed, and nothing else; an organisation gets it as a file."""
    if bool(organisation) != bool(file):
        raise InputError("an organisation, and nobody else, gets a file: give both, or --to")
    with open_store(Settings.load(data)) as store:
        session = session_here(store, purpose, clearance)
        to_whom = recipient(store.settings, to, organisation)
        seen = preview(session, whose, to_whom, _choice(section, clear))
        seen.confirm(code)
        last = _day(until)
        if file:
            _free(file)
        share = shares.give(session, seen, until=last, why=why)
        printed = file and file.suffix in PRINTED
        made = take_out_share(session, share, file.suffix.lstrip(".")) if printed and file else None
    if file and made:
        save(made, file)
    elif file:
        _write(file, seen.sheet, "Shared case", _notice(seen.recipient, share, last))
    sentence = f"{share}: shared with {to_whom.name} until {last}."
    typer.echo(as_json({"share": share, "until": last}) if json else sentence)


@share_app.command("list")
def list_command(
    person: Annotated[str, typer.Argument(help="Only of this person.")] = "",
    data: DataOption = None,
    json: JsonOption = False,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Show what is and was shared of whom, with whom, why and until when; the newest first."""
    with open_store(Settings.load(data)) as store:
        rows = [asdict(it) for it in shares.listed(session_here(store, purpose, clearance), person)]
    columns = (
        "id",
        "person",
        "name",
        "recipient",
        "sections",
        "who",
        "at",
        "why",
        "until",
        "state",
    )
    typer.echo(as_json(rows)) if json else print_table(columns, rows)


@share_app.command("withdraw")
def withdraw_command(
    share: Annotated[str, typer.Argument(help="Its id, or the beginning of it.")],
    why: WhyOption = "",
    data: DataOption = None,
    json: JsonOption = False,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """End a share at once: its service sees nothing of it any more. It stays on record."""
    with open_store(Settings.load(data)) as store:
        it = shares.withdraw(session_here(store, purpose), share, why)
    sentence = f"{it.id}: {it.recipient} sees nothing of it any more."
    if it.is_file:
        sentence = f"{it.id}: withdrawn; ask {it.recipient} to destroy the file, which they have."
    typer.echo(as_json(asdict(it)) if json else sentence)


@share_app.command("received")
def received_command(
    data: DataOption = None, json: JsonOption = False, purpose: PurposeOption = PURPOSE
) -> None:
    """Show what is shared with your own account, as a support service."""
    with open_store(Settings.load(data)) as store:
        received = shares.received(session_here(store, purpose))
    if json:
        typer.echo(as_json([asdict(it) for it in received]))
        return
    for it in received:
        _print(it.sheet)
        typer.echo(f"Shared with you until {it.until}.\n")
    if not received:
        typer.echo("Nothing is shared with you.")


def subject_access_command(
    person: Annotated[str, typer.Argument(help="The id of the person who asks.")],
    clear: ClearOption = None,
    file: FileOption = None,
    data: DataOption = None,
    json: JsonOption = False,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Show what is held on a person, for their own request: every record that names them, what it
    says of them, its source, and who was told; of anybody else nothing."""
    if file:
        _free(file)
    with open_store(Settings.load(data)) as store:
        held = subject_access(session_here(store, purpose, clearance), person, clear or ())
    for record, why in held.held_back:
        typer.echo(f"Held back: {visible(record)}, because {why}.", err=True)
    for text in held.texts:
        if text.refused and text.record not in (clear or ()):
            typer.echo(f"Words of {visible(text.record)} hold {text.refused}.", err=True)
        elif text.record not in (clear or ()):
            line = f"Words of {visible(text.record)} are left out; --clear lets them leave."
            typer.echo(line, err=True)
    if file:
        notice = f"Held on {dt.datetime.now(dt.UTC):%d %B %Y}. For the person alone."
        _write(file, held.sheet, "What is held", notice)
        typer.echo(f"{file} is written.")
    elif json:
        typer.echo(as_json(asdict(held.sheet)))
    else:
        _print(held.sheet)


def _choice(sections: list[str] | None, cleared: list[str] | None) -> Choice:
    return Choice(tuple(sections or CHOSEN), tuple(cleared or ()))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError("--until is no date: write it as 2027-05-01") from None


def _print(sheet: Sheet) -> None:
    for line in as_text(sheet):
        typer.echo(visible(line))


def _notice(to: Recipient, share: str, until: dt.date) -> str:
    return (
        f"OFFICIAL. For {to.name} and nobody else, under {share}."
        f" To be destroyed on {until:%d %B %Y}, or when it is withdrawn."
    )


def _free(file: Path) -> None:
    if file.suffix not in (".html", ".json", ".txt", *PRINTED):
        raise InputError("a file ends in .pdf, .docx, .html, .json or .txt: name one that does")
    if file.exists() or not file.parent.is_dir():
        raise InputError(f"{file} is there already, or its folder is not: name a new file")


def _write(file: Path, sheet: Sheet, title: str, notice: str) -> None:
    """Write a sheet to a new file that nobody else of this machine can read."""
    if file.suffix == ".html":
        text = as_html(sheet, title, notice)
    elif file.suffix == ".json":
        text = as_json({"notice": notice, **asdict(sheet)}) + "\n"
    else:
        text = "\n".join([notice, "", title, *as_text(sheet)]) + "\n"
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
