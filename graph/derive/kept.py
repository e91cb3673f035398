"""What is truth in a graph, put aside: records with what brought them, and what people decided.

All else can be made of it outside the graph (graph/derive/staged.py), which is then written whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from typing import Any

from graph import queries
from graph.batches import batches
from graph.derive import staged
from graph.derive.accepted import Accepted
from graph.derive.staging import Staging
from graph.engine.store import Store
from graph.model.record import Record
from graph.model.schema import LABELS, LINKS

NODES = [
    *(label.name for label in LABELS if label.origin == "decided"),
    "Delivery",
]
MADE = ("Resolution", "Folder")
"""Of them: what a resolution writes anew, and what only a server's graph has."""
TIES = [link for link in LINKS if link.origin == "decided"]
PAGE = 1_000


def put_aside(store: Store, staging: Staging, progress: Callable[[int], None]) -> None:
    """Every record that is kept, and where in which delivery it stands."""
    done = 0
    for page in batches(store.stream(queries.load("system/records/contents")), PAGE):
        # One that no delivery brings any more is kept nevertheless: of itself it comes from none.
        staging.write("", [Accepted(Record.kept(row["content"]), ()) for row in page])
        done += len(page)
        progress(done)
    staging.wait()
    staging.db.execute(_SOURCE)
    for some in batches(_sources(store), staged.PAGE):
        staging.insert("source", ("id", "delivery", "extracted_at", "places"), some)
    staging.db.execute(_SAID)


def _sources(store: Store) -> Iterator[tuple[str, str, str, str]]:
    ends = {"type": "FROM", "start": "Record", "end": "Delivery"}
    for row in store.stream(queries.load("system/elements/all_links", **ends)):
        props = row["props"]
        places = json.dumps(props.get("places") or [])
        yield row["start"], row["end"], props.get("extracted_at") or "", places


def keep_decided(store: Store, staging: Staging, without: Collection[str]) -> None:
    """Deliveries, and all that nights and people added, but for nodes of these ids."""
    staged.keep(staging, (it for it in _nodes(store) if it[1]["id"] not in without))
    staged.tie(staging, _ties(store))


def _nodes(store: Store) -> Iterator[tuple[str, dict[str, Any]]]:
    for label in NODES:
        if label not in MADE:
            query = queries.load("system/elements/all_nodes", label=label)
            yield from ((label, row["props"]) for row in store.stream(query))


def _ties(store: Store) -> Iterator[tuple[str, str, str, str, str, dict[str, Any]]]:
    for link in TIES:
        for start, end in link.joins:
            names = {"type": link.type, "start": start, "end": end}
            for row in store.stream(queries.load("system/elements/all_links", **names)):
                yield link.type, start, row["start"], end, row["end"], row["props"]


_SOURCE = "CREATE TABLE source (id VARCHAR, delivery VARCHAR, extracted_at VARCHAR, places VARCHAR)"
_SAID = """
INSERT INTO said_source SELECT r, delivery, extracted_at, places
FROM source JOIN said_record USING (id)
"""
