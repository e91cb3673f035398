"""Dated tables: offences, outcomes, forces, recording rules. A force can correct each.

A table is a TOML file with one list of rows; a row holds from its `from` day up to, not
including, its `until`. A file of the same name in the data folder's `reference` corrects
it: a row there replaces the rows of the same code, a new code is added.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from graph.errors import InputError

Row = Mapping[str, Any]
TABLES = {"offences": "offence", "outcomes": "outcome", "forces": "force", "recording": "rule"}


def reference(on: dt.date, corrections: Path | None = None) -> dict[str, Any]:
    """What rules get as `$ref`: each table as it stood on that day.

    `offences`, `outcomes`, `forces` map a code to its row; `recording` is the list of
    rules in force; `impersonal` is the list of offence codes whose victim is whoever was
    there, `patterned` that of those which are part of a pattern by their nature.
    InputError when a correction cannot be read.
    """
    tables = {name: _load(name, corrections) for name in TABLES}
    held = {name: _in_force(tables[name][TABLES[name]], on) for name in TABLES}
    return {
        "offences": _by_code(held["offences"]),
        "outcomes": _by_code(held["outcomes"]),
        "forces": _by_code(held["forces"]),
        "recording": [dict(row) for row in held["recording"]],
        **{
            kind: [r["code"] for r in held["offences"] if r["group"] in tables["offences"][kind]]
            for kind in ("impersonal", "patterned")
        },
    }


def _in_force(rows: list[Row], on: dt.date) -> list[Row]:
    return [
        {name: value for name, value in row.items() if name not in ("from", "until")}
        for row in rows
        if row.get("from", dt.date.min) <= on < row.get("until", dt.date.max)
    ]


def _by_code(rows: list[Row]) -> dict[str, dict[str, Any]]:
    return {row["code"]: {k: v for k, v in row.items() if k != "code"} for row in rows}


def _load(name: str, corrections: Path | None) -> dict[str, Any]:
    packaged = files("graph.reference").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    table = tomllib.loads(packaged)
    path = corrections / f"{name}.toml" if corrections else None
    if path and path.is_file():
        _correct(table, _read(path), TABLES[name], path.name)
    return table


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"reference/{path.name} is no TOML file: {error}; mend it") from None


def _correct(table: dict[str, Any], given: dict[str, Any], rows: str, file: str) -> None:
    if unknown := sorted(set(given) - set(table)):
        raise InputError(
            f"reference/{file} has {', '.join(unknown)}: it may hold {', '.join(table)}"
        )
    corrected = given.get(rows, [])
    needed = set.intersection(*(set(row) for row in table[rows]))
    for row in corrected:
        if missing := sorted(needed - set(row)):
            raise InputError(f"reference/{file}: a row lacks {', '.join(missing)}; add it")
    codes = {row["code"] for row in corrected}
    kept = [row for row in table[rows] if row["code"] not in codes]
    table.update({name: value for name, value in given.items() if name != rows})
    table[rows] = kept + corrected
