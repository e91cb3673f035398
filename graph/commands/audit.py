"""The commands `audit …`: whether it is whole, what it holds, and forgetting one body."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Annotated, Any

import typer

from graph.access.audit import ACTIONS, Audit, Entry
from graph.access.viewer import viewer_here
from graph.commands.options import DataOption, JsonOption, PurposeOption
from graph.commands.printing import as_json, print_table
from graph.errors import InputError
from graph.settings import Settings

PURPOSE = "review of the audit"
SHOWN = ("number", "at", "who", "role", "purpose", "action", "about")
audit_app = typer.Typer(
    name="audit",
    help="Who looked at, changed or gave away what, when and why.",
    no_args_is_help=True,
)
HeadOption = Annotated[
    str | None,
    typer.Option(help="The head that an earlier check printed: finds entries cut off since."),
]


def register(app: typer.Typer) -> None:
    """Add the group to the command line."""
    app.add_typer(audit_app)


@audit_app.command()
def verify(data: DataOption = None, head: HeadOption = None, json: JsonOption = False) -> None:
    """Say whether any entry was changed, taken out or cut off. Exit code 1 when one was."""
    audit = Audit(Settings.load(data).audit)
    broken = audit.verify(_head(head) if head else None)
    number, digest = audit.head()
    if json:
        typer.echo(as_json({"entries": number, "broken": broken, "head": f"{number}:{digest}"}))
    elif broken is None:
        typer.echo(f"{number:,} entries, every one as it was written.")
        typer.echo(f"Keep the head elsewhere, and give it back with --head: {number}:{digest}")
    else:
        typer.echo(f"Entry {broken:,} is not as it was written, or is missing.")
    if broken is not None:
        raise typer.Exit(1)


def _head(text: str) -> tuple[int, str]:
    number, colon, digest = text.partition(":")
    if not colon or not number.isdecimal():
        raise InputError("--head is no head: give NUMBER:DIGEST as `audit verify` printed it")
    return int(number), digest


@audit_app.command()
def show(
    who: Annotated[str, typer.Option(help="Only of whom: a name or a part of it.")] = "",
    about: Annotated[
        str, typer.Option(help="Only about this: an id, a file or a word, or a part of it.")
    ] = "",
    since: Annotated[
        str | None, typer.Option(help="Only from then on: 2024-05-01 or an ISO instant.")
    ] = None,
    action: Annotated[str, typer.Option(help=f"Only one of {', '.join(ACTIONS)}.")] = "",
    most: Annotated[int, typer.Option(min=1, help="How many of the latest to show.")] = 50,
    data: DataOption = None,
    json: JsonOption = False,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Show the latest entries, the oldest of them first. This look is in the audit too."""
    settings = Settings.load(data)
    if action and action not in ACTIONS:
        raise InputError(f"there is no action {action!r}: give one of {', '.join(ACTIONS)}")
    asked = {"who": who, "about": about, "since": _instant(since), "action": action}
    audit = Audit(settings.audit)
    audit.write(
        viewer_here(settings, purpose),
        "consultation",
        {"asked": "audit", **{name: value for name, value in asked.items() if value}},
    )
    entries = audit.entries(most, **asked)
    if json:
        typer.echo(as_json([asdict(entry) for entry in entries]))
    else:
        print_table(SHOWN, [_row(entry) for entry in entries])


def _instant(text: str | None) -> str:
    if text is None:
        return ""
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        raise InputError("--since is no date: write 2024-05-01 or 2024-05-01T06:00Z") from None
    return (
        (instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC))
        .astimezone(dt.UTC)
        .isoformat()
    )


def _row(entry: Entry) -> dict[str, Any]:
    body = "erased" if entry.body is None else entry.body
    at = dt.datetime.fromisoformat(entry.at)
    values = (entry.seq, at, entry.who, entry.role, entry.purpose, entry.action, body)
    return dict(zip(SHOWN, values, strict=True))


@audit_app.command()
def erase(
    number: Annotated[int, typer.Argument(help="The entry whose body is to be forgotten.")],
    data: DataOption = None,
    json: JsonOption = False,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Forget what one entry is about; that it was made, and by whom, stays and verifies."""
    settings = Settings.load(data)
    entry = Audit(settings.audit).erase(viewer_here(settings, purpose), number)
    sentence = f"What entry {number:,} is about is erased: entry {entry:,} says so."
    typer.echo(as_json({"erased": number, "entry": entry}) if json else sentence)
