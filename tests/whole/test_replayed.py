"""A replay as a user runs it: in a graph of its own, night by night."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from whole_way import canonical, incident, party, well


@pytest.mark.slow
def test_the_nights_of_the_past_raise_the_flag_at_the_second_report(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    sam, ann = party("Sam Pike", "suspect", nominal="N1"), party("Ann Reed", "victim", nominal="N2")
    days = [incident(f"A{n}", sam, ann, at=f"2024-01-{n:02d}T10:00:00Z") for n in (2, 5, 9)]
    well("ingest", canonical(tmp_path / "canonical_2024-02-01.jsonl", days), "--data", data)
    asked = ("replay", "--from", "2024-01-01", "--to", "2024-01-07", "--data", data)
    done = json.loads(well(*asked, "--json").out)
    assert (done["nights"], done["records"]) == (7, 2)
    (first,) = [each for each in done["first_flags"] if each["rule"] == "course_of_conduct"]
    assert (first["night"], first["reports"]) == ("2024-01-06", 2)
    assert "course_of_conduct" in well(*asked).out
    assert well("flags", "--data", data, "--json").data == []
