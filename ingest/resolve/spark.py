"""The same model on Spark, when one machine is too small: scored by Splink's own backend.

An optional extra. DuckDB proposes the pairs and writes them beside the mentions as Parquet;
Spark reads these and writes the scores that `ingest.resolve.score` gives. A test holds both
equal. Every machine of the cluster must see the folder under the same path.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlglot
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from splink import Linker
from splink.backends.spark import SparkAPI, similarity_jar_location
from sqlglot import exp

from graph.errors import EngineError
from ingest.resolve.comparisons import COMPARISONS, FREQUENCIES
from ingest.resolve.model import Model
from ingest.resolve.score import SILENT, Scorer, capped, kept, parts, scoring, total
from ingest.resolve.tables import PERSON, Db


@contextmanager
def scorer(master: str, folder: Path) -> Iterator[Scorer]:
    """A scorer on the cluster of this master URL; it starts with the first pairs.

    The folder is for what is handed over, and gone afterwards. EngineError, without a value
    from the data, when the cluster does not start or breaks off.
    """
    sessions: list[SparkSession] = []
    logging.getLogger("SQLQueryContextLogger").disabled = True  # it writes queries and values

    def score_there(db: Db, model: Model, wanted: str, into: str) -> None:
        try:
            if not sessions:
                sessions.append(_session(master))
            _hand_over(db, wanted, folder)
            _score(sessions[0], model, folder)
        except (PySparkException, Py4JError):
            raise EngineError(
                f"Spark at {master} does not start or broke off: look into its log, and see that "
                "Java 17 is here and that every machine of the cluster sees the data folder"
            ) from None
        db.execute(_INSERT.format(into=into, wanted=wanted, scores=folder / "scores"))

    try:
        yield score_there
    finally:
        for session in sessions:
            session.stop()
        shutil.rmtree(folder, ignore_errors=True)


_INSERT = """
INSERT INTO {into} SELECT l, r, blocking_rule, weight, levels, bits
FROM {wanted} JOIN read_parquet('{scores}/*.parquet') USING (l, r)
"""


def _session(master: str) -> SparkSession:
    return (
        SparkSession.builder.master(master)
        .appName("throughline")
        .config("spark.jars", similarity_jar_location())
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "OFF")  # its log would say what mentions say
        .getOrCreate()
    )


def _hand_over(db: Db, wanted: str, folder: Path) -> None:
    """Write the pairs of the table `wanted` (l, r) of a work file, and their mentions."""
    folder.mkdir(parents=True, exist_ok=True)
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE among AS SELECT * FROM mention WHERE i IN "
        f"(SELECT l FROM {wanted} UNION SELECT r FROM {wanted})"
    )
    people, pairs = PERSON.format(mentions="among"), f"SELECT l, r FROM {wanted}"
    for name, query in (("people", people), ("pairs", pairs)):
        db.execute(f"COPY ({query}) TO '{folder / name}.parquet' (FORMAT parquet)")
    db.execute("DROP TABLE among")


def _score(session: SparkSession, model: Model, folder: Path) -> None:
    """Write (l, r, weight, levels, bits) of the pairs that lie at the model's floor or above."""
    made = scoring(model)
    connect: Callable[..., SparkAPI] = SparkAPI
    api = connect(spark_session=session, break_lineage_method="persist")
    place = folder.resolve().as_uri()
    people, pairs = (
        session.read.parquet(f"{place}/{each}.parquet") for each in ("people", "pairs")
    )
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
    scores = _weighed(splink.inference.predict().as_spark_dataframe(), made)
    scores.write.mode("overwrite").parquet(f"{place}/scores")
    session.catalog.clearCache()


def _weighed(predicted: DataFrame, made: dict[str, Any]) -> DataFrame:
    split = predicted.selectExpr("i_l AS l", "i_r AS r", *_columns(parts(made["offsets"])))
    split = split.persist()  # else Spark works each share out again wherever one is used
    summed = split.selectExpr("*", f"{total(made['prior'])} AS total")
    near = summed.where(kept(made))
    levels = ", ".join(f"level_{name}" for name in COMPARISONS)
    bits = ", ".join(f"bits_{name}" for name in COMPARISONS)
    return near.selectExpr(
        "l", "r", f"{capped(made)} AS weight",
        f"array({levels}) AS levels", f"array({bits}) AS bits",
    )  # fmt: skip


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
    if isinstance(node, exp.Anonymous) and node.name.lower() == "jaro_similarity":
        return _unless_missing("jaro_sim", *node.expressions)
    if isinstance(node, exp.Anonymous) and node.name.lower() == "damerau_levenshtein":
        return _unless_missing("damerau_levenshtein", *node.expressions)
    return node


def _unless_missing(function: str, left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """Splink's functions for Spark do not pass NULL on."""
    likeness = exp.Anonymous(this=function, expressions=[left, right])
    nothing = [exp.Is(this=end.copy(), expression=exp.null()) for end in (left, right)]
    there = exp.not_(exp.or_(*nothing))
    return exp.Case(ifs=[exp.If(this=there, true=likeness)])


def _hamming(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """How many places differ between two whole dates, yyyymmdd."""
    ends = [[f"substring({end.sql('spark')}, {at}, 1)" for at in range(1, 9)]
            for end in (left, right)]  # fmt: skip
    differ = (f"CASE WHEN {a} <> {b} THEN 1 ELSE 0 END" for a, b in zip(*ends, strict=True))
    return sqlglot.parse_one(f"({' + '.join(differ)})", read="spark")
