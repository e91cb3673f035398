"""Peak memory of `throughline ingest` over one delivery, and over one ten times larger."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ingest.delivery.feed import identify, read
from ingest.mapping.mapping import recognise

from . import history
from .region import deliveries

FEEDS = {"northmarch": "CSV, joined tables", "eastvale": "CSV", "caldmoor": "JSON Lines"}
SMALL = 5_000
"""Incidents of the smaller region; a month, so that each force sends one delivery."""


def measure(work: Path, incidents: int) -> list[str]:
    del incidents
    lines = [
        "## Memory of ingest",
        "",
        "Peak resident memory of the command (the engine is a process of its own), one delivery "
        "and one about ten times larger.",
        "",
        "| feed | format | rows | peak | rows | peak | growth (≤ 1.20) |",
        "|---|---|---|---|---|---|---|",
    ]
    for feed, form in FEEDS.items():
        cells = []
        peaks = []
        for incidents in (SMALL, 10 * SMALL):
            path = _largest(deliveries(work, incidents, days=28), feed)
            rows = _rows(path, work / "scratch")
            peaks.append(_peak(path, work / f"{feed}-{incidents}"))
            cells += [f"{rows:,}", f"{peaks[-1] / 2**20:.0f} MiB"]
        lines.append(f"| {feed} | {form} | {' | '.join(cells)} | {peaks[1] / peaks[0]:.2f} |")
        sys.stderr.write(f"{lines[-1]}\n")
        history.note(f"memory of ten times as much, {feed}", peaks[1] / peaks[0], "times")
    return lines


def _largest(paths: list[Path], feed: str) -> Path:
    def size(path: Path) -> int:
        files = path.iterdir() if path.is_dir() else [path]
        return sum(file.stat().st_size for file in files)

    return max((path for path in paths if path.name.startswith(feed)), key=size)


def _rows(path: Path, scratch: Path) -> int:
    reading = read(recognise(path), path, scratch)
    for _ in reading:
        pass
    assert identify(recognise(path), path).id
    return reading.counts.rows


def _peak(path: Path, data: Path) -> int:
    """Bytes of the largest resident set of one ingest in a process of its own."""
    command = [sys.executable, "-m", "throughline", "ingest", "--data", str(data), str(path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, "ingest failed"
    return usage.ru_maxrss * 1024
