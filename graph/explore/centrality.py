"""How nodes are placed among each other: between, triangles, groups.

It says how somebody is placed among these records, nothing about danger. Direction does not count:
a link says who acted, not which way a tie leads. The same network gives the same figures in any
order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from graph.errors import InputError, QueryError
from graph.model.schema import NodeKey
from graph.queries import Query

if TYPE_CHECKING:
    import networkx as nx

N = TypeVar("N", str, NodeKey)
MOST_PEOPLE = 3000
"""Every shortest path of more would take minutes."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A node: to how many others it is tied, in how many triangles it is, its share (0 to 1) of
    the shortest paths, and the number of its group, 0 the largest."""

    links: int
    triangles: int
    between: float
    group: int


def placed(nodes: Iterable[N], ties: Iterable[tuple[N, N]]) -> dict[N, Placed]:
    """Where each node stands; parallel ties count once, and those to oneself not at all."""
    import networkx as nx  # slow to load, and few questions need it

    simple: nx.Graph = nx.Graph()
    simple.add_nodes_from(sorted(nodes))
    simple.add_edges_from(sorted({(min(tie), max(tie)) for tie in ties if tie[0] != tie[1]}))
    between, triangles, group = (
        nx.betweenness_centrality(simple),
        nx.triangles(simple),
        _groups(simple),
    )
    return {
        node: Placed(simple.degree[node], triangles[node], round(between[node], 9), group[node])
        for node in simple.nodes
    }


def _groups(simple: nx.Graph) -> dict[Any, int]:
    """The groups by greedy modularity."""
    import networkx as nx

    if simple.number_of_edges():
        groups = [sorted(each) for each in nx.community.greedy_modularity_communities(simple)]
    else:  # networkx divides by the number of edges
        groups = [[node] for node in simple.nodes]
    groups.sort(key=lambda each: (-len(each), each))
    return {node: number for number, each in enumerate(groups) for node in each}


def _structure(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Of rows with `person_id` and `with_ids`: the most central first."""
    ids = {row["person_id"] for row in rows}
    if len(ids) > MOST_PEOPLE:
        raise InputError(
            f"more than {MOST_PEOPLE:,} people are tied to each other: choose some with `ids`, or"
            " fewer `ties`"
        )
    ties = [(row["person_id"], other) for row in rows for other in row["with_ids"] if other in ids]
    places = placed(ids, ties)
    more = [
        {
            **row,
            "with_ids": [other for other in row["with_ids"] if other in ids],
            "links": places[row["person_id"]].links,
            "triangles": places[row["person_id"]].triangles,
            "between": places[row["person_id"]].between,
            "group": places[row["person_id"]].group,
        }
        for row in rows
    ]
    return sorted(more, key=lambda row: (-row["between"], -row["links"], row["person_id"]))


MEASURES: dict[str, Callable[[Sequence[Mapping[str, Any]]], list[dict[str, Any]]]] = {
    "structure": _structure
}
"""What a question of `ask/` computes outside Cypher: from all its rows, the rows with more."""


def measured(query: Query, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The rows with what the question's measure adds; as they are where there is none."""
    if not query.measure:
        return rows
    if query.measure not in MEASURES:
        raise QueryError(
            f"{query.file} names the measure {query.measure}, which does not exist: name one of"
            f" graph/explore/centrality.py ({', '.join(MEASURES)})"
        )
    return MEASURES[query.measure](rows)
