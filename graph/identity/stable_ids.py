"""Who keeps which person id when the partition of mentions changes, and what is logged of it.

What belongs together is scored elsewhere; here it becomes people. One call looks at a
family: all mentions that are connected, by links or by what people said, now or before.
The nightly batch and a judgement on a page run the same code.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Member:
    """A mention and the person it refers to so far, if any."""

    mention: str
    person: str | None


@dataclass(frozen=True, slots=True)
class Retired:
    """A person id that is no longer in use: whom it went into, and its last mentions."""

    id: str
    successor: str
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of people: `kind` is merge, split, move or resurrect.

    merge: `other` went into `person`. split: `other` came out of `person`. resurrect: the same,
    under the id it had before. move: mentions went from `other` to `person`, both of which stay.
    """

    kind: str
    person: str
    other: str
    mentions: tuple[str, ...]


@dataclass(slots=True)
class Decision:
    """What a new partition changes: (mention, person so far, person from now on) and the log."""

    moves: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    retired: list[Retired] = field(default_factory=list)
    revived: list[str] = field(default_factory=list)

    def add(self, other: Decision) -> None:
        """Take in what was decided of another family; no mention is in both."""
        self.moves += other.moves
        self.changes += other.changes
        self.retired += other.retired
        self.revived += other.revived


Cluster = Sequence[Member]
InUse = Callable[[str], bool]


def mint(mention: str, again: int = 0) -> str:
    """A person id from a mention id: opaque, and the same on every machine.

    `again` counts the ids of this mention that somebody else already keeps.
    """
    text = f"{mention}#{again}" if again else mention
    return "p" + hashlib.sha256(text.encode()).hexdigest()[:15]


def decide(family: Sequence[Cluster], retired: Iterable[Retired], in_use: InUse) -> Decision:
    """Name the clusters of a family and say what that changes.

    `retired` are the ids that once went into people of this family; `in_use` tells of ids
    that somebody outside it has, or had.
    """
    known = {gone.id: gone for gone in retired}
    names = name_clusters(family, known.values(), in_use)
    decision = Decision()
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for cluster, name in zip(family, names, strict=True):
        for member in cluster:
            after[name].add(member.mention)
            if member.person:
                before[member.person].add(member.mention)
            if member.person != name:
                decision.moves.append((member.mention, member.person, name))
    _log(decision, before, after, known)
    return decision


def name_clusters(
    family: Sequence[Cluster], retired: Iterable[Retired], in_use: InUse
) -> list[str]:
    """A person id for each cluster of a family.

    The largest overlap keeps the id; of equals that with the smallest mention, so that whoever
    was parted and is joined again has the id of before. Of several parts of one person, a part
    that was a person of its own before takes that id back, as long as another part stays to keep
    the id. What keeps none is minted from its smallest mention.
    """
    claims = _claims(family)
    names = dict(_returns(family, claims, retired))
    taken = set(names.values())
    for _, _, person, index in claims:
        if index not in names and person not in taken:
            names[index] = person
            taken.add(person)
    in_family = {member.person for cluster in family for member in cluster}
    for index, cluster in enumerate(family):
        if index not in names:
            names[index] = _mint_unused(cluster, lambda id_: id_ in in_family or in_use(id_))
    return [names[index] for index in range(len(family))]


Claim = tuple[int, str, str, int]


def _claims(family: Sequence[Cluster]) -> list[Claim]:
    """Every (-members in common, the smallest of them, person, cluster), the strongest first."""
    claims = []
    for index, cluster in enumerate(family):
        common: dict[str, list[str]] = defaultdict(list)
        for member in cluster:
            if member.person:
                common[member.person].append(member.mention)
        claims += [(-len(among), min(among), who, index) for who, among in common.items()]
    return sorted(claims)


def _returns(
    family: Sequence[Cluster], claims: list[Claim], retired: Iterable[Retired]
) -> Iterator[tuple[int, str]]:
    """(cluster, retired id) of parts that hold most of what that id last held."""
    parts: dict[str, list[int]] = defaultdict(list)
    for _, _, person, index in claims:
        parts[person].append(index)
    mentions = [frozenset(member.mention for member in cluster) for cluster in family]
    back: set[int] = set()
    for gone in sorted(retired, key=lambda gone: (-len(gone.members), gone.id)):
        among = parts.get(gone.successor, [])
        fits = [i for i in among if 2 * len(mentions[i] & gone.members) > len(gone.members)]
        for index in fits:
            if index not in back and any(i != index and i not in back for i in among):
                back.add(index)
                yield index, gone.id


def _mint_unused(cluster: Cluster, in_use: InUse) -> str:
    smallest = min(member.mention for member in cluster)
    minted = (mint(smallest, again) for again in itertools.count())
    return next(id_ for id_ in minted if not in_use(id_))


def _log(
    decision: Decision,
    before: Mapping[str, set[str]],
    after: Mapping[str, set[str]],
    known: Mapping[str, Retired],
) -> None:
    """Merges, splits, moves and resurrections: who took mentions from whom."""
    for person in sorted(before):
        if person not in after:
            heir = max(sorted(after), key=lambda new: len(after[new] & before[person]))
            decision.retired.append(Retired(person, heir, frozenset(before[person])))
            # Ids that had gone into this one lead on to where it went.
            for gone in known.values():
                if gone.successor == person and gone.id not in after:
                    decision.retired.append(Retired(gone.id, heir, gone.members))
    for new in sorted(after):
        if new in known:
            decision.revived.append(new)
        for old in sorted(before):
            moved = tuple(sorted(after[new] & before[old]))
            if moved and old != new:
                decision.changes.append(_change(old, new, moved, before, after, known))


def _change(
    old: str,
    new: str,
    moved: tuple[str, ...],
    before: Mapping[str, set[str]],
    after: Mapping[str, set[str]],
    known: Mapping[str, Retired],
) -> Change:
    if old not in after:
        return Change("merge", new, old, moved)
    if new in known:
        return Change("resurrect", old, new, moved)
    if new not in before:
        return Change("split", old, new, moved)
    return Change("move", new, old, moved)
