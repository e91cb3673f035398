"""Connected components of numbered mentions, and their pieces where one is too large."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from graph.identity.partition import MOST, STEP

Numbers = NDArray[np.int64]


def cut_pieces(
    numbers: Numbers, left: Numbers, right: Numbers, weight: Numbers, threshold: int
) -> tuple[Numbers, Numbers]:
    """The smallest number of each one's component, and of its piece: no larger than MOST.

    `numbers` are sorted; `left` and `right` are the ends of links.
    """
    labels = numbers.copy()
    whole = labels
    left, right = np.searchsorted(numbers, left), np.searchsorted(numbers, right)
    todo, cut = np.arange(len(numbers)), threshold
    while len(todo):
        keep = weight >= cut
        component, smallest = _connected(numbers, left[keep], right[keep])
        labels[todo] = smallest[component[todo]]
        whole = labels.copy() if cut == threshold else whole
        sizes = np.bincount(component)
        todo = todo[sizes[component[todo]] > MOST]
        inside = np.zeros(len(numbers), dtype=bool)
        inside[todo] = True
        within = inside[left] & inside[right]
        left, right, weight = left[within], right[within], weight[within]
        cut += STEP
    return whole, labels


def _connected(numbers: Numbers, left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    """The component of each number, and the smallest number of each component.

    `left` and `right` hold the places in `numbers` of the ends of links.
    """
    links = np.ones(len(left), dtype=np.int8), (left, right)
    graph = coo_array(links, shape=(len(numbers), len(numbers)))
    _, component = connected_components(graph, directed=False)
    smallest = np.full(component.max() + 1, np.iinfo(np.int64).max)
    np.minimum.at(smallest, component, numbers)
    return component.astype(np.int64), smallest


def joined(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """(number, smallest number that pairs connect it with) of each number in the pairs."""
    if not pairs:
        return []
    numbers, ends = np.unique(np.array(pairs, dtype=np.int64), return_inverse=True)
    component, smallest = _connected(numbers, *ends.reshape(-1, 2).T)
    return list(zip(numbers.tolist(), smallest[component].tolist(), strict=True))
