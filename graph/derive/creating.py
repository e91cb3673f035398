"""A whole graph written to a server, each element once, by several connections at once."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from pydantic import TypeAdapter

from graph import queries
from graph.batches import batches
from graph.changes.half_made import half_made
from graph.derive import staged
from graph.derive.staging import Staging
from graph.engine.store import Store
from graph.model.schema import INSTANTS
from graph.queries import Query

WRITERS = 2
"""Transactions at once."""
ROWS = 5_000
"""Rows of a transaction."""
_PROPS = TypeAdapter(dict[str, Any])
Batch = tuple[Query[Any], list[dict[str, Any]]]


def create(store: Store, staging: Staging) -> None:
    """Write what was put together into an empty graph: all nodes, then all links.

    A kill leaves the graph marked as half made, an error empty.
    """
    with half_made(store), ThreadPoolExecutor(WRITERS) as writers:
        _send(store, writers, _nodes(staging))
        _send(store, writers, _links(staging))


def _send(store: Store, writers: ThreadPoolExecutor, of: Iterable[Batch]) -> None:
    """Return when all is written; no more wait than there are writers."""
    sent: deque[Future[None]] = deque()
    try:
        for query, rows in of:
            if len(sent) > WRITERS:
                sent.popleft().result()
            sent.append(writers.submit(store.create, query, rows))
        while sent:
            sent.popleft().result()
    finally:
        for future in sent:
            future.cancel()


def _nodes(staging: Staging) -> Iterator[Batch]:
    for label, rows in staged.nodes(staging):
        query = queries.load("write/keeping/first_node", label=label)
        instants = INSTANTS.get(label, ())
        for page in batches((_read(props, instants) for (props,) in rows), ROWS):
            yield query, page


def _links(staging: Staging) -> Iterator[Batch]:
    for (type_, start, end), rows in staged.links(staging):
        query = queries.load("write/keeping/first_link", type=type_, start=start, end=end)
        instants = INSTANTS.get(type_, ())
        made = ({"start": a, "end": b, "props": _read(props, instants)} for a, b, props in rows)
        for page in batches(made, ROWS):
            yield query, page


def _read(props: str, instants: Iterable[str]) -> dict[str, Any]:
    """Properties of the types that the ordinary way gives them."""
    read: dict[str, Any] = _PROPS.validate_json(props)
    for name in instants:
        if text := read.get(name):
            read[name] = dt.datetime.fromisoformat(text)
    return read
