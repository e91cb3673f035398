"""Flags against the truth of a synthetic region: what was found, missed, and said wrongly.

Pure: it gets the truth, the flags and the attributions, and counts. A flag is right when
a case expects it of the same rule about the same subjects; it may also be allowed, where
the truth says that a rule may speak or be silent; else it is wrong.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

from ingest.evaluate.truth import Case, Expected, Truth

Verdict = Literal["right", "allowed", "wrong"]
BINS = 10


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag that stands. `subjects` are people of the truth, else ids of the graph.

    `people` are the subjects that are people, in the rule's order; `named` is every id in
    the rule's answer.
    """

    id: str
    rule: str
    subjects: tuple[str, ...]
    people: tuple[str, ...]
    named: frozenset[str]
    raised_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """A flag, what it is worth, and the expectations that it meets."""

    flag: Raised
    verdict: Verdict
    meets: tuple[tuple[Case, Expected], ...]
    case: Case | None


@dataclass(slots=True)
class Score:
    """One rule. `days` and `reports` are from a case's first report to its first right flag."""

    rule: str
    expected: int = 0
    found: int = 0
    right: int = 0
    allowed: int = 0
    wrong: int = 0
    negatives: int = 0
    fooled: int = 0
    days: list[float] = field(default_factory=list)
    reports: list[int] = field(default_factory=list)

    @property
    def raised(self) -> int:
        """All flags raised: right, allowed and wrong."""
        return self.right + self.allowed + self.wrong


@dataclass(slots=True)
class Errors:
    """Of one group of people: how many expectations were missed, how many flags were wrong."""

    expected: int = 0
    missed: int = 0
    raised: int = 0
    wrong: int = 0


def judge(truth: Truth, flags: Iterable[Raised]) -> list[Judged]:
    """What each flag is worth."""
    wanted: dict[tuple[str, str], list[tuple[Case, Expected]]] = defaultdict(list)
    cases: dict[str, Case] = {}
    for case in truth.cases:
        cases |= dict.fromkeys([*case.people, *case.incidents, *case.orders], case)
        for expected in case.expects:
            for subject in expected.subjects:
                wanted[expected.rule, subject].append((case, expected))
    return [_judged(flag, wanted, cases) for flag in flags]


def _judged(
    flag: Raised,
    wanted: Mapping[tuple[str, str], list[tuple[Case, Expected]]],
    cases: Mapping[str, Case],
) -> Judged:
    near = [
        pair for who in (*flag.subjects, *flag.named) for pair in wanted.get((flag.rule, who), ())
    ]
    meets = {id(pair[1]): pair for pair in near if meets_expectation(flag, pair[1])}
    touched = [cases[subject] for subject in flag.subjects if subject in cases]
    case = touched[0] if touched else None
    if meets:
        return Judged(flag, "right", tuple(meets.values()), case)
    tolerated = any(flag.rule in each.allows - each.imitates for each in touched)
    return Judged(flag, "allowed" if tolerated else "wrong", (), case)


def meets_expectation(flag: Raised, expected: Expected) -> bool:
    """Whether the flag says what is expected, about whom it is expected.

    Of two people the order counts: who suffered is not who did it. A rule that groups its
    subjects otherwise than the truth is right when either holds the other.
    """
    if flag.rule != expected.rule:
        return False
    want = set(expected.subjects)
    if set(flag.subjects) == want:
        if expected.rule in ("reciprocal_allegation", "neighbour_dispute"):
            return True
        return flag.people == tuple(who for who in expected.subjects if who in flag.people)
    about = set(flag.subjects)
    inner = {subject for subject in about if subject not in flag.people}
    return (want <= about | flag.named and bool(want & about)) or (bool(inner) and about <= want)


def scores(
    truth: Truth, judged: Sequence[Judged], recorded: Mapping[str, dt.datetime]
) -> list[Score]:
    """One score a rule, by name; `recorded` says when each incident was."""
    rules: dict[str, Score] = {}

    def of(rule: str) -> Score:
        return rules.setdefault(rule, Score(rule))

    first = _first(judged)
    for case in truth.cases:
        for rule in case.imitates:
            of(rule).negatives += 1
        for expected in case.expects:
            score = of(expected.rule)
            score.expected += 1
            if raised_at := first.get(id(expected)):
                score.found += 1
                score.days.append(_days(case, raised_at))
                score.reports.append(_reports(case, raised_at, recorded))
    fooled = set()
    for each in judged:
        score = of(each.flag.rule)
        setattr(score, each.verdict, getattr(score, each.verdict) + 1)
        if each.verdict == "wrong" and each.case and each.flag.rule in each.case.imitates:
            fooled.add((each.flag.rule, each.case.id))
    for rule, _ in fooled:
        of(rule).fooled += 1
    return [rules[rule] for rule in sorted(rules)]


def missed(truth: Truth, judged: Iterable[Judged]) -> list[tuple[Case, Expected]]:
    """What no flag says, though it should."""
    met = {id(expected) for each in judged for _, expected in each.meets}
    return [(c, each) for c in truth.cases for each in c.expects if id(each) not in met]


