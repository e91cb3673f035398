"""`throughline demo` from nothing to the morning's flags."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from . import history


def measure(work: Path, incidents: int) -> list[str]:
    del incidents
    command = [sys.executable, "-m", "throughline", "demo", "--no-serve", "--data", str(work)]
    spent = []
    for _ in range(2):
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        spent.append(time.perf_counter() - begun)
    history.note("demo, the first time", spent[0], "s")
    return [
        "## Demo",
        "",
        f"`make demo` without downloads, until the page would answer: {spent[0]:.0f} s "
        f"(at most 180 s); a second time {spent[1]:.0f} s.",
    ]
