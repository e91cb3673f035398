"""What was touched since the last detection: kept beside the graph, told before each write.

Every write of a delivered or derived element goes through the store, which notes here which
entities it changes, before it is sent: a night killed at any moment finds them again, and an
entity noted for nothing is merely looked at again. One file of lines, not an index: an index
on a mark of one value is a scan at every change. Beyond MOST bytes it says "everything".
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from graph.errors import EngineError
from graph.model.keys import join_key
from graph.model.schema import NodeKey
from graph.queries import Query
from graph.queries.touches import Entities, Events, Everything, Links, Values

MOST = 32_000_000
Entry = tuple[str, str]
"""A node key; or (`label:TYPE`, id) where only a link of that type changed, (`label:`, id) where
only what an identifier or place says of itself did, (`-TYPE/label/label`, two ids) a lost link."""

ALL: Entry = ("*", "everything")
EVENTS = ("Incident", "Order")
ACTORS = (EVENTS, ("Person",))


def entries(query: Query, params: Mapping[str, Any]) -> Iterator[Entry]:
    """What a write changes, as its query says in `touches:`."""
    for touch in query.touches:
        match touch:
            case Entities():
                yield from _of_entities(touch, params)
            case Links(lost=True):
                yield from _of_lost(touch, params)
            case Links():
                yield from _of_links(touch, params)
            case Events(mentions):
                for mention in _values(mentions, params):
                    yield from _event_of(mention)
            case Everything():
                yield ALL


def _values(values: Values, params: Mapping[str, Any], where: str = "") -> Iterator[str]:
    for each in params[values.param]:
        if not where or each[where]:
            yield each[values.field] if values.field else each


def _of_entities(touch: Entities, params: Mapping[str, Any]) -> Iterator[Entry]:
    label = f"{touch.label}:" if touch.properties_only else touch.label
    return ((label, id_) for id_ in _values(touch.ids, params, touch.where))


def _of_lost(touch: Links, params: Mapping[str, Any]) -> Iterator[Entry]:
    kind = f"-{touch.type}/{touch.start}/{touch.end}"
    return ((kind, f"{row['start']}\n{row['end']}") for row in params[touch.rows])


def _of_links(touch: Links, params: Mapping[str, Any]) -> Iterator[Entry]:
    """Of a link that stands one end leads to the other: an event's, else a person's, else both.

    An event is written anew with all that it names; of an identifier's many links few change.
    """
    ends = (touch.start, touch.end)
    acting = next((labels for labels in ACTORS if {*ends} & {*labels}), ends)
    for row in params[touch.rows]:
        if touch.start in acting:
            yield f"{touch.start}:{touch.type}", row["start"]
        if touch.end in acting:
            yield f"{touch.end}:{touch.type}", row["end"]


def _event_of(mention: str) -> Iterator[NodeKey]:
    """What the record of a mention is about: a person who goes leaves no link to follow."""
    force, kind, reference, *_ = [*mention.split("/"), "", "", ""]
    if kind in ("incident", "order"):
        yield kind.capitalize(), join_key(unquote(force), unquote(reference))


class ChangeLog:
    """The file of one data folder. Threads may note at once; processes hold the writer's lock."""

    def __init__(self, data: Path) -> None:
        self._path = data / "touched.jsonl"
        self._lock = threading.Lock()
        self._listening: list[set[Entry]] = []

    def note(self, steps: Iterable[tuple[Query, Mapping[str, Any]]]) -> None:
        """Note what these writes name, before they are sent."""
        self.add(chain.from_iterable(entries(query, params) for query, params in steps))

    def add(self, changed: Iterable[Entry]) -> None:
        """Note entities that a coming write changes without naming them."""
        by_label: dict[str, dict[str, None]] = {}
        for label, id_ in changed:
            by_label.setdefault(label, {})[id_] = None
            for heard in self._listening:
                heard.add((label, id_))
        if by_label:
            self._append({label: list(ids) for label, ids in by_label.items()})

    @contextmanager
    def listen(self) -> Iterator[set[Entry]]:
        """What is noted while this lasts, whatever waits besides."""
        heard: set[Entry] = set()
        self._listening.append(heard)
        try:
            yield heard
        finally:
            self._listening.remove(heard)

    def _append(self, by_label: Mapping[str, list[str]]) -> None:
        try:
            self._add(by_label)
        except OSError as error:
            raise EngineError(
                f"{self._path.name} cannot be written in the data folder: check that the disk has "
                "room and who may write there."
            ) from error

    def _add(self, by_label: Mapping[str, list[str]]) -> None:
        with self._lock:
            size = self._path.stat().st_size if self._path.exists() else 0
            if size > MOST:
                return
            if size == 0:
                self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"\n{json.dumps(by_label)}")
                file.flush()
                os.fsync(file.fileno())

    def read(self) -> set[Entry] | None:
        """What was touched since `clear`; None when that is everything, or too much to tell."""
        if not self._path.exists():
            return set()
        if self._path.stat().st_size > MOST:
            return None
        changed: set[Entry] = set()
        with self._path.open(encoding="utf-8") as file:
            for line in file:
                changed |= set(_line(line))
        return None if ALL in changed else changed

    def is_empty(self) -> bool:
        """Whether nothing was touched since `clear`."""
        return not self._path.exists()

    def forget(self) -> None:
        """Name nothing any more: where something was named, the next night looks at everything."""
        if self._path.exists():
            draft = self._path.with_suffix(".new")
            draft.write_text(f"\n{json.dumps({ALL[0]: [ALL[1]]})}", encoding="utf-8")
            draft.replace(self._path)

    def clear(self) -> None:
        """Everything that was touched has been looked at."""
        self._path.unlink(missing_ok=True)


def _line(line: str) -> Iterator[Entry]:
    """A line that a crash cut short belongs to a write that was never sent."""
    if not line.strip():
        return
    try:
        by_label = json.loads(line)
    except ValueError:
        return
    for label, ids in by_label.items():
        yield from ((label, id_) for id_ in ids)
