"""A chart as a networkx graph whose attributes every exchange format can hold.

GraphML, GEXF, GML and JSON know text, numbers and truth: an instant becomes ISO text in UTC, a list
its values with commas between, and what is absent is not there.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import networkx as nx

from graph.explore.chart import Chart, Link

POSSIBLE = "possible"


def network_of(chart: Chart) -> nx.MultiGraph:
    """Nodes (label, id) with their properties; links with theirs, their `type` and `starts_at`.

    It has no direction, since a link says who acted and not which way a tie leads; `starts_at` is
    the `label/id` that it starts at. `possible` tells what is only possible from what is recorded.
    """
    network: nx.MultiGraph = nx.MultiGraph(
        guarded=chart.guarded, withheld=chart.withheld, left_out=chart.left_out
    )
    for node in chart.nodes:
        network.add_node(node.place)
        network.nodes[node.place].update(_plain(node.props), label=node.label, name=node.name)
    for link in chart.links:
        key = " ".join(filter(None, (link.type, link.key)))
        if network.has_edge(link.start, link.end, key):  # each is the other's sibling, say
            key = f"{key} back"
        network.add_edge(link.start, link.end, key=key)
        network.edges[link.start, link.end, key].update(
            _plain(link.props),
            type=link.type,
            label=link.type,  # GEXF gives `type` a meaning of its own and shows the label
            possible=is_possible(link),
            starts_at="/".join(link.start),
        )
    return network


def is_possible(link: Link) -> bool:
    """Whether a link is worked out or only possible, and no fact that a record states."""
    words = {link.props.get("attribution"), link.props.get("use")}
    return link.type in ("POSSIBLY_BY", "POSSIBLY_SAME") or POSSIBLE in words


def _plain(props: dict[str, Any]) -> dict[str, str | int | float | bool]:
    return {name: _one(value) for name, value in props.items() if value is not None}


def _one(value: Any) -> str | int | float | bool:
    if isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, list):
        return ", ".join(str(_one(each)) for each in value if each is not None)
    return value.isoformat() if isinstance(value, dt.date) else json.dumps(value, default=str)
