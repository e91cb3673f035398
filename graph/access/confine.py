"""A question of somebody's own, kept to what its viewer may see by what is put into its text.

Whoever writes one is not asked to clear what it reads. Every pattern of it is read here, each node
and link gets a name, and its clause a condition: within the viewer's clearance and compartments;
and where the question looks at people, no place, number, account, vehicle or employer of a victim
(`cypher/ask/parts`). Nothing else leads to the graph, for what is not understood here is refused:
a pattern stands in MATCH only, links are named by their types, functions are of a list, no
property is read by a name that is not written out, and no node, link or path is a value: one
engine writes all that it holds into a text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

from graph.access.clauses import Clause, check_values, clauses_of
from graph.access.patterns import Part, PatternError, Step, parse_pattern
from graph.access.victim_safety import GUARDED, WITHHELD
from graph.model.schema import ENTITIES, LINKS
from graph.queries.parts import filled

_KNOWN = frozenset(ENTITIES.split())
_JOINS = {
    link.type: link.joins
    for link in LINKS
    if all(label in _KNOWN for join in link.joins for label in join)
}
"""The types of link between entities, and the labels that each may join."""

_ASIDE = re.compile(r"//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)
_WRITES = re.compile(
    r"\b(CREATE|MERGE|SET|DELETE|DETACH|REMOVE|DROP|LOAD|FOREACH|INSERT|ALTER|GRANT|DENY|REVOKE|SHOW"
    r"|TERMINATE|USE|PROFILE|EXPLAIN|TRANSACTIONS|FINISH|YIELD)\b",
    re.IGNORECASE,
)
_CALLED = re.compile(r"(?<![\w.:])(\w+(?:\s*\.\s*\w+)*)\s*\(")
_WORDS = frozenset(
    "and or xor not in where with return when then else case by unwind distinct as is match call"
    " skip limit".split()
)
FUNCTIONS = frozenset(
    "size count collect sum avg min max stdev percentilecont percentiledisc head last tail reverse"
    " range coalesce tolower toupper trim ltrim rtrim split substring replace left right tostring"
    " tointeger tofloat toboolean abs round floor ceil sign sqrt exp log log10 sin cos tan asin"
    " acos atan atan2 radians degrees pi date datetime duration duration.between duration.indays"
    " duration.inmonths duration.inseconds type labels length nodes relationships startnode"
    " endnode all any none single reduce exists isempty".split()
)
_SUBSCRIPT = re.compile(r"(?:\b(\w+)|[)\]])\s*\[([^\[\]]*)\]")
_LINK_ELSEWHERE = re.compile(r"-\s*\[|-\s*-|-\s*>|<\s*-\s*[\[(]")
FURTHEST = 6
"""How many links a path of one's own may have: more take the engine too long."""


def confined(text: str) -> str:
    """The text with its conditions; PatternError says in one sentence what to mend."""
    code = _blanked(text)
    _check_words(code)
    clauses = list(clauses_of(code))
    patterns = {
        each: parse_pattern(code, each.body, each.end)
        for each in clauses
        if each.word.endswith("MATCH")
    }
    if not patterns:
        raise PatternError("it reads nothing: write a `MATCH`")
    rest = _without_patterns(code, patterns)
    _check_outside(rest)
    check_values(rest, clauses, _names(patterns))
    for part in (part for parts in patterns.values() for part in parts):
        _check_part(part)
    people = any("Person" in _reach(part) for parts in patterns.values() for part in parts)
    if people:
        _check_people(code, [part for parts in patterns.values() for part in parts])
    return _rewritten(_without_comments(text), clauses, patterns, people)


def _blanked(text: str) -> str:
    """The text with nothing in its quotes and comments, each character at its place."""
    if "`" in text or "\\" in text:  # engines differ in what they make of these
        raise PatternError("it has a backtick or a backslash in it: write names and texts plainly")
    code = _ASIDE.sub(
        lambda aside: (
            " " * len(aside[0]) if aside[0][0] == "/" else f"'{'~' * (len(aside[0]) - 2)}'"
        ),
        text,
    )
    if re.search(r"['\"]", re.sub(r"'~*'", "", code)):
        raise PatternError("a quote is open: close it")
    return code


