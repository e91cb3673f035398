"""What a finding says of a rule's row."""

from __future__ import annotations

from typing import Any

from graph.rules.run import _finding, rules


def test_no_column_names_a_record_above_the_level_of_the_finding() -> None:
    rule = next(rule for rule in rules() if rule.name == "course_of_conduct")
    row: dict[str, Any] = dict.fromkeys(rule.columns) | {
        "suspect_id": "sam",
        "victim_id": "vera",
        "incident_ids": ["i1"],
        "record_ids": ["tie", "secret"],
        "level": 0,
    }
    supports = {
        ("Incident", "i1"): {"r-i1": 0},
        ("Record", "tie"): {"tie": 0},
        ("Record", "secret"): {"secret": 2},
    }
    found = _finding(rule, row, supports)
    assert found.evidence == ("r-i1", "tie")
    assert found.columns["record_ids"] == ["tie"]
    assert found.columns["incident_ids"] == ["i1"]
