"""What an evaluation calls right, wrong and missed."""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InputError
from graph.oversight.proportions import wilson
from ingest.evaluate.chart import html
from ingest.evaluate.detection import (
    Attribution,
    FirstFlag,
    NearMiss,
    Raised,
    auc,
    calibration,
    errors_by,
    first_flags,
    judge,
    missed,
    near_misses,
    scores,
)
from ingest.evaluate.page import page, table
from ingest.evaluate.run import Report, _pairs, as_data
from ingest.evaluate.truth import Truth, read_truth

DAY = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def line(id_: str, *expects: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "family": "any",
        "suspects": ["p1"],
        "victims": ["p2"],
        "incidents": ["north/A 1", "north/A 2", "north/A 3"],
        "orders": [],
        "first_report": DAY.isoformat(),
        "expects": list(expects),
        "allows": [],
        "imitates": [],
        **more,
    }


def truth(folder: Path, cases: list[dict[str, Any]], negatives: list[dict[str, Any]]) -> Truth:
    people = [
        {"id": f"p{n}", "force": "north", "sex": "FM"[n % 2], "ethnicity": "W1"}
        for n in range(1, 9)
    ]
    lines = {"cases": cases, "negatives": negatives, "people": people}
    for name, rows in lines.items():
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(text)
    region = {"seed": 1, "incidents": 3, "start": "2024-01-01", "days": 9}
    (folder / "summary.json").write_text(json.dumps(region))
    return read_truth(folder)


def raised(rule: str, *subjects: str, at: dt.datetime = DAY, named: tuple[str, ...] = ()) -> Raised:
    people = tuple(each for each in subjects if each.startswith("p"))
    return Raised(f"{rule}/{subjects}", rule, subjects, people, frozenset(named), at)


COURSE = {"rule": "course_of_conduct", "subjects": ["p1", "p2"]}


@pytest.mark.parametrize(
    ("subjects", "verdict"),
    [(("p1", "p2"), "right"), (("p2", "p1"), "wrong"), (("p1", "p9"), "wrong")],
)
def test_who_did_it_and_who_suffered_are_not_mixed_up(
    tmp_path: Path, subjects: tuple[str, ...], verdict: str
) -> None:
    known = truth(tmp_path, [line("a", COURSE)], [])
    (judged,) = judge(known, [raised("course_of_conduct", *subjects)])
    assert judged.verdict == verdict


def test_a_rule_that_may_speak_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    known = truth(
        tmp_path,
        [line("a", COURSE, allows=["escalation"])],
        [line("b", suspects=["p3"], victims=["p4"], imitates=["escalation"], incidents=[])],
    )
    flags = [raised("escalation", "p1", "p2"), raised("escalation", "p3", "p4")]
    assert [each.verdict for each in judge(known, flags)] == ["allowed", "wrong"]
    (course, escalation) = scores(known, judge(known, flags), {})
    assert (course.expected, course.found) == (1, 0)
    assert (escalation.allowed, escalation.wrong, escalation.fooled) == (1, 1, 1)


def test_a_flag_about_an_incident_or_several_meets_what_is_expected_of_them(
    tmp_path: Path,
) -> None:
    series = {"rule": "unknown_suspect", "subjects": ["north/A 1", "north/A 2", "north/A 3"]}
    breach = {"rule": "order_breach", "subjects": ["p1", "north/O/1"]}
    known = truth(tmp_path, [line("a", series, breach, orders=["north/O/1"])], [])
    assert known.cases[0].expects[1].subjects == ("p1", "north/O%2F1")
    flags = [
        raised("unknown_suspect", "north/A 1", "north/A 2"),
        raised("unknown_suspect", "north/A 1", "north/B 2"),
        raised("order_breach", "p1", "north/O%2F1"),
        raised("order_breach", "p1", "north/A 1", named=("north/O%2F1",)),
        raised("order_breach", "p1", "north/O%2F2"),
    ]
    verdicts = [each.verdict for each in judge(known, flags)]
    assert verdicts == ["right", "wrong", "right", "right", "wrong"]


def test_time_to_flag_counts_from_the_first_report(tmp_path: Path) -> None:
    known = truth(tmp_path, [line("a", COURSE)], [])
    recorded = {f"north/A {n}": DAY + dt.timedelta(days=2 * (n - 1)) for n in (1, 2, 3)}
    later = raised("course_of_conduct", "p1", "p2", at=DAY + dt.timedelta(days=9))
    flag = raised("course_of_conduct", "p1", "p2", at=DAY + dt.timedelta(days=2.5))
    judged = judge(known, [later, flag])
    (score,) = scores(known, judged, recorded)
    assert (score.days, score.reports) == ([2.5], [2])
    first = FirstFlag("a", "course_of_conduct", 2, 2.5)
    assert list(first_flags(known, judged, recorded)) == [first]
    assert list(first_flags(known, [], recorded)) == [FirstFlag("a", None, 0, 0.0)]


