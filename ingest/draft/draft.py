"""A first mapping as TOML: a guess for each column, with the shapes of what it holds beside it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from graph.errors import InputError
from ingest.draft.blocks import Draft, quoted
from ingest.draft.columns import Column, month_comes_first
from ingest.draft.compose import Record, composed
from ingest.draft.tables import Table, tables_of
from ingest.mapping.cells.times import find_date

_HEAD = """# A first draft, made by `throughline draft-mapping` from what the files hold. Every guess wants a
# person's eye: see docs/mapping.md for the keys, docs/fields.md for the fields, and what
# `throughline check-feed` says. Examples are shapes: 9 is a digit, A and a are letters.
"""


def draft_of(paths: Iterable[Path]) -> str:
    """The mapping of a folder that is one delivery, or of files that each are one.

    InputError when there is nothing to read.
    """
    given = list(paths)
    folder = given[0] if len(given) == 1 and given[0].is_dir() else None
    files = sorted(folder.iterdir()) if folder else given
    files = [file for file in files if not file.name.startswith(".")]
    if missing := [file.name for file in files if not file.is_file()]:
        raise InputError(f"{missing[0]} is no file: name files, or one folder of them")
    tables = tables_of(files)
    columns = [column for table in tables for column in _all(table)]
    month_first = month_comes_first(columns)
    draft = Draft(month_first, _formats(columns, month_first))
    whole = folder or files[0]
    extracted = (
        "{ extracted = true }"
        if find_date("yyyy-mm-dd", whole.name)
        else f'{{ value = "{_day_of(files)}", format = "yyyy-mm-dd" }}'
    )
    records = composed(tables, draft, extracted)
    if not records:
        raise InputError(
            "no table of these files looks like incidents, orders or people: start from a shipped"
            " mapping in ingest/feeds/"
        )
    return _written(whole, folder is not None, tables, records, draft)


def _formats(columns: list[Column], month_first: bool) -> list[str]:
    """The formats of all dates, the commonest first."""
    counts = Counter(fmt for column in columns for fmt in column.formats(month_first))
    return [fmt for fmt, _ in counts.most_common(6)] or ["iso"]


def _day_of(files: list[Path]) -> str:
    newest = max(file.stat().st_mtime for file in files)
    return dt.datetime.fromtimestamp(newest, dt.UTC).date().isoformat()


def _all(table: Table) -> list[Column]:
    inner = [column for each in table.inside.values() for column in _all(each)]
    return [*table.columns.values(), *inner]


def _written(
    whole: Path, folder: bool, tables: list[Table], records: list[Record], draft: Draft
) -> str:
    name = re.sub(r"[\d\W_]+", "_", whole.name if folder else whole.stem).strip("_").lower()
    force = name.partition("_")[0] or "force"
    matches = [_pattern(whole.name)] if folder else sorted({_pattern(each.file) for each in tables})
    lines = [
        _HEAD,
        f"name = {quoted(name or force)}",
        f"force = {quoted(force)}",
        f"match = {json.dumps(matches)}",
        'zone = "Europe/London"  # the zone of times that carry none',
        f"format = {json.dumps(draft.formats)}",
    ]
    made = {record.table.source for record in records}
    joined = {join.table.name for record in records for join in record.joins}
    seen: set[str] = set()
    for table in tables:
        lines += ["", *_described(table, draft)]
        if table.source in seen:
            continue
        seen.add(table.source)
        section = [f"[tables.{_key(table.source)}]"]
        section.append(f"file = {quoted(table.file if folder else _pattern(table.file))}")
        section += [f"{key} = {json.dumps(value)}" for key, value in table.keys.items()]
        if table.source not in made:
            section.append("lookup = true  # read only where a record joins it")
        if not folder:
            section.append("needed = false")
        if table.source not in made | joined:
            section = ["# nothing reads it yet", *(f"# {line}" for line in section)]
        lines += section
    for name, codes in draft.codes.items():
        lines += ["", f"[codes.{_key(name)}]"]
        lines += [f"{quoted(code)} = {quoted(word)}" for code, word in sorted(codes.items())]
    for record in records:
        lines += ["", "[[records]]", *record.lines]
    return "\n".join(lines) + "\n"


def _described(table: Table, draft: Draft, indent: str = "#") -> list[str]:
    """A comment line for each column: its name, shapes, and what it became."""
    lines = [f"{indent} {table.name}: {table.rows:,} rows"]
    for column in table.columns.values():
        became = [word for (_, path), word in draft.became.items() if path == column.path]
        guess = became[0] if became else "kept beside, by `also`"
        lines.append(f"{indent}   {column.path}: {column.shapes() or 'always blank'}  -> {guess}")
    for inner in table.inside.values():
        lines += _described(inner, draft, f"{indent}  ")
    return lines


def _pattern(name: str) -> str:
    """A file's name with any digits in it."""
    return re.sub(r"\d[\d_.-]*\d|\d", "[0-9]*", name)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else quoted(name)
