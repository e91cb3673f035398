"""The dated tables, and how a force corrects them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.model.reference import reference


def test_a_row_holds_from_its_day_on() -> None:
    assert "8Q" not in reference(dt.date(2014, 3, 31))["offences"]
    assert reference(dt.date(2014, 4, 1))["offences"]["8Q"]["group"] == "stalking"


def test_subcodes_are_stalking_before_the_class_existed() -> None:
    offences = reference(dt.date(2013, 1, 1))["offences"]
    assert {offences[code]["group"] for code in ("8/65", "8/66", "195/12")} == {"stalking"}


def test_a_rule_of_recording_ends_before_its_last_day() -> None:
    def in_force(day: dt.date) -> set[str]:
        return {row["code"] for row in reference(day)["recording"]}

    assert "behaviour beside gravest" in in_force(dt.date(2023, 5, 31))
    assert "behaviour beside gravest" not in in_force(dt.date(2023, 6, 1))


def test_offences_aimed_at_a_person_are_not_impersonal() -> None:
    tables = reference(dt.date(2025, 1, 1))
    assert {"45", "46"} <= set(tables["impersonal"])
    assert not {"8L", "8Q", "58C", "3B"} & set(tables["impersonal"])


def test_a_force_corrects_a_row_and_adds_another(tmp_path: Path) -> None:
    (tmp_path / "outcomes.toml").write_text(
        """
        [[outcome]]
        code = "18"
        title = "closed without a suspect"
        kind = "no further action"
        [[outcome]]
        code = "99"
        title = "ours"
        kind = "passed on"
        """
    )
    outcomes = reference(dt.date(2025, 1, 1), tmp_path)["outcomes"]
    assert outcomes["18"]["title"] == "closed without a suspect"
    assert outcomes["99"]["title"] == "ours"
    assert outcomes["1A"]["kind"] == "charged"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[outcome", "no TOML file"),
        ("[[outcomes]]\ncode = '1'", "it may hold outcome"),
        ("[[outcome]]\ncode = '1'", "a row lacks kind, title"),
    ],
)
def test_a_correction_that_cannot_be_read_says_why(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "outcomes.toml").write_text(text)
    with pytest.raises(InputError, match=message):
        reference(dt.date(2025, 1, 1), tmp_path)


def test_a_recording_rule_is_remembered_with_its_midnights() -> None:
    def history(day: dt.date) -> dict[str, tuple[str | None, str | None]]:
        rows = reference(day)["recording_history"]
        return {row["code"]: (row["from"], row["until"]) for row in rows}

    assert "former partner means stalking" not in history(dt.date(2020, 3, 31))
    told = history(dt.date(2025, 1, 1))
    assert told["former partner means stalking"] == ("2020-03-31T23:00:00+00:00", None)
    assert told["behaviour beside gravest"][1] == "2023-05-31T23:00:00+00:00"


def test_which_rules_ask_for_stalking_and_when_one_crime_alone_is_recorded() -> None:
    rows = reference(dt.date(2025, 1, 1))["recording_history"]
    assert [row["from"] for row in rows] == sorted(row["from"] for row in rows)
    asking = {row["code"]: row["asks"] for row in rows if row["asks"]}
    assert asking == {
        "stalking has a class": "acts",
        "behaviour beside gravest": "acts",
        "former partner means stalking": "former partner",
    }
    assert [row["code"] for row in rows if row["alone"]] == [
        "principal crime alone",
        "gravest alone",
    ]


def test_a_force_can_correct_what_outranks_stalking_and_the_words_of_a_rationale(
    tmp_path: Path,
) -> None:
    (tmp_path / "recording.toml").write_text("graver = ['1']\nrationales = ['no pattern']\n")
    tables = reference(dt.date(2025, 1, 1), tmp_path)
    assert (tables["graver"], tables["rationales"]) == (["1"], ["no pattern"])
    assert len(tables["recording_history"]) > 5


def test_what_a_breach_is_depends_on_the_order() -> None:
    orders = reference(dt.date(2025, 1, 1))["orders"]
    told = {kind: row["breach"] for kind, row in orders.items()}
    assert (told["SPO"], told["DVPO"], told["bail"]) == ("crime", "contempt", "power of arrest")
    assert {kind for kind, breach in told.items() if breach == "on notice"} == {"PIN", "caution"}
    assert "custody" not in told


def test_outcomes_and_stalking_codes_are_lists() -> None:
    tables = reference(dt.date(2025, 1, 1))
    assert {"8Q", "8/65", "8/66", "195/12"} == set(tables["stalking"])
    assert {"15", "16", "18"} <= set(tables["no_action"])
    assert set(tables["charged"]) == {"1", "1A", "4"}
