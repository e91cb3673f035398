"""Judgements over Bolt: seconds of each, on a small region in a server of its own."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path

from engines import cypher

from graph.judge import judge, withdraw
from tests.bench.loading import fresh, load
from tests.bench.region import deliveries

INCIDENTS = 2_000
ROUNDS = 100
AT = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
PAIRS = cypher(
    "MATCH (a:Mention)-[r:RESEMBLES]->(b:Mention) RETURN a.id AS a, b.id AS b ORDER BY a, b",
    returns="a: str, b: str",
)


def seconds(work: Path) -> Iterator[float]:
    """Of `ROUNDS` judgements and as many withdrawals, spread over all scored pairs."""
    region = deliveries(work, INCIDENTS)
    with fresh(work / "bolt", "neo4j") as store:
        load(store, work, region)
        pairs = store.read(PAIRS)
        step = max(1, len(pairs) // ROUNDS)
        for place, pair in enumerate(pairs[::step][:ROUNDS]):
            begun = time.perf_counter()
            said = judge(
                store, pair["a"], pair["b"], same=place % 2 == 0, who="bench", why="measured", at=AT
            )
            yield time.perf_counter() - begun
            begun = time.perf_counter()
            withdraw(store, said.id, who="bench", why="measured", at=AT)
            yield time.perf_counter() - begun
