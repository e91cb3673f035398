"""Judgements over Bolt: seconds of each, on a small region in a server of its own."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from engines import cypher
from sessions import session_of

from graph.access.session import Session
from graph.engine.store import Store
from graph.identity import decisions
from graph.identity.judgements import judge, withdraw
from ingest.night import night

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
Pair = Mapping[str, str]


def seconds(work: Path) -> tuple[list[float], list[float]]:
    """Of `ROUNDS` judgements and as many withdrawals, spread over all scored pairs, when warm:
    with what follows for people, and with what follows for flags too."""
    region = deliveries(work, INCIDENTS)
    with fresh(work / "bolt", "neo4j") as store:
        load(store, work, region)
        session = session_of(store)
        night.run(session, AT)
        pairs = store.read(PAIRS)
        spread = pairs[:: max(1, len(pairs) // (ROUNDS + WARM))][: ROUNDS + WARM]
        people = [spent for pair in _numbered(spread) for spent in _people(store, *pair)]
        flags = [spent for pair in _numbered(spread) for spent in _flags(session, *pair)]
    return people[2 * WARM :], flags[2 * WARM :]


def _numbered(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, bool]]:
    return ((pair, number % 2 == 0) for number, pair in enumerate(pairs))


def _people(store: Store, pair: Pair, same: bool) -> tuple[float, float]:
    begun = time.perf_counter()
    judgement = judge(store, pair["a"], pair["b"], same=same, who="bench", why="measured", at=AT)
    judged = time.perf_counter()
    withdraw(store, judgement.id, who="bench", why="measured", at=AT)
    return judged - begun, time.perf_counter() - judged


def _flags(session: Session, pair: Pair, same: bool) -> tuple[float, float]:
    begun = time.perf_counter()
    judgement = decisions.say(session, pair["a"], pair["b"], same=same, why="measured")
    judged = time.perf_counter()
    decisions.take_back(session, judgement.id, "measured")
    return judged - begun, time.perf_counter() - judged
