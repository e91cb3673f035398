"""How short, how long, and with which marks between: the bounds of every kind of identifier."""

from __future__ import annotations

import string

import pytest

from graph.model.identifiers import KINDS, sought
from graph.model.identifiers.phone import KIND as PHONE
from graph.model.identifiers.social import KIND as SOCIAL
from graph.model.identifiers.vehicle_mark import KIND as MARK

CELL, BANK, EMAIL, POSTCODE = (KINDS[name] for name in ("cell", "bank", "email", "postcode"))


@pytest.mark.parametrize(
    ("kind", "fewest", "most"),
    [
        ("tracker", 4, 40),
        ("device", 8, 64),
        ("document", 4, 40),
        ("loyalty", 6, 30),
        ("scooter", 3, 40),
    ],
)
def test_a_number_is_no_shorter_and_no_longer(kind: str, fewest: int, most: int) -> None:
    number = string.digits + string.ascii_uppercase + string.digits + string.ascii_uppercase
    clean = KINDS[kind].clean
    assert clean(number[:fewest]) == number[:fewest]
    assert clean(number[:most]) == number[:most]
    assert clean(number[: fewest - 1]) is None
    assert clean(number[: most + 1]) is None


@pytest.mark.parametrize(
    ("kind", "value", "marks"),
    [
        ("tracker", "TAG0017", " :-"),
        ("device", "00005E0053AF", " :.-{}"),
        ("document", "X1234567", " ./-"),
        ("loyalty", "98263000", " ./-"),
        ("scooter", "VP123456", " .:/-"),
        ("imei", "490154203237518", " /.-"),
        ("imsi", "001010123456789", " /.-"),
        ("iban", "DE89370400440532013000", " .-"),
    ],
)
def test_marks_between_are_left_out_and_no_others(kind: str, value: str, marks: str) -> None:
    clean = KINDS[kind].clean
    for mark in marks:
        assert clean(mark.join(value)) == value
        assert clean(f"{mark}{value.lower()}{mark}") == value
    for mark in {*" :.-{}/_,;"} - {*marks}:
        assert clean(mark.join(value)) is None, mark


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("234-15-1-1", "234-15-1-1"),
        ("234-015-12345678-12345678901", "234-015-12345678-12345678901"),
        (" 234 15/0911:26544 ", "234-15-911-26544"),
        ("234:15:911:26544", "234-15-911-26544"),
        ("234/15/911/26544", "234-15-911-26544"),
        ("234 - 15 - 911 - 26544", "234-15-911-26544"),
        ("23-15-1-1", None),
        ("2345-15-1-1", None),
        ("234-1-1-1", None),
        ("234-0151-1-1", None),
        ("234-15-123456789-1", None),
        ("234-15-1-123456789012", None),
        ("234-15--1", None),
        ("234-15-1-", None),
        ("234-15-1-1-1", None),
        ("234.15.1.1", None),
    ],
)
def test_a_cell_is_four_numbers(written: str, value: str | None) -> None:
    assert CELL.clean(written) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("20 00 00 12345678", "20000012345678"),
        ("20 00-00/12345678", "20000012345678"),
        ("20-00 00,12345678", "20000012345678"),
        ("20-00-00-12345678", "20000012345678"),
        ("20-00-00 / 12345678", "20000012345678"),
        ("20000012345678", "20000012345678"),
        ("20.00.00 12345678", None),
        ("20--00-00 12345678", None),
        ("20-00--00 12345678", None),
        ("20-00-00.12345678", None),
        ("20-00-00 123456789", None),
        ("20-00-00 1234567", None),
        ("200-00-00 12345678", None),
        ("2-00-00 12345678", None),
        ("20-000-00 12345678", None),
        ("20-0-00 12345678", None),
        ("20-00-000 12345678 ", None),
        ("20-00-0 12345678", None),
        ("20-00-00 12345678 of Ann", None),
        ("٢٠-00-00 12345678", None),
    ],
)
def test_a_bank_account_is_six_digits_and_eight(written: str, value: str | None) -> None:
    assert BANK.clean(written) == value


def test_an_email_address_holds_none_of_what_stands_around_one() -> None:
    for mark in '"<>(),;: @':
        for written in ("a{}n@example.com", "ann@ex{}ample.com", "ann@example.c{}om"):
            assert EMAIL.clean(written.format(mark)) is None, (written, mark)
    assert EMAIL.clean("ann@a.b.example.co.") == "ann@a.b.example.co"
    assert EMAIL.clean("Ann (x) <mailto:ann@example.com >") == "ann@example.com"
    for written in ("ann@example", "ann@example.c", "@example.com", "ann@.com", "mailto:"):
        assert EMAIL.clean(written) is None, written


@pytest.mark.parametrize("area", ["A1", "A12", "A1B", "AB1", "AB12", "AB1C"])
def test_a_postcode_is_an_area_and_a_rest(area: str) -> None:
    code = f"{area} 1AA"
    assert POSTCODE.clean(code.replace(" ", " - ").lower()) == code
    assert POSTCODE.sought(f"9 Weir Row, {code.lower()}, Ashmere").values == (code,)
    for wrong in (f"X{code}X", f"{code}9", f"{area} AAA", f"{area} 11A", f"{area} 1A"):
        assert POSTCODE.clean(wrong) is None, wrong
    assert POSTCODE.sought(f"{code}9").values == ()
    assert POSTCODE.sought(f"9{code}").values == ()


