"""Identifiers: one form for each thing, nothing for what is none."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph
from graph.model.identifiers import ACCOUNTS, KINDS, Example, Kind, sought
from graph.model.identifiers.__main__ import markdown
from graph.model.identifiers.phone import KIND as PHONE
from graph.model.identifiers.social import KIND as SOCIAL
from graph.model.identifiers.vehicle_mark import KIND as VEHICLE_MARK

ROOT = Path(graph.__file__).parents[1]
EXAMPLES = [
    pytest.param(kind, example, id=f"{kind.name}: {example.written}")
    for kind in KINDS.values()
    for example in kind.examples
]
ANY = st.text(max_size=30) | st.from_regex(r"[A-Z0-9]{2,8}", fullmatch=True)


def test_the_kinds_are_those_that_forces_deliver() -> None:
    assert set(KINDS) - set(ACCOUNTS) == {"phone", "vehicle mark", "postcode"}
    assert set(ACCOUNTS) == set(
        "bank cell device document email iban imei imsi ip loyalty scooter social tracker".split()
    )
    only_where = {kind.name for kind in KINDS.values() if not kind.says_who}
    assert only_where == {"postcode", "ip", "tracker", "cell", "scooter"}


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_an_example_is_kept_as_it_says(kind: Kind, example: Example) -> None:
    assert kind.key(example.written, example.service) == example.kept
    assert kind.validate(example.written) is None


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_an_example_is_sought_by_its_key_or_on_any_service(kind: Kind, example: Example) -> None:
    sought_ = kind.sought(example.written)
    value = unquote(example.kept.rpartition("/")[2])
    if kind.name == "postcode" or (kind.has_service and "/" not in example.written):
        assert (sought_.keys, sought_.values) == ((), (value,))
    elif kind.has_service and kind.name != "social":
        assert sought_.values == (value,)
    else:
        assert example.kept in sought_.keys
        assert sought_.values == ()
    assert set(sought_.keys) <= set(sought(example.written, kind.label).keys)
    assert set(sought_.values) <= set(sought(example.written, kind.label).values)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
@pytest.mark.parametrize("written", ["", " ", "?", "/"])
def test_what_is_none_has_no_key_and_a_reason(kind: Kind, written: str) -> None:
    assert kind.key(written) is None
    assert kind.validate(written) == kind.refusal


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("+44 (0)7700 900123", "+447700900123"),
        ("07700-900-123", "+447700900123"),
        ("7700 900123", "+447700900123"),
        ("00000000000", None),
        ("07777777777", None),
        ("+44 7777 777777", None),
        ("0800 REVERSE", None),
        ("07700 900123 x", None),
        ("999", None),
    ],
)
def test_phones(written: str, key: str | None) -> None:
    assert PHONE.key(written) == key
    assert PHONE.validate(written) == (None if key else PHONE.refusal)


@pytest.mark.parametrize(
    ("written", "region", "key"),
    [
        ("202 555 0143", "US", "+12025550143"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("0212 345 6789", "IT", "+3902123456789"),
        ("+44 7700 900123", "US", "+447700900123"),
        ("07700 900123", "US", None),
    ],
)
def test_a_number_without_a_country_is_one_of_the_region(
    written: str, region: str, key: str | None
) -> None:
    assert PHONE.key(written, region=region) == key
    assert PHONE.key(written) != key or written.startswith("+")
    assert (PHONE.validate(written, region) is None) == (key is not None)


def test_a_number_without_a_country_is_sought_in_every_country() -> None:
    assert {"+442025550143", "+12025550143"} < set(PHONE.sought("202 555 0143").keys)
    assert "+33612345678" in PHONE.sought("06 12 34 56 78").keys
    assert "+3902123456789" in PHONE.sought("0212 345 6789").keys
    assert "4151" not in PHONE.sought("4151").keys
    assert PHONE.sought(" +1 202 555 0143").keys == ("+12025550143", "12025550143")
    assert PHONE.sought("0800 REVERSE").keys == ()
    assert PHONE.sought("12345 Birch Road").keys == ()
    assert "+12025550143" in PHONE.sought("+1 202 555 0143 m").keys
    assert PHONE.sought("123456").keys == ("+44123456", "123456")
    assert len(PHONE.sought("1234567").keys) > 9
    assert PHONE.sought("0039 02 1234 5678").keys == ("+390212345678", "00390212345678")


def test_a_number_without_a_plan_is_its_digits() -> None:
    assert PHONE.digits("(12) 345") == "12345"
    assert PHONE.digits("12-34") is None
    assert "12345" in PHONE.sought("12-345").keys


@settings(max_examples=100)
@given(st.from_regex(r"0[1-9][0-9]{9}", fullmatch=True))
def test_the_quick_way_for_phones_agrees_with_the_library(written: str) -> None:
    parsed = phonenumbers.parse(written, "GB")
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    key = PHONE.key(written)
    if key is not None:
        assert key == e164
        assert phonenumbers.is_possible_number(parsed)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("AB1Z CDE", "AB1ZCDE"),  # fits no format
        # current: its letters are never I, so a 1 among them stays
        ("ab12 cde", "AB12CDE"),
        ("ABI2 CDE", "AB12CDE"),
        ("AB12 C0E", "AB12COE"),
        ("AB12 C1E", "AB12C1E"),
        ("A112 CDE", "A112CDE"),
        ("1B12 CDE", "1B12CDE"),
        ("K061 MZE", "KO61MZE"),
        # prefix
        ("A8O1 BCD", "A801BCD"),
        ("P1O1 ABC", "P101ABC"),
        ("A1 BCD", "A1BCD"),
        ("Q123 ABC", "Q123ABC"),
        ("A123 BC1", "A123BC1"),
        # suffix
        ("ABC 123D", "ABC123D"),
        ("ABC 1O1D", "ABC101D"),
        ("ABC I2I", "ABC121"),
        # dateless
        ("A 1", "A1"),
        ("1 A", "1A"),
        ("AB 1234", "AB1234"),
        ("AB I234", "ABI234"),
        ("AB 12O4", "AB1204"),
        ("1234 AB", "1234AB"),
        ("I234 AB", "1234AB"),
        ("ABC 123", "ABC123"),
        ("A0 123", "A0123"),
        ("12O A", "12OA"),
        ("123 ABC", "123ABC"),
        ("9O9 ABC", "909ABC"),
        # Northern Irish
        ("IZ 1234", "IZ1234"),
        ("1Z 1234", "IZ1234"),
        ("IZ I234", "IZI234"),
        ("AIZ 1234", "AIZ1234"),
        ("A1Z 12O4", "AIZ1204"),
        ("0IL 1234", "OIL1234"),
        ("1234 IZ", "1234IZ"),
        ("1234 1Z", "1234IZ"),
        ("123 A1Z", "123AIZ"),
        ("A 12O", "A120"),
        ("1O3 A", "103A"),
        # foreign, or none
        ("12 345", "12345"),
        ("OIOI", "OIOI"),
        ("01010", "01010"),
        ("B MW 12345", "BMW12345"),
        ("UNKNOWN!", None),
        ("0000", None),
        ("A", None),
        ("ABCDE 1234", None),
    ],
)
def test_registration_marks(written: str, key: str | None) -> None:
    assert VEHICLE_MARK.key(written) == key
    assert VEHICLE_MARK.sought(written).keys == ((key,) if key else ()) or "!" in written


def test_a_mark_is_sought_whatever_stands_around_it() -> None:
    assert VEHICLE_MARK.sought("'ab12_cde'").keys == ("AB12CDE",)


@pytest.mark.parametrize(
    ("kind", "written", "service", "key"),
    [
        ("email", " Jo.B+home@EXAMPLE.com ", "", "email/jo.b%2Bhome%40example.com"),
        ("email", '"Ann Ex" <ann@example.com>', "", "email/ann%40example.com"),
        ("email", "<ann@example.com>", "", "email/ann%40example.com"),
        ("email", "ann@example.com> and others", "", None),
        ("email", "not an address", "", None),
        ("social", "instagram/quiet_one", "", "social/instagram/quiet_one"),
        ("social", "@Quiet_One", "Insta", "social/instagram/quiet_one"),
        ("social", "@Quiet_One", "www.Facebook.com", "social/facebook/quiet_one"),
        ("social", "@Quiet_One", "Twitter", "social/x/quiet_one"),
        ("social", "https://www.linkedin.com/in/quiet-one/", "", "social/linkedin/quiet-one"),
        ("social", "https://www.instagram.com/p/C1abcdef/", "", None),
        ("social", "https://m.facebook.com/people/Q/100000000012345", "",
         "social/facebook/100000000012345"),
        ("social", "https://t.me/quiet_one", "", "social/telegram/quiet_one"),
        ("social", "http://[broken", "", None),
        ("social", "two words", "", None),
        ("bank", "GB33 BUKB 2020 1555 5555 56", "", None),
        ("bank", "20-00-00 00000000", "", None),
        ("bank", "20-00-00 11111111", "", None),
        ("bank", "20-00-00 99999999", "", None),
        ("bank", "20-20-15 55555555", "", "bank/20201555555555"),
        ("bank", "GB33 BUKB 2020 1555 5555 55", "", "bank/20201555555555"),
        ("bank", "GB69 BUKB 2020 1500 0000 00", "", "bank/GB69BUKB20201500000000"),
        ("iban", "GB33 BUKB 2020 1555 5555 55", "", "bank/20201555555555"),
        ("iban", "IE29 AIBK 9311 5212 3456 78", "", "bank/IE29AIBK93115212345678"),
        ("bank", "20-00-00 12121212", "", "bank/20000012121212"),
        ("bank", "20-00-00 1234567", "", None),
        ("iban", "20-00-00 12345678", "", None),
        ("ip", "203.0.113.256", "", None),
        ("bank", " 20-00-00 12345678 ", "", "bank/20000012345678"),
        ("imei", "49-015420-323751-X8", "", None),
        ("imsi", "001-01-0123456789X", "", None),
        ("tracker", "tag\t0017", "", "tracker/TAG0017"),
        ("tracker", "XT-1 7X", "", "tracker/XT17X"),
        ("document", "X 123.45X", "pnc", "document/pnc/X12345X"),
        ("device", "XD:1234:567X", "", "device/XD1234567X"),
        ("loyalty", "XL 1234-5X", "shop", "loyalty/shop/XL12345X"),
        ("scooter", "XS 12-X", "firm", "scooter/firm/XS12X"),
        ("imei", "490154203237518", "", "imei/490154203237518"),
        ("imei", "490154203237517", "", None),
        ("imei", "4901542032375101", "", "imei/490154203237518"),
        ("imei", "4901542032375199", "", "imei/490154203237518"),
        ("imei", "49015420323751011", "", None),
        ("imei", "4901542032375", "", None),
        ("imei", "000000000000000", "", None),
        ("imsi", "00101012345678", "", "imsi/00101012345678"),
        ("imsi", "0010101234567890", "", None),
        ("imsi", "001 01 unknown", "", None),
        ("tracker", "T17", "", None),
        ("document", "123 456 789", "Passport  GB", "document/passport gb/123456789"),
        ("document", "123-456.789/A", "", "document//123456789A"),
        ("document", "1112", "pnc", "document/pnc/1112"),
        ("document", "1111", "pnc", None),
        ("document", "AB1", "pnc", None),
        ("document", "£1234", "pnc", None),
        ("cell", "234/015/911/26544", "", "cell/234-015-911-26544"),
        ("cell", "23415911", "", None),
        ("device", "0000 0000", "", None),
        ("loyalty", "1111 1111", "", None),
        ("scooter", "77", "", None),
    ],
)  # fmt: skip
def test_accounts(kind: str, written: str, service: str, key: str | None) -> None:
    assert ACCOUNTS[kind].key(written, service) == key


@pytest.mark.parametrize(
    ("written", "key"),
    [("qx94bl", "QX9 4BL"), (" M1  1AA", "M1 1AA"), ("EC1A-1BB", "EC1A 1BB"), ("12345", None)],
)
def test_postcodes(written: str, key: str | None) -> None:
    assert KINDS["postcode"].clean(written) == key
    assert sought(f"14 Birch Street, {written}", "Address").values == ((key,) if key else ())


def test_a_british_iban_is_sought_by_its_sort_code_and_number_too() -> None:
    british = sought("GB33 BUKB 2020 1555 5555 55", "Account").keys
    assert {"bank/GB33BUKB20201555555555", "bank/20201555555555"} <= set(british)
    assert not any("0532013000" in key for key in sought("GB33 BUKB", "Account").keys)
    german = sought("DE89 3704 0044 0532 0130 00", "Account").keys
    assert [key for key in german if key.startswith("bank/")] == ["bank/DE89370400440532013000"]


def test_a_bank_account_is_shown_as_people_write_it() -> None:
    assert ACCOUNTS["bank"].shown("20000012345678") == "20-00-00 12345678"
    assert ACCOUNTS["bank"].shown("DE89370400440532013000") == "DE89 3704 0044 0532 0130 00"
    assert ACCOUNTS["email"].shown("ann@example.com") == "ann@example.com"


@pytest.mark.parametrize(
    ("site", "key"),
    [
        ("www.snapchat.com/add/quiet", "snapchat/quiet"),
        ("https://www.youtube.com/c/quiet", "youtube/quiet"),
        ("https://www.youtube.com/channel/quiet", "youtube/quiet"),
        ("https://uk.linkedin.com/in/quiet", "linkedin/quiet"),
        ("instagram.com/stories/quiet/12345", "instagram/quiet"),
        ("https://www.reddit.com/u/quiet", "reddit/quiet"),
        ("https://www.reddit.com/user/quiet/", "reddit/quiet"),
        ("fb.com/quiet", "facebook/quiet"),
        ("https://vk.com/quiet", "vk/quiet"),
        ("ig/quiet", "instagram/quiet"),
        ("https://x.com/in", "x/in"),
        *(
            (f"https://www.facebook.com/{page}/quiet", None)
            for page in "events explore groups hashtag p pages reel share watch".split()
        ),
    ],
)
def test_the_handle_in_the_address_of_a_page_is_whose_page_it_is(
    site: str, key: str | None
) -> None:
    assert SOCIAL.key(site) == (f"social/{key}" if key else None)


def test_a_service_has_one_form() -> None:
    assert SOCIAL.service(" IG ") == "instagram"
    assert KINDS["loyalty"].service(" Shop ") == "shop"


def test_an_address_of_a_site_is_sought_there_and_where_no_service_was_said() -> None:
    assert SOCIAL.sought("www.instagram.com/quiet_one").keys == (
        "social/instagram/quiet_one",
        "social/quiet_one",
    )
    assert SOCIAL.sought("@Quiet_One").values == ("quiet_one",)


@given(ANY)
def test_normalising_twice_changes_nothing(written: str) -> None:
    for kind in KINDS.values():
        value = kind.clean(written)
        if value is not None:
            assert kind.clean(value) == value, kind.name
        kind.key(written, written[:5])
        kind.sought(written)


def test_the_page_of_identifiers_is_made_from_the_classes() -> None:
    assert (ROOT / "docs" / "identifiers.md").read_text() == markdown()


A_USE = """
import datetime as dt

