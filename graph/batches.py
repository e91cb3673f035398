"""Cuts what is too much for one statement: ids and rows go to the engine in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

SIZE = 500
T = TypeVar("T")


def batches(items: Iterable[T], size: int = SIZE) -> Iterator[list[T]]:
    """The items in their order, in lists of at most `size`; read only as they are asked for."""
    stream = iter(items)
    while batch := list(islice(stream, size)):
        yield batch
