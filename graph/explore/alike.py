"""What else looks like an incident, and which incidents look like a series.

A question to analysts about incidents, never about a person. Only what the viewer may see is
compared: where victim safety withholds the place or the words of an incident, neither counts. A
distance is told as a band.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from graph.access.session import Consultation, Session
from graph.engine.store import Store
from graph.errors import InputError
from graph.queries import load
from graph.series import kept as keeping
from graph.series.events import Event, Table, table
from graph.series.groups import Series, series
from graph.series.measures import MEASURES
from graph.series.model import Doers, total
from graph.series.reading import event_of

MOST = 20
REACHES = (
    (500, "under 500 m"),
    (1_000, "under 1 km"),
    (3_000, "under 3 km"),
    (10_000, "under 10 km"),
)
FAR = "10 km or more"


@dataclass(frozen=True, slots=True)
class Alike:
    """Another incident. `bits` in all and by term; `chance` that one person did both, before
    anything else is known; `solved` says that somebody is suspected in it."""

    id: str
    bits: float
    chance: float
    solved: bool
    distance: str | None
    days: int | None
    shared: dict[str, list[str]]
    terms: dict[str, float]


def file_of(store: Store) -> Path:
    """Where a night keeps what series are like."""
    return store.settings.data / "work" / "series.json"


def compared(store: Store) -> tuple[list[Event], Doers]:
    """Every incident, and who is suspected in it: for the night, which shows nothing of it."""
    rows = store.read(load("system/elements/happenings"))
    doers = {row["id"]: frozenset(row["suspects"]) for row in rows if row["suspects"]}
    return [event_of(row["id"], row["props"]) for row in rows], doers


def bring_up(store: Store) -> int:
    """Compare what is new, for a night; gives the number of pairs compared.

    All incidents are read only where something is to be learnt of them.
    """
    path = file_of(store)
    before = keeping.read(path)
    if before and keeping.holds(before, *_grown(store)):
        rows = store.read(load("system/elements/latest"), most=keeping.MOST)
        latest = [event_of(row["id"], row["props"]) for row in rows]
        kept: keeping.Kept | None = keeping.compare(before, latest)
    else:
        kept = keeping.bring_up(None, *compared(store))
    if kept is None:
        path.unlink(missing_ok=True)
        return 0
    keeping.write(kept, path)
    return kept.compared


def _grown(store: Store) -> tuple[int, int]:
    """How many pairs are solved, and how many incidents there are."""
    solved = store.read(load("system/elements/solved"))
    (counted,) = store.read(load("system/elements/happened"))
    return keeping.pairs_of(row["incidents"] for row in solved), counted["incidents"]


def alike(session: Session, incident: str, most: int = MOST) -> list[Alike]:
    """The incidents most like this one, the most alike first.

    InputError when there is no such incident that the viewer may see, or nothing was learnt.
    """
    consultation = session.consult("alike", of=["Incident", incident])
    model = keeping.needed(file_of(session.store)).model
    asked = consultation.read(load("view/elements/happenings"), ids=[incident])
    # Seen from the side of who is suspected in it, so that it says where no victim can be reached.
    consultation.seen_by_suspects(sorted({person for row in asked for person in row["suspects"]}))
    events, doers = _seen(consultation)
    rows = table(events)
    if incident not in rows.ids:
        raise InputError(
            "no incident has this id, or none that you may see: search for its reference"
        )
    here = rows.ids.index(incident)
    others = np.array([row for row in range(len(rows)) if row != here], dtype=np.intp)
    one = np.full(len(others), here, dtype=np.intp)
    terms = model.terms(rows, one, others)
    bits = total(terms)
    best = sorted(range(len(others)), key=lambda k: (-bits[k], rows.ids[others[k]]))[:most]
    odds = model.odds(len(events))
    return [
        Alike(
            id=rows.ids[others[k]],
            bits=round(float(bits[k]), 1),
            chance=round(float(1 / (1 + 2.0 ** -(bits[k] + odds))), 2),
            solved=rows.ids[others[k]] in doers,
            distance=_reach(rows, here, int(others[k])),
            days=_days(rows, here, int(others[k])),
            shared=_shared(rows, here, int(others[k])),
            terms={name: round(float(each[k]), 1) for name, each in terms.items()},
        )
        for k in best
    ]


def proposed(session: Session) -> list[Series]:
    """The series among what the viewer may see, the most alike first. InputError as above."""
    consultation = session.consult("series")
    kept = keeping.needed(file_of(session.store))
    events, doers = _seen(consultation)
    near = [(a, b, bits) for (a, b), bits in kept.pairs.items()]
    return series(kept.model, events, near, doers)


def _seen(consultation: Consultation) -> tuple[list[Event], Doers]:
    rows = consultation.read(load("view/elements/happenings"))
    doers = {row["id"]: frozenset(row["suspects"]) for row in rows if row["suspects"]}
    return [event_of(row["id"], row["props"]) for row in rows], doers


def _reach(rows: Table, a: int, b: int) -> str | None:
    metres = MEASURES["place"](rows, np.array([a]), np.array([b]))[0]
    if not np.isfinite(metres):
        return None
    return next((told for reach, told in REACHES if metres < reach), FAR)


def _days(rows: Table, a: int, b: int) -> int | None:
    days = MEASURES["gap"](rows, np.array([a]), np.array([b]))[0]
    return int(days) if np.isfinite(days) else None


def _shared(rows: Table, a: int, b: int) -> dict[str, list[str]]:
    """What both have, of each trait."""
    one: Mapping[str, frozenset[str]] = rows.traits[a]
    other: Mapping[str, frozenset[str]] = rows.traits[b]
    both = {name: sorted(one[name] & other[name]) for name in one if name in other}
    return {name: values for name, values in sorted(both.items()) if values}
