"""The commands `audit looks` and `audit unusual`: who looked at whom, when and why."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from graph.access.audit import ACTIONS, Sought
from graph.access.looks import Look, every_look
from graph.access.looks import looks as read_looks
from graph.access.unusual import Unusual
from graph.access.unusual import unusual as read_unusual
from graph.changes.opening import open_store
from graph.commands.audit import PURPOSE, audit_app, instant, shortened
from graph.commands.options import DataOption, JsonOption, PurposeOption, session_here
from graph.commands.printing import as_csv, as_json, print_table
from graph.errors import InputError
from graph.settings import Settings

SHOWN = (
    "number", "at", "who", "role", "action", "asked", "people", "references", "names", "things",
    "typed", "purpose", "reference", "reason",
)  # fmt: skip
WhoOption = Annotated[str, typer.Option(help="Only of whom: a name or a part of it.")]
WhomOption = Annotated[
    str, typer.Option(help="Only at this: an id, or a word that was typed, or a part of it.")
]
SinceOption = Annotated[
    str | None, typer.Option(help="Only from then on: 2024-05-01 or an ISO instant.")
]
UntilOption = Annotated[str | None, typer.Option(help="Only before then, as --since.")]
ActionOption = Annotated[str, typer.Option(help=f"Only one of {', '.join(ACTIONS)}.")]
ForOption = Annotated[
    str, typer.Option("--for", help="Only for this purpose or reference, or a part of it.")
]


def register(app: typer.Typer) -> None:
    """Add the group `audit`, to which these commands belong."""
    app.add_typer(audit_app)


@audit_app.command()
def looks(
    who: WhoOption = "",
    whom: WhomOption = "",
    since: SinceOption = None,
    until: UntilOption = None,
    action: ActionOption = "",
    for_: ForOption = "",
    before: Annotated[
        int, typer.Option(min=0, help="Only entries below this number: the next page.")
    ] = 0,
    csv: Annotated[
        bool, typer.Option("--csv", help="Print all of them as CSV; it is a disclosure.")
    ] = False,
    data: DataOption = None,
    json: JsonOption = False,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Show who looked at whom, when and why, the latest first. This look is in the audit too.

    People stand by their ids and the references of their records, never by name.
    """
    if csv and (json or before):
        raise InputError("--csv prints every look: leave out --json and --before")
    sought = _sought(who, whom, since, until, action, for_)
    with open_store(Settings.load(data)) as store:
        session = session_here(store, purpose)
        if csv:
            typer.echo(as_csv(SHOWN, map(row_of, every_look(session, sought))))
            return
        page = read_looks(session, sought, before)
    if json:
        typer.echo(as_json({"looks": [asdict(look) for look in page.looks], "older": page.older}))
        return
    print_table(SHOWN, [row_of(look) | {"typed": shortened(look.text)} for look in page.looks])
    if page.older:
        typer.echo(f"Older ones: add --before {page.older}.", err=True)


@audit_app.command()
def unusual(
    who: WhoOption = "",
    whom: WhomOption = "",
    since: SinceOption = None,
    until: UntilOption = None,
    sign: Annotated[str, typer.Option(help="Only those that show this sign: night.")] = "",
    most: Annotated[int, typer.Option(min=1, help="How many to show.")] = 50,
    data: DataOption = None,
    json: JsonOption = False,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """List looks to ask somebody about, each with why. It is a question, not a verdict.

    What makes a look unusual is `reference/looks.toml`, which a force may correct.
    """
    sought = _sought(who, whom, since, until, "", "")
    with open_store(Settings.load(data)) as store:
        answer = read_unusual(session_here(store, purpose), sought, sign)
    shown = answer.unusual[:most]
    if json:
        typer.echo(as_json({**asdict(answer), "unusual": [asdict(each) for each in shown]}))
        return
    print_table(("why", *SHOWN), [{"why": _why(each), **row_of(each.look)} for each in shown])
    counts = ", ".join(f"{code} {count:,}" for code, count in answer.counts.items()) or "none"
    typer.echo(f"{answer.looks:,} looks at people were gone through; signs: {counts}.", err=True)
    if len(shown) < len(answer.unusual):
        typer.echo(f"{len(shown):,} of {len(answer.unusual):,}: give a higher --most.", err=True)
    if answer.cut:
        typer.echo("Older entries were left out: give --since and --until.", err=True)


def _sought(
    who: str, whom: str, since: str | None, until: str | None, action: str, for_: str
) -> Sought:
    times = instant(since, "--since"), instant(until, "--until")
    return Sought(who, whom, *times, action, for_)


def _why(each: Unusual) -> str:
    return "; ".join(f"{sign.title}: {sign.shown_by}" for sign in each.signs)


def row_of(look: Look) -> dict[str, Any]:
    """A look as a row of a table or of CSV."""
    fields = {name: value for name, value in asdict(look).items() if name in SHOWN}
    return fields | {"number": look.first, "typed": look.text}
