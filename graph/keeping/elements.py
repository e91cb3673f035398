"""The whole graph as lines, flags and nights and all, and back into an empty graph.

Unlike the canonical dump (graph/derive/dump.py) nothing is left out and nobody is renamed, so that
a graph that was put back is the same to the last property, on the other engine too. A line is one
node or link as JSON; instants stand apart, since a query has to be told which text is one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from graph import queries
from graph.batches import batches
from graph.derive.spool import in_order
from graph.engine.store import Store
from graph.errors import QueryError
from graph.model.schema import LABELS, LINKS
from graph.queries import Query

ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Tally:
    """How many nodes and links a graph has, and the SHA-256 of its sorted lines."""

    nodes: int
    links: int
    sha256: str


def lines(store: Store) -> Iterator[str]:
    """Every node, then every link; those of one label or type stand together.

    But for whose graph it is: it may be put back for another folder.
    """
    for label in (label for label in LABELS if label.name != "Folder"):
        for row in store.stream(queries.load("system/elements/all_nodes", label=label.name)):
            yield _line({"node": label.name, "id": row["id"]}, row["props"])
    for link in LINKS:
        for start, end in link.joins:
            names = {"type": link.type, "start": start, "end": end}
            for tie in store.stream(queries.load("system/elements/all_links", **names)):
                ends = {"link": [link.type, start, end], "start": tie["start"], "end": tie["end"]}
                yield _line(ends, tie["props"])


def tally(of: Iterable[str]) -> Tally:
    """Count lines, in whatever order they come."""
    total, counts = hashlib.sha256(), {True: 0, False: 0}
    for line in in_order(of):
        counts["node" in json.loads(line)] += 1
        total.update(line.encode() + b"\n")
    return Tally(counts[True], counts[False], total.hexdigest())


def put_back(store: Store, of: Iterable[str], progress: Callable[[int], None]) -> None:
    """Write the lines of a graph into an empty one; again after a kill, with the same end."""
    done = 0
    for query, rows in groupby(map(json.loads, of), _query):
        for batch in batches(rows, ROWS):
            store.write(query, rows=batch)
            done += len(batch)
            progress(done)


def is_empty(store: Store) -> bool:
    """Whether the graph holds nothing at all."""
    return next(lines(store), None) is None


def _line(element: dict[str, Any], props: Mapping[str, Any]) -> str:
    plain, instants = {}, {}
    for name, value in props.items():
        if isinstance(value, dt.datetime):
            instants[name] = value.isoformat()
        elif value is not None and name != "id":
            plain[name] = value
    if "link" in element and props.get("id") is not None:
        plain["id"] = props["id"]
    try:
        return json.dumps({**element, "props": plain, "instants": instants}, sort_keys=True)
    except TypeError as error:
        raise QueryError(
            f"a property of {element.get('node') or element['link']} is of a type that "
            "graph/keeping/elements.py cannot write: add it there"
        ) from error


def _query(row: Mapping[str, Any]) -> Query[Any]:
    if "node" in row:
        return queries.load("write/keeping/node", label=row["node"])
    type_, start, end = row["link"]
    apart = (
        "link_of_key" if "key" in row["props"] else "link_as" if "as" in row["props"] else "link"
    )
    return queries.load(f"write/keeping/{apart}", type=type_, start=start, end=end)
