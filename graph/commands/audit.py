"""The commands `audit …`: whether it is whole, what it holds, and forgetting one body.

Those that read it as looks are in graph/commands/looks.py.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from graph.access.anchors import (
    ANY,
    SYSLOG,
    Anchor,
    keep,
    read_anchors,
)
from graph.access.audit import ACTIONS, Entry, Sought, open_audit
from graph.access.here import auditor_here, viewer_here
from graph.commands.options import DataOption, JsonOption, PurposeOption
from graph.commands.printing import as_json, as_line, print_table
from graph.errors import InputError
from graph.settings import Settings

PURPOSE = "review of the audit"
SHORT = 120
"""Characters of a text that is shown in a row."""
SHOWN = ("number", "at", "who", "role", "purpose", "action", "about")
audit_app = typer.Typer(
    name="audit",
    help="Who looked at, changed or gave away what, when and why.",
    no_args_is_help=True,
)
AnchorsOption = Annotated[
    list[Path] | None,
    typer.Option(help="A file with anchors that were kept: a list, a log, a note. Repeatable."),
]


@audit_app.command()
def verify(
    anchors: AnchorsOption = None,
    head: Annotated[str | None, typer.Option(help="An anchor by itself: NUMBER:DIGEST.")] = None,
    public: Annotated[
        Path | None, typer.Option(help="Believe only anchors signed for this public key (PEM).")
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Say whether any entry was changed, taken out or cut off. Exit code 1 when one was.

    The anchors where THROUGHLINE_AUDIT_ANCHOR keeps them, if that is a file, are looked at too.
    """
    settings = Settings.load(data)
    audit, _ = auditor_here(settings, PURPOSE)
    count = audit.count()
    kept, each = _kept(settings, anchors or [], public)
    if head:
        kept.append(_head(head))
    fault = audit.verify(kept, anchored=count if each else 0)
    newest = audit.anchor() if count else None
    if json:
        typer.echo(
            as_json(
                {
                    "entries": count,
                    "anchors": len(kept),
                    "broken": fault.seq if fault else None,
                    "fault": fault.what if fault else None,
                    "head": f"{newest.seq}:{newest.chain}" if newest else None,
                }
            )
        )
    elif fault:
        typer.echo(fault.what)
    else:
        typer.echo(f"{count:,} entries, every one as it was written.")
        if not kept and newest:
            typer.echo(
                "Without an anchor kept elsewhere, an older copy of the whole file would look the"
                f" same. Keep this line where nobody here can write:\n{newest.line}"
            )
    if fault:
        raise typer.Exit(1)


def _kept(settings: Settings, files: list[Path], public: Path | None) -> tuple[list[Anchor], bool]:
    """The anchors of these files and of the settings' own; whether each entry left one there."""
    kept = [anchor for path in files for anchor in read_anchors(path)]
    own = settings.audit_anchor
    each = own is not None and own != SYSLOG and public is None
    if own and each:
        kept += read_anchors(Path(own).expanduser())
    if public is not None:
        from graph.access.signing import signed_for

        kept = signed_for(kept, public)
        if not kept:
            raise InputError("no anchor is signed for that key: name the files that hold one")
    return kept, each


def _head(text: str) -> Anchor:
    number, colon, digest = text.partition(":")
    if not colon or not number.isdecimal():
        raise InputError("--head is no head: give NUMBER:DIGEST as `audit verify --json` has it")
    return Anchor(ANY, int(number), digest, "")


@audit_app.command()
def anchor(
    to: Annotated[
        str | None, typer.Option(help="A file outside the data folder, or `syslog`; else printed.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="Sign it with this private key (Ed25519, PEM).")
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Write the audit's newest link where the audit's file is not, for a later `verify`."""
    audit, _ = auditor_here(Settings.load(data), PURPOSE)
    made = audit.anchor()
    if key:
        from graph.access.signing import sign

        made = sign(made, key)
    if to is not None:
        keep(made, to)
    sentence = f"Entry {made.seq:,} is anchored in {to}." if to else made.line
    typer.echo(as_json({"anchor": made.line, "to": to}) if json else sentence)


@audit_app.command()
def export(
    file: Annotated[Path, typer.Argument(help="The file to write: one entry a line, JSON.")],
    data: DataOption = None,
    json: JsonOption = False,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Write every entry to a file. It is a disclosure, and is in the audit itself."""
    audit, viewer = auditor_here(Settings.load(data), purpose)
    audit.write(viewer, "disclosure", {"asked": "audit export"})
    entries = audit.entries()
    try:
        file.touch(mode=0o600, exist_ok=False)
        with file.open("w", encoding="utf-8") as out:
            out.writelines(as_line(asdict(entry)) + "\n" for entry in entries)
    except OSError as error:
        raise InputError(f"{file} cannot be written ({error.strerror}); name a new file") from None
    sentence = f"{len(entries):,} entries in {file}."
    typer.echo(as_json({"entries": len(entries), "file": str(file)}) if json else sentence)


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
    whole: Annotated[bool, typer.Option(help="Show long texts whole, as a question's.")] = False,
    data: DataOption = None,
    json: JsonOption = False,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Show the latest entries, the oldest of them first. This look is in the audit too."""
    sought = Sought(who, about, instant(since, "--since"), "", action)
    audit, viewer = auditor_here(Settings.load(data), purpose)
    audit.write(viewer, "consultation", {"asked": "audit", **sought.given})
    entries = audit.entries(most, sought)
    if json:
        typer.echo(as_json([asdict(entry) for entry in entries]))
    else:
        print_table(SHOWN, [_row(entry, whole) for entry in entries])


def instant(text: str | None, option: str) -> str:
    """An instant as an option gives it, as ISO text in UTC; "" for none."""
    if text is None:
        return ""
    try:
        given = dt.datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"{option} is no date: write 2024-05-01 or 2024-05-01T06:00Z") from None
    return (given if given.tzinfo else given.replace(tzinfo=dt.UTC)).astimezone(dt.UTC).isoformat()


def _row(entry: Entry, whole: bool) -> dict[str, Any]:
    body = "erased" if entry.body is None else entry.body if whole else _short(entry.body)
    at = dt.datetime.fromisoformat(entry.at)
    values = (entry.seq, at, entry.who, entry.role, entry.purpose, entry.action, body)
    return dict(zip(SHOWN, values, strict=True))


def _short(body: dict[str, Any]) -> dict[str, Any]:
    """A body whose long texts are cut: the text of a question of somebody's own, say."""
    return {name: shortened(value) for name, value in body.items()}


def shortened(value: Any) -> Any:
    """A text in one line of at most SHORT characters, an end that is cut shown; else as it is."""
    if not isinstance(value, str):
        return value
    line = " ".join(value.split())
    return line if len(line) <= SHORT else f"{line[:SHORT]}…"


@audit_app.command()
def erase(
    number: Annotated[int, typer.Argument(help="The entry whose body is to be forgotten.")],
    data: DataOption = None,
    json: JsonOption = False,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Forget what one entry is about; that it was made, and by whom, stays and verifies."""
    settings = Settings.load(data)
    audit, viewer = open_audit(settings), viewer_here(settings, purpose)
    audit.permit(viewer, "erasure")
    entry = audit.erase(viewer, number)
    sentence = f"What entry {number:,} is about is erased: entry {entry:,} says so."
    typer.echo(as_json({"erased": number, "entry": entry}) if json else sentence)
