"""What a session adds to a look: the audit's entry, the side that asks, and the screening."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

from engines import cypher
from sessions import session_of

from graph.access import session as door
from graph.access.audit import Audit
from graph.access.guard import Guard
from graph.access.whereabouts import Whereabouts
from graph.explore import answers as explore

from . import history
from .loading import fresh, load
from .region import deliveries

INCIDENTS = 2_000
PEOPLE = 50
"""Of each kind: suspects, whose looks are screened, and others."""
WHO = cypher(
    "MATCH (p:Person)-[r]->(i:Incident) WITH p, count(i) AS n, "
    "sum(CASE WHEN type(r) = 'SUSPECT_IN' THEN 1 ELSE 0 END) AS suspected "
    "RETURN p.id AS id, suspected > 0 AS suspect ORDER BY n DESC, id",
    returns="id: str, suspect: bool",
)


def measure(work: Path, incidents: int) -> list[str]:
    """The looks of a page, asked of 50 suspects and 50 others, after a round to warm."""
    del incidents
    region = deliveries(work, INCIDENTS)
    rows = []
    with fresh(work / "session", "arcadedb") as store:
        load(store, work, region)
        session = session_of(store, 0)
        people = store.read(WHO)
        for suspect, kind in ((False, "not a suspect"), (True, "a suspect")):
            ids = [row["id"] for row in people if row["suspect"] is suspect][:PEOPLE]
            requests = [_timed(replace(session, known=Whereabouts(store)), id_) for id_ in ids]
            requests = [_timed(replace(session, known=Whereabouts(store)), id_) for id_ in ids]
            each = len(_looks())
            whole, added = (statistics.median(one) * 1000 for one in zip(*requests, strict=True))
            history.note(f"session in a look, of {kind}", added / each, "ms", INCIDENTS)
            rows.append(
                f"| {kind} | {len(requests)} | {whole / each:.1f} ms | {added / each:.1f} ms |"
            )
    return [
        "## A session",
        "",
        f"Looks at people in a region of {INCIDENTS:,} incidents, embedded: the person, what lies "
        "two links around, the timeline, the flags, in one request as on a page, which reads for "
        "victim safety once. Medians by look; what the session adds is the audit's entry (one "
        "write that reaches the disk), the side that asks, and the screening.",
        "",
        "| seen from | requests of four looks | a look | of it the session (≤ 5 ms) |",
        "|---|---|---|---|",
        *rows,
    ]


def _looks() -> tuple[Callable[..., Any], ...]:
    return explore.person, explore.neighbourhood, explore.timeline, explore.flags


def _timed(session: door.Session, id_: str) -> tuple[float, float]:
    """Seconds of the looks of one request, and those of them that the session took."""
    with _clock() as spent:
        begun = time.perf_counter()
        for look in _looks():
            look(session, id_)
        return time.perf_counter() - begun, sum(spent)


@contextmanager
def _clock() -> Iterator[list[float]]:
    spent: list[float] = []

    def timed(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return function(*given, **named)
            finally:
                spent.append(time.perf_counter() - begun)

        return run

    with (
        mock.patch.object(Audit, "write", timed(Audit.write)),
        mock.patch.object(Guard, "screen", timed(Guard.screen)),
        mock.patch.object(Guard, "face", timed(Guard.face)),
    ):
        yield spent
