"""Which mentions are one person: average-link clustering of scored links, with judgements.

Pure: mentions, links and judgements in, clusters out. The same for the nightly batch and
for one judgement on a page. Weights are whole hundredths of a bit, so sums are exact and
neither order nor machine changes an average.

Average linkage (Sokal and Michener 1958): of all pairs of clusters the two whose members
resemble each other most on average are joined, while that average is at least the
threshold. A pair without a link counts as the floor. A judgement "same" joins first;
"not same" forbids every union that would hold both, and so does a link at the floor: father
and son are not averaged into one by a third record that fits both. Such a third record, which
is nearly as much like the one as like the other, joins neither: it is a question to a person.
Whom people joined resembles others as much as the one of them who resembles them most: a word
that two are one says that what tells them apart is written badly. Mentions of one person number
are one member, scored together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

Pair = tuple[str, str]
"""Two mention ids, the smaller first."""
POOLED = "one person number"
"""The rule of a link between a mention and the one by which all of its number are scored."""
MOST = 1_000
"""Mentions that are compared all with all; a larger component is cut at its weakest links."""
STEP = 200
DOUBT = 300
"""Hundredths of a bit by which a cluster must be more like one of two people than the other."""
_NEVER = -(2**62)  # no sum of weights makes up for one of these
_FORBIDDEN = _NEVER // 2
Nearest = tuple[float, int, int]
NONE: Mapping[str, str] = MappingProxyType({})
ALONE: Nearest = (float("-inf"), 0, 0)


@dataclass(frozen=True, slots=True)
class Limits:
    """Hundredths of a bit: clusters join from `threshold`; weights end at `floor` and `ceiling`."""

    threshold: int
    floor: int
    ceiling: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What people said of pairs, the newest word on each pair last."""

    same: tuple[Pair, ...] = ()
    apart: frozenset[Pair] = frozenset()


def pair(a: str, b: str) -> Pair:
    """The two ids in order."""
    return (a, b) if a < b else (b, a)


def clusters(
    members: Iterable[str],
    links: Mapping[Pair, int],
    judged: Judged,
    limits: Limits,
    pools: Mapping[str, str] = NONE,
) -> list[list[str]]:
    """The clusters of these mentions, each sorted, in the order of their smallest member.

    `pools` says by which mention those are scored that have one person number: they stay
    together, unless somebody said of two of them that they are not one.
    """
    listed = list(members)
    if pools:
        listed, links, judged, of = _pooled(listed, links, judged, limits, pools)
    groups: list[list[str]] = []
    for piece in pieces(listed, links, judged.same, limits.threshold):
        groups += _average(piece, links, judged, limits)
    if pools:
        groups = [sorted(mention for one in group for mention in of[one]) for group in groups]
    return sorted(groups)


def _pooled(
    members: Sequence[str],
    links: Mapping[Pair, int],
    judged: Judged,
    limits: Limits,
    pools: Mapping[str, str],
) -> tuple[list[str], dict[Pair, int], Judged, dict[str, list[str]]]:
    """Members, links and words of pools in place of their mentions, and whom each stands for.

    A pool that somebody parted is its mentions again: each is like the others of it as much as
    can be, and like anybody else as the pool is.
    """
    of: dict[str, list[str]] = {}
    for member in members:
        of.setdefault(pools.get(member, member), []).append(member)
    parted = {pools.get(a, a) for a, b in judged.apart if pools.get(a, a) == pools.get(b, b)}
    stands = {m: m if pool in parted else pool for pool, its in of.items() for m in its}
    whom: dict[str, list[str]] = {}
    for member in members:
        whom.setdefault(stands[member], []).append(member)
    spread = {
        pair(x, y): weight
        for (a, b), weight in links.items()
        for x in (of[a] if a in parted else [a])
        for y in (of[b] if b in parted else [b])
    }
    for pool in parted & of.keys():
        spread |= dict.fromkeys(combinations(sorted(of[pool]), 2), limits.ceiling)
    same = [pair(stands.get(a, a), stands.get(b, b)) for a, b in judged.same]
    apart = (pair(stands.get(a, a), stands.get(b, b)) for a, b in judged.apart)
    words = Judged(tuple((a, b) for a, b in same if a != b), frozenset(apart))
    return sorted(whom), spread, words, whom


