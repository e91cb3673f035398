"""Who keeps which person id when the partition of mentions changes.

What belongs together is proposed elsewhere (`ingest.resolve`); here it becomes
people. One call looks at a family: clusters that share members, now or before.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A mention and the person it refers to so far, if any."""

    mention: str
    person: str | None


Cluster = Sequence[Member]


InUse = Callable[[str], bool]


def mint(mention: str, again: int = 0) -> str:
    """A person id from a mention id: opaque, and the same on every machine.

    `again` counts the ids of this mention that somebody else already keeps.
    """
    text = f"{mention}#{again}" if again else mention
    return "p" + hashlib.sha256(text.encode()).hexdigest()[:15]


def name_clusters(family: Sequence[Cluster], in_use: InUse) -> list[str]:
    """A person id for each cluster of a family.

    The largest overlap keeps the id; ties go to the smaller id and then to the
    cluster with the smallest mention. A cluster that keeps none is minted from
    its smallest mention; `in_use` tells of ids that somebody outside the family has.
    """
    held = {member.person for cluster in family for member in cluster}
    names: dict[int, str] = {}
    taken: set[str] = set()
    for _, person, _, index in _claims(family):
        if index not in names and person not in taken:
            names[index] = person
            taken.add(person)
    for index, cluster in enumerate(family):
        if index not in names:
            names[index] = _mint_unused(cluster, lambda id_: id_ in held or in_use(id_))
    return [names[index] for index in range(len(family))]


def _claims(family: Sequence[Cluster]) -> list[tuple[int, str, str, int]]:
    """Every (cluster, person) with members in common, the strongest claim first."""
    claims = []
    for index, cluster in enumerate(family):
        smallest = min(member.mention for member in cluster)
        overlaps = Counter(member.person for member in cluster if member.person)
        claims += [(-count, person, smallest, index) for person, count in overlaps.items()]
    return sorted(claims)


def _mint_unused(cluster: Cluster, in_use: InUse) -> str:
    smallest = min(member.mention for member in cluster)
    minted = (mint(smallest, again) for again in itertools.count())
    return next(id_ for id_ in minted if not in_use(id_))


def moves(family: Sequence[Cluster], in_use: InUse) -> Iterator[tuple[str, str | None, str]]:
    """(mention, person so far, person from now on) for every member that moves."""
    for cluster, person in zip(family, name_clusters(family, in_use), strict=True):
        for member in cluster:
            if member.person != person:
                yield member.mention, member.person, person
