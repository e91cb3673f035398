"""The charts of an evaluation of who is who: one HTML file without network, and one PNG."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from graph.errors import InputError
from graph.oversight.proportions import wilson
from ingest.evaluate.identity import Bin
from ingest.evaluate.who import Report

_MEASURES = ("precision", "recall", "f1")


def html(report: Report, path: Path) -> None:
    """Write the charts as one self-contained page."""
    figure = make_subplots(
        rows=3, cols=1, vertical_spacing=0.1,
        subplot_titles=("Precision, recall, F1", "Said and true of scored pairs",
                        "B-cubed F1 by group"),
    )  # fmt: skip
    for name, measure in (("pairs", report.pairs), ("B-cubed", report.b_cubed)):
        shares = [getattr(measure, each) for each in _MEASURES]
        figure.add_trace(go.Bar(name=name, x=["precision", "recall", "F1"], y=shares), 1, 1)
    _draw_reliability(figure, report.bins)
    labels, shares = _groups(report)
    figure.add_trace(go.Scatter(name="groups", x=shares, y=labels, mode="markers"), 3, 1)
    figure.update_xaxes(title="probability said", range=[0, 1], row=2, col=1)
    figure.update_yaxes(title="share true", range=[0, 1], row=2, col=1)
    figure.update_layout(title=_title(report), height=1_300, barmode="group")
    _kept(path, lambda: figure.write_html(path, include_plotlyjs=True, include_mathjax=False))


def _draw_reliability(figure: go.Figure, bins: list[Bin]) -> None:
    ideal = go.Scatter(name="ideal", x=[0, 1], y=[0, 1], mode="lines", line={"dash": "dot"})
    figure.add_trace(ideal, 2, 1)
    low, high = _spread(bins)
    figure.add_trace(
        go.Scatter(
            name="scored pairs",
            x=[each.said for each in bins],
            y=[each.true / each.pairs for each in bins],
            error_y={"type": "data", "array": high, "arrayminus": low},
            text=[f"{each.pairs:,} pairs" for each in bins],
            mode="markers+lines",
        ),
        2,
        1,
    )


def png(report: Report, path: Path) -> None:
    """Write the reliability diagram and the measures as one picture."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4.5), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.plot([0, 1], [0, 1], linestyle=":", color="grey")
    low, high = _spread(report.bins)
    shares = [each.true / each.pairs for each in report.bins]
    left.errorbar([each.said for each in report.bins], shares, [low, high], marker="o")
    left.set(xlabel="probability said", ylabel="share true", title="Scored pairs")
    for at, (name, measure) in enumerate((("pairs", report.pairs), ("B-cubed", report.b_cubed))):
        places = [place + 0.4 * at for place in range(3)]
        values = [getattr(measure, each) for each in _MEASURES]
        right.bar(places, values, width=0.38, label=name)
    right.set(title="Measures", ylim=(0, 1.05), xticks=[0.2, 1.2, 2.2])
    right.set_xticklabels(["precision", "recall", "F1"])
    right.legend(loc="lower right")
    figure.suptitle(_title(report))
    _kept(path, lambda: figure.savefig(path, format="png", dpi=150))


def _spread(bins: list[Bin]) -> tuple[list[float], list[float]]:
    """How far the 95% interval of each bin reaches below and above its share."""
    shares = [(each.true / each.pairs, wilson(each.true, each.pairs)) for each in bins]
    below = [max(0.0, share - low) for share, (low, _) in shares]
    return below, [max(0.0, high - share) for share, (_, high) in shares]


def _groups(report: Report) -> tuple[list[str], list[float]]:
    groups = report.groups.items()
    labels = [f"{kind}: {value} ({group.mentions:,})" for (kind, value), group in groups]
    return labels, [group.b_cubed.f1 for _, group in groups]


def _title(report: Report) -> str:
    return f"Who is who in {report.name}, {report.made:%d %B %Y}, model {report.model or 'none'}"


def _kept(path: Path, draw: Callable[[], object]) -> None:
    try:
        draw()
    except OSError as error:
        raise InputError(f"{path.name} cannot be written: name a file in a folder.") from error
