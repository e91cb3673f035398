"""What people say of two mentions: one person or not. Kept for ever, undone by another word.

A judgement and everything that follows from it for people and their links is one
transaction. Flags follow at once where they can, else in the next night.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from graph import queries
from graph.derive import Step
from graph.errors import InputError
from graph.identity import Decision, InUse, Member, Retired, decide
from graph.partition import Judged, Limits, Pair, clusters, pair
from graph.people import derive_these, move_steps
from graph.store import Store


@dataclass(frozen=True, slots=True)
class Judgement:
    """A word on two mentions: `same` or not, by whom, when (ISO 8601, UTC) and why."""

    id: str
    a: str
    b: str
    same: bool
    who: str
    at: str
    why: str
    withdrawn: bool = False


def judge(
    store: Store, a: str, b: str, *, same: bool, who: str, why: str, at: dt.datetime
) -> Judgement:
    """Keep a judgement and let people follow it. InputError when a mention is unknown."""
    a, b = pair(a, b)
    if a == b:
        raise InputError("a mention cannot be judged against itself: name two mentions.")
    key = _id("judgement", a, b, same, who, at, why)
    judgement = Judgement(key, a, b, same, who, _iso(at), why)
    words = [*judgements(store), judgement]
    settle(store, [a, b], words, [_keeping(store, [judgement])], key, at)
    return judgement


def withdraw(store: Store, judgement: str, *, who: str, why: str, at: dt.datetime) -> None:
    """Take a judgement back: it stays on record and no longer counts."""
    words = judgements(store)
    found = [it for it in words if it.id == judgement]
    if not found:
        raise InputError(f"there is no judgement {judgement}: see `throughline judgements`.")
    if found[0].withdrawn:
        raise InputError(f"judgement {judgement} is withdrawn already: nothing to do.")
    key = _id("withdrawal", judgement, who, at, why)
    props = {"id": key, "who": who, "why": why, "at": _iso(at)}
    step: Step = (queries.load("load/judgement_withdraw"), {"id": judgement, "props": props})
    left = [it for it in words if it.id != judgement]
    settle(store, [found[0].a, found[0].b], left, [step], key, at)


def bring(store: Store, found: Iterable[Judgement]) -> int:
    """Keep judgements from elsewhere; the next resolution follows them. Returns their number."""
    brought = list(found)
    store.write_all([_keeping(store, brought)])
    return len(brought)


def _keeping(store: Store, found: Iterable[Judgement]) -> Step:
    """Writes judgements, and says of their mentions that they must be decided again."""
    rows = [asdict(judgement) for judgement in found]
    ids = sorted({row[end] for row in rows for end in ("a", "b")})
    known = {row["id"] for row in store.read(queries.load("load/mentions_known"), ids=ids)}
    if missing := [id_ for id_ in ids if id_ not in known]:
        raise InputError(
            f"there is no mention {missing[0]}: the mentions of a person stand on its page."
        )
    return queries.load("load/judgement"), {"rows": rows}


def judgements(store: Store) -> list[Judgement]:
    """Every judgement, the oldest first."""
    rows = store.read(queries.load("load/judgements"))
    return sorted((Judgement(**row) for row in rows), key=lambda it: (it.at, it.id))


def judged(found: Iterable[Judgement]) -> Judged:
    """What counts of them: the last word on each pair that nobody took back."""
    last: dict[Pair, Judgement] = {}
    for judgement in found:
        if not judgement.withdrawn:
            last.pop((judgement.a, judgement.b), None)
            last[judgement.a, judgement.b] = judgement
    same = tuple(ends for ends, judgement in last.items() if judgement.same)
    return Judged(same, frozenset(ends for ends, word in last.items() if not word.same))


def limits(store: Store) -> Limits:
    """The limits of the model that last resolved this graph. InputError before that."""
    rows = store.read(queries.load("load/resolution"))
    if not rows or rows[0]["threshold"] is None:
        raise InputError("nothing is resolved yet: run `throughline night` or `ingest` first.")
    return Limits(*(rows[0][name] for name in ("threshold", "floor", "ceiling")))


def settle(
    store: Store,
    mentions: Iterable[str],
    words: Iterable[Judgement],
    steps: list[Step],
    cause: str,
    at: dt.datetime,
) -> Decision:
    """Decide the family of these mentions by these words, and write that with `steps` at once.

    People whose mentions moved are derived in a second transaction: a kill between the two
    leaves them marked, and the next night derives them.
    """
    bounds = limits(store)
    standing = judged(words)
    family = _family(store, mentions, standing, bounds)
    links = {
        (row["a"], row["b"]): round(100 * row["weight"])
        for row in store.read(queries.load("load/resembles_among"), ids=sorted(family))
    }
    parts = clusters(family, links, standing, bounds)
    people = [[Member(id_, family[id_]) for id_ in part] for part in parts]
    held = sorted({person for person in family.values() if person})
    decision = decide(people, retired(store, held), in_use(store))
    store.write_all([*steps, *move_steps(decision.moves), *log_steps(decision, cause, at)])
    changed = {person for _, old, new in decision.moves for person in (old, new) if person}
    derive_these(store, sorted(changed - {gone.id for gone in decision.retired}), sorted(family))
    return decision


def _family(
    store: Store, mentions: Iterable[str], standing: Judged, bounds: Limits
) -> dict[str, str | None]:
    """Mention -> person, of everyone connected to these: by a link, a person or a word."""
    beside: dict[str, set[str]] = {}
    for a, b in standing.same:
        beside.setdefault(a, set()).add(b)
        beside.setdefault(b, set()).add(a)
    found: dict[str, str | None] = {}
    frontier = sorted(set(mentions))
    while frontier:
        query = queries.load("load/mentions_near")
        reached: set[str] = set()
        for row in store.read(query, ids=frontier, least=bounds.threshold / 100):
            found[row["id"]] = row["person"]
            reached |= {*row["linked"], *row["fellows"], *beside.get(row["id"], ())}
        frontier = sorted(reached - found.keys())
    return found


def retired(store: Store, people: list[str]) -> Iterator[Retired]:
    """The ids that went into these people."""
    for row in store.read(queries.load("load/retired"), ids=people):
        yield Retired(row["id"], row["successor"], frozenset(row["members"]))


def in_use(store: Store) -> InUse:
    """Whether a person has, or had, an id."""
    query = queries.load("load/person_known")
    return lambda id_: bool(store.read(query, id=id_)[0]["known"])


def log_steps(decision: Decision, cause: str, at: dt.datetime) -> list[Step]:
    """What is kept of a decision: redirects of ids, and each change with its cause."""
    steps: list[Step] = []
    if decision.revived:
        steps.append((queries.load("load/revive"), {"ids": decision.revived}))
    if decision.retired:
        rows = [
            {"id": gone.id, "successor": gone.successor, "members": sorted(gone.members)}
            for gone in decision.retired
        ]
        steps.append((queries.load("load/retire"), {"rows": rows, "at": _iso(at)}))
    if decision.changes:
        changes = [
            {**asdict(it), "mentions": list(it.mentions), "cause": cause, "at": _iso(at)}
            for it in decision.changes
        ]
        for row in changes:
            row["id"] = _id(json.dumps(row, sort_keys=True))
        steps.append((queries.load("load/change"), {"rows": changes}))
    return steps


def _id(*parts: Any) -> str:
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()[:20]


def _iso(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat()


def read_lines(lines: Iterable[Mapping[str, Any]]) -> list[Judgement]:
    """Judgements from the lines of an export. InputError says which line is none."""
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(Judgement(**line))
        except TypeError as error:
            raise InputError(
                f"line {number} is no judgement: each needs id, a, b, same, who, at and why."
            ) from error
    return found
