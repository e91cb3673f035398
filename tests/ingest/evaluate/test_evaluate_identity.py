"""Who is taken for whom beside who is who: measures by hand, by brute force, and end to end."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import throughline
from graph.changes.opening import open_store
from graph.engine.store import Store
from graph.errors import InputError
from graph.settings import Settings
from ingest.evaluate.identity import (
    b_cubed,
    by_group,
    calibration_error,
    each_b_cubed,
    false_merges,
    false_splits,
    pairwise_measure,
    probability,
    reliability,
)
from ingest.evaluate.identity_page import section, write
from ingest.evaluate.who import Columns, Report, evaluate

TRUE = {"a": "p1", "b": "p1", "c": "p1", "d": "p2", "e": "p3"}
SAID = {"a": "x", "b": "x", "c": "y", "d": "y", "e": "z"}

partitions = st.integers(1, 12).flatmap(
    lambda size: st.tuples(
        *(
            st.fixed_dictionaries({f"m{n}": st.sampled_from("pqrs") for n in range(size)})
            for _ in range(2)
        )
    )
)


def well(*words: object) -> str:
    result = CliRunner().invoke(throughline.app, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_pairs_and_b_cubed_of_a_small_partition() -> None:
    pairs = pairwise_measure(SAID, TRUE)
    assert (pairs.precision, pairs.recall) == (1 / 2, 1 / 3)
    assert pairs.f1 == pytest.approx(0.4)
    mean = b_cubed(each_b_cubed(SAID, TRUE))
    assert mean.precision == pytest.approx((1 + 1 + 0.5 + 0.5 + 1) / 5)
    assert mean.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)


@given(partitions)
def test_measures_are_what_counting_every_pair_gives(both: tuple[dict[str, str], ...]) -> None:
    said, true = both
    pairs = list(combinations(true, 2))
    put = [pair for pair in pairs if said[pair[0]] == said[pair[1]]]
    due = [pair for pair in pairs if true[pair[0]] == true[pair[1]]]
    hits = len(set(put) & set(due))
    measure = pairwise_measure(said, true)
    assert measure.precision == (hits / len(put) if put else 1)
    assert measure.recall == (hits / len(due) if due else 1)
    for mention, precision, recall in each_b_cubed(said, true):
        cluster = {m for m in said if said[m] == said[mention]}
        person = {m for m in true if true[m] == true[mention]}
        assert precision == len(cluster & person) / len(cluster)
        assert recall == len(cluster & person) / len(person)
    wrong = sum(fault.pairs for fault in false_merges(said, true))
    missed = sum(fault.pairs for fault in false_splits(said, true))
    assert (wrong, missed) == (len(put) - hits, len(due) - hits)


@given(partitions)
def test_the_truth_measures_as_perfect(both: tuple[dict[str, str], ...]) -> None:
    _, true = both
    assert pairwise_measure(true, true).f1 == 1
    assert b_cubed(each_b_cubed(true, true)).f1 == pytest.approx(1)
    assert false_merges(true, true) == false_splits(true, true) == []


def test_errors_are_counted_for_each_group() -> None:
    sexes = {"a": "F", "b": "F", "c": "M", "d": "M"}
    groups = by_group(SAID, TRUE, {"sex": sexes, "ethnicity": dict.fromkeys(TRUE, "")})
    assert set(groups) == {("sex", "F"), ("sex", "M"), ("sex", "not stated")}
    women, men = groups["sex", "F"], groups["sex", "M"]
    assert (women.mentions, women.merged, women.split) == (2, 0, 2)
    assert (men.mentions, men.merged, men.split) == (2, 2, 1)
    assert groups["sex", "not stated"].b_cubed.f1 == 1


def test_a_weight_is_a_probability_and_bins_compare_it_with_the_truth() -> None:
    assert probability(0) == 0.5
    assert probability(10) == pytest.approx(1024 / 1025)
    links = [("a", "b", 3.0), ("a", "c", 3.0), ("c", "d", 3.0), ("d", "e", -10.0), ("a", "?", 9.0)]
    low, high = reliability(links, TRUE)
    assert (low.pairs, low.true, high.pairs, high.true) == (1, 0, 3, 2)
    assert high.said == pytest.approx(8 / 9)
    expected = (3 * abs(8 / 9 - 2 / 3) + 1 / 1025) / 4
    assert calibration_error([low, high]) == pytest.approx(expected)
    assert calibration_error([]) is None


def test_faults_begin_with_the_largest_and_name_one_of_each_part() -> None:
    said = dict.fromkeys(("a", "b", "c", "d", "e"), "x") | {"f": "y", "g": "y"}
    true = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "2", "f": "3", "g": "4"}
    first, second = false_merges(said, true)
    assert (first.name, first.parts, first.pairs) == ("x", 2, 6)
    assert first.mentions == ("a", "d", "b", "e", "c")
    assert (second.name, second.pairs) == ("y", 1)


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small region, loaded: `out` beside `data`."""
    folder = tmp_path_factory.mktemp("evaluated")
    well("generate", "--out", folder / "out", "--incidents", 500, "--seed", 3, "--days", 90)
    paths = sorted((folder / "out" / "deliveries").iterdir())
    well("ingest", *paths, "--data", folder / "data")
    return folder


