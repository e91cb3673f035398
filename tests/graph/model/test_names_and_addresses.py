"""Names and addresses: their parts, placeholders, and one key for one place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import addresses as places
from graph.model import names


def test_one_flat_has_one_key_however_it_is_written() -> None:
    keys = {
        places.address_key(*places.split(text)[:2], places.split(text)[3], uprn, text)
        for text, uprn in (
            ("Flat 2, 14 Birch Street, Garsby, QX9 4BL", ""),
            ("FLAT 2 14 BIRCH ST GARSBY QX94BL", "100012345678"),
            ("apartment 2, 14 Birch Street. qx9 4bl", ""),
        )
    }
    assert keys == {"at/2/14/qx9 4bl"}


def test_an_address_without_house_falls_back_to_uprn_then_text() -> None:
    assert places.address_key("", "", "QX9 4BL", "0100012345678", "x") == "uprn/100012345678"
    ways = {
        places.address_key("", "", "", "", text)
        for text in ("The Old Mill, Ash Rd.", "the old mill ash road")
    }
    assert ways == {"text/the old mill ash road"}
    assert places.address_key("", "", "", "", " - ") is None


@pytest.mark.parametrize(
    "written",
    [
        "UNKNOWN",
        "N/K",
        "MALE, 30s",
        "unknown male",
        "Not known",
        "X",
        "???",
        "female 20 to 30",
        "SUSPECT 1",
        "Person A",
        "Mr Unknown",
        "UNIDENTIFIED MALE",
        "unk male 2",
        "N/K N/K",
        "NFI",
        "Offender",
        "Ann Witness",
        "",
    ],
)
def test_placeholders_are_no_names(written: str) -> None:
    assert names.is_placeholder(written) is (written not in ("Offender", "Ann Witness"))


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("SMITH, John", ("John", "", "SMITH")),
        ("Mr John van der Berg", ("John", "", "van der Berg")),
        ("Ann Lee", ("Ann", "", "Lee")),
        ("Dr Jane Mary O'Neil", ("Jane", "Mary", "O'Neil")),
        ("Madonna", ("", "", "Madonna")),
        ("UNKNOWN", ("", "", "")),
    ],
)
def test_names_have_parts(written: str, parts: tuple[str, str, str]) -> None:
    found = names.parts(written)
    assert (found.forename, found.middle, found.surname) == parts


def test_an_alias_in_the_same_cell_is_another_name() -> None:
    assert names.split_aliases("John Smith aka Jack Jones") == ["John Smith", "Jack Jones"]
    assert names.split_aliases("Jake Oaka") == ["Jake Oaka"]


@given(st.text(max_size=30))
def test_any_text_is_a_name_and_an_address_or_none(written: str) -> None:
    names.parts(written)
    names.split_aliases(written)
    places.split(written)
    places.address_key("", "", "", "", written)
