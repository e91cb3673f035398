"""Whether one person's acts towards another come more often, or grow graver.

Frequency: the logarithm of the days between occasions, in their order, on a straight line; the
change from first to last with Student's 95% interval. Time in custody counts as no time. Where
the recording rules or the recording force changed in between, each has a term of its own, so
that only what goes on besides is a change. Severity: Kendall's test of a trend in the `step`
of the gravest behaviour, comparing only occasions of one force under the same rules.
Source: graph/model/reference/behaviours.toml for the steps; Kendall (1938), Hirsch and Slack (1984)
for strata.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.queries.rows import DetectEscalation, DetectEscalationAdds

APART = dt.timedelta(minutes=60)
LEAST_OCCASIONS = 5
LEAST_RATIO = 1.5
"""Less of a change than this is told as none, however narrow its interval."""
SHORTEST = 1 / 24
NORMAL = 1.96
"""The 97.5% quantile of the normal distribution."""
Span = tuple[dt.datetime, dt.datetime]
Vector = Sequence[float]


@dataclass(frozen=True, slots=True)
class Occasion:
    """Acts that do not stand clearly apart: `step` is the gravest, None when unknown."""

    start: dt.datetime
    end: dt.datetime
    recorded: dt.datetime
    force: str
    behaviours: tuple[str, ...]
    step: int | None


@dataclass(frozen=True, slots=True)
class Trend:
    """Days from one occasion to the next, at first and now; how many times as often."""

    before: float
    now: float
    ratio: float
    low: float
    high: float


def escalation(row: DetectEscalation) -> DetectEscalationAdds | None:
    """The measure of `detect/escalation`: what changed, or None when nothing can be shown.

    `steps` holds start, end, recorded, force and behaviours (term, step) of each incident in
    order; `custody` spans; `breaks` the title and instant of each change of recording rule.
    """
    occasions = _occasions(row["steps"])
    if len(occasions) < LEAST_OCCASIONS:
        return None
    breaks = [each["at"] for each in row["breaks"]]
    spans = [(each["start"], each["end"]) for each in row["custody"]]
    free, detained = _free_days(occasions, spans)
    shifts = _shifts(occasions, breaks)
    trend = _trend(free, shifts)
    graver = _graver(occasions, breaks)
    more_often = trend is not None and trend.low > 1 and trend.ratio >= LEAST_RATIO
    if not (more_often or graver):
        return None
    new = _new_behaviours(occasions)
    line = trend if more_often else None
    trends = (("frequency", more_often), ("severity", graver), ("repertoire", new))
    return {
        "changes": [name for name, shown in trends if shown],
        "occasions": len(occasions),
        "days_before": round(line.before, 1) if line else None,
        "days_now": round(line.now, 1) if line else None,
        "ratio": round(line.ratio, 1) if line else None,
        "ratio_low": round(line.low, 1) if line else None,
        "ratio_high": round(line.high, 1) if line else None,
        "graver": graver,
        "new_behaviours": new,
        "history": _history(trend, more_often),
        "taken_out": _taken_out(occasions, row["breaks"]) if shifts else "",
        "custody_days": round(detained),
    }


def _occasions(steps: Sequence[Mapping[str, Any]]) -> list[Occasion]:
    groups: list[list[Mapping[str, Any]]] = []
    for step in sorted(steps, key=lambda each: (each["start"], each["end"])):
        if groups and step["start"] < max(each["end"] for each in groups[-1]) + APART:
            groups[-1].append(step)
        else:
            groups.append([step])
    return [_occasion(group) for group in groups]


def _occasion(group: Sequence[Mapping[str, Any]]) -> Occasion:
    first = group[0]
    acts = [behaviour for step in group for behaviour in step["behaviours"]]
    return Occasion(
        first["start"],
        max(step["end"] for step in group),
        first["recorded"],
        first["force"],
        tuple(dict.fromkeys(act["term"] for act in acts)),
        max((act["step"] for act in acts if act["step"] is not None), default=None),
    )


def _free_days(occasions: Sequence[Occasion], custody: Sequence[Span]) -> tuple[list[float], float]:
    """Days at liberty from each occasion to the next, and all days that were taken out."""
    free, detained = [], 0.0
    for one, other in itertools.pairwise(occasions):
        inside = _overlap((one.start, other.start), custody)
        free.append(max(SHORTEST, _days(other.start - one.start) - inside))
        detained += inside
    return free, detained


def _overlap(stretch: Span, spans: Sequence[Span]) -> float:
    """Days of a stretch that lie in any of the spans, none twice."""
    days, reached = 0.0, stretch[0]
    for start, end in sorted(spans):
        begin, stop = max(start, reached), min(end, stretch[1])
        if stop > begin:
            days += _days(stop - begin)
            reached = stop
    return days


def _days(length: dt.timedelta) -> float:
    return length / dt.timedelta(days=1)


def _shifts(occasions: Sequence[Occasion], breaks: Sequence[dt.datetime]) -> list[Vector]:
    """One column for each change of recording, over the gaps: 0 before it, 1 after."""
    later = occasions[1:]
    columns = [tuple(float(each.recorded >= at) for each in later) for at in sorted(breaks)]
    columns.append(tuple(float(each.force != occasions[0].force) for each in later))
    return [column for column in dict.fromkeys(columns) if 0 < sum(column) < len(column)]


def _trend(free: Sequence[float], shifts: Sequence[Vector]) -> Trend | None:
    """The straight line through the logarithms; None when there is too little to draw one."""
    from scipy.special import stdtrit  # slow to load, and most commands draw no line

    count = len(free)
    logs = np.log(free)
    # What the shifts explain goes from both sides first; the slope of the rest is then the same
    # as in one regression on everything (Frisch and Waugh 1933), also where shifts coincide.
    base = np.column_stack([np.ones(count), *shifts])
    both = np.column_stack([np.arange(count), logs])
    explained, _, rank, _ = np.linalg.lstsq(base, both)
    place, rest = (both - base @ explained).T
    freedom, spread = count - int(rank) - 1, place @ place
    if freedom < 2 or spread < 1e-6:
        return None
    slope = place @ rest / spread
    left = rest - slope * place
    error = math.sqrt(left @ left / freedom / spread) * float(stdtrit(freedom, 0.975))
    last = count - 1
    before = math.exp(logs.mean() - slope * last / 2)
    low, ratio, high = (math.exp(-each * last) for each in (slope + error, slope, slope - error))
    return Trend(before, before / ratio, ratio, low, high)


def _graver(occasions: Sequence[Occasion], breaks: Sequence[dt.datetime]) -> str:
    """A sentence when the acts grew graver, else ''."""
    known = [each for each in occasions if each.step is not None]
    regime = _regime(breaks)
    ups = downs = 0
    variance = 0.0
    for _, group in itertools.groupby(sorted(known, key=regime), regime):
        steps = [each.step or 0 for each in group]
        pairs = list(itertools.combinations(steps, 2))
        ups += sum(later > earlier for earlier, later in pairs)
        downs += sum(later < earlier for earlier, later in pairs)
        variance += _kendall_variance(steps)
    if variance <= 0 or (ups - downs - 1) / math.sqrt(variance) < NORMAL:
        return ""
    return (
        f"Of {ups + downs} pairs of acts that differ in gravity, the later is the graver in "
        f"{ups} (Kendall's test, p < 0.05)."
    )


def _regime(breaks: Sequence[dt.datetime]) -> Callable[[Occasion], tuple[str, int]]:
    """Under which rules, and by whom, an occasion was recorded."""
    return lambda each: (each.force, sum(each.recorded >= at for at in breaks))


def _kendall_variance(steps: Sequence[int]) -> float:
    """Of the number of rises less that of falls, ties among equal steps allowed for."""

    def term(count: int) -> int:
        return count * (count - 1) * (2 * count + 5)

    ties = sum(term(steps.count(value)) for value in set(steps))
    return (term(len(steps)) - ties) / 18


def _new_behaviours(occasions: Sequence[Occasion]) -> list[str]:
    half = len(occasions) // 2
    before = {term for each in occasions[:half] for term in each.behaviours}
    after = (term for each in occasions[half:] for term in each.behaviours)
    return [term for term in dict.fromkeys(after) if term not in before]


def _history(trend: Trend | None, more_often: bool) -> str:
    if more_often:
        return ""
    if trend is None:
        return "There is too little history to say whether the acts come more often."
    return "That they come more often cannot be shown."


def _taken_out(occasions: Sequence[Occasion], breaks: Sequence[Mapping[str, Any]]) -> str:
    causes = [f"the recording rule changed ({str(each['title']).rstrip('.')})" for each in breaks]
    if len({each.force for each in occasions}) > 1:
        causes.append("several forces recorded")
    return (
        f"In between {' and '.join(causes)}: what may come of that was taken out." if causes else ""
    )
