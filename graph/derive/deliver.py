"""Deliveries into the graph, batch by batch: records kept, the newest version of each derived."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any, Self

from graph import queries
from graph.changes.change_log import ChangeLog
from graph.derive.accepted import Accepted, SourceRow
from graph.derive.mentions import mention_rows
from graph.derive.statements import marking_of
from graph.derive.versions import (
    Step,
    Version,
    apply_versions,
    elements_of,
    events,
    supersede,
    versions,
)
from graph.engine.store import Store
from graph.model.record import Record
from graph.queries.rows import SystemDeliveriesFind

AHEAD = 2
"""Batches that wait to be made ready."""


class BatchWriter:
    """Writes deliveries in batches: one is written while the next is made ready.

    Each batch is one transaction that keeps its records and derives what they say; a delivery
    is opened and closed in the order of its batches. Writing the same again changes nothing.
    What fails is raised by a later call, and nothing asked for after it is written. A context
    manager: at its end all is written.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.opened: set[str] = set()
        self._maker, self._writer = ThreadPoolExecutor(max_workers=1), ThreadPoolExecutor(1)
        self._asked: deque[Future[None]] = deque()
        self._notes: list[Step] = []
        self._behind: Future[None] | None = None
        self._keys: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._writer:
            self._maker.shutdown()
            try:
                self._made(0)
            finally:
                self._flush()

    def delivered(self, id_: str) -> SystemDeliveriesFind | None:
        """What is known of a delivery, whole or not; None when it never came."""
        if id_ in self.opened:
            self.wait()
        return delivered(self.store, id_)

    def again(self, id_: str, props: dict[str, Any]) -> None:
        """Say of a delivery that it is read again: what stands nowhere in it then is to part."""
        self.wait()
        self.store.write(queries.load("write/deliveries/again"), id=id_, props=props)

    def open(self, id_: str, props: dict[str, Any], received_at: dt.datetime) -> None:
        """Begin a delivery; a second time changes nothing.

        `props` may hold its `extracted_at`, an ISO date.
        """
        self.opened.add(id_)
        row = {"id": id_, "props": props, "received_at": received_at.isoformat()}
        self._ask(partial(self._note, (queries.load("write/deliveries/delivery"), {"row": row})))

    def write(self, id_: str, accepted_rows: Sequence[Accepted], extracted_at: str = "") -> None:
        """Write one batch of a delivery that is open."""
        self._ask(partial(self._make, id_, accepted_rows, extracted_at))

    def close(self, id_: str, rows: int, records: int, rejects: int) -> None:
        """Write the counts; a delivery without them was interrupted and is read again."""
        counts = {"id": id_, "rows": rows, "records": records, "rejects": rejects}
        self._ask(partial(self._note, (queries.load("write/deliveries/done"), counts)))

    def wait(self) -> None:
        """Return when all is written."""
        self._made(0)
        self._flush()

    def _flush(self) -> None:
        self._written()
        if self._notes:
            self._write([])
            self._written()

    def _made(self, most: int) -> None:
        """Wait until no more than so many wait; one that failed stays, and ends all after it."""
        while len(self._asked) > most:
            self._asked[0].result()
            self._asked.popleft()

    def _ask(self, job: Callable[[], None]) -> None:
        """Let the maker do it, unless what was asked for before it failed."""
        self._made(AHEAD)
        before = self._asked[-1] if self._asked else None
        self._asked.append(self._maker.submit(_after, before, job))

    def _note(self, step: Step) -> None:
        """A step that goes with the next transaction."""
        self._notes.append(step)

    def _make(self, delivery: str, accepted_rows: Sequence[Accepted], extracted_at: str) -> None:
        ids = [accepted.record.id for accepted in accepted_rows]
        records = {id_: accepted.record for id_, accepted in zip(ids, accepted_rows, strict=True)}
        keys = {record.key for record in records.values()}
        if keys & self._keys:
            self._written()
        histories = versions(self.store, keys)
        fresh = [id_ for id_, record in records.items() if id_ not in histories.get(record.key, {})]
        for id_, record in records.items():
            history = histories.setdefault(record.key, {})
            history[id_] = _arrived(history.get(id_), record, id_, extracted_at)
        change = supersede(histories)
        entering = set(change.entering)
        derived = elements_of(self.store, change, records)
        kept = _record_rows(ids, accepted_rows, extracted_at, entering)
        self.store.watcher(ChangeLog).add(
            events(records[id_] for id_ in fresh if id_ not in entering)
        )
        if change.leaving:  # what they supported may rest on the batch that is being written
            self._written()
        steps: list[Step] = [
            (queries.load("write/records/record"), {"delivery": delivery, "rows": kept}),
            *_asides([records[id_] for id_ in fresh if id_ not in entering]),
            *apply_versions(self.store, change, derived, born=set(fresh)),
        ]
        self._write(steps)
        self._keys = keys

    def _write(self, steps: Sequence[Step]) -> None:
        self._written()
        self._behind = self._writer.submit(self._send, self._notes, steps)
        self._notes = []

    def _send(self, notes: Sequence[Step], steps: Sequence[Step]) -> None:
        """One transaction; a batch that fails does not keep an earlier delivery open."""
        try:
            self.store.write_all([*notes, *steps])
        except Exception:
            if notes and steps:
                self.store.write_all(notes)
            raise

    def _written(self) -> None:
        if self._behind is not None:
            self._behind.result()
            self._behind = None


