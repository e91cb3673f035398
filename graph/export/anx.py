"""A chart for i2 Analyst's Notebook, as Analyst's Notebook Exchange XML (anxwritter writes it).

Incidents are event frames in the order of their times, orders theme lines, everything else icons.
Identities are `Label/id`, so that two people of one name stay two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from anxwritter import ANXChart

from graph.explore.chart import Chart, Element, Link
from graph.explore.network import is_possible, network_of
from graph.export.looks import ICONS, colour_of
from graph.export.stamp import Stamp, writable
from graph.model.schema import NodeKey

Points = Mapping[NodeKey, tuple[float, float]]
_TEXT_LIMIT = 2_000
_UTC = {"id": 1, "name": "(UTC) Coordinated Universal Time"}
_DASHED, _SOLID = "Tentative", "Confirmed"


def write(chart: Chart, points: Points, stamp: Stamp) -> bytes:
    """The file, UTF-16 with its mark, as Analyst's Notebook reads it."""
    made = ANXChart({"summary": {"title": "Chart", "comments": _line(stamp.line)}})
    for name, value in stamp.lines:
        made.add_custom_property(name, _line(value))
    made.add_strength(name=_SOLID, dot_style="solid")
    made.add_strength(name=_DASHED, dot_style="dashed")
    for label in sorted({node.label for node in chart.nodes}):
        made.add_entity_type(name=label, icon_file=ICONS.get(label, "General"),
                             color=colour_of(label))  # fmt: skip
    attributes = network_of(chart).nodes
    for node in chart.nodes:
        _entity(made, node, points.get(node.place, (0.0, 0.0)), attributes[node.place])
    for number, link in enumerate(chart.links):
        _link(made, link, number)
    return b"".join(made.iter_anx_bytes())


def _entity(
    made: ANXChart, node: Element, point: tuple[float, float], props: Mapping[str, Any]
) -> None:
    given: dict[str, Any] = {
        "id": "/".join(node.place),
        "type": node.label,
        "label": _line(node.name or node.id),
        "x": round(point[0]),
        "y": round(point[1]),
        "attributes": {
            name: _line(str(value))
            for name, value in sorted(props.items())
            if name not in ("label", "name", "level") and value != ""
        },
    }
    if node.label == "Incident":
        made.add_event_frame(**given, **_when(node.props.get("occurred_from")))
    elif node.label == "Order":
        start = node.props.get("served_at") or node.props.get("from")
        made.add_theme_line(**given, **_when(start))
    else:
        made.add_icon(**given)


def _link(made: ANXChart, link: Link, number: int) -> None:
    """A link to itself is none in Analyst's Notebook: it is left out there."""
    if link.start == link.end:
        return
    made.add_link(
        link_id=f"L{number}",
        from_id="/".join(link.start),
        to_id="/".join(link.end),
        type=link.type,
        label=link.type.replace("_", " ").lower(),
        arrow="head",
        strength=_DASHED if is_possible(link) else _SOLID,
        **_when(link.props.get("first_seen")),
    )


def _when(instant: Any) -> dict[str, Any]:
    if not isinstance(instant, dt.datetime):
        return {}
    at = instant.astimezone(dt.UTC)
    return {"date": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M:%S}", "timezone": _UTC}


def _line(text: str) -> str:
    """In one line: a line break in an attribute's value is lost when XML is read."""
    return " ".join(writable(text).split())[:_TEXT_LIMIT]
