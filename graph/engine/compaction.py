"""The embedded engine's files made anew, so that they hold nothing that was removed.

ArcadeDB leaves what is removed in its index files, and of long values in its pages. So what is
there is copied, record by record, into a new database, which takes the old one's place; indexes
are made again by the schema. The engine is stopped meanwhile: commands that use it wait.

`python -m graph.engine.compaction OLD NEW` is the process that copies, with a Java of its own.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from graph.engine import arcadedb
from graph.engine.connection import locked
from graph.errors import EngineError
from graph.queries import all_queries

WAIT_SECONDS = 240.0
BATCH = 5_000
"""Elements of one transaction of the copy."""
COPY_SECONDS = 6 * 3600
"""A copy that takes so long is stuck."""


def compact(folder: Path) -> None:
    """Make the database in `<data>/engine` anew. EngineError when that fails: then it is as it was.

    A kill at any moment leaves the old one or the new one whole: `arcadedb.settle` says which.
    """
    fresh = folder / arcadedb.COMPACTED
    with stopped(folder) as database:
        arcadedb.drop_drafts(folder)
        if not database.exists():
            return
        draft = fresh.with_suffix(".part")
        command = [sys.executable, "-m", "graph.engine.compaction", str(database), str(draft)]
        root = Path(__file__).resolve().parents[2]
        try:
            done = subprocess.run(
                command, cwd=root, capture_output=True, check=False, timeout=COPY_SECONDS
            ).returncode
        except subprocess.TimeoutExpired:
            done = 1
        if done:
            shutil.rmtree(draft, ignore_errors=True)
            raise EngineError(
                "the engine's files could not be made anew, and are as they were: check that the "
                "disk has room for them a second time, then run this again"
            )
        exchange(folder, draft)


@contextlib.contextmanager
def stopped(folder: Path) -> Iterator[Path]:
    """Keep the engine of `<data>/engine` from running for a while; where its database lies."""
    deadline = time.monotonic() + WAIT_SECONDS
    with locked(folder / "start.lock", deadline), (folder / "running.lock").open("a") as running:
        _stop(folder)
        _hold(running.fileno(), folder, deadline)
        arcadedb.settle(folder)
        yield arcadedb.database(folder)


def exchange(folder: Path, whole: Path) -> None:
    """Let a whole database take the place of the one that is there, while the engine is stopped."""
    database = arcadedb.database(folder)
    whole.rename(folder / arcadedb.COMPACTED)
    if database.exists():
        database.rename(folder / arcadedb.REPLACED)
    arcadedb.settle(folder)


def _stop(folder: Path) -> None:
    """Ask the supervisor to end the engine, whoever is connected."""
    with contextlib.suppress(OSError, ValueError, KeyError):
        os.kill(json.loads((folder / "engine.json").read_text())["pid"], signal.SIGTERM)


def _hold(lock: int, folder: Path, deadline: float) -> None:
    """Wait until no engine runs, and keep any from starting."""
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise EngineError(
                    f"the engine of {folder} does not stop: end its commands, then run this again"
                ) from None
            time.sleep(0.05)


def copy(old_path: Path, new_path: Path) -> None:
    """Copy every vertex and edge with its properties, as their own types, into a new database."""
    import arcadedb_embedded

    heap = {"heap_size": f"{arcadedb.heap_megabytes()}m"}
    old = arcadedb_embedded.open_database(str(old_path), jvm_kwargs=heap)
    new = arcadedb_embedded.create_database(str(new_path))
    kinds = {
        str(each.getName()): "Vertex" in str(each.getClass().getSimpleName())
        for each in old.get_java_database().getSchema().getTypes()
    }
    copying, schema = _Copying(old, new), new.get_java_database().getSchema()
    for name, is_vertex in kinds.items():
        (schema.createVertexType if is_vertex else schema.createEdgeType)(name)
    # An index made over what is there gives its properties the types of what it finds, and an
    # instant of such a type loses its zone: they are made while nothing is there.
    for query in all_queries("schema"):
        new.get_java_database().command("opencypher", query.text)
    for name in sorted(kinds, key=kinds.__getitem__, reverse=True):
        copying.copy(name, copying.vertex if kinds[name] else copying.edge)
    new.close()
    old.close()


class _Copying:
    """One copy: which place in the new database each vertex of the old one has."""

    def __init__(self, old: Any, new: Any) -> None:
        self._old, self._new = old.get_java_database(), new.get_java_database()
        self._place_of = new.to_java_rid
        self._places: dict[int, array[int]] = defaultdict(lambda: array("q"))

    def copy(self, name: str, each: Callable[[str, Any], None]) -> None:
        """Copy all of one type, in transactions of so many."""
        records = self._old.iterateType(name, False)
        self._new.begin()
        for count in itertools.count(1):
            if not records.hasNext():
                break
            each(name, records.next())
            if count % BATCH == 0:
                self._new.commit()
                self._new.begin()
        self._new.commit()

    def vertex(self, name: str, record: Any) -> None:
        """Copy a vertex, and note where it is now."""
        fresh = self._new.newVertex(name).fromMap(record.asVertex().propertiesAsMap()).save()
        was, now = record.getIdentity(), fresh.getIdentity()
        column, at = self._places[int(was.getBucketId())], 2 * int(was.getPosition())
        column.extend([-1] * (at + 2 - len(column)))
        column[at : at + 2] = array("q", (int(now.getBucketId()), int(now.getPosition())))

    def edge(self, name: str, record: Any) -> None:
        """Copy an edge between the copies of its ends."""
        edge = record.asEdge()
        start = self._new.lookupByRID(self._place(edge.getOut()), True).asVertex()
        start.newEdge(name, self._place(edge.getIn()), edge.propertiesAsMap())

    def _place(self, was: Any) -> Any:
        column, at = self._places[int(was.getBucketId())], 2 * int(was.getPosition())
        return self._place_of(f"#{column[at]}:{column[at + 1]}")


if __name__ == "__main__":
    os.umask(0o077)
    os.chdir(Path(sys.argv[1]).parents[1])  # where it logs
    copy(Path(sys.argv[1]), Path(sys.argv[2]))
