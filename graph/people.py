"""Derives people: from mentions and whom they refer to, to Person nodes and their links.

A stale mention is work to do. Each page of people is one transaction that takes
back their links, writes what the current records say and clears the marks, so a
kill at any moment leaves either the old state, still marked, or the new one.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any, TypeVar

from graph import queries
from graph.derive import Step, about_steps, link_steps
from graph.elements import Link
from graph.record import Record
from graph.statements import read_people
from graph.store import Store

PAGE = 1_000
T = TypeVar("T")
Told = Mapping[str, Any]
"""A mention as its record writes it: a row of `load/mentions_told`."""
Move = tuple[str, str | None, str | None]
"""(mention, person so far, person from now on)."""


def pages(items: Iterable[T], size: int = PAGE) -> Iterator[list[T]]:
    """Cut a stream into lists of at most `size`."""
    stream = iter(items)
    while page := list(islice(stream, size)):
        yield page


def move(store: Store, changes: Iterable[Move]) -> int:
    """Let mentions refer to other people; people left without mentions go. Returns the number."""
    moved = 0
    for page in pages(changes):
        moved += len(page)
        store.write_all(move_steps(page))
    return moved


def move_steps(page: Sequence[Move]) -> list[Step]:
    """The steps that let mentions refer to other people, in one transaction."""
    left = [{"mention": m, "person": old} for m, old, _ in page if old]
    joined = [{"mention": m, "person": new} for m, _, new in page if new]
    nowhere = [m for m, _, new in page if not new]
    steps: list[Step] = []
    if left:
        steps.append((queries.load("load/unrefer"), {"rows": left}))
    if joined:
        steps.append((queries.load("load/refer"), {"rows": joined}))
    if left:
        ids = sorted({row["person"] for row in left})
        steps.append((queries.load("load/drop_empty_people"), {"ids": ids}))
    if nowhere:
        steps.append((queries.load("load/mention_settled"), {"ids": nowhere}))
    return steps


def follow(store: Store, members: Mapping[str, str]) -> list[Step]:
    """The steps that derive a few people anew, whose mentions will be these: mention -> person."""
    told = store.read(queries.load("load/mentions_told"), ids=sorted(members)) if members else []
    among: dict[str, list[Told]] = defaultdict(list)
    for row in told:
        among[members[row["mention"]]].append(row)
    return _steps(store, among, known=list(among), members=members)


def derive_people(store: Store, progress: Callable[[int], None] = lambda _: None) -> int:
    """Derive every person that has a stale mention. Returns how many there were."""
    done = 0
    with _Waiting(store) as waiting, ThreadPoolExecutor(max_workers=1) as writer:
        behind: Future[None] | None = None
        for page in pages(waiting):
            # What a page reads does not depend on what another page writes.
            steps = _page_steps(store, page)
            if behind:
                behind.result()
            behind = writer.submit(store.write_all, steps)
            done += len(page)
            progress(done)
        if behind:
            behind.result()
    return done


class _Waiting:
    """The people to derive, each once, in the order of their mentions.

    Neighbours in that order share records, which are then read once. A table on
    disk, so that memory does not grow with the graph.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> Iterator[str]:
        self._table = sqlite3.connect("")
        self._table.execute("CREATE TABLE waiting (person TEXT PRIMARY KEY, mention TEXT)")
        rows = self._store.stream(queries.load("load/stale_people"))
        self._table.executemany(
            "INSERT INTO waiting VALUES (:person, :mention) "
            "ON CONFLICT DO UPDATE SET mention = min(mention, excluded.mention)",
            rows,
        )
        return (
            row[0] for row in self._table.execute("SELECT person FROM waiting ORDER BY mention")
        )

    def __exit__(self, *_: object) -> None:
        self._table.close()


def _page_steps(store: Store, ids: Sequence[str]) -> list[Step]:
    mentions: dict[str, list[Told]] = defaultdict(list)
    for row in store.read(queries.load("load/people_mentions"), ids=ids):
        mentions[row["person"]].append(row)
    known = [id_ for id_, among in mentions.items() if not among[0]["new"]]
    return _steps(store, mentions, known, {})


def _steps(
    store: Store, mentions: Mapping[str, list[Told]], known: list[str], members: Mapping[str, str]
) -> list[Step]:
    """Derive people from how they are told of; those `known` have links to take back.

    `members` says of mentions whom they will refer to, where that is not in the graph yet.
    """
    if not mentions:
        return []
    ids = sorted(row["mention"] for among in mentions.values() for row in among)
    found = store.read(queries.load("load/mentions_records"), ids=ids)
    people = {m: p for row in found for m, p in zip(row["mentions"], row["people"], strict=True)}
    records = (Record.kept(row["content"]) for row in found)
    rows = [{"id": id_, "props": person_props(id_, among)} for id_, among in mentions.items()]
    return [
        *([(queries.load("load/drop_person_links"), {"ids": known})] if known else []),
        *_link_steps(records, {**people, **members}, mentions.keys()),
        (queries.load("load/person"), {"rows": rows}),
    ]


def _link_steps(
    records: Iterable[Record], people: Mapping[str, str], wanted: Set[str]
) -> list[Step]:
    """The links that touch a wanted person, and the support of that person by each record."""
    about: dict[tuple[str, str], None] = {}
    links: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        for party in record.parties:
            person = people.get(record.mention_id(party))
            if person and person in wanted:
                about[record.id, person] = None
        for link in read_people(record, people):
            if _touches(link, wanted):
                links[link.type, link.start[0], link.end[0]].append(link.row())
    return [*about_steps({"Person": about} if about else {}), *link_steps(links)]


def _touches(link: Link, wanted: Set[str]) -> bool:
    return any(label == "Person" and id_ in wanted for label, id_ in (link.start, link.end))


def person_props(id_: str, mentions: Sequence[Told]) -> dict[str, Any]:
    """Best name, other names and birth, from the mentions of the lowest level only."""
    level = min(mention["level"] for mention in mentions)
    seen = [mention for mention in mentions if mention["level"] == level]
    names = Counter(mention["name"] for mention in seen if mention["name"])
    best = _most_told(names)
    others = {name for mention in seen for name in mention["other_names"]} | set(names)
    births = Counter(
        (mention["birth"], mention["birth_precision"]) for mention in seen if mention["birth"]
    )
    birth = _most_told(births)
    return {
        "id": id_,
        "level": level,
        "name": best,
        "other_names": sorted(others - {best}),
        "birth": birth[0] if birth else None,
        "birth_precision": birth[1] if birth else None,
    }


def _most_told(counts: Counter[T]) -> T | None:
    """The most frequent; of equals the longest as text, then the first in text order."""
    return min(counts, key=lambda x: (-counts[x], -len(str(x)), str(x)), default=None)
