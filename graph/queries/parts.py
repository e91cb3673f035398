"""What several queries say, said once: the parts of their room, put in by name.

A query writes `{{> PART NAME …}}`, where each name is a variable, or a property of one. The part's
header lists under `takes` what it calls them, and its text holds a hole `{{NAME}}` for each. A
part may have parts of its own. What comes out is the query's text, as the engine and whoever else
reads the query sees it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from graph.errors import QueryError
from graph.queries.query_file import code_of, split_header
from graph.queries.query_types import split_top

RULES = "detect/parts"
FOLDERS = {"detect": RULES, "view": "ask/parts", "ask": "ask/parts", "own": "ask/parts"}
"""The rooms whose queries have parts, and the folder under cypher/ in which these lie."""
_PUT = re.compile(r"\{\{>\s*(\w+)((?:\s+[\w.]+)*)\s*\}\}")
_ANY = re.compile(r"\{\{>.*?(?:\}\}|$)", re.DOTALL)
_NAMED = re.compile(r"\{\{>\s*(\w+)")
_HOLE = re.compile(r"\{\{(\w+)\}\}")
_KEYS = ({"name", "does"}, {"name", "does", "takes", "source"})


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of Cypher: `takes` are its holes, in the order in which a rule fills them."""

    name: str
    takes: tuple[str, ...]
    text: str


def put_in(path: str, text: str, within: tuple[str, ...] = ()) -> str:
    """The text with its parts put in; QueryError, with the mend, when one cannot be.

    `path` is the query's `room/name`; `within` are the parts that the text itself is of.
    """

    def fill(mark: re.Match[str]) -> str:
        put = _PUT.fullmatch(mark[0])
        if put is None:
            raise _bad(path, f"{mark[0]} is no part: write {{{{> PART NAME …}}}}")
        return _filled(path, _part(path, put[1]), put[2].split(), within)

    return _ANY.sub(fill, text)


def filled(room: str, name: str, *given: str) -> str:
    """The text of a part of that room, for a program to put in; these names are its holes."""
    return _filled(room, _part(room, name), list(given), ())


def check_all_used(sources: Mapping[str, str]) -> None:
    """QueryError when a part lies in the folder that none of these rules, by path, puts in."""
    used: set[str] = set()
    for path, source in sources.items():
        _gather(path, source, used)
    if unused := sorted(_files(RULES).keys() - used):
        raise QueryError(
            f"cypher/{RULES}: no rule puts in {', '.join(unused)}: use it or take its file out"
        )


def _gather(path: str, text: str, used: set[str]) -> None:
    for name in _NAMED.findall(text):
        if name not in used:
            used.add(name)
            _gather(path, _part(path, name).text, used)


def _filled(path: str, part: Part, given: list[str], within: tuple[str, ...]) -> str:
    if part.name in within:
        raise _bad(f"{_folder(path)}/{part.name}", "it is a part of itself: take that out")
    if len(given) != len(part.takes):
        raise _bad(
            path,
            f"{{{{> {part.name}}}}} is given {len(given)} names, and takes {len(part.takes)} "
            f"({', '.join(part.takes) or 'none'}): name each of them",
        )
    _check_own_names(path, part, given)
    names = dict(zip(part.takes, given, strict=True))
    text = _HOLE.sub(lambda hole: names[hole[1]], part.text)
    return put_in(path, text, (*within, part.name))


def _check_own_names(path: str, part: Part, given: list[str]) -> None:
    """A name that the part itself gives to something would mean that within it."""
    own = _HOLE.sub("", _ANY.sub("", part.text))
    for name in given:
        root = name.partition(".")[0]
        if re.search(rf"(?<![\w.$:]){re.escape(root)}\b(?!\s*[:(])", code_of(own)):
            raise _bad(path, f"{{{{> {part.name}}}}} uses {root} itself: give yours another name")


def _part(path: str, name: str) -> Part:
    folder = _folder(path)
    if name not in _files(folder):
        listed = ", ".join(sorted(_files(folder))) or "none"
        raise _bad(path, f"there is no part {name}: name one of cypher/{folder} ({listed})")
    return _load(folder, name)


def _folder(path: str) -> str:
    return FOLDERS[path.partition("/")[0]]


@functools.cache
def _files(folder: str) -> dict[str, Traversable]:
    """The files by the name of their part; the folders of themes between say nothing."""
    by_name: dict[str, Traversable] = {}
    folders = [files("cypher").joinpath(folder)]
    for inner in folders:
        for each in inner.iterdir() if inner.is_dir() else ():
            if each.is_dir():
                folders.append(each)
            elif each.name.endswith(".cypher"):
                by_name[each.name.removesuffix(".cypher")] = each
    return by_name


@functools.cache
def _load(folder: str, name: str) -> Part:
    return parse_part(name, _files(folder)[name].read_text(encoding="utf-8"), folder)


def parse_part(name: str, source: str, folder: str = RULES) -> Part:
    """Make the part of that name from its source; QueryError says what to mend."""
    path = f"{folder}/{name}"
    header, text = split_header(path, source)
    required, known = _KEYS
    if unknown := sorted(header.keys() - known):
        raise _bad(path, f"unknown header key {', '.join(unknown)}: a part has name, does, takes")
    if missing := sorted(required - {key for key, value in header.items() if value}):
        raise _bad(path, f"the header lacks {', '.join(missing)}: add `// KEY: value`")
    if header["name"] != name:
        raise _bad(path, f"name is {header['name']!r}: make it {name!r}, as the file is called")
    if re.search(r"\S.*//|//[^\n]*$", text):
        raise _bad(path, "a comment stands beside or below its text: give it a line above")
    takes = tuple(split_top(header.get("takes", "").strip("-")))
    if wrong := sorted(set(_HOLE.findall(text)).symmetric_difference(takes)):
        raise _bad(path, f"takes and the holes differ in {', '.join(wrong)}: make them the same")
    if not text:
        raise _bad(path, "it says nothing: write the Cypher below the header")
    return Part(name, takes, text)


def _bad(path: str, what: str) -> QueryError:
    return QueryError(f"cypher/{path}.cypher: {what}")
