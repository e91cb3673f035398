"""Derives people: from mentions and whom they refer to, to Person nodes and their links.

A stale mention is work to do. Each page of people is one transaction that takes
back their links, writes what the current records say and clears the marks, so a
kill at any moment leaves either the old state, still marked, or the new one.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from graph import queries
from graph.batches import batches
from graph.changes.waiting import waiting
from graph.derive.elements import Link
from graph.derive.statements import read_people
from graph.derive.versions import Step, about_steps, combine, drop_links, link_steps
from graph.engine.store import Store
from graph.model.compartments import Marking
from graph.model.names_spelling import sounds
from graph.model.record import Record
from graph.queries.rows import SystemPeopleLinks

PAGE = 1_000
VERSION = 3
"""Of what is derived of people: another one than a graph has makes all of them anew, once."""
T = TypeVar("T")
Birth = tuple[Any, str | None]
"""A date, and how much of it is known: day, month or year."""
MentionRow = Mapping[str, Any]
"""A mention as its record writes it: who may see it, name, other_names, birth, birth_precision."""
Links = dict[tuple[str, str, str], list[dict[str, Any]]]
"""(type, label of the start, label of the end) -> rows of `write/elements/link`."""
Move = tuple[str, str | None, str | None]
"""(mention, person so far, person from now on)."""


def move(store: Store, changes: Iterable[Move]) -> int:
    """Let mentions refer to other people; people left without mentions go. Returns the number."""
    moved = 0
    for page in batches(changes, PAGE):
        moved += len(page)
        store.write_all(move_steps(page))
    return moved


def move_steps(page: Sequence[Move]) -> list[Step]:
    """The steps that let mentions refer to other people, in one transaction."""
    left = [{"mention": m, "person": old} for m, old, _ in page if old]
    joined = [{"mention": m, "person": new, "left": bool(old)} for m, old, new in page if new]
    nowhere = [m for m, _, new in page if not new]
    steps: list[Step] = []
    if left:
        steps.append((queries.load("write/people/unrefer"), {"rows": left}))
    if joined:
        steps.append((queries.load("write/people/refer"), {"rows": joined}))
    if left:
        ids = sorted({row["person"] for row in left})
        steps.append((queries.load("write/people/drop_empty"), {"ids": ids}))
    if nowhere:
        steps.append((queries.load("write/mentions/settled_nobody"), {"ids": nowhere}))
    return steps


def follow(
    store: Store, members: Mapping[str, str], mentions: Mapping[str, MentionRow]
) -> list[Step]:
    """The steps that derive a few people anew, whose mentions will be these: mention -> person.

    `mentions` says how each of them is written.
    """
    by_person: dict[str, list[MentionRow]] = defaultdict(list)
    for mention, person in sorted(members.items()):
        by_person[person].append(mentions[mention])
    return _steps(store, by_person, known=list(by_person), members=members)


def derive_people(store: Store, progress: Callable[[int, int], None] = lambda *_: None) -> int:
    """Derive every person that has a stale mention. Returns how many there were.

    `progress` is called with how many are done and how many there are.
    """
    done = 0
    with _Waiting(store) as (of, waiting), ThreadPoolExecutor(max_workers=1) as writer:
        behind: Future[None] | None = None
        for page in batches(waiting, PAGE):
            # What a page reads of another's links, while that is written, both tell alike.
            steps = _page_steps(store, page)
            if behind:
                behind.result()
            behind = writer.submit(store.write_all, steps)
            done += len(page)
            progress(done, of)
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

    def __enter__(self) -> tuple[int, Iterator[str]]:
        self._table = sqlite3.connect("")
        self._table.execute("CREATE TABLE waiting (person TEXT PRIMARY KEY, mention TEXT)")
        self._table.executemany(
            "INSERT INTO waiting VALUES (:person, :mention) "
            "ON CONFLICT DO UPDATE SET mention = min(mention, excluded.mention)",
            _stale(self._store),
        )
        (count,) = self._table.execute("SELECT count(*) FROM waiting").fetchone()
        people = self._table.execute("SELECT person FROM waiting ORDER BY mention")
        return count, (row[0] for row in people)

    def __exit__(self, *_: object) -> None:
        self._table.close()


def _stale(store: Store) -> Iterator[Mapping[str, Any]]:
    """(person, mention) of each mention that waits and refers to somebody."""
    stale = waiting(store)
    if stale is None:
        yield from store.stream(queries.load("system/people/stale"))
    for ids in batches(stale or ()):
        yield from store.read(queries.load("system/people/stale_among"), ids=ids)


def _page_steps(store: Store, ids: Sequence[str]) -> list[Step]:
    by_person: dict[str, list[MentionRow]] = defaultdict(list)
    for row in store.read(queries.load("system/people/mentions"), ids=ids):
        by_person[row["person"]].append(row)
    known = [id_ for id_, mentions in by_person.items() if not mentions[0]["new"]]
    return _steps(store, by_person, known, {})


def _steps(
    store: Store,
    by_person: Mapping[str, list[MentionRow]],
    known: list[str],
    members: Mapping[str, str],
) -> list[Step]:
    """Derive people from how their mentions are written; those `known` have links to take back.

    `members` says of mentions whom they will refer to, where that is not in the graph yet.
    """
    if not by_person:
        return []
    ids = sorted(row["mention"] for mentions in by_person.values() for row in mentions)
    contents = store.read(queries.load("system/mentions/records"), ids=ids)
    people = {m: p for row in contents for m, p in zip(row["mentions"], row["people"], strict=True)}
    records = (Record.kept(row["content"]) for row in contents)
    rows = [{"id": id_, "props": person_props(id_, it)} for id_, it in by_person.items()]
    about, links = _supported(records, {**people, **members}, by_person.keys())
    gone, fresh = _changed(_links_now(store, known), links)
    return [
        *([(queries.load("write/people/drop_about"), {"ids": known})] if known else []),
        *drop_links(gone),
        *about_steps({"Person": about} if about else {}),
        *link_steps(fresh),
        (queries.load("write/people/person"), {"rows": rows}),
    ]


def _supported(
    records: Iterable[Record], people: Mapping[str, str], wanted: Set[str]
) -> tuple[dict[tuple[str, str], None], Links]:
    """What the records say of wanted people: the support of each, and the links that touch one."""
    about: dict[tuple[str, str], None] = {}
    links: Links = defaultdict(list)
    for record in records:
        for party in record.parties:
            person = people.get(record.mention_id(party))
            if person and person in wanted:
                about[record.id, person] = None
        for link in read_people(record, people):
            if _touches(link, wanted):
                links[link.type, link.start[0], link.end[0]].append(link.row())
    return about, links


def _links_now(store: Store, known: Iterable[str]) -> list[SystemPeopleLinks]:
    """The links that these people have, each once."""
    rows = store.read(queries.load("system/people/links"), ids=list(known)) if known else []
    return list({_identity(row): row for row in rows}.values())


def _identity(row: Mapping[str, Any]) -> tuple[str, ...]:
    names = ("type", "start_label", "start", "end_label", "end", "key")
    return tuple(row[name] for name in names)


def _changed(
    links_now: Iterable[Mapping[str, Any]], supported: Links
) -> tuple[list[dict[str, Any]], Links]:
    """The links that go, and those to write: what stands as it is supported stays untouched.

    So a night looks again only at what changed. One that stands otherwise goes first.
    """
    fresh = {group: combine(rows) for group, rows in supported.items()}
    wanted = {
        (type_, start, row["start"], end, row["end"], row["key"]): row
        for (type_, start, end), rows in fresh.items()
        for row in rows
    }
    same = {
        identity
        for row in links_now
        if (identity := _identity(row)) in wanted and _stands(row["props"], wanted[identity])
    }
    gone = [dict(row) for row in links_now if _identity(row) not in same]
    return gone, {
        (type_, start, end): rest
        for (type_, start, end), rows in fresh.items()
        if (
            rest := [
                row
                for row in rows
                if (type_, start, row["start"], end, row["end"], row["key"]) not in same
            ]
        )
    }


def _stands(link: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Whether a link is kept as it is supported: by the same records, in the same words."""
    same = all(_text(link.get(name)) == value for name, value in row["props"].items())
    return (
        same
        and (link["level"], link["rank"]) == (row["level"], row["rank"])  # which has compartments
        and set(link["records"]) == set(row["records"])
    )


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value


