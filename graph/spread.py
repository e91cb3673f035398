"""How far a change reaches: from what was touched, along the links that a rule follows.

A rule's answer about an anchor can change only when something within its `reach` did, over
the types of link that its own text names. An identifier with more than COMMON users who were
not touched is common (a call centre, a hostel, a shop): it weighs nothing in any rule, before
and after, so the walk does not go through it. Nor does it go from incident to incident by the
place where both were: no rule does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

from graph.queries import Query, load
from graph.schema import LINK
from graph.scope import anchor_label
from graph.store import Store
from graph.touched import Place

COMMON = 50
MOST, ALL = 1_000, 2**31 - 1
"""Links that are read of an identifier, and of everything else; an identifier of more is walked
from in part, and `night --full` alone sees the rest."""
USERS = frozenset("USES DRIVES LINKED_TO LIVES_AT WORKS_AT STUDIES_AT WORKS_FOR CONTACTED".split())
BATCH = 500
HUBS = frozenset({"Organisation", "Address", "Vehicle", "Phone", "Account"})
WALKED = frozenset("Person Incident Order Organisation Address Vehicle Phone Account".split())
Near = tuple[str, Place]  # (type of link, what is at its other end)


def followed(rule: Query) -> frozenset[str]:
    """The types of link that the rule's text names."""
    return frozenset(type_ for type_ in LINK if re.search(rf"\b{type_}\b", rule.text))


class Spread:
    """A walk from what was touched; what lies near an entity is read once for all rules."""

    def __init__(self, store: Store, touched: Iterable[Place]) -> None:
        self._store = store
        self._touched: set[Place] = set()
        self._linked: dict[Place, list[Near]] = {}
        self._near: dict[Place, list[Near]] = {}
        self.touch(touched)

    def touch(self, touched: Iterable[Place]) -> None:
        """More was touched since: what lies near that is read again."""
        fresh = {place for place in touched if place[0] in WALKED} - self._touched
        for place in fresh:
            self._linked.pop(place, None)
        self._touched |= fresh
        self._near.clear()  # whether an identifier is common is asked of what was not touched

    def anchors(self, rule: Query, woken: Iterable[Place] = ()) -> list[str]:
        """The ids that the rule may begin from and whose answer may be another now, sorted."""
        types, label = followed(rule), anchor_label(rule)
        edge = dict.fromkeys([*self._touched, *woken], True)
        seen = dict(edge)
        for _ in range(rule.reach):
            found = self._step(edge, types)
            edge = {place: wide for place, wide in found.items() if wide > seen.get(place, -1)}
            seen |= edge
        return sorted(id_ for its, id_ in seen if its == label)

    def _step(self, edge: Mapping[Place, bool], types: frozenset[str]) -> dict[Place, bool]:
        """What is one link away; False of a place that was come to from an incident there."""
        self._read([place for place in edge if place not in self._linked])
        found: dict[Place, bool] = {}
        for here, wide in edge.items():
            for type_, place in self._open(here):
                there = type_ == "AT"
                if type_ in types and place[0] in WALKED and (wide or not there):
                    found[place] = found.get(place, False) or not (there and here[0] == "Incident")
        return found

    def _open(self, here: Place) -> list[Near]:
        """What lies near, of a common identifier nothing; contacts count apart from links."""
        if here not in self._near:
            near = self._linked[here]
            if here[0] in HUBS:
                both = (self._unless_common(near, calls=calls) for calls in (False, True))
                near = list(chain.from_iterable(both))
            self._near[here] = near
        return self._near[here]

    def _unless_common(self, near: Iterable[Near], *, calls: bool) -> list[Near]:
        some = [each for each in near if (each[0] == "CONTACTED") is calls]
        users = sum(1 for type_, it in some if type_ in USERS and it not in self._touched)
        return some if users <= COMMON else []

    def _read(self, places: Iterable[Place]) -> None:
        by_label: dict[str, list[str]] = defaultdict(list)
        for label, id_ in places:
            by_label[label].append(id_)
        for label, ids in sorted(by_label.items()):
            ids.sort()
            for start in range(0, len(ids), BATCH):
                some = ids[start : start + BATCH]
                self._linked |= {(label, id_): [] for id_ in some}
                self._read_links(label, some)
                if label in ("Phone", "Account"):
                    self._read_contacts(label, some)

    def _read_links(self, label: str, ids: list[str]) -> None:
        most = MOST if label in HUBS else ALL
        for row in self._store.read(load("load/near", label=label), ids=ids, most=most):
            places = zip(row["labels"], row["near"], strict=True)
            self._linked[label, row["id"]] = list(zip(row["types"], places, strict=True))

    def _read_contacts(self, label: str, ids: list[str]) -> None:
        query = load("load/near_by_contact", label=label)
        for row in self._store.read(query, ids=ids, most=MOST):
            self._linked[label, row["id"]].append(("CONTACTED", (row["label"], row["near"])))
