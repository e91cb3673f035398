"""The commands of the core: ask a question, see the flags."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

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
from graph.commands.printing import as_csv, as_json, print_table, visible
from graph.errors import InputError
from graph.explore import asking
from graph.flags import store as flag_store
from graph.flags.dispositions import Kind, decide, one
from graph.flags.life import SAID
from graph.queries import Query
from graph.queries.query_file import OWN
from graph.rules.run import rules
from graph.settings import Settings


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command()(ask)
    app.command()(flags)


def ask(
    name: Annotated[str, typer.Argument(help="A question; without one, they are listed.")] = "",
    given: Annotated[list[str] | None, typer.Argument(metavar="KEY=VALUE…")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="Ask the question of a file of your own.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the questions.")] = False,
    data: DataOption = None,
    json: JsonOption = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of a table.")] = False,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """List the questions, or ask one: `throughline ask repeat_suspects limit=10`.

    Those of your own lie in the folder `questions` of the data folder, or are named by --file.
    """
    if json and csv:
        raise InputError("--json and --csv exclude each other: give one")
    settings = Settings.load(data)
    if listed or not (name or file):
        _list_questions(settings, json)
        return
    pairs = [*([name] if file and name else []), *(given or [])]
    query = asking.question(file or name, settings)
    typed = asking.parse_given(query, pairs)
    with open_store(settings) as store:
        rows = asking.ask(session_here(store, purpose, clearance), query, typed)
    if json:
        typer.echo(as_json(rows))
    elif csv:
        typer.echo(as_csv(query.columns, rows))
    else:
        print_table(query.columns, rows)
    if cut := asking.cut(query, typed, rows):
        typer.echo(f"{cut}: give a higher one for more.", err=True)


WORDS = "--confirm, --dismiss, --defer, --hand-over, --reopen"
FlagOption = Annotated[str | None, typer.Option(metavar="FLAG", help="A flag's id, or its start.")]


def flags(
    which: Annotated[
        list[str] | None,
        typer.Argument(metavar="FLAG", help="Only these, by id or its start."),
    ] = None,
    data: DataOption = None,
    rule: Annotated[str | None, typer.Option(help="Only the flags of this rule.")] = None,
    withdrawn: Annotated[bool, typer.Option(help="Show withdrawn flags too.")] = False,
    most: Annotated[int, typer.Option(min=1, help="How many to show.")] = 50,
    confirm: FlagOption = None,
    dismiss: FlagOption = None,
    defer: FlagOption = None,
    until: Annotated[str | None, typer.Option(help="The day a deferral ends: 2024-05-01.")] = None,
    hand_over: FlagOption = None,
    to: Annotated[str | None, typer.Option(help="The force that is to look after it.")] = None,
    reopen: FlagOption = None,
    why: Annotated[str, typer.Option(help="The reason for a disposition; it is kept.")] = "",
    json: JsonOption = False,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Show the flags, what waits for an answer first; or answer one, saying why."""
    said: dict[Kind, str | None] = {
        "confirm": confirm,
        "dismiss": dismiss,
        "defer": defer,
        "hand_over": hand_over,
        "reopen": reopen,
    }
    words = [(kind, flag) for kind, flag in said.items() if flag is not None]
    if words and which:
        raise InputError("a flag to show and a word on one exclude each other: give one of them")
    if not words and (why or until or to):
        raise InputError(f"--why, --until and --to go with one of {WORDS}: give one")
    if rule is not None and rule not in {each.name for each in rules()}:
        raise InputError(f"there is no rule {rule!r}: `throughline ask` lists the rules")
    with open_store(Settings.load(data)) as store:
        session = session_here(store, purpose, clearance)
        if words:
            _decide(session, words, why, until, to, json)
            return
        shown = _read_flags(session, rule, withdrawn, most, which or [])
    if json:
        typer.echo(as_json([asdict(flag) for flag in shown]))
    else:
        _print_flags(shown)


