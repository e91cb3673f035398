"""A chart as a picture: PNG, SVG and PDF, with the marking at its head and foot."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from graph.explore.chart import Chart
from graph.explore.network import is_possible
from graph.export.looks import COLOURS, colour_of, size_of
from graph.export.stamp import Stamp, writable
from graph.model.schema import NodeKey

Points = Mapping[NodeKey, tuple[float, float]]
INCHES, DOTS = (16.5, 11.7), 110
"""A3 across, and a PNG of 1,815 by 1,287 pixels."""
MOST_NAMES = 150
"""With more entities than these, names of people and orders alone are written."""
NAME_LETTERS = 28


def writer(format_: str) -> Callable[[Chart, Points, Stamp], bytes]:
    """What draws a chart in one of matplotlib's formats."""

    def write(chart: Chart, points: Points, stamp: Stamp) -> bytes:
        made = io.BytesIO()
        note = {"Keywords" if format_ == "pdf" else "Description": stamp.line}
        figure = _drawn(chart, points, stamp)
        figure.savefig(made, format=format_, dpi=DOTS, metadata={**note, "Title": "Chart"})
        return made.getvalue()

    return write


def _drawn(chart: Chart, points: Points, stamp: Stamp) -> Figure:
    figure = Figure(figsize=INCHES, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.02, 0.06, 0.96, 0.88))
    axes.set_axis_off()
    axes.invert_yaxis()
    for link in chart.links:
        (x1, y1), (x2, y2) = points.get(link.start, (0, 0)), points.get(link.end, (0, 0))
        style = "dashed" if is_possible(link) else "solid"
        axes.add_line(Line2D([x1, x2], [y1, y2], color="#8a94a3", lw=0.8, ls=style, zorder=1))
    for label in sorted({node.label for node in chart.nodes}):
        places = [points.get(node.place, (0, 0)) for node in chart.nodes if node.label == label]
        axes.scatter(
            [x for x, _ in places], [y for _, y in places],
            s=size_of(label) ** 2 / 4, c=colour_of(label),
            marker="D" if label == "Incident" else "o", label=label, zorder=2,
        )  # fmt: skip
    for node in chart.nodes:
        if len(chart.nodes) > MOST_NAMES and node.label not in ("Person", "Order"):
            continue
        name = " ".join(writable(node.name or node.id).split())
        name = name if len(name) <= NAME_LETTERS else f"{name[: NAME_LETTERS - 1]}…"
        place = points.get(node.place, (0, 0))
        axes.annotate(
            name, place, (0, -size_of(node.label) / 3), textcoords="offset points",
            ha="center", va="top", fontsize=7, color="#18202c", zorder=3, parse_math=False,
        )  # fmt: skip
    axes.margins(0.06)
    if chart.nodes:
        axes.legend(loc="upper left", fontsize=8, frameon=False, ncols=len(COLOURS))
    for height in (0.975, 0.025):
        figure.text(0.5, height, stamp.line, ha="center", va="center", fontsize=8,
                    parse_math=False)  # fmt: skip
    return figure
