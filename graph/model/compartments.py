"""What a thing asks of whoever is to see it: a clearance, and to be in all its compartments.

A compartment is a named circle of people, such as an operation or a source unit. Whoever is not in
all the compartments of a thing sees nothing of it, whatever their clearance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

MOST = 20
"""Compartments of one record."""
_NAME = re.compile(r"[^\W_][\w .&'/()-]{0,59}")


def named_compartment(written: str) -> str:
    """A compartment's name as it is compared: in capitals, with single spaces.

    ValueError when it cannot be one: a record must not be open because a name was not understood.
    """
    name = " ".join(written.upper().split())
    if not _NAME.fullmatch(name):
        raise ValueError(
            "is no name of a compartment: write up to 60 letters, digits, spaces and . & ' / ( ) -"
        )
    return name


@dataclass(frozen=True, slots=True)
class Marking:
    """The clearance, 0 to 3, and the compartments that somebody needs, or has."""

    level: int = 0
    compartments: frozenset[str] = frozenset()

    def __or__(self, other: Marking) -> Marking:
        """What asks for both."""
        return Marking(max(self.level, other.level), self.compartments | other.compartments)

    def covers(self, other: Marking) -> bool:
        """Whether whoever has this may see what asks for the other."""
        return other.level <= self.level and other.compartments <= self.compartments

    @property
    def mark(self) -> str:
        """A text that is higher the less is asked for, and differs where what is asked for does.

        What is in no compartment stands above all that is in one, so that nothing kept within a
        compartment takes away what others see. Then come fewer compartments, the lower level, and
        the names.
        """
        if not self.compartments:
            return f"{9 - self.level}"
        names = ",".join(sorted(self.compartments))
        return f"{50 - len(self.compartments)}{9 - self.level}{names}"

    def props(self) -> dict[str, Any]:
        """As properties of a node or link: what is in no compartment has none of them."""
        return {"level": self.level, "compartments": sorted(self.compartments) or None}
