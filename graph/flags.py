"""Flags: what the rules found, kept from night to night.

A flag's key is its rule and its subjects, so a finding that comes back is the same
flag. Its life: `new`, `strengthened` when evidence came in, `withdrawn` with the
reason when the rule finds it no more, `reopened` when it comes back. `confirmed`,
`dismissed` and `deferred` are a person's words: only new evidence or its loss
changes them. A second run over the same graph writes nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from graph import flag_store
from graph.detect import Finding, find, rules
from graph.flag_store import Standing, columns_json
from graph.queries import Query
from graph.record import join_key
from graph.store import Store
from graph.wording import plain

Outcome = Literal["new", "strengthened", "changed", "reopened", "withdrawn", "unchanged"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a run did to one flag: `state` as it is now, `why` when it was withdrawn."""

    id: str
    rule: str
    outcome: Outcome
    state: str
    why: str = ""
    finding: Finding | None = None


def flag_id(rule: str, subjects: Iterable[str]) -> str:
    """The flag's id: a hash of its key, the rule and the subjects in order."""
    return hashlib.sha256(join_key(rule, *subjects).encode()).hexdigest()[:32]


def review(
    store: Store,
    as_of: dt.datetime,
    *,
    night: str = "",
    ref: Mapping[str, Any] | None = None,
) -> list[Change]:
    """Ask every rule about everything as known at `as_of` and bring the flags up to date."""
    asked = rules()
    found = find(store, as_of, only=asked, ref=ref)
    return update(store, found, asked, at=as_of, night=night)


def update(
    store: Store, found: Iterable[Finding], asked: Sequence[Query], *, at: dt.datetime, night: str
) -> list[Change]:
    """Bring the flags of the rules that were `asked` in line with what they found.

    Gives what happened to each flag, the unchanged ones too, sorted by id.
    """
    before = flag_store.standing(store, [rule.name for rule in asked])
    changes = compare(before, found)
    gone = [before[change.id] for change in changes if change.outcome == "withdrawn"]
    current = flag_store.current_records(store, gone)
    reasons = {flag.id: _reason(flag.evidence, current) for flag in gone}
    changes = [replace(change, why=reasons.get(change.id, "")) for change in changes]
    _write(store, changes, {rule.name: rule for rule in asked}, at, night)
    return changes


def let_go(store: Store, at: dt.datetime) -> int:
    """Withdraw every flag that rests on a record which is gone; gives their number.

    What a rule still finds in the remaining records, the next review reopens.
    """
    rows = []
    for flag, lost in flag_store.resting_on_nothing(store):
        why = _reason(flag["evidence"], set(flag["evidence"]) - lost)
        props = {"state": "withdrawn", "why": why}
        rows.append({"id": flag["id"], "at": plain(at), "props": props})
    flag_store.write(store, rows)
    return len(rows)


def compare(before: Mapping[str, Standing], found: Iterable[Finding]) -> list[Change]:
    """What the findings mean for the flags that stood before: pure, sorted by id."""
    changes = {}
    for finding in found:
        id_ = flag_id(finding.rule, (subject.id for subject in finding.subjects))
        changes[id_] = _judge(before.get(id_), finding, id_)
    for id_, old in before.items():
        if id_ not in changes:
            outcome: Outcome = "unchanged" if old.state == "withdrawn" else "withdrawn"
            changes[id_] = Change(id_, old.rule, outcome, "withdrawn")
    return [changes[id_] for id_ in sorted(changes)]


def _judge(old: Standing | None, finding: Finding, id_: str) -> Change:
    if old is None:
        return Change(id_, finding.rule, "new", "new", finding=finding)
    if old.state == "withdrawn":
        return Change(id_, finding.rule, "reopened", "reopened", finding=finding)
    if _keys(finding.evidence) - _keys(old.evidence):
        return Change(id_, finding.rule, "strengthened", "strengthened", finding=finding)
    same = (old.evidence, old.columns, old.level) == (
        finding.evidence,
        columns_json(finding),
        finding.level,
    )
    return Change(id_, finding.rule, "unchanged" if same else "changed", old.state, finding=finding)


def _keys(records: Iterable[str]) -> set[str]:
    """Records without their version: a corrected record is no new evidence."""
    return {record.rpartition("/")[0] or record for record in records}


def counts(changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    """Rule → outcome → number of flags, for a digest."""
    tally: dict[str, Counter[str]] = {}
    for change in changes:
        tally.setdefault(change.rule, Counter())[change.outcome] += 1
    return {rule: dict(sorted(tally[rule].items())) for rule in sorted(tally)}


def _reason(evidence: Sequence[str], current: set[str]) -> str:
    lost = [record for record in evidence if record not in current]
    if lost:
        return (
            f"{len(lost)} of the {len(evidence)} records that it rested on "
            "were withdrawn or replaced."
        )
    return "Its records stand, but the rule no longer finds it: what they say is read otherwise."


def _write(
    store: Store, changes: Iterable[Change], asked: Mapping[str, Query], at: dt.datetime, night: str
) -> None:
    rows = []
    for change in changes:
        if change.outcome != "unchanged":
            props: dict[str, Any] = {"state": change.state, "why": change.why, "night": night}
            if change.finding is not None:
                props |= flag_store.properties(change.finding, asked[change.rule])
            rows.append({"id": change.id, "at": plain(at), "props": props})
    flag_store.write(store, rows)
