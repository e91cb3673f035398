"""Ranking pairs of a set with its truth, as anybody can run it on a public set."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from burglaries import burglaries

from graph.errors import InputError
from graph.series.events import Event
from graph.series.model import Doers
from ingest.commands.evaluate import linking
from ingest.evaluate.linking import auc, evaluate, fold_of, rank


def _written(folder: Path, events: list[Event], doers: Doers) -> tuple[Path, Path]:
    incidents, truth = folder / "crimes.csv", folder / "offenders.csv"
    traits = sorted({name for event in events for name in event.traits})
    with incidents.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["crimeID", "X", "Y", *traits, "DT.FROM", "DT.TO"])
        for event in events:
            assert event.place
            assert event.begins
            assert event.ends
            values = ["|".join(event.traits.get(name, ["NA"])) for name in traits]
            rows.writerow([event.id, *event.place, *values, event.begins, event.ends])
    lines = [f"{doer},{id_}" for id_, who in doers.items() for doer in sorted(who)]
    truth.write_text("\n".join(["offenderID,crimeID", *lines]), encoding="utf-8")
    return incidents, truth


def test_pairs_of_one_doer_are_ranked_above_others(tmp_path: Path) -> None:
    events, doers = burglaries(2, doers=45, singles=30)
    ranked = evaluate(*_written(tmp_path, events, doers), folds=3)
    assert ranked.auc > 0.85
    assert set(ranked.terms) == {"place", "gap", "hour", "weekday", "entry", "target", "tool"}
    assert ranked.auc > max(ranked.terms.values())
    assert ranked.proposed > 20
    assert ranked.right / ranked.proposed > 0.8


def test_doers_who_tell_nothing_are_ranked_by_nothing() -> None:
    events, doers = burglaries(2, doers=30, singles=0)
    ids = sorted(doers)
    shuffled = np.random.default_rng(1).permutation(ids).tolist()
    ranked = rank(events, {id_: doers[other] for id_, other in zip(ids, shuffled, strict=True)}, 2)
    assert 0.4 < ranked.auc < 0.6
    assert ranked.proposed < 5


def test_doers_of_one_incident_are_tested_together() -> None:
    fold = fold_of({"a": frozenset("xy"), "b": frozenset("x"), "c": frozenset("y")}, 3)
    assert len(set(fold.values())) == 1


def test_one_file_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="give both files"):
        linking(tmp_path / "crimes.csv")


def test_ties_count_half() -> None:
    assert auc(np.array([1.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0])) == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "has no rows"),
        ("place\nhere\n", "no column id"),
        ("id,x,y\n1,west,2\n", "x and y are numbers"),
        ("id,from\n1,3rd of May\n", "written like"),
    ],
)
def test_a_set_that_cannot_be_read_is_refused(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "crimes.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=why):
        evaluate(tmp_path / "crimes.csv", tmp_path / "crimes.csv")
