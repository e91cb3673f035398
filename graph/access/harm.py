"""Who is protected from whom, by what evidence, and when a counter-allegation is not enough.

A person is protected from another who is suspected in, instigated or possibly did what was done to
them, or who is the subject of an order for them. An allegation made back protects nobody by itself
from the person who has reported them all along: where one side is the victim of at least twice as
many incidents as the other, and of the earliest, the other is not protected from that side. An
order always protects, and an order against somebody leaves them protected as before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph.engine.kept import Kept, Rows
from graph.engine.store import Store
from graph.queries import load

OUTWEIGHS = 2
"""So many times as many incidents, begun earlier, make the other side's a counter-allegation."""


@dataclass(frozen=True, slots=True)
class Harm:
    """What `other` did to `victim`: how many incidents, since when; or that an order says so."""

    victim: str
    other: str
    events: int
    first: dt.datetime | None
    by_order: bool = False


def is_counter(harm: Harm, back: Harm | None) -> bool:
    """Whether `harm` is only an allegation made back: `back` is what its victim did to the other.

    >>> import datetime as dt
    >>> early, late = (dt.datetime(2025, month, 1, tzinfo=dt.UTC) for month in (1, 6))
    >>> is_counter(Harm("him", "her", 1, late), Harm("her", "him", 8, early))
    True
    >>> is_counter(Harm("him", "her", 1, early), Harm("her", "him", 8, late))
    False
    """
    if harm.by_order or back is None:
        return False
    earlier = back.first is not None and (harm.first is None or back.first < harm.first)
    return earlier and back.events >= OUTWEIGHS * harm.events


class Harms:
    """What is known of harm between people, read once for each person of one consultation."""

    def __init__(self, store: Store, kept: Kept) -> None:
        self._store = store
        self._kept = kept
        self._harm: dict[str, dict[str, Harm]] = {}
        self._harmed: set[str] = set()
        self._beside: dict[str, dict[str, bool]] = {}

    def read(self, people: Iterable[str]) -> None:
        """Read of these people, of whom they stand beside, and of those who harmed either."""
        fresh = sorted(set(people) - self._beside.keys())
        if not fresh:
            return
        self._beside |= {person: {} for person in fresh}
        for row in self._read("system/access/beside", "person", fresh):
            others = self._beside[row["person"]]
            others[row["other"]] = others.get(row["other"], False) or row["household"]
        beside = {other for person in fresh for other in self._beside[person]}
        self._read_harm({*fresh, *beside})
        known = {*fresh, *beside}
        self._read_harm(other for person in known for other in self._harm[person])

    def _read_harm(self, people: Iterable[str]) -> None:
        fresh = sorted(set(people) - self._harm.keys())
        if not fresh:
            return
        self._harm |= {person: {} for person in fresh}
        for row in self._read("system/access/harm", "victim", fresh):
            victim, other = row["victim"], row["other"]
            self._harmed.add(victim)
            if other is None:
                continue
            before = self._harm[victim].get(other, Harm(victim, other, 0, None))
            if row["by_order"]:
                harm = replace(before, by_order=True)
            else:
                harm = replace(before, events=row["events"], first=row["first"])
            self._harm[victim][other] = harm

    def _read(self, query: str, whose: str, people: list[str]) -> Rows:
        def ask(ids: list[str]) -> dict[str, Rows]:
            rows: dict[str, Rows] = {person: [] for person in ids}
            for row in self._store.read(load(query), ids=ids):
                rows[row[whose]].append(row)
            return rows

        known = self._kept.read(query, people, ask)
        return [row for person in people for row in known[person]]

    def harmed(self, person: str) -> bool:
        """Whether anything was done to them, whoever did it, or an order protects them."""
        return person in self._harmed

    def opponents(self, person: str) -> frozenset[str]:
        """From whom this person is protected."""
        return frozenset(
            other
            for other, harm in self._harm.get(person, {}).items()
            if not is_counter(harm, self._harm.get(other, {}).get(person))
        )

    def beside(self, person: str, *, household: bool = False) -> frozenset[str]:
        """Beside whom a person stands, unless protected from them; with `household` at home."""
        return frozenset(
            other
            for other, at_home in self._beside.get(person, {}).items()
            if person not in self.opponents(other) and (at_home or not household)
        )
