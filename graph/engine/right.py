"""The right to read what is meant for a viewer."""

from __future__ import annotations

from graph.errors import QueryError
from graph.queries import Query
from graph.queries.query_file import VIEWED


class ViewRight:
    """Whoever holds one may read the rooms `view/` and `ask/` of `cypher/`.

    graph/access/session.py alone makes one, and a contract of import-linter keeps it so: what
    it reads is audited, cleared for the viewer and screened for victim safety.
    """

    __slots__ = ()


def check_right(query: Query, right: ViewRight | None = None) -> None:
    """QueryError unless whoever asks may ask this: it is for no viewer, or by a session."""
    if query.room in VIEWED and not isinstance(right, ViewRight):
        raise QueryError(f"{query.file} is for viewers: ask it through a session, which audits it")
