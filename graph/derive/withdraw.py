"""Takes a delivery back: exactly what it alone supported goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

from graph import queries
from graph.batches import batches
from graph.changes.change_log import ChangeLog
from graph.derive.versions import (
    Step,
    Version,
    apply_versions,
    contents,
    elements_of,
    events,
    supersede,
    versions,
)
from graph.engine.store import Store
from graph.errors import InputError
from graph.queries.rows import SystemDeliveriesFind

PAGE = 500


def find(store: Store, wanted: str) -> SystemDeliveriesFind:
    """The delivery with this id, beginning of an id, or file name. InputError unless just one."""
    deliveries = store.read(queries.load("system/deliveries/find"), wanted=wanted) if wanted else []
    if len(deliveries) == 1:
        return deliveries[0]
    what = "no delivery has" if not deliveries else f"{len(deliveries)} deliveries have"
    raise InputError(
        f"{what} this id or file name: `throughline ask deliveries` lists them; give more of the id"
    )


def part(store: Store, delivery: str, progress: Callable[[int], None] = lambda _: None) -> int:
    """Part every record from a delivery, which stays, no longer whole, until `drop`; how many.

    People are left stale. Each page is one transaction, so a killed withdrawal is finished
    by running it again, and undone by delivering the file again.
    """
    store.write(queries.load("write/deliveries/reopen"), id=delivery)
    parted = 0
    while rows := store.read(queries.load("system/deliveries/records"), id=delivery, size=PAGE):
        store.write_all(_page(store, delivery, rows))
        parted += len(rows)
        progress(parted)
    return parted


def part_unplaced(store: Store, delivery: str) -> None:
    """Part from a delivery what it said as of an earlier extract date and does not say now."""
    query = queries.load("system/deliveries/unplaced")
    while rows := store.read(query, id=delivery, size=PAGE):
        store.write_all(_page(store, delivery, rows, placed=True))


def drop(store: Store, delivery: str) -> None:
    """Remove a delivery that no record comes from any more: the last step of a withdrawal."""
    store.write(queries.load("write/deliveries/drop"), id=delivery)


def _page(
    store: Store, delivery: str, rows: Sequence[Mapping[str, Any]], *, placed: bool = False
) -> list[Step]:
    """The steps that part these records; with `placed` the delivery still holds others."""
    ids = [row["id"] for row in rows]
    sole = store.read(queries.load("system/deliveries/sole"), delivery=delivery, ids=ids)
    gone = {row["id"] for row in sole}
    histories = versions(store, (row["key"] for row in rows), without=delivery, placed=placed)
    parting = {"delivery": delivery, "ids": ids, "gone": sorted(gone)}
    return [*_without(store, histories, gone), (queries.load("write/deliveries/unlink"), parting)]


def remove(store: Store, ids: Sequence[str]) -> None:
    """Remove these versions of records for good, whichever deliveries brought them.

    People are left stale. Each page is one transaction: run it again to finish it.
    """
    for page in batches(sorted(ids), PAGE):
        rows = store.read(queries.load("system/erasure/kept"), ids=page)
        if not rows:
            continue
        gone = {row["id"] for row in rows}
        steps = _without(store, versions(store, (row["key"] for row in rows)), gone)
        dropping: Step = (queries.load("write/erasure/records"), {"ids": sorted(gone)})
        store.write_all([*steps, dropping])


def _without(store: Store, histories: dict[str, dict[str, Version]], gone: Set[str]) -> list[Step]:
    """The steps that take back what the records that are `gone` supported, of these histories."""
    leaving = [
        v.id
        for history in histories.values()
        for v in history.values()
        if v.current and v.id in gone
    ]
    for history in histories.values():
        for id_ in gone & set(history):
            del history[id_]
    change = supersede({key: history for key, history in histories.items() if history})
    older = gone - set(leaving)
    store.watcher(ChangeLog).add(events(contents(store, older).values()) if older else ())
    change.leaving += leaving
    steps = apply_versions(store, change, elements_of(store, change))
    lost = store.read(queries.load("system/mentions/of_records"), ids=sorted(gone))
    store.watcher(ChangeLog).add(("Mention", row["id"]) for row in lost)
    orphans = [row for row in lost if set(row["records"]) <= gone]
    if orphans:
        people = sorted({row["person"] for row in orphans if row["person"]})
        parted = [{"mention": r["id"], "person": r["person"]} for r in orphans if r["person"]]
        steps += [
            (queries.load("write/people/unrefer"), {"rows": parted}),
            (queries.load("write/mentions/drop"), {"ids": [row["id"] for row in orphans]}),
            (queries.load("write/people/drop_empty"), {"ids": people}),
        ]
    return steps
