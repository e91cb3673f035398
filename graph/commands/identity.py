"""The commands about who is who: why, what was judged, and what to look at next."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Annotated, Literal

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
from graph.commands.printing import as_json, print_table, visible
from graph.erasure.due import due
from graph.errors import InputError
from graph.identity import decisions
from graph.identity.judgements import Judgement
from graph.identity.reasons import Resemblance
from graph.identity.review import Doubtful, doubtful
from graph.identity.why import Shared, Why, for_and_against, why
from graph.settings import Settings

AArgument = Annotated[str, typer.Argument(metavar="A", help="The id of a mention or a person.")]
BArgument = Annotated[str, typer.Argument(metavar="B", help="The id of another.")]
ReasonOption = Annotated[str, typer.Option("--why", help="The reason; it is kept.")]
PAIRS = 20
"""Pairs of two clusters that are listed."""
WORDS = {True: "one person", False: "not one person"}


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("why")(why_command)
    app.command("judge")(judge_command)
    app.command("unjudge")(unjudge_command)
    app.command("judgements")(judgements_command)
    app.command("review")(review_command)


def why_command(
    a: AArgument,
    b: BArgument,
    data: DataOption = None,
    json: JsonOption = False,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Say why two mentions or people are one person, or are not: what speaks for and against."""
    with open_store(Settings.load(data)) as store:
        answer = why(session_here(store, purpose, clearance), a, b)
    if json:
        typer.echo(as_json(asdict(answer)))
    else:
        _print_why(Console(highlight=False), answer)


def _print_why(console: Console, answer: Why) -> None:
    console.print(Text(visible(answer.reason), style="bold"))
    if answer.link:
        _print_link(console, answer.link)
    if len(answer.compared) > 1:
        _print_clusters(console, answer)
    for number, step in enumerate(answer.path, 1):
        console.print(Text(f"Step {number} of the path", style="bold"))
        _print_link(console, step)
    for line in [
        *(_shared_in_words(shared) for shared in answer.shared),
        *(_in_words(judgement) for judgement in answer.judgements),
    ]:
        console.print(Padding(Text(visible(line)), (0, 0, 0, 2)))
    if answer.guarded:
        console.print(
            Text("  From a suspect's side the whereabouts of victims are withheld.", style="dim")
        )


def _print_clusters(console: Console, answer: Why) -> None:
    """The clusters that were compared: their members, the weight of each pair, the average."""
    for side in (answer.a, answer.b):
        several = f"{len(side.cluster)} mention{'s' if len(side.cluster) > 1 else ''}"
        line = f"{', '.join(side.people) or side.asked} has {several}: {', '.join(side.cluster)}"
        console.print(Padding(Text(visible(line)), (0, 0, 0, 2)))
    for it in answer.compared[:PAIRS]:
        weight = f"{answer.floor:+6.1f} (no link)" if it.weight is None else f"{it.weight:+6.1f}"
        ends = [
            f"{end} (and {many - 1} of its person number)" if many > 1 else end
            for end, many in zip((it.a, it.b), it.mentions, strict=True)
        ]
        console.print(Padding(Text(visible(f"{weight}  {' and '.join(ends)}")), (0, 0, 0, 4)))
    if more := answer.compared[PAIRS:]:
        console.print(Padding(Text(f"and {len(more)} pairs that weigh less"), (0, 0, 0, 4)))
    if answer.average is not None:
        line = f"{answer.average:+6.1f}  on average; the threshold is {answer.threshold:.1f}"
        console.print(Padding(Text(line, style="bold"), (0, 0, 0, 4)))


def _print_link(console: Console, link: Resemblance) -> None:
    head = f"{link.a} and {link.b}: {link.weight:+.1f} bits, brought together by: {link.rule}"
    console.print(Padding(Text(visible(head)), (0, 0, 0, 2)))
    speaks_for, against = for_and_against(link)
    for title, shares in (("for", speaks_for), ("against", against)):
        for share in shares:
            line = f"{title:>9}  {share.bits:+6.1f}  {share.says}"
            console.print(Padding(Text(visible(line)), (0, 0, 0, 4)))
    line = f"{'':>9}  {link.rest:+6.1f}  how rarely two mentions are one person"
    console.print(Padding(Text(line, style="dim"), (0, 0, 0, 4)))


def _shared_in_words(shared: Shared) -> str:
    if shared.id is None:
        return f"Both have the same {shared.label.lower()}, which is withheld."
    many = "one person has" if shared.people == 1 else f"{shared.people} people have"
    return f"Both have {shared.label.lower()} {shared.id}, which {many}."


