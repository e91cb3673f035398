"""The same model on Spark, when one machine is too small: scored by Splink's own backend.

An optional extra (`pip install 'throughline[spark]'`). DuckDB proposes the pairs and writes
them beside the mentions as Parquet; Spark reads these and gives the weights that
`ingest.resolve.score` gives. A test holds both equal.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlglot
from pyspark.sql import DataFrame, SparkSession
from splink import Linker
from splink.backends.spark import SparkAPI, similarity_jar_location
from sqlglot import exp

from ingest.resolve.comparisons import FREQUENCIES
from ingest.resolve.model import Model
from ingest.resolve.score import SILENT, capped, parts, scoring, total
from ingest.resolve.tables import PERSON, Db


def local_session(memory: str = "2g") -> SparkSession:
    """Spark on this machine. A cluster's session needs Splink's library among its `spark.jars`."""
    return (
        SparkSession.builder.master("local[2]")
        .appName("throughline")
        .config("spark.jars", similarity_jar_location())
        .config("spark.driver.memory", memory)
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )


def export(db: Db, wanted: str, folder: Path) -> None:
    """Write the mentions and the pairs of the table `wanted` (l, r) of a work file as Parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    people, pairs = PERSON.format(mentions="mention"), f"SELECT l, r FROM {wanted}"
    for name, query in (("people", people), ("pairs", pairs)):
        db.execute(f"COPY ({query}) TO '{folder / name}.parquet' (FORMAT parquet)")


def score(session: SparkSession, model: Model, folder: Path) -> DataFrame:
    """(l, r, weight in hundredths of a bit) of the pairs in a folder that `export` wrote.

    What lies below the model's floor is left out.
    """
    made = scoring(model)
    connect: Callable[..., SparkAPI] = SparkAPI
    api = connect(spark_session=session, break_lineage_method="persist")
    people = session.read.parquet(str(folder / "people.parquet"))
    pairs = session.read.parquet(str(folder / "pairs.parquet"))
    splink = Linker(
        api.register(people), _settings(made["settings"]), log_level=SILENT,
        validate_settings=False,
    )  # fmt: skip
    for column in FREQUENCIES:
        shares = list(model.frequencies.get(column, {}).items())
        frame = session.createDataFrame(shares, f"{column} string, tf_{column} double")
        splink.table_management.register_term_frequency_lookup(api.register(frame), column)
    keyed = pairs.selectExpr("'0' AS match_key", "l AS join_key_l", "r AS join_key_r")
    splink.table_management.register_blocked_pairs_for_predict(api.register(keyed))
    predicted = splink.inference.predict().as_spark_dataframe()
    split = predicted.selectExpr("i_l AS l", "i_r AS r", *_columns(parts(made["scales"])))
    summed = split.selectExpr("*", f"{total(made['prior'])} AS total")
    kept = summed.where(f"total >= {made['floor']}")
    return kept.selectExpr("l", "r", f"{capped(made['name_only'])} AS weight")


def _columns(selected: str) -> list[str]:
    parsed = sqlglot.parse_one(f"SELECT {selected}", into=exp.Select)
    return [column.sql("spark") for column in parsed.selects]


def _settings(settings: dict[str, Any]) -> dict[str, Any]:
    for comparison in settings["comparisons"]:
        for level in comparison["comparison_levels"]:
            if level["sql_condition"] != "ELSE":
                level["sql_condition"] = in_spark(level["sql_condition"])
    # Splink tells levels only together with what was compared.
    return settings | {"sql_dialect": "spark", "retain_matching_columns": True}


def in_spark(condition: str) -> str:
    """A condition of `comparisons`, which speaks DuckDB's SQL, as Spark reads it."""
    return sqlglot.parse_one(condition, read="duckdb").transform(_translated).sql("spark")


def _translated(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Bracket):  # a letter of a text; lists are asked for what they share
        place = int(node.expressions[0].name) + 1 - int(node.args.get("offset") or 0)
        return exp.func("substring", node.this, str(place), "1")
    if isinstance(node, exp.ArrayOverlaps):
        return exp.func("arrays_overlap", node.this, node.expression)
    if isinstance(node, exp.Anonymous) and node.name.lower() == "hamming":
        return _hamming(*node.expressions)
    if isinstance(node, exp.JarowinklerSimilarity):
        return _unless_missing("jaro_winkler", node.this, node.expression)
    if isinstance(node, exp.Anonymous) and node.name.lower() == "damerau_levenshtein":
        return _unless_missing("damerau_levenshtein", *node.expressions)
    return node


def _unless_missing(function: str, left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """Splink's functions for Spark do not pass NULL on."""
    said = exp.Anonymous(this=function, expressions=[left, right])
    nothing = [exp.Is(this=end.copy(), expression=exp.null()) for end in (left, right)]
    there = exp.not_(exp.or_(*nothing))
    return exp.Case(ifs=[exp.If(this=there, true=said)])


def _hamming(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """How many places differ between two whole dates, yyyymmdd."""
    ends = [[f"substring({end.sql('spark')}, {at}, 1)" for at in range(1, 9)]
            for end in (left, right)]  # fmt: skip
    differ = (f"CASE WHEN {a} <> {b} THEN 1 ELSE 0 END" for a, b in zip(*ends, strict=True))
    return sqlglot.parse_one(f"({' + '.join(differ)})", read="spark")