def _without_comments(text: str) -> str:
    return _ASIDE.sub(lambda aside: " " * len(aside[0]) if aside[0][0] == "/" else aside[0], text)


def _check_words(code: str) -> None:
    if match := _WRITES.search(code):
        raise PatternError(f"`{match[1]}` does more than read: a question only reads")
    if not re.match(r"\s*(OPTIONAL|MATCH|UNWIND|WITH|CALL|RETURN)\b", code, re.IGNORECASE):
        raise PatternError("it begins with no clause: begin it with `MATCH`")
    if re.search(r"\bCALL\b(?!\s*[({])", code, re.IGNORECASE):
        raise PatternError("it calls a procedure: `CALL { … }` is a part of the question itself")
    if re.search(r"(?<!\w)_", code):
        raise PatternError("a name begins with `_`: those are kept for what is put in")
    if re.search(r"\brecords\b|[!;]", code):
        raise PatternError("it has `records`, `!` or `;` in it: take that out")
    if re.search(r"[{,]\s*\.\s*\*|\b(RETURN|WITH)\s+(DISTINCT\s+)?\*", code, re.IGNORECASE):
        raise PatternError("`*` takes everything: name what you want of it")
    _check_calls(code)


def _check_calls(code: str) -> None:
    for match in _SUBSCRIPT.finditer(code):
        index, before = match[2].strip(), (match[1] or "").lower()
        if before not in _WORDS and ".." not in index and not re.fullmatch(r"-?\d+", index):
            raise PatternError("`[…]` takes a property by a name: write `x.name`, or a number")
    for match in _CALLED.finditer(code):
        called = "".join(match[1].lower().split())
        if called not in FUNCTIONS and called not in _WORDS:
            raise PatternError(f"`{match[1]}()` is not among the functions that it may use")


def _without_patterns(code: str, patterns: Iterable[Clause]) -> str:
    for each in patterns:
        code = code[: each.body] + " " * (each.end - each.body) + code[each.end :]
    return code


def _names(patterns: Mapping[Clause, list[Part]]) -> set[str]:
    """What nodes, links and paths are called."""
    parts = [part for several in patterns.values() for part in several]
    names = {node.name for part in parts for node in part.nodes}
    names |= {step.name for part in parts for step in part.steps}
    return (names | {part.path for part in parts}) - {""}


def _check_outside(rest: str) -> None:
    """No pattern stands anywhere but in a MATCH."""
    if _LINK_ELSEWHERE.search(rest):
        raise PatternError("a pattern stands outside MATCH: write `EXISTS { MATCH … }` around it")
    if re.search(r"\b(EXISTS|COUNT|COLLECT)\s*\{(?!\s*(OPTIONAL\s+)?MATCH\b)", rest, re.IGNORECASE):
        raise PatternError("what EXISTS or COUNT looks at begins with no `MATCH`: write it")


def _check_part(part: Part) -> None:
    for node in part.nodes:
        if unknown := sorted(node.labels - _KNOWN):
            raise PatternError(f"`{unknown[0]}` is no label it may read: use one of {ENTITIES}")
    for step in part.steps:
        if not step.types:
            raise PatternError("a link has no type: write it, as in `-[:SUSPECT_IN]->`")
        if unknown := sorted(step.types - _JOINS.keys()):
            raise PatternError(f"`{unknown[0]}` is no type of link it may read: see docs/model.md")
        if step.several and not 1 <= step.most <= FURTHEST:
            raise PatternError(f"a path has no end: say how far, as in `*1..3`, up to {FURTHEST}")
    if not part.steps and not part.nodes[0].labels:
        raise PatternError("a node has no label and no link: write what it is, as `(p:Person)`")


