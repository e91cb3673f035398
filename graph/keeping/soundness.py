"""Whether what is kept is sound: records, what is derived from them, flags and their evidence.

A fault is told by kind and count and never by an id, which may be somebody's number. What the next
night will mend (a flag whose record was replaced since) is no fault.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from graph import queries
from graph.batches import batches
from graph.changes.change_log import ChangeLog
from graph.derive.versions import supersede, versions
from graph.engine.store import Store
from graph.model.schema import ENTITIES, LABEL, LINKS

REBUILD = "throughline rebuild makes it again from the records"
RESTORE = "restore the last backup whose verify is sound"
NIGHT = "throughline night --full asks the rules again"


@dataclass(frozen=True, slots=True)
class Fault:
    """So many things that are not as they should be, and what to do about them."""

    what: str
    count: int
    mend: str


def faults(store: Store) -> list[Fault]:
    """Every kind of fault in the graph; reads all of it once."""
    records = _Records(store)
    counts = Counter(records.faults())
    counts.update(_derived(store, records))
    if store.watcher(ChangeLog).is_empty():
        counts.update(_flags(store, records))
    return [Fault(what, count, mend) for (what, mend), count in sorted(counts.items())]


def differences(ours: Iterable[str], anew: Iterable[str]) -> list[Fault]:
    """Where two canonical dumps differ, both in order."""
    marked = heapq.merge(((line, 1) for line in ours), ((line, 2) for line in anew))
    counts = Counter(
        "nodes" if '"node":' in line else "links"
        for line, sides in groupby(marked, lambda each: each[0])
        if sorted(side for _, side in sides) != [1, 2]
    )
    return [
        Fault(f"{what} that a rebuild writes otherwise", count, REBUILD)
        for what, count in sorted(counts.items())
    ]


_Kind = tuple[str, str]


class _Records:
    """The records of a graph: all, and those that count."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.ids: set[str] = set()
        self.current: set[str] = set()
        self._keys: set[str] = set()
        self._altered = 0
        for row in store.stream(queries.load("system/records/contents")):
            self.ids.add(row["id"])
            self._keys.add(row["key"])
            if row["current"]:
                self.current.add(row["id"])
            digest = hashlib.sha256(row["content"].encode()).hexdigest()[:16]
            self._altered += not row["id"].endswith(f"~{digest}")

    def faults(self) -> Iterator[_Kind]:
        yield from [("records whose content is not what was delivered", RESTORE)] * self._altered
        for keys in batches(sorted(self._keys)):
            change = supersede(versions(self._store, keys))
            for _ in (*change.leaving, *change.entering):
                yield "records of which another version counts than the newest", REBUILD


def _derived(store: Store, records: _Records) -> Iterator[_Kind]:
    """What is derived rests on records that count, and on nothing else."""
    for label in (name for name in ENTITIES.split() if name != "Person"):
        held = _ids(store, label)
        names = {"type": "ABOUT", "start": "Record", "end": label}
        rows = store.stream(queries.load("system/elements/all_links", **names))
        told = {row["end"] for row in rows if row["start"] in records.current}
        for _ in held - told - _named_only(store, label):
            yield f"nodes ({label}) that no record supports", REBUILD
    for link in LINKS:
        if link.origin == "derived" and link.type not in ("ABOUT", "REFERS_TO", "RESEMBLES"):
            for start, end in link.joins:
                yield from _unsupported(store, records, link.type, start, end)
    names = {"type": "REFERS_TO", "start": "Mention", "end": "Person"}
    meant = Counter(
        row["start"] for row in store.stream(queries.load("system/elements/all_links", **names))
    )
    for _ in (mention for mention, people in meant.items() if people > 1):
        yield "mentions of more than one person", REBUILD
    people = {row["person"] for row in store.stream(queries.load("system/people/members"))}
    for _ in _ids(store, "Person") - people:
        yield "people whom no mention means", REBUILD


def _unsupported(
    store: Store, records: _Records, type_: str, start: str, end: str
) -> Iterator[_Kind]:
    query = queries.load("system/elements/all_links", type=type_, start=start, end=end)
    for row in store.stream(query):
        resting = row["props"].get("records")
        if resting is not None and not records.current.issuperset(resting):
            yield f"links ({type_}) that rest on a record that does not count", REBUILD


def _named_only(store: Store, label: str) -> set[str]:
    """Incidents and orders that another record merely names: they have a level and no more."""
    if label not in ("Incident", "Order"):
        return set()
    rows = store.stream(queries.load("system/elements/all_nodes", label=label))
    return {row["id"] for row in rows if row["props"].get("reference") is None}


def _flags(store: Store, records: _Records) -> Iterator[_Kind]:
    """A flag that stands cites its evidence, which counts, and is about what is there."""
    cited = _ties(store, "CITES", ("Record",))
    about = _ties(store, "ON", ENTITIES.split())
    for row in store.stream(queries.load("system/flags/ties")):
        if row["state"] == "withdrawn":
            continue
        if not records.current.issuperset(row["evidence"]):
            yield "flags that rest on a record that does not count", NIGHT
        if cited.get(row["id"], set()) != set(row["evidence"]) & records.ids:
            yield "flags whose links to their evidence are not those of their evidence", NIGHT
        if about.get(row["id"], set()) != set(row["subjects"]):
            yield "flags that are not tied to whom they are about", NIGHT


def _ties(store: Store, type_: str, ends: Iterable[str]) -> dict[str, set[str]]:
    ties: dict[str, set[str]] = {}
    for end in ends:
        query = queries.load("system/elements/all_links", type=type_, start="Flag", end=end)
        for row in store.stream(query):
            ties.setdefault(row["start"], set()).add(row["end"])
    return ties


def _ids(store: Store, label: str) -> set[str]:
    query = queries.load("system/elements/all_nodes", label=LABEL[label].name)
    return {row["id"] for row in store.stream(query)}
