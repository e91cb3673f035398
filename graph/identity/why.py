"""Why two mentions are one person, or are not: what each comparison says, and who judged.

Everything is read from the graph: the scored links that the last resolution kept, and the
judgements. Every function asks through a session and answers with what the viewer may see;
from a suspect's side no victim's whereabouts are told (graph/access/victim_safety.py).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.access.guard import Guard
from graph.access.session import Consultation, Session
from graph.batches import batches
from graph.engine.store import Store
from graph.errors import InputError
from graph.identity.judgements import Judgement, judged, limits
from graph.identity.partition import Judged, Limits, Pair, pair
from graph.model.schema import NodeKey
from graph.queries import load
from graph.queries.rows import ViewResemblances, ViewWho

KINDS = {"Phone": "phones", "Account": "accounts", "Address": "addresses"}
WHEREABOUTS = frozenset({"place", "phone", "account"})
"""Comparisons that tell where somebody is or can be reached."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one comparison says of a pair, and its bits: above 0 for one person, below against."""

    says: str
    bits: float


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A scored link. `weight` is in bits; `rest` is what no comparison adds: how rare it is
    that two mentions are one person at all, and the limit for pairs with nothing but a name."""

    a: str
    b: str
    weight: float
    rule: str
    model: str
    shares: tuple[Share, ...]
    rest: float


@dataclass(frozen=True, slots=True)
class Shared:
    """An identifier on both sides and how many people it has; no `id` where it is withheld."""

    label: str
    id: str | None
    people: int | None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the question: the id asked for, its mentions, and whose they are.

    `written` is how the first of them is written: name, birth, force.
    """

    asked: str
    mentions: tuple[str, ...]
    people: tuple[str, ...]
    written: str


@dataclass(frozen=True, slots=True)
class Why:
    """The answer. `link` is the strongest between the sides, `path` the links that join the two
    where that one alone does not; all weights are in bits."""

    a: Side
    b: Side
    one: bool
    reason: str
    threshold: float
    floor: float
    link: Resemblance | None
    path: tuple[Resemblance, ...]
    average: float | None
    judgements: tuple[Judgement, ...]
    shared: tuple[Shared, ...]
    guarded: bool


def why(session: Session, a: str, b: str) -> Why:
    """Why `a` and `b` (ids of mentions or people, old ones too) are one person or not.

    InputError when either is not there for this viewer, or both are the same.
    """
    consultation = session.consult("why", of=[a, b])
    bounds = limits(session.store)
    rows = _sides(consultation, (a, b))
    one, other = (_side(asked, rows) for asked in (a, b))
    among = sorted({*one.mentions, *other.mentions, *_fellows(consultation, one, other)})
    judgements = _judgements(consultation, among)
    links = _links(consultation, among)
    consultation.seen_from((*one.people, *other.people))
    guard = consultation.guard
    same = bool(set(one.people) & set(other.people))
    finding = _Finding(one, other, links, judgements, judged(judgements), bounds)
    link = finding.strongest()
    path = finding.path() if same else ()
    average = None if same else finding.average()
    return Why(
        one,
        other,
        same,
        finding.joined(link, path) if same else finding.apart(link, average),
        bounds.threshold / 100,
        bounds.floor / 100,
        _discreet(link) if guard.active and not same else link,
        path if link is None or 100 * link.weight < bounds.threshold else (),
        average,
        tuple(it for it in judgements if _between(one, other, it)),
        _shared(consultation, rows, (a, b)),
        guard.active,
    )


def strongest(consultation: Consultation, a: str, b: str) -> Pair:
    """The two mentions behind these ids that resemble each other most, else the first of each.

    InputErrors as `why`.
    """
    rows = _sides(consultation, (a, b))
    one, other = (_side(asked, rows) for asked in (a, b))
    links = _links(consultation, sorted({*one.mentions, *other.mentions}))
    across = _across(one, other)
    return max(across, key=lambda ends: links[ends].weight if ends in links else -math.inf)


def for_and_against(link: Resemblance | None) -> tuple[list[Share], list[Share]]:
    """(for, against) of a link, what counts most first."""
    shares = link.shares if link else ()
    speaks_for = sorted((it for it in shares if it.bits > 0), key=lambda it: -it.bits)
    return speaks_for, sorted((it for it in shares if it.bits < 0), key=lambda it: it.bits)


