"""Scores pairs: Splink's own expressions for the model, in one query over our candidates.

Splink's pipeline builds its SQL anew for every prediction, which takes a second and more; a
night of ten mentions would wait for it. So the expressions are made once per model, and a
test holds them equal to what Splink predicts.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import pandas as pd
from splink import DuckDBAPI, Linker, SettingsCreator

from ingest.resolve.comparisons import COMPARISONS, FREQUENCIES, NULL
from ingest.resolve.model import Model
from ingest.resolve.tables import PERSON, Db

NAMES = ("forename", "surname")
OF_MANY = "of many"
SILENT = 50
"""Splink tells its progress and what it lacks in warnings; the model file says what it learnt."""


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
    """Append (l, r, rule, weight, levels, bits) of the pairs of `wanted` to the table `into`.

    `wanted` has l, r, rule. Weights and bits are hundredths of a bit; `bits` has one entry for
    each comparison, in their order, and `levels` says which level it was. What lies below the
    floor is left out: a missing pair counts as the floor.
    """
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE among AS SELECT * FROM mention WHERE i IN "
        f"(SELECT l FROM {wanted} UNION SELECT r FROM {wanted})"
    )
    db.execute(f"CREATE OR REPLACE TEMP TABLE somebody AS {_PERSON}")
    db.execute(f"INSERT INTO {into} " + _query(_key(model)).replace("{wanted}", wanted))
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


def _key(model: Model) -> str:
    """All that decides the expressions, in a form that can be remembered."""
    return json.dumps(
        {
            "settings": model.settings(),
            "prior": round(100 * (log_odds(model.prior) + model.shift)),
            "scales": dict(model.scales),
            "floor": model.limits.floor,
            "name_only": round(100 * model.name_only),
        },
        sort_keys=True,
    )


@lru_cache(maxsize=8)
def _query(key: str) -> str:
    model = json.loads(key)
    made = SettingsCreator.from_path_or_dict(model["settings"]).get_settings("duckdb")
    comparisons = made.core_model_settings.comparisons
    columns = {
        column.name.strip('"')
        for comparison in comparisons
        for column in comparison._input_columns_used_by_case_statement
    } | {f"tf_{name}" for name in FREQUENCIES}
    sides = ", ".join(f"a.{name} AS {name}_l, b.{name} AS {name}_r" for name in sorted(columns))
    gammas = ", ".join(comparison._case_statement for comparison in comparisons)
    weights: list[str] = []
    for comparison in comparisons:
        weights += [
            column
            for column in comparison._columns_to_select_for_match_weight_parts(False, False)
            if column.startswith("CASE")
        ]
    bits, levels = [], []
    for name in COMPARISONS:
        more = f" + mw_tf_adj_{name}" if any(level[4] for level in COMPARISONS[name]) else ""
        scale = model["scales"].get(name, 1.0)
        bits.append(f"round(100 * {scale} * (mw_{name}{more}))::INTEGER")
        levels.append(
            f"(CASE gamma_{name} WHEN -1 THEN 0 ELSE {len(told(name))} - gamma_{name} END)"
        )
    return f"""
WITH beside AS (
  SELECT w.l, w.r, w.rule, {sides} FROM {{wanted}} w
  JOIN somebody a ON a.i = w.l JOIN somebody b ON b.i = w.r),
compared AS (SELECT *, {gammas} FROM beside),
weighed AS (SELECT *, {", ".join(weights)} FROM compared),
summed AS (
  SELECT l, r, rule, [{", ".join(levels)}]::UTINYINT[] AS levels, [{", ".join(bits)}] AS bits
  FROM weighed),
totals AS (SELECT *, {model["prior"]} + list_sum(bits)::INTEGER AS total FROM summed)
SELECT l, r, rule, CASE WHEN {_only_a_name()} THEN least(total, {model["name_only"]})
  ELSE total END AS weight, levels, bits
FROM totals WHERE total >= {model["floor"]}
"""


def _only_a_name() -> str:
    """Nothing but names speaks for the pair: two people of one name would look the same.

    An identifier of many says no more: a hostel's address, a switchboard, an office's mailbox.
    """
    parts = []
    for index, name in enumerate(COMPARISONS, 1):
        if name not in NAMES:
            many = [at for at, words in enumerate(told(name), 1) if words.endswith(OF_MANY)]
            common = f" OR levels[{index}] IN ({', '.join(map(str, many))})" if many else ""
            parts.append(f"(bits[{index}] <= 0{common})")
    return " AND ".join(parts)


def log_odds(probability: float) -> float:
    """Bits for a probability, 0 < p < 1."""
    return math.log2(probability / (1 - probability))


def told(comparison: str) -> list[str]:
    """The words for the levels of a comparison: `levels` holds 1 for the first, 0 for none."""
    return [level[0] for level in COMPARISONS[comparison] if level[0] != NULL]
