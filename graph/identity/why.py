"""Why two mentions are one person, or are not: what each comparison says, and who judged.

Everything is read from the graph: the scored links that the last resolution kept, and the
judgements. Every function asks through a session and answers with what the viewer may see;
from a suspect's side no victim's whereabouts are told (graph/access/victim_safety.py).
"""

from __future__ import annotations

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
from graph.identity.partition import Pair, pair
from graph.identity.reasons import (
    Compared,
    Finding,
    Resemblance,
    Share,
    Side,
    across,
    is_between,
)
from graph.model.schema import NodeKey
from graph.queries import load
from graph.queries.rows import ViewIdentityResemblances, ViewIdentityWho

KINDS = {"Phone": "phones", "Account": "accounts", "Address": "addresses"}
WHEREABOUTS = frozenset({"place", "phone", "account"})
"""Comparisons that tell where somebody is or can be reached."""


@dataclass(frozen=True, slots=True)
class Shared:
    """An identifier on both sides and how many people it has; no `id` where it is withheld."""

    label: str
    id: str | None
    people: int | None


@dataclass(frozen=True, slots=True)
class Why:
    """The answer. `link` is the strongest between the sides, `path` the links that join the two
    where that one alone does not. Of two people `compared` are the pairs of the clusters of both
    sides, and `average` what they weigh together, None where something forbids it; all in bits."""

    a: Side
    b: Side
    one: bool
    reason: str
    threshold: float
    floor: float
    link: Resemblance | None
    path: tuple[Resemblance, ...]
    compared: tuple[Compared, ...]
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
    fellows = _fellows(consultation, sorted({row["person"] for row in rows if row["person"]}))
    one, other = (_side(asked, rows, fellows) for asked in (a, b))
    among = sorted({*one.cluster, *other.cluster})
    judgements = _judgements(consultation, among)
    links = _links(consultation, among)
    consultation.seen_from((*one.people, *other.people))
    guard = consultation.guard
    same = bool(set(one.people) & set(other.people))
    finding = Finding(one, other, links, judgements, judged(judgements), bounds)
    link = finding.strongest()
    path = finding.path() if same else ()
    return Why(
        one,
        other,
        same,
        finding.joined(link, path) if same else finding.apart(),
        bounds.threshold / 100,
        bounds.floor / 100,
        _discreet(link) if guard.active and not same else link,
        path if link is None or 100 * link.weight < bounds.threshold else (),
        () if same else finding.compared,
        None if same else finding.average,
        tuple(it for it in judgements if is_between(one, other, it)),
        _shared(consultation, rows, (a, b)),
        guard.active,
    )


def strongest(consultation: Consultation, a: str, b: str) -> Pair:
    """The two mentions behind these ids that resemble each other most, else the first of each.

    InputErrors as `why`.
    """
    rows = _sides(consultation, (a, b))
    one, other = (_side(asked, rows, {}) for asked in (a, b))
    links = _links(consultation, sorted({*one.mentions, *other.mentions}))
    return max(
        across(one, other), key=lambda ends: links[ends].weight if ends in links else -math.inf
    )


def for_and_against(link: Resemblance | None) -> tuple[list[Share], list[Share]]:
    """(for, against) of a link, what counts most first."""
    shares = link.shares if link else ()
    speaks_for = sorted((it for it in shares if it.bits > 0), key=lambda it: -it.bits)
    return speaks_for, sorted((it for it in shares if it.bits < 0), key=lambda it: it.bits)


def _sides(consultation: Consultation, asked: Sequence[str]) -> list[ViewIdentityWho]:
    now = {id_: successor(consultation.store, id_) for id_ in asked}
    mentions = consultation.read(load("view/identity/who"), ids=sorted(set(now.values())))
    rows: list[ViewIdentityWho] = [
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


def _side(asked: str, rows: Iterable[ViewIdentityWho], fellows: Mapping[str, list[str]]) -> Side:
    mine = [row for row in rows if row["asked"] == asked]
    people = {row["person"] for row in mine if row["person"]}
    words = (mine[0]["name"] or "no name", mine[0]["birth"] or "born ?", mine[0]["force"] or "")
    mentions = tuple(row["mention"] for row in mine)
    cluster = {*mentions, *(id_ for person in people for id_ in fellows.get(person, ()))}
    written = ", ".join(filter(None, words))
    return Side(asked, mentions, tuple(sorted(people)), written, tuple(sorted(cluster)))


def _fellows(consultation: Consultation, people: list[str]) -> dict[str, list[str]]:
    """Person -> all mentions."""
    fellows: dict[str, list[str]] = {person: [] for person in people}
    for row in consultation.read(load("view/identity/who"), ids=people):
        fellows[row["asked"]].append(row["mention"])
    return fellows


def _judgements(consultation: Consultation, ids: list[str]) -> list[Judgement]:
    rows = consultation.read(load("view/identity/judgements"), ids=ids)
    return [Judgement(**row) for row in rows]


def _links(consultation: Consultation, ids: list[str]) -> dict[Pair, Resemblance]:
    inside = set(ids)
    links = {}
    query = load("view/identity/resemblances")
    for batch in batches(ids):
        for row in consultation.read(query, ids=batch):
            if row["b"] in inside:
                links[row["a"], row["b"]] = _resemblance(row)
    return links


def _resemblance(row: ViewIdentityResemblances) -> Resemblance:
    shares = tuple(Share(*share) for share in zip(row["levels"], row["bits"], strict=True))
    rest = round(row["weight"] - sum(share.bits for share in shares), 2)
    ends = pair(row["a"], row["b"])
    return Resemblance(*ends, row["weight"], row["rule"], row["model"], shares, rest)


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
    users = consultation.read(load("view/elements/users"), nodes=nodes)
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
