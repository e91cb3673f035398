"""Who is asking: the person that an answer is given to, and that the audit names."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import InputError
from graph.model.compartments import Marking

EVERY_LEVEL = 3
LEVELS = ("OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET")
"""What the levels 0 to 3 are called (Government Security Classifications)."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person at work. `clearance` is 0 to 3, as a record's `level`; `purpose` says why.

    `role` is one of graph/access/roles.py; one that nobody knows may do nothing. `account` is the
    name of their account: what is shared is shared with that, and "" has nothing shared with it.
    `compartments` are those that it is in: what belongs to any other is not there for them,
    whatever their clearance.

    Raises InputError when nobody is named or no purpose is given: a read that cannot
    be accounted for is not made (Data Protection Act 2018 s62).
    """

    who: str
    role: str
    purpose: str
    clearance: int = 0
    account: str = ""
    compartments: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.who.strip() or not self.purpose.strip():
            raise InputError("A viewer needs a name and a purpose; give both before reading.")
        if self.clearance not in range(EVERY_LEVEL + 1):
            raise InputError("A clearance is a whole number from 0 to 3; give one of those.")

    @property
    def marking(self) -> Marking:
        """What they may see, as `cypher/ask/parts/cleared.cypher` says it: all that this covers."""
        return Marking(self.clearance, self.compartments)


def task(purpose: str, reference: str) -> str:
    """A purpose and the number of the case that it is for, as one text."""
    return f"{purpose} ({reference})" if reference else purpose


def parts_of_task(text: str) -> tuple[str, str]:
    """The purpose and the reference that `task` joined; no reference where there is none.

    >>> parts_of_task(task("Review of a flag", "NM/12"))
    ('Review of a flag', 'NM/12')
    """
    purpose, bracket, reference = text.removesuffix(")").partition(" (")
    return (purpose, reference) if bracket and text.endswith(")") else (text, "")


def level_of(text: str) -> int:
    """The level that a text names: `1`, or `OFFICIAL-SENSITIVE` in any case.

    InputError for any other.

    >>> level_of("official sensitive")
    1
    """
    name = text.strip().upper().replace("-", " ")
    for number, level in enumerate(LEVELS):
        if name in (str(number), level.replace("-", " ")):
            return number
    listed = ", ".join(f"{number} {level}" for number, level in enumerate(LEVELS))
    raise InputError(f"{text!r} is no level: give one of {listed}, by number or name")
