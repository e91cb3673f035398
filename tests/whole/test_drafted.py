"""From an export that nobody has seen to the first flag, by the draft of a mapping alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from whole_way import ROOT, run, well

ROWS = """crime_no,recorded,happened,offence,what,suspect,suspect_born,suspect_phone,victim
1/25,02/03/2025 09:10,01/03/2025 22:15,8R,Messages,Dana Quill,14/02/1987,07700 900123,Rosa Fenn
2/25,09/03/2025 08:30,09/03/2025,58C,Tyres cut,Dana Quill,14/02/1987,,Rosa Fenn
3/25,21/03/2025 18:05,21/03/2025 17:40,8L,At the stop,Dana QUILL,,+44 7700 900123,Rosa Fenn
"""


@pytest.mark.slow
def test_a_draft_leads_to_the_first_flag(data: Path, tmp_path: Path) -> None:
    file, draft = tmp_path / "ashmere_2025-04-01.csv", tmp_path / "ashmere.toml"
    file.write_text(ROWS, encoding="utf-8")
    well("draft-mapping", file, "--out", draft, "--data", data)
    assert run("check-feed", draft, file).code == 0
    well("ingest", "--mapping", draft, file, "--data", data)
    well("night", "--data", data)
    (flag,) = well("flags", "--data", data, "--json").data
    assert flag["sentence"].startswith("Course of conduct: Dana Quill towards Rosa Fenn")


@pytest.mark.slow
def test_a_draft_of_linked_tables_brings_its_people(data: Path, tmp_path: Path) -> None:
    folder = ROOT / "tests" / "ingest" / "samples" / "northmarch_2025-03-01"
    draft = tmp_path / "northern.toml"
    well("draft-mapping", folder, "--out", draft, "--data", data)
    well("ingest", "--mapping", draft, folder, "--data", data)
    (dale,) = well("ask", "people", "name=tarn", "--data", data, "--json").data
    assert (dale["name"], dale["nominals"], dale["incidents"]) == ("Dale Tarn", ["N0002"], 1)
