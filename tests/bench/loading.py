"""Load of a region beside a bare loop of UNWIND … MERGE over the same elements."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engines import cypher, kernel

from graph import queries
from graph.batches import batches
from graph.changes.opening import open_store
from graph.derive.deliver import BatchWriter
from graph.engine.store import Store
from graph.model.schema import LABELS, LINKS
from graph.settings import Settings
from ingest.delivery.feed import Accepted, DeliveryInfo, Refused, identify, read
from ingest.delivery.load import BATCH
from ingest.mapping.mapping import recognise
from ingest.resolve.run import resolve

from . import history
from .region import deliveries

BARE = 2_000
"""Rows a statement in the bare loop."""
GROUP = 12
"""Files read before they are loaded."""
ROW_BY_ROW = 2_000
"""Incidents for the two slow rivals."""
KINDS = "SELECT DISTINCT kind FROM element ORDER BY kind LIKE '% %', kind"
COUNT = cypher("MATCH (n) RETURN count(n) AS n", returns="n: int")
COUNT_LINKS = cypher("MATCH ()-[r]->() RETURN count(r) AS n", returns="n: int")


def measure(work: Path, incidents: int) -> list[str]:
    region = deliveries(work, incidents)
    small = deliveries(work, ROW_BY_ROW)
    lines = [
        "## Load",
        "",
        f"A region of {incidents:,} incidents of six forces. Elements are nodes and relationships, "
        "provenance among them; the rival writes the same elements, ready made, with a bare loop "
        f"of `UNWIND … MERGE` of {BARE:,} rows. Reading the files is apart.",
        "",
        "| engine | elements | load | bare | ratio (≥ 0.77) | load, el/s | bare, el/s | reading |",
        "|---|---|---|---|---|---|---|---|",
    ]
    slow: list[str] = []
    for engine in ("arcadedb", "neo4j"):
        row = _engine(work / engine, engine, region)
        lines.append(row)
        sys.stderr.write(f"{row}\n")
        slow += _slow(work / f"{engine}-small", engine, small)
    return [
        *lines,
        "",
        f"On {ROW_BY_ROW:,} incidents, the same elements by other ways:",
        "",
        "| engine | way | elements | seconds | elements/s |",
        "|---|---|---|---|---|",
        *slow,
    ]


def _engine(work: Path, engine: str, region: list[Path]) -> str:
    spool = work / "elements.sqlite"
    with fresh(work / "load", engine) as store:
        reading, seconds = load(store, work, region)
        elements = count(store)
        keep(store, spool)
    with fresh(work / "bare", engine) as store:
        bare = bare_loop(store, spool)
        assert count(store) == elements, "the bare loop wrote another graph"
    ratio = bare / seconds
    history.note(f"load beside the bare loop, {engine}", ratio, "times", elements)
    return (
        f"| {engine} | {elements:,} | {seconds:.1f} s | {bare:.1f} s | {ratio:.2f} | "
        f"{elements / seconds:,.0f} | {elements / bare:,.0f} | {reading:.1f} s |"
    )


def _slow(work: Path, engine: str, region: list[Path]) -> list[str]:
    spool = work / "elements.sqlite"
    with fresh(work / "load", engine) as store:
        _, seconds = load(store, work, region)
        elements = count(store)
        keep(store, spool)
    rows = [("throughline", seconds)]
    with fresh(work / "bare", engine) as store:
        rows.append(("bare loop of UNWIND … MERGE", bare_loop(store, spool)))
    with fresh(work / "single", engine) as store:
        rows.append(("one statement a row", bare_loop(store, spool, size=1)))
    if engine == "neo4j":
        with kernel(made(work / "py2neo")) as settings:
            rows.append(("py2neo.bulk", py2neo_bulk(settings, spool)))
    return [
        f"| {engine} | {way} | {elements:,} | {spent:.1f} | {elements / spent:,.0f} |"
        for way, spent in rows
    ]


def made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


@contextmanager
def fresh(folder: Path, engine: str) -> Iterator[Store]:
    """An empty graph on one engine."""
    if engine == "arcadedb":
        with open_store(Settings(made(folder))) as store:
            yield store
        return
    with kernel(made(folder), "-Xmx2g") as settings, open_store(settings) as store:
        yield store


def load(store: Store, work: Path, region: list[Path]) -> tuple[float, float]:
    """(seconds reading, seconds loading and deciding who is who); the files in order.

    A group of files is read, then loaded, so that the two are told apart.
    """
    reading = loading = 0.0
    with BatchWriter(store) as writer:
        for group in batches(region, GROUP):
            begun = time.perf_counter()
            parsed = [_parsed(path, work) for path in group]
            read_in = time.perf_counter()
            for info, results in parsed:
                _take(writer, info, results)
            writer.wait()
            reading += read_in - begun
            loading += time.perf_counter() - read_in
    begun = time.perf_counter()
    resolve(store, work / "scratch")
    return reading, loading + time.perf_counter() - begun


def _parsed(path: Path, work: Path) -> tuple[DeliveryInfo, list[Accepted | Refused]]:
    mapping = recognise(path)
    return identify(mapping, path), list(read(mapping, path, work / "scratch"))


def _take(writer: BatchWriter, info: DeliveryInfo, results: Sequence[Accepted | Refused]) -> None:
    taken = [one for one in results if isinstance(one, Accepted)]
    props = {"force": info.force, "feed": info.feed, "file_name": info.file_name}
    writer.open(info.id, {**props, "extracted_at": info.extracted_at}, _NOW)
    for batch in batches(taken, BATCH):
        writer.write(info.id, batch, info.extracted_at or "")
    writer.close(info.id, len(results), len(taken), len(results) - len(taken))


def count(store: Store) -> int:
    return int(store.read(COUNT)[0]["n"]) + int(store.read(COUNT_LINKS)[0]["n"])


def keep(store: Store, spool: Path) -> None:
    """Write every element of the graph to disk, as rows for the bare loop."""
    spool.parent.mkdir(parents=True, exist_ok=True)
    table = sqlite3.connect(spool)
    table.execute("CREATE TABLE element (kind TEXT, row TEXT)")
    for label in LABELS:
        rows = store.stream(queries.load("system/elements/all_nodes", label=label.name))
        _put(table, label.name, rows)
    for link in LINKS:
        for start, end in link.joins:
            query = queries.load("system/elements/all_links", type=link.type, start=start, end=end)
            _put(table, f"{link.type} {start} {end}", store.stream(query))
    table.commit()
    table.close()


def _put(table: sqlite3.Connection, kind: str, rows: Iterator[Mapping[str, Any]]) -> None:
    lines = ((kind, json.dumps(row, default=str)) for row in rows)
    table.executemany("INSERT INTO element VALUES (?, ?)", lines)


def bare_loop(store: Store, spool: Path, size: int = BARE) -> float:
    """Seconds of writing every element with one plain MERGE a row, nodes before links."""
    table = sqlite3.connect(spool)
    spent = 0.0
    for (kind,) in table.execute(
        "SELECT DISTINCT kind FROM element ORDER BY kind LIKE '% %', kind"
    ):
        query = cypher(_statement(kind), params="rows: list[map]")
        found = table.execute("SELECT row FROM element WHERE kind = ?", (kind,))
        for page in batches((json.loads(row) for (row,) in found), size):
            begun = time.perf_counter()
            store.write(query, rows=page)
            spent += time.perf_counter() - begun
    table.close()
    return spent


def _statement(kind: str) -> str:
    if " " not in kind:
        return f"UNWIND $rows AS row MERGE (n:{kind} {{id: row.id}}) SET n += row.props"
    type_, start, end = kind.split()
    return (
        f"UNWIND $rows AS row MATCH (a:{start} {{id: row.start}}) MATCH (b:{end} {{id: row.end}}) "
        f"MERGE (a)-[r:{type_} {{key: coalesce(row.props.key, '')}}]->(b) SET r += row.props"
    )


def py2neo_bulk(settings: Settings, spool: Path) -> float:
    """Seconds of py2neo.bulk over the same elements."""
    import warnings

    warnings.simplefilter("ignore")
    from py2neo import Graph
    from py2neo.bulk import merge_nodes, merge_relationships

    with open_store(settings):  # the constraints
        pass
    graph = Graph(settings.neo4j_uri)
    table = sqlite3.connect(spool)
    spent = 0.0
    for (kind,) in table.execute(
        "SELECT DISTINCT kind FROM element ORDER BY kind LIKE '% %', kind"
    ):
        found = table.execute("SELECT row FROM element WHERE kind = ?", (kind,))
        for page in batches((json.loads(row) for (row,) in found), BARE):
            begun = time.perf_counter()
            if " " not in kind:
                merge_nodes(graph.auto(), [row["props"] for row in page], (kind, "id"))
            else:
                type_, start, end = kind.split()
                data = [(row["start"], {"key": "", **row["props"]}, row["end"]) for row in page]
                keys = {"start_node_key": (start, "id"), "end_node_key": (end, "id")}
                merge_relationships(graph.auto(), data, (type_, "key"), **keys)
            spent += time.perf_counter() - begun
    return spent


_NOW = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
