"""The model on Spark gives the scores that it gives on DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from engines import SPARK, java, lacking
from small_town import generated

from graph.errors import EngineError, InputError
from ingest.commands.resolve import resolve_command
from ingest.resolve.matcher import Matcher
from ingest.resolve.model import in_use
from ingest.resolve.tables import Db, rows

# Spark's own client leaves its sockets to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
TABLES = (
    "SELECT l, r, blocking_rule, weight, levels, bits FROM pair ORDER BY l, r",
    "SELECT i, component, piece FROM piece ORDER BY i",
)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """The module, where its package and Java are here; Spark for little data."""
    if find_spec("pyspark") is None:
        lacking(
            "tests on Spark need its package: .venv/bin/python deps/install.py --editable spark"
        )
    java()
    from ingest.resolve import spark as module

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYSPARK_SUBMIT_ARGS", SPARK)
        yield module


def resolved(db: Db) -> list[list[tuple[Any, ...]]]:
    return [rows(db, query) for query in TABLES]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_records_are_scored_and_grouped_the_same_on_spark(spark: Any, tmp_path: Path) -> None:
    here = Matcher(in_use(tmp_path))
    here.put(generated(400))
    here.update()
    with spark.scorer("local[2]", tmp_path / "spark") as scorer:
        there = Matcher(in_use(tmp_path), scorer=scorer)
        there.put(generated(400))
        there.update()
    ours, theirs = resolved(here.db), resolved(there.db)
    assert len({row[3] for row in ours[0]}) > 100
    assert theirs == ours
    assert not (tmp_path / "spark").exists()  # it held what mentions say


@pytest.mark.slow
def test_each_condition_says_the_same_to_spark(spark: Any) -> None:
    from splink.backends.spark import SparkAPI

    session = spark._session("local[2]")
    SparkAPI(spark_session=session)  # type: ignore[no-untyped-call] # brings Splink's functions
    session.sql(
        "SELECT 'reed' AS a_l, 'reid' AS a_r, '19800103' AS d_l, '19800301' AS d_r, "
        "array('x') AS rare_l, array('x', 'y') AS rare_r, CAST(NULL AS string) AS no_l, 'x' AS no_r"
    ).createOrReplaceTempView("two")
    answers = {
        "a_l[1] = a_r[1]": True,
        "substring(a_l, 1, 4) = substring(a_r, 1, 4)": False,
        "hamming(d_l, d_r) = 2": True,
        "list_has_any(rare_l, rare_r)": True,
        "len(a_l) = 4": True,
        "starts_with(a_l, 're')": True,
        "jaro_winkler_similarity(a_l, a_r) >= 0.85": True,
        "damerau_levenshtein(a_l, a_r) <= 1": True,
        "damerau_levenshtein(no_l, no_r) <= 1": None,
    }
    for condition, answer in answers.items():
        (row,) = session.sql(f"SELECT {spark.in_spark(condition)} AS answer FROM two").collect()
        assert row["answer"] == answer, condition
    session.stop()


@pytest.mark.slow
def test_a_cluster_that_does_not_start_is_said_so_and_leaves_nothing(
    spark: Any, tmp_path: Path
) -> None:
    with spark.scorer("nonsense", tmp_path / "spark") as scorer:
        matcher = Matcher(in_use(tmp_path), scorer=scorer)
        matcher.put(generated(50))
        with pytest.raises(EngineError, match="Spark at nonsense does not start"):
            matcher.update()
    assert not (tmp_path / "spark").exists()


def test_without_the_package_the_command_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.commands.resolve.find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"deps/install\.py --editable spark"):
        resolve_command(spark="local[2]", data=tmp_path)
    assert list(tmp_path.iterdir()) == []
