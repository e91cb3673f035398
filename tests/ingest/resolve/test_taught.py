"""A model taught from the mentions at hand, and from pairs that people labelled."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from small_town import generated, row

from graph.errors import InputError
from ingest.resolve import labels, rescore, teach
from ingest.resolve.labels import Label
from ingest.resolve.matcher import Matcher
from ingest.resolve.model import FILE, in_use
from ingest.resolve.rescore import LEVELS, Weighed

SHIPPED = in_use(Path("nowhere"))
PAIRS = [
    (
        row(f"a{n}", f"{name} pike", f"19{n + 50}-01-02", phones=[f"+4477009001{n:02d}"]),
        row(f"b{n}", f"{name} pike", f"19{n + 50}-01-02", addresses=[f"{n} mill lane"]),
    )
    for n, name in enumerate(("sam", "ann", "joy", "ivo", "max", "eve") * 4)
]
ROWS = [each for both in PAIRS for each in both]
LABELS = [Label(a[0], b[0], same=True) for a, b in PAIRS]
LABELS += [Label(one[0][0], two[1][0], same=False) for one, two in itertools.pairwise(PAIRS)]


def test_too_few_mentions_teach_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too few"):
        teach.teach(tmp_path, ROWS[:5], anew=True, labels=[], calibrate=False)
    assert not (tmp_path / FILE).exists()


@pytest.mark.slow
def test_a_model_says_what_it_was_trained_on_and_is_used_from_then_on(tmp_path: Path) -> None:
    model = teach.teach(tmp_path, generated(600), anew=True, labels=[], calibrate=False)
    assert in_use(tmp_path) == model
    assert model.version != SHIPPED.version
    assert model.trained_on["mentions"] == 600
    assert 0 < model.prior < 1
    again = teach.teach(tmp_path, generated(600), anew=True, labels=[], calibrate=False)
    assert again.version == model.version


@pytest.mark.slow
def test_labels_weigh_comparisons_and_choose_the_threshold(tmp_path: Path) -> None:
    weighed = teach.teach(tmp_path, ROWS, anew=False, labels=LABELS, calibrate=False)
    assert weighed.threshold == SHIPPED.threshold
    assert weighed.trained_on["labels"] == len(LABELS)
    chosen = teach.teach(tmp_path, ROWS, anew=False, labels=LABELS, calibrate=True)
    assert chosen.trained_on["f1"] == 1.0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b,same\nx,y,perhaps\n", "line 2"),
        ("a,b,same\nx,,yes\n", "line 2"),
        ("a,b,same\nx,y,yes\n", "1 pairs of one person and 0 of two: at least 20"),
        (
            "a,b,same\n" + "".join(f"x{n},y,yes\n" for n in range(40)),
            "40 pairs of one person and 0",
        ),
        ("a,b,same\n" + "".join(f"x{n},y,no\n" for n in range(40)), "0 pairs of one person and 40"),
        ("nothing", "at least"),
    ],
)
def test_a_file_that_holds_no_labels_is_refused(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "labels.csv"
    file.write_text(text)
    with pytest.raises(InputError, match=told):
        labels.read(file)


def test_labels_that_name_nobody_here_are_refused(tmp_path: Path) -> None:
    strangers = [Label(f"x{n}", f"y{n}", same=True) for n in range(30)]
    with pytest.raises(InputError, match="this graph"):
        teach.teach(tmp_path, ROWS, anew=False, labels=strangers, calibrate=False)


SAME_SURNAME = LEVELS.index(("surname", "same surname"))


def weighed(weights: list[float], same: list[bool], at: int | None = None) -> Weighed:
    """Pairs of these weights; those that are one person have a level that others have not."""
    levels = np.zeros((len(weights), len(LEVELS)))
    if at is not None:
        levels[:, at] = np.array(same)
    return Weighed(np.array(weights), np.array(weights), levels, np.array(same))


def test_labels_move_the_level_that_decides_too_many_pairs_wrongly() -> None:
    learnt = rescore._learnt(weighed([-1.0, -4.0] * 40, [True, False] * 40, SAME_SURNAME), 0.0)
    assert set(learnt) == {"surname"}
    assert learnt["surname"]["same surname"] > 1


@pytest.mark.parametrize(
    "same",
    [[True] * 100, [n % 25 > 0 for n in range(100)], [n % 2 == 0 for n in range(100)]],
    ids=["all of one kind", "nearly all", "drawn by lot"],
)
def test_labels_that_teach_nothing_move_nothing(same: list[bool]) -> None:
    """Nearly all that is linked is one person: the few that are not are no reason to move all."""
    draw = np.random.default_rng(3)
    pairs = weighed([float(x) for x in draw.uniform(0.5, 9, len(same))], same)
    levels = np.asarray(draw.random((len(same), len(LEVELS))) < 0.2, dtype=np.float64)
    assert not rescore._learnt(Weighed(pairs.weight, pairs.total, levels, pairs.truth), 0.0)


def test_what_a_limit_holds_stays_below_it() -> None:
    held = Weighed(np.array([-4.0]), np.array([9.0]), np.ones((1, len(LEVELS))), np.array([True]))
    assert held.shifted(np.ones(len(LEVELS))) == [-4.0]
    assert held.shifted(-np.ones(len(LEVELS)))[0] < -4.0


def test_pairs_are_drawn_at_random_once_and_what_is_said_of_them_is_kept(tmp_path: Path) -> None:
    work, file = tmp_path / "work.duckdb", tmp_path / "kept" / "labels.csv"
    with pytest.raises(InputError, match="throughline resolve"):
        labels.draw(work, 5, set())
    matcher = Matcher(SHIPPED, work)
    matcher.put(ROWS)
    matcher.update()
    matcher.close()
    drawn = labels.draw(work, 5, labels.labelled(file))
    assert len({(it.a, it.b) for it in drawn}) == 5
    assert drawn[0].shares
    for it in drawn[:2]:
        labels.append(file, Label(it.a, it.b, it.weight > 0), "ann", "2025-01-01T00:00:00Z")
    again = labels.draw(work, 5, labels.labelled(file))
    assert again[:3] == drawn[2:]
    assert len(labels.labelled(file)) == 2


@pytest.mark.slow
def test_labels_never_lower_what_the_model_does_without_them(tmp_path: Path) -> None:
    """Whatever was labelled: few of one kind, by lot, or rightly."""
    linked = [Label(a[0], b[0], same=True) for a, b in PAIRS]
    odd = [Label(one[0][0], two[1][0], same=False) for one, two in itertools.pairwise(PAIRS)]
    for chosen in (linked + odd[:5], linked[:5] + odd, [*linked, *odd]):
        taught = teach.teach(tmp_path, ROWS, anew=False, labels=chosen, calibrate=True)
        assert (taught.offsets, taught.lifted, taught.threshold) == ({}, (), SHIPPED.threshold)
