"""The structure of a sub-graph that somebody asked for: who stands between, which groups.

Takes the links of an answer (a neighbourhood, paths), never the whole region. The same
links give the same figures and groups in any order. A figure says how a person is placed
among these records, nothing about danger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

Place = tuple[str, str]  # (label, id)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one node is placed: `links` to others, and `between`, 0 to 1, of shortest paths."""

    place: Place
    links: int
    between: float


def sub_graph(links: Iterable[Mapping[str, Any]]) -> nx.Graph:
    """An undirected graph of rows with start_label, start_id, end_label, end_id and type.

    Several links between two nodes make one edge, whose `types` are sorted.
    """
    types: dict[tuple[Place, Place], set[str]] = {}
    for row in links:
        start = (row["start_label"], row["start_id"])
        end = (row["end_label"], row["end_id"])
        if start != end:
            types.setdefault((min(start, end), max(start, end)), set()).add(row["type"])
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(sorted({place for pair in types for place in pair}))
    for (start, end), found in sorted(types.items()):
        graph.add_edge(start, end, types=sorted(found))
    return graph


def central(graph: nx.Graph) -> list[Standing]:
    """Every node, those that most stand between others first, then by links and id."""
    between = nx.betweenness_centrality(graph)
    standing = [
        Standing(place, graph.degree[place], round(between[place], 9)) for place in graph.nodes
    ]
    return sorted(standing, key=lambda each: (-each.between, -each.links, each.place))


def communities(graph: nx.Graph) -> list[list[Place]]:
    """The groups that hang together more closely (greedy modularity), largest first."""
    if not graph.number_of_edges():
        return [[place] for place in sorted(graph.nodes)]
    groups = nx.community.greedy_modularity_communities(graph)
    return sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))
