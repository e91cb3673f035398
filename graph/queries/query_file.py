"""One query file: its header parsed and checked, so that a bad file cannot become a Query.

The header is the `// key: value` lines at the top; a line of `//` and three or
more spaces goes on with the one above. `-` stands for an empty value. Which keys a
file has depends on its room, the folder that it lies in; rooms of many files are
divided into themes.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal

from typing_extensions import TypeVar

from graph.errors import InputError, QueryError
from graph.model.schema import LABEL
from graph.queries.query_types import Type, parse_default, parse_type, split_top
from graph.queries.touches import Touch, parse_touches

Room = Literal["schema", "write", "system", "view", "ask", "detect", "own"]
ROOMS: tuple[Room, ...] = ("schema", "write", "system", "view", "ask", "detect")
OWN: Room = "own"
"""Questions that somebody wrote for themselves: no room of cypher/, and known by their file."""
QUESTIONS: tuple[Room, ...] = ("view", "ask", "detect", OWN)
THEMED: tuple[Room, ...] = ("write", "system", "view")
"""Rooms whose files lie in folders of one theme each, such as `write/people`."""
VIEWED: tuple[Room, ...] = ("view", "ask", OWN)
"""Rooms whose answers go to a viewer: each of their queries takes the viewer's clearance."""

_REQUIRED = {
    "schema": ("name", "does"),
    "write": ("name", "does", "touches"),
    "system": ("name", "does"),
    "view": ("name", "question", "params", "returns"),
    "ask": ("name", "question", "params", "returns"),
    OWN: ("name", "question", "params", "returns"),
    "detect": (
        *("name", "question", "anchor", "params", "returns", "subjects", "evidence"),
        *("reach", "wakes", "flag", "explain", "source"),
    ),
}
_OPTIONAL: dict[str, tuple[str, ...]] = {
    "schema": ("params", "returns"),
    "write": ("params", "returns"),
    "system": ("params", "returns"),
    "view": ("anchor", "source"),
    "ask": ("anchor", "source", "measure", "adds"),
    OWN: ("source",),
    "detect": ("measure", "adds", "against"),
}
_UNQUOTED = re.compile(
    r"//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`[^`]*`", re.DOTALL
)
_WRITES = re.compile(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|DROP|LOAD\s+CSV|FOREACH)\b", re.IGNORECASE)
_ONE_ENGINE = {
    r"\belementId\s*\(": "elementId() is not stable on both engines: use the graph's own id",
    r"\bid\s*\(\s*\w+\s*\)": "id() is not stable on both engines: use the property id",
    r"\bapoc\.": "APOC is not on both engines: write it in plain Cypher",
    r"\bdb\.schema\.": "db.schema.* is not on both engines: graph/model/schema.py holds the schema",
    r"^\s*CYPHER\s+\d": "a CYPHER version prefix is not on both engines: take it out",
}


@dataclass(frozen=True, slots=True)
class Param:
    """A declared parameter; `default` counts only when it is not `required`."""

    name: str
    type: Type
    required: bool = True
    default: Any = None


@dataclass(frozen=True, slots=True)
class Column:
    """A declared parameter or column: its name and type."""

    name: str
    type: Type


IMPLICIT = (
    Param("anchors", parse_type("list[str]")),
    Param("as_of", parse_type("datetime")),
    Param("ref", parse_type("map")),
)


COMPARTMENTS = Param("compartments", parse_type("list[str]"), required=False, default=[])
"""Those that the viewer is in: every query that goes to a viewer has them, from the session alone,
and is kept to what is in none where they are not given."""


LINKS = Column("links", parse_type("list[map]"))
"""The column in which a rule cites links that lie between what it does not name, each as its
records and level; an answer has the ids of those records in its place."""
RECORDS = Column("record_ids", parse_type("list[str]"))
R_co = TypeVar("R_co", covariant=True, default=Mapping[str, Any])


