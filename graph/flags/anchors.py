"""What a night has to look at again: anchors of rules, and the flags that rest on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.batches import batches
from graph.engine.store import Store
from graph.flags import store as flag_store
from graph.flags.life import Standing
from graph.model.schema import NodeKey
from graph.queries import Query, load
from graph.queries.rows import SystemFlagsOfAnchors
from graph.rules.columns import label_of


def anchor_label(rule: Query) -> str:
    """The label whose ids the rule takes as anchors."""
    return rule.anchor.split()[0]


def anchor_places(rule: Query) -> list[str]:
    """The subject columns that may hold the anchor of a finding.

    An anchor "Person as suspect" is the subject `suspect_id` where there is one; else any
    subject of the anchor's label may be it.
    """
    label, role = anchor_label(rule), rule.anchor.rpartition(" ")[2]
    of_label = [column for column in rule.subjects if label_of(column) == label]
    return [column for column in of_label if column.startswith(f"{role}_id")] or of_label


@dataclass(frozen=True)
class Scope:
    """Rule → the ids of its anchors to be asked about again, None for all of them; and the
    flags that the answers speak for."""

    anchors: Mapping[str, Collection[str] | None]
    flags: Sequence[Standing]

    def anchors_of(self, rule: Query) -> dict[str, Collection[str]] | None:
        """As `graph.rules.run.find` takes them."""
        ids = self.anchors[rule.name]
        return None if ids is None else {anchor_label(rule): ids}

    @property
    def asked(self) -> int | None:
        """How often a rule is asked about one entity; None when one is asked about all."""
        counts = [None if ids is None else len(ids) for ids in self.anchors.values()]
        return None if None in counts else sum(count or 0 for count in counts)


def scope_of(
    store: Store,
    asked: Iterable[Query],
    anchors: Mapping[str, Iterable[str]],
    adrift: Iterable[str],
) -> Scope:
    """The scope around these anchors (rule → ids): with the flags about them, those among `adrift`
    about what is no more, and every further anchor that such a flag of several rests on."""
    flags = flag_store.untied(store, adrift)
    about = _About(store)
    wide: dict[str, Collection[str] | None] = {}
    asked = list(asked)
    for label in {anchor_label(rule) for rule in asked}:
        mine = (anchors.get(rule.name, ()) for rule in asked if anchor_label(rule) == label)
        about.ask(label, set().union(*mine))
    for rule in asked:
        if anchor_places(rule):
            wide[rule.name] = _widened(about, rule, set(anchors.get(rule.name, ())), flags)
        else:
            wide[rule.name] = None
            flags |= {flag.id: flag for flag in flag_store.standing(store, [rule.name])}
    return Scope(_acting(store, asked, wide), list(flags.values()))


class _About:
    """The flags about entities, each entity asked once for all rules."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._asked: set[NodeKey] = set()
        self._flags: dict[NodeKey, dict[str, SystemFlagsOfAnchors]] = {}

    def ask(self, label: str, ids: Iterable[str]) -> None:
        fresh = sorted({id_ for id_ in ids if (label, id_) not in self._asked})
        self._asked |= {(label, id_) for id_ in fresh}
        query = load("system/flags/of_anchors", label=label)
        for batch in batches(fresh):
            for row in self._store.read(query, ids=batch):
                for id_ in row["about"]:
                    self._flags.setdefault((label, id_), {})[row["id"]] = row

    def of(
        self, rule: Query, ids: Iterable[str]
    ) -> dict[str, tuple[SystemFlagsOfAnchors, set[str]]]:
        """Flag → its row and anchors, of a rule's flags that are about these as an anchor."""
        roles = {column.rpartition("_")[0] for column in anchor_places(rule)}
        label = anchor_label(rule)
        self.ask(label, ids)
        return {
            flag: (row, anchors)
            for id_ in ids
            for flag, row in self._flags.get((label, id_), {}).items()
            if row["rule"] == rule.name
            and id_ in (anchors := _in_roles(row["about"], row["roles"], roles))
        }


def _in_roles(about: Iterable[str], played: Iterable[str], roles: Collection[str]) -> set[str]:
    return {id_ for id_, role in zip(about, played, strict=True) if role in roles}


def _widened(
    about: _About, rule: Query, ids: set[str], flags: dict[str, Standing]
) -> Collection[str]:
    fresh = set(ids)
    while fresh:
        rows = about.of(rule, fresh)
        flags |= {id_: flag_store.stood(row) for id_, (row, _) in rows.items()}
        fresh = {id_ for _, anchors in rows.values() for id_ in anchors} - ids
        ids |= fresh
    return sorted(ids)


def _acting(
    store: Store, asked: Iterable[Query], wide: Mapping[str, Collection[str] | None]
) -> dict[str, Collection[str] | None]:
    """The anchors that are worth asking: a rule about suspects begins from nobody else."""
    of_suspects = {rule.name for rule in asked if rule.anchor == "Person as suspect"}
    people = sorted({id_ for name in of_suspects for id_ in wide[name] or ()})
    acting = {
        row["id"]
        for batch in batches(people)
        for row in store.read(load("system/elements/suspects_among"), ids=batch)
    }
    return {
        name: [id_ for id_ in ids if id_ in acting] if ids and name in of_suspects else ids
        for name, ids in wide.items()
    }
