"""Who keeps which person id when the partition of mentions changes.

What belongs together is proposed elsewhere (`ingest.resolve`); here it becomes
people. One call looks at a family: clusters that share members, now or before.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A mention and the person it refers to so far, if any."""

    mention: str
    person: str | None


Cluster = Sequence[Member]


def mint(mention: str) -> str:
    """A person id from a mention id: opaque, and the same on every machine."""
    return "p" + hashlib.sha256(mention.encode()).hexdigest()[:15]


def name_clusters(family: Sequence[Cluster]) -> list[str]:
    """A person id for each cluster of a family.

    The largest overlap keeps the id; ties go to the smaller id and then to the
    cluster with the smallest mention. A cluster that keeps none is minted from
    its smallest mention.
    """
    names: dict[int, str] = {}
    taken: set[str] = set()
    for _, person, _, index in _claims(family):
        if index not in names and person not in taken:
            names[index] = person
            taken.add(person)
    return [
        names[index] if index in names else _mint_unused(cluster, taken)
        for index, cluster in enumerate(family)
    ]


def _claims(family: Sequence[Cluster]) -> list[tuple[int, str, str, int]]:
    """Every (cluster, person) with members in common, the strongest claim first."""
    claims = []
    for index, cluster in enumerate(family):
        smallest = min(member.mention for member in cluster)
        overlaps = Counter(member.person for member in cluster if member.person)
        claims += [(-count, person, smallest, index) for person, count in overlaps.items()]
    return sorted(claims)


def _mint_unused(cluster: Cluster, taken: set[str]) -> str:
    """Mint from the smallest mention whose id no other cluster of the family keeps."""
    for member in sorted(cluster, key=lambda member: member.mention):
        if (minted := mint(member.mention)) not in taken:
            taken.add(minted)
            return minted
    raise AssertionError("a cluster has as many mentions as the ids it could be minted from")


def moves(family: Sequence[Cluster]) -> Iterator[tuple[str, str | None, str]]:
    """(mention, person so far, person from now on) for every member that moves."""
    for cluster, person in zip(family, name_clusters(family), strict=True):
        for member in cluster:
            if member.person != person:
                yield member.mention, member.person, person
