"""One evaluation of detection: the graph is read, the truth is read, the report is made."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from typing import Any

from graph import queries
from graph.engine.store import Store
from graph.flags.life import NOTE
from graph.oversight.proportions import wilson
from graph.queries.rows import SystemFlagsStanding
from graph.rules.attribution import RULE
from ingest.evaluate.detection import (
    Attribution,
    Bin,
    Errors,
    FirstFlag,
    Judged,
    NearMiss,
    Raised,
    Score,
    auc,
    calibration,
    errors_by,
    first_flags,
    judge,
    middle,
    missed,
    near_misses,
    scores,
)
from ingest.evaluate.truth import Case, Expected, Truth, most, read_truth, true_people

NIGHTS = 10
"""In fewer nights the time to a flag says more of the nights than of the rules."""


@dataclass(frozen=True, slots=True)
class Report:
    """What one evaluation found. `timed` when flags were raised in NIGHTS nights or more."""

    made: dt.date
    incidents: int
    summary: Mapping[str, Any]
    scores: list[Score]
    errors: Mapping[tuple[str, str], Errors]
    firsts: list[FirstFlag]
    timed: bool
    bins: list[Bin]
    auc: float | None
    attributions: int
    judged: list[Judged]
    misses: list[NearMiss]
    missed: list[tuple[Case, Expected]]

    @property
    def flagged(self) -> int:
        """Series with a right flag."""
        return sum(1 for each in self.firsts if each.rule)

    @property
    def by_second(self) -> int:
        """Series whose first right flag came at the second report, or at the first."""
        return sum(1 for each in self.firsts if each.rule and each.reports <= 2)


def evaluate(store: Store, folder: Path) -> Report:
    """The flags that stand in the graph against the truth in `folder`. Raises InputError."""
    truth = read_truth(folder)
    votes = true_people(store, folder)
    people = {person: most(counts) for person, counts in votes.items()}
    reports = store.read(queries.load("system/elements/reports"))
    recorded = {row["id"]: row["recorded_at"] for row in reports}
    judged = judge(truth, [_raised(row, people) for row in _standing(store)])
    probabilities = _probabilities(store, people)
    attributions = _attributions(probabilities, truth)
    return Report(
        made=dt.datetime.now(dt.UTC).date(),
        incidents=len(reports),
        summary=truth.summary,
        scores=scores(truth, judged, recorded),
        errors=errors_by(truth, judged),
        firsts=list(first_flags(truth, judged, recorded)),
        timed=len({each.flag.raised_at for each in judged}) >= NIGHTS,
        bins=calibration(attributions),
        auc=auc(_pairs(probabilities, truth)),
        attributions=len(attributions),
        judged=judged,
        misses=near_misses(truth, judged, [set(each) for each in votes.values() if len(each) > 1]),
        missed=missed(truth, judged),
    )


def _standing(store: Store) -> list[SystemFlagsStanding]:
    """The flags that ask something: a note says itself that it may be none."""
    rows = store.read(queries.load("system/flags/standing"))
    return [row for row in rows if row["state"] != NOTE]


def _raised(row: SystemFlagsStanding, people: Mapping[str, str]) -> Raised:
    subjects, persons = [], []
    for id_, label in zip(row["subjects"], row["subject_labels"], strict=True):
        named = people.get(id_, id_) if label == "Person" else _thing(label, id_)
        subjects.append(named)
        if label == "Person":
            persons.append(named)
    ids = set(_ids(json.loads(row["columns"])))
    named_ids = {people.get(id_, id_) for id_ in ids} | {_thing("Account", id_) for id_ in ids}
    return Raised(
        row["id"],
        row["rule"],
        tuple(dict.fromkeys(subjects)),
        tuple(dict.fromkeys(persons)),
        frozenset(named_ids),
        row["raised_at"],
    )


def _thing(label: str, id_: str) -> str:
    """Accounts as the truth names them: the bare handle."""
    return id_.rpartition("/")[2].casefold() if label == "Account" else id_


def _ids(columns: Mapping[str, Any]) -> list[str]:
    ids: list[str] = []
    for name, value in columns.items():
        if name.endswith("_ids"):
            ids += value or []
        elif name.endswith("_id") and value:
            ids.append(value)
    return ids


def _probabilities(store: Store, people: Mapping[str, str]) -> dict[tuple[str, str], float]:
    """(incident, true person) → the probability that is kept for it, the highest."""
    probabilities: dict[tuple[str, str], float] = {}
    for row in store.read(queries.load("system/elements/attributions")):
        pair = row["incident"], people.get(row["person"], row["person"])
        probabilities[pair] = max(probabilities.get(pair, 0.0), row["probability"] or 0.0)
    return probabilities


def _doers(truth: Truth) -> dict[str, frozenset[str]]:
    """Incident → who did it, as far as the truth tells: nobody to be found in a case that
    imitates a join; unknown, and left out, in one of several suspects."""
    return {
        incident: frozenset() if RULE in case.imitates else case.suspects
        for case in truth.cases
        if RULE in case.imitates or len(case.suspects) == 1
        for incident in case.incidents
    }


def _attributions(kept: Mapping[tuple[str, str], float], truth: Truth) -> list[Attribution]:
    """Attributions of planted incidents: of the rest nobody knows who did it."""
    doers = _doers(truth)
    return [
        Attribution(probability, person in doers[incident])
        for (incident, person), probability in kept.items()
        if incident in doers
    ]


def _pairs(kept: Mapping[tuple[str, str], float], truth: Truth) -> list[Attribution]:
    """What is ranked: every pair that should be joined and every one that imitates it (not
    joined: 0), and what else was joined wrongly."""
    true = {
        (incident, person)
        for case in truth.cases
        for each in case.expects
        if each.rule == RULE
        for incident in each.subjects
        for person in each.subjects
        if incident in case.incidents and person in case.suspects
    }
    false = {
        pair
        for case in truth.cases
        if RULE in case.imitates
        for pair in product(case.incidents, case.suspects)
    }
    doers = _doers(truth)
    false |= {pair for pair in kept if pair[0] in doers and pair[1] not in doers[pair[0]]}
    ranked = [Attribution(kept.get(pair, 0.0), True) for pair in sorted(true)]
    return ranked + [Attribution(kept.get(pair, 0.0), False) for pair in sorted(false - true)]


def as_data(report: Report) -> dict[str, Any]:
    """The report for programs: shares with their 95% intervals."""
    per = 1000 / max(1, report.incidents)
    return {
        "made": report.made.isoformat(),
        "incidents": report.incidents,
        "region": {name: report.summary.get(name) for name in ("seed", "incidents", "days")},
        "rules": [_rule(score, report.timed, per) for score in report.scores],
        "series": {
            "planted": len(report.firsts),
            "flagged": report.flagged,
            "by_the_second_report": report.by_second if report.timed else None,
        },
        "errors": [
            {"group": kind, "value": value, **asdict(errors)}
            for (kind, value), errors in report.errors.items()
        ],
        "attributions": {
            "number": report.attributions,
            "auc": report.auc,
            "calibration": [asdict(each) for each in report.bins],
        },
        "near_misses": [{**asdict(each), "rules": list(each.rules)} for each in report.misses],
        "missed": [
            {"rule": each.rule, "subjects": list(each.subjects), "case": case.id}
            for case, each in report.missed
        ],
        "wrong": [_named(each) for each in report.judged if each.verdict == "wrong"],
    }


def _named(judged: Judged) -> dict[str, Any]:
    case = judged.case.id if judged.case else None
    flag = judged.flag
    return {"rule": flag.rule, "flag": flag.id, "subjects": list(flag.subjects), "case": case}


def _rule(score: Score, timed: bool, per: float) -> dict[str, Any]:
    answered = score.right + score.wrong
    return {
        "rule": score.rule,
        "expected": score.expected,
        "found": score.found,
        "recall": _share(score.found, score.expected),
        "raised": score.raised,
        "right": score.right,
        "allowed": score.allowed,
        "wrong": score.wrong,
        "precision": _share(score.right, answered),
        "hard_negatives": score.negatives,
        "fooled": score.fooled,
        "flags_per_thousand": round(score.raised * per, 2),
        "median_days": middle(score.days) if timed else None,
        "median_reports": middle(score.reports) if timed else None,
    }


def _share(hits: int, total: int) -> dict[str, float] | None:
    if not total:
        return None
    low, high = wilson(hits, total)
    return {"value": round(hits / total, 3), "low": round(low, 3), "high": round(high, 3)}
