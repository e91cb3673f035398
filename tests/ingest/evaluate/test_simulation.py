"""What a large graph would take, foretold from smaller ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from whole_way import run, well

from ingest.evaluate import simulation

RATES = """measured,incidents,elements,processor_seconds,command_mib,engine_mib,disk_mib,night_incidents,night_processor_seconds
2026-01-01,4000,80,35,100,100,,20,80
2026-01-01,1000,20,10,100,100,10,10,20
2026-01-01,2000,40,15,100,100,20,10,30
"""  # noqa: E501


@pytest.fixture
def rates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(RATES, encoding="utf-8")
    monkeypatch.setattr(simulation.rows, "__defaults__", (file,))


@pytest.mark.usefixtures("rates")
def test_a_further_incident_costs_what_it_cost_before() -> None:
    figures, checks = simulation.foretell(10_000, 500)
    elements, seconds, _, disk, _, night = figures
    assert (elements.least, elements.value, elements.most) == (200, 200, 200)
    # From 1,000 to 2,000 one took 5 ms, from there to 4,000 one took 10.
    assert (seconds.least, seconds.value, seconds.most) == (65, 95, 95)
    assert disk.rests_on == (1000, 2000)
    assert (night.least, night.value, night.most) == (40, 80, 80)
    assert simulation.hours(seconds, 2) == (65 / 2 / 3600, 95 / 3600)
    found = {check.foretold.figure: check for check in checks}
    assert found[elements.figure].error == 0
    assert found[seconds.figure].foretold.value == 25
    assert found[seconds.figure].error == pytest.approx(-10 / 35)
    assert disk.figure not in found


@pytest.mark.usefixtures("rates")
def test_between_two_sizes_it_is_counted_from_the_nearer() -> None:
    (_, seconds, *_), _ = simulation.foretell(1_500, 1)
    assert (seconds.least, seconds.most) == (12.5, 15)


def test_the_command_tells_figures_that_were_measured_and_how_wrong_they_are() -> None:
    words = ("simulate", "--incidents", 6_000_000, "--years", 10)
    data = json.loads(well(*words, "--json").out)
    assert len(data["figures"]) == 6
    assert {check["incidents"] for check in data["checks"]} >= {100_000}
    assert all(each["least"] <= each["value"] <= each["most"] for each in data["figures"])
    told = well(*words).out
    assert "At 100,000, foretold from those below it" in told
    assert run("simulate", "--incidents", 0, "--years", 10).code
