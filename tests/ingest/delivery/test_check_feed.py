"""`check-feed` says what would be taken and what refused, without a graph."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import typer
from deliveries import SAMPLES
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


def test_json_is_one_object_a_line_with_the_totals_last(tmp_path: Path) -> None:
    mapping = tmp_path / "own.toml"
    shutil.copy(FEEDS / "eastvale.toml", mapping)
    result = run(app, [str(mapping), str(SAMPLES / "eastvale_2025-03-01.csv"), "--json"])
    lines = [json.loads(line) for line in result.output.splitlines()]
    assert lines[0]["taken"] == "eastvale/incident/EV25-0000001"
    assert lines[1]["refused"] == "recorded_at is a local time that summer time skips"
    assert (lines[-1]["rows"], lines[-1]["taken"], lines[-1]["refused"]) == (2, 1, 1)
