"""What labels teach: weights of the levels, whether relatives are to be expected, the threshold.

Nothing is taken over because it fits the labels: each change must decide pairs better that it
did not see (cross-validation), by more than chance would. So labels never lower what the model
does without them, however few or one-sided they are; then the model stays as it was.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.errors import InputError
from graph.identity.partition import Judged, Pair, clusters, pair
from ingest.resolve.comparisons import COMPARISONS, GIVEN
from ingest.resolve.features import Row
from ingest.resolve.labels import FEWEST, Label
from ingest.resolve.matcher import Matcher
from ingest.resolve.model import Model
from ingest.resolve.score import (
    ASKS,
    NOTHING_BUT,
    comparison_levels,
    log_odds,
    score,
    set_frequencies,
)
from ingest.resolve.tables import Db, insert, rows

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
STIFF = (1.0, 3.0, 10.0, 30.0)
"""How many labels' worth of doubt may keep a level's weight as it is."""
FOLDS = 5
SURE = 1.64
"""Standard deviations by which decisions must get better: one chance in twenty."""
DEEP = -1_000.0
"""A floor in bits below every pair, so that none is left out."""
LOWEST, HIGHEST, STEP = -3.0, 6.0, 0.5
"""Thresholds in bits that are tried."""
LEVELS = [(name, level) for name in COMPARISONS if name not in GIVEN
          for level in comparison_levels(name)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weighed:
    """Labelled pairs as a model weighs them, in bits: with its limits and without, the level of
    each comparison (one column for each of LEVELS), and what the label says."""

    weight: Floats
    total: Floats
    levels: Floats
    truth: Truths

    @property
    def free(self) -> Truths:
        """The pairs that no limit holds."""
        return np.abs(self.weight - self.total) < 0.005

    def shifted(self, offsets: Floats) -> Floats:
        """The weights with offsets on the levels; what a limit holds stays below it."""
        moved = self.total + self.levels @ offsets
        limited = np.minimum(moved, self.weight)
        return np.where(self.free, moved, limited)


def rescored(model: Model, mentions: Sequence[Row], labels: Sequence[Label], spill: Path) -> Model:
    """The model as labels teach it, or as it was where they teach nothing that holds.

    What memory does not hold goes to the folder `spill`.
    InputError when too few of them name mentions that are here.
    """
    model = replace(model, offsets={}, lifted=())
    matcher = Matcher(replace(model, floor=DEEP), spill=spill)
    try:
        matcher.put(mentions)
        matcher.pool()
        _ask(matcher.db, labels)
        model, weighed = _freed(matcher, model)
    finally:
        matcher.close()
    offsets = _learnt(weighed, model.threshold)
    trained_on = {**model.trained_on, "labels": len(labels)}
    return replace(model, offsets=offsets, trained_on=trained_on)


def _freed(matcher: Matcher, model: Model) -> tuple[Model, Weighed]:
    """The model without the limits that keep apart what people say is one, more than by chance."""
    weighed = _weighed(matcher, model)
    for name in (NOTHING_BUT, *ASKS):
        other = replace(model, lifted=(*model.lifted, name))
        freed = _weighed(matcher, other)
        if _better(weighed.weight, freed.weight, weighed.truth, model.threshold):
            model, weighed = other, freed
    return model, weighed


def _learnt(weighed: Weighed, threshold: float) -> Mapping[str, Mapping[str, float]]:
    """Bits to add to each level, chosen where pairs that were left out are decided better."""
    fold = np.arange(len(weighed.truth)) % FOLDS
    best: tuple[int, float] | None = None
    for stiff in STIFF:
        moved = weighed.weight.copy()
        for at in range(FOLDS):
            moved[fold == at] = weighed.shifted(_fit(weighed, fold != at, stiff))[fold == at]
        if _better(weighed.weight, moved, weighed.truth, threshold):
            gain = _mended(weighed.weight, moved, weighed.truth, threshold)
            best = max(best or (0, 0.0), (gain[0] - gain[1], stiff))
    if best is None:
        return {}
    offsets = _fit(weighed, np.ones(len(weighed.truth), dtype=bool), best[1])
    learnt: dict[str, dict[str, float]] = {}
    for (name, level), bits in zip(LEVELS, offsets, strict=True):
        if abs(bits) >= 0.01:
            learnt.setdefault(name, {})[level] = round(float(bits), 2)
    return learnt


def _fit(weighed: Weighed, among: Truths, stiff: float) -> Floats:
    """Logistic regression of the labels on the levels, anchored at the weights as they are."""
    from scipy.optimize import minimize  # slow to load, and only what is taught needs it

    used = among & weighed.free
    total, levels = weighed.total[used], weighed.levels[used]
    sign = np.where(weighed.truth[used], 1.0, -1.0)
    unit = math.log(2)

    def loss(at: Floats) -> tuple[float, Floats]:
        margin = -sign * unit * (total + levels @ at)
        slope = -sign * unit / (1 + np.exp(-np.clip(margin, -50, 50)))
        value = np.logaddexp(0.0, margin).sum() + stiff * unit * (at**2).sum() / 2
        return float(value), levels.T @ slope + stiff * unit * at

    begin = np.zeros(levels.shape[1])
    fitted: Floats = minimize(loss, begin, jac=True, method="L-BFGS-B").x
    return fitted


def _mended(before: Floats, after: Floats, truth: Truths, threshold: float) -> tuple[int, int]:
    """(decisions that become right, that become wrong)."""
    was, now = (before >= threshold) == truth, (after >= threshold) == truth
    return int((now & ~was).sum()), int((was & ~now).sum())


def _better(before: Floats, after: Floats, truth: Truths, threshold: float) -> bool:
    """Whether decisions get better by more than chance (McNemar's test, one-sided)."""
    mended, broken = _mended(before, after, truth, threshold)
    return mended - broken > SURE * math.sqrt(mended + broken)


def _weighed(matcher: Matcher, model: Model) -> Weighed:
    """The labelled pairs of the table `asked` as a model weighs them."""
    db, deep = matcher.db, replace(model, floor=DEEP)
    db.execute("DELETE FROM pair")
    set_frequencies(db, deep)
    score(db, deep, "asked", "pair")
    weighed = rows(
        db, "SELECT weight, bits, levels, same FROM pair JOIN asked USING (l, r) ORDER BY l, r"
    )
    if len(weighed) < FEWEST:
        raise InputError(
            f"only {len(weighed)} labels name mentions that are here: take the ids from this graph."
        )
    weights, bits, levels, same = zip(*weighed, strict=True)
    return Weighed(
        np.array(weights) / 100,
        np.round(np.array([sum(each) for each in bits]) / 100 + log_odds(model.prior), 2),
        np.array([_one_hot(each) for each in levels]),
        np.array(same),
    )


def _one_hot(levels: Sequence[int]) -> list[float]:
    at = {(n, comparison_levels(n)[x - 1]) for n, x in zip(COMPARISONS, levels, strict=True) if x}
    return [float(each in at) for each in LEVELS]


def _ask(db: Db, labels: Sequence[Label]) -> None:
    db.execute("CREATE OR REPLACE TEMP TABLE label (a VARCHAR, b VARCHAR, same VARCHAR)")
    insert(db, "label", [(x.a, x.b, str(x.same)) for x in labels], ("a", "b", "same"))
    db.execute(_ASKED)


def calibrated(
    model: Model, mentions: Iterable[Row], labels: Sequence[Label], spill: Path
) -> Model:
    """The model with the threshold at which clusters agree best with the labels.

    Pairs are scored once, at the lowest threshold, and cut again at each; only what holds a
    labelled mention is looked at. Chosen by cross-validation, like all that labels teach.
    """
    tried = [LOWEST + STEP * n for n in range(round((HIGHEST - LOWEST) / STEP) + 1)]
    tried = sorted({*tried, model.threshold})
    joined = _joined(replace(model, threshold=tried[0]), mentions, labels, tried, spill)
    truth = np.array([label.same for label in labels])
    now = tried.index(model.threshold)
    fold = np.arange(len(truth)) % FOLDS
    chosen = joined[now].copy()
    for at in range(FOLDS):
        best = _best(joined[:, fold != at], truth[fold != at], now)
        chosen[fold == at] = joined[best][fold == at]
    f1 = _f1(joined[now], truth)
    trained_on = {**model.trained_on, "calibrated_on": len(labels), "f1": round(f1, 4)}
    if not _better(joined[now] * 1.0, chosen * 1.0, truth, 0.5):
        return replace(model, trained_on=trained_on)
    best = _best(joined, truth, now)
    trained_on["f1"] = round(_f1(joined[best], truth), 4)
    return replace(model, threshold=tried[best], trained_on=trained_on)


def _best(joined: Truths, truth: Truths, now: int) -> int:
    """The threshold with the best F1; of equals the one nearest to that of now."""
    results = [_f1(each, truth) for each in joined]
    return min(range(len(results)), key=lambda at: (-results[at], abs(at - now)))


def _f1(guesses: Truths, truth: Truths) -> float:
    claims = int(guesses.sum() + truth.sum())
    return 2 * int((guesses & truth).sum()) / claims if claims else 0.0


def _joined(
    model: Model,
    mentions: Iterable[Row],
    labels: Sequence[Label],
    thresholds: Sequence[float],
    spill: Path,
) -> Truths:
    """Whether each labelled pair is in one cluster, at each threshold."""
    matcher = Matcher(model, spill=spill)
    try:
        matcher.put(mentions)
        matcher.update()
        _ask(matcher.db, labels)
        members = dict(rows(matcher.db, _PIECES))
        pools = dict(rows(matcher.db, _POOLS))
        links: dict[int, dict[Pair, int]] = {}
        for piece, a, b, weight in rows(matcher.db, _PAIRS):
            links.setdefault(piece, {})[pair(a, b)] = weight
    finally:
        matcher.close()
    found = []
    for threshold in thresholds:
        limits = replace(model, threshold=threshold).limits
        names: dict[str, str] = {}
        for piece, ids in members.items():
            for group in clusters(ids, links.get(piece, {}), Judged(), limits):
                names |= dict.fromkeys(group, group[0])
        ends = [(names.get(pools.get(x.a, "")), names.get(pools.get(x.b, ""))) for x in labels]
        found.append([a is not None and a == b for a, b in ends])
    return np.array(found, dtype=bool)


_ASKED = """
CREATE OR REPLACE TEMP TABLE asked AS
SELECT least(x.i, y.i) AS l, greatest(x.i, y.i) AS r, 255::UTINYINT AS blocking_rule,
  bool_and(same = 'True') AS same
FROM label JOIN member x ON x.unique_id = a JOIN member y ON y.unique_id = b WHERE x.i <> y.i
GROUP BY ALL
"""
_WITH_LABELS = (
    "piece IN (SELECT piece FROM piece JOIN (SELECT unnest([l, r]) AS i FROM asked) USING (i))"
)
_PIECES = (
    "SELECT piece, list(unique_id) FROM piece JOIN mention USING (i) "
    f"WHERE {_WITH_LABELS} GROUP BY piece"
)
_POOLS = "SELECT member.unique_id, mention.unique_id FROM member JOIN mention USING (i)"
_PAIRS = (
    "SELECT a.piece, m.unique_id, n.unique_id, weight FROM pair "
    "JOIN piece a ON a.i = l JOIN piece b ON b.i = r AND b.piece = a.piece "
    f"JOIN mention m ON m.i = l JOIN mention n ON n.i = r WHERE a.{_WITH_LABELS}"
)
