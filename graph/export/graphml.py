"""GraphML twice: with plain keys, as Gephi, networkx and igraph read it, and as yEd draws it.

The keys of Gephi: label, x, y, size, r, g, b, weight (its GraphML importer). Those of yEd stand in
elements of yWorks' own namespace. Parallel links stay parallel in both.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import networkx as nx

from graph.explore.chart import Chart
from graph.explore.network import network_of
from graph.export.looks import colour_of, rgb, size_of
from graph.export.stamp import Stamp, writable
from graph.model.schema import NodeKey

_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_YWORKS = "http://www.yworks.com/xml/graphml"
Points = Mapping[NodeKey, tuple[float, float]]


def write(chart: Chart, points: Points, stamp: Stamp) -> bytes:
    """For Gephi and whatever else reads plain GraphML. A node's id is `Label/id`."""
    made = io.BytesIO()
    nx.write_graphml(_plain(chart, points, stamp), made, named_key_ids=True)
    return made.getvalue()


def _plain(chart: Chart, points: Points, stamp: Stamp) -> nx.MultiGraph:
    found = network_of(chart)
    plain: nx.MultiGraph = nx.MultiGraph(
        **{name.lower().replace(" ", "_"): value for name, value in stamp.lines}
    )
    for place, props in found.nodes(data=True):
        red, green, blue = rgb(colour_of(place[0]))
        x, y = points.get(place, (0.0, 0.0))
        plain.add_node(
            "/".join(place),
            **_texts({**props, "kind_of_entity": place[0], "label": props["name"] or place[1]}),
            x=float(x), y=float(-y),  # Gephi counts upwards
            size=float(size_of(place[0])), r=red, g=green, b=blue,
        )  # fmt: skip
    for start, end, key, props in found.edges(keys=True, data=True):
        plain.add_edge("/".join(start), "/".join(end), key=key, **_texts(props), weight=1.0)
    return plain


def _texts(props: Mapping[str, object]) -> dict[str, object]:
    """Properties with text that XML can hold."""
    return {
        name: writable(value) if isinstance(value, str) else value
        for name, value in props.items()
        if name != "key"
    }


def write_yed(chart: Chart, points: Points, stamp: Stamp) -> bytes:
    """For yEd: places, shapes and labels as drawn; the marking is the graph's description."""
    for prefix, space in (("", _GRAPHML), ("y", _YWORKS)):
        ET.register_namespace(prefix, space)
    root = ET.Element(_in("graphml"))
    for id_, of, kind in (("d0", "node", "nodegraphics"), ("d1", "edge", "edgegraphics")):
        ET.SubElement(root, _in("key"), {"id": id_, "for": of, "yfiles.type": kind})
    for id_, of, name in (
        ("d2", "node", "entity"),
        ("d3", "edge", "type"),
        ("d4", "graph", "marking"),
    ):
        attributes = {"id": id_, "for": of, "attr.name": name, "attr.type": "string"}
        ET.SubElement(root, _in("key"), attributes)
    graph = ET.SubElement(root, _in("graph"), {"id": "G", "edgedefault": "directed"})
    _data(graph, "d4", stamp.line)
    numbers = {node.place: f"n{number}" for number, node in enumerate(chart.nodes)}
    for node in chart.nodes:
        item = ET.SubElement(graph, _in("node"), {"id": numbers[node.place]})
        _data(item, "d2", "/".join(node.place))
        _shape(_data(item, "d0"), node.label, node.name or node.id, points.get(node.place, (0, 0)))
    for number, link in enumerate(chart.links):
        ends = {"source": numbers[link.start], "target": numbers[link.end]}
        item = ET.SubElement(graph, _in("edge"), {"id": f"e{number}", **ends})
        _data(item, "d3", link.type)
        line = ET.SubElement(_data(item, "d1"), _y("PolyLineEdge"))
        ET.SubElement(line, _y("LineStyle"), {"color": "#556172", "type": "line", "width": "1.0"})
        ET.SubElement(line, _y("Arrows"), {"source": "none", "target": "standard"})
        ET.SubElement(line, _y("EdgeLabel")).text = link.type.replace("_", " ").lower()
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _shape(data: ET.Element, label: str, name: str, point: tuple[float, float]) -> None:
    side = size_of(label)
    shape = ET.SubElement(data, _y("ShapeNode"))
    where = {"x": f"{point[0] - side / 2:.1f}", "y": f"{point[1] - side / 2:.1f}"}
    ET.SubElement(shape, _y("Geometry"), {**where, "width": str(side), "height": str(side)})
    ET.SubElement(shape, _y("Fill"), {"color": colour_of(label), "transparent": "false"})
    below = {"modelName": "sides", "modelPosition": "s"}
    ET.SubElement(shape, _y("NodeLabel"), below).text = writable(name)
    form = "diamond" if label == "Incident" else "ellipse"
    ET.SubElement(shape, _y("Shape"), {"type": form})


def _data(parent: ET.Element, key: str, text: str | None = None) -> ET.Element:
    data = ET.SubElement(parent, _in("data"), {"key": key})
    data.text = writable(text) if text else None
    return data


def _in(tag: str) -> str:
    return f"{{{_GRAPHML}}}{tag}"


def _y(tag: str) -> str:
    return f"{{{_YWORKS}}}{tag}"