def _touches(link: Link, wanted: Set[str]) -> bool:
    return any(label == "Person" and id_ in wanted for label, id_ in (link.start, link.end))


def person_props(id_: str, mentions: Sequence[MentionRow]) -> dict[str, Any]:
    """Best name, other names and birth, from the mentions alone that ask for least."""
    markings = [Marking(it["level"], frozenset(it["compartments"])) for it in mentions]
    least = max(markings, key=lambda marking: marking.mark)
    lowest = [it for it, marking in zip(mentions, markings, strict=True) if marking == least]
    names = Counter(mention["name"] for mention in lowest if mention["name"])
    best = _most_frequent(names)
    others = {name for mention in lowest for name in mention["other_names"]} | set(names)
    birth = _birth_of(
        Counter(
            (mention["birth"], mention["birth_precision"]) for mention in lowest if mention["birth"]
        )
    )
    return {
        "id": id_,
        **least.props(),
        "name": best,
        "other_names": sorted(others - {best}),
        "sounds": " ".join(
            sorted({each for name in {best, *others} if name for each in sounds(name)})
        ),
        "birth": birth[0] if birth else None,
        "birth_precision": birth[1] if birth else None,
    }


def _birth_of(births: Counter[Birth]) -> Birth | None:
    """The birth with which most mentions agree; where two stand against each other, what both say.

    Whoever says 2000 agrees with whoever says 23 February 2000, which says more.
    """
    agreeing = Counter(
        {
            birth: sum(n for said, n in births.items() if _says_no_more(said, birth))
            for birth in births
        }
    )
    most = max(agreeing.values(), default=0)
    best = Counter({birth: births[birth] for birth, n in agreeing.items() if n == most})
    coarser = [
        said
        for said in births
        if len(best) > 1 and all(said not in best and _says_no_more(said, birth) for birth in best)
    ]
    return max(coarser, key=_fullness, default=None) or _most_frequent(best)


def _says_no_more(said: Birth, birth: Birth) -> bool:
    """Whether a birth says of the other what that says itself, or less."""
    size = _fullness(said)
    return size <= _fullness(birth) and str(said[0])[:size] == str(birth[0])[:size]


def _fullness(birth: Birth) -> int:
    """How many characters of its date a birth stands for."""
    return {"year": 4, "month": 7}.get(birth[1] or "", 10)


def _most_frequent(counts: Counter[T]) -> T | None:
    """The most frequent; of equals the longest as text, then the first in text order."""
    return min(counts, key=lambda x: (-counts[x], -len(str(x)), str(x)), default=None)
