"""What people say of two mentions: one person or not. Kept for ever, undone by another word.

A judgement and everything that follows from it for people and their links is one
transaction. Flags follow in `graph.identity.decisions`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from graph import queries
from graph.changes.change_log import ChangeLog
from graph.derive.people import follow, move_steps
from graph.derive.versions import Step
from graph.engine.store import Store
from graph.errors import InputError
from graph.identity.partition import POOLED, Judged, Limits, Pair, clusters, pair
from graph.identity.possible import Doubt, people_apart
from graph.identity.possible import steps as possible_steps
from graph.identity.stable_ids import Decision, InUse, Member, Retired, decide


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


Concerned = Callable[[Iterable[str]], None]
"""Is told the ids of the people who are about to be decided again."""


def judge(
    store: Store,
    a: str,
    b: str,
    *,
    same: bool,
    who: str,
    why: str,
    at: dt.datetime,
    concerned: Concerned = lambda _: None,
) -> Judgement:
    """Keep a judgement and let people follow it. InputError when a mention is unknown.

    Said again in the same words, as a command does that is run again, it is the one that is kept.
    """
    a, b = pair(a, b)
    if a == b:
        raise InputError("a mention cannot be judged against itself: name two mentions.")
    family = _family(store, (a, b))
    if not {a, b} <= family.mentions.keys():
        limits(store)
        _must_know(store, [a, b])
    if last := family.last_word(a, b):
        if (last.same, last.who, last.why) == (same, who, why):
            return last
        # By a clock that went back it would be the earlier word, and not count.
        at = max(at, dt.datetime.fromisoformat(last.at) + dt.timedelta(microseconds=1))
    key = _id("judgement", a, b, same, who, at, why)
    judgement = Judgement(key, a, b, same, who, _iso(at), why)
    family.words.append(judgement)
    concerned(family.persons)
    decide_family(store, family, [_keeping([judgement])], (a, b), key, at)
    return judgement


def withdraw(
    store: Store,
    judgement: str,
    *,
    who: str,
    why: str,
    at: dt.datetime,
    concerned: Concerned = lambda _: None,
) -> None:
    """Take a judgement back: it stays on record and no longer counts."""
    rows = store.read(queries.load("system/judgements/one"), id=judgement)
    if not rows:
        raise InputError(f"there is no judgement {judgement}: see `throughline judgements`.")
    ends: Pair = (rows[0]["a"], rows[0]["b"])
    if rows[0]["withdrawn"]:
        raise InputError(f"judgement {judgement} is withdrawn already: nothing to do.")
    key = _id("withdrawal", judgement, who, at, why)
    props = {"id": key, "who": who, "why": why, "at": _iso(at)}
    step: Step = (
        queries.load("write/judgements/withdraw"),
        {"id": judgement, "props": props},
    )
    store.watcher(ChangeLog).add(("Mention", end) for end in ends)
    family = _family(store, ends)
    family.words = [it for it in family.words if it.id != judgement]
    concerned(family.persons)
    decide_family(store, family, [step], ends, key, at)


def import_judgements(store: Store, judgements: Sequence[Judgement]) -> None:
    """Keep judgements from elsewhere; the next resolution follows them."""
    _must_know(store, {end for judgement in judgements for end in (judgement.a, judgement.b)})
    store.write_all([_keeping(judgements)])


def _must_know(store: Store, ids: Iterable[str]) -> None:
    wanted = sorted(ids)
    known = {row["id"] for row in store.read(queries.load("system/mentions/known"), ids=wanted)}
    if missing := [id_ for id_ in wanted if id_ not in known]:
        raise InputError(
            f"there is no mention {missing[0]}: the mentions of a person stand on its page."
        )


def _keeping(judgements: Iterable[Judgement]) -> Step:
    """Writes judgements, and says of their mentions that they must be decided again."""
    return queries.load("write/judgements/judgement"), {
        "rows": [asdict(judgement) for judgement in judgements]
    }


def judgements(store: Store) -> list[Judgement]:
    """Every judgement, the oldest first."""
    return _in_order(Judgement(**row) for row in store.read(queries.load("system/judgements/all")))


def _in_order(judgements: Iterable[Judgement]) -> list[Judgement]:
    return sorted(judgements, key=lambda it: (it.at, it.id))


def judged(judgements: Iterable[Judgement]) -> Judged:
    """What counts of them: the last word on each pair that nobody took back."""
    last: dict[Pair, Judgement] = {}
    for judgement in _in_order(judgements):
        if not judgement.withdrawn:
            last.pop((judgement.a, judgement.b), None)
            last[judgement.a, judgement.b] = judgement
    same = tuple(ends for ends, judgement in last.items() if judgement.same)
    return Judged(same, frozenset(ends for ends, word in last.items() if not word.same))


def limits(store: Store) -> Limits:
    """The limits of the model that last resolved this graph. InputError before that."""
    rows = store.read(queries.load("system/mentions/resolution"))
    if not rows or rows[0]["threshold"] is None:
        raise InputError("nothing is resolved yet: run `throughline night` or `ingest` first.")
    return Limits(*(rows[0][name] for name in ("threshold", "floor", "ceiling")))


@dataclass(slots=True)
class Family:
    """Everyone connected by a link, a person or a word: the mentions (rows of
    `system/mentions/near`, by id) and the words on them."""

    mentions: dict[str, Mapping[str, Any]]
    words: list[Judgement]

    @property
    def people(self) -> dict[str, str | None]:
        """Mention -> person."""
        return {id_: row["person"] for id_, row in self.mentions.items()}

    def last_word(self, a: str, b: str) -> Judgement | None:
        """What was last said of these two, and not taken back."""
        words = [it for it in self.words if (it.a, it.b) == (a, b)]
        return _in_order(words)[-1] if words else None

    @property
    def persons(self) -> list[str]:
        """Everybody whom these mentions refer to, sorted."""
        return sorted({person for person in self.people.values() if person})

    @property
    def links(self) -> dict[Pair, int]:
        """The scored links among the mentions, in hundredths of a bit."""
        return {
            pair(id_, link["id"]): round(100 * link["weight"])
            for id_, row in self.mentions.items()
            for link in row["linked"]
            if link["id"] in self.mentions and link["rule"] != POOLED
        }

    @property
    def pools(self) -> dict[str, str]:
        """Mention -> the one by which all that have its person number are scored."""
        return {
            id_: min([id_, *(link["id"] for link in row["linked"] if link["rule"] == POOLED)])
            for id_, row in self.mentions.items()
        }

    @property
    def clusters(self) -> list[list[str]]:
        """Who is one person by the links and words."""
        for row in self.mentions.values():
            bounds = Limits(row["threshold"], row["floor"], row["ceiling"])
            words = judged(self.words)
            return clusters(sorted(self.mentions), self.links, words, bounds, self.pools)
        return []


def decide_family(
    store: Store, family: Family, steps: list[Step], ends: Pair, cause: str, at: dt.datetime
) -> None:
    """Decide a family by its words; that, `steps` and the people anew are one transaction.

    The steps mark `ends`, the two mentions that were judged, as stale.
    """
    people = family.people
    parts = [[Member(id_, people[id_]) for id_ in part] for part in family.clusters]
    decision = decide(parts, retired(store, family.persons), in_use(store))
    changed = {person for _, old, new in decision.moves for person in (old, new)}
    now = {**people, **{mention: new for mention, _, new in decision.moves}}
    moved = {mention: person for mention, person in now.items() if person and person in changed}
    untouched = [end for end in ends if end not in moved]
    settled: Step = (queries.load("write/mentions/settled"), {"ids": untouched})
    store.write_all(
        [
            *steps,
            *move_steps(decision.moves),
            *log_steps(decision, cause, at),
            *follow(store, moved, family.mentions),
            *_possibly_same(store, family, now),
            *([settled] if untouched else []),
        ]
    )


def _possibly_same(store: Store, family: Family, now: Mapping[str, str | None]) -> list[Step]:
    """Who of these people is possibly somebody else when mentions refer to people as `now` says."""
    rows = family.mentions.values()
    open_ = [(row, link) for row in rows for link in row["linked"] if link["doubt"]]
    ends = {end for word in family.words for end in (word.a, word.b)}
    beyond = sorted((ends | {link["id"] for _, link in open_}) - family.mentions.keys())
    columns = store.read(queries.load("system/mentions/people"), ids=beyond) if beyond else []
    people = {m: p for it in columns for m, p in zip(it["mentions"], it["people"], strict=True)}
    doubts = (_doubt(row, link, {**people, **now}) for row, link in open_)
    apart = people_apart(judged(family.words).apart, {**people, **now})
    before = set(family.persons)
    before.update(person for person in now.values() if person)
    return possible_steps(store, sorted(before), filter(None, doubts), apart)


def _doubt(
    row: Mapping[str, Any], link: Mapping[str, Any], people: Mapping[str, str | None]
) -> Doubt | None:
    a, b = pair(row["mention"], link["id"])
    one, other = people.get(a), people.get(b)
    if not one or not other:
        return None
    level, within = max(row["level"], link["level"]), row["compartments"] + link["compartments"]
    return Doubt(a, b, link["weight"], level, within, one, other)


def _family(store: Store, ends: Pair) -> Family:
    mentions, words = dict[str, Mapping[str, Any]](), dict[str, Judgement]()
    frontier = sorted(ends)
    while frontier:
        reached: set[str] = set()
        for row in store.read(queries.load("system/mentions/near"), ids=frontier):
            if row["stale"]:
                raise InputError(
                    "what was delivered last is not decided yet: run `throughline night` or "
                    "`ingest` first, then judge."
                )
            mentions[row["mention"]] = row
            on_it = [Judgement(**word, withdrawn=False) for word in row["words"]]
            words |= {word.id: word for word in on_it}
            least = row["threshold"] / 100
            reached |= {link["id"] for link in row["linked"] if link["weight"] >= least}
            reached |= {end for word in on_it if word.same for end in (word.a, word.b)}
        frontier = sorted(reached - mentions.keys())
    return Family(mentions, list(words.values()))


def retired(store: Store, people: list[str]) -> Iterator[Retired]:
    """The ids that went into these people."""
    for row in store.read(queries.load("system/people/retired"), ids=people):
        yield Retired(row["id"], row["successor"], frozenset(row["members"]))


def in_use(store: Store) -> InUse:
    """Whether a person has, or had, an id."""
    query = queries.load("system/people/one_known")
    return lambda id_: bool(store.read(query, id=id_)[0]["known"])


def log_steps(decision: Decision, cause: str, at: dt.datetime) -> list[Step]:
    """What is kept of a decision: redirects of ids, and each change with its cause."""
    steps: list[Step] = []
    if decision.revived:
        steps.append((queries.load("write/people/revive"), {"ids": decision.revived}))
    if rows := retired_rows(decision):
        steps.append((queries.load("write/people/retire"), {"rows": rows, "at": _iso(at)}))
    if changes := change_rows(decision, cause, at):
        steps.append((queries.load("write/people/change"), {"rows": changes}))
    return steps


def log_nodes(decision: Decision, cause: str, at: dt.datetime) -> list[tuple[str, dict[str, Any]]]:
    """The same as nodes of a graph that is written whole: label, properties."""
    retired = [("Retired", {**row, "at": _iso(at)}) for row in retired_rows(decision)]
    return [*retired, *(("Change", row) for row in change_rows(decision, cause, at))]


def retired_rows(decision: Decision) -> list[dict[str, Any]]:
    """Rows of `write/people/retire`."""
    return [
        {"id": gone.id, "successor": gone.successor, "members": sorted(gone.members)}
        for gone in decision.retired
    ]


def change_rows(decision: Decision, cause: str, at: dt.datetime) -> list[dict[str, Any]]:
    """Rows of `write/people/change`."""
    changes: list[dict[str, Any]] = [
        {**asdict(it), "mentions": list(it.mentions), "cause": cause, "at": _iso(at)}
        for it in decision.changes
    ]
    for row in changes:
        row["id"] = _id(json.dumps(row, sort_keys=True))
    return changes


def _id(*parts: Any) -> str:
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()[:20]


def _iso(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat()
