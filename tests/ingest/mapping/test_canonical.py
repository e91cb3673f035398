"""Records delivered as they are, and the schema that describes them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
from deliveries import SAMPLES, everything, sample

from graph.model.record import json_schema
from ingest.mapping.mapping import recognise

SCHEMA = Path(__file__).parents[3] / "docs" / "record.schema.json"


def test_the_published_schema_is_the_one_of_the_code() -> None:
    assert json.loads(SCHEMA.read_text()) == json_schema()


def test_every_record_of_the_samples_fits_the_schema(tmp_path: Path) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text()))
    for path in SAMPLES.iterdir():
        for item in sample(path.name, tmp_path)[0]:
            assert list(validator.iter_errors(json.loads(item.record.content))) == []


def test_records_delivered_as_they_are_come_back_equal(tmp_path: Path) -> None:
    records = [item.record for path in SAMPLES.iterdir() for item in sample(path.name, tmp_path)[0]]
    path = tmp_path / "canonical_2025-03-01.jsonl"
    path.write_text("".join(record.content + "\n" for record in records))
    taken, refused, _ = everything(recognise(path), path, tmp_path)
    assert refused == []
    assert [item.record.id for item in taken] == [record.id for record in records]


def test_a_record_that_does_not_fit_is_refused_by_its_field(tmp_path: Path) -> None:
    path = tmp_path / "canonical_1.jsonl"
    path.write_text('{"force":"x","kind":"person","reference":"1","recorded_at":"soon"}\n{}\n')
    _, refused, _ = everything(recognise(path), path, tmp_path)
    assert refused[0].reason.startswith("recorded_at: ")
    assert "soon" not in refused[0].reason
    assert refused[1].reason.startswith("force: ")
