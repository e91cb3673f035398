"""Learns from pairs that people labelled: how much each comparison counts, and the threshold.

Labels are a CSV with the columns `a`, `b` (mention ids) and `same` (yes or no).
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.errors import InputError
from ingest.resolve.cluster import cluster
from ingest.resolve.comparisons import COMPARISONS
from ingest.resolve.features import Row
from ingest.resolve.matcher import Matcher
from ingest.resolve.model import Model
from ingest.resolve.score import log_odds, score, set_frequencies
from ingest.resolve.tables import insert, rows

WORDS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
FEWEST = 20
STIFF = 5.0
"""How many labels' worth of doubt keeps a factor at 1."""
THRESHOLDS = tuple(bits / 2 for bits in range(-16, 13))


@dataclass(frozen=True, slots=True)
class Label:
    """What a person said of two mentions, by their ids."""

    a: str
    b: str
    same: bool


def read(path: Path) -> list[Label]:
    """The labels of a file. InputError names the first line that is none."""
    labels = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), 2):
                word = WORDS.get((row.get("same") or "").strip().casefold())
                if word is None or not row.get("a") or not row.get("b"):
                    raise InputError(
                        f"{path.name}, line {line} is no label: give a, b and same (yes or no)."
                    )
                labels.append(Label(row["a"], row["b"], word))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} cannot be read as a CSV of labels in UTF-8.") from error
    if len(labels) < FEWEST:
        raise InputError(f"{path.name} has {len(labels)} labels: at least {FEWEST} are needed.")
    return labels


def rescored(model: Model, mentions: Iterable[Row], labels: Sequence[Label]) -> Model:
    """The model with a factor per comparison and a shift learnt from labels.

    Logistic regression on the bits of each comparison, held towards the model as it is by a
    quadratic penalty, so that what the labels do not tell stays as it was.
    """
    from scipy.optimize import minimize  # slow to load, and only what is taught needs it

    plain = replace(model, scales={}, shift=0.0, floor=-1000.0, name_only=1000.0)
    bits, truth = _bits(plain, mentions, labels)
    sign = np.where(truth, 1.0, -1.0)
    prior = log_odds(model.prior)

    def loss(at: NDArray[np.float64]) -> float:
        total = math.log(2) * (prior + at[0] + bits @ at[1:])
        fit = np.logaddexp(0.0, -sign * total).sum()
        return float(fit + STIFF * ((at[1:] - 1) ** 2).sum() + 0.01 * at[0] ** 2)

    begin = np.concatenate(([0.0], np.ones(len(COMPARISONS))))
    bounds = [(-20.0, 20.0)] + [(0.0, 3.0)] * len(COMPARISONS)
    best = minimize(loss, begin, method="L-BFGS-B", bounds=bounds).x
    scales = {name: round(float(s), 4) for name, s in zip(COMPARISONS, best[1:], strict=True)}
    trained_on = {**model.trained_on, "labels": len(labels)}
    return replace(model, scales=scales, shift=round(float(best[0]), 4), trained_on=trained_on)


def calibrated(model: Model, mentions: Iterable[Row], labels: Sequence[Label]) -> Model:
    """The model with the threshold at which clusters agree best (F1) with the labels."""
    listed = list(mentions)
    results = [
        (_f1(replace(model, threshold=bits, name_only=bits - 1), listed, labels), bits)
        for bits in THRESHOLDS
    ]
    top = max(result for result, _ in results)
    best = [bits for result, bits in results if result == top]
    middle = best[len(best) // 2]
    trained_on = {**model.trained_on, "calibrated_on": len(labels), "f1": round(top, 4)}
    return replace(model, threshold=middle, name_only=middle - 1, trained_on=trained_on)


def _f1(model: Model, mentions: list[Row], labels: Sequence[Label]) -> float:
    matcher = Matcher(model)
    try:
        matcher.put(mentions)
        matcher.update()
        names = cluster(matcher)
    finally:
        matcher.close()
    guesses = [(names.get(x.a) is not None and names.get(x.a) == names.get(x.b)) for x in labels]
    hits = sum(x.same and guess for x, guess in zip(labels, guesses, strict=True))
    claims = sum(guesses) + sum(x.same for x in labels)
    return 2 * hits / claims if claims else 0.0


def _bits(
    model: Model, mentions: Iterable[Row], labels: Sequence[Label]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """A row of bits for each labelled pair, and what the label says."""
    matcher = Matcher(model)
    try:
        db = matcher.db
        matcher.put(mentions)
        set_frequencies(db, model)
        db.execute("CREATE TEMP TABLE label (a VARCHAR, b VARCHAR, same VARCHAR)")
        insert(db, "label", [(x.a, x.b, str(x.same)) for x in labels], ("a", "b", "same"))
        db.execute(_ASKED)
        score(db, model, "asked", "pair")
        weighed = rows(db, "SELECT bits, same FROM pair JOIN asked USING (l, r) ORDER BY l, r")
    finally:
        matcher.close()
    if len(weighed) < FEWEST:
        raise InputError(
            f"only {len(weighed)} labels name mentions that are here: take the ids from this graph."
        )
    return np.array([row[0] for row in weighed]) / 100, np.array([row[1] for row in weighed])


_ASKED = """
CREATE TEMP TABLE asked AS
SELECT DISTINCT least(x.i, y.i) AS l, greatest(x.i, y.i) AS r, 255::UTINYINT AS blocking_rule,
  same = 'True' AS same
FROM label JOIN mention x ON x.unique_id = a JOIN mention y ON y.unique_id = b WHERE x.i <> y.i
"""
