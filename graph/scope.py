"""What a night has to look at again: anchors of rules, and the flags that rest on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph import flag_store
from graph.detect import label_of
from graph.flag_life import Standing
from graph.queries import Query, load
from graph.store import Store

BATCH = 500


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
        """As `graph.detect.find` takes them."""
        ids = self.anchors[rule.name]
        return None if ids is None else {anchor_label(rule): ids}

    @property
    def asked(self) -> int | None:
        """How often a rule is asked about one entity; None when one is asked about all."""
        counts = [None if ids is None else len(ids) for ids in self.anchors.values()]
        return None if None in counts else sum(count or 0 for count in counts)


def scope_of(store: Store, asked: Iterable[Query], anchors: Mapping[str, Iterable[str]]) -> Scope:
    """The scope around these anchors (rule → ids): with the flags about them, those about
    what is no more, and every further anchor that such a flag of several rests on."""
    flags = {row["id"]: flag_store.stood(row) for row in store.read(load("load/flags_untied"))}
    wide: dict[str, Collection[str] | None] = {}
    for rule in asked:
        if anchor_places(rule):
            wide[rule.name] = _widened(store, rule, set(anchors.get(rule.name, ())), flags)
        else:
            wide[rule.name] = None
            flags |= {flag.id: flag for flag in flag_store.standing(store, [rule.name])}
    return Scope(wide, list(flags.values()))


def _widened(
    store: Store, rule: Query, ids: set[str], flags: dict[str, Standing]
) -> Collection[str]:
    places = anchor_places(rule)
    roles = [column.rpartition("_")[0] for column in places]
    query = load("load/flags_of_anchors", label=anchor_label(rule))
    fresh = sorted(ids)
    while fresh:
        found: set[str] = set()
        for start in range(0, len(fresh), BATCH):
            asked = {"ids": fresh[start : start + BATCH], "rule": rule.name, "roles": roles}
            for row in store.read(query, **asked):
                flags[row["id"]] = flag_store.stood(row)
                found |= set(row["anchors"])
        fresh = sorted(found - ids)
        ids |= found
    return sorted(ids)
