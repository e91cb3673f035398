"""Scores pairs: Splink's own expressions for the model, in one query over our candidates.

Splink's pipeline builds its SQL anew for every prediction, which takes a second and more; a
night of ten mentions would wait for it. So the expressions are made once per model, and a
test holds them equal to what Splink predicts.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pandas as pd
from splink import DuckDBAPI, Linker, SettingsCreator

from ingest.resolve.comparisons import COMPARISONS, FREQUENCIES, NULL, REPEATED
from ingest.resolve.model import Model
from ingest.resolve.tables import PERSON, Db

NAMES = ("forename", "surname")
LITTLE = ("of many", "account but for a slip")
"""Ends of levels that say little: an address at a mail service is often made of the name."""
SILENT = 50
"""Splink tells its progress and what it lacks in warnings; the model file says what it learnt."""


Scorer = Callable[[Db, Model, str, str], None]
"""What weighs pairs: `score` here, or `ingest.resolve.spark` on a cluster, with one result."""


@contextmanager
def linker(db: Db, model: Model, mentions: str) -> Iterator[tuple[Linker, DuckDBAPI]]:
    """Splink over the mentions of a table; its own tables are gone afterwards."""
    db.execute(f"CREATE OR REPLACE TABLE person AS {PERSON.format(mentions=mentions)}")
    before = _tables(db)
    api = DuckDBAPI(db)
    splink = Linker(
        api.register("person"), model.settings(), log_level=SILENT,
        validate_settings=False,
    )  # fmt: skip
    for column in FREQUENCIES:
        shares = model.frequencies.get(column, {})
        frame = pd.DataFrame({column: list(shares), f"tf_{column}": list(shares.values())})
        frame = frame.astype({column: "string", f"tf_{column}": "float64"})
        splink.table_management.register_term_frequency_lookup(api.register(frame), column)
    try:
        yield splink, api
    finally:
        for table in _tables(db) - before:
            db.execute(f'DROP TABLE IF EXISTS "{table}"')
        for (view,) in db.execute(_VIEWS).fetchall():
            db.execute(f'DROP VIEW IF EXISTS "{view}"')
        db.execute("DROP TABLE IF EXISTS person")


_VIEWS = "SELECT view_name FROM duckdb_views() WHERE NOT internal"


def _tables(db: Db) -> set[str]:
    return {row[0] for row in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()}


def set_frequencies(db: Db, model: Model) -> None:
    """Let the model's term frequencies be those of the work file."""
    rows = [
        (column, value, share)
        for column in FREQUENCIES
        for value, share in model.frequencies.get(column, {}).items()
    ]
    db.execute("CREATE OR REPLACE TABLE frequency (name VARCHAR, value VARCHAR, share DOUBLE)")
    if rows:
        frame = pd.DataFrame(rows, columns=["name", "value", "share"])
        db.register("shares", frame)
        db.execute("INSERT INTO frequency SELECT * FROM shares")
        db.unregister("shares")


def score(db: Db, model: Model, wanted: str, into: str) -> None:
    """Append (l, r, blocking_rule, weight, levels, bits) of the pairs of one table to another.

    `wanted` has l, r, blocking_rule. Weights and bits are hundredths of a bit; `bits` has one
    entry for each comparison, in their order, and `levels` says which level it was. What lies
    below the floor is left out: a missing pair counts as the floor.
    """
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE among AS SELECT * FROM mention WHERE i IN "
        f"(SELECT l FROM {wanted} UNION SELECT r FROM {wanted})"
    )
    db.execute(f"CREATE OR REPLACE TEMP TABLE somebody AS {_PERSON}")
    db.execute(f"INSERT INTO {into} " + _expression(model).replace("{wanted}", wanted))
    db.execute("DROP TABLE among")
    db.execute("DROP TABLE somebody")


_PERSON = (
    f"SELECT p.*, {', '.join(f'f{n}.share AS tf_{name}' for n, name in enumerate(FREQUENCIES))} "
    f"FROM ({PERSON.format(mentions='among')}) p "
    + " ".join(
        f"LEFT JOIN frequency f{n} ON f{n}.name = '{name}' AND f{n}.value = p.{name}"
        for n, name in enumerate(FREQUENCIES)
    )
)


def digest(model: Model) -> str:
    """Twelve letters of a hash of the whole expression: another model, program or Splink."""
    return hashlib.sha256(_expression(model).encode()).hexdigest()[:12]


def _expression(model: Model) -> str:
    return _query(json.dumps(scoring(model), sort_keys=True))


