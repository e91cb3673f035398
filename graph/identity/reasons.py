"""What decided that two are one person or are not: links, words and clusters, as a sentence.

Two people are compared as clustering compares them: every mention of the one with every mention
of the other, those of one person number by the one that stands for all. So what is told is what
happened: the average that was too low, or who or what forbids the union whatever the average is.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.identity.judgements import Judgement
from graph.identity.partition import POOLED, Judged, Limits, Pair, between, pair

ROLL = "roll: two entries of one roll"


@dataclass(frozen=True, slots=True)
class Share:
    """What one comparison says of a pair, and its bits: above 0 for one person, below against."""

    says: str
    bits: float


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A scored link. `weight` is in bits; `rest` is what no comparison adds: how rare it is
    that two mentions are one person at all, and the limit for pairs that wait for a word."""

    a: str
    b: str
    weight: float
    rule: str
    model: str
    shares: tuple[Share, ...]
    rest: float


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the question: the id asked for, its mentions, and whose they are.

    `written` is how the first of them is written: name, birth, force. `cluster` are all mentions
    of those people that the viewer may see.
    """

    asked: str
    mentions: tuple[str, ...]
    people: tuple[str, ...]
    written: str
    cluster: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """One pair of two clusters: its weight in bits, None where no link is kept and the floor
    counts; and how many mentions each end stands for, more than one where one number has them."""

    a: str
    b: str
    weight: float | None
    mentions: tuple[int, int]


@dataclass(frozen=True)
class Finding:
    """The two sides with the links and words around them, to be put into a sentence."""

    one: Side
    other: Side
    links: Mapping[Pair, Resemblance]
    judgements: Sequence[Judgement]
    judged: Judged
    bounds: Limits

    @functools.cached_property
    def pools(self) -> dict[str, str]:
        """Mention -> the one by which all that have its person number are scored."""
        return {b: a for (a, b), link in self.links.items() if link.rule == POOLED}

    @functools.cached_property
    def scored(self) -> dict[Pair, int]:
        """The scored links, in hundredths of a bit."""
        links = self.links.items()
        return {ends: round(100 * it.weight) for ends, it in links if it.rule != POOLED}

    @functools.cached_property
    def _between(self) -> tuple[float | None, list[Pair]]:
        sides = self.one.cluster, self.other.cluster
        return between(*sides, self.scored, self.judged, self.bounds, self.pools)

    @property
    def average(self) -> float | None:
        """What joining was decided by, in bits; None where something forbids it."""
        mean = self._between[0]
        return None if mean is None else round(mean / 100, 2)

    @property
    def compared(self) -> tuple[Compared, ...]:
        """The pairs that were averaged, the strongest first."""
        stands: dict[str, int] = {}
        for mention in {*self.one.cluster, *self.other.cluster}:
            pool = self.pools.get(mention, mention)
            stands[pool] = stands.get(pool, 0) + 1
        pairs = [
            Compared(
                *ends,
                self.links[ends].weight if ends in self.scored else None,
                (stands.get(ends[0], 1), stands.get(ends[1], 1)),
            )
            for ends in self._between[1]
        ]
        low = self.bounds.floor / 100
        return tuple(sorted(pairs, key=lambda it: -(low if it.weight is None else it.weight)))

    def strongest(self) -> Resemblance | None:
        """The strongest link from one side to the other, by what stands for their numbers."""
        across = [self.links[ends] for ends in self._across() if ends in self.links]
        return max(across, key=lambda link: link.weight, default=None)

    def _across(self) -> list[Pair]:
        sides = [
            {end for m in side.mentions for end in (m, self.pools.get(m, m))}
            for side in (self.one, self.other)
        ]
        return sorted({pair(a, b) for a in sides[0] for b in sides[1] if a != b})

    def path(self) -> tuple[Resemblance, ...]:
        """The way from one side to the other whose weakest link is the strongest.

        What people said is one joins like the strongest link; it has no comparisons.
        """
        import networkx as nx  # slow to load, and only this answer needs it

        graph: nx.Graph = nx.Graph()
        for ends, link in self.links.items():
            if round(100 * link.weight) >= self.bounds.threshold:
                graph.add_edge(*ends, weight=link.weight)
        for ends in self.judged.same:
            graph.add_edge(*ends, weight=float("inf"))
        tree = nx.maximum_spanning_tree(graph)
        place = {id_: n for n, part in enumerate(nx.connected_components(tree)) for id_ in part}
        ways: list[list[str]] = [
            nx.shortest_path(tree, a, b)
            for a, b in across(self.one, self.other)
            if place.get(a, a) == place.get(b, b)
        ]
        way: list[str] = min(ways, key=lambda way: (len(way), way), default=[])
        return tuple(self._step(a, b) for a, b in itertools.pairwise(way))

    def joined(self, link: Resemblance | None, path: tuple[Resemblance, ...]) -> str:
        """Why they are one person, as a sentence."""
        if word := self._word(same=True):
            return f"One person: {word.who} said so on {word.at[:10]}: {word.why}"
        if link and link.rule == POOLED:
            return "One person: a force has one person number for both, and nothing contradicts it."
        if link and round(100 * link.weight) >= self.bounds.threshold:
            return (
                f"One person: they weigh {link.weight:.1f} bits together, "
                f"the threshold is {self.bounds.threshold / 100:.1f}."
            )
        if path:
            others = "another" if len(path) == 2 else f"{len(path) - 1} others"
            return f"One person through {others}: each step of the path holds."
        return "One person through mentions that you may not see."

    def apart(self) -> str:
        """Why they are two people, as a sentence."""
        threshold, average = self.bounds.threshold / 100, self.average
        if word := self._word(same=False):
            return f"Kept apart: {word.who} said so on {word.at[:10]}: {word.why}"
        if average is None:
            return f"Kept apart: {self._forbidden()}"
        if not any(it.weight is not None for it in self.compared):
            return (
                "Kept apart: no link is kept between them. No rule brought them together, or all "
                "that was compared speaks too clearly against it."
            )
        if average >= threshold:
            return (
                f"Kept apart: their average of {average:.1f} bits would reach the threshold of "
                f"{threshold:.1f}, but one of them fits somebody else hardly less who can never be "
                "the other, or mentions that you may not see speak against it. A person must say."
            )
        if len(self.compared) == 1:
            return (
                f"Kept apart: they weigh {average:.1f} bits together, "
                f"the threshold is {threshold:.1f}."
            )
        return (
            f"Kept apart: the {len(self.compared)} pairs between the two people average "
            f"{average:.1f} bits, the threshold is {threshold:.1f}."
        )

    def _forbidden(self) -> str:
        """What no average makes up for."""
        never = [ends for ends, bits in self.scored.items() if bits <= self.bounds.floor]
        held = [self.links[ends] for ends in never if ends in set(self._between[1])]
        if not held:
            return "somebody said of two of their mentions that they are not one person."
        ends = f"{held[0].a} and {held[0].b}"
        if any(share.says == ROLL for share in held[0].shares):
            return f"{ends} are two entries of a list that has each person once."
        return (
            f"{ends} tell two relatives, or two of one name: another forename with another birth, "
            "or births a generation apart."
        )

    def _word(self, *, same: bool) -> Judgement | None:
        """The last word that counts between the two sides; apart also of their people."""
        counts = set(self.judged.same) if same else self.judged.apart
        sides = (
            (self.one.mentions, self.other.mentions)
            if same
            else (self.one.cluster, self.other.cluster)
        )
        counting = [
            it
            for it in self.judgements
            if (it.a, it.b) in counts
            and not it.withdrawn
            and it.same is same
            and any(a in sides[0] and b in sides[1] for a, b in ((it.a, it.b), (it.b, it.a)))
        ]
        return counting[-1] if counting else None

    def _step(self, a: str, b: str) -> Resemblance:
        ends = pair(a, b)
        if ends in self.links:
            return self.links[ends]
        return Resemblance(*ends, self.bounds.ceiling / 100, "judgement", "", (), 0.0)


def across(one: Side, other: Side) -> list[Pair]:
    """The pairs of mentions of one side and the other."""
    return sorted({pair(a, b) for a in one.mentions for b in other.mentions if a != b})


def is_between(one: Side, other: Side, it: Judgement) -> bool:
    """Whether a judgement is of a mention of one side and one of the other."""
    ends = ((it.a, it.b), (it.b, it.a))
    return any(a in one.mentions and b in other.mentions for a, b in ends)
