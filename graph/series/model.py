"""How alike two incidents are, term by term, in bits learnt from solved pairs of the data at hand.

Each comparison is a Bayes factor: how much more often one doer's pairs are so than pairs of
different doers. Terms depend on one another, so that each is weighed as a logistic regression
over the solved pairs says, drawn towards what it says alone (Porter 2016, Bennell and Canter
2002 compare such ways on burglaries). A term is a pure function of the model and two events:
symmetrical, and the same whatever else is compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from graph.errors import InputError
from graph.series.bands import Bands, Habit, learn_bands
from graph.series.crowd import Crowd, crowd
from graph.series.events import Event, Floats, Table, Whole, table
from graph.series.measures import MEASURES
from graph.series.traits import Shared, learn_habit, names

Doers = Mapping[str, frozenset[str]]
"""Incident → who did it, of those solved."""

FEWEST = 12
"""Solved pairs; fewer teach nothing."""
MOST_PAIRS = 150_000
"""Pairs of different doers that stand for all."""
PULL = 3.0
FALLING = {"place", "gap", "hour", "weekday", "crowd", "meanwhile"}
SHOWN = {"crowd": "place", "meanwhile": "gap"}
"""Terms that are shown with another, which they correct for hotspots and paydays."""


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt. `weight` by term; `partners`: how many more incidents a solved doer
    has, the mean; `pairs` of one doer and `incidents` in all taught it."""

    bands: Mapping[str, Bands]
    habits: Mapping[str, Habit]
    weight: Mapping[str, float]
    partners: float
    crowd: Crowd
    pairs: int
    incidents: int

    def odds(self, size: int) -> float:
        """log2 of the odds that two of `size` incidents are one doer's, not yet compared.

        Who sees fewer than taught the model has no better odds.
        """
        others = max(size, self.incidents) - 1
        return float(np.log2(self.partners / max(1.0, others - self.partners)))

    def terms(self, events: Table, a: Whole, b: Whole) -> dict[str, Floats]:
        """Term → the bits of each pair of rows of `events`."""
        measured = _measured(events, self.crowd, a, b)
        plain = _plain(events, self, a, b, measured)
        terms: dict[str, Floats] = {}
        for name, bits in plain.items():
            shown = SHOWN.get(name, name)
            terms[shown] = terms.get(shown, 0.0) + bits * self.weight.get(name, 0.0)
        for crowded, shown in SHOWN.items():
            # Of unrelated incidents a share s lies as near by chance: near is worth 1 / s at most.
            most = np.nan_to_num(-measured[crowded], nan=0.0)
            terms[shown] = np.minimum(terms[shown], most)
        return terms


def total(terms: Mapping[str, Floats]) -> Floats:
    """The sum over the terms, of each pair."""
    return np.asarray(sum(terms.values()), dtype=np.float64)


def learn(events: Iterable[Event], doers: Doers) -> Model:
    """The model of these incidents, whatever their order. InputError with too few solved pairs.

    Unsolved incidents teach how common a value, place or day is.
    """
    rows = sorted(events, key=lambda event: event.id)
    all_ = table(rows)
    a, b, linked = solved_pairs(all_.ids, doers)
    if linked.sum() < FEWEST:
        raise InputError(
            f"{int(linked.sum())} solved pairs teach nothing about series: at least {FEWEST} pairs "
            "of incidents of one suspect are needed"
        )
    weight = _evenly(all_.ids, doers, a, linked)
    around = crowd(all_)
    measured = _measured(all_, around, a, b)
    bands = {
        name: learn_bands(values, weight, falling=name in FALLING)
        for name, values in measured.items()
    }
    one = linked > 0
    habits = {name: learn_habit(all_, name, a[one], b[one], weight[one]) for name in names(all_)}
    model = Model(bands, habits, {}, 0.0, around, int(one.sum()), len(rows))
    plain = _plain(all_, model, a, b, measured)
    weights = _weigh(np.column_stack(list(plain.values())), linked)
    return Model(
        bands,
        habits,
        dict(zip(plain, weights.tolist(), strict=True)),
        _partners(doers, all_.ids),
        around,
        int(one.sum()),
        len(rows),
    )


