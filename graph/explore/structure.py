"""The structure of a network that somebody asked for: who stands between, which groups."""

from __future__ import annotations

import networkx as nx
import pandas as pd

from graph.explore.centrality import placed

COLUMNS = ("label", "id", "name", "links", "between", "group")


def structure(network: nx.Graph) -> pd.DataFrame:
    """A row for each node of `Notebook.network`, those that most stand between others first.

    `links` counts the other nodes it is tied to; `between` is its share, 0 to 1, of the
    shortest paths; `group` numbers the groups that hang together more closely (greedy
    modularity), 0 the largest.
    """
    rows = [
        (*node, network.nodes[node]["name"], place.links, place.between, place.group)
        for node, place in placed(network.nodes, network.edges()).items()
    ]
    rows.sort(key=lambda row: (-row[4], -row[3], row[0], row[1]))
    return pd.DataFrame(rows, columns=list(COLUMNS))
