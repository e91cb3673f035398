"""How far a change reaches: from what was touched, along the paths of a rule to its anchor.

A rule's answer about an anchor can change only when something did that its own text comes to,
within its `reach`, by a path that `graph/queries/read_paths.py` reads from it. An identifier with
more than COMMON users who were not touched is common (a call centre, a hostel, a shop): it weighs
nothing in any rule, before and after, so the walk does not go through it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from graph.batches import batches
from graph.changes.change_log import Entry
from graph.engine.store import Store
from graph.model.schema import NodeKey
from graph.queries import load
from graph.queries.read_paths import HUBS, WALKED, ReadPaths, Triple

COMMON = 50
MOST, ALL = 1_000, 2**31 - 1
"""Links that are read of an identifier, and of everything else; an identifier of more is walked
from in part, and `night --full` alone sees the rest."""
USERS = frozenset("USES DRIVES LINKED_TO LIVES_AT WORKS_AT STUDIES_AT WORKS_FOR CONTACTED".split())
PARALLEL = frozenset({"RELATED_TO", "CONTACTED", "LINKED_TO"})
"""Links of which there may be several between the same two ends."""
ANY = "*"
"""That anything of a node may have changed."""
Near = tuple[str, NodeKey]  # (type of link, what is at its other end)


class Invalidation:
    """A walk from what was touched; what lies near an entity is read once for all rules."""

    def __init__(self, store: Store, noted: Iterable[Entry]) -> None:
        self._store = store
        self._noted: set[Entry] = set()
        self._seeds: dict[NodeKey, set[str]] = defaultdict(set)
        self._linked: dict[NodeKey, list[Near]] = {}
        self._near: dict[NodeKey, list[Near]] = {}
        self.touch(noted)

    def touch(self, noted: Iterable[Entry]) -> None:
        """More was noted since: what lies near that is read again."""
        fresh = set(noted) - self._noted
        self._noted |= fresh
        lost = [_lost(each) for each in fresh if each[0].startswith("-")]
        for node in (node for _, *ends in lost for node in ends):
            self._linked.pop(node, None)
        for label, id_ in fresh:
            node, kind = (label.partition(":")[0], id_), label.partition(":")[2]
            if node[0] in WALKED:
                self._seeds[node].add(kind if ":" in label else ANY)
                self._linked.pop(node, None)
        self._near.clear()  # whether an identifier is common is asked of what was not touched
        self._lose(lost)

    def wake(self, nodes: Iterable[NodeKey]) -> None:
        """Time reveals these, and all links that were recorded with them."""
        woken = {node for node in nodes if node[0] in WALKED}
        self._read(woken - self._linked.keys())
        near = {other for node in woken for _, other in self._linked[node]}
        self.touch(woken | {other for other in near if other[0] in WALKED})

    def _lose(self, links: list[tuple[str, NodeKey, NodeKey]]) -> None:
        """Of a link that is gone for good both ends changed; most are written again at once."""
        links = [link for link in links if {link[1][0], link[2][0]} <= WALKED]
        self._read({start for _, start, _ in links if start not in self._linked})
        for type_, start, end in links:
            if type_ in PARALLEL or (type_, end) not in self._linked[start]:
                self._seeds[start].add(type_)
                self._seeds[end].add(type_)

    def anchors(self, paths: ReadPaths, woken: Iterable[NodeKey] = ()) -> list[str]:
        """The ids that the rule may begin from and whose answer may be another now, sorted."""
        changed = {
            one: {
                node
                for node, kinds in self._seeds.items()
                if node[0] in one.labels
                and (ANY in kinds or kinds & one.types or ("" in kinds and one.name in paths.read))
            }.union(node for node in woken if node[0] in one.labels)
            for one in paths.bound
        }
        for one in reversed(paths.bound):
            for parent, triples in one.parents:
                if parent in changed:
                    changed[parent] |= self._nearer(changed[one], triples)
        return sorted(id_ for _, id_ in changed[paths.bound[0]])

    def _nearer(self, nodes: Iterable[NodeKey], triples: Iterable[Triple]) -> set[NodeKey]:
        """What is one link nearer the anchor than these nodes."""
        back = {(far, type_, near) for near, type_, far in triples}
        labels = {far for far, _, _ in back}
        nodes = [node for node in nodes if node[0] in labels]
        self._read([node for node in nodes if node not in self._linked])
        return {
            other
            for here in nodes
            for type_, other in self._open(here)
            if (here[0], type_, other[0]) in back
        }

    def _open(self, here: NodeKey) -> list[Near]:
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
        users = sum(1 for type_, it in some if type_ in USERS and it not in self._seeds)
        return some if users <= COMMON else []

    def _read(self, nodes: Iterable[NodeKey]) -> None:
        by_label: dict[str, list[str]] = defaultdict(list)
        for label, id_ in nodes:
            by_label[label].append(id_)
        for label, ids in sorted(by_label.items()):
            for batch in batches(sorted(ids)):
                self._linked |= {(label, id_): [] for id_ in batch}
                self._read_links(label, batch)
                if label in ("Phone", "Account"):
                    self._read_contacts(label, batch)

    def _read_links(self, label: str, ids: list[str]) -> None:
        most = MOST if label in HUBS else ALL
        for row in self._store.read(load("system/elements/near", label=label), ids=ids, most=most):
            nodes = zip(row["labels"], row["near"], strict=True)
            self._linked[label, row["id"]] = list(zip(row["types"], nodes, strict=True))

    def _read_contacts(self, label: str, ids: list[str]) -> None:
        query = load("system/elements/near_by_contact", label=label)
        for row in self._store.read(query, ids=ids, most=MOST):
            self._linked[label, row["id"]].append(("CONTACTED", (row["label"], row["near"])))


def _lost(noted: Entry) -> tuple[str, NodeKey, NodeKey]:
    """(type, start, end) of a link that was taken away."""
    (type_, start, end), ids = noted[0][1:].split("/"), noted[1].split("\n", 1)
    return type_, (start, ids[0]), (end, ids[-1])
