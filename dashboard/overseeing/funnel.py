"""The funnel plot: orders per 1,000 incidents of each force, against how many it recorded."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.palette import Palette
from dashboard.words import force
from graph.export.oversight import limit_curves
from graph.oversight.figures import Rate

SIDES = ("bottom center", "middle right", "middle left", "top center")


def rates_figure(rates: Sequence[Rate], colours: Palette) -> go.Figure:
    """A point for each force, within the limits of chance about the rate of all."""
    drawn = go.Figure()
    # Forces of one size lie above one another: their names go to different sides.
    rates = sorted(rates, key=lambda rate: (rate.incidents // 50, rate.per_1000))
    if rates:
        sizes, curves, common = limit_curves(rates)
        for index, (dash, name) in enumerate((("dash", "95 % limits"), ("solid", "99.8 % limits"))):
            for end in (0, 1):
                drawn.add_scatter(
                    x=sizes,
                    y=[limits[index][end] for limits in curves],
                    mode="lines",
                    line={"color": colours.muted, "width": 1, "dash": dash},
                    name=name,
                    showlegend=bool(end),
                    hoverinfo="skip",
                )
        drawn.add_scatter(
            x=[sizes[0], sizes[-1]],
            y=[common, common],
            mode="lines",
            line={"color": colours.accent, "width": 2},
            name=f"All: {common:.1f}",
            hoverinfo="skip",
        )
        drawn.add_scatter(
            x=[rate.incidents for rate in rates],
            y=[rate.per_1000 for rate in rates],
            text=[force(rate.force) for rate in rates],
            customdata=[rate.orders for rate in rates],
            mode="markers+text",
            textposition=[SIDES[place % len(SIDES)] for place in range(len(rates))],
            cliponaxis=False,
            marker={"size": 11, "color": colours.ink},
            showlegend=False,
            hovertemplate="%{text}: %{customdata} orders of %{x:,} incidents, %{y:.1f} per 1,000"
            "<extra></extra>",
        )
    axis = {"gridcolor": colours.grid, "linecolor": colours.line, "rangemode": "tozero"}
    drawn.update_layout(
        paper_bgcolor=colours.panel,
        plot_bgcolor=colours.panel,
        font={"color": colours.ink, "size": 12},
        margin={"l": 64, "r": 24, "t": 24, "b": 48},
        legend={"orientation": "h", "x": 0, "y": 1.1},
        xaxis={**axis, "title": {"text": "Incidents recorded"}},
        yaxis={**axis, "title": {"text": "Orders made per 1,000"}},
    )
    return drawn
