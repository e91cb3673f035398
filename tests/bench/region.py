"""The synthetic region that benchmarks load."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from ingest.synthetic.generate import generate
from ingest.synthetic.plan import Plan
from ingest.synthetic.region import Region

SEED = 77


def deliveries(work: Path, incidents: int, days: int = 365) -> list[Path]:
    """The deliveries of a region, written once; in the order of their names."""
    out = work / f"region-{incidents}-{days}"
    if not out.exists():
        generate(Region(SEED, incidents, dt.date(2023, 1, 1), days), Plan(), out)
    return sorted((out / "deliveries").iterdir())
