"""`check-feed` says what would be taken and what refused, without a graph."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import typer
from deliveries import SAMPLES, csv_of
from typer.testing import CliRunner

from ingest.commands.check_feed import check_feed
from ingest.mapping.mapping import FEEDS

app = typer.Typer()
app.command("check-feed")(check_feed)
run = CliRunner().invoke


def test_rows_are_listed_with_totals_and_a_refusal_shows_in_the_exit_code() -> None:
    result = run(app, ["northmarch", str(SAMPLES / "northmarch_2025-03-01")])
    assert result.exit_code == 3
    assert "links.csv:7  refused  belongs to no row of this delivery" in result.output
    assert "19 rows, 18 taken, 1 refused." in result.output
    assert "Quill" not in result.output


def test_a_delivery_that_is_taken_whole_ends_with_zero() -> None:
    result = run(app, ["southholt", str(SAMPLES / "southholt_orders_2025-03-01.json")])
    assert result.exit_code == 0


def test_a_summary_counts_and_shows_the_first_three_of_each_reason(tmp_path: Path) -> None:
    path = csv_of(tmp_path, "".join(f",2025-03-0{n},,,,,\n" for n in range(1, 6)))
    mapping = tmp_path / "small.toml"
    mapping.write_text(
        'name = "small"\nforce = "small"\nmatch = ["small*"]\n[tables]\nrows.file = "*.csv"\n'
        '[[records]]\nkind = "person"\ntable = "rows"\nreference = "ref"\n'
        'recorded_at = "recorded"\n'
    )
    result = run(app, [str(mapping), str(path), "--summary"])
    assert result.output.splitlines() == [
        "small.csv: 5 rows, 0 taken, 5 refused.",
        "  reason: reference is missing (5)",
        "    as in small.csv:2, small.csv:3, small.csv:4",
    ]


def test_json_is_one_object_a_line_with_the_totals_last(tmp_path: Path) -> None:
    mapping = tmp_path / "own.toml"
    shutil.copy(FEEDS / "eastvale.toml", mapping)
    result = run(app, [str(mapping), str(SAMPLES / "eastvale_2025-03-01.csv"), "--json"])
    lines = [json.loads(line) for line in result.output.splitlines()]
    assert lines[0]["taken"] == "eastvale/incident/EV25-0000001"
    assert lines[1]["refused"] == "recorded_at is a local time that summer time skips"
    assert (lines[-1]["rows"], lines[-1]["taken"], lines[-1]["refused"]) == (2, 1, 1)
