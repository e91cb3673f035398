"""Deliveries of large records, each lawful: taken in batches that an engine takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from whole_way import canonical, incident, party, well

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def contact(number: int) -> dict[str, Any]:
    at = f"2024-01-01T{number // 3_600:02}:{number // 60 % 60:02}:{number % 60:02}Z"
    ends = [{"phone": {"written": f"07700 900{n:03}"}} for n in (101, 102)]
    during = {"start": at, "end": at, "precision": "second"}
    return {
        "id": f"c{number}".ljust(500, "-"),  # few links that weigh as much as many
        "kind": "text",
        "source": ends[0],
        "target": ends[1],
        "during": during,
    }


def test_many_large_phone_downloads_are_loaded(data: Path, tmp_path: Path) -> None:
    """50 downloads of 560 contacts: their records and links are far more than one message."""
    downloads = [
        incident(f"A{n}", party("Sam Pike", "suspect"), contacts=[contact(m) for m in range(560)])
        for n in range(50)
    ]
    path = canonical(tmp_path / "canonical_2024-02-01.jsonl", downloads)
    assert path.stat().st_size > 16 << 20
    (loaded,) = well("ingest", path, "--data", data, "--json").data
    assert (loaded["rows"], loaded["records"], loaded["refused"]) == (50, 50, 0)
    assert well("ingest", path, "--data", data, "--json").data[0]["known"] is True
