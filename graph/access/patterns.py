"""The patterns of a MATCH: parts with commas between, nodes and links in turn, and nothing else.

What is not of this shape (a condition within a node, a quantified or shortest path, a label that
is not or is computed) is a PatternError: graph/access/confine.py lets nothing by that it cannot
read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MAP = r"(?:\{[^{}()\[\]]*\}\s*)?"  # no expression in it that could look at something else
_NODE = re.compile(rf"\(\s*(\w+)?\s*(?::\s*(\w+(?:\s*\|\s*\w+)*)\s*)?{_MAP}\)\s*")
_LINK = re.compile(
    r"(<)?\s*-\s*\[\s*(\w+)?\s*(?::\s*(\w+(?:\s*\|\s*:?\s*\w+)*)\s*)?(\*\s*(\d+)?\s*(\.\.)?\s*(\d+)?\s*)?"
    rf"{_MAP}\]\s*-\s*(>)?\s*"
)
_PATH = re.compile(r"\s*([A-Za-z]\w*)\s*=\s*")
_BLANK = re.compile(r"\s*")


class PatternError(ValueError):
    """A question that is not taken; the message is what is wrong and the mend."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node as written: "" and no labels where it has none. `inside` is where its name may go."""

    name: str
    labels: frozenset[str]
    inside: int


@dataclass(frozen=True, slots=True)
class Step:
    """A link, or several in a row (`several`) up to `most`; 0 is no end. `points` is 1 where it
    points to the right, -1 to the left, 0 where that is open."""

    name: str
    types: frozenset[str]
    inside: int
    several: bool
    most: int
    points: int


@dataclass(frozen=True, slots=True)
class Part:
    """A chain of nodes with a link between each two; `path` names it, and begins at `start`."""

    path: str
    start: int
    nodes: tuple[Node, ...]
    steps: tuple[Step, ...]


def parse_pattern(code: str, start: int, end: int) -> list[Part]:
    """The parts that stand in the code from `start` to `end`."""
    parts, at = list[Part](), start
    while True:
        part, at = _part(code, at, end)
        parts.append(part)
        if at >= end:
            return parts
        if code[at] != ",":
            raise _unreadable(code, at, end)
        at += 1


def _part(code: str, at: int, end: int) -> tuple[Part, int]:
    named = _PATH.match(code, at, end)
    path = named[1] if named else ""
    begin = named.end() if named else _end(_BLANK.match(code, at, end), at)
    node, at = _node(code, begin, end)
    nodes, steps = [node], list[Step]()
    while match := _LINK.match(code, at, end):
        if match[1] and match[8]:
            raise PatternError("a link points both ways: leave both arrows out")
        steps.append(_step(match))
        node, at = _node(code, match.end(), end)
        nodes.append(node)
    return Part(path, begin, tuple(nodes), tuple(steps)), at


def _node(code: str, at: int, end: int) -> tuple[Node, int]:
    match = _NODE.match(code, at, end)
    if match is None:
        raise _unreadable(code, at, end)
    return Node(match[1] or "", _words(match[2]), at + 1), match.end()


def _step(match: re.Match[str]) -> Step:
    low, dots, high = match[5], match[6], match[7]
    most = int(high or 0) if dots else int(low or 0)
    inside = match.start() + match[0].index("[") + 1
    points = bool(match[8]) - bool(match[1])
    return Step(match[2] or "", _words(match[3]), inside, bool(match[4]), most, points)


def _words(text: str | None) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text or ""))


def _end(match: re.Match[str] | None, at: int) -> int:
    return match.end() if match else at


def _unreadable(code: str, at: int, end: int) -> PatternError:
    near = " ".join(code[at:end].split())[:40]
    return PatternError(f"a pattern cannot be read at `{near}`: write nodes and links alone in it")