def test_each_postcode_of_a_text_is_sought_once() -> None:
    text = "from ZZ1 1AA to AB12-3CD and zz11aa"
    assert sought(text, "Address").values == ("AB12 3CD", "ZZ1 1AA")
    assert [POSTCODE.clean(wrong) for wrong in ("A 1AA", "ABC1 1AA", "AB123 1AA")] == [None] * 3


def test_a_handle_has_up_to_a_hundred_characters_and_no_address_in_it() -> None:
    assert SOCIAL.clean("@@q") == "q"
    assert SOCIAL.clean("q" * 100) == "q" * 100
    assert SOCIAL.clean("q" * 101) is None
    for mark in " /@:?#":
        assert SOCIAL.clean(f"qu{mark}iet{mark}one") is None, mark
    assert SOCIAL.clean("@") is None


@pytest.mark.parametrize("end", ["com", "me", "net", "org", "tv", "uk"])
def test_an_address_of_a_site_is_one_without_its_scheme(end: str) -> None:
    service = "quiet-site" if end == "com" else f"quiet-site.{end}"
    for host in ("quiet-site", "www.quiet-site", "m.quiet-site", "fr.quiet-site"):
        assert SOCIAL.key(f"{host}.{end}/u/Quiet") == f"social/{service}/quiet"
    assert SOCIAL.key(f"quiet-site.{end}/people/Quiet/77") == f"social/{service}/77"
    assert SOCIAL.key("quiet-site.zz/u/quiet") is None


@pytest.mark.parametrize("piece", ["add", "c", "channel", "in", "stories", "u", "user"])
def test_what_stands_before_a_handle_is_none_unless_it_stands_alone(piece: str) -> None:
    assert SOCIAL.key(f"https://a.example.com/{piece}/quiet/x") == "social/a.example/quiet"
    assert SOCIAL.key(f"https://a.example.com/{piece}") == f"social/a.example/{piece}"
    assert SOCIAL.key("https://a.example.com/profile.php") is None
    assert SOCIAL.key("https://a.example.com/profile.php?id=7") == "social/a.example/7"


def test_a_service_has_one_name() -> None:
    named = {"Twitter": "x", "FB": "facebook", "insta": "instagram", "ig": "instagram"}
    named |= {"t.me": "telegram", "www.Reddit.com": "reddit", "Own": "own"}
    assert {written: SOCIAL.service(written) for written in named} == named


BRITISH = set(string.ascii_uppercase) - {"I"}
IRISH = [f"I{letter}" for letter in "ABGJLW"] + [f"{letter}I" for letter in "JOUX"]
IRISH += [f"{letter}Z" for letter in string.ascii_uppercase]


@pytest.mark.parametrize("letter", sorted(BRITISH - {"O"}))
def test_a_zero_written_as_an_o_is_read_by_its_place(letter: str) -> None:
    for written, mark in (
        ("{0}{0}1O CDE", "{0}{0}10CDE"),
        ("AB1O {0}{0}{0}", "AB10{0}{0}{0}"),
        ("A1O1 {0}{0}{0}", "A101{0}{0}{0}"),
        ("A1O {0}B{0}", "A10{0}B{0}"),
        ("{0}{0}{0} 1O1D", "{0}{0}{0}101D"),
        ("{0}{0} 1O34", "{0}{0}1034"),
        ("{0}B{0} 1O3", "{0}B{0}103"),
        ("1O34 {0}{0}", "1034{0}{0}"),
        ("1O3 {0}B{0}", "103{0}B{0}"),
        ("1O34 {0}", "1034{0}"),
    ):
        assert MARK.key(written.format(letter)) == mark.format(letter), written


def test_the_letters_of_the_year_are_not_those_that_never_were() -> None:
    for letter in string.ascii_uppercase:
        prefix, suffix = MARK.key(f"{letter}1O1 ABC"), MARK.key(f"ABC 1O1{letter}")
        assert (prefix == f"{letter}101ABC") == (letter not in "IOUZ"), letter
        assert (suffix == f"ABC101{letter}") == (letter not in "IOQUZ"), letter


@pytest.mark.parametrize("county", IRISH)
def test_the_marks_of_northern_ireland_are_read_so_too(county: str) -> None:
    # IJ 12O4 is as near to IJI 204: which of the two, nobody knows.
    assert MARK.key(f"{county} 12O4") == (f"{county}1204" if county != "IJ" else "IJ12O4")
    assert MARK.key(f"A{county} 12O4") == f"A{county}1204"
    assert MARK.key(f"12O4 {county}") == f"1204{county}"
    assert MARK.key(f"12O A{county}") == f"120A{county}"


def test_a_number_is_sought_beside_two_letters_and_as_each_country_writes_it() -> None:
    assert "+447700900123" in PHONE.sought("07700 900123 mo").keys
    assert PHONE.sought("07700 900123 mob").keys == ()
    assert "1111111" in PHONE.sought("1111111").keys
    assert "+393331234567" in PHONE.sought("333 123 4567").keys


def test_the_number_of_a_mark_has_as_many_digits_as_its_format() -> None:
    for written, mark in (
        ("A1 B0D", "A1BOD"),
        ("B0D 1A", "BOD1A"),
        ("A1O34 BCD", "A1O34BCD"),
        ("BCD 1O34A", "BCD1O34A"),
    ):
        assert MARK.key(written) == mark


def test_a_bank_account_is_shown_as_people_write_it() -> None:
    assert BANK.shown("20123412345678") == "20-12-34 12345678"
    assert BANK.shown("DE89370400440532013000") == "DE89 3704 0044 0532 0130 00"
    assert [POSTCODE.clean(wrong) for wrong in ("1 1AA", "12 1AA", "1A 1AA")] == [None] * 3
