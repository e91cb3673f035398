"""The model and the pairs worth a look, kept beside the graph from night to night.

A night compares only incidents that are new or other than they were; the pairs are those that a
comparison of all would give. The model is learnt anew when the solved pairs or the incidents are
a quarter more or fewer, and then all are compared. It is made from the graph alone, and can be
dropped.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from graph.errors import InputError
from graph.private import write_private
from graph.series.bands import Bands, Habit
from graph.series.crowd import Crowd
from graph.series.events import Event, table
from graph.series.model import FEWEST, Doers, Model, learn, total

VERSION = 1
MOST = 4000
"""Incidents that are compared with one another: the latest."""
BLOCK = 1_000_000
"""Pairs compared at once."""
WORTH = -1.0
"""Bits of odds from which a pair is kept: one in three."""
DRIFT = 1.25

Pairs = dict[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a night leaves for the next. `digests` say what each incident was when compared;
    `pairs` hold bits, the smaller id first; `compared` pairs were looked at this time."""

    model: Model
    digests: Mapping[str, str]
    pairs: Pairs
    compared: int = 0


def bring_up(before: Kept | None, events: Sequence[Event], doers: Doers) -> Kept | None:
    """What is kept after a night with these incidents; None where too few are solved."""
    by_doer: dict[str, list[str]] = {}
    for id_, who in doers.items():
        for doer in who:
            by_doer.setdefault(doer, []).append(id_)
    solved = pairs_of(by_doer.values())
    if solved < FEWEST:
        return None
    if before is None or not holds(before, solved, len(events)):
        before = Kept(learn(events, doers), {}, {})
    return compare(before, sorted(events, key=_latest)[-MOST:])


def _latest(event: Event) -> tuple[float, str]:
    return (event.begins.timestamp() if event.begins else -math.inf, event.id)


def pairs_of(groups: Iterable[Iterable[str]]) -> int:
    """How many pairs of incidents one suspect has in common, of the incidents of each suspect."""
    return len({pair for ids in groups for pair in combinations(sorted(ids), 2)})


def holds(before: Kept, solved: int, incidents: int) -> bool:
    """Whether what was learnt is enough for so many solved pairs and incidents: then a night needs
    the latest incidents alone."""
    return solved >= FEWEST and not _drifted(before.model, solved, incidents)


def compare(before: Kept, latest: Sequence[Event]) -> Kept:
    """What is kept after a night with these as the latest incidents."""
    rows = sorted(latest, key=lambda event: event.id)
    digests = {event.id: _digest(event) for event in rows}
    fresh = {id_ for id_, digest in digests.items() if before.digests.get(id_) != digest}
    stay = digests.keys() - fresh
    pairs = {pair: bits for pair, bits in before.pairs.items() if stay.issuperset(pair)}
    compared = 0
    for a, b in _asked(rows, fresh):
        pairs |= _worth(before.model, rows, a, b)
        compared += len(a)
    return Kept(before.model, digests, dict(sorted(pairs.items())), compared)


def _drifted(model: Model, solved: int, incidents: int) -> bool:
    """Whether it was learnt from much less or more, so that a new hotspot is not yet known."""
    shares = solved / model.pairs, incidents / model.incidents
    return not all(1 / DRIFT <= share <= DRIFT for share in shares)


def _asked(rows: Sequence[Event], fresh: set[str]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Every pair with a fresh incident, once, in blocks."""
    new = np.array([event.id in fresh for event in rows], dtype=bool)
    every = np.arange(len(rows))
    firsts: list[np.ndarray] = []
    seconds: list[np.ndarray] = []
    for row in np.flatnonzero(new):
        others = every[(every < row) | ((every > row) & ~new)]
        firsts.append(np.minimum(others, row))
        seconds.append(np.maximum(others, row))
        if sum(map(len, firsts)) > BLOCK:
            yield np.concatenate(firsts), np.concatenate(seconds)
            firsts, seconds = [], []
    if firsts:
        yield np.concatenate(firsts), np.concatenate(seconds)


def _worth(model: Model, rows: Sequence[Event], a: np.ndarray, b: np.ndarray) -> Pairs:
    bits = total(model.terms(table(rows), a, b))
    # Against as many as taught the model, so that a pair is kept or not whenever it came.
    good = np.flatnonzero(bits + model.odds(model.incidents) >= WORTH)
    return {(rows[a[k]].id, rows[b[k]].id): round(float(bits[k]), 4) for k in good}


def _digest(event: Event) -> str:
    traits = {name: sorted(values) for name, values in sorted(event.traits.items())}
    text = json.dumps([event.place, str(event.begins), str(event.ends), traits])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def write(kept: Kept, path: Path) -> None:
    """Keep it, whole or not at all."""
    model = kept.model
    data = {
        "version": VERSION,
        "bands": {name: [band.at, band.bits] for name, band in model.bands.items()},
        "habits": {n: [h.kept, dict(h.share), h.rarest] for n, h in model.habits.items()},
        "weight": dict(model.weight),
        "partners": model.partners,
        "crowd": [model.crowd.place.tolist(), model.crowd.day.tolist()],
        "solved": model.pairs,
        "incidents": model.incidents,
        "digests": dict(kept.digests),
        "pairs": [[a, b, bits] for (a, b), bits in kept.pairs.items()],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    write_private(path, json.dumps(data))


def read(path: Path) -> Kept | None:
    """What is kept, None where nothing is, or it is of another version or broken."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return _of(data) if data["version"] == VERSION else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _of(data: Mapping[str, Any]) -> Kept:
    place, day = (np.array(part, dtype=np.float64) for part in data["crowd"])
    model = Model(
        {name: Bands(tuple(at), tuple(bits)) for name, (at, bits) in data["bands"].items()},
        {name: Habit(*values) for name, values in data["habits"].items()},
        data["weight"],
        data["partners"],
        Crowd(place.reshape(-1, 3), day),
        data["solved"],
        data["incidents"],
    )
    return Kept(model, data["digests"], {(a, b): bits for a, b, bits in data["pairs"]})


def needed(path: Path) -> Kept:
    """What is kept. InputError where no night has left anything."""
    kept = read(path)
    if kept is None:
        raise InputError(
            f"no night has learnt what series are like: run `throughline night`; it needs {FEWEST} "
            "pairs of incidents of one suspect"
        )
    return kept
