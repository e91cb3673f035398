"""The model on Spark gives the weights that it gives on DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from engines import java, lacking
from small_town import generated

from ingest.resolve.matcher import Matcher
from ingest.resolve.model import in_use
from ingest.resolve.score import score, set_frequencies
from ingest.resolve.tables import rows

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    # Spark's own client leaves its sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    if find_spec("pyspark") is None:
        lacking(
            "tests on Spark need its package: .venv/bin/pip install -c constraints.txt '.[spark]'"
        )
    java()
    from ingest.resolve.spark import local_session

    found = local_session("1g")
    yield found
    found.stop()


def test_a_thousand_records_weigh_the_same_on_spark(session: Any, tmp_path: Path) -> None:
    from ingest.resolve import spark

    model = in_use(tmp_path)
    matcher = Matcher(model)
    db = matcher.db
    matcher.put(generated(1_000))
    set_frequencies(db, model)
    db.execute(f"CREATE TEMP TABLE asked AS {matcher._candidates()}")
    score(db, model, "asked", "pair")
    ours = {(a, b): weight for a, b, weight in rows(db, "SELECT l, r, weight FROM pair")}
    spark.export(db, "asked", tmp_path)
    matcher.close()
    found = spark.score(session, model, tmp_path).collect()
    theirs = {(row["l"], row["r"]): row["weight"] for row in found}
    assert len(ours) > 500
    assert len(set(ours.values())) > 100
    assert theirs == ours


def test_each_condition_says_the_same_to_spark(session: Any) -> None:
    from ingest.resolve.spark import in_spark

    session.sql(
        "SELECT 'reed' AS a_l, 'reid' AS a_r, '19800103' AS d_l, '19800301' AS d_r, "
        "array('x') AS rare_l, array('x', 'y') AS rare_r, CAST(NULL AS string) AS no_l, 'x' AS no_r"
    ).createOrReplaceTempView("two")
    said = {
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
    for condition, answer in said.items():
        (row,) = session.sql(f"SELECT {in_spark(condition)} AS told FROM two").collect()
        assert row["told"] == answer, condition
