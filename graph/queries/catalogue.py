"""Finds, fills and checks the query files under `cypher/`."""

from __future__ import annotations

import functools
import hashlib
import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from graph.errors import QueryError
from graph.model.schema import INSTANTS, LABEL, LABELS, LINK, LINKS
from graph.queries import parts
from graph.queries.query_file import (
    QUESTIONS,
    ROOMS,
    THEMED,
    VIEWED,
    Column,
    Param,
    Query,
    Room,
    parse,
)

__all__ = [
    "Column",
    "Param",
    "Query",
    "all_queries",
    "load",
    "schema_digest",
    "schema_names",
    "schema_statements",
]

_HOLE = re.compile(r"\{\{(\w+)\}\}")


def load(name: str, /, **names: str) -> Query[Any]:
    """The query `room/name`, in write/ and system/ `room/theme/name`.

    `names` fill the holes of a template; only schema/, write/ and system/ have templates;
    the parts of a question (see graph/queries/parts.py) are put in here.

    A hole is `{{label}}`, `{{start}}`, `{{end}}` (labels), `{{type}}` (a relationship
    type, which must join start and end) or `{{property}}` (a look-up of the label).
    QueryError when the file is missing, breaks its contract, or a name is not in
    graph/model/schema.py.
    """
    return _load(name, tuple(sorted(names.items())))


def all_queries(room: Room | None = None) -> list[Query]:
    """Every query of one room, or of all; a template once for each way to fill it.

    QueryError too when a part lies in its folder that no rule puts in.
    """
    paths = _paths(room)
    if rules := {path: _source(path) for path in paths if _room(path) == "detect"}:
        parts.check_all_used(rules)
    return [
        load(path, **names)
        for path in paths
        for names in _fillings(frozenset(_HOLE.findall(_source(path))))
    ]


def schema_statements(engine: str) -> list[str]:
    """What only this engine understands of the schema: the files of `cypher/schema/<engine>`."""
    return [
        _fill(statement, names)
        for entry in sorted(_folder(f"schema/{engine}"), key=lambda entry: entry.name)
        for statement in map(str.strip, entry.read_text(encoding="utf-8").split(";"))
        if statement
        for names in _fillings(frozenset(_HOLE.findall(statement)))
    ]


@functools.cache
def schema_names(engine: str) -> frozenset[str]:
    """The names of all constraints and indexes on this engine."""
    texts = [query.text for query in all_queries("schema")] + schema_statements(engine)
    named = (re.findall(r"(?:CONSTRAINT|INDEX) (\w+) IF NOT EXISTS", text) for text in texts)
    return frozenset(name for names in named for name in names)


@functools.cache
def schema_digest(engine: str) -> str:
    """A short hash of all that makes the schema on this engine."""
    texts = [query.text for query in all_queries("schema")] + schema_statements(engine)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:20]


@functools.cache
def _load(path: str, names: tuple[tuple[str, str], ...]) -> Query[Any]:
    source = _whole(path)
    given = dict(names)
    holes = set(_HOLE.findall(source))
    if holes and _room(path) in QUESTIONS:
        raise QueryError(f"cypher/{path}.cypher: a question may have no {{{{holes}}}}")
    if holes != set(given):
        raise QueryError(
            f"cypher/{path}.cypher has the holes {sorted(holes)} but is filled with "
            f"{sorted(given)}: name exactly its holes"
        )
    _check_names(path, given)
    return parse(path, _fill(source, given), given)


def _room(path: str) -> str:
    return path.partition("/")[0]


def _whole(path: str) -> str:
    source = _source(path)
    if _room(path) in VIEWED and (match := re.search(r"\$(clearance|compartments)\b", source)):
        raise QueryError(
            f"cypher/{path}.cypher: {match[0]} stands in the part `cleared` alone: write"
            " `{{> cleared x}}` for each node and link x"
        )
    if _room(path) in parts.FOLDERS:
        return parts.put_in(path, source)
    if "{{>" in source:
        raise QueryError(f"cypher/{path}.cypher: only questions have parts: write it out")
    return source


def _fill(text: str, names: dict[str, str]) -> str:
    return _HOLE.sub(lambda hole: names[hole[1]], text)


def _check_names(path: str, given: dict[str, str]) -> None:
    if given and given not in _fillings(frozenset(given)):
        raise QueryError(
            f"cypher/{path}.cypher is filled with {', '.join(sorted(given.values()))}: "
            "take labels, types and the pairs they join from graph/model/schema.py"
        )


@functools.cache
def _fillings(holes: frozenset[str]) -> list[dict[str, str]]:
    """Every way that the schema allows to fill these holes; [{}] when there are none."""
    if not holes:
        return [{}]
    if holes == {"label"}:
        return [{"label": name} for name in LABEL]
    if holes == {"label", "property"}:
        return [
            {"label": label.name, "property": name} for label in LABELS for name in label.lookups
        ]
    if holes == {"owner", "instant"}:
        return [
            {"owner": owner, "instant": name} for owner, names in INSTANTS.items() for name in names
        ]
    if holes == {"type"}:
        return [{"type": name} for name in LINK]
    joins = [
        {"type": link.type, "start": start, "end": end}
        for link in LINKS
        for start, end in link.joins
    ]
    picked = [{hole: join[hole] for hole in holes} for join in joins if holes <= set(join)]
    return [names for place, names in enumerate(picked) if names not in picked[:place]]


def _paths(room: Room | None) -> list[str]:
    rooms = ROOMS if room is None else (room,)
    folders = [theme for each in rooms for theme in (each, *_themes(each))]
    return sorted(
        f"{folder}/{entry.name.removesuffix('.cypher')}"
        for folder in folders
        for entry in _folder(folder)
        if entry.name.endswith(".cypher")
    )


def _themes(room: Room) -> list[str]:
    """The folders into which a room of many files is divided."""
    if room not in THEMED:
        return []
    return [f"{room}/{entry.name}" for entry in _folder(room) if entry.is_dir()]


def _folder(path: str) -> list[Traversable]:
    folder = files("cypher") / path
    return list(folder.iterdir()) if folder.is_dir() else []


@functools.cache
def _source(path: str) -> str:
    entry = files("cypher").joinpath(f"{path}.cypher")
    if not re.fullmatch(r"([a-z_]+/){1,2}[a-z][a-z0-9_]*", path) or not entry.is_file():
        raise QueryError(f"there is no query {path}: `throughline ask` lists them")
    return entry.read_text(encoding="utf-8")