def _partners(doers: Doers, ids: Sequence[str]) -> float:
    """How many more incidents a doer has, the mean: each doer once, not once for each pair."""
    many = Counter(doer for id_ in ids for doer in doers.get(id_, ()))
    return sum(size - 1 for size in many.values()) / len(many)


def solved_pairs(ids: Sequence[str], doers: Doers) -> tuple[Whole, Whole, Floats]:
    """Rows of every pair of one doer (1.0), and of pairs of different doers (0.0), thinned."""
    solved = np.array([row for row, id_ in enumerate(ids) if doers.get(id_)], dtype=np.intp)
    by_doer: dict[str, list[int]] = {}
    for row in solved.tolist():
        for doer in doers[ids[row]]:
            by_doer.setdefault(doer, []).append(row)
    same = sorted({(i, j) for rows in by_doer.values() for i in rows for j in rows if i < j})
    first, second = _others(solved, len(same))
    known = set(same)
    different = [
        pair for pair in zip(first.tolist(), second.tolist(), strict=True) if pair not in known
    ]
    pairs = np.array([*same, *different], dtype=np.intp).reshape(-1, 2)
    linked = np.concatenate([np.ones(len(same)), np.zeros(len(different))])
    return pairs[:, 0], pairs[:, 1], linked


def _others(solved: Whole, same: int) -> tuple[Whole, Whole]:
    size = len(solved)
    if size * (size - 1) // 2 <= MOST_PAIRS + same:
        i, j = np.triu_indices(size, 1)
    else:
        drawn = np.random.default_rng(0).integers(0, size, (2, MOST_PAIRS))
        i, j = np.unique(np.sort(drawn[:, drawn[0] != drawn[1]], axis=0), axis=1)
    return solved[i], solved[j]


def _evenly(ids: Sequence[str], doers: Doers, a: Whole, linked: Floats) -> Floats:
    """A weight for each linked pair: a doer of many must not speak for all."""
    size: dict[str, int] = {}
    for id_ in ids:
        for doer in doers.get(id_, ()):
            size[doer] = size.get(doer, 0) + 1
    heavy = np.array([max((size[d] for d in doers.get(id_, ())), default=1) for id_ in ids])
    return np.asarray(linked / np.sqrt(heavy[a]))


def _measured(events: Table, around: Crowd, a: Whole, b: Whole) -> dict[str, Floats]:
    measured = {name: measure(events, a, b) for name, measure in MEASURES.items()}
    measured["crowd"] = around.around(events, a, b, measured["place"])
    measured["meanwhile"] = around.meanwhile(events, a, b, measured["gap"])
    return measured


def _plain(
    events: Table, model: Model, a: Whole, b: Whole, measured: Mapping[str, Floats]
) -> dict[str, Floats]:
    """What each term says alone."""
    bits = {name: model.bands[name](values) for name, values in measured.items()}
    for name, habit in model.habits.items():
        bits[name] = Shared(events, name, a, b).bits(habit)
    return bits


def _weigh(bits: Floats, linked: Floats) -> Floats:
    """Weights, 0 or more, of a logistic regression drawn towards 1 (one term twice: less)."""
    said = bits * np.log(2)

    def cost(at: Floats) -> tuple[float, Floats]:
        logit = said @ at[:-1] + at[-1]
        away = at[:-1] - 1
        off = 1 / (1 + np.exp(-np.clip(logit, -30, 30))) - linked
        loss = np.logaddexp(0, logit).sum() - linked @ logit + PULL * (away @ away)
        return float(loss), np.append(said.T @ off + 2 * PULL * away, off.sum())

    start = np.append(np.ones(bits.shape[1]), np.log((linked.sum() + 1) / (len(linked) + 2)))
    bounds = [(0.0, None)] * bits.shape[1] + [(None, None)]
    answer = minimize(cost, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(answer.x[:-1], dtype=np.float64)
