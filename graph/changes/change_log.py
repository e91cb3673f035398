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
from graph.queries import Query

MOST = 32_000_000
EVERYTHING = "everything"
Place = tuple[str, str]  # (label, id)
Noted = tuple[str, str]
"""A place; or (`label:TYPE`, id) where only a link of that type changed, (`label:`, id) where
only what an identifier or place says of itself did, (`-TYPE/label/label`, two ids) a lost link."""

ROWS = {
    "write/elements/incident": "Incident",
    "write/elements/order": "Order",
    "write/elements/node": "{label}:",
}
"""Writes whose rows have the id of one entity."""
IDS = {
    "write/people/drop_empty": "Person",
    "write/elements/drop_node": "{label}",
    "write/elements/reopen_node": "{label}:",
}
LINKS = ("write/elements/link", "write/elements/link_seen", "write/elements/possibly_by")
DROPS = ("write/elements/drop_link",)
EVENTS = ("Incident", "Order")
ACTORS = (EVENTS, ("Person",))
MOVES = ("write/people/refer", "write/people/unrefer")
ALL = ("write/elements/drop_label", "write/people/drop_lost")
IGNORED = frozenset(
    """deliveries/delivery deliveries/done deliveries/drop deliveries/later deliveries/reopen
    deliveries/unlink records/record records/reset records/current records/about records/drop_about
    mentions/mention mentions/blank mentions/settled_nobody mentions/settled mentions/drop
    mentions/resemble mentions/drop_resembles mentions/drop_resembles_of mentions/resolved
    people/person people/settled people/drop_about people/retire people/revive people/change
    judgements/judgement judgements/withdraw flags/disposition flags/disposition_also
    flags/disposition_apart flags/disposition_earlier flags/flag flags/evidence flags/lets_go
    flags/props flags/subject flags/drop_subjects nights/night""".split()
)
"""Writes that change no entity, that go with another which names it, or, as what is known of a
person, that no rule reads."""


def places(query: Query, params: Mapping[str, Any]) -> Iterator[Noted]:
    """What a write changes; ("*", "everything") for all of it."""
    names = dict(query.names)
    if query.path in ALL:
        yield "*", EVERYTHING
    elif query.path in ROWS:
        label = ROWS[query.path].format(**names)
        yield from ((label, row["id"]) for row in params["rows"])
    elif query.path in IDS:
        label = IDS[query.path].format(**names)
        yield from ((label, id_) for id_ in params["ids"])
    elif query.path in DROPS:
        lost = "-{type}/{start}/{end}".format(**names)
        yield from ((lost, f"{row['start']}\n{row['end']}") for row in params["rows"])
    elif query.path in LINKS:
        yield from _of_links(names, params["rows"])
    elif query.path in MOVES:
        for row in params["rows"]:
            if query.path == "write/people/unrefer" or row["left"]:
                yield "Person", row["person"]
            yield from _event_of(row["mention"])


def _of_links(names: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> Iterator[Noted]:
    """Of a link that stands one end leads to the other: an event's, else a person's, else both.

    An event is written anew with all that it names; of an identifier's many links few change.
    """
    type_ = names.get("type", "POSSIBLY_BY")
    start, end = names.get("start", "Incident"), names.get("end", "Person")
    acting = next((some for some in ACTORS if {start, end} & {*some}), (start, end))
    for row in rows:
        if start in acting:
            yield f"{start}:{type_}", row["start"]
        if end in acting:
            yield f"{end}:{type_}", row["end"]


def _event_of(mention: str) -> Iterator[Place]:
    """What the record of a mention is about: a person who goes leaves no link to follow."""
    force, kind, reference, *_ = [*mention.split("/"), "", "", ""]
    if kind in ("incident", "order"):
        yield kind.capitalize(), join_key(unquote(force), unquote(reference))


class ChangeLog:
    """The file of one data folder. Threads may note at once; processes hold the writer's lock."""

    def __init__(self, data: Path) -> None:
        self._path = data / "touched.jsonl"
        self._lock = threading.Lock()
        self._listening: list[set[Noted]] = []

    def note(self, steps: Iterable[tuple[Query, Mapping[str, Any]]]) -> None:
        """Note what these writes name, before they are sent."""
        told = (places(query, params) for query, params in steps if query.room == "write")
        self.add(chain.from_iterable(told))

    def add(self, found: Iterable[Noted]) -> None:
        """Note entities that a coming write changes without naming them."""
        named: dict[str, dict[str, None]] = {}
        for label, id_ in found:
            named.setdefault(label, {})[id_] = None
            for heard in self._listening:
                heard.add((label, id_))
        if named:
            self._append({label: list(ids) for label, ids in named.items()})

    @contextmanager
    def listen(self) -> Iterator[set[Noted]]:
        """What is noted while this lasts, whatever waits besides."""
        heard: set[Noted] = set()
        self._listening.append(heard)
        try:
            yield heard
        finally:
            self._listening.remove(heard)

    def _append(self, named: Mapping[str, list[str]]) -> None:
        try:
            self._add(named)
        except OSError as error:
            raise EngineError(
                f"{self._path.name} cannot be written in the data folder: check that the disk has "
                "room and who may write there."
            ) from error

    def _add(self, named: Mapping[str, list[str]]) -> None:
        with self._lock:
            size = self._path.stat().st_size if self._path.exists() else 0
            if size > MOST:
                return
            if size == 0:
                self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"\n{json.dumps(named)}")
                file.flush()
                os.fsync(file.fileno())

    def read(self) -> set[Noted] | None:
        """What was touched since `clear`; None when that is everything, or too much to tell."""
        if not self._path.exists():
            return set()
        if self._path.stat().st_size > MOST:
            return None
        found: set[Noted] = set()
        with self._path.open(encoding="utf-8") as file:
            for line in file:
                found |= set(_line(line))
        return None if ("*", EVERYTHING) in found else found

    def is_empty(self) -> bool:
        """Whether nothing was touched since `clear`."""
        return not self._path.exists()

    def clear(self) -> None:
        """Everything that was touched has been looked at."""
        self._path.unlink(missing_ok=True)


def _line(line: str) -> Iterator[Noted]:
    """A line that a crash cut short belongs to a write that was never sent."""
    if not line.strip():
        return
    try:
        named = json.loads(line)
    except ValueError:
        return
    for label, ids in named.items():
        yield from ((label, id_) for id_ in ids)
