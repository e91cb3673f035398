"""The graph in an analyst's notebook: answers as DataFrames, surroundings as networkx graphs.

    with Notebook("mine", purpose="review of repeat suspects") as book:
        suspects = book.ask("repeat_suspects", limit=20)
        around = book.network(suspects.person_id[0])
        book.structure(around).head()

Clearance, victim safety and audit hold here as everywhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

import networkx as nx
import pandas as pd

from graph.access.audit import open_audit
from graph.access.here import viewer_here
from graph.access.session import Session
from graph.changes.opening import open_store
from graph.errors import InputError
from graph.explore import answers as explore
from graph.explore import asking
from graph.explore.frames import frame
from graph.explore.structure import structure
from graph.settings import Settings


class Notebook:
    """A data folder, open to one person for one purpose. Close it, or use it in a `with`."""

    def __init__(
        self,
        data: str | Path | None = None,
        *,
        purpose: str,
        who: str | None = None,
        clearance: int | None = None,
    ) -> None:
        settings = Settings.load(Path(data) if data is not None else None)
        viewer = viewer_here(settings, purpose, clearance, name=who)
        self._session = Session(open_store(settings), open_audit(settings), viewer)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the engine go; the notebook is of no use after."""
        self._session.store.close()

    def ask(self, name: str, **given: Any) -> pd.DataFrame:
        """The answer to a question or rule, its columns typed as its file declares them."""
        query = asking.question(name)
        return frame(query, asking.ask(self._session, query, given))

    def network(self, person_id: str, depth: int = 2) -> nx.MultiDiGraph:
        """What lies within `depth` links (1 to 4) of a person.

        A node is (label, id) and has `label`, `name` and its properties; an edge has `type`
        and its properties. InputError when nobody has this id that the viewer may see.
        """
        chart = explore.neighbourhood(self._session, person_id, depth)
        if chart is None:
            raise InputError("nobody has this id, or none that you may see: search for the name")
        network: nx.MultiDiGraph = nx.MultiDiGraph()
        for node in chart.nodes:
            network.add_node(node.place)
            network.nodes[node.place].update(node.props, label=node.label, name=node.name)
        for link in chart.links:
            key = network.add_edge(link.start, link.end, key=(link.type, link.key))
            network.edges[link.start, link.end, key].update(link.props, type=link.type)
        return network

    @staticmethod
    def structure(network: nx.MultiDiGraph) -> pd.DataFrame:
        """Who stands between whom in a network that `network` gave, and its groups.

        A row for each node, the most central first: label, id, name, links, between, group.
        """
        return structure(network)