def _check_people(code: str, parts: Iterable[Part]) -> None:
    if match := re.search(rf"\.\s*({'|'.join(sorted(WITHHELD))})\b", code):
        raise PatternError(
            f"it looks at people, and `{match[1]}` may say where a victim is: take that out"
        )
    for step in (step for part in parts for step in part.steps if step.several):
        if ends := sorted(_ends(step) & set(GUARDED)):
            raise PatternError(
                f"a path of several links looks at people and may go along {ends[0]}: write its "
                "links one by one"
            )


def _ends(step: Step) -> frozenset[str]:
    """What a link of these types may have at its ends."""
    return frozenset(label for type_ in step.types for join in _JOINS[type_] for label in join)


def _labels(part: Part, place: int) -> frozenset[str]:
    """What a node may be: what it says, or else what each of its links may join there."""
    if part.nodes[place].labels:
        return part.nodes[place].labels
    beside = [_KNOWN]
    if place:
        beside.append(_at_end(part.steps[place - 1], 1, part.nodes[place - 1].labels))
    if place < len(part.steps):
        beside.append(_at_end(part.steps[place], -1, part.nodes[place + 1].labels))
    return frozenset.intersection(*beside)


def _at_end(step: Step, side: int, across: frozenset[str]) -> frozenset[str]:
    """What may stand on one side of a link (1 is its right) that has these labels across."""
    if step.several:
        return _ends(step)
    joins = [join for type_ in step.types for join in _JOINS[type_]]
    ways = [(start, end) for start, end in joins if step.points in (0, side)]
    ways += [(end, start) for start, end in joins if step.points in (0, -side)]
    return frozenset(end for start, end in ways if not across or start in across)


def _reach(part: Part) -> frozenset[str]:
    """All that a part may come to."""
    nodes = (_labels(part, place) for place in range(len(part.nodes)))
    return frozenset[str]().union(*nodes, *(_ends(step) for step in part.steps if step.several))


def _rewritten(
    text: str, clauses: list[Clause], patterns: Mapping[Clause, list[Part]], people: bool
) -> str:
    names = (f"_{number}" for number in itertools.count(1))
    edits: list[tuple[int, str]] = []
    where = {each.start: each for each in clauses if each.word == "WHERE"}
    for clause, parts in patterns.items():
        conditions = [
            condition for part in parts for condition in _conditions(part, names, edits, people)
        ]
        whole = "\n  AND ".join(conditions)
        if own := where.get(clause.end):
            edits += [(own.body, f" {whole}\n  AND ("), (own.end, ")\n")]
        else:
            edits.append((clause.end, f"\nWHERE {whole}\n"))
    for place, put in sorted(edits, key=lambda edit: edit[0], reverse=True):
        text = text[:place] + put + text[place:]
    return text


def _conditions(
    part: Part, names: Iterator[str], edits: list[tuple[int, str]], people: bool
) -> Iterator[str]:
    """What must hold of a part; what has no name in it is given one by an edit."""
    for place, node in enumerate(part.nodes):
        name = node.name or next(names)
        if not node.name:
            edits.append((node.inside, name))
        yield filled("own", "cleared", name)
        labels = _labels(part, place)
        if people and labels & set(GUARDED):
            yield _nobodys(name, labels)
    for step in part.steps:
        if not step.several:
            name = step.name or next(names)
            if not step.name:
                edits.append((step.inside, name))
            yield filled("own", "cleared", name)
    if any(step.several for step in part.steps):
        path = part.path or next(names)
        if not part.path:
            edits.append((part.start, f"{path} = "))
        yield filled("own", "walked", path)


def _nobodys(name: str, labels: frozenset[str]) -> str:
    """That a node, if it is a place, number, account, vehicle or employer, is no victim's."""
    asked = [filled("own", "nobodys_refuge", name)]
    if "Address" in labels:
        asked.append(filled("own", "nobodys_address", name))
    others = " OR ".join(f"{name}:{label}" for label in sorted(labels - set(GUARDED)))
    whole = "\n  AND ".join(asked)
    return f"({others} OR ({whole}))" if others else f"({whole})"
