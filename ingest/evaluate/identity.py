"""What a partition of mentions into people is worth beside the true one: pure measuring.

Pairwise measures count pairs of mentions, and big clusters weigh most; B-cubed measures are
a mean over mentions (Bagga and Baldwin, 1998), and everybody weighs alike.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

EDGES = (0.0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)
"""Bins of probability: finer at the ends, where most pairs are."""
SHOWN = 10
MEMBERS = 12

Partition = Mapping[str, str]
"""Mention → the name of its cluster."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Shares from 0 to 1. Precision is 1 where nothing was said, recall where nothing is true."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions of a group: how many stand with somebody else, and how many miss some of theirs."""

    mentions: int
    merged: int
    split: int
    b_cubed: Measure


@dataclass(frozen=True, slots=True)
class Bin:
    """Scored pairs of like probability: how many, the mean that was said, how many are true."""

    low: float
    high: float
    pairs: int
    said: float
    true: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A cluster that should be several, or one that should be one: the wrong or missed pairs."""

    name: str
    pairs: int
    parts: int
    mentions: tuple[str, ...]


def pairwise_measure(predicted: Partition, true: Partition) -> Measure:
    """Of the pairs put together how many are true, of the true ones how many were found."""
    both = _pairs(Counter((predicted[m], true[m]) for m in true).values())
    put = _pairs(Counter(predicted[m] for m in true).values())
    due = _pairs(Counter(true.values()).values())
    return Measure(both / put if put else 1.0, both / due if due else 1.0)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def each_b_cubed(predicted: Partition, true: Partition) -> Iterator[tuple[str, float, float]]:
    """(mention, precision, recall): the share of its cluster that is its person's, and back."""
    both = Counter((predicted[m], true[m]) for m in true)
    put, due = Counter(predicted[m] for m in true), Counter(true.values())
    for mention, person in true.items():
        shared = both[predicted[mention], person]
        yield mention, shared / put[predicted[mention]], shared / due[person]


def b_cubed(each: Iterable[tuple[str, float, float]]) -> Measure:
    """The mean over mentions of what `each_b_cubed` gives."""
    shares = [(precision, recall) for _, precision, recall in each]
    count = len(shares) or 1
    if not shares:
        return Measure(1.0, 1.0)
    return Measure(sum(p for p, _ in shares) / count, sum(r for _, r in shares) / count)


def by_group(
    predicted: Partition, true: Partition, groups: Mapping[str, Mapping[str, str]]
) -> dict[tuple[str, str], Group]:
    """(kind of group, value) → its errors; `groups` gives kind → mention → value.

    A kind that is stated of nobody is left out.
    """
    shares = {mention: (p, r) for mention, p, r in each_b_cubed(predicted, true)}
    by_name: dict[tuple[str, str], list[tuple[str, float, float]]] = defaultdict(list)
    for kind, values in groups.items():
        if not any(values.values()):
            continue
        for mention, share in shares.items():
            by_name[kind, values.get(mention) or "not stated"].append((mention, *share))
    return {key: _group(members) for key, members in sorted(by_name.items())}


def _group(members: list[tuple[str, float, float]]) -> Group:
    merged = sum(precision < 1 for _, precision, _ in members)
    split = sum(recall < 1 for *_, recall in members)
    return Group(len(members), merged, split, b_cubed(members))


def probability(weight: float) -> float:
    """Of a weight in bits, the log2 of the odds."""
    return 1 / (1 + math.exp2(-weight))


def reliability(links: Iterable[tuple[str, str, float]], true: Partition) -> list[Bin]:
    """Links (mention, mention, weight in bits) in bins of their probability; empty bins are not
    there. Links of mentions that the truth does not have are left out."""
    filled: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for a, b, weight in links:
        if a in true and b in true:
            chance = probability(weight)
            place = next(n for n, edge in enumerate(EDGES[1:]) if chance <= edge)
            filled[place].append((chance, true[a] == true[b]))
    bounds = list(pairwise(EDGES))
    return [
        Bin(
            *bounds[place],
            pairs=len(pairs),
            said=sum(chance for chance, _ in pairs) / len(pairs),
            true=sum(same for _, same in pairs),
        )
        for place, pairs in sorted(filled.items())
    ]


def calibration_error(bins: Iterable[Bin]) -> float | None:
    """The expected calibration error: the mean distance of said and true, weighed by pairs."""
    listed = list(bins)
    pairs = sum(each.pairs for each in listed)
    off = sum(abs(each.said * each.pairs - each.true) for each in listed)
    return off / pairs if pairs else None


def false_merges(predicted: Partition, true: Partition) -> list[Fault]:
    """Clusters that hold several people, the one with the most wrong pairs first."""
    return _faults(predicted, true)


def false_splits(predicted: Partition, true: Partition) -> list[Fault]:
    """People who are several clusters, the one with the most missed pairs first."""
    return _faults(true, predicted)


def _faults(outer: Partition, inner: Partition) -> list[Fault]:
    """Clusters of `outer` that `inner` parts; a few mentions of each part, the largest first."""
    clusters: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for mention in sorted(outer.keys() & inner.keys()):
        clusters[outer[mention]][inner[mention]].append(mention)
    faults = [_fault(name, parts) for name, parts in clusters.items() if len(parts) > 1]
    return sorted(faults, key=lambda fault: (-fault.pairs, fault.name))[:SHOWN]


def _fault(name: str, parts: Mapping[str, list[str]]) -> Fault:
    members = sorted(parts.values(), key=lambda part: (-len(part), part))
    total = sum(len(part) for part in members)
    wrong = _pairs([total]) - _pairs(len(part) for part in members)
    # One of each part, then the second of each: an error shows at its first ids.
    turns = [part[n] for n in range(max(map(len, members))) for part in members if n < len(part)]
    return Fault(name, wrong, len(members), tuple(turns[:MEMBERS]))