@dataclass(frozen=True)
class Query(Generic[R_co]):
    """A query file. `name` is the file's own name, `path` is what `load` takes.

    That is `room/name`, or `room/theme/name` in a room that is divided into themes.

    `question` is what files of `schema`, `write` and `system` call `does`. `names` are the labels
    and types that filled a template. For `detect`: `anchor` starts with the label whose ids
    go in as `$anchors`, `subjects` and `evidence` are columns, `reach` is in hops, `adds`
    are the columns that the `measure` of graph/rules/measures.py puts beside those of the query.
    For `write`: `touches` says which entities it changes. `asked` is a question of somebody's own
    as they wrote it, before anything was put in.
    """

    name: str
    room: Room
    question: str
    text: str
    params: tuple[Param, ...]
    returns: tuple[Column, ...]
    anchor: str = ""
    subjects: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    reach: int = 0
    wakes: tuple[str, ...] = ()
    flag: str = ""
    explain: str = ""
    source: str = ""
    measure: str = ""
    names: tuple[tuple[str, str], ...] = ()
    adds: tuple[Column, ...] = ()
    against: str = ""
    theme: str = ""
    touches: tuple[Touch, ...] = ()
    asked: str = ""

    @property
    def path(self) -> str:
        """Where the file lies under cypher/, without its suffix."""
        return "/".join(part for part in (self.room, self.theme, self.name) if part)

    @property
    def file(self) -> str:
        """How a message names the file."""
        return f"{self.name}.cypher" if self.room == OWN else f"cypher/{self.path}.cypher"

    @property
    def returned(self) -> list[str]:
        """The columns that the engine returns."""
        return [column.name for column in self.returns]

    @property
    def columns(self) -> list[str]:
        """The columns of an answer, those of the measure too."""
        return [column.name for column in self.gives]

    @property
    def gives(self) -> tuple[Column, ...]:
        """The columns that a reader sees, then those that the rule's measure adds."""
        own = (RECORDS if column == LINKS else column for column in self.returns)
        return (*own, *self.adds)

    def bind(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Every parameter with its value as the engine takes it; InputError if one is wrong.

        A `detect` file gets `$anchors`, `$as_of` and `$ref` beside what it declares, a file for
        viewers `$compartments`.
        """
        known = self.params + _implicit(self.room)
        unknown = sorted(set(given) - {param.name for param in known})
        if unknown:
            raise InputError(
                f"{self.path} has no parameter {', '.join(unknown)}: "
                f"it takes {', '.join(param.name for param in known) or 'none'}"
            )
        return {param.name: self._bind_one(param, given) for param in known}

    def _bind_one(self, param: Param, given: Mapping[str, Any]) -> Any:
        if param.name not in given:
            if param.required:
                raise InputError(
                    f"{self.path} needs {param.name}: give {param.name}=… ({param.type})"
                )
            return param.default
        try:
            return param.type.take(given[param.name])
        except ValueError as error:
            raise InputError(f"parameter {param.name} of {self.path} {error}") from None


def _implicit(room: Room) -> tuple[Param, ...]:
    """The parameters that every query of a room has, and none declares."""
    if room == "detect":
        return IMPLICIT
    return (COMPARTMENTS,) if room in VIEWED else ()


def parse(path: str, source: str, names: Mapping[str, str] | None = None) -> Query:
    """Make the Query of a path from its source; QueryError says what to mend."""
    room, *themes, name = path.split("/")
    if room not in (*ROOMS, OWN):
        raise _bad(path, f"no such room: move it to {', '.join(ROOMS)}")
    if bool(themes) != (room in THEMED):
        raise _bad(path, f"only {', '.join(THEMED)} have themes, and all their files have one")
    header, text = split_header(path, source)
    _check_keys(path, room, header)
    if header["name"] != name:
        raise _bad(path, f"name is {header['name']!r}: make it {name!r}, as the file is called")
    params = tuple(_param(path, part) for part in _list(header.get("params", "-")))
    query = Query(
        name=name,
        room=room,
        question=header.get("question") or header.get("does", ""),
        text=text,
        params=params,
        returns=tuple(_column(path, part) for part in _list(header.get("returns", "-"))),
        anchor=header.get("anchor", ""),
        subjects=tuple(_list(header.get("subjects", "-"))),
        evidence=tuple(_list(header.get("evidence", "-"))),
        reach=_reach(path, header.get("reach", "0")),
        wakes=tuple(_list(header.get("wakes", "-"))),
        flag=header.get("flag", ""),
        explain=header.get("explain", ""),
        source=header.get("source", ""),
        measure=header.get("measure", ""),
        names=tuple(sorted((names or {}).items())),
        adds=tuple(_column(path, part) for part in _list(header.get("adds", "-"))),
        against=header.get("against", ""),
        theme="".join(themes),
        touches=_touches(path, header, params, text),
    )
    _check(query)
    return query


def _bad(path: str, what: str) -> QueryError:
    room, _, name = path.partition("/")
    return QueryError(f"{name if room == OWN else f'cypher/{path}'}.cypher: {what}")


def split_header(path: str, source: str) -> tuple[dict[str, str], str]:
    """Split a file into its header's keys and the query itself."""
    header: dict[str, str] = {}
    last = ""
    lines = source.splitlines()
    for place, line in enumerate(lines):
        if not line.startswith("//"):
            return header, "\n".join(lines[place:]).strip()
        match = re.fullmatch(r"//\s?([a-z_]+):\s*(.*?)\s*", line)
        if match:
            last = match[1]
            if last in header:
                raise _bad(path, f"{last} stands twice in the header: keep one")
            header[last] = match[2]
        elif last and re.match(r"//\s{3,}\S", line):
            header[last] = f"{header[last]} {line[2:].strip()}".strip()
        else:
            raise _bad(path, "a header line is not `// key: value`: put comments below the header")
    return header, ""


def _check_keys(path: str, room: str, header: Mapping[str, str]) -> None:
    required, optional = _REQUIRED[room], _OPTIONAL[room]
    unknown = sorted(set(header) - set(required) - set(optional))
    if unknown:
        raise _bad(
            path,
            f"unknown header key {', '.join(unknown)}: {room}/ files know "
            f"{', '.join((*required, *optional))}",
        )
    missing = [key for key in required if not header.get(key)]
    if missing:
        raise _bad(path, f"the header lacks {', '.join(missing)}: add `// KEY: value`, or `-`")


def _list(text: str) -> list[str]:
    return [] if text == "-" else split_top(text)


def _param(path: str, text: str) -> Param:
    match = re.fullmatch(r"(\w+)\s*:\s*([^=]+?)\s*(?:=\s*(.+))?", text)
    if not match:
        raise _bad(path, f"parameter {text!r} is not `name: type` or `name: type = default`")
    name, type_text, default = match.groups()
    try:
        type_ = parse_type(type_text)
        if default is None:
            return Param(name, type_)
        return Param(name, type_, False, parse_default(default, type_))
    except ValueError as error:
        raise _bad(path, f"parameter {name}: {error}") from None


def _column(path: str, text: str) -> Column:
    name, colon, type_text = (part.strip() for part in text.partition(":"))
    if not colon or not name.isidentifier():
        raise _bad(path, f"column {text!r} is not `name: type`")
    try:
        return Column(name, parse_type(type_text))
    except ValueError as error:
        raise _bad(path, f"column {name}: {error}") from None


def _touches(
    path: str, header: Mapping[str, str], params: Iterable[Param], text: str
) -> tuple[Touch, ...]:
    if "touches" not in header:
        return ()
    try:
        types = {param.name: str(param.type) for param in params}
        return parse_touches(header["touches"], types, text)
    except ValueError as error:
        raise _bad(path, f"touches {error}") from None


def _reach(path: str, text: str) -> int:
    if not text.isdecimal():
        raise _bad(path, "reach is no number of hops: write 1, 2, …")
    return int(text)


def _check(query: Query) -> None:
    code = code_of(query.text)
    _check_params(query, code)
    for pattern, why in _ONE_ENGINE.items():
        if re.search(pattern, code, re.IGNORECASE | re.MULTILINE):
            raise _bad(query.path, why)
    if query.room not in ("schema", "write") and (match := _WRITES.search(code)):
        raise _bad(query.path, f"{match[1].upper()} writes: {query.room}/ only reads; use write/")
    if query.room in QUESTIONS:
        _check_question(query)
    if query.room in VIEWED and not any(
        param.name == "clearance" and str(param.type) == "int" and param.required
        for param in query.params
    ):
        raise _bad(query.path, "declare and use `clearance: int`: every read is for a viewer")
    if query.room == "system" and any(param.name == "clearance" for param in query.params):
        raise _bad(query.path, "system/ is for the program alone: with a clearance it is view/")
    if query.room == "detect":
        _check_rule(query, code)


def code_of(text: str) -> str:
    """The text without its comments, and with nothing in its quotes."""
    return _UNQUOTED.sub(lambda match: "" if match[0][0] == "/" else "''", text)


def _check_params(query: Query, code: str) -> None:
    declared = {param.name for param in query.params}
    used = set(re.findall(r"\$(\w+)", code))
    implicit = {param.name for param in _implicit(query.room)}
    if declared & implicit:
        taken = ", ".join(sorted(declared & implicit))
        raise _bad(query.path, f"params declares {taken}: it always has them; take them out")
    if unused := sorted(declared - used):
        raise _bad(query.path, f"params declares {', '.join(unused)}: use it or take it out")
    if undeclared := sorted(used - declared - implicit):
        raise _bad(query.path, f"params lacks {', '.join(undeclared)}: declare it with its type")


def _check_question(query: Query) -> None:
    if not query.question.endswith("?"):
        raise _bad(query.path, "question is no question: end it with ?")
    if not query.returns:
        raise _bad(query.path, "returns is empty: name the columns with their types")
    if bool(query.measure) != bool(query.adds):
        raise _bad(query.path, "measure and adds go together: name the columns that it adds")


def _check_rule(query: Query, code: str) -> None:
    if query.anchor.split()[0] not in LABEL:
        raise _bad(query.path, "anchor does not begin with a label of graph/model/schema.py")
    if not re.match(r"\s*UNWIND\s+\$anchors\s+AS\s+\w+\s", code):
        raise _bad(query.path, "begin it with `UNWIND $anchors AS id MATCH (x:Label {id: id})`")
    _check_columns(query)
    columns = {column.name for column in query.gives}
    templates = {"flag": query.flag, "explain": query.explain, "against": query.against}
    for key, text in templates.items():
        for name in _placeholders(query.path, key, text):
            if name not in columns:
                raise _bad(query.path, f"{key} shows {{{name}}}: return it, or take it out")


def _check_columns(query: Query) -> None:
    columns = {column.name: column.type for column in query.returns + query.adds}
    if len(columns) < len(query.gives):
        raise _bad(query.path, "adds names a column that the query returns: give it another name")
    for key, names in (("subjects", query.subjects), ("evidence", query.evidence)):
        if not names:
            raise _bad(query.path, f"{key} is empty: name the columns that hold the ids")
        for name in names:
            if key == "evidence" and (name, columns.get(name)) == (LINKS.name, LINKS.type):
                continue
            if str(columns.get(name, "")).rstrip("?") not in ("str", "list[str]"):
                raise _bad(query.path, f"{key} names {name}: return it as str or list[str]")
    _check_cited(query, set(columns))


def _check_cited(query: Query, columns: set[str]) -> None:
    if LINKS in query.returns and LINKS.name not in query.evidence:
        raise _bad(query.path, "returns links that are no evidence: name links under evidence")
    if "level" in columns:
        raise _bad(query.path, "returns level: take it out, it is worked out from what is cited")
    if RECORDS.name in columns:
        raise _bad(query.path, "returns record_ids: cite the links themselves, as links: list[map]")


def _placeholders(path: str, key: str, text: str) -> list[str]:
    try:
        return [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError:
        raise _bad(path, f"{key} has an odd brace: write {{column}}") from None
