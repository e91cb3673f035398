"""The command `draft-mapping`."""

from __future__ import annotations

import json as jsonlib
from pathlib import Path
from typing import Annotated

import typer

from graph.commands.options import DataOption, JsonOption
from graph.errors import InputError


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("draft-mapping")(draft_mapping)


def draft_mapping(
    files: Annotated[list[Path], typer.Argument(help="An export: files, or one folder of them.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Write it to this file, which must not be there.")
    ] = None,
    data: DataOption = None,  # noqa: ARG001 (every command takes it)
    json: JsonOption = False,
) -> None:
    """Look at an export and write a first mapping of it, to be mended by a person.

    Each column stands in it with a guess and with shapes of what it holds, never with values.
    """
    from ingest.draft.draft import draft_of  # slow to load, and only this command needs it

    text = draft_of(files)
    if out is not None:
        if out.exists():
            raise InputError(f"{out.name} is there already: name another file")
        out.write_text(text, encoding="utf-8")
    if json:
        typer.echo(jsonlib.dumps({"file": str(out) if out else None, "mapping": text}))
    elif out is None:
        typer.echo(text, nl=False)
    else:
        typer.echo(f"{out} is written: mend it, then `throughline check-feed {out} …`.")
