"""Learns the model from the data at hand, without labels, and from labels where there are some.

Splink estimates: `u` from pairs taken at random, `m` by expectation maximisation on pairs that
agree in something else, then again from the pairs inside the clusters that the model itself
makes: these hold the disagreements that no blocking rule would propose.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from splink import Linker, block_on

from ingest.resolve.cluster import cluster
from ingest.resolve.comparisons import COMPARISONS, FREQUENCIES, GIVEN
from ingest.resolve.features import Row
from ingest.resolve.matcher import Matcher
from ingest.resolve.model import Model, start
from ingest.resolve.score import (
    HOME,
    OTHER_BIRTH,
    comparison_levels,
    is_level,
    linker,
    set_frequencies,
)
from ingest.resolve.tables import Db, one, rows

CHANGES = {"place": "other place", "phone": "other phone", "account": "other account"}
LEAST = 0.1
"""The least chance that one person shows another home, phone or account: whoever moved must be
found again, though clusters made without such pairs teach that nobody moves."""
ROUNDS = 2
RELATIVES = 0.02
"""The share of pairs of one home and surname, above which relatives are to be expected."""
WITHOUT = -3.0
"""The threshold in bits for a list without relatives: there the weights are too careful (measured
on fake_1000: of pairs said to be at .05 to .5, three in four are one person)."""
Shares = Mapping[str, Mapping[str, float]]
"""Comparison -> level -> share of pairs."""
SAMPLE = 1_000_000
BLOCKS = (("birth",), ("forename", "surname"), ("phones",))
OFTEN = 2_000
"""Values per column whose frequency is kept; rarer ones weigh as the level does."""


def train(mentions: Iterable[Row], source: str, spill: Path | None = None) -> Model:
    """A model for these mentions; `source` says in a word where they come from, `spill` is a
    folder for what memory does not hold."""
    matcher = Matcher(start(), spill=spill)
    try:
        matcher.put(mentions)
        matcher.pool()
        db = matcher.db
        count = int(one(db, "SELECT count(*) FROM mention"))
        every = _every_pair(db, count)
        model = replace(start(), prior=_chance(count, every), frequencies=_frequencies(db))
        model = _first(matcher, model)
        random = model.u
        for _ in range(ROUNDS):
            matcher.model = model
            set_frequencies(matcher.db, model)
            model = _again(matcher, model, every)
            model = replace(model, u=_apart(random, model))
        mentioned = int(one(db, "SELECT count(*) FROM member"))
        if _relatives(db) <= RELATIVES:
            model = replace(model, households=False, threshold=WITHOUT)
    finally:
        matcher.close()
    today = dt.datetime.now(dt.UTC).date().isoformat()
    return replace(model, trained_on={"mentions": mentioned, "source": source, "on": today})


def _chance(pairs: int, every: int) -> float:
    """The chance that a pair is one person, when so many of every are; never 0, never 1."""
    return min(0.5, max(1.0, pairs) / (max(1, every) + 1))


def _every_pair(db: Db, mentions: int) -> int:
    """How many pairs could be one person: all but those of one roll, of which none can."""
    query = (
        "SELECT coalesce(sum(n * (n - 1) // 2), 0)::BIGINT FROM (SELECT count(*) AS n FROM "
        "(SELECT unnest(rolls) AS roll FROM mention) GROUP BY roll)"
    )
    return mentions * (mentions - 1) // 2 - int(one(db, query))


def _frequencies(db: Db) -> dict[str, dict[str, float]]:
    shares = {}
    for column in FREQUENCIES:
        query = (
            f"SELECT {column}, count(*) / sum(count(*)) OVER () FROM mention "
            f"WHERE {column} IS NOT NULL GROUP BY 1 HAVING count(*) > 1 "
            f"ORDER BY count(*) DESC, 1 LIMIT {OFTEN}"
        )
        shares[column] = {value: float(f"{share:.3g}") for value, share in rows(db, query)}
    return shares


def _among_people(db: Db) -> dict[str, Any]:
    """How often values occur among people, not mentions: whoever is named four times makes no
    name more common. One of those who bear it is left out, for it is the others that mislead."""
    people = int(one(db, "SELECT count(DISTINCT cluster) FROM named_i"))
    found = {}
    for column in FREQUENCIES:
        query = (
            f"SELECT {column}, (count(DISTINCT cluster) - 0.5) / {people} FROM named_i "
            f"JOIN mention USING (i) WHERE {column} IS NOT NULL GROUP BY 1 HAVING count(*) > 1 "
            f"ORDER BY 2 DESC, 1 LIMIT {OFTEN}"
        )
        found[column] = {value: float(f"{share:.3g}") for value, share in rows(db, query)}
    return {"frequencies": found}


def _first(matcher: Matcher, model: Model) -> Model:
    """Random pairs for `u`, expectation maximisation for `m`."""
    with linker(matcher.db, model, "mention") as (splink, _):
        splink.training.estimate_u_using_random_sampling(
            max_pairs=SAMPLE, seed=1, min_count_per_level=None, num_chunks=1
        )
        for columns in BLOCKS[:2]:
            # Too little data for a block: the values that the model starts with stand.
            with contextlib.suppress(ValueError, ZeroDivisionError):
                splink.training.estimate_parameters_using_expectation_maximisation(
                    block_on(*columns), max_pairs=SAMPLE
                )
        return _learnt(splink, model)


def _again(matcher: Matcher, model: Model, every: int) -> Model:
    """Cluster with the model, and learn `m` and the prior from pairs inside clusters."""
    db = matcher.db
    _rescore_all(matcher)
    names = cluster(matcher)
    frame = pd.DataFrame({"unique_id": names.index, "cluster": names.to_numpy()})
    db.register("named", frame)
    db.execute(
        "CREATE OR REPLACE TEMP TABLE named_i AS "
        "SELECT i, cluster FROM named JOIN mention USING (unique_id)"
    )
    db.unregister("named")
    db.execute(
        "CREATE OR REPLACE TABLE inside_pair AS SELECT a.i AS i_l, b.i AS i_r "
        f"FROM named_i a JOIN named_i b USING (cluster) WHERE a.i < b.i "
        f"USING SAMPLE reservoir({SAMPLE} ROWS) REPEATABLE (1)"
    )
    pairs = int(
        one(db, "SELECT sum(n * (n - 1) // 2) FROM (SELECT count(*) AS n FROM named_i "
            "GROUP BY cluster)") or 0
    )  # fmt: skip
    model = replace(model, prior=_chance(pairs, every), **_among_people(db))
    if not pairs:
        return model
    with linker(db, model, "mention") as (splink, api):
        learn: Callable[[object], None] = splink.training.estimate_m_from_pairwise_labels
        learn(api.register("inside_pair"))
        return _learnt(splink, model)


def _apart(random: Shares, model: Model) -> dict[str, dict[str, float]]:
    """`u` of pairs that are two people: random pairs without the share that is one person.

    Of a thousand mentions of 250 people one random pair in 250 is one person, and nearly all that
    agree in the date of birth are: as chance agreement they would take six bits from each.
    What is left is never taken for rarer than the model starts with.
    """
    least = start().u
    return {
        name: {
            label: max(
                min(share, least[name][label]),
                (share - model.prior * model.m[name][label]) / (1 - model.prior),
            )
            for label, share in shares.items()
        }
        for name, shares in random.items()
    }


def _relatives(db: Db) -> float:
    """Of the pairs that share home and surname and say when they were born, the share that has
    another forename and another birth: relatives, where names are not merely written badly."""
    home = f"{is_level('place', *HOME)} AND bits_surname > 0 AND level_birth > 0"
    query = (
        f"SELECT coalesce(avg(CAST({is_level('forename', 'other forename')} "
        f"AND {is_level('birth', *OTHER_BIRTH)} AS INTEGER)), 0) FROM ({_LEVELS}) WHERE {home}"
    )
    return float(one(db, query))


_LEVELS = (
    "SELECT "
    + ", ".join(
        f"levels[{at}] AS level_{name}, bits[{at}] AS bits_{name}"
        for at, name in enumerate(COMPARISONS, 1)
    )
    + " FROM pair"
)


def _rescore_all(matcher: Matcher) -> None:
    db = matcher.db
    for table in ("pair", "piece"):
        db.execute(f"DELETE FROM {table}")
    db.execute("INSERT INTO dirty SELECT i FROM mention")
    matcher.update()


def _learnt(splink: Linker, model: Model) -> Model:
    """The model with the parameters that Splink holds now, none of them 0 or 1."""
    m: dict[str, dict[str, float]] = {}
    u: dict[str, dict[str, float]] = {}
    for comparison in splink.misc.save_model_to_json()["comparisons"]:
        name = comparison["output_column_name"]
        m[name], u[name] = dict(model.m[name]), dict(model.u[name])
        for level in comparison["comparison_levels"]:
            label = level["label_for_charts"]
            if name not in GIVEN and label in comparison_levels(name):
                m[name][label] = _kept(level.get("m_probability"), model.m[name][label])
                u[name][label] = _kept(level.get("u_probability"), model.u[name][label])
    for name, label in CHANGES.items():
        m[name][label] = max(LEAST, m[name][label])
    return replace(model, m=m, u=u)


def _kept(value: Any, before: float) -> float:
    usable = isinstance(value, float) and math.isfinite(value) and 0 < value < 1
    return float(f"{min(max(value, 1e-7), 0.9999999):.6g}") if usable else before
