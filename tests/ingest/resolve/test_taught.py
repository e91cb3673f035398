"""A model taught from the mentions at hand, and from pairs that people labelled."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from small_town import generated, row

from graph.errors import InputError
from ingest.resolve import labels, teach
from ingest.resolve.labels import Label
from ingest.resolve.model import FILE, in_use

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
    assert weighed.scales
    assert weighed.threshold == SHIPPED.threshold
    assert weighed.trained_on["labels"] == len(LABELS)
    chosen = teach.teach(tmp_path, ROWS, anew=False, labels=LABELS, calibrate=True)
    assert chosen.trained_on["f1"] == 1.0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b,same\nx,y,perhaps\n", "line 2"),
        ("a,b,same\nx,,yes\n", "line 2"),
        ("a,b,same\nx,y,yes\n", "at least"),
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
