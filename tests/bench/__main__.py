"""`make bench`: measures in one run and writes docs/benchmarks.md.

    python -m tests.bench [--incidents 100000] [--only load memory demo night session pages …]

Every figure comes with its rival from the same run; the ratio is what counts. What can be compared
from run to run is added to docs/benchmarks.csv and drawn (docs/img/bench.svg).
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1])]

from . import (  # noqa: E402
    demo,
    history,
    identity,
    loading,
    memory,
    names,
    night,
    pages,
    schedules,
    session,
)

PARTS = {
    "load": loading.measure,
    "memory": memory.measure,
    "demo": demo.measure,
    "night": night.measure,
    "session": session.measure,
    "pages": pages.measure,
    "identity": identity.measure,
    "identity-sets": identity.small,
    "names": names.measure,
    "schedules": schedules.measure,
}
WHOLE = [name for name in PARTS if name not in ("identity-sets", "names")]
TARGET = Path(__file__).parents[2] / "docs" / "benchmarks.md"


def machine() -> str:
    """The size of the machine; never its name."""
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{os.cpu_count()} cores, {pages / 2**30:.0f} GiB, Python {platform.python_version()}"


def sections(lines: list[str]) -> dict[str, list[str]]:
    """The lines under each heading, with it; blank ones at the end are left out."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if line.startswith("## "):
            found[line] = part = []
        if found:
            part.append(line)
    return {name: "\n".join(part).rstrip().split("\n") for name, part in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.split("\n")[0])
    parser.add_argument("--incidents", type=int, default=100_000, help="the region to load")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=WHOLE)
    parser.add_argument("--out", type=Path, default=TARGET)
    chosen = parser.parse_args()
    old = chosen.out.read_text(encoding="utf-8") if chosen.out.exists() else ""
    kept = sections(old.splitlines())
    head = [
        "# Benchmarks",
        "",
        f"{dt.date.today():%d %B %Y}; {machine()}. Written by `make bench`; make it again with "  # noqa: DTZ011
        f"`make bench ARGS='--incidents {chosen.incidents}'`. A part that was not measured again "
        "stands as it was. Each figure of each run, and how busy the machine was (hollow dots), "
        "is in [benchmarks.csv](benchmarks.csv).",
        "",
        "![What was measured, over time](img/bench.svg)",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen.only:
            print(f"measuring {name} …", file=sys.stderr)  # noqa: T201
            kept |= sections(PARTS[name](Path(folder) / name, chosen.incidents))
            lines = [*head, *(line for part in kept.values() for line in ("", *part))]
            chosen.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
            print("\n".join(lines))  # noqa: T201
            history.draw()


if __name__ == "__main__":
    main()
