"""Who stands between whom in a network, and which groups it falls into."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from graph.explore.structure import COLUMNS, structure

PAIRS = ["ab", "bc", "ca", "cd", "de", "ef", "fd"]  # two triangles with a bridge from c to d


def network(pairs: Iterable[str]) -> nx.MultiDiGraph:
    made: nx.MultiDiGraph = nx.MultiDiGraph()
    for pair in pairs:
        made.add_edge(("Person", pair[0]), ("Person", pair[1]), type="RELATED_TO")
    for _, id_ in made.nodes:
        made.nodes["Person", id_]["name"] = id_.upper()
    return made


def test_those_on_the_bridge_stand_between() -> None:
    found = structure(network(PAIRS))
    assert found.id.tolist() == list("cdabef")
    assert found.iloc[0].to_dict() == {
        "label": "Person", "id": "c", "name": "C", "links": 3, "between": 0.6, "group": 0,
    }  # fmt: skip


def test_two_triangles_are_two_groups() -> None:
    groups = structure(network(PAIRS)).groupby("group").id.apply(sorted)
    assert groups.map("".join).tolist() == ["abc", "def"]


def test_the_largest_group_is_the_first() -> None:
    found = structure(network([*PAIRS, "dg", "eg", "fg"])).set_index("id")
    assert found.group[["a", "d", "g"]].tolist() == [1, 0, 0]


@given(st.permutations(PAIRS), st.booleans())
def test_neither_order_nor_direction_matters(pairs: list[str], turned: bool) -> None:
    found = structure(network(pair[::-1] if turned else pair for pair in pairs))
    pd.testing.assert_frame_equal(found, structure(network(PAIRS)))


def test_several_links_between_two_are_one_tie_and_one_to_itself_is_none() -> None:
    found = structure(network(["ab", "ab", "ba", "aa", "bc"]))
    assert found.links.tolist() == [2, 1, 1]


def test_nobody_who_is_alone_stands_between() -> None:
    assert structure(network([])).columns.tolist() == list(COLUMNS)
    alone = structure(network(["aa", "bb"]))
    assert alone.between.tolist() == [0, 0]
    assert alone.group.tolist() == [0, 1]
