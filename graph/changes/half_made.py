"""A server's graph while its first load is written: nobody is shown any of it.

It is marked in the graph, so that whoever opens it later takes out what a killed load left, and in
the data folder, where whoever has it open sees so before each answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from graph import queries
from graph.engine.store import Store
from graph.model.schema import LABELS

PAGE = 5_000


@contextmanager
def half_made(store: Store) -> Iterator[None]:
    """Mark an empty graph while this lasts. A fault leaves it empty; a kill leaves it marked."""
    mark = store.settings.half_made
    mark.touch(mode=0o600)
    store.write(queries.load("write/keeping/half_made"), half_made=True)
    try:
        yield
    except Exception:
        take_out(store)
        raise
    end(store)


def take_out(store: Store) -> None:
    """Make a graph empty that is marked: whoever calls this holds the data folder."""
    for label in LABELS:
        query = queries.load("write/elements/drop_label", label=label.name)
        while label.name != "Folder" and store.write(query, size=PAGE)[0]["gone"]:
            pass
    end(store)


def end(store: Store) -> None:
    """Take the marks away."""
    store.write(queries.load("write/keeping/half_made"), half_made=False)
    store.settings.half_made.unlink(missing_ok=True)
