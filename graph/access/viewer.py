"""Who is asking: the person that an answer is given to, and that the audit names."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from graph.errors import InputError
from graph.settings import Settings

EVERY_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person at work. `clearance` is 0 to 3, as a record's `level`; `purpose` says why.

    Raises InputError when nobody is named or no purpose is given: a read that cannot
    be accounted for is not made (Data Protection Act 2018 s62).
    """

    who: str
    role: str
    purpose: str
    clearance: int = 0

    def __post_init__(self) -> None:
        if not self.who.strip() or not self.purpose.strip():
            raise InputError("A viewer needs a name and a purpose; give both before reading.")
        if self.clearance not in range(EVERY_LEVEL + 1):
            raise InputError("A clearance is a whole number from 0 to 3; give one of those.")


def account() -> str:
    """The account of the operating system that this process runs under.

    Asked of the system by its number: the environment, which a user may set, is not believed.
    """
    if sys.platform == "win32":
        return os.getlogin()
    import pwd

    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # as in a container that was given any number
        return f"uid {number}"


def viewer_here(
    settings: Settings,
    purpose: str,
    clearance: int = 0,
    *,
    role: str = "analyst",
    name: str | None = None,
) -> Viewer:
    """Whoever runs this process.

    A `name` of their own, or that of the service account in the settings, stands before the
    account of the operating system and never in its place.
    """
    named = name or settings.service_account
    who = f"{named} ({account()})" if named else account()
    return Viewer(who, role, purpose, clearance)
