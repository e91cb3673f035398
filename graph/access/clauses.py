"""The clauses of a question of somebody's own, and where in them a node or link may be named.

A node, link or path is never a value: an engine may write one into a text, with all its properties.
It may be asked for a property or label, counted, compared with another, and passed on by WITH.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.access.patterns import PatternError

_CLAUSE = re.compile(
    r"\b(?:OPTIONAL\s+MATCH|MATCH|WHERE|(?<!STARTS )(?<!ENDS )WITH|RETURN|UNWIND|CALL|UNION"
    r"|ORDER\s+BY|SKIP|LIMIT)\b",
    re.IGNORECASE,
)
_LOOP = re.compile(r"\b(\w+)\s+IN\s+(?:nodes|relationships)\s*\(", re.IGNORECASE)
_INNER = re.compile(r"\b(nodes|relationships|startNode|endNode)\s*\(", re.IGNORECASE)
_AFTER = re.compile(
    r"\.(?!\.)|:|IS\s+(NOT\s+)?NULL\b|IN\s+(nodes|relationships)\s*\(", re.IGNORECASE
)
_ASKED = re.compile(r"\b(count|labels|type|length)\s*\(\s*(DISTINCT\s*)?$", re.IGNORECASE)
_WALKED = re.compile(r"\bIN\s+(nodes|relationships)\s*\(\s*$", re.IGNORECASE)
_END = re.compile(r"\b(startNode|endNode)\s*\(\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its word, where it stands, and where what follows it begins and ends."""

    word: str
    start: int
    body: int
    end: int


def clauses_of(code: str) -> Iterator[Clause]:
    """Every clause, those of subqueries too; each ends where the next beside it begins."""
    words = [
        match
        for match in _CLAUSE.finditer(code)
        if code[match.start() - 1 : match.start()] not in (".", "$", ":")
    ]
    for match in words:
        closing = _closing(code, match.end())
        following = (
            other.start()
            for other in words
            if match.end() <= other.start() < closing
            and _level(code[match.end() : other.start()]) == 0
        )
        word = " ".join(match[0].upper().split())
        yield Clause(word, match.start(), match.end(), next(following, closing))


def _level(code: str) -> int:
    return sum(map(code.count, "([{")) - sum(map(code.count, ")]}"))


def _closing(code: str, start: int) -> int:
    """Where the bracket closes within which a clause stands; the end of the text if in none."""
    depth = 0
    for place in range(start, len(code)):
        depth += (code[place] in "([{") - (code[place] in ")]}")
        if depth < 0:
            return place
    return len(code)


def check_values(rest: str, clauses: Iterable[Clause], names: set[str]) -> None:
    """That no node, link or path is a value in the text, which has no patterns in it."""
    known = names | set(_LOOP.findall(rest))
    if not known:
        return
    passed = _passed_on(rest, clauses)
    either = "|".join(sorted(map(re.escape, known)))
    for match in re.finditer(rf"(?<![\w.$:])({either})\b(?!\s*\()", rest):
        before, after = rest[: match.start()].rstrip(), rest[match.end() :].lstrip()
        if not (
            match.start() in passed
            or re.search(r"\bAS$", before, re.IGNORECASE)
            or _AFTER.match(after)
            or (after.startswith(")") and (_ASKED.search(before) or _WALKED.search(before)))
            or (_END.search(before) and re.match(r"\)\s*\.(?!\.)", after))
            or re.match(rf"(=|<>)\s*({either})\b(?!\s*[.(])", after)
            or re.search(rf"(?<![\w.$:])({either})\s*(=|<>)$", before)
        ):
            raise PatternError(
                f"`{match[1]}` is a node, link or path where a value is wanted: write a property"
                " of it, and pass it on by its own name"
            )
    for match in _INNER.finditer(rest):
        loops = re.search(r"\w+\s+IN\s*$", rest[: match.start()], re.IGNORECASE)
        if not loops and match[1].lower() in ("nodes", "relationships"):
            raise PatternError(f"`{match[1]}()` stands alone: write `[x IN {match[1]}(p) | x.id]`")


def _passed_on(rest: str, clauses: Iterable[Clause]) -> set[int]:
    """Where a name alone is an item of WITH, or of what a CALL takes in."""
    spans = [(each.body, each.end) for each in clauses if each.word == "WITH"]
    spans += [
        match.span(1) for match in re.finditer(r"\bCALL\s*\(([\w\s,]*)\)", rest, re.IGNORECASE)
    ]
    places = set()
    for start, end in spans:
        at = start
        for place in [*_commas(rest, start, end), end]:
            item = re.fullmatch(r"\s*(?:DISTINCT\s+)?(\w+)\s*", rest[at:place], re.IGNORECASE)
            if item:
                places.add(at + item.start(1))
            at = place + 1
    return places


def _commas(rest: str, start: int, end: int) -> list[int]:
    return [
        place
        for place in range(start, end)
        if rest[place] == "," and _level(rest[start:place]) == 0
    ]
