"""Refused rows are kept, can be mended and are put in again by the same mapping."""

from __future__ import annotations

import json
from pathlib import Path

from deliveries import SAMPLES, csv_of, everything, small

from ingest.delivery.feed import identify
from ingest.delivery.reject import Rejects
from ingest.mapping.mapping import Mapping, recognise


def _keep(mapping: Mapping, path: Path, tmp_path: Path) -> Path:
    _, refused, _ = everything(mapping, path, tmp_path)
    kept = tmp_path / "kept" / "rejects.jsonl"
    with Rejects(kept, identify(mapping, path)) as rejects:
        for item in refused:
            rejects.write(item)
    return kept


def _lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def _write(path: Path, lines: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_rejects_keep_place_reason_and_the_row_as_it_came(tmp_path: Path) -> None:
    path = csv_of(tmp_path, "A1,2025-02-31 10:00,,,Ann Lee,,\nA2,long,,,,,,x\n")
    head, first, second = _lines(_keep(small(), path, tmp_path))
    assert head["delivery"] == identify(small(), path).id
    assert first["place"] == "small.csv:2"
    assert first["raw"] == "A1,2025-02-31 10:00,,,Ann Lee,,"
    assert "recorded_at" in str(first["reason"])
    assert second["raw"] == "A2,long,,,,,,x\n"
    assert "columns" in second


def test_mended_rows_go_in_again(tmp_path: Path) -> None:
    path = csv_of(tmp_path, "A1,2025-02-31 10:00,,,Ann Lee,,\nA2,long,,,,,,x\n")
    kept = _keep(small(), path, tmp_path)
    head, first, second = _lines(kept)
    first["row"]["recorded"] = "2025-02-28 10:00"  # type: ignore[index]
    second["raw"] = "A2,2025-02-28 11:00,,,Bo Ek,,"
    _write(kept, [head, first, second])
    taken, refused, counts = everything(small(), kept, tmp_path)
    assert refused == []
    assert counts.rows == 2
    assert [item.record.reference for item in taken] == ["A1", "A2"]


def test_a_row_that_is_not_mended_is_refused_again(tmp_path: Path) -> None:
    path = csv_of(tmp_path, "A1,2025-02-31 10:00,,,Ann Lee,,\nA2,long,,,,,,x\n")
    _, refused, _ = everything(small(), _keep(small(), path, tmp_path), tmp_path)
    assert [item.place for item in refused] == ["rejects.jsonl:2", "rejects.jsonl:3"]


def test_a_mended_main_row_brings_its_joined_rows(tmp_path: Path) -> None:
    folder = tmp_path / "northmarch_2025-03-01"
    folder.mkdir()
    for file in (SAMPLES / folder.name).iterdir():
        text = file.read_text().replace("09/02/2025 22:40", "31/02/2025 22:40")
        (folder / file.name).write_text(text)
    mapping = recognise(folder)
    kept = _keep(mapping, folder, tmp_path)
    lines = [line for line in _lines(kept) if line.get("place") != "links.csv:7"]
    main = next(line for line in lines if line.get("place") == "incidents.csv:2")
    main["row"]["OCC_FROM"] = "09/02/2025 22:40"  # type: ignore[index]
    _write(kept, lines)
    taken, refused, _ = everything(mapping, kept, tmp_path)
    assert refused == []
    parties = {party.ref: party.roles for party in taken[0].record.parties}
    assert parties == {"N0001": ("victim", "reporter"), "N0002": ("suspect",)}
    assert identify(mapping, kept).extracted_at == "2025-03-01"


def test_nothing_refused_leaves_no_file(tmp_path: Path) -> None:
    path = csv_of(tmp_path, "A1,2025-02-28 10:00,,,Ann Lee,,\n")
    assert not _keep(small(), path, tmp_path).exists()
    assert list((tmp_path / "kept").iterdir()) == []
