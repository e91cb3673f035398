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
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from graph.errors import EngineError
from graph.queries import Query
from graph.record import join_key

MOST = 32_000_000
EVERYTHING = "everything"
Place = tuple[str, str]  # (label, id)
Ends = tuple[str, str, str, str]  # (type, id, id, key)

ROWS = {"load/person": "Person", "load/incident": "Incident", "load/order": "Order"}
"""Writes whose rows have the id of one entity."""
IDS = {"load/drop_person_links": "Person", "load/drop_empty_people": "Person"}
ENDS = ("load/drop_link", "load/possibly_by")
"""Links that go, and may be the last between their ends, or that are only possible."""
LINKS = ("load/link", "load/link_seen")
OWN = "="
"""Ends the label of an identifier or place of which no link may have changed, only what it says
of itself. Most are written again as they were, and few rules read more of them than the id."""
ACTORS = ("Person", "Incident", "Order")
MOVES = ("load/refer", "load/unrefer")
ALL = ("load/drop_label", "load/drop_lost_people")
IGNORED = frozenset(
    """about current delivery delivery_done delivery_drop delivery_later delivery_reopen
    delivery_unlink disposition disposition_also disposition_apart disposition_earlier
    drop_about drop_mentions
    drop_resembles drop_resembles_of flag flag_evidence flag_lets_go flag_props flag_subject
    flag_subject_drop mention mention_blank mention_settled night record record_reset resemble
    change judgement judgement_withdraw mentions_settled people_settled resolution resolved
    retire revive""".split()
)
"""Writes that change no entity, or that go with another which names it."""


def places(
    query: Query, params: Mapping[str, Any], again: Set[Ends] = frozenset()
) -> Iterator[Place]:
    """The entities that a write names; ("*", "everything") for all of them.

    A link that goes and is written `again` in the same transaction is a link that is written.
    """
    names = dict(query.names)
    if query.path in ALL:
        yield "*", EVERYTHING
    elif query.path in ROWS or query.path == "load/node":
        label = ROWS.get(query.path) or names["label"] + OWN
        yield from ((label, row["id"]) for row in params["rows"])
    elif query.path in IDS or query.path in ("load/drop_node", "load/reopen_node"):
        label = IDS.get(query.path) or names["label"]
        yield from ((label, id_) for id_ in params["ids"])
    elif query.path in ENDS:
        for row in params["rows"]:
            if _ends(names, row) not in again:
                yield names.get("start", "Incident"), row["start"]
                yield names.get("end", "Person"), row["end"]
    elif query.path in LINKS:
        yield from _of_links(names["start"], names["end"], params["rows"])
    elif query.path in MOVES:
        for row in params["rows"]:
            yield "Person", row["person"]
            yield from _event_of(row["mention"])


def _ends(names: Mapping[str, str], row: Mapping[str, Any]) -> Ends:
    return names.get("type", ""), row["start"], row["end"], row["key"]


def _of_links(start: str, end: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[Place]:
    """Of a link that stands, one end leads to the other: a person's, else an event's, else both.

    A person is written anew with all links, old ones too: their other ends are not touched.
    """
    acting = [label for label in ACTORS if label in (start, end)][:1] or [start, end]
    for row in rows:
        if start in acting:
            yield start, row["start"]
        if end in acting:
            yield end, row["end"]


def _event_of(mention: str) -> Iterator[Place]:
    """What the record of a mention is about: a person who goes leaves no link to follow."""
    force, kind, reference, *_ = [*mention.split("/"), "", "", ""]
    if kind in ("incident", "order"):
        yield kind.capitalize(), join_key(unquote(force), unquote(reference))


class Touched:
    """The file of one data folder. Threads may note at once; processes hold the writer's lock."""

    def __init__(self, data: Path) -> None:
        self._path = data / "touched.jsonl"
        self._lock = threading.Lock()

    def note(self, steps: Iterable[tuple[Query, Mapping[str, Any]]]) -> None:
        """Note what these writes name, before they are sent."""
        held = [(query, params) for query, params in steps if query.room == "load"]
        links = (one for one in held if one[0].path in LINKS)
        again = {_ends(dict(query.names), row) for query, params in links for row in params["rows"]}
        told = (places(query, params, again) for query, params in held)
        self.add(chain.from_iterable(told))

    def add(self, found: Iterable[Place]) -> None:
        """Note entities that a coming write changes without naming them."""
        named: dict[str, dict[str, None]] = {}
        for label, id_ in found:
            named.setdefault(label, {})[id_] = None
        if named:
            self._append({label: list(ids) for label, ids in named.items()})

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

    def read(self) -> set[Place] | None:
        """What was touched since `clear`; None when that is everything, or too much to tell."""
        if not self._path.exists():
            return set()
        if self._path.stat().st_size > MOST:
            return None
        found: set[Place] = set()
        with self._path.open(encoding="utf-8") as file:
            for line in file:
                found |= set(_line(line))
        return None if ("*", EVERYTHING) in found else found

    def clear(self) -> None:
        """Everything that was touched has been looked at."""
        self._path.unlink(missing_ok=True)


def _line(line: str) -> Iterator[Place]:
    """A line that a crash cut short belongs to a write that was never sent."""
    if not line.strip():
        return
    try:
        named = json.loads(line)
    except ValueError:
        return
    for label, ids in named.items():
        yield from ((label, id_) for id_ in ids)
