"""What is not shown of a chart: what somebody put away, and what hangs on that alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from dashboard.network.chart import Node, Picture
from dashboard.network.facets import EVENTS
from graph.explore.chart import Element

ALL_OF_THEM = ("behaviour-", "grade-")
"""An element may have several of these: it is put away when each of them is."""


@dataclass(frozen=True)
class Filters:
    """What somebody put away: lines of the legend by name, and all outside of [since, until]."""

    names: frozenset[str] = frozenset()
    since: dt.date | None = None
    until: dt.date | None = None


def hidden_keys(picture: Picture, filters: Filters) -> frozenset[str]:
    """The nodes that are not shown: those put away, and those that hang on these alone."""
    if filters == Filters():
        return frozenset()
    away = {node.key for node in picture.nodes.values() if _is_away(node, filters)}
    anchor = picture.nodes.get(picture.chart.centre)
    away.discard(anchor.key if anchor else "")
    events = {
        node.key
        for place, node in picture.nodes.items()
        if node.kind in EVENTS and node.key in away
    }
    lonely = {
        node.key
        for node in picture.nodes.values()
        if node is not anchor and node.key not in away and _hangs_on(picture, node, away, events)
    }
    return frozenset(away | lonely)


def _hangs_on(picture: Picture, node: Node, away: Collection[str], events: Collection[str]) -> bool:
    others = picture.near[node.key] - {node.key}
    return bool(others & set(events)) and others <= set(away)


def _is_away(node: Node, filters: Filters) -> bool:
    """A group is, when each of its members is."""
    if all(_put_away(names, filters.names) for names in node.facets):
        return True
    return node.element.label == "Incident" and not _in_time(node.element, filters)


def _put_away(names: Collection[str], hidden: Collection[str]) -> bool:
    several = [{name for name in names if name.startswith(prefix)} for prefix in ALL_OF_THEM]
    rest = set(names).difference(*several)
    return not rest.isdisjoint(hidden) or any(some and some <= set(hidden) for some in several)


def _in_time(element: Element, filters: Filters) -> bool:
    """Whether it may have happened then; what has no time is shown."""
    start = element.props.get("occurred_from") or element.props.get("recorded_at")
    end = element.props.get("occurred_to") or start
    if not isinstance(start, dt.datetime) or not isinstance(end, dt.datetime):
        return True
    late = filters.until is not None and start.date() > filters.until
    return not late and not (filters.since is not None and end.date() < filters.since)
