"""The embedded engine's database made out of a whole graph at once, by its batch endpoint.

That is several times faster than statements, and checks nothing: it is for a graph in which each
element is once. It is made beside the one that is there and takes its place when it is whole, so
that nobody sees half of it, and a kill at any moment leaves what was.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from graph.batches import batches
from graph.engine import arcadedb
from graph.engine.compaction import exchange, stopped
from graph.errors import EngineError
from graph.queries import all_queries, schema_statements
from graph.settings import work_memory

FLUSH_SECONDS = 600
NODES = 100_000
"""Nodes of one call, which the engine answers with where it put each."""
LINKS = 50_000
"""Links of one call. The engine holds them, and the pages of both ends, until it has tied all of a
call, in one transaction: of 500,000 that was more than 2 GB. Smaller calls take no longer."""
LEAST = 1_536 << 20
"""Bytes that the engine needs for one call."""
MEGABYTES, BYTES_EACH = 1_536, 150
"""What it may hold where there is as much: so much, and for each element, whose pages it keeps."""
SETTINGS = {"server.httpBodyContentMaxSize": "-1", "network.socketTimeout": "600000"}
_CALL = f"/api/v1/batch/{arcadedb.DATABASE}"
Link = tuple[str, int, int, str]
"""Type, both ends, which are nodes by their place, and properties as JSON."""


def fill(folder: Path, nodes: Iterable[str], links: Iterable[Link], elements: int) -> None:
    """Make the database in `<data>/engine` anew of nodes, each as a line of JSON, and their links,
    so many in all. EngineError when that fails: then it is as it was."""
    arcadedb.drop_drafts(folder)
    if work_memory() < LEAST:
        raise _failed("it would hold more memory than it may")
    draft = Path(tempfile.mkdtemp(prefix=arcadedb.FILLING, dir=folder))
    try:
        _load(draft, nodes, links, memory(elements))
        with stopped(folder):
            exchange(folder, arcadedb.database(draft))
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def memory(elements: int) -> int:
    """Bytes that the engine may hold while it takes so many elements."""
    return max(LEAST, min(work_memory(), (MEGABYTES << 20) + elements * BYTES_EACH))


def _load(draft: Path, nodes: Iterable[str], links: Iterable[Link], heap: int) -> None:
    with (draft / "running.lock").open("a") as lock:
        process, server = arcadedb.launch(draft, lock.fileno(), SETTINGS, heap >> 20)
        try:
            if not arcadedb.wait_until_ready(process, server):
                raise _failed("it did not start")
            _make_schema(server)
            _send(server, nodes, iter(links))
            process.terminate()
            process.wait(FLUSH_SECONDS)  # what is in memory alone goes to disk now
        except (OSError, ValueError, LookupError, subprocess.TimeoutExpired) as error:
            raise _failed(type(error).__name__) from error
        finally:
            process.kill()
            process.wait()
    if (arcadedb.database(draft) / "database.lck").exists():
        raise _failed("it did not end in order")


def _send(server: arcadedb.Server, nodes: Iterable[str], links: Iterator[Link]) -> None:
    """Send nodes, then links between the places that the engine gave to them."""
    buckets, places = array("i"), array("q")
    for page in batches(nodes, NODES):
        call = f"{_CALL}?refMode=ordinal&idMapping=true&expectedRecords={len(page)}"
        status, said = server.send_lines(call, page)
        if status != 200:
            raise _failed(f"HTTP {status}")
        given = json.loads(said)["idMapping"]
        for number in range(len(page)):
            bucket, _, place = given[str(number)].removeprefix("#").partition(":")
            buckets.append(int(bucket))
            places.append(int(place))

    def line(link: Link) -> str:
        type_, a, b, props = link
        ends = f'"@from":"#{buckets[a]}:{places[a]}","@to":"#{buckets[b]}:{places[b]}"'
        rest = "}" if props == "{}" else f",{props[1:]}"
        return f'{{"@type":"e","@class":"{type_}",{ends}{rest}'

    while first := next(links, None):
        status, _ = server.send_lines(_CALL, map(line, chain([first], islice(links, LINKS - 1))))
        if status != 200:
            raise _failed(f"HTTP {status}")


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
