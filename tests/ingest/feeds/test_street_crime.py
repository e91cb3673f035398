"""A month of published street crime: its month alone, no reference for some, one twice."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest
from deliveries import everything

from ingest.mapping.mapping import Mapping

MAPPING = """
name = "street"
force = "invented"
match = ["street_*"]
format = ["yyyy-mm"]
[tables]
crimes = { file = "*.csv" }
[[records]]
kind = "incident"
table = "crimes"
reference = { column = "Crime ID", else = { row = true } }
recorded_at = "Month"
[records.incident]
occurred = "Month"
offence_classes = ["Crime type"]
outcome = "Last outcome category"
address = { lines = ["Location"] }
latitude = "Latitude"
longitude = "Longitude"
"""
HEADER = "Crime ID,Month,Longitude,Latitude,Location,Crime type,Last outcome category".split(",")
ROWS = 1_033


def street(path: Path) -> Path:
    """Rows as they are published: every ninth without a reference, three of those equal."""
    rows = []
    for n in range(ROWS - 1):
        asb = n % 9 == 0
        n_place = n if n > 18 or not asb else 0
        rows.append(
            [
                "" if asb else f"{n:064x}",
                "2025-03" if n < ROWS // 2 else "2025-04",
                f"-0.09{n_place:04}",
                f"51.51{n_place:04}",
                f"On or near Mill Street {n_place % 7}" if n % 40 else "No Location",
                "Anti-social behaviour" if asb else "Other theft",
                "" if asb else "Under investigation",
            ]
        )
    rows.append([*rows[100][:5], "Public order", rows[100][6]])
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


@pytest.mark.parametrize("group", ["", "Crime ID"])
def test_every_row_is_in_a_record_and_what_differs_is_said(group: str, tmp_path: Path) -> None:
    data = tomllib.loads(MAPPING)
    if group:
        data["tables"]["crimes"]["group"] = group
        data["records"][0]["incident"]["offence_classes"] = ["rows.Crime type"]
    path = street(tmp_path / "street_2025-06-01.csv")
    taken, refused, counts = everything(Mapping.model_validate(data), path, tmp_path)
    assert (counts.rows, counts.taken, refused) == (ROWS, ROWS, [])
    assert sum(len(item.source_rows) for item in taken) == ROWS
    references = {item.record.reference for item in taken}
    assert len(references) == ROWS - 1
    differs = [r for item in taken for r in item.remarks if r.reason.endswith("say which wins")]
    classes = [item.record.incident and item.record.incident.offence_classes for item in taken]
    if group:
        assert (len(taken), differs) == (ROWS - 1, [])
        assert ("Other theft", "Public order") in classes
    else:
        assert (len(taken), len(differs)) == (ROWS, 1)
    months = {i.occurred.precision for item in taken if (i := item.record.incident) and i.occurred}
    assert months == {"month"}
    assert not any(
        item.record.incident and item.record.incident.address and item.record.incident.address.key
        for item in taken
    )
