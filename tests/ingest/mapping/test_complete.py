"""What a record is filled in with: every key is worked out here, whatever a force delivers."""

from __future__ import annotations

import pytest

from graph.model.record import Record
from ingest.mapping import complete as fill
from ingest.mapping.complete import complete


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


@pytest.mark.parametrize(
    ("kind", "written", "reason"),
    [
        ("imei", "490154203237517", "is an IMEI whose check digit does not hold"),
        ("imei", "4901", "is not an IMEI of 14 to 16 digits"),
        ("ip", "203.0.113.256", "is not an IP address"),
        ("imsi", "001010123456789", None),
    ],
)
def test_what_can_be_no_identifier_of_its_kind_is_remarked_on(
    kind: str, written: str, reason: str | None
) -> None:
    data = {"kind": kind, "written": written, "key": "delivered"}
    assert fill.account(data) == reason
    assert data.get("key") == (None if reason else "imsi/001010123456789")


def test_a_number_is_read_as_one_of_the_mappings_country() -> None:
    abroad = {"written": "202 555 0143"}
    assert fill.phone(abroad, "US") is None
    assert abroad["key"] == "+12025550143"
    nowhere = {"written": "02 99"}
    assert fill.phone(nowhere, "FR") == "is not a possible telephone number"
    assert "key" not in nowhere


@pytest.mark.parametrize(
    ("written", "town", "key"),
    [
        ("12 High Street", "Ashmere", "text/12 high street ashmere"),
        ("12 High St, Ashmere", "Ashmere", "text/12 high street ashmere"),
        ("12 High Street", "Wexmouth", "text/12 high street wexmouth"),
        ("12 Ashmere Road", "Ashmere", "text/12 ashmere road ashmere"),
        ("12 High Street, Ashmere, Southmark", "Ashmere", "text/12 high street ashmere southmark"),
        ("12 High Street, ZZ1 1ZZ", "Ashmere", "at//12/zz1 1zz"),
        ("Homeless hostel, 3 Mill Row", "", "text/homeless hostel 3 mill row"),
        ("Various Road", "", "text/various road"),
        ("No Fixed Abode", "", None),
        ("NFA", "Ashmere", None),
        ("N.F.A., Ashmere", "Ashmere", None),
        ("Of no fixed address", "", None),
        ("nfa, ZZ1 1ZZ", "", None),
        ("No Location", "", None),
        ("On or near Supermarket", "", None),
        ("On or near Mill Street", "Ashmere", None),
    ],
)
def test_a_place_is_told_with_its_town_and_no_abode_is_none(
    written: str, town: str, key: str | None
) -> None:
    data = {"written": written, "locality": town, "key": "delivered"}
    reason = fill.address(data)
    assert data.get("key") == key
    assert (reason is not None) == (key is None)
