"""Judgements over Bolt: seconds of each, on a small region in a server of its own."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path

from engines import cypher

from graph.engine.store import Store
from graph.identity.judgements import judge, withdraw

from .loading import fresh, load
from .region import deliveries

INCIDENTS = 2_000
ROUNDS = 100
WARM = 50
"""Judgements before the clock runs: a server plans each query the first time."""
AT = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
PAIRS = cypher(
    "MATCH (a:Mention)-[r:RESEMBLES]->(b:Mention) RETURN a.id AS a, b.id AS b ORDER BY a, b",
    returns="a: str, b: str",
)


def seconds(work: Path) -> Iterator[float]:
    """Of `ROUNDS` judgements and as many withdrawals, spread over all scored pairs, when warm."""
    region = deliveries(work, INCIDENTS)
    with fresh(work / "bolt", "neo4j") as store:
        load(store, work, region)
        pairs = store.read(PAIRS)
        step = max(1, len(pairs) // (ROUNDS + WARM))
        for place, pair in enumerate(pairs[::step][: ROUNDS + WARM]):
            spent = _both(store, pair["a"], pair["b"], same=place % 2 == 0)
            if place >= WARM:
                yield from spent


def _both(store: Store, a: str, b: str, *, same: bool) -> tuple[float, float]:
    begun = time.perf_counter()
    said = judge(store, a, b, same=same, who="bench", why="measured", at=AT)
    judged = time.perf_counter()
    withdraw(store, said.id, who="bench", why="measured", at=AT)
    return judged - begun, time.perf_counter() - judged
