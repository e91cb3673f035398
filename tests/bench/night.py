"""A night over one late delivery, beside a night that asks the rules about everything."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from engines import cypher
from sessions import session_of

from graph.changes.opening import open_store
from graph.settings import Settings
from ingest.delivery.feed import Accepted, read
from ingest.mapping.mapping import recognise
from ingest.night import night

from . import history
from .region import deliveries

AS_OF = dt.datetime(2024, 1, 2, 2, tzinfo=dt.UTC)
INCIDENTS = cypher("MATCH (n:Incident) RETURN count(n) AS n", returns="n: int")
SHARE = 100
"""The late delivery holds about one of so many incidents."""


def measure(work: Path, incidents: int) -> list[str]:
    """A region is loaded but for one late delivery, which the measured night brings."""
    *early, late = _late_last(deliveries(work, incidents), incidents, work / "scratch")
    settings = Settings(work / "data")
    settings.data.mkdir()
    with open_store(settings) as store:
        session = session_of(store)
        before = night.run(session, AS_OF, early)
        held = store.read(INCIDENTS)[0]["n"]
        scoped = night.run(session, AS_OF + dt.timedelta(days=1), [late])
        late_ones = store.read(INCIDENTS)[0]["n"] - held
        whole = night.run(session, AS_OF + dt.timedelta(days=1), full=True)
    assert not before.unread
    assert [one.unread for one in (scoped, whole)] == [[], []]
    new = sum(1 for change in whole.news)
    ratio = _asking(whole) / _asking(scoped)
    for name, done in (("first night", before), ("night of one delivery", scoped)):
        history.note(name, sum(done.seconds.values()), "s", incidents)
    history.note("asking about everything beside what was touched", ratio, "times", incidents)
    rows = [
        ("first, of everything", before),
        (f"of one delivery, {late_ones:,} new incidents", scoped),
        ("the same, everything asked again", whole),
    ]
    lines = [
        "## A night",
        "",
        f"A region of {incidents:,} incidents, embedded; seconds of each step.",
        "",
        "| night | load | resolve | attribute | detect | sum |",
        "|---|---|---|---|---|---|",
        *(f"| {name} | {_seconds(done)} |" for name, done in rows),
        "",
        f"Asking about what was touched cost {ratio:.1f} times less than asking about everything "
        f"(≥ 20), which found {new:,} further changes (0).",
    ]
    sys.stderr.write("\n".join(lines) + "\n")
    return lines


def _late_last(paths: list[Path], incidents: int, scratch: Path) -> list[Path]:
    """The deliveries, last the one of the last month that holds about one in SHARE incidents."""
    month = max(path.stem.rpartition("_")[2] for path in paths)
    late = min(
        (path for path in paths if path.stem.endswith(month)),
        key=lambda path: abs(_incidents(path, scratch) - incidents / SHARE),
    )
    return [*(path for path in paths if path != late), late]


def _incidents(path: Path, scratch: Path) -> int:
    reading = read(recognise(path), path, scratch)
    return sum(isinstance(one, Accepted) and one.record.kind == "incident" for one in reading)


def _asking(done: night.Night) -> float:
    return done.seconds["attribute"] + done.seconds["detect"]


def _seconds(done: night.Night) -> str:
    steps = [done.seconds[name] for name in ("load", "resolve", "attribute", "detect")]
    return " | ".join(f"{each:.1f}" for each in [*steps, sum(steps)])
