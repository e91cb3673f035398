"""What a night has to look at again: anchors of rules, and the flags that rest on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """Rule → the ids of its anchors to be asked about again."""

    anchors: Mapping[str, Sequence[str]]

    def anchors_of(self, rule: Query) -> dict[str, Sequence[str]]:
        """As `graph.detect.find` takes them."""
        return {anchor_label(rule): self.anchors.get(rule.name, ())}

    def standing(self, store: Store, asked: Sequence[Query]) -> list[Standing]:
        """The flags that the answers speak for: about an anchor, or about what is no more."""
        flags = {row["id"]: flag_store.stood(row) for row in store.read(load("load/flags_untied"))}
        for rule in asked:
            ids = list(self.anchors.get(rule.name, ()))
            query = load("load/flags_of_anchors", label=anchor_label(rule))
            roles = [column.rpartition("_")[0] for column in anchor_places(rule)]
            for start in range(0, len(ids), BATCH):
                some = ids[start : start + BATCH]
                rows = store.read(query, ids=some, rule=rule.name, roles=roles)
                flags |= {row["id"]: flag_store.stood(row) for row in rows}
        return list(flags.values())
