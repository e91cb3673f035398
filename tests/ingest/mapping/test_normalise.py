"""Identifiers: one form for each thing, nothing for what is none."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import addresses as places
from graph.model import names, normalise
from graph.model.record import Record
from ingest.mapping.complete import complete


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("07700 900123", "+447700900123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("07700-900-123", "+447700900123"),
        ("01632 960001", "+441632960001"),
        ("+1 202 555 0143", "+12025550143"),
        ("00000000000", None),
        ("07777777777", None),
        ("00000", None),
        ("NOTAPHONE", None),
        ("0800 REVERSE", None),
        ("999", None),
        ("", None),
    ],
)
def test_phones(written: str, key: str | None) -> None:
    assert normalise.phone(written) == key


@settings(max_examples=200, deadline=None)
@given(st.from_regex(r"0[1-9][0-9]{9}", fullmatch=True))
def test_the_quick_way_for_phones_agrees_with_the_library(written: str) -> None:
    parsed = phonenumbers.parse(written, "GB")
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    found = normalise.phone(written)
    if found is not None:
        assert found == e164
        assert phonenumbers.is_possible_number(parsed)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("ab12 cde", "AB12CDE"),
        ("AB1Z CDE", "AB1ZCDE"),
        ("ABI2 CDE", "AB12CDE"),
        ("AB12 C0E", "AB12COE"),
        ("A8O1 BCD", "A801BCD"),
        ("P1O1 ABC", "P101ABC"),
        ("ABC 1O1D", "ABC101D"),
        ("AIZ 1234", "AIZ1234"),
        ("A1Z 12O4", "AIZ1204"),
        ("UNKNOWN!", None),
        ("", None),
        ("0000", None),
    ],
)
def test_registration_marks(written: str, key: str | None) -> None:
    assert normalise.vrm(written) == key


@pytest.mark.parametrize(
    ("kind", "written", "service", "key"),
    [
        ("email", " Jo.B+home@EXAMPLE.com ", "", "email/jo.b%2Bhome%40example.com"),
        ("email", "not an address", "", None),
        ("social", "@Quiet_One", "Instagram", "social/instagram/quiet_one"),
        ("social", "https://www.instagram.com/Quiet_One/?x=1", "", "social/instagram/quiet_one"),
        ("social", "instagram/quiet_one", "", "social/instagram/quiet_one"),
        ("social", "@Quiet_One", "", "social/quiet_one"),
        ("bank", "GB33 BUKB 2020 1555 5555 55", "", "bank/GB33BUKB20201555555555"),
        ("bank", "GB33 BUKB 2020 1555 5555 56", "", None),
        ("bank", "20-00-00 12345678", "", "bank/20000012345678"),
        ("bank", "20-00-00 00000000", "", None),
        ("ip", "2001:DB8:0:0::1", "", "ip/2001%3Adb8%3A%3A1"),
        ("ip", "203.0.113.256", "", None),
        ("imei", "49-015420-323751-8", "", "imei/490154203237518"),
        ("imei", "490154203237517", "", None),
        ("imei", "49015420323751", "", "imei/490154203237518"),
        ("tracker", "tag-00 17", "", "tracker/TAG0017"),
    ],
)
def test_accounts(kind: str, written: str, service: str, key: str | None) -> None:
    assert normalise.account(kind, written, service) == key


@pytest.mark.parametrize(
    ("written", "key"),
    [("qx94bl", "QX9 4BL"), (" M1  1AA", "M1 1AA"), ("EC1A-1BB", "EC1A 1BB"), ("12345", None)],
)
def test_postcodes(written: str, key: str | None) -> None:
    assert normalise.postcode(written) == key


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
        "Offender",
        "",
    ],
)
def test_placeholders_are_no_names(written: str) -> None:
    assert names.is_placeholder(written) is (written != "Offender")


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


ANY = st.text(max_size=30) | st.from_regex(r"[A-Z0-9]{2,8}", fullmatch=True)


@settings(deadline=None)
@given(ANY)
def test_normalising_twice_changes_nothing(written: str) -> None:
    for function in (
        normalise.phone, normalise.vrm, normalise.email, normalise.postcode, normalise.ip,
        normalise.device, normalise.bank, normalise.tracker,
    ):  # fmt: skip
        found = function(written)
        if found is not None:
            assert function(found) == found


@settings(deadline=None)
@given(ANY)
def test_any_text_is_a_name_and_an_address_or_none(written: str) -> None:
    names.parts(written)
    names.split_aliases(written)
    places.split(written)
    places.address_key("", "", "", "", written)
    normalise.social(written, written[:5])


def test_keys_that_a_force_delivers_are_worked_out_again() -> None:
    record = Record.model_validate(
        {
            "force": "x", "kind": "person", "reference": "1",
            "recorded_at": "2025-01-01T00:00:00Z",
            "parties": [{
                "name": {"written": "LEE, Ann"},
                "phones": [{"phone": {"written": "07700 900001", "key": "+10000000000"}}],
                "accounts": [{"account": {"kind": "ip", "written": "nonsense", "key": "ip/x"}}],
                "residences": [{"address": {"written": "14 Birch St, QX9 4BL", "key": "fake"}}],
            }],
        }
    )  # fmt: skip
    party = complete(record).parties[0]
    assert party.phones[0].phone.key == "+447700900001"
    assert party.accounts[0].account.key is None
    assert party.residences[0].address.key == "at//14/qx9 4bl"
    assert party.name is not None
    assert (party.name.forename, party.name.surname) == ("Ann", "LEE")
