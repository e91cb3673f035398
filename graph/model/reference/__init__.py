"""Dated tables: offences, outcomes, orders, behaviours, points to prove, urgency and others.

A force can correct each.

A table is a TOML file with one list of rows; a row holds from its `from` day up to, not
including, its `until`. A file of the same name in the data folder's `reference` corrects
it: a row there replaces the rows of the same code, a new code is added.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from graph.errors import InputError

Row = Mapping[str, Any]
TABLES = {
    "offences": "offence",
    "outcomes": "outcome",
    "orders": "order",
    "forces": "force",
    "recording": "rule",
    "behaviours": "behaviour",
    "urgency": "rule",
    "purposes": "purpose",
    "rights": "right",
    "looks": "sign",
    "points": "point",
    "retention": "period",
}
LONDON = ZoneInfo("Europe/London")
PROPERTY = "s2A(3)(f)"
"""Interfering with property: of what section 2A(3) lists the one that strikes anybody."""
NO_ACTION, CHARGED = "no further action", "charged"
ACTED = (CHARGED, "out of court")


def reference(on: dt.date, corrections: Path | None = None) -> dict[str, Any]:
    """What rules get as `$ref`: each table as it stood on that day.

    `offences`, `outcomes`, `orders`, `forces`, `behaviours`, `urgency` map a code to its row;
    `recording` is the list of rules in force, `recording_history` that of all that began by
    then, oldest first, with `from` and `until` as instants; `graver` and `rationales` are lists
    beside it. `impersonal` is the list of offence codes whose
    victim is whoever was there, `patterned` that of those which are part of a pattern by
    their nature, `patterned_words` and the behaviours `patterned_acts` what says the same where
    the class is not `known`,
    `stalking` the list of stalking at any time until then; `grave` that of codes so grave
    that a second report is one too many; `no_action`, `charged` and `acted` (charged or disposed
    of out of court) are lists of outcome codes. InputError when a correction cannot be read.
    """
    tables = {name: _load(name, corrections) for name in TABLES}
    in_force = {name: _in_force(tables[name][TABLES[name]], on) for name in TABLES}
    return {
        "offences": _by_code(in_force["offences"]),
        "outcomes": _by_code(in_force["outcomes"]),
        "orders": _by_code(in_force["orders"]),
        "forces": _by_code(in_force["forces"]),
        "behaviours": _by_code(in_force["behaviours"]),
        "urgency": _by_code(in_force["urgency"]),
        "recording": [dict(row) for row in in_force["recording"]],
        "recording_history": [
            _dated(row)
            for row in sorted(tables["recording"]["rule"], key=lambda row: row["from"])
            if _begun(row, on)
        ],
        "graver": tables["recording"]["graver"],
        "rationales": tables["recording"]["rationales"],
        "stalking": [
            row["code"]
            for row in tables["offences"]["offence"]
            if row["group"] == "stalking" and _begun(row, on)
        ],
        "no_action": [r["code"] for r in in_force["outcomes"] if r["kind"] == NO_ACTION],
        "charged": [r["code"] for r in in_force["outcomes"] if r["kind"] == CHARGED],
        "known": [row["code"] for row in in_force["offences"]],
        "patterned_acts": [
            row["code"] for row in in_force["behaviours"] if row.get("act", PROPERTY) != PROPERTY
        ],
        "patterned_words": tables["offences"]["patterned_words"],
        "acted": [r["code"] for r in in_force["outcomes"] if r["kind"] in ACTED],
        "grave": tables["offences"]["grave"],
        **{
            kind: [
                r["code"] for r in in_force["offences"] if r["group"] in tables["offences"][kind]
            ]
            for kind in ("impersonal", "patterned")
        },
    }


@lru_cache(maxsize=1_000)
def rows_on(name: str, on: dt.date) -> tuple[Row, ...]:
    """The rows of a packaged table that hold on a day, in order, uncorrected."""
    return tuple(_in_force(_load(name, None)[TABLES[name]], on))


def purposes(on: dt.date, corrections: Path | None = None) -> list[Row]:
    """Why somebody may look: rows with `code`, `title` and `reference`, in order."""
    return _in_force(_load("purposes", corrections)["purpose"], on)


def rights(on: dt.date, corrections: Path | None = None) -> list[Row]:
    """What a victim can ask for: rows with `code`, `title`, `says`, `when` and `source`."""
    return _in_force(_load("rights", corrections)["right"], on)


def points(on: dt.date, corrections: Path | None = None) -> list[Row]:
    """What would have to be proved: rows with `code`, `law`, `title`, `asks`, `of` and `least`."""
    return _in_force(_load("points", corrections)["point"], on)


def retention(on: dt.date, corrections: Path | None = None) -> list[Row]:
    """The periods after which all that is held of somebody is reviewed, the gravest group first:
    rows with `code`, `title`, `years`, `offence_groups`, `offence_classes` and `verified`."""
    periods = _in_force(_load("retention", corrections)["period"], on)
    return sorted(periods, key=lambda row: str(row["code"]))


def signs(on: dt.date, corrections: Path | None = None) -> dict[str, Row]:
    """What makes a look of that day unusual: code to its row with `title` and `why`, in order."""
    return {row["code"]: row for row in _in_force(_load("looks", corrections)["sign"], on)}


def _begun(row: Row, on: dt.date) -> bool:
    began: dt.date = row.get("from", dt.date.min)
    return began <= on


def _dated(row: Row) -> dict[str, Any]:
    """A row whose `from` and `until` are the midnights at which they begin, as ISO text."""
    days = {name: row[name] for name in ("from", "until") if name in row}
    midnights = {
        name: dt.datetime.combine(day, dt.time(), LONDON).astimezone(dt.UTC).isoformat()
        for name, day in days.items()
    }
    return {"asks": "", "alone": False, **row, "from": None, "until": None, **midnights}


def _in_force(rows: list[Row], on: dt.date) -> list[Row]:
    return [
        {name: value for name, value in row.items() if name not in ("from", "until")}
        for row in rows
        if row.get("from", dt.date.min) <= on < row.get("until", dt.date.max)
    ]


def _by_code(rows: list[Row]) -> dict[str, dict[str, Any]]:
    return {row["code"]: {k: v for k, v in row.items() if k != "code"} for row in rows}


def _load(name: str, corrections: Path | None) -> dict[str, Any]:
    table = dict(_packaged(name))
    path = corrections / f"{name}.toml" if corrections else None
    if path and path.is_file():
        _correct(table, _read(path), TABLES[name], path.name)
    return table


@cache
def _packaged(name: str) -> dict[str, Any]:
    return tomllib.loads(files("graph.model.reference").joinpath(f"{name}.toml").read_text("utf-8"))


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
