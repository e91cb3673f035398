"""How far two readings of the same cases agree, beyond what chance would bring about."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `cases`, the share on which both readings are the same, and Cohen's kappa with its 95 %
    interval; None where every answer was one and the same, so that chance explains all of it."""

    cases: int
    same: int
    kappa: float | None = None
    low: float | None = None
    high: float | None = None


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Cohen's kappa of the first and second answers: (p_o - p_e) / (1 - p_e), where p_o is the
    share of equal pairs and p_e what it would be were the answers independent (Cohen 1960,
    Educational and Psychological Measurement 20, 37).

    The interval is kappa ± 1.96 standard errors, of the large-sample variance of Fleiss, Cohen
    and Everitt (1969, Psychological Bulletin 72, 323), cut at -1 and 1: with few cases it is
    wide, and rough.
    """
    cases = len(pairs)
    same = sum(a == b for a, b in pairs)
    if not cases:
        return Agreement(0, 0)
    joint = {pair: number / cases for pair, number in Counter(pairs).items()}
    first = {a: n / cases for a, n in Counter(a for a, _ in pairs).items()}
    second = {b: n / cases for b, n in Counter(b for _, b in pairs).items()}
    seen = same / cases
    chance = sum(share * second.get(answer, 0.0) for answer, share in first.items())
    if chance == 1:
        return Agreement(cases, same)
    kappa = (seen - chance) / (1 - chance)
    spread = -((seen * chance - 2 * chance + seen) ** 2)
    for (a, b), share in joint.items():
        if a == b:
            spread += share * (1 - chance - (first[a] + second[a]) * (1 - seen)) ** 2
        else:
            margins = second.get(a, 0.0) + first.get(b, 0.0)
            spread += (1 - seen) ** 2 * share * margins**2
    error = math.sqrt(max(spread, 0.0) / cases) / (1 - chance) ** 2
    return Agreement(cases, same, kappa, max(-1.0, kappa - Z * error), min(1.0, kappa + Z * error))
