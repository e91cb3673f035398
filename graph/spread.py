"""How far a change reaches: from what was touched, along the links that a rule follows.

A rule's answer about an anchor can change only when something within its `reach` did, over
the types of link that its own text names. An identifier with more than COMMON links to what
was not touched is common (a call centre, a hostel, a shop): it weighs nothing in any rule,
before and after, so the walk does not go through it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from graph.queries import Query, load
from graph.schema import LINK
from graph.scope import anchor_label
from graph.store import Store
from graph.touched import Place

COMMON = 50
MOST = 1_000
BATCH = 500
HUBS = frozenset({"Organisation", "Address", "Vehicle", "Phone", "Account"})
WALKED = frozenset("Person Incident Order Organisation Address Vehicle Phone Account".split())
Near = tuple[str, Place]  # (type of link, what is at its other end)


def followed(rule: Query) -> frozenset[str]:
    """The types of link that the rule's text names."""
    return frozenset(type_ for type_ in LINK if re.search(rf"\b{type_}\b", rule.text))


class Spread:
    """A walk from what was touched; what lies near an entity is read once for all rules."""

    def __init__(self, store: Store, touched: Collection[Place]) -> None:
        self._store = store
        self._touched = {place for place in touched if place[0] in WALKED}
        self._near: dict[Place, list[Near]] = {}

    def anchors(self, rule: Query, woken: Iterable[Place] = ()) -> list[str]:
        """The ids that the rule may begin from and whose answer may be another now, sorted."""
        types, label = followed(rule), anchor_label(rule)
        edge = {*self._touched, *woken}
        seen = set(edge)
        for _ in range(rule.reach):
            edge = self._step(edge, types) - seen
            seen |= edge
        return sorted(id_ for its, id_ in seen if its == label)

    def _step(self, edge: Iterable[Place], types: frozenset[str]) -> set[Place]:
        edge = list(edge)
        self._read([place for place in edge if place not in self._near])
        return {
            place
            for here in edge
            for type_, place in self._near[here]
            if type_ in types and place[0] in WALKED
        }

    def _read(self, places: Iterable[Place]) -> None:
        by_label: dict[str, list[str]] = defaultdict(list)
        for label, id_ in places:
            by_label[label].append(id_)
        for label, ids in sorted(by_label.items()):
            ids.sort()
            for start in range(0, len(ids), BATCH):
                some = ids[start : start + BATCH]
                found = self._linked(label, some)
                if label in ("Phone", "Account"):
                    for place, near in self._in_contact(label, some).items():
                        found.setdefault(place, []).extend(near)
                for id_ in some:
                    self._near[label, id_] = found.get((label, id_), [])

    def _linked(self, label: str, ids: list[str]) -> dict[Place, list[Near]]:
        rows = self._store.read(load("load/near", label=label), ids=ids, most=MOST)
        found: dict[Place, list[Near]] = defaultdict(list)
        for row in rows:
            found[label, row["id"]].append((row["type"], (row["label"], row["near"])))
        return self._without_common(found) if label in HUBS else found

    def _in_contact(self, label: str, ids: list[str]) -> dict[Place, list[Near]]:
        rows = self._store.read(load("load/near_by_contact", label=label), ids=ids, most=MOST)
        found: dict[Place, list[Near]] = defaultdict(list)
        for row in rows:
            found[label, row["id"]].append(("CONTACTED", (row["label"], row["near"])))
        return self._without_common(found)

    def _without_common(self, found: Mapping[Place, list[Near]]) -> dict[Place, list[Near]]:
        return {
            place: near
            for place, near in found.items()
            if sum(1 for _, other in near if other not in self._touched) <= COMMON
        }
