"""The St Louis set in the graph: roles of real incidents, and what a night makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from whole_way import ROOT, well

SET = ROOT.parent / "shared" / "data" / "stlouis" / "person_incident_roles.csv"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not SET.is_file(), reason="no St Louis data: put it in ../shared/data/stlouis"
    ),
]


def test_every_role_is_loaded_and_occasions_of_one_year_are_one(data: Path) -> None:
    (loaded,) = well("ingest", SET, "--data", data, "--json").data
    assert (loaded["rows"], loaded["records"], loaded["refused"]) == (1_024, 391, 0)
    well("night", "--data", data, "--as-of", "1997-01-01")
    flags = well("flags", "--data", data, "--json").data
    assert {flag["rule"] for flag in flags} == {"course_of_conduct"}
    assert [flag["columns"]["occasions"] for flag in flags] == [2] * 6
    assert all("an offence that is not stated" in flag["explanation"] for flag in flags)
