"""What was measured before: a line a figure and run, and a drawing, so that a loss is seen.

python -m tests.bench.history     # draws docs/img/bench.svg from docs/benchmarks.csv
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "benchmarks.csv"
DRAWING = ROOT / "docs" / "img" / "bench.svg"
HEADER = ("date", "commit", "cores", "gib", "load", "figure", "size", "value", "unit")
"""`load` is how many processes wanted a core in the last minute, the benchmark's own among them,
blank where nobody noted it and docs/benchmarks.md says how it was;
`size` of what was measured, such as incidents."""
COLUMNS = 3


def note(figure: str, value: float, unit: str, size: int = 0) -> None:
    """Add a figure of this run to the file."""
    new = not FILE.exists()
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    commit = subprocess.run(
        ("git", "rev-parse", "--short=9", "HEAD"),
        cwd=ROOT, check=False, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    now = dt.datetime.now(dt.UTC).isoformat(timespec="minutes")
    row = (now, commit, os.cpu_count(), round(pages / 2**30), round(os.getloadavg()[0], 1))
    with FILE.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(HEADER)
        writer.writerow((*row, figure, size, f"{value:.4g}", unit))


def draw() -> None:
    """One small chart a figure, over time; a run on a busy machine is a hollow dot."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    # The same text of the same figures: neither a date nor random ids.
    mpl.rcParams |= {"svg.hashsalt": "throughline", "svg.fonttype": "none", "font.size": 8}
    series = _series()
    rows = -(-len(series) // COLUMNS)
    days = [dt.datetime.fromisoformat(row["date"]) for each in series.values() for row in each]
    begun, ended = min(days) - dt.timedelta(days=1), max(days) + dt.timedelta(days=1)
    ticks = [begun, begun + (ended - begun) / 2, ended]
    figure = Figure(figsize=(4 * COLUMNS, 1.9 * rows), layout="constrained")
    for axes, (name, points) in zip(
        figure.subplots(rows, COLUMNS, squeeze=False).flat, series.items(), strict=False
    ):
        times = [dt.datetime.fromisoformat(point["date"]) for point in points]
        values = [float(point["value"]) for point in points]
        axes.plot(times, values, color="#1f5fa8", linewidth=1)
        for time, value, point in zip(times, values, points, strict=True):
            busy = not point["load"] or float(point["load"]) > 2 * int(point["cores"])
            face = "white" if busy else "#1f5fa8"
            axes.plot([time], [value], "o", markersize=4, color="#1f5fa8", markerfacecolor=face)
        axes.set_title(name, loc="left", fontsize=8)
        axes.set_ylim(0, 1.15 * (max(values) or 1))
        axes.set_xlim(begun, ended)  # the same in all, so that they can be read together
        axes.set_xticks(ticks, [f"{each:%-d %b %Y}" for each in ticks])
    for axes in figure.axes[len(series) :]:
        axes.set_visible(False)
    figure.savefig(DRAWING, metadata={"Date": None})


def _series() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            size = f", {int(row['size']):,}" if row["size"] != "0" else ""
            found.setdefault(f"{row['figure']}{size} ({row['unit']})", []).append(row)
    return dict(sorted(found.items()))


if __name__ == "__main__":
    draw()
