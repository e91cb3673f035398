"""Charts as people made them are kept: each action a state, the saved ones under a name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.explore.composition import Composition
from graph.model.compartments import Marking
from graph.saved.charts import KEPT, KeptCharts

SAM = ("Person", "sam")
OPEN = Marking()


def made(depth: int) -> Composition:
    return Composition(anchors=(SAM,), depth=depth, gone=(("Phone", "a/b"),))


def test_a_state_comes_back_as_it_was_and_says_what_was_before(tmp_path: Path) -> None:
    charts = KeptCharts(tmp_path / "charts.sqlite")
    assert charts.state("") is None
    assert charts.after("", SAM, "ana") == ""
    first = charts.keep("", SAM, "ana", made(1))
    second = charts.keep(first, SAM, "ana", made(2))
    state = KeptCharts(tmp_path / "charts.sqlite").state(second)
    assert state is not None
    assert (state.parent, state.anchor, state.composition) == (first, SAM, made(2))
    assert charts.after(first, SAM, "ana") == second
    third = charts.keep(first, SAM, "ana", made(3))
    assert charts.after(first, SAM, "ana") == third  # the one that was come to last
    assert charts.after(first, SAM, "bo") == ""
    assert (tmp_path / "charts.sqlite").stat().st_mode & 0o077 == 0


def test_a_name_has_versions_and_is_seen_by_whom_it_is_for(tmp_path: Path) -> None:
    charts = KeptCharts(tmp_path / "charts.sqlite")
    state = charts.keep("", SAM, "ana", made(1))
    assert charts.save("the  case", state, "ana", Marking(1), shared=False) == 1
    assert charts.save("the case", state, "ana", Marking(1), shared=True) == 2
    assert charts.save("tern", state, "ana", Marking(0, frozenset({"TERN"})), shared=True) == 1
    seen = charts.saved("bo", Marking(1))
    assert [(row.who, row.name, row.version, row.state) for row in seen] == [
        ("ana", "the case", 2, state)
    ]
    assert charts.saved("bo", OPEN) == []
    assert len(charts.saved("ana", Marking(1, frozenset({"TERN"})))) == 3
    with pytest.raises(InputError, match="give it one"):
        charts.save(" ", state, "ana", OPEN, shared=True)
    with pytest.raises(InputError, match="no longer kept"):
        charts.save("x", "none", "ana", OPEN, shared=True)


def test_what_nobody_saved_goes_after_a_while(tmp_path: Path) -> None:
    today = [dt.datetime(2025, 3, 1, tzinfo=dt.UTC)]
    charts = KeptCharts(tmp_path / "charts.sqlite", lambda: today[0])
    old, saved = (charts.keep("", SAM, "ana", made(depth)) for depth in (1, 2))
    charts.save("x", saved, "ana", OPEN, shared=False)
    today[0] += KEPT + dt.timedelta(days=1)
    charts.keep("", SAM, "ana", made(3))
    assert charts.state(old) is None
    assert charts.state(saved) is not None