def pieces(
    members: Iterable[str], links: Mapping[Pair, int], same: Iterable[Pair], threshold: int
) -> Iterator[list[str]]:
    """Connected components over links from the threshold up and judgements "same".

    One of more than MOST mentions is cut by raising its threshold, so that a chain of weak
    links through thousands of strangers cannot hold them together.
    """
    for component in _components(sorted(members), links, same, threshold):
        if len(component) <= MOST:
            yield component
        else:
            inside = set(component)
            kept = {ends: w for ends, w in links.items() if inside.issuperset(ends)}
            if max(kept.values(), default=threshold) < threshold + STEP:
                yield from _components(component, {}, same, threshold)
            else:
                yield from pieces(component, kept, same, threshold + STEP)


def _components(
    members: Sequence[str], links: Mapping[Pair, int], same: Iterable[Pair], threshold: int
) -> list[list[str]]:
    sets = DisjointSets(members)
    for (a, b), weight in links.items():
        if weight >= threshold and a in sets and b in sets:
            sets.join(a, b)
    for a, b in same:
        if a in sets and b in sets:
            sets.join(a, b)
    return sets.groups()


class DisjointSets:
    """Disjoint sets of ids; networkx takes twice as long for the few mentions of most people."""

    def __init__(self, members: Iterable[str]) -> None:
        self._up = {member: member for member in members}

    def __contains__(self, member: str) -> bool:
        return member in self._up

    def root(self, member: str) -> str:
        """The smallest member of the set that a member is in."""
        up = self._up
        while up[member] != member:
            up[member] = up[up[member]]
            member = up[member]
        return member

    def join(self, a: str, b: str) -> None:
        """Make one set of the two that these members are in."""
        a, b = self.root(a), self.root(b)
        if a != b:
            self._up[max(a, b)] = min(a, b)

    def groups(self) -> list[list[str]]:
        """Every set, its members in the order in which they were given."""
        groups: dict[str, list[str]] = {}
        for member in self._up:
            groups.setdefault(self.root(member), []).append(member)
        return list(groups.values())


def _average(
    members: list[str], links: Mapping[Pair, int], judged: Judged, limits: Limits
) -> list[list[str]]:
    if _all_alike(members, links, judged, limits):
        return [members]
    return _merge(*_sums(members, links, judged, limits), limits.threshold)


def between(
    one: Iterable[str],
    other: Iterable[str],
    links: Mapping[Pair, int],
    judged: Judged,
    limits: Limits,
    pools: Mapping[str, str] = NONE,
) -> tuple[float | None, list[Pair]]:
    """The average by which two clusters are joined or not, in hundredths of a bit, and the pairs
    that it is of: of mentions, or of those by which pools are scored.

    None instead of an average where something forbids the union.
    """
    sides = [sorted(set(one)), sorted(set(other))]
    members, links, words, whom = _pooled([*sides[0], *sides[1]], links, judged, limits, pools)
    first = set(sides[0])
    mine = [member for member in members if first.intersection(whom[member])]
    yours = [member for member in members if member not in mine]
    groups, sums = _sums(members, links, words, limits)
    at = [[n for n, group in enumerate(groups) if set(group) & set(side)] for side in (mine, yours)]
    total = sum(sums[x][y] for x in at[0] for y in at[1])
    pairs = sorted(pair(a, b) for a in mine for b in yours)
    return (total / len(pairs) if total > _FORBIDDEN else None), pairs


