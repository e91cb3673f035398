"""By what a chart can be filtered: kind, gravity, role, force, behaviour, grade."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from dashboard.words import severity
from graph.explore.chart import Chart, Element
from graph.model.schema import NodeKey

EVENTS = ("Incident", "Order")
UNGRADED = "none"


def forces_of(chart: Chart) -> dict[NodeKey, frozenset[str]]:
    """Which forces recorded each element, as far as this chart shows: an incident's or order's own,
    and of anything else those of the incidents and orders that it is linked to."""
    own = {
        node.place: str(node.props.get("force") or node.props.get("issuer") or "")
        for node in chart.nodes
        if node.label in EVENTS
    }
    forces: dict[NodeKey, set[str]] = {place: {force} for place, force in own.items() if force}
    for link in chart.links:
        for here, there in ((link.start, link.end), (link.end, link.start)):
            if own.get(there) and here not in own:
                forces.setdefault(here, set()).add(own[there])
    return {place: frozenset(names) for place, names in forces.items()}


def facets(
    element: Element,
    kinds: Mapping[NodeKey, str],
    forces: Mapping[NodeKey, frozenset[str]],
    grades: Mapping[NodeKey, Collection[str]],
) -> frozenset[str]:
    """The lines of the legend that an element belongs to."""
    names = {element.label}
    if element.label == "Incident":
        names = {f"severity-{severity(element.props.get('offence_classes') or ())}"}
        names |= {f"behaviour-{each}" for each in element.props.get("behaviours") or ()}
    if element.label in EVENTS:
        names |= {f"force-{force}" for force in forces.get(element.place, ())}
        names |= {f"grade-{grade}" for grade in grades.get(element.place) or (UNGRADED,)}
    kind = kinds.get(element.place)
    if kind in ("suspect", "victim"):
        names.add(f"role-{kind}")
    return frozenset(names)
