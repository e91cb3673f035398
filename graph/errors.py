"""Every error that a person may see, with its exit code.

ThroughlineError            1
├── InputError              3   a mapping, delivery, argument or record that cannot be taken
├── EngineError             4   the graph engine does not start or answer
│   └── RefusedError        4   it answers, and refused one question
├── BusyError               5   another command holds what this one needs
├── QueryError              6   a query file that breaks the contract of cypher/
├── AccessError             7   somebody may not do or see what they ask for
├── FaultError              8   the program failed at a part, which is told; all else is done
└── UnsentError             9   all is done, but its news reached not everybody

A message is one sentence: what is wrong, where, and the mend. It never holds a
name, an address or a number from the data.
"""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import ClassVar


class ThroughlineError(Exception):
    """Anything that a person is told in one sentence; its kind decides the exit code."""

    exit_code: ClassVar[int] = 1


class InputError(ThroughlineError):
    """A mapping, delivery, argument or record cannot be taken."""

    exit_code = 3


class EngineError(ThroughlineError):
    """The graph engine, or another engine that was asked for, does not start or answer."""

    exit_code = 4


class RefusedError(EngineError):
    """The graph engine refused a question, such as for want of memory; it may answer others."""


class BusyError(ThroughlineError):
    """Another command holds what this one needs; trying again later is enough."""

    exit_code = 5


class QueryError(ThroughlineError):
    """A query file breaks the contract of cypher/: a fault of the program, not of the data."""

    exit_code = 6


class AccessError(ThroughlineError):
    """Whoever asks is not let in, or may not do what they ask for."""

    exit_code = 7


class FaultError(ThroughlineError):
    """The program failed at rows or files, which are told; all else is done, and stays."""

    exit_code = 8


class UnsentError(ThroughlineError):
    """Somebody was not reached by the news of what is done; it is sent again with the next."""

    exit_code = 9


def fault_of(error: BaseException) -> str:
    """A fault of the program by its kind and place alone: its own message may hold data."""
    frames = traceback.extract_tb(error.__traceback__)
    at = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"a fault of the program ({type(error).__name__}{at})"
