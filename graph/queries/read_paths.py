"""By which ways a rule comes to what it reads: taken from the patterns of its own text.

A rule begins at its anchor, and every pattern binds what is linked to something already bound.
So each thing that it reads has a way back to the anchor, link by link, and a change matters to
those anchors alone that lie at the end of such a way. `ways` reads the text clause by clause, as
the engine would: which names are bound where, by which links, and what a name given by `AS` may
stand for. It knows as much of Cypher as the rules use, and says None when that is not enough.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.model.schema import ENTITIES, LINK
from graph.queries import Query

WALKED = frozenset(ENTITIES.split())
HUBS = frozenset({"Organisation", "Address", "Vehicle", "Phone", "Account"})
"""What may be linked to very much: a way around them is better."""
FAR = 1_000
"""Links to what no pattern comes to: more than any rule reaches."""
Triple = tuple[str, str, str]  # (label nearer the anchor, type of link, label further away)

_ASIDE = re.compile(r"//[^\n]*|'(?:[^'\\]|\\.)*'")
_CLAUSE = re.compile(
    r"\b(?:UNWIND|(?:OPTIONAL )?MATCH|(?<!STARTS )(?<!ENDS )WITH|RETURN|CALL|UNION|ORDER BY)\b"
)
_NODE = re.compile(r"\(\s*(\w+)?\s*(?::\s*([\w|]+)\s*)?(?:\{([^{}]*)\}\s*)?\)")
_LINK = re.compile(r"<?-\[\s*\w*\s*:\s*([\w|]+)\s*(?:\{[^{}]*\}\s*)?\]->?")
_SUBQUERY = re.compile(r"\b(?:EXISTS|COUNT)\s*\{")
_CALL = re.compile(r"\s*\(([\w, ]*)\)\s*\{(.*)\}\s*", re.DOTALL)
_AS = re.compile(r"(.*)\bAS\s+(\w+)\s*", re.DOTALL)
_ID = re.compile(r"\bid:\s*(\w+)")
_READ = re.compile(r"(?<![\w.$`])([a-z]\w*)\b(?!\s*[(:])(?:\s*\.\s*`?(\w+))?")


_WITHIN = re.compile(r"\.\s*([a-z]\w*)\s*\.\s*(?!id\b)")
"""A property of what is held in a map."""


class _UnreadableError(Exception):
    """A pattern of a shape that is not known here."""


@dataclass(frozen=True, eq=False, slots=True)
class Bound:
    """What a pattern binds: its labels, what it hangs on, nearer the anchor, and the types of
    link by which any pattern looks at it."""

    name: str
    labels: frozenset[str]
    parents: tuple[tuple[Bound, frozenset[Triple]], ...] = ()
    types: set[str] = field(default_factory=set)

    @property
    def depth(self) -> int:
        """How many links it is from the anchor."""
        return 1 + min(parent.depth for parent, _ in self.parents) if self.parents else 0


Named = tuple[Bound, ...]
"""What a name stands for: one, or any of several when an expression gave it; () is nothing."""


@dataclass(frozen=True, slots=True)
class ReadPaths:
    """All that a rule binds, the anchor first, each after what it hangs on. Of the names in
    `read` it may read more than the id."""

    bound: tuple[Bound, ...]
    read: frozenset[str]


def read_paths(rule: Query) -> ReadPaths | None:
    """The paths of a rule as far as it reaches; None when its text is not understood here."""
    return _read_paths(rule.text, rule.reach)


@functools.cache
def _read_paths(text: str, reach: int) -> ReadPaths | None:
    text = _ASIDE.sub(lambda aside: "''" if aside[0][0] == "'" else "", text)
    reader = _Reader()
    try:
        reader.query(text, {})
    except _UnreadableError:
        return None
    properties = {name for name, read in _READ.findall(text) if read not in ("", "id")}
    people = {one.name for one in reader.bound if "Person" in one.labels}
    if not reader.bound or people & (properties | set(_WITHIN.findall(text))):
        return None  # what is known of a person changes without a note
    within = (one for one in reader.bound if one.depth <= reach)
    return ReadPaths(tuple(within), frozenset(properties | reader.taken))


class _Reader:
    """Goes through a text; what its patterns bind is gathered in `bound`, the names of which
    expressions make something else in `taken`."""

    def __init__(self) -> None:
        self.bound: list[Bound] = []
        self.taken: set[str] = set()

    def query(self, text: str, known: Mapping[str, Named]) -> dict[str, Named]:
        """What a query or subquery gives that begins with these names."""
        names, given = dict(known), dict[str, Named]()
        for word, body in _clauses(text):
            if word in ("MATCH", "OPTIONAL MATCH"):
                pattern, where = _cut(body, "WHERE")
                names |= self._pattern(pattern, names)
                self._subqueries(where, names)
            elif word == "CALL":
                names |= self._call(body, names)
            elif word == "UNION":
                names = dict(known)
            elif word in ("WITH", "RETURN", "UNWIND"):
                items, where = _cut(re.sub(r"^\s*DISTINCT\b", "", body), "WHERE")
                fresh = self._items(items, names)
                names = {**names, **fresh} if word == "UNWIND" else fresh
                self._subqueries(where, names)
            if word == "RETURN":
                given = _either(given, names)
        return given

    def _call(self, body: str, names: Mapping[str, Named]) -> dict[str, Named]:
        match = _CALL.fullmatch(body)
        if match is None:
            raise _UnreadableError
        imported = {name for name in re.split(r"[,\s]+", match[1]) if name}
        return self.query(match[2], {name: names[name] for name in imported & names.keys()})

    def _items(self, text: str, names: Mapping[str, Named]) -> dict[str, Named]:
        """What the items of a WITH, RETURN or UNWIND are called from here on."""
        self._subqueries(text, names)
        given: dict[str, Named] = {}
        for item in map(str.strip, _split(text)):
            match = _AS.fullmatch(item)
            if match is not None:
                given[match[2]] = self._made_of(match[1], names)
            elif item in names:
                given[item] = names[item]
        return given

    def _made_of(self, expression: str, names: Mapping[str, Named]) -> Named:
        """What an expression may hold; a property other than the id holds nothing."""
        reads = [(name, read) for name, read in _READ.findall(expression) if name in names]
        self.taken |= {name for name, read in reads if not read}
        return _any_of(
            names[name]
            for name, read in reads
            if read in ("", "id") or [one.name for one in names[name]] != [name]
        )

    def _subqueries(self, text: str, names: Mapping[str, Named]) -> None:
        """What EXISTS and COUNT look at within an expression."""
        end = 0
        for match in _SUBQUERY.finditer(text):
            if match.start() >= end:
                end = _closing(text, match.end() - 1)
                self.query(text[match.end() : end], names)

    def _pattern(self, text: str, names: Mapping[str, Named]) -> dict[str, Named]:
        """Bind what a pattern names anew, each from whatever leads to the anchor soonest."""
        nodes, links = _chains(text)
        known = {key: self._known(node, names) for key, node in nodes.items()}
        bound = {key: named for key, named in known.items() if named is not None}
        links += [(end, types, start) for start, types, end in links]
        while ready := [link for link in links if link[0] in bound and link[2] not in bound]:
            start, types, end = min(
                ready, key=lambda link: _cost(bound[link[0]], link[1], nodes[link[2]])
            )
            bound[end] = self._bind(bound[start], types, nodes[end])
        if bound.keys() != nodes.keys():
            raise _UnreadableError  # what hangs on nothing may be anything
        for start, types, _ in links:
            for one in bound[start]:
                one.types.update(types)
        return {key: bound[key] for key, node in nodes.items() if node.name}

    def _known(self, node: _Node, names: Mapping[str, Named]) -> Named | None:
        """What a node of a pattern stands for that was bound before."""
        if node.name in names:
            return names[node.name]
        if node.id == "id" and not self.bound:
            return self._keep(Bound(node.name, node.labels))
        if node.id in names:
            return names[node.id]
        return None if node.labels & WALKED else ()

    def _bind(self, start: Named, types: Iterable[str], node: _Node) -> Named:
        """Bind a node that is linked to what is bound; () when it is of no walked label."""
        parents = _parents(start, types, node)
        labels = frozenset(label for _, triples in parents for _, _, label in triples)
        return self._keep(Bound(node.name, labels, parents)) if parents else ()

    def _keep(self, one: Bound) -> Named:
        self.bound.append(one)
        return (one,)


@dataclass(frozen=True, slots=True)
class _Node:
    """A node as a pattern writes it; `id` is the name of the value that its id must have."""

    name: str
    labels: frozenset[str]
    id: str


_Link = tuple[str, list[str], str]  # (key of a node, types, key of a node)


def _chains(text: str) -> tuple[dict[str, _Node], list[_Link]]:
    """The nodes of a pattern by key, a name or a place, and the links between them."""
    nodes: dict[str, _Node] = {}
    starts, ends = dict[int, str](), dict[int, str]()
    for match in _NODE.finditer(text):
        key = match[1] or f"({match.start()})"
        id_ = _ID.search(match[3] or "")
        labels = frozenset(match[2].split("|")) if match[2] else WALKED
        if key not in nodes or match[2]:
            nodes[key] = _Node(match[1] or "", labels, id_[1] if id_ else "")
        starts[match.start()], ends[match.end()] = key, key
    links = list(_LINK.finditer(text))
    loose = any(link.start() not in ends or link.end() not in starts for link in links)
    if loose or len(links) != len(re.findall(r"-\[|--", text)):
        raise _UnreadableError
    return nodes, [(ends[each.start()], each[1].split("|"), starts[each.end()]) for each in links]


def _triples(here: Iterable[str], types: Iterable[str], there: Iterable[str]) -> Iterator[Triple]:
    """The links of these types that may join these labels, whichever way they point."""
    near, far = set(here) & WALKED, set(there) & WALKED
    for type_ in types:
        for start, end in LINK[type_].joins:
            if start in near and end in far:
                yield start, type_, end
            if end in near and start in far:
                yield end, type_, start


def _any_of(several: Iterable[Named]) -> Named:
    return tuple(dict.fromkeys(one for named in several for one in named))


def _either(some: Mapping[str, Named], other: Mapping[str, Named]) -> dict[str, Named]:
    names = {**some, **other}
    return {name: _any_of((some.get(name, ()), other.get(name, ()))) for name in names}


def _parents(
    start: Named, types: Iterable[str], node: _Node
) -> tuple[tuple[Bound, frozenset[Triple]], ...]:
    """What of `start` may be linked so to a node, and how."""
    return tuple(
        (parent, triples)
        for parent in start
        if (triples := frozenset(_triples(parent.labels, types, node.labels)))
    )


def _cost(start: Named, types: Iterable[str], node: _Node) -> tuple[int, bool]:
    """How far from the anchor a node would hang, and whether on a hub alone."""
    parents = [parent for parent, _ in _parents(start, types, node)]
    depth = min((parent.depth for parent in parents), default=FAR)
    return depth, all(parent.labels <= HUBS for parent in parents)


def _clauses(text: str) -> Iterator[tuple[str, str]]:
    """The clauses of a text with what stands in each, none of its subqueries'."""
    words = [match for match in _CLAUSE.finditer(text) if _open(text, match.start()) == 0]
    if text[: words[0].start() if words else None].strip():
        raise _UnreadableError
    for match, following in zip(words, [*words[1:], None], strict=True):
        yield match[0], text[match.end() : following.start() if following else None]


def _open(text: str, place: int) -> int:
    """How many brackets are open at a place."""
    before = text[:place]
    return sum(map(before.count, "([{")) - sum(map(before.count, ")]}"))


def _split(text: str) -> list[str]:
    """The items of a list."""
    commas = [m.start() for m in re.finditer(",", text) if _open(text, m.start()) == 0]
    return [text[a + 1 : b] for a, b in zip([-1, *commas], [*commas, len(text)], strict=True)]


def _cut(text: str, word: str) -> tuple[str, str]:
    """What stands before a word, and after it."""
    for match in re.finditer(rf"\b{word}\b", text):
        if _open(text, match.start()) == 0:
            return text[: match.start()], text[match.end() :]
    return text, ""


def _closing(text: str, opening: int) -> int:
    """The place of the bracket that closes this one."""
    depth = _open(text, opening)
    closings = (match.start() for match in re.finditer(r"[)\]}]", text[opening:]))
    return next(opening + at for at in closings if _open(text, opening + at + 1) == depth)
