"""A first mapping as TOML: a guess for each column, with the shapes of what it holds beside it."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from graph.errors import InputError
from ingest.draft.blocks import Draft, quoted
from ingest.draft.columns import Column, month_comes_first, one_line
from ingest.draft.compose import Record, composed
from ingest.draft.tables import Table, pattern_of, tables_of
from ingest.mapping.asked import columns_asked
from ingest.mapping.cells.times import find_date
from ingest.mapping.mapping import Mapping

_HEAD = """# A first draft by `throughline draft-mapping`, from what the files hold. Every guess
# wants a person's eye: docs/mapping.md has the keys, docs/fields.md the fields, and `throughline
# check-feed` says what is taken. Examples are shapes: 9 is a digit, A and a are letters.
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
    matches = (
        [pattern_of(whole.name)] if folder else sorted({pattern_of(each.file) for each in tables})
    )
    opening = [
        f"name = {quoted(name or force)}",
        f"force = {quoted(force)}",
        f"match = {json.dumps(matches)}",
        'zone = "Europe/London"  # the zone of times that carry none',
        f"format = {json.dumps(draft.formats)}",
    ]
    made = {record.table.source for record in records}
    read = made | {join.table.name for record in records for join in record.joins}
    sections = {
        table.source: _section(table, folder, table.source in made)
        for table in tables
        if table.source in read
    }
    rest = []
    for choice, codes in draft.codes.items():
        rest += ["", f"[codes.{_key(choice)}]"]
        rest += [f"{quoted(code)} = {quoted(word)}" for code, word in sorted(codes.items())]
    for record in records:
        rest += ["", "[[records]]", *record.lines]
    bare = [*opening, *(line for section in sections.values() for line in section), *rest]
    asked = _asked(Mapping.model_validate(tomllib.loads("\n".join(bare))))
    described: list[str] = []
    for table in tables:
        described += ["", *_described(table, asked.get(table.source, {}))]
        if table.source not in read:
            described.append("# Nothing reads this table yet.")
        described += sections.pop(table.source, [])
    return "\n".join([_HEAD, *opening, *described, *rest]) + "\n"


def _section(table: Table, folder: bool, makes_records: bool) -> list[str]:
    lines = [f"[tables.{_key(table.source)}]"]
    lines.append(f"file = {quoted(table.file if folder else pattern_of(table.file))}")
    lines += [f"{key} = {json.dumps(value)}" for key, value in table.keys.items()]
    lines += [] if makes_records else ["lookup = true  # read only where a record joins it"]
    return lines if folder else [*lines, "needed = false"]


def _asked(mapping: Mapping) -> dict[str, dict[str, str]]:
    """Table → column, without what leads to it → the first key that asks for it."""
    asked: dict[str, dict[str, str]] = {}
    for record in mapping.records:
        for table in (record.table, *(join.table for join in record.join.values())):
            keys = asked.setdefault(table, {})
            for column, key in columns_asked(record):
                for place in range(column.count(".") + 1):
                    keys.setdefault(column.split(".", place)[-1], key)
            for number, each in enumerate(record.parties, start=1):
                for prefix in each.prefixes:  # a column that is a prefix and no more: the name
                    keys.setdefault(prefix, f"parties({number}).name")
    return asked


def _described(table: Table, asked: dict[str, str], indent: str = "#") -> list[str]:
    """A comment line for each column: its name, shapes, and the key that asks for it."""
    lines = [f"{indent} {one_line(table.name)}: {table.rows:,} rows"]
    for column in table.columns.values():
        guess = asked.get(column.path, "kept beside, by `also`")
        shapes = column.shapes() or "always blank"
        lines.append(f"{indent}   {one_line(column.path)}: {shapes}  -> {guess}")
    for inner in table.inside.values():
        lines += _described(inner, asked, f"{indent}  ")
    return lines


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else quoted(name)
