"""The embedded engine's database made out of a whole graph at once, by its batch endpoint.

That is several times faster than statements, and checks nothing: it is for a graph in which each
element is once. It is made beside the one that is there and takes its place when it is whole, so
that nobody sees half of it, and a kill at any moment leaves what was.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from graph.engine import arcadedb
from graph.engine.compaction import exchange, stopped
from graph.errors import EngineError
from graph.queries import all_queries, schema_statements
from graph.settings import work_memory

FLUSH_SECONDS = 600
MEGABYTES, BYTES_EACH = 512, 1_800
"""What the engine holds until all is written: so much, and for each element. It ties the links to
their nodes last, in one transaction. Of 2.1 million elements it failed within 2 GB and not in 4."""
SETTINGS = {"server.httpBodyContentMaxSize": "-1", "network.socketTimeout": "600000"}


def fill(folder: Path, lines: Iterable[str], elements: int) -> None:
    """Make the database in `<data>/engine` anew of so many JSON Lines: nodes, then links, whose
    ends are nodes by their place. EngineError when that fails: then it is as it was."""
    arcadedb.drop_drafts(folder)
    if memory(elements) > work_memory():
        raise _failed("it would hold more memory than it may")
    draft = Path(tempfile.mkdtemp(prefix=arcadedb.FILLING, dir=folder))
    try:
        _load(draft, lines, elements)
        with stopped(folder):
            exchange(folder, arcadedb.database(draft))
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def memory(elements: int) -> int:
    """Bytes that the engine needs to take so many elements at once."""
    return (MEGABYTES << 20) + elements * BYTES_EACH


def _load(draft: Path, lines: Iterable[str], elements: int) -> None:
    with (draft / "running.lock").open("a") as lock:
        heap = memory(elements) >> 20
        process, server = arcadedb.launch(draft, lock.fileno(), SETTINGS, heap)
        try:
            if not arcadedb.wait_until_ready(process, server):
                raise _failed("it did not start")
            _make_schema(server)
            status, _ = server.send_lines(
                f"/api/v1/batch/{arcadedb.DATABASE}?refMode=ordinal&expectedRecords={elements}",
                lines,
            )
            if status != 200:
                raise _failed(f"HTTP {status}")
            process.terminate()
            process.wait(FLUSH_SECONDS)  # what is in memory alone goes to disk now
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _failed(type(error).__name__) from error
        finally:
            process.kill()
            process.wait()
    if (arcadedb.database(draft) / "database.lck").exists():
        raise _failed("it did not end in order")


def _failed(why: str) -> EngineError:
    return EngineError(
        f"the embedded engine could not take the whole graph at once ({why}), and is as it was: "
        "check that disk and memory have room, then run this again, which writes it in batches"
    )


def _make_schema(server: arcadedb.Server) -> None:
    """All of it, and which properties are instants: JSON has no word for them."""
    for query in all_queries("schema"):
        server.command("opencypher", query.text)
    for name in ("arcadedb", "arcadedb_bulk"):
        server.command("sqlscript", ";\n".join([*schema_statements(name), ""]))