def _sums(
    members: list[str], links: Mapping[Pair, int], judged: Judged, limits: Limits
) -> tuple[list[list[str]], list[list[int]]]:
    """The groups to begin with, and the sum of all weights between any two of them."""
    groups = _joined_by_word(members, judged)
    place = {member: index for index, group in enumerate(groups) for member in group}
    sizes = [len(group) for group in groups]
    sums = [[limits.floor * a * b for b in sizes] for a in sizes]
    strongest: dict[tuple[int, int], int] = {}
    for (a, b), weight in links.items():
        if a in place and b in place:
            above = max(0, min(limits.ceiling, weight) - limits.floor) or _NEVER
            for x, y in ((place[a], place[b]), (place[b], place[a])):
                if sizes[x] == sizes[y] == 1:
                    sums[x][y] += above
                else:
                    strongest[x, y] = max(above, strongest.get((x, y), 0), key=abs)
    for (x, y), above in strongest.items():
        sums[x][y] += above * sizes[x] * sizes[y]
    for a, b in judged.apart:
        if a in place and b in place:
            sums[place[a]][place[b]] = sums[place[b]][place[a]] = _NEVER
    return groups, sums


def _all_alike(
    members: list[str], links: Mapping[Pair, int], judged: Judged, limits: Limits
) -> bool:
    """Whether every pair is linked, so that no average can fall below the threshold.

    Not of any use for the small; a thousand mentions of one name would take seconds.
    """
    among, least = set(members), limits.threshold
    if least > limits.ceiling or any(among.issuperset(ends) for ends in judged.apart):
        return False
    linked = sum(w >= least and a in among and b in among for (a, b), w in links.items())
    return 2 * linked == len(members) * (len(members) - 1)


def _joined_by_word(members: list[str], judged: Judged) -> list[list[str]]:
    """Groups that people said are one; a word that contradicts "not same" is not followed."""
    groups = {member: [member] for member in members}
    for a, b in reversed(judged.same):
        if a in groups and b in groups and groups[a] is not groups[b]:
            both = groups[a] + groups[b]
            if not any(pair(x, y) in judged.apart for x in groups[a] for y in groups[b]):
                for member in both:
                    groups[member] = both
    return sorted({id(group): sorted(group) for group in groups.values()}.values())


def _merge(groups: list[list[str]], sums: list[list[int]], threshold: int) -> list[list[str]]:
    """Join the two most alike until none is alike enough; of equals the first in id order.

    `sums[a][b]` is the sum of all weights between two groups. Plain lists: nearly every piece
    has three or four members, for which an array's overhead is a hundred times the work.
    """
    groups, sizes = list(groups), [len(group) for group in groups]
    nearest: dict[int, Nearest] = {}

    def look(a: int) -> Nearest:
        row, size = sums[a], sizes[a]
        return max(((row[b] / (size * sizes[b]), -a, -b) for b in nearest if b != a), default=ALONE)

    nearest = dict.fromkeys(range(len(groups)), ALONE)
    nearest = {a: look(a) for a in nearest}
    while (top := max(nearest.values(), default=ALONE))[0] >= threshold:
        a, b = sorted((-top[1], -top[2]))
        if doubts := _doubts(sums, sizes, nearest, (a, b)):
            for x, y in doubts:
                sums[x][y] = sums[y][x] = _NEVER
            for x in {end for ends in doubts for end in ends}:
                nearest[x] = look(x)
            continue
        groups[a] = groups[a] + groups[b]
        sizes[a] += sizes[b]
        sums[a] = [x + y for x, y in zip(sums[a], sums[b], strict=True)]
        del nearest[b]
        for c, now in nearest.items():
            sums[c][a] = sums[a][c]
            if c == a or -now[2] in (a, b):
                nearest[c] = look(c)
            else:
                nearest[c] = max(now, (sums[c][a] / (sizes[c] * sizes[a]), -c, -a))
    return [sorted(groups[a]) for a in nearest]


def _doubts(
    sums: list[list[int]],
    sizes: list[int],
    there: Iterable[int],
    top: tuple[int, int],
) -> set[tuple[int, int]]:
    """Unions that are left to a person: one group fits two that can never be one, nearly alike."""

    def mean(a: int, b: int) -> float:
        return sums[a][b] / (sizes[a] * sizes[b])

    doubts: set[tuple[int, int]] = set()
    for a, b in (top, top[::-1]):
        rivals = [c for c in there if c not in top and sums[b][c] <= _FORBIDDEN]
        doubts |= {(a, c) for c in rivals if mean(a, c) >= mean(a, b) - DOUBT}
    return doubts | {top} if doubts else doubts
