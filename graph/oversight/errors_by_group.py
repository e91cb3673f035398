"""How often the program was wrong about one group of people and how often about another.

A flag that somebody dismissed, and a pair that somebody said is not one person, are its errors as
far as anybody looked. Sex and ethnicity stand as forces recorded them. They are counted here, for
oversight alone: no rule reads them, and no score of who is who.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.access.session import Overview, Session
from graph.oversight.figures import Figure
from graph.queries import load

UNKNOWN, SEVERAL = "not recorded", "recorded differently"
BY = {"force": "forces", "sex": "sexes", "ethnicity": "ethnicities"}
"""What people are grouped by, and the column that holds it."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Of one group: flags dismissed among those answered, pairs that are not one person among those
    judged. `by` is a key of BY, `group` the value as it was recorded."""

    by: str
    group: str
    flags: Figure
    pairs: Figure


def errors_by_group(session: Session) -> list[Errors]:
    """Each group by force, sex and ethnicity, the largest first. AccessError as for any figure."""
    return read_errors(session.oversee("errors by group"))


def read_errors(overview: Overview) -> list[Errors]:
    """The same, for an answer that the audit holds already."""
    flags = [
        {**row, "forces": [row["force"]], "wrong": row["state"] == "dismissed", "n": row["flags"]}
        for row in overview.read(load("view/oversight/answers"))
    ]
    pairs = [
        {**row, "wrong": not row["same"], "n": row["pairs"]}
        for row in overview.read(load("view/oversight/judged"))
        if not row["withdrawn"]
    ]
    found = []
    for by, column in BY.items():
        (answered, dismissed), (judged, apart) = _counted(flags, column), _counted(pairs, column)
        groups = sorted(answered.keys() | judged.keys(), key=lambda g: (-answered[g], g))
        found += [
            Errors(
                by,
                group,
                Figure(f"dismissed:{group}", "Flags dismissed", dismissed[group], answered[group]),
                Figure(f"apart:{group}", "Not one person", apart[group], judged[group]),
            )
            for group in groups
        ]
    return found


def _counted(rows: Iterable[Mapping[str, Any]], column: str) -> tuple[Counter[str], Counter[str]]:
    """For each group how many there are, and how many of them were wrong."""
    every, wrong = Counter[str](), Counter[str]()
    for row in rows:
        group = _group(row[column])
        every[group] += row["n"]
        wrong[group] += row["n"] * row["wrong"]
    return every, wrong


def _group(values: Iterable[str]) -> str:
    known = {value.strip().casefold() for value in values if value.strip()}
    if len(known) > 1:
        return SEVERAL
    return known.pop() if known else UNKNOWN
