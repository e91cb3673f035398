"""What a first night and a later one take, by the size of the region: for `throughline simulate`.

    python -m tests.bench.rates 6000 12000 24000     # adds lines to ingest/evaluate/rates.csv

Each night is a command of its own. Processor seconds are told, not those of the clock, so that
other work on the machine does not count.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests")]

from ingest.evaluate.simulation import COLUMNS, FILE  # noqa: E402

from .night import _incidents, _late_last  # noqa: E402
from .region import deliveries  # noqa: E402


def measure(work: Path, incidents: int) -> dict[str, Any]:
    """One region, one first night of all but one delivery, and one of that delivery."""
    *early, late = _late_last(deliveries(work, incidents), incidents, work / "scratch")
    data = work / f"data-{incidents}"
    inbox = data / "inbox"
    inbox.mkdir(parents=True)
    for path in early:
        shutil.copy(path, inbox) if path.is_file() else shutil.copytree(path, inbox / path.name)
    first, took, engine_mib, _ = _night(data, "2024-01-02")
    new = _incidents(late, work / "scratch")
    shutil.copy(late, inbox) if late.is_file() else shutil.copytree(late, inbox / late.name)
    _, later, _, engine = _night(data, "2024-01-03")
    disk = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
    return {
        "measured": dt.datetime.now(dt.UTC).date().isoformat(),
        "incidents": incidents - new,
        "elements": first["steps"]["load"]["written"],
        "processor_seconds": round(took),
        "command_mib": max(cost["peak_mib"] for cost in first["steps"].values()),
        "engine_mib": engine_mib,
        "disk_mib": disk >> 20,
        "night_incidents": new,
        "night_processor_seconds": round(later + engine, 1),
    }


def _night(data: Path, day: str) -> tuple[dict[str, Any], float, int, float]:
    """What a night says; its processor seconds with those of its children, the most memory of one
    of these in MiB, and the processor seconds of the engine that runs on."""
    before = _engine(data)
    program = [sys.executable, str(ROOT / "throughline.py")]
    words = [*program, "night", "--as-of", day, "--json", "--data", str(data)]
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(words, cwd=ROOT, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode in (0, 7), process.returncode
        out.seek(0)
        said = json.load(out)
    after = _engine(data)
    spent = after - before if after >= before else after  # one that was idle has ended meanwhile
    return said, usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10, spent


def _engine(data: Path) -> float:
    """Processor seconds of the engine so far; 0 where none runs."""
    try:
        where = json.loads((data / "engine" / "engine.json").read_text())
        times = psutil.Process(where["java"]).cpu_times()
    except (OSError, ValueError, KeyError, psutil.Error):
        return 0.0
    return float(times.user + times.system)


def main() -> None:
    new = not FILE.exists()
    with tempfile.TemporaryDirectory() as folder, FILE.open("a", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if new:
            writer.writeheader()
        for size in map(int, sys.argv[1:]):
            writer.writerow(measure(Path(folder), size))
            file.flush()


if __name__ == "__main__":
    main()