def delivered(store: Store, id_: str) -> SystemDeliveriesFind | None:
    """What the graph knows of a delivery, whole or not; None when it never came."""
    rows = store.read(queries.load("system/deliveries/find"), wanted=id_)
    return next((row for row in rows if row["id"] == id_), None)


def _after(before: Future[None] | None, job: Callable[[], None]) -> None:
    if before is not None:
        before.result()
    job()


def _asides(records: Sequence[Record]) -> list[Step]:
    """The step that keeps the mentions of records which are not the newest."""
    rows = [row for record in records for row in mention_rows(record, current=False)]
    return [(queries.load("write/mentions/mention"), {"rows": rows})] if rows else []


def _arrived(known: Version | None, record: Record, id_: str, extracted_at: str) -> Version:
    if known:
        return replace(known, extracted_at=max(known.extracted_at, extracted_at))
    return Version(record.key, id_, record.version, extracted_at, record.withdrawn)


def _record_rows(
    ids: Sequence[str], accepted_rows: Sequence[Accepted], extracted_at: str, entering: set[str]
) -> list[dict[str, Any]]:
    source_rows: dict[str, list[SourceRow]] = defaultdict(list)
    records: dict[str, Record] = {}
    for id_, accepted in zip(ids, accepted_rows, strict=True):
        source_rows[id_].extend(accepted.source_rows)
        records[id_] = accepted.record
    return [
        {
            "id": id_,
            "props": {**record_props(record), "current": id_ in entering},
            "recorded_at": record.recorded_at.isoformat(),
            **order_instants(record),
            "extracted_at": extracted_at,
            "places": source_rows[id_],
        }
        for id_, record in records.items()
    ]


def order_instants(record: Record) -> dict[str, str | None]:
    """The instants of a Record node beside its own, as ISO text."""
    order = record.order
    instants = {"status_at": order and order.status_at, "served_at": order and order.served_at}
    return {name: at.isoformat() if at else None for name, at in instants.items()}


def record_props(record: Record) -> dict[str, Any]:
    """The properties of a Record node, its instants apart.

    Each version of an order says how the order stood then, so that a rule can tell an
    interim order that was served from the full one that was served later.
    """
    return {
        "key": record.key,
        "force": record.force,
        "kind": record.kind,
        "reference": record.reference,
        "version": record.version,
        "withdrawn": record.withdrawn,
        "content": record.content,
        "grade_source": record.grade.source,
        "grade_information": record.grade.information,
        "handling": record.grade.handling,
        "conditions": record.grade.conditions or None,
        "classification": record.classification,
        **marking_of(record).props(),
        "status": record.order.status if record.order else None,
        "service": record.order.service if record.order else None,
    }
