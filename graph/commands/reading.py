"""The commands that read the graph as it is: one search box, and the canonical dump."""

from __future__ import annotations

import json as jsonlib
from dataclasses import asdict
from typing import Annotated, Any

import typer

from graph.access.viewer import EVERY_LEVEL
from graph.changes.opening import open_store
from graph.commands.options import (
    PURPOSE,
    ClearanceOption,
    DataOption,
    JsonOption,
    PurposeOption,
    session_here,
)
from graph.commands.printing import as_json, print_table
from graph.derive import dump as dumping
from graph.explore.answers import Hit
from graph.explore.answers import search as explore_search
from graph.settings import Settings

SHOWN = ("kind", "name", "matched", "behind it", "id")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(search)
    app.command()(dump)


def search(
    text: Annotated[
        str, typer.Argument(help="A name, number, mark, address or reference, or a part.")
    ],
    data: DataOption = None,
    json: JsonOption = False,
    clearance: ClearanceOption = None,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Find whoever or whatever answers to a text, best first."""
    with open_store(Settings.load(data)) as store:
        hits = explore_search(session_here(store, purpose, clearance), text)
    if json:
        typer.echo(as_json([_plain(hit) for hit in hits]))
    else:
        print_table(SHOWN, [_row(hit) for hit in hits])


def _plain(hit: Hit) -> dict[str, Any]:
    fields = asdict(hit)
    return {**fields.pop("element"), **fields}


def _row(hit: Hit) -> dict[str, Any]:
    values = (hit.element.label, hit.element.name, hit.matched, _behind(hit), hit.element.id)
    return dict(zip(SHOWN, values, strict=True))


def _behind(hit: Hit) -> str:
    """A person's roles, or the people behind a thing."""
    if hit.roles:
        words = [row["role"].replace("_", " ").lower() for row in hit.roles]  # `suspect in 3`
        counts = [row["incidents"] for row in hit.roles]
        return ", ".join(f"{word} {count}" for word, count in zip(words, counts, strict=True))
    names = sorted({row["name"] or row["person"] for row in hit.people})
    more = hit.people_total - len(hit.people)
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")


def dump(
    data: DataOption = None,
    digest: Annotated[bool, typer.Option(help="Print only the SHA-256 of the dump.")] = False,
    json: JsonOption = False,
    purpose: PurposeOption = PURPOSE,
) -> None:
    """Print the canonical dump, one JSON object a line, every level included.

    Two graphs are the same when their dumps are. The audit keeps that it was asked: the lines
    are a disclosure.
    """
    with open_store(Settings.load(data)) as store:
        if digest:
            # It shows nothing of anybody, so every role may; that it was asked is kept.
            session = session_here(store, purpose)
            session.audit.write(session.viewer, "consultation", {"asked": "dump digest"})
            sha256 = dumping.digest(store)
            typer.echo(jsonlib.dumps({"sha256": sha256}) if json else sha256)
            return
        session_here(store, purpose, EVERY_LEVEL).give_all("dump")
        for line in dumping.dump(store):
            typer.echo(line)
