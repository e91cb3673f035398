"""What is kept from night to night is what one night over everything gives."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from burglaries import burglaries

from graph.errors import InputError
from graph.series import kept as keeping
from graph.series.events import Event
from graph.series.groups import series
from graph.series.kept import Kept

EVENTS, DOERS = burglaries(5, doers=24, singles=12, unsolved=15)


@pytest.fixture(scope="module")
def whole() -> Kept:
    made = keeping.bring_up(None, EVENTS, DOERS)
    assert made
    return made


def test_night_by_night_is_as_all_at_once(whole: Kept) -> None:
    night, compared = Kept(whole.model, {}, {}), []
    for many in (len(EVENTS) * 17 // 20, len(EVENTS) * 19 // 20, len(EVENTS)):
        later = keeping.bring_up(night, EVENTS[:many], DOERS)
        assert later
        assert later.model is whole.model
        compared.append(later.compared)
        night = later
    assert night.pairs == whole.pairs
    assert sum(compared) == whole.compared
    assert len(whole.pairs) > 20
    again = keeping.bring_up(night, EVENTS[::-1], DOERS)
    assert again
    assert again.compared == 0
    assert again.pairs == whole.pairs


def test_what_changed_is_compared_again_and_what_went_is_gone(whole: Kept) -> None:
    (a, b), bits = max(whole.pairs.items(), key=lambda pair: pair[1])
    moved = [
        dataclasses.replace(event, place=(9e6, 9e6), begins=None, ends=None)
        if event.id == a
        else event
        for event in EVENTS
    ]
    later = keeping.bring_up(whole, moved, DOERS)
    assert later
    assert later.compared == len(EVENTS) - 1
    assert later.pairs.get((a, b), -99) < bits
    less = keeping.bring_up(whole, [event for event in EVENTS if event.id != b], DOERS)
    assert less
    assert less.compared == 0
    assert not any(b in pair for pair in less.pairs)


def test_it_is_read_as_it_was_written(whole: Kept, tmp_path: Path) -> None:
    path = tmp_path / "work" / "series.json"
    with pytest.raises(InputError, match="run `throughline night`"):
        keeping.needed(path)
    keeping.write(whole, path)
    later = keeping.bring_up(keeping.read(path), EVENTS, DOERS)
    assert later
    assert (later.compared, later.pairs) == (0, whole.pairs)
    path.write_text("{", encoding="utf-8")
    assert keeping.read(path) is None


def test_it_learns_anew_when_much_more_is_solved(whole: Kept) -> None:
    some = dict(sorted(DOERS.items())[: len(DOERS) * 2 // 3])
    before = keeping.bring_up(None, EVENTS, some)
    assert before
    after = keeping.bring_up(before, EVENTS, DOERS)
    assert after
    assert after.model.pairs == whole.model.pairs
    assert keeping.bring_up(whole, EVENTS, {}) is None


def test_an_unsolved_incident_attaches_to_the_series_that_it_is_like(whole: Kept) -> None:
    close = [
        dataclasses.replace(
            EVENTS[-1],
            id=f"s{k}",
            begins=dt.datetime(2021, 3, 1 + k, 21, tzinfo=dt.UTC),
            ends=None,
            place=(100.0 + 30 * k, 200.0),
            traits={"entry": frozenset(["entry 0"])},
        )
        for k in range(4)
    ]
    far = dataclasses.replace(close[0], id="far", place=(2e4, 3e4), begins=None)
    later = dataclasses.replace(whole, digests={}, pairs={})
    kept = keeping.bring_up(later, [*EVENTS, *close, far], DOERS)
    assert kept
    solved = {f"s{k}": frozenset(["doer"]) for k in range(3)}
    near = [(*pair, bits) for pair, bits in kept.pairs.items()]
    groups = series(kept.model, [*close, far], near, solved)
    assert [(each.members, each.solved) for each in groups] == [
        (("s0", "s1", "s2", "s3"), ("s0", "s1", "s2"))
    ]
    assert groups[0].bits == pytest.approx(sum(groups[0].terms.values()), abs=0.05)
    # A series that is wholly solved asks nothing.
    assert series(kept.model, [*close, far], near, solved | {"s3": frozenset(["doer"])}) == []


def _payday(event: Event) -> dt.datetime:
    """One day, at the hour that the event has."""
    assert event.begins
    return event.begins.replace(year=2020, month=2, day=28)


def test_a_hotspot_and_a_payday_are_no_series() -> None:
    draw = np.random.default_rng(3)
    crowd = [
        dataclasses.replace(
            event,
            id=f"{where}{k:02}",
            place=(3000 + float(draw.uniform(0, 60)), 3000.0) if where == "hot" else event.place,
            begins=_payday(event) if where == "pay" else event.begins,
            ends=_payday(event) if where == "pay" else event.ends,
        )
        for where in ("hot", "pay")
        for k, event in enumerate(burglaries(8, doers=0, singles=0, unsolved=25)[0])
    ]
    kept = keeping.bring_up(None, [*EVENTS, *crowd], DOERS)
    assert kept
    near = [(*pair, bits) for pair, bits in kept.pairs.items()]
    groups = series(kept.model, crowd, near, {})
    # A few of each twenty-five are alike by chance; no crowd is told as one.
    assert max(len(each.members) for each in groups) <= 5