def _decide(
    session: Session,
    words: list[tuple[Kind, str]],
    why: str,
    until: str | None,
    to: str | None,
    json: bool,
) -> None:
    if len(words) > 1:
        raise InputError(f"{WORDS} exclude each other: give one")
    ((kind, flag),) = words
    try:
        day = dt.date.fromisoformat(until) if until else None
    except ValueError:
        raise InputError("--until is no date: write it as 2024-05-01") from None
    id_ = decide(session, flag, kind, why, until=day, force=to)
    more = f" until {day}" if day else f" to {to}" if to else ""
    told = {"flag": id_, "state": SAID[kind], "until": until, "to": to}
    typer.echo(as_json(told) if json else f"{id_} is {SAID[kind]}{more}.")


def show_flags(settings: Settings, most: int = 5) -> None:
    """Print the latest flags that everybody may see."""
    with open_store(settings) as store:
        _print_flags(_read_flags(session_here(store, PURPOSE), None, False, most, []))


def _read_flags(
    session: Session, rule: str | None, withdrawn: bool, most: int, which: list[str]
) -> list[flag_store.Flag]:
    """The flags; those named (`which`) even where they are withdrawn."""
    consultation = session.consult("flags", rule=rule, withdrawn=withdrawn, most=most, flags=which)
    if which:
        ids = [str(one(consultation, each)["id"]) for each in which]
        named = flag_store.named_flags(consultation, ids)
        return [flag for flag in named if rule in (None, flag.rule)][:most]
    return flag_store.flags(consultation, rule=rule, withdrawn=withdrawn, limit=most)


def _print_flags(flags: list[flag_store.Flag]) -> None:
    console = Console(highlight=False)
    if not flags:
        console.print("No flags.")
    for flag in flags:
        many = len(flag.record_ids)
        console.print(Text(visible(flag.sentence), style="bold"))
        for line, style in (
            (flag.explanation, ""),
            (flag.why, ""),
            (flag.against and f"Against it: {flag.against}", ""),
            *((_in_words(word), "") for word in flag.dispositions),
            (
                f"{flag.rule}, {flag.state} since {flag.changed_at:%Y-%m-%d}, rests on "
                f"{many} record{'' if many == 1 else 's'}",
                "dim",
            ),
            (_care(flag), "dim"),
        ):
            if line:
                console.print(Padding(Text(visible(line), style=style), (0, 0, 0, 2)))
        console.print()


def _in_words(word: flag_store.Word) -> str:
    more = f" until {word['until']}" if word["until"] else ""
    more += f" to {word['force']}" if word["force"] else ""
    return f"{SAID[word['kind']]}{more} by {word['who']} on {word['at']:%Y-%m-%d}: {word['why']}"


def _care(flag: flag_store.Flag) -> str:
    day = "" if flag.state == "withdrawn" or not flag.due else f", due {flag.due}"
    return f"flag {flag.id}{f', with {flag.owner}' if flag.owner else ''}{day}"


def _list_questions(settings: Settings, json: bool) -> None:
    own, broken = asking.own_questions(settings)
    listed = [*own, *asking.questions()]
    if json:
        typer.echo(as_json([_described(query) for query in listed]))
        return
    console = Console(highlight=False)
    for room, title in (
        (OWN, "Your own"),
        ("ask", "Questions"),
        ("detect", "Rules, which raise the flags"),
    ):
        shown = [query for query in listed if query.room == room]
        if shown or (room == OWN and broken):
            console.print(Text(title, style="bold"))
        for query in shown:
            console.print(Padding(Text(_usage(query)), (0, 0, 0, 2)))
            console.print(Padding(Text(query.question, style="dim"), (0, 0, 0, 6)))
        for message in broken if room == OWN else ():
            console.print(Padding(Text(message, style="red"), (0, 0, 0, 2)))


def _usage(query: Query) -> str:
    wanted = [param for param in query.params if param.name != "clearance"]
    shown = (
        f"{param.name}=…"
        if param.required
        else f"[{param.name}={'…' if param.default is None else param.default}]"
        for param in wanted
    )
    return " ".join([query.name, *shown])


def _described(query: Query) -> dict[str, object]:
    return {
        "name": query.name,
        "room": query.room,
        "question": query.question,
        "params": {param.name: str(param.type) for param in query.params},
        "returns": {column.name: str(column.type) for column in query.gives},
        "source": query.source,
    }
