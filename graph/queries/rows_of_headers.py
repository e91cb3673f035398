"""graph/queries/rows.py: what each query returns, as its header declares it, in Python's types.

`python -m graph.queries.rows_of_headers` writes it; a test compares the two. mypy then knows the
columns of `store.read(load("system/flags/find"), …)`, and finds one that is mistyped. What a
measure adds to a rule's row has a type beside it. A `map` and an `any` are open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.queries.catalogue import all_queries
from graph.queries.query_file import Column, Query
from graph.queries.query_types import Type

_TYPES = {
    "str": "str",
    "int": "int",
    "float": "float",
    "bool": "bool",
    "date": "dt.date",
    "datetime": "dt.datetime",
    "map": "dict[str, Any]",
    "any": "Any",
}
_OPENING = '''"""The rows of every query, made from the headers by rows_of_headers.py."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, Protocol, TypedDict, overload

from graph.queries.query_file import Query
'''
_LOAD = '''

class Load(Protocol):
    """`load`, with the rows of each query."""
'''
_ANY = """
    @overload
    def __call__(self, name: str, /, **names: str) -> Query[Any]: ...
"""
_WIDTH = 100


def python() -> str:
    """The whole module."""
    queries = {query.path: query for query in all_queries() if query.returns}
    rows = [part for query in queries.values() for part in _rows(query)]
    overloads = [_overload(query) for query in queries.values()]
    return "".join([_OPENING, *rows, _LOAD, *overloads, _ANY])


def _overload(query: Query) -> str:
    """What `load` gives for the path of a query, and which holes it has, as ruff lays it out."""
    holes = "".join(f", {hole}: str" for hole, _ in query.names)
    takes = f'self, name: Literal["{query.path}"], /{", *" if holes else ""}{holes}'
    line = f"    def __call__({takes}) -> Query[{_name(query)}]: ..."
    if len(line) > _WIDTH:
        line = f"    def __call__(\n        {takes}\n    ) -> Query[{_name(query)}]: ..."
    return f"\n    @overload\n{line}\n"


def _name(query: Query) -> str:
    return "".join(word.capitalize() for word in query.path.replace("/", "_").split("_"))


def _rows(query: Query) -> Iterator[str]:
    yield _class(_name(query), f"A row of cypher/{query.path}.cypher.", query.returns)
    if query.adds:
        about = f"What the measure of cypher/{query.path}.cypher adds to a row."
        yield _class(f"{_name(query)}Adds", about, query.adds)


def _class(name: str, about: str, columns: Iterable[Column]) -> str:
    lines = "".join(f"    {column.name}: {_annotation(column.type)}\n" for column in columns)
    return f'\n\nclass {name}(TypedDict):\n    """{about}"""\n\n{lines}'


def _annotation(type_: Type) -> str:
    plain = f"list[{_annotation(type_.item)}]" if type_.item else _TYPES[type_.name]
    return f"{plain} | None" if type_.nullable and type_.name != "any" else plain


if __name__ == "__main__":
    # Not by a `>` of the shell: it would empty the module before this one imports it.
    Path(__file__).with_name("rows.py").write_text(python(), encoding="utf-8")