def _sides(consultation: Consultation, asked: Sequence[str]) -> list[ViewWho]:
    now = {id_: successor(consultation.store, id_) for id_ in asked}
    mentions = consultation.read(load("view/who"), ids=sorted(set(now.values())))
    rows: list[ViewWho] = [
        {**row, "asked": id_} for id_ in asked for row in mentions if row["asked"] == now[id_]
    ]
    for id_ in asked:
        if not any(row["asked"] == id_ for row in rows):
            raise InputError(
                f"there is no mention or person {id_} that you may see: "
                "`throughline search` finds people, and a person's page lists the mentions."
            )
    if len({row["mention"] for row in rows}) < 2 or asked[0] == asked[1]:
        raise InputError("both ids mean the same mention: name two mentions or people.")
    return rows


def successor(store: Store, id_: str) -> str:
    """Who a person is now whose id went into another; any other id as it is."""
    seen = {id_}
    while True:
        rows = store.read(load("system/people/successors"), ids=[id_])
        if not rows or rows[0]["successor"] in seen:
            return id_
        id_ = rows[0]["successor"]
        seen.add(id_)


def _side(asked: str, rows: Iterable[ViewWho]) -> Side:
    mine = [row for row in rows if row["asked"] == asked]
    people = {row["person"] for row in mine if row["person"]}
    words = (mine[0]["name"] or "no name", mine[0]["birth"] or "born ?", mine[0]["force"] or "")
    mentions = tuple(row["mention"] for row in mine)
    return Side(asked, mentions, tuple(sorted(people)), ", ".join(filter(None, words)))


def _fellows(consultation: Consultation, *sides: Side) -> list[str]:
    """All mentions of the people on both sides."""
    people = sorted({person for side in sides for person in side.people})
    rows = consultation.read(load("view/who"), ids=people)
    return [row["mention"] for row in rows]


def _judgements(consultation: Consultation, ids: list[str]) -> list[Judgement]:
    rows = consultation.read(load("view/judgements"), ids=ids)
    return [Judgement(**row) for row in rows]


def _links(consultation: Consultation, ids: list[str]) -> dict[Pair, Resemblance]:
    inside = set(ids)
    links = {}
    query = load("view/resemblances")
    for batch in batches(ids):
        for row in consultation.read(query, ids=batch):
            if row["b"] in inside:
                links[row["a"], row["b"]] = _resemblance(row)
    return links


def _resemblance(row: ViewResemblances) -> Resemblance:
    shares = tuple(Share(*share) for share in zip(row["levels"], row["bits"], strict=True))
    rest = round(row["weight"] - sum(share.bits for share in shares), 2)
    ends = pair(row["a"], row["b"])
    return Resemblance(*ends, row["weight"], row["rule"], row["model"], shares, rest)


def _between(one: Side, other: Side, it: Judgement) -> bool:
    ends = ((it.a, it.b), (it.b, it.a))
    return any(a in one.mentions and b in other.mentions for a, b in ends)


def _across(one: Side, other: Side) -> list[Pair]:
    return sorted({pair(a, b) for a in one.mentions for b in other.mentions if a != b})