from graph.derive.elements import Source
from graph.derive.nodes import thing_node
from graph.model.identifiers import sought
from graph.model.identifiers.__main__ import markdown
from graph.model.record import Account, json_schema
from ingest.mapping.compile_things import account
from ingest.mapping.mapping import Mapping
from ingest.mapping.sections import AccountPart
from ingest.mapping.cells.values import Notes, Scope

part = AccountPart.model_validate({"kind": {"value": "berth"}, "account": "Where"})
notes = Notes("row")
(data,) = account(part, Scope(Mapping.model_construct(codes={})))({"Where": "b-17"}, notes)
node = thing_node(Account.model_validate(data), Source("r", 0, dt.datetime.now(dt.UTC)))
assert (node.id, node.props["kind"], notes.remarks) == ("berth/B17", "berth", [])
assert "berth/B17" in sought("b17", "Account").keys
assert "| `berth` | berth | `Account` |" in markdown()
assert "berth" in json_schema()["$defs"]["Account"]["properties"]["kind"]["enum"]
"""


def test_a_new_kind_is_one_file(tmp_path: Path) -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text().partition("## A kind of identifier")[2]
    file, content = re.findall(r"ave this as `(.+?)`:\n\n```python\n(.*?)```", guide, re.DOTALL)[0]
    for package in ("graph", "ingest"):
        ignored = shutil.ignore_patterns("__pycache__", "*.csv", "feeds", "synthetic")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignored)
    (tmp_path / file).write_text(content)
    told = subprocess.run(
        [sys.executable, "-c", A_USE],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
