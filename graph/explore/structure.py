"""The structure of a network that somebody asked for: who stands between, which groups.

It says how a node is placed among these records, nothing about danger. Direction does not
count: a link says who acted, not which way a tie leads.
"""

from __future__ import annotations

from typing import Any

import networkx as nx
import pandas as pd

COLUMNS = ("label", "id", "name", "links", "between", "group")


def structure(network: nx.MultiDiGraph) -> pd.DataFrame:
    """A row for each node of `Notebook.network`, those that most stand between others first.

    `links` counts the other nodes it is tied to; `between` is its share, 0 to 1, of the
    shortest paths; `group` numbers the groups that hang together more closely (greedy
    modularity), 0 the largest. The same network gives the same figures in any order.
    """
    simple: nx.Graph = nx.Graph()
    simple.add_nodes_from(sorted(network.nodes))
    simple.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in network.edges() if a != b}))
    between = nx.betweenness_centrality(simple)
    group = _groups(simple)
    rows = [
        (*node, network.nodes[node]["name"], simple.degree[node], round(share, 9), group[node])
        for node, share in between.items()
    ]
    rows.sort(key=lambda row: (-row[4], -row[3], row[0], row[1]))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _groups(simple: nx.Graph) -> dict[Any, int]:
    if simple.number_of_edges():
        found = [sorted(each) for each in nx.community.greedy_modularity_communities(simple)]
    else:  # networkx divides by the number of edges
        found = [[node] for node in simple.nodes]
    found.sort(key=lambda each: (-len(each), each))
    return {node: number for number, each in enumerate(found) for node in each}
