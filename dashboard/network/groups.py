"""Many nodes as one: those with the same neighbours, and those that somebody put together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from graph.explore.chart import Chart, Element, Link
from graph.explore.composition import Composition
from graph.model.schema import NodeKey

GROUP = "Group"
MANY = 300
"""From so many entities on, those with the same neighbours stand as one unless somebody says
otherwise (measured: 300 read well, 1,000 do not)."""
FEWEST = 3


def members(element: Element) -> tuple[Element, ...]:
    """What an element of a chart stands for: itself, or what is in the group."""
    return tuple(element.props["members"]) if element.label == GROUP else (element,)


def folded(chart: Chart, composition: Composition) -> Chart:
    """The chart with groups in place of their members; a group's links say how many `times`."""
    groups = list(_bundles(chart, composition))
    wanted = composition.grouping
    if wanted or (wanted is None and len(chart.nodes) > MANY):
        taken = {each.place for group in groups for each in group}
        groups += _alike(chart, composition, taken)
    if not groups:
        return chart
    stand_for: dict[NodeKey, NodeKey] = {}
    nodes = []
    for group in groups:
        made = _group(group)
        nodes.append(made)
        stand_for |= {each.place: made.place for each in group}
    nodes += [node for node in chart.nodes if node.place not in stand_for]
    return replace(
        chart,
        nodes=tuple(sorted(nodes, key=lambda node: node.place)),
        links=tuple(_links(chart.links, stand_for)),
    )


def _group(group: list[Element]) -> Element:
    refs = "\n".join(sorted("/".join(each.place) for each in group))
    digest = hashlib.sha256(refs.encode()).hexdigest()[:16]
    return Element(GROUP, digest, "", {"members": group})


def _bundles(chart: Chart, composition: Composition) -> Iterable[list[Element]]:
    """The groups that somebody made, as far as their members are here."""
    by_ref = {"/".join(node.place): node for node in chart.nodes if node.place != chart.centre}
    taken: set[str] = set()
    for bundle in composition.bundles:
        group = [by_ref[ref] for ref in sorted(set(bundle) - taken) if ref in by_ref]
        if len(group) > 1:
            taken |= set(bundle)
            yield group


def _alike(chart: Chart, composition: Composition, taken: set[NodeKey]) -> Iterable[list[Element]]:
    """Nodes of one label that are tied to the same others in the same way."""
    near: dict[NodeKey, set[tuple[str, NodeKey]]] = {}
    for link in chart.links:
        near.setdefault(link.start, set()).add((link.type, link.end))
        near.setdefault(link.end, set()).add((link.type, link.start))
    alone = {*composition.opened, *composition.pinned, *composition.notes}
    alike: dict[tuple[str, tuple[tuple[str, NodeKey], ...]], list[Element]] = {}
    for node in chart.nodes:
        if node.place in taken or node.place == chart.centre or "/".join(node.place) in alone:
            continue
        alike.setdefault((node.label, tuple(sorted(near.get(node.place, ())))), []).append(node)
    return [group for _, group in sorted(alike.items()) if len(group) >= FEWEST]


def _links(links: Iterable[Link], stand_for: dict[NodeKey, NodeKey]) -> Iterable[Link]:
    counted: dict[tuple[str, NodeKey, NodeKey], tuple[Link, int]] = {}
    for link in links:
        start, end = stand_for.get(link.start, link.start), stand_for.get(link.end, link.end)
        if (start, end) == (link.start, link.end):
            yield link
        elif start != end:
            first, times = counted.get((link.type, start, end), (link, 0))
            counted[link.type, start, end] = (first, times + 1)
    for (type_, start, end), (first, times) in counted.items():
        yield Link(type_, start, end, "", {**first.props, "times": times})