def _in_words(it: Judgement) -> str:
    taken = ", taken back since" if it.withdrawn else ""
    return f"Judgement {it.id}: {WORDS[it.same]}, {it.who}, {it.at[:10]}{taken}: {it.why}"


def judge_command(
    a: AArgument,
    b: BArgument,
    same: Annotated[
        bool | None, typer.Option("--same/--apart", help="One person, or not.", show_default=False)
    ] = None,
    reason: ReasonOption = "",
    data: DataOption = None,
    json: JsonOption = False,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Say that two are one person, or are not; people and flags follow, and it can be undone."""
    if same is None:
        raise InputError("a judgement says --same or --apart: give one")
    with open_store(Settings.load(data)) as store:
        session = session_here(store, purpose, clearance)
        it = decisions.say(session, a, b, same=same, why=reason)
    sentence = f"{it.a} and {it.b} are {WORDS[it.same]}: judgement {it.id}."
    typer.echo(as_json(asdict(it)) if json else sentence)


def unjudge_command(
    judgement: Annotated[str, typer.Argument(help="Its id, or the beginning of it.")],
    reason: ReasonOption = "",
    data: DataOption = None,
    json: JsonOption = False,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Take a judgement back: people and flags are as they were; it stays on record."""
    with open_store(Settings.load(data)) as store:
        gone = decisions.take_back(session_here(store, purpose, clearance), judgement, reason)
    sentence = f"Judgement {gone.id} on {gone.a} and {gone.b} is taken back."
    typer.echo(as_json({"withdrawn": gone.id, "a": gone.a, "b": gone.b}) if json else sentence)


SHOWN = ("id", "a", "b", "says", "who", "at", "why", "withdrawn")


def judgements_command(
    data: DataOption = None,
    json: JsonOption = False,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """List what people said of pairs of mentions, the first word first."""
    with open_store(Settings.load(data)) as store:
        rows = [asdict(it) for it in decisions.listed(session_here(store, purpose, clearance))]
    if json:
        typer.echo(as_json(rows))
        return
    print_table(SHOWN, [{**row, "says": WORDS[row["same"]]} for row in rows])


def review_command(
    what: Annotated[
        Literal["pairs", "due"],
        typer.Argument(
            help="`pairs` of people, or who is `due` for the review of all that is held."
        ),
    ] = "pairs",
    by: Annotated[str | None, typer.Option(help="Due by this day: 2024-05-01; else today.")] = None,
    data: DataOption = None,
    most: Annotated[int, typer.Option(min=1, help="How many pairs.")] = 20,
    reason: ReasonOption = "reviewed side by side",
    json: JsonOption = False,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Walk through pairs that are possibly one person, the most useful first; or say who is due."""
    with open_store(Settings.load(data)) as store:
        session = session_here(store, purpose, clearance)
        if what == "due":
            _print_due(session, by, json)
            return
        pairs = doubtful(session, most)
        if json:
            typer.echo(as_json([asdict(it) for it in pairs]))
            return
        judged = _walk(session, pairs, reason)
    typer.echo(f"{judged} of {len(pairs)} pairs judged.")


DUE = ("person_id", "name", "group", "title", "incidents", "last", "due", "held")


def _print_due(session: Session, by: str | None, json: bool) -> None:
    try:
        day = dt.date.fromisoformat(by) if by else dt.datetime.now(dt.UTC).date()
    except ValueError:
        raise InputError("--by is no date: write it as 2024-05-01") from None
    rows = [asdict(each) for each in due(session, day)]
    if json:
        typer.echo(as_json(rows))
        return
    print_table(DUE, rows)
    if any(not row["verified"] for row in rows):
        typer.echo(
            "The periods are not verified against the Code: see docs/retention.md.", err=True
        )


def _walk(session: Session, pairs: list[Doubtful], reason: str) -> int:
    """Ask about each pair; a pair that an answer before has settled is still a fair question."""
    console, judged = Console(highlight=False), 0
    for number, it in enumerate(pairs, 1):
        answer = why(session, it.a, it.b)
        console.print(Text(f"\n{number} of {len(pairs)}", style="bold"))
        for side in (answer.a, answer.b):
            console.print(Padding(Text(visible(side.written)), (0, 0, 0, 2)))
        _print_why(console, answer)
        key = asked()
        if key == "q":
            break
        if key != "s":
            decisions.say(session, it.a, it.b, same=key == "y", why=reason)
            judged += 1
    return judged


def asked() -> str:
    """What a person answers about a pair: y, n, s or q."""
    while True:
        typed: str = typer.prompt("One person? y(es), n(o), s(kip), q(uit)", default="s")
        if typed[:1].casefold() in ("y", "n", "s", "q"):
            return typed[:1].casefold()
