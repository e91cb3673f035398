"""Ids and rows are cut into batches, in their order, without reading ahead."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.batches import SIZE, batches


@given(st.lists(st.integers()), st.integers(1, 5))
def test_batches_are_full_but_the_last_and_hold_everything(items: list[int], size: int) -> None:
    cut = list(batches(iter(items), size))
    assert [item for batch in cut for item in batch] == items
    assert all(len(batch) == size for batch in cut[:-1])
    assert all(0 < len(batch) <= size for batch in cut)


def test_a_batch_is_read_only_when_it_is_asked_for() -> None:
    stream = iter(range(2 * SIZE))
    assert len(next(batches(stream))) == SIZE
    assert next(stream) == SIZE
