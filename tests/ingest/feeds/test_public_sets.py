"""The public sets of people, read whole where they stand beside the project."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from deliveries import everything

from graph.model.identifiers.email import KIND as EMAIL
from graph.model.record import Party, Record
from ingest.delivery.feed import Refused
from ingest.mapping import complete
from ingest.mapping.cells.times import TimeError, compile_formats
from ingest.mapping.mapping import recognise

SETS = Path(__file__).parents[4] / "shared" / "data" / "identity"
public = pytest.mark.skipif(
    not SETS.is_dir(), reason="no public sets of people: put them in ../shared/data/identity"
)


def records(name: str, work: Path) -> tuple[dict[str, Record], list[Refused]]:
    path = SETS / name
    taken, refused, counts = everything(recognise(path), path, work)
    assert counts.rows == len(taken) + len(refused)
    return {item.record.reference: item.record for item in taken}, refused


def accounts(party: Party, kind: str) -> list[str | None]:
    return [held.account.key for held in party.accounts if held.account.kind == kind]


@public
def test_every_row_of_fake_1000_is_a_person(tmp_path: Path) -> None:
    found, refused = records("fake_1000.csv", tmp_path)
    assert (len(found), refused) == (1_000, [])
    first = found["0"].parties[0]
    assert first.birth
    assert first.birth.precision == "day"
    assert accounts(first, "email") == ["email/robert255%40smith.net"]
    assert found["2"].parties[0].residences[0].address.locality == "London"


@public
def test_every_row_of_febrl3_is_a_person_and_says_no_social_security_number(
    tmp_path: Path,
) -> None:
    found, refused = records("febrl3.csv", tmp_path)
    assert (len(found), refused) == (5_000, [])
    assert "1804974" not in found["rec-1496-org"].content
    home = found["rec-1496-org"].parties[0].residences[0].address
    assert (home.house, home.street, home.locality) == ("7", "wallaby place", "cleveland")


@public
def test_the_key_of_answers_is_refused_and_never_read(tmp_path: Path) -> None:
    found, refused = records("senzing_load1", tmp_path)
    assert [item.place for item in refused] == ["truthset-load1-key.csv"]
    kinds = Counter(record.parties[0].kind for record in found.values())
    assert kinds == {"person": 114, "organisation": 6}


@public
def test_dates_phones_and_documents_of_the_senzing_set_are_understood(tmp_path: Path) -> None:
    found, _ = records("senzing_load1", tmp_path)
    people = {reference: record.parties[0] for reference, record in found.items()}
    assert {born.date.isoformat() for key in ("1032", "1033", "1078", "1091")
            if (born := people[key].birth) and born.date} == {
        "1991-08-20", "2008-06-25", "1967-08-15"}  # fmt: skip
    assert [held.phone.key for held in people["1092"].phones] == ["+3903526553537"]
    assert [held.phone.key for held in people["1060"].phones] == ["+19714218250"]
    assert accounts(people["1034"], "email") == ["email/msentosa%40fmail.com"]
    for one, other in (("1050", "1051"), ("1083", "1084"), ("1103", "1104"), ("1066", "1065")):
        assert set(accounts(people[one], "document")) & set(accounts(people[other], "document"))
    assert set(accounts(people["1066"], "document")) & set(accounts(people["1067"], "document"))
    assert people["2042"].name
    assert people["2042"].name.written == "Mullenkrants"


def test_a_town_alone_is_no_address() -> None:
    town = {"locality": "Someton", "written": "Someton"}
    complete.address(town)
    assert "key" not in town
    street = {"locality": "Someton", "street": "Long Lane", "written": "Long Lane, Someton"}
    complete.address(street)
    assert street["key"] == "text/long lane someton"


def test_the_street_of_a_written_address_ends_before_its_town() -> None:
    data = {"locality": "Someton", "written": "12 Long Lane, Someton, Someshire"}
    complete.address(data)
    assert (data["house"], data["street"]) == ("12", "Long Lane")


def test_a_name_before_an_email_address_is_no_part_of_it() -> None:
    assert EMAIL.clean('"Ann Ex" <ann@example.com>') == "ann@example.com"
    assert EMAIL.clean("<ann@example.com>") == "ann@example.com"
    assert EMAIL.clean("ann@example.com> and others") is None


def test_a_date_that_one_format_makes_impossible_is_read_by_the_next() -> None:
    read = compile_formats(("mm/dd/yyyy", "dd/mm/yyyy"))
    assert read("8/7/1991").date.isoformat() == "1991-08-07"
    assert read("20/8/1991").date.isoformat() == "1991-08-20"
    with pytest.raises(TimeError, match="does not exist"):
        read("31/31/1991")