@dataclass(frozen=True, slots=True)
class _Finding:
    """The two sides with the links and words around them, to be put into a sentence."""

    one: Side
    other: Side
    links: Mapping[Pair, Resemblance]
    judgements: Sequence[Judgement]
    judged: Judged
    bounds: Limits

    def strongest(self) -> Resemblance | None:
        """The strongest link from one side to the other."""
        across = [self.links[ends] for ends in _across(self.one, self.other) if ends in self.links]
        return max(across, key=lambda link: link.weight, default=None)

    def average(self) -> float | None:
        """What joining would be decided by: the average of all pairs, in bits."""
        low, high = self.bounds.floor, self.bounds.ceiling
        weights = [
            max(low, min(high, round(100 * self.links[ends].weight))) if ends in self.links else low
            for ends in _across(self.one, self.other)
        ]
        return round(sum(weights) / len(weights) / 100, 2) if weights else None

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
            for a, b in _across(self.one, self.other)
            if place.get(a, a) == place.get(b, b)
        ]
        way: list[str] = min(ways, key=lambda way: (len(way), way), default=[])
        return tuple(self._step(a, b) for a, b in itertools.pairwise(way))

    def joined(self, link: Resemblance | None, path: tuple[Resemblance, ...]) -> str:
        """Why they are one person, as a sentence."""
        if word := self._word(same=True):
            return f"One person: {word.who} said so on {word.at[:10]}: {word.why}"
        if link and round(100 * link.weight) >= self.bounds.threshold:
            return (
                f"One person: they weigh {link.weight:.1f} bits together, "
                f"the threshold is {self.bounds.threshold / 100:.1f}."
            )
        if path:
            return f"One person through {len(path) - 1} others: each step of the path holds."
        return "One person through mentions that you may not see."

    def apart(self, link: Resemblance | None, average: float | None) -> str:
        """Why they are two people, as a sentence."""
        threshold = self.bounds.threshold / 100
        if word := self._word(same=False):
            return f"Kept apart: {word.who} said so on {word.at[:10]}: {word.why}"
        if link is None:
            return (
                "Kept apart: no link is kept between them. No rule brought them together, or all "
                "that was compared speaks too clearly against it."
            )
        if link.weight < threshold:
            return (
                f"Kept apart: they weigh {link.weight:.1f} bits together, "
                f"the threshold is {threshold:.1f}."
            )
        return (
            f"Kept apart: this pair alone would reach the threshold of {threshold:.1f} bits, but "
            f"the average of all pairs between the two people is {average:.1f}."
        )

    def _word(self, *, same: bool) -> Judgement | None:
        """The last word that counts between the two sides; apart also of their people."""
        counts = set(self.judged.same) if same else self.judged.apart
        counting = [
            it
            for it in self.judgements
            if (it.a, it.b) in counts and not it.withdrawn and it.same is same
        ]
        if same:
            counting = [it for it in counting if _between(self.one, self.other, it)]
        return counting[-1] if counting else None

    def _step(self, a: str, b: str) -> Resemblance:
        ends = pair(a, b)
        if ends in self.links:
            return self.links[ends]
        return Resemblance(*ends, self.bounds.ceiling / 100, "judgement", "", (), 0.0)


def _shared(
    consultation: Consultation, rows: Sequence[Mapping[str, Any]], asked: Sequence[str]
) -> tuple[Shared, ...]:
    """The identifiers that both sides have, the rarest first."""
    places = [
        (label, id_)
        for label, name in KINDS.items()
        for id_ in sorted(_values(rows, asked[0], name) & _values(rows, asked[1], name))
    ]
    consultation.guard.judge(places)
    nodes = [{"label": label, "id": id_} for label, id_ in places]
    users = consultation.read(load("view/users"), nodes=nodes)
    people = {(row["label"], row["id"]): row["people"] for row in users}
    whose = sorted({row["person"] for row in rows if row["person"]})
    shown = [
        Shared(place[0], None, None)
        if _withheld(consultation.guard, place, whose)
        else Shared(*place, people.get(place, 0))
        for place in places
    ]
    return tuple(sorted(shown, key=lambda it: (it.people is None, it.people or 0)))


def _withheld(guard: Guard, place: NodeKey, whose: Iterable[str]) -> bool:
    """Whether the place is hidden from a suspect's side, or that a victim is tied to it."""
    tie = "LIVES_AT" if place[0] == "Address" else "USES"
    return guard.hides(place) or any(guard.cuts(tie, ("Person", id_), place) for id_ in whose)


def _discreet(link: Resemblance | None) -> Resemblance | None:
    """The link without what its comparisons say of whereabouts; their bits stay."""
    if link is None:
        return None
    names = [(share, share.says.partition(":")[0]) for share in link.shares]
    shares = tuple(
        Share(f"{name}: withheld", share.bits) if name in WHEREABOUTS else share
        for share, name in names
    )
    return replace(link, shares=shares)


def _values(rows: Iterable[Mapping[str, Any]], asked: str, name: str) -> set[str]:
    return {value for row in rows if row["asked"] == asked for value in row[name]}
