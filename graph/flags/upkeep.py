"""Flags: what the rules found, kept from night to night.

A flag's key is its rule and its subjects, so a finding that comes back is the same flag.
What the states mean is `graph/flags/life.py`; what people say of a flag is
`graph/flags/dispositions.py`. A second run over the same graph writes nothing.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.engine.store import Store
from graph.flags import care as flag_care
from graph.flags import moves as flag_moves
from graph.flags import store as flag_store
from graph.flags.anchors import Scope
from graph.flags.key import continued, flag_id
from graph.flags.life import (
    NOTE,
    Outcome,
    Standing,
    gone_because,
    outcome_of,
    restored,
    state_of,
)
from graph.flags.store import columns_json
from graph.model.reference import reference
from graph.queries import Query
from graph.rules.run import Failed, Finding, find, rules
from graph.rules.wording import plain

__all__ = [
    "Answer",
    "Change",
    "Outcome",
    "compare",
    "counts",
    "flag_id",
    "let_go",
    "review",
    "update",
]


WANTS_ANSWER = ("reopened", *flag_care.ANSWERED)
"""States that give a flag another day, or none."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a run did to one flag: `state` as it is now, `why` when something took or moved it.

    `was` is the flag before; None of a new one.
    """

    id: str
    rule: str
    outcome: Outcome
    state: str
    why: str = ""
    finding: Finding | None = None
    was: Standing | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule has answered about these anchors; without a scope it is everything."""

    findings: Sequence[Finding]
    anchors: frozenset[str] = frozenset()


def review(
    store: Store,
    as_of: dt.datetime,
    *,
    night: str = "",
    ref: Mapping[str, Any] | None = None,
    scope: Scope | None = None,
    answers: Mapping[str, Answer] | None = None,
    cause: str = "",
    failed: Failed | None = None,
) -> list[Change]:
    """Ask the rules as known at `as_of` and bring the flags up to date.

    Without a `scope` every rule is asked about everything; with one, about its anchors
    alone, and no flag outside it changes. A deferred flag comes back when its day has come.
    `answers` is what a rule (by name) has answered already, and is not asked again. `cause` is the
    judgement for which they are asked. With `failed` the rules that are in it, or that the program
    fails at, which are noted there, leave their flags as they were.
    """
    asked, answers = [rule for rule in rules() if rule.name not in (failed or {})], answers or {}
    changes = _wake(store, as_of, night)
    if scope is None:
        rest = [rule for rule in asked if rule.name not in answers]
        findings: Iterable[Finding] = find(store, as_of, only=rest, ref=ref, failed=failed)
        before = flag_store.standing(store, [rule.name for rule in asked])
    else:
        findings = itertools.chain.from_iterable(
            find(
                store,
                as_of,
                only=[rule],
                anchors=_open(scope, rule, answers),
                ref=ref,
                failed=failed,
            )
            for rule in asked
        )
        before = list(scope.flags)
    findings = [*findings, *itertools.chain(*(answer.findings for answer in answers.values()))]
    asked = [rule for rule in asked if rule.name not in (failed or {})]
    before = [flag for flag in before if flag.rule not in (failed or {})]
    reviewed = update(
        store, findings, asked, at=as_of, night=night, before=before, ref=ref, cause=cause
    )
    now = {change.id: change for change in reviewed if change.outcome == "unchanged"}
    now |= {change.id: change for change in changes}
    now |= {change.id: change for change in reviewed if change.outcome != "unchanged"}
    return [now[id_] for id_ in sorted(now)]


def _open(
    scope: Scope, rule: Query, answers: Mapping[str, Answer]
) -> dict[str, Collection[str]] | None:
    """The anchors of a rule that it has not answered for."""
    anchors = scope.anchors_of(rule)
    if anchors is None or rule.name not in answers:
        return anchors
    return {label: set(ids) - answers[rule.name].anchors for label, ids in anchors.items()}


def update(
    store: Store,
    findings: Iterable[Finding],
    asked: Sequence[Query],
    *,
    at: dt.datetime,
    night: str,
    before: Iterable[Standing] | None = None,
    ref: Mapping[str, Any] | None = None,
    cause: str = "",
) -> list[Change]:
    """Bring flags in line with what the rules that were `asked` found.

    `before` are the flags that the findings speak for, by default all of those rules: one of
    them that is not found again is withdrawn. Gives what happened to each, the unchanged
    ones too, sorted by id.
    """
    if before is None:
        before = flag_store.standing(store, [rule.name for rule in asked])
    findings = list(findings)
    old = by_key(before)
    old = by_key([*old.values(), *_unseen(store, findings, old)])
    old = continued(old, findings, asked)
    changes = _free_ids(store, compare(old, findings, at))
    gone = [each.was for each in changes if each.was and each.outcome == "withdrawn"]
    current = flag_store.current_records(store, gone)
    reasons = {flag.id: gone_because(flag.evidence, current, cause) for flag in gone}
    changes = [replace(change, why=reasons.get(change.id, change.why)) for change in changes]
    tables = ref if ref is not None and "urgency" in ref else reference(at.date())
    _write(store, changes, _Review({rule.name: rule for rule in asked}, at, night, tables, cause))
    return changes


def _unseen(
    store: Store, findings: Iterable[Finding], before: Mapping[str, Standing]
) -> Iterable[Standing]:
    """Flags that the findings speak for, though no anchor led to them."""
    keys = {flag_id(each.rule, (subject.id for subject in each.subjects)) for each in findings}
    for flag in flag_store.by_id(store, sorted(keys - before.keys())):
        if flag_id(flag.rule, flag.subjects) == flag.id:
            yield flag


