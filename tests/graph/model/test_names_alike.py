"""How alike two names are: what is one name in another spelling, what is not, what asks."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.names import generation, parts
from graph.model.names_alike import likeness
from graph.model.names_spelling import fold, sound, words

with (Path(__file__).parent / "name_pairs.csv").open(encoding="utf-8") as table:
    PAIRS = list(csv.DictReader(table))


@pytest.mark.parametrize("kind", sorted({row["kind"] for row in PAIRS}))
def test_names_are_as_alike_as_the_table_says(kind: str) -> None:
    wrong = [
        (row["one"], row["other"], row["expected"], alike)
        for row in PAIRS
        if row["kind"] == kind
        and (alike := likeness(row["one"], row["other"])).verdict != row["expected"]
    ]
    assert wrong == []


@given(st.text(max_size=25), st.text(max_size=25))
def test_likeness_has_no_side_and_takes_any_text(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("O’Neill", "oneill"),
        ("Smith-Jones", "smith jones"),
        ("Łukasz WAŁĘSA", "lukasz walesa"),
        ("Sørensen-Đukić", "sorensen dukic"),
        ("İbrahim Işık", "ibrahim isik"),
        ("x2 y_z", "x y z"),
        ("Ольга Petrova", "olga petrova"),
        ("J0hn", "john"),
        ("العمري", "mry"),
        ("مُحَمَّد", "mhmd"),
        ("Сергей", "sergei"),
    ],
)
def test_a_name_is_folded_to_plain_letters(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert fold(folded) == folded


def test_particles_and_prefixes_are_no_words_of_their_own() -> None:
    assert words("van der berg") == ["berg"]
    assert words("van der berg", whole=True) == ["vanderberg"]
    assert words("o neill") == ["oneill"]
    assert words("abd al rahman") == ["abdrahman"]
    assert words("ben", given=True) == ["ben"]


def test_what_sounds_alike_has_one_sound() -> None:
    for alike in (
        ("cook", "kook"),
        ("sarah", "zara"),
        ("stephen", "steven"),
        ("abdulrahman", "abdurrahman", "abdrahman"),
        ("schultz", "shults"),
        ("wright", "rite"),
    ):
        assert len({sound(word) for word in alike}) == 1, alike
    assert sound("cook") != sound("cole")


def test_a_generation_is_no_part_of_a_name() -> None:
    assert parts("Morris Hale II") == parts("Morris Hale")
    assert generation("Morris Hale II") == "ii"
    assert generation("John Smith, Junior") == "jr"
    assert generation("John Smith") == ""
    assert generation("Jr Smith") == ""


def test_a_chinese_name_begins_with_its_surname() -> None:
    assert (parts("王小明").forename, parts("王小明").surname) == ("小明", "王")
