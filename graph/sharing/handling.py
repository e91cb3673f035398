"""What may leave at all: the handling code and the classification of a record decide, no person.

3x5x2 (College of Policing APP): P permits lawful sharing, C permits it under conditions. Whether
conditions are met cannot be read from a record, so what has any stays here. Nothing above
OFFICIAL-SENSITIVE leaves, whatever the recipient is cleared to; who has no account is cleared to
nothing above OFFICIAL. Nothing leaves that is kept within a compartment.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.model.record import Record

HIGHEST = 1
"""The level of OFFICIAL-SENSITIVE."""


def held_back(record: Record, level: int, clearance: int) -> str:
    """Why a record of that level does not leave for somebody cleared so far; "" when it may."""
    grade = record.grade
    return why_held_back(
        grade.handling, bool(grade.conditions.strip()), record.compartments, level, clearance
    )


def why_held_back(
    handling: str, conditional: bool, compartments: Sequence[str], level: int, clearance: int
) -> str:
    """The same of what a record's node holds."""
    if handling != "P":
        return f"its handling code is {handling or 'not stated'}"
    if conditional:
        return "its handling has conditions"
    if compartments:
        return "it is kept within a compartment"
    if level > min(clearance, HIGHEST):
        return "its classification is above what the recipient is cleared to"
    return ""