@pytest.mark.slow
def test_a_region_is_measured_without_those_whom_nobody_knows(region: Path) -> None:
    data, truth = region / "data", region / "out" / "truth"
    page, chart = region / "page.md", region / "chart.html"
    found = json.loads(
        well("evaluate", "identity", truth, "--data", data, "--json", "--page", page,
             "--charts", chart, "--png", region / "chart.png")
    )  # fmt: skip
    told = [json.loads(line) for line in (truth / "mentions.jsonl").read_text().splitlines()]
    known = {line["person"] for line in told if (line["person"] or "").startswith("p")}
    assert found["people"]["true"] == len(known)
    assert 0.5 < found["pairwise"]["f1"] <= 1
    assert {group["group"] for group in found["groups"]} >= {"sex", "decade of birth", "ethnicity"}
    assert found["made"] in chart.read_text() or "Who is who in out" in chart.read_text()
    assert (region / "chart.png").read_bytes().startswith(b"\x89PNG")
    assert page.read_text().startswith("## Measured on out\n")
    people = [json.loads(line) for line in (truth / "people.jsonl").read_text().splitlines()]
    spoken = well("evaluate", "identity", truth, "--data", data)
    assert not [who for who in people if f"{who['forename']} {who['surname']}" in spoken]


@pytest.mark.slow
def test_a_table_with_two_named_columns_is_a_truth(region: Path) -> None:
    with open_store(Settings.load(region / "data")) as store:
        table = region / "who.csv"
        table.write_text("ref, who\nnowhere,1\n", encoding="utf-8")
        with pytest.raises(InputError, match="no mention in this graph"):
            evaluate(store, table, Columns("ref", "who"))
        with pytest.raises(InputError, match="no column 'person'"):
            evaluate(store, table, Columns("ref", "person"))
        with pytest.raises(InputError, match="name its columns"):
            evaluate(store, table, None)
        with pytest.raises(InputError, match="is no truth of a region"):
            evaluate(store, region / "data", None)


PEOPLE = """unique_id,first_name,surname,dob,city,email,cluster
1,Ansel,Quillfeather,1971-06-24,Someton,ansel@example.com,p
2,Ansel,Quillfeather,1971-06-24,,ansel@example.com,p
3,Bryony,Hathersage,1984-02-11,,,q
4,,,,,,r
"""


def test_a_small_set_is_measured_in_the_words_of_a_page(
    embedded_store: Store, tmp_path: Path
) -> None:
    report = measured(embedded_store, tmp_path)
    assert (report.mentions, report.people, report.absent) == (3, 2, 1)
    assert report.pairs.f1 == report.b_cubed.f1 == 1
    page = tmp_path / "page.md"
    page.write_text("# Page\n\nWords.\n\n## After\n\nMore.\n", encoding="utf-8")
    write(report, page)
    first = page.read_text(encoding="utf-8")
    write(report, page)
    assert page.read_text(encoding="utf-8") == first
    assert first.startswith(
        "# Page\n\nWords.\n\n## After\n\nMore.\n\n## Measured on fake_1000.csv\n"
    )
    assert "| pairs | 1.0000 | 1.0000 | 1.0000 |" in section(report)


def measured(store: Store, tmp_path: Path) -> Report:
    """Four rows in the shape of fake_1000, loaded and measured."""
    from sessions import session_of

    from graph.derive.deliver import BatchWriter
    from ingest.delivery.load import load
    from ingest.mapping.mapping import recognise
    from ingest.resolve.run import resolve

    path = tmp_path / "fake_1000.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    with BatchWriter(store) as writer:
        load(writer, session_of(store), recognise(path), path)
    resolve(store, tmp_path / "data" / "scratch")
    return evaluate(store, path, Columns("unique_id", "cluster"))