def by_key(before: Iterable[Standing]) -> dict[str, Standing]:
    """The flags by key. Of two with one key (joined people) the one that stands counts."""
    flags: dict[str, Standing] = {}
    for flag in before:
        key = flag_id(flag.rule, flag.subjects)
        if key not in flags or flags[key].state == "withdrawn":
            flags[key] = flag
    return flags


def let_go(store: Store, at: dt.datetime) -> int:
    """Withdraw every flag that rests on a record which is gone; gives their number.

    What a rule still finds in the remaining records, the next review reopens.
    """
    rows = []
    for flag, lost in flag_store.resting_on_nothing(store):
        why = gone_because(flag["evidence"], set(flag["evidence"]) - lost)
        props = {"state": "withdrawn", "before": flag["state"], "why": why}
        rows.append({"id": flag["id"], "at": plain(at), "props": props})
    flag_store.write(store, rows)
    return len(rows)


def compare(
    before: Mapping[str, Standing], findings: Iterable[Finding], at: dt.datetime
) -> list[Change]:
    """What the findings mean for the flags that stood before, given by key: pure, sorted."""
    changes: dict[str, Change] = {}
    for finding in findings:
        key = flag_id(finding.rule, (subject.id for subject in finding.subjects))
        changes[key] = _judge(before.get(key), finding, key, at.date())
    for key, old in before.items():
        if key in changes:
            continue
        if old.state == "withdrawn":
            changes[key] = Change(old.id, old.rule, "unchanged", "withdrawn", old.why)
        else:
            changes[key] = Change(old.id, old.rule, "withdrawn", "withdrawn", was=old)
    return sorted(changes.values(), key=lambda change: change.id)


def _judge(old: Standing | None, finding: Finding, key: str, day: dt.date) -> Change:
    note = finding.columns.get(NOTE) is True
    if old is None:
        return Change(key, finding.rule, "new", NOTE if note else "new", finding=finding)
    state, why = state_of(old, finding.evidence, day, note=note)
    same = (old.evidence, old.columns, old.marking, old.why) == (
        finding.evidence,
        columns_json(finding),
        finding.marking,
        why,
    )
    outcome = outcome_of(old, state, finding.evidence, same=same)
    return Change(old.id, finding.rule, outcome, state, why, finding, old)


def counts(changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    """Rule → outcome → number of flags, for a digest."""
    tally: dict[str, Counter[str]] = {}
    for change in changes:
        tally.setdefault(change.rule, Counter())[change.outcome] += 1
    return {rule: dict(sorted(tally[rule].items())) for rule in sorted(tally)}


def _free_ids(store: Store, changes: list[Change]) -> list[Change]:
    """A new flag whose id another flag has, since people moved on, gets one of its own."""
    new = [change.id for change in changes if change.outcome == "new"]
    taken = flag_store.named(store, new) if new else set()
    for place, change in enumerate(changes):
        id_, again = change.id, 0
        while change.outcome == "new" and id_ in taken:
            again += 1
            id_ = flag_id(change.rule, [change.id, str(again)])
            taken |= flag_store.named(store, [id_])
        if again:
            changes[place] = replace(change, id=id_)
    return changes


def _wake(store: Store, at: dt.datetime, night: str) -> list[Change]:
    """Deferred flags come back on their day."""
    rows, changes = [], []
    for row in flag_store.deferred(store, at.date()):
        why = f"It was deferred until {row['until']}, which has come."
        props = {"state": "reopened", "why": why, "until": None, "night": night}
        props["due"] = at.date().isoformat()
        rows.append({"id": row["id"], "at": plain(at), "props": props})
        changes.append(Change(row["id"], row["rule"], "reopened", "reopened", why))
    flag_store.write(store, rows)
    return changes


@dataclass(frozen=True, slots=True)
class _Review:
    """Which rules were asked, as of when, in which night, with which tables, and for whom."""

    asked: Mapping[str, Query]
    at: dt.datetime
    night: str
    ref: Mapping[str, Any]
    cause: str


def _write(store: Store, changes: Iterable[Change], review: _Review) -> None:
    written = [change for change in changes if change.outcome != "unchanged"]
    findings = [change.finding for change in written if change.finding is not None]
    forces = flag_care.forces_of(store, (id_ for each in findings for id_ in each.evidence))
    new = {
        change.id: (change.rule, [subject.id for subject in change.finding.subjects])
        for change in written
        if change.finding is not None and change.outcome == "new"
    }
    follows = flag_moves.followed_by(store, new)
    rows = []
    for change in written:
        props = _state(change, review)
        if change.finding is not None:
            props |= flag_store.properties(change.finding, review.asked[change.rule])
            props["owner"] = flag_care.owner(change.finding.evidence, forces)
            props["forces"] = flag_care.all_of(change.finding.evidence, forces)
        if change.id in follows:
            props["follows"] = follows[change.id]
            props["why"] = (
                "Somebody whom it is about was parted from another person, who keeps flag "
                f"{', '.join(follows[change.id])}: see what was said of it."
            )
        rows.append({"id": change.id, "at": plain(review.at), "props": props})
    flag_store.write(store, rows)


def _state(change: Change, review: _Review) -> dict[str, Any]:
    """The state of a flag, why, and by when it wants an answer."""
    was, finding = change.was, change.finding
    again = restored(was, finding.evidence) if was and finding else None
    kept = was.kept() if was and review.cause and not again else None
    props: dict[str, Any] = {
        "state": change.state,
        "why": change.why,
        "night": review.night,
        "before": was.state if was and change.outcome == "withdrawn" else None,
        "before_judgement": flag_store.earlier_json(kept),
    }
    if again:
        props["due"] = again.due
    elif change.outcome in ("new", "strengthened") or change.state in WANTS_ANSWER:
        props["due"] = flag_care.due(change.rule, change.state, review.at, review.ref)
    return props
