"""What makes two findings one flag: the rule and its subjects, in order.

A group of incidents or accounts that grows stays one flag, though its key is another.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.flags.life import Standing
from graph.model.keys import join_key
from graph.queries import Query
from graph.rules.run import Finding


def flag_id(rule: str, subjects: Iterable[str]) -> str:
    """A flag's key, and its id when it is first raised: a hash of the rule and the subjects."""
    return hashlib.sha256(join_key(rule, *subjects).encode()).hexdigest()[:32]


def continued(
    before: Mapping[str, Standing], findings: Iterable[Finding], asked: Iterable[Query]
) -> dict[str, Standing]:
    """The flags by key, those of a group that grew or shrank under the key of what it is now.

    A question about a group (incidents, accounts) that one more joins is the same question,
    with what was said of it. It is the same group when two or more of its members are; of
    several the flag that stands comes first, then that with most members in common.
    """
    flags = dict(before)
    rules = {rule.name: rule for rule in asked if any(map(_is_list, rule.subjects))}
    now = {
        flag_id(each.rule, (subject.id for subject in each.subjects)): each
        for each in findings
        if each.rule in rules
    }
    left: dict[_About, list[_Former]] = defaultdict(list)
    for key, flag in before.items():
        if flag.rule in rules and key not in now:
            about, members = _group(rules[flag.rule], json.loads(flag.columns))
            left[about].append(_Former(flag, key, members))
    for key in sorted(now.keys() - before.keys()):
        about, members = _group(rules[now[key].rule], now[key].columns)
        fits = [former for former in left[about] if former.shares(members) > 1]
        if fits:
            same = min(fits, key=lambda former: former.rank(members))
            left[about].remove(same)
            flags[key] = flags.pop(same.key)
    return flags


_About = tuple[str | None, ...]
"""The rule, and whoever it is about besides the group."""


@dataclass(frozen=True, slots=True)
class _Former:
    """A flag that is not found again under its key."""

    flag: Standing
    key: str
    members: frozenset[str]

    def shares(self, members: frozenset[str]) -> int:
        return len(self.members & members)

    def rank(self, members: frozenset[str]) -> tuple[bool, int, str]:
        return self.flag.state == "withdrawn", -self.shares(members), self.flag.id


def _group(rule: Query, columns: Mapping[str, Any]) -> tuple[_About, frozenset[str]]:
    listed = [name for name in rule.subjects if _is_list(name)]
    fixed = (columns.get(name) for name in rule.subjects if name not in listed)
    return (rule.name, *fixed), frozenset(id_ for name in listed for id_ in columns.get(name, ()))


def _is_list(column: str) -> bool:
    return column.endswith("_ids")