def test_errors_are_told_by_group(tmp_path: Path) -> None:
    known = truth(tmp_path, [line("a", COURSE), line("b", suspects=["p4"], incidents=[])], [])
    errors = errors_by(known, judge(known, [raised("course_of_conduct", "p4", "p1")]))
    assert (errors["sex", "M"].expected, errors["sex", "M"].missed) == (1, 1)
    assert (errors["sex", "F"].raised, errors["sex", "F"].wrong) == (1, 1)
    assert errors["force", "north"].missed == 1


@given(st.integers(0, 500), st.integers(0, 500))
def test_an_interval_holds_its_share_and_narrows_with_more(hits: int, misses: int) -> None:
    total = hits + misses
    low, high = wilson(hits, total)
    assert 0 <= low <= high <= 1
    if total:
        assert low <= hits / total + 1e-9
        assert high >= hits / total - 1e-9
        more = wilson(10 * hits, 10 * total)
        assert more[1] - more[0] < high - low


def test_the_interval_is_that_of_the_textbook() -> None:
    low, high = wilson(8, 10)
    assert math.isclose(low, 0.4902, abs_tol=1e-3)
    assert math.isclose(high, 0.9433, abs_tol=1e-3)


def test_attributions_are_ranked_and_calibrated() -> None:
    found = [Attribution(0.95, True), Attribution(0.91, True), Attribution(0.15, False)]
    assert auc(found) == 1.0
    assert auc([*found, Attribution(0.99, False)]) == 0.5
    assert auc(found[:2]) is None
    bins = calibration(found)
    assert [(round(each.mean, 2), each.true, each.total) for each in bins] == [
        (0.15, 0, 1),
        (0.93, 2, 2),
    ]


def test_the_page_and_the_charts_say_the_figures(tmp_path: Path) -> None:
    known = truth(tmp_path, [line("a", COURSE)], [])
    judged = judge(known, [raised("course_of_conduct", "p1", "p2")])
    report = Report(
        made=DAY.date(),
        incidents=3,
        summary=known.summary,
        scores=scores(known, judged, {}),
        errors=errors_by(known, judged),
        firsts=list(first_flags(known, judged, {})),
        timed=False,
        bins=[],
        auc=None,
        attributions=0,
        judged=judged,
        misses=[NearMiss("namesakes", ("serial_perpetrator",), 20, 1, 2)],
        missed=missed(known, judged),
    )
    assert as_data(report)["rules"][0]["recall"]["value"] == 1.0
    assert as_data(report)["missed"] == []
    unseen = as_data(replace(report, missed=missed(known, [])))["missed"]
    assert unseen == [{"rule": "course_of_conduct", "subjects": ["p1", "p2"], "case": "a"}]
    text = page(report)
    assert "2024-01-01" in text
    replayed = page(replace(report, timed=True))
    assert "throughline replay --from 2024-01-01 --to 2024-01-10" in replayed
    assert "| course_of_conduct | 1 | 1.00 (0.21 to 1.00) | 1 / 0 / 0 |" in text
    assert "| namesakes | serial_perpetrator | 1 of 20: 0.05 (0.01 to 0.24) | 2 |" in text
    assert "Namesakes and households: fooled 1 of 20: 0.05" in text
    drawn = html(report)
    assert "course of conduct" in drawn
    assert "http" not in drawn
    assert table(("a",), []) == "Nothing was measured."


def test_a_near_miss_is_fooled_by_a_rule_that_must_be_silent_and_joined_by_one_person(
    tmp_path: Path,
) -> None:
    silent = {"imitates": ["serial_perpetrator", "course_of_conduct"], "family": "namesakes"}
    first = line("a", suspects=["p1", "p3"], victims=[], **silent)
    second = line("b", suspects=["p4", "p5"], victims=[], incidents=["north/B 1"], **silent)
    known = truth(tmp_path, [line("c", suspects=["p6"], victims=[])], [first, second])
    flags = [raised("serial_perpetrator", "p1"), raised("order_breach", "p4")]
    flags += [raised("course_of_conduct", "p3", "p4"), raised("serial_perpetrator", "p6")]
    assert near_misses(known, judge(known, flags), [{"p4", "p5"}, {"p3", "p4"}]) == [
        NearMiss("namesakes", ("course_of_conduct", "serial_perpetrator"), 2, 1, 1)
    ]


def test_a_folder_without_a_truth_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no truth of a region"):
        read_truth(tmp_path)


def test_what_should_be_joined_is_ranked_against_what_imitates_it(tmp_path: Path) -> None:
    joined = {"rule": "unknown_suspect", "subjects": ["north/A 1", "p1"]}
    lure = line("b", suspects=["p3"], incidents=["north/B 1"], imitates=["unknown_suspect"])
    known = truth(tmp_path, [line("a", joined)], [lure])
    pairs = _pairs({("north/A 1", "p1"): 0.9, ("north/A 2", "p7"): 0.4}, known)
    assert sorted((each.probability, each.true) for each in pairs) == [
        (0.0, False),
        (0.4, False),
        (0.9, True),
    ]
    assert auc(pairs) == 1.0
    assert auc(_pairs({}, known)) == 0.5