@lru_cache(maxsize=8)
def _query(scored: str) -> str:
    model = json.loads(scored)
    made = SettingsCreator.from_path_or_dict(model["settings"]).get_settings("duckdb")
    # Splink gives its expressions by no public name; a test holds ours equal to its predictions.
    comparisons = made.core_model_settings.comparisons
    # Splink gives its expressions by no public name; a test holds ours equal to its predictions.
    columns = {
        column.name.strip('"')
        for comparison in comparisons
        for column in comparison._input_columns_used_by_case_statement  # noqa: SLF001
    } | {f"tf_{name}" for name in FREQUENCIES}
    sides = ", ".join(f"a.{name} AS {name}_l, b.{name} AS {name}_r" for name in sorted(columns))
    gammas = ", ".join(comparison._case_statement for comparison in comparisons)  # noqa: SLF001
    for name, condition in REPEATED.items():  # DuckDB would work it out again for each level
        gammas = gammas.replace(condition, name)
    once = ", ".join(f"{condition} AS {name}" for name, condition in REPEATED.items())
    weights: list[str] = []
    for comparison in comparisons:
        columns_of = comparison._columns_to_select_for_match_weight_parts  # noqa: SLF001
        weights += [column for column in columns_of(False, False) if column.startswith("CASE")]
    bits = ", ".join(f"bits_{name}" for name in COMPARISONS)
    levels = ", ".join(f"level_{name}" for name in COMPARISONS)
    return f"""
WITH beside AS (
  SELECT w.l, w.r, w.blocking_rule, {sides} FROM {{wanted}} w
  JOIN somebody a ON a.i = w.l JOIN somebody b ON b.i = w.r),
known AS (SELECT *, {once} FROM beside),
compared AS (SELECT *, {gammas} FROM known),
weighed AS (SELECT *, {", ".join(weights)} FROM compared),
parts AS (SELECT l, r, blocking_rule, {parts(model["scales"])} FROM weighed),
totals AS (SELECT *, {total(model["prior"])} AS total FROM parts)
SELECT l, r, blocking_rule, {capped(model["name_only"])} AS weight,
  [{levels}]::UTINYINT[] AS levels, [{bits}] AS bits
FROM totals WHERE total >= {model["floor"]}
"""


# Below is what becomes of Splink's weights, in SQL that every engine of Splink's understands.


def parts(scales: Mapping[str, float]) -> str:
    """Each comparison's share in whole hundredths of a bit, and its level: 0 when silent."""
    columns = []
    for name, ladder in COMPARISONS.items():
        more = f" + mw_tf_adj_{name}" if any(level[4] for level in ladder) else ""
        share = f"round(100 * {scales.get(name, 1.0)} * (mw_{name}{more}))"
        columns.append(f"CAST({share} AS INTEGER) AS bits_{name}")
        count = len(comparison_levels(name))
        place = f"CASE gamma_{name} WHEN -1 THEN 0 ELSE {count} - gamma_{name} END"
        columns.append(f"{place} AS level_{name}")
    return ", ".join(columns)


def total(prior: int) -> str:
    """The sum of all shares and the prior, both in hundredths of a bit."""
    return " + ".join([str(prior), *(f"bits_{name}" for name in COMPARISONS)])


def capped(name_only: int) -> str:
    """The total; at most `name_only` where what speaks for the pair says little of one person.

    Nothing but names: two people of one name would look the same. An identifier of many says no
    more (a hostel's address, a switchboard), nor do two mail accounts that are made of the name.
    Or a household: whoever has another forename, and another date of birth or number of one
    force, is a relative, whatever surname, home and phone they share.
    """
    silent = []
    for name in COMPARISONS:
        if name not in NAMES:
            many = [
                at for at, words in enumerate(comparison_levels(name), 1) if words.endswith(LITTLE)
            ]
            common = f" OR level_{name} IN ({', '.join(map(str, many))})" if many else ""
            silent.append(f"(bits_{name} <= 0{common})")
    relative = (
        f"level_forename = {len(comparison_levels('forename'))} "
        "AND bits_birth <= 0 AND bits_number <= 0 AND bits_birth + bits_number < 0"
    )
    return (
        f"CASE WHEN ({' AND '.join(silent)}) OR ({relative}) "
        f"THEN least(total, {name_only}) ELSE total END"
    )


def scoring(model: Model) -> dict[str, Any]:
    """All of a model that decides the weight of a pair; weights in hundredths of a bit."""
    return {
        "settings": model.settings(),
        "prior": round(100 * (log_odds(model.prior) + model.shift)),
        "scales": dict(model.scales),
        "floor": model.limits.floor,
        "name_only": round(100 * model.name_only),
    }


def log_odds(probability: float) -> float:
    """Bits for a probability, 0 < p < 1."""
    return math.log2(probability / (1 - probability))


def comparison_levels(comparison: str) -> list[str]:
    """The words for the levels of a comparison: `levels` holds 1 for the first, 0 for none."""
    return [level[0] for level in COMPARISONS[comparison] if level[0] != NULL]
