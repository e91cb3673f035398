"""`resolve --spark` decides what `resolve` decides."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from engines import SPARK, java, lacking
from whole_way import canonical, digest, incident, party, run, well

from ingest.resolve.model import FILE, in_use

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    # Spark's own client leaves its sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
NAMES = ("Sam Pike", "Samuel Pike", "Pike Sam", "Ann Reed", "Anne Reid", "Dana Quill")


def test_another_model_decides_the_same_on_spark_as_here(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", SPARK)
    if find_spec("pyspark") is None:
        lacking(
            "tests on Spark need its package: .venv/bin/python deps/install.py --editable spark"
        )
    java()
    records = [
        incident(
            str(n),
            party(NAMES[n % 6], "suspect", born=f"198{n % 3}-05-01", phone=f"07700 90010{n % 7}"),
        )
        for n in range(60)
    ]
    well("ingest", canonical(tmp_path / "canonical_2024-02-01.jsonl", records), "--data", data)
    shipped = in_use(data)
    strict, lax = replace(shipped, threshold=1.0), replace(shipped, threshold=-6.0)
    strict.save(data / FILE)
    well("resolve", "--data", data)
    here = digest(data)
    lax.save(data / FILE)
    well("resolve", "--data", data)
    assert digest(data) != here
    strict.save(data / FILE)
    refused = run("resolve", "--spark", "nonsense", "--data", data)
    assert (refused.code, refused.out) == (4, "")
    assert "Spark at nonsense does not start" in refused.err
    well("resolve", "--spark", "local[2]", "--data", data)
    assert digest(data) == here
