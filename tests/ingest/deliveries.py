"""Deliveries for the tests: samples of each force, and small ones written on the spot."""

from __future__ import annotations

from pathlib import Path

from ingest.delivery.feed import Accepted, Counts, Refused, read
from ingest.mapping.mapping import Mapping, recognise

SAMPLES = Path(__file__).parent / "samples"

SMALL = {
    "name": "small",
    "force": "northmarch",
    "match": ["small*"],
    "zone": "Europe/London",
    "format": ["yyyy-mm-dd HH:MM", "yyyy-mm-dd", "yyyy-mm"],
    "tables": {"rows": {"file": "small.csv"}},
    "records": [
        {
            "kind": "incident",
            "table": "rows",
            "reference": "ref",
            "recorded_at": "recorded",
            "also": "rest",
            "incident": {"occurred": {"from": "occurred"}, "summary": "summary"},
            "parties": [
                {
                    "roles": [{"value": "victim"}],
                    "name": "name",
                    "phones": ["phone"],
                    "nominal": "nominal",
                }
            ],
        }
    ],
}
HEADER = "ref,recorded,occurred,summary,name,phone,nominal"
COLUMNS = HEADER.split(",")


def small(**table: object) -> Mapping:
    """The small mapping, its one table changed."""
    tables = {"rows": {**SMALL["tables"]["rows"], **table}}  # type: ignore[index]
    return Mapping.model_validate({**SMALL, "tables": tables})


def everything(
    mapping: Mapping, path: Path, work: Path
) -> tuple[list[Accepted], list[Refused], Counts]:
    """All that a delivery gives; the law of the feed is checked on the way."""
    reading = read(mapping, path, work)
    taken: list[Accepted] = []
    refused: list[Refused] = []
    for item in reading:
        if isinstance(item, Accepted):
            taken.append(item)
        else:
            refused.append(item)
    in_records = {place for item in taken for place in item.source_rows}
    lost = {item.place for item in refused}
    assert len(lost) == len(refused)
    assert reading.counts.taken == len(in_records - lost)
    assert reading.counts.refused == len(lost)
    return taken, refused, reading.counts


def sample(name: str, work: Path) -> tuple[list[Accepted], list[Refused], Counts]:
    """All that the sample of one force gives."""
    path = SAMPLES / name
    return everything(recognise(path), path, work)


def csv_of(tmp_path: Path, body: bytes | str, header: str = HEADER) -> Path:
    """A small CSV delivery with these rows after the header."""
    path = tmp_path / "small.csv"
    data = body.encode() if isinstance(body, str) else body
    path.write_bytes(f"{header}\n".encode() + data)
    return path
