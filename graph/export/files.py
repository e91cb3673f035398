"""A chart as a file: the formats, and the one way by which a chart leaves."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import networkx as nx

from graph.access.session import Session
from graph.errors import InputError
from graph.explore.chart import Chart
from graph.export import anx, graphml, picture, tables
from graph.export.stamp import Stamp, stamp_of
from graph.model.schema import NodeKey

Points = Mapping[NodeKey, tuple[float, float]]
"""Where each element stands, in pixels to the right and down."""
Write = Callable[[Chart, Points, Stamp], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what it is for, what its files end with, their media type, and how it is written.

    A writer is given a chart, its points and its marking, which stands inside the file.
    """

    name: str
    title: str
    ending: str
    media: str
    write: Write


_XML = "application/xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    each.name: each
    for each in (
        Format("png", "Picture (PNG)", "png", "image/png", picture.writer("png")),
        Format("svg", "Picture to scale (SVG)", "svg", "image/svg+xml", picture.writer("svg")),
        Format("pdf", "Picture to print (PDF)", "pdf", "application/pdf", picture.writer("pdf")),
        Format("anx", "i2 Analyst's Notebook", "anx", _XML, anx.write),
        Format("gephi", "Gephi and networkx (GraphML)", "graphml", _XML, graphml.write),
        Format("yed", "yEd (GraphML)", "yed.graphml", _XML, graphml.write_yed),
        Format("xlsx", "Excel workbook", "xlsx", _SHEET, tables.write_xlsx),
        Format("csv", "Two tables (CSV in a ZIP)", "zip", "application/zip", tables.write_csv),
        Format("json", "JSON", "json", "application/json", tables.write_json),
    )
}
"""By name, as people look for them: pictures first."""


@dataclass(frozen=True, slots=True)
class File:
    """What leaves: a name without anybody's, its media type, and its bytes."""

    name: str
    media: str
    content: bytes


def take_out(
    session: Session, chart: Chart, format_: str, points: Points | None = None, note: str = ""
) -> File:
    """A chart that this session read, as a file; the audit keeps that it left, before it does.

    Without points its elements stand where the pull of their links puts them.

    InputError for a format that nobody knows; AccessError when the role may not disclose.
    """
    session.record(
        "disclosure", asked="chart", of=list(chart.anchors), format=format_[:40],
        elements=len(chart.nodes), links=len(chart.links),
    )  # fmt: skip
    known = FORMATS.get(format_)
    if known is None:
        raise InputError(f"There is no format {format_[:40]!r}: give one of {', '.join(FORMATS)}")
    props = [*(node.props for node in chart.nodes), *(link.props for link in chart.links)]
    levels = [int(each.get("level") or 0) for each in props]
    places = [node.place for node in chart.nodes]
    sides, suspects = chart.anchors, chart.suspects
    stamp = stamp_of(session, places, levels, note, sides=sides, suspects=suspects)
    name = f"throughline-chart-{stamp.at:%Y%m%dT%H%M%SZ}.{known.ending}"
    return File(name, known.media, known.write(chart, points or placed(chart), stamp))


def placed(chart: Chart) -> dict[NodeKey, tuple[float, float]]:
    """Where the pull of the links puts everything; the same for the same chart."""
    network: nx.Graph = nx.Graph()
    network.add_nodes_from(sorted(node.place for node in chart.nodes))
    network.add_edges_from(sorted((link.start, link.end) for link in chart.links))
    places = nx.spring_layout(network, seed=1, scale=60 * max(1, len(network)) ** 0.5)
    return {place: (float(x), float(y)) for place, (x, y) in places.items()}


def save(file: File, path: Path) -> None:
    """Write a file that only its owner may read; FileExistsError when there is one of that name."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as made:
        made.write(file.content)
