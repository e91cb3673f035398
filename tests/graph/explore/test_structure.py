"""Centrality and communities of a small sub-graph."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.explore.structure import central, communities, sub_graph

PAIRS = ["ab", "bc", "ca", "cd", "de", "ef", "fd"]  # two triangles with a bridge from c to d


def link(pair: str, type_: str = "RELATED_TO") -> dict[str, Any]:
    start, end = pair
    return {
        "start_label": "Person",
        "start_id": start,
        "end_label": "Person",
        "end_id": end,
        "type": type_,
    }


def test_those_on_the_bridge_stand_between() -> None:
    first, second, *_ = central(sub_graph(map(link, PAIRS)))
    assert [first.place, second.place] == [("Person", "c"), ("Person", "d")]
    assert (first.links, first.between) == (3, 0.6)


def test_two_triangles_are_two_communities() -> None:
    groups = communities(sub_graph(map(link, PAIRS)))
    assert ["".join(id_ for _, id_ in group) for group in groups] == ["abc", "def"]


@given(st.permutations(PAIRS))
def test_the_order_of_the_links_does_not_matter(pairs: list[str]) -> None:
    graph, other = sub_graph(map(link, pairs)), sub_graph(map(link, PAIRS))
    assert central(graph) == central(other)
    assert communities(graph) == communities(other)


def test_links_between_the_same_two_are_one_edge_with_its_types() -> None:
    graph = sub_graph([link("ab"), link("ba", "CONTACTED"), link("aa")])
    edges = list(graph.edges(data="types"))
    assert edges == [(("Person", "a"), ("Person", "b"), ["CONTACTED", "RELATED_TO"])]


def test_nothing_has_no_structure() -> None:
    assert central(sub_graph([])) == []
    assert communities(sub_graph([])) == []
