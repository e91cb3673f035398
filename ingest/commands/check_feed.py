"""The command `check-feed`."""

from __future__ import annotations

import json as jsonlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from graph.commands.options import DataOption, JsonOption
from graph.counted import counted
from ingest.delivery.check import Totals, check
from ingest.mapping.mapping import Mapping, load_mapping, shipped_mappings

SOME_REFUSED = 3


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("check-feed")(check_feed)


def check_feed(
    mapping: Annotated[str, typer.Argument(help="A mapping file, or the name of a shipped one.")],
    files: Annotated[list[Path], typer.Argument(help="Files or folders that a force delivered.")],
    summary: Annotated[
        bool, typer.Option("--summary", help="Only the counts, and three examples of each reason.")
    ] = False,
    records: Annotated[
        bool, typer.Option("--records", help="With --json: each record as it would be kept.")
    ] = False,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Say row by row what would be taken and what refused. The graph is not touched.

    Exit code 0 when every row would be taken, 3 when some would be refused. JSON comes one
    object a line. Rows that wait for others are put aside in the data folder, if one is given.
    """
    known = find_mapping(mapping)
    refused = 0
    with TemporaryDirectory(prefix="throughline-", dir=data) as work:
        for file in files:
            totals = Totals()
            for line in check(known, file, Path(work), totals, records=records and json):
                if not summary:
                    typer.echo(jsonlib.dumps(line) if json else _sentence(line))
            sums = {"file": file.name, **totals.plain()}
            typer.echo(jsonlib.dumps(sums) if json else _summary(sums, examples=summary))
            refused += totals.refused
    if refused:
        raise typer.Exit(SOME_REFUSED)


def find_mapping(name: str) -> Mapping:
    """A shipped mapping by its name, or the mapping in a file. Raises InputError."""
    for mapping in shipped_mappings():
        if mapping.name == name:
            return mapping
    return load_mapping(Path(name))


def _sentence(line: dict[str, Any]) -> str:
    if "refused" in line:
        return f"{line['place']}  refused  {line['refused']}"
    rows = len(line["places"])
    of = f" ({rows} rows)" if rows > 1 else ""
    lines = [f"{line['place']}  taken    {line['taken']}{of}"]
    lines += [f"{r['place']}  remark   {r['field']} {r['reason']}" for r in line["remarks"]]
    return "\n".join(lines)


def _summary(sums: dict[str, Any], *, examples: bool) -> str:
    lines = [f"{sums['file']}: {counted(sums['rows'], 'row')}, {sums['taken']:,} taken, "]
    lines[0] += f"{sums['refused']:,} refused."
    lines += [f"  record: {kind} ({count})" for kind, count in sums["records"].items()]
    for title in ("reasons", "remarks"):
        for sentence, count in sums[title].items():
            lines.append(f"  {title[:-1]}: {sentence} ({count})")
            if examples:
                lines.append(f"    as in {', '.join(sums['examples'][sentence])}")
    lines += [f"  {notice}" for notice in sums["notices"]]
    return "\n".join(lines)