def _first(judged: Iterable[Judged]) -> dict[int, dt.datetime]:
    """When each expectation (by identity) was first met."""
    first: dict[int, dt.datetime] = {}
    for each in judged:
        for _, expected in each.meets:
            so_far = first.get(id(expected), each.flag.raised_at)
            first[id(expected)] = min(so_far, each.flag.raised_at)
    return first


def _days(case: Case, raised_at: dt.datetime) -> float:
    return (raised_at - case.first_report) / dt.timedelta(days=1)


def _reports(case: Case, raised_at: dt.datetime, recorded: Mapping[str, dt.datetime]) -> int:
    return sum(1 for each in case.incidents if each in recorded and recorded[each] <= raised_at)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A family of which some rules must say nothing: how many of its cases fooled one of them,
    and in how many two people of the cast became one."""

    family: str
    rules: tuple[str, ...]
    cases: int
    fooled: int
    joined: int


def near_misses(
    truth: Truth, judged: Iterable[Judged], joined: Sequence[Set[str]]
) -> list[NearMiss]:
    """One for each family, by name; `joined` are the people of the truth whom one person of the
    graph holds, where they are several."""
    fooled = {
        each.case.id
        for each in judged
        if each.verdict == "wrong" and each.case and each.flag.rule in each.case.imitates
    }
    families: dict[str, list[Case]] = defaultdict(list)
    for case in truth.cases:
        if case.imitates:
            families[case.family].append(case)
    return [
        NearMiss(
            family,
            tuple(sorted(set().union(*(case.imitates for case in cases)))),
            len(cases),
            sum(case.id in fooled for case in cases),
            sum(any(len(each & case.people) > 1 for each in joined) for case in cases),
        )
        for family, cases in sorted(families.items())
    ]


@dataclass(frozen=True, slots=True)
class FirstFlag:
    """A planted series and its first right flag: at which report, how long after the first.

    `rule` is None, and the rest 0, when it has none.
    """

    case: str
    rule: str | None
    reports: int
    days: float


def first_flags(
    truth: Truth, judged: Sequence[Judged], recorded: Mapping[str, dt.datetime]
) -> Iterator[FirstFlag]:
    """Each case with a course of conduct, and the first flag that was right about it."""
    first: dict[str, Raised] = {}
    for each in judged:
        for case, _ in each.meets:
            earlier = first.setdefault(case.id, each.flag)
            if (each.flag.raised_at, each.flag.rule) < (earlier.raised_at, earlier.rule):
                first[case.id] = each.flag
    for case in truth.cases:
        if any(expected.rule == "course_of_conduct" for expected in case.expects):
            flag = first.get(case.id)
            if flag is None:
                yield FirstFlag(case.id, None, 0, 0.0)
            else:
                reports = _reports(case, flag.raised_at, recorded)
                yield FirstFlag(case.id, flag.rule, reports, _days(case, flag.raised_at))


def errors_by(truth: Truth, judged: Sequence[Judged]) -> dict[tuple[str, str], Errors]:
    """(`force`, `sex` or `ethnicity`; its value) → errors, over all rules.

    A group is that of the first person concerned: of residence, sex and ethnicity as true.
    """
    groups: dict[tuple[str, str], Errors] = defaultdict(Errors)
    met = {id(expected) for each in judged for _, expected in each.meets}
    for case in truth.cases:
        for expected in case.expects:
            for group in _groups(truth, (*expected.subjects, *sorted(case.suspects))):
                groups[group].expected += 1
                groups[group].missed += id(expected) not in met
    for each in judged:
        for group in _groups(truth, each.flag.people):
            groups[group].raised += 1
            groups[group].wrong += each.verdict == "wrong"
    return dict(sorted(groups.items()))


def _groups(truth: Truth, subjects: Iterable[str]) -> Iterator[tuple[str, str]]:
    person = next((truth.people[who] for who in subjects if who in truth.people), None)
    if person:
        for kind in ("force", "sex", "ethnicity"):
            yield kind, str(person[kind])


@dataclass(frozen=True, slots=True)
class Attribution:
    """An incident said to be possibly by a person, and whether it truly was."""

    probability: float
    true: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Attributions of like probability: their mean, and how many were true."""

    mean: float
    true: int
    total: int


def calibration(attributions: Sequence[Attribution]) -> list[Bin]:
    """The bins that hold any, from improbable to probable."""
    bins: dict[int, list[Attribution]] = defaultdict(list)
    for each in attributions:
        bins[min(BINS - 1, int(each.probability * BINS))].append(each)
    return [
        Bin(sum(x.probability for x in among) / len(among), sum(x.true for x in among), len(among))
        for _, among in sorted(bins.items())
    ]


def auc(attributions: Sequence[Attribution]) -> float | None:
    """The chance that a true attribution is ranked above a false one; None without both."""
    true = [each.probability for each in attributions if each.true]
    false = sorted(each.probability for each in attributions if not each.true)
    if not true or not false:
        return None
    above = sum(sum(1.0 if p > q else 0.5 if p == q else 0.0 for q in false) for p in true)
    return above / (len(true) * len(false))


def middle(values: Sequence[float]) -> float | None:
    """The median, or None of nothing."""
    return median(values) if values else None
