"""Rows in = rows taken + rows refused, for any bytes, in every format."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from deliveries import COLUMNS, HEADER, SAMPLES, csv_of, everything, small
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.mapping.mapping import recognise

QUICK = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
GOOD = "A{n},2025-02-01 10:00,2025-02-01 09:00,Shouted,Ann Lee,07700 900001,7\n"


def _physical_rows(data: bytes) -> int:
    return sum(1 for line in data.splitlines() if line.strip(b"\0"))


@QUICK
@given(data=st.binary(max_size=400))
def test_any_bytes_after_a_header_are_taken_or_refused(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = csv_of(Path(folder), data)
        _, _, counts = everything(small(), path, Path(folder))
        assert counts.rows <= _physical_rows(data)
        assert (counts.rows > 0) == (_physical_rows(data) > 0)


@QUICK
@given(data=st.binary(max_size=200), at=st.integers(0, 6))
def test_broken_bytes_between_good_rows_cost_only_themselves(data: bytes, at: int) -> None:
    broken = data.replace(b'"', b"'")
    good = [GOOD.format(n=n).encode() for n in range(6)]
    body = b"".join([*good[:at], broken, b"\n", *good[at:]])
    with TemporaryDirectory() as folder:
        path = csv_of(Path(folder), body)
        taken, _, _ = everything(small(), path, Path(folder))
        assert {f"A{n}" for n in range(6)} <= {item.record.reference for item in taken}


@QUICK
@given(rows=st.lists(st.lists(st.text(max_size=12), min_size=7, max_size=7), max_size=8))
def test_what_a_csv_writer_writes_is_counted_row_by_row(rows: list[list[str]]) -> None:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    body = "".join(",".join(map(quoted, row)) + "\n" for row in rows)
    with TemporaryDirectory() as folder:
        path = csv_of(Path(folder), body.encode("utf-8", "replace"))
        _, refused, counts = everything(small(), path, Path(folder))
        split = [item for item in refused if item.row is not None]
        if not any("\0" in cell for row in rows for cell in row):
            assert counts.rows == len(rows)
            assert [list(item.row.values()) for item in split if item.row] == [
                [cell.encode("utf-8", "replace").decode() for cell in row] for row in rows
            ][: len(split)]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*_*.*")), ids=lambda path: path.name)
@settings(max_examples=25)
@given(data=st.data())
def test_a_damaged_sample_is_read_to_its_end(path: Path, data: st.DataObject) -> None:
    good = path.read_bytes()
    start = data.draw(st.integers(0, len(good)))
    stop = data.draw(st.integers(start, min(len(good), start + 200)))
    damaged = good[:start] + data.draw(st.binary(max_size=60)) + good[stop:]
    with TemporaryDirectory() as folder:
        broken = Path(folder) / path.name
        broken.write_bytes(damaged)
        everything(recognise(broken), broken, Path(folder))


@pytest.mark.parametrize("suffix", [".jsonl", ".json", ".xml", ".xlsx", ".csv"])
@settings(max_examples=25)
@given(data=st.binary(max_size=200))
def test_a_file_of_any_bytes_is_refused_or_empty(suffix: str, data: bytes) -> None:
    names = {
        ".jsonl": "caldmoor_1.jsonl",
        ".json": "southholt_orders_1.json",
        ".xml": "wexmouth_1.xml",
        ".xlsx": "dunmere_1.xlsx",
        ".csv": "southholt_1.csv",
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / names[suffix]
        path.write_bytes(data)
        taken, _, _ = everything(recognise(path), path, Path(folder))
        assert taken == []


@QUICK
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from([*COLUMNS, "persons", "type"]), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_any_json_line_is_taken_or_refused(value: object) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "caldmoor_1.jsonl"
        incident = {"type": "incident", "ref": "1", "persons": value, "occurred": value}
        whole = {**incident, "updated_at": "2025-01-01T00:00:00Z"}
        path.write_text("".join(json.dumps(line) + "\n" for line in (value, incident, whole)))
        _, _, counts = everything(recognise(path), path, Path(folder))
        assert counts.rows == 3


def test_the_children_of_a_refused_row_are_refused_with_its_reason(tmp_path: Path) -> None:
    folder = tmp_path / "northmarch_2025-03-01"
    folder.mkdir()
    for file in (SAMPLES / folder.name).iterdir():
        text = file.read_text().replace("09/02/2025 22:40", "31/02/2025 22:40")
        (folder / file.name).write_text(text)
    _, refused, counts = everything(recognise(folder), folder, tmp_path)
    parts = {item.place: item for item in refused if item.part_of == "incidents.csv:2"}
    assert {"links.csv:2", "links.csv:3", "links.csv:4", "objects.csv:2"} <= set(parts)
    assert "does not exist" in parts["links.csv:2"].reason
    assert "nominals.csv:2" not in parts  # the order still takes it
    assert counts.rows == 19


def test_a_header_alone_is_a_delivery_of_no_rows(tmp_path: Path) -> None:
    _, _, counts = everything(small(), csv_of(tmp_path, ""), tmp_path)
    assert counts.rows == 0
    assert HEADER in (tmp_path / "small.csv").read_text()
