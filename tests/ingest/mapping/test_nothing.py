"""What stands where nothing is known names nobody, everywhere, and its column is said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from deliveries import everything

from graph.model.identifiers import ACCOUNTS
from graph.model.identifiers.phone import KIND as PHONE
from graph.model.identifiers.postcode import KIND as POSTCODE
from graph.model.names import is_placeholder
from graph.model.placeholders import DAYS, is_no_number, is_nothing, is_null, names_nobody
from graph.model.record import Party, Record
from ingest.delivery.outcome import Accepted
from ingest.mapping.complete import complete
from ingest.mapping.mapping import Mapping

COLUMNS = "ref at on fore sur born number phone plate role".split()
WHO = {"ref": "A1", "at": "2025-03-02 09:10", "fore": "Ida", "sur": "Wren"}


def _mapping(**changes: Any) -> Mapping:
    party: dict[str, Any] = {
        "roles": [{"value": "suspect"}],
        "name": {"forename": "fore", "surname": "sur"},
        "birth": "born",
        "nominal": "number",
        "phones": ["phone"],
        "vehicles": ["plate"],
    }
    return Mapping.model_validate(
        {
            "name": "small",
            "force": "smallford",
            "match": ["small*"],
            "format": ["yyyy-mm-dd HH:MM", "yyyy-mm-dd", "dd mon yyyy", "yyyy"],
            "tables": {"rows": {"file": "small.csv"}},
            "records": [
                {
                    "kind": "incident",
                    "table": "rows",
                    "reference": "ref",
                    "recorded_at": "at",
                    "incident": {"occurred": "on", "title": "role"},
                    "parties": [{**party, **changes}],
                }
            ],
        }
    )


def _taken(tmp_path: Path, mapping: Mapping | None = None, /, **cells: str) -> Accepted:
    path = tmp_path / "small.csv"
    row = ",".join({"ref": "A1", "at": "2025-03-02 09:10", **cells}.get(c, "") for c in COLUMNS)
    path.write_text(",".join(COLUMNS) + "\n" + row + "\n")
    taken, refused, _ = everything(mapping or _mapping(), path, tmp_path)
    assert refused == []
    return taken[0]


def _party(record: Record) -> Party:
    (party,) = record.parties
    return party


WORDS = """NULL null Null (null) <NULL> \\N nan NaN NaT None none N/A n/a N/K n/k NK Unknown UNKNOWN
- -- ? . TBC Redacted REDACTED [redacted] undefined #N/A""".split()
PHRASES = ["Not Recorded", "not known", "Not Stated", "NOT PROVIDED", "No Trace"]


@pytest.mark.parametrize("word", [*WORDS, *PHRASES])
def test_a_word_for_nothing_in_every_cell_is_nobody(word: str, tmp_path: Path) -> None:
    columns = ("fore", "sur", "born", "number", "phone", "plate")
    taken = _taken(tmp_path, **dict.fromkeys(columns, word))
    assert taken.record.parties == ()
    said = {remark.column for remark in taken.remarks if "`blank`" in remark.reason}
    assert said == set(columns)


@pytest.mark.parametrize("word", ["NULL NULL", "Unknown, Unknown", "UNKNOWN UNKNOWN", "n/k n/k"])
def test_a_name_in_one_piece_of_such_words_is_nobody(word: str, tmp_path: Path) -> None:
    taken = _taken(tmp_path, _mapping(name="fore"), fore=f'"{word}"')
    assert taken.record.parties == ()
    assert [remark.about for remark in taken.remarks] == ["name (column fore)"]


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ({"fore": "Ida", "sur": "Null"}, "Ida Null"),
        ({"fore": "Nan", "sur": "Wren"}, "Nan Wren"),
        ({"fore": "NA", "sur": "LI"}, "NA LI"),
        ({"fore": "Ida", "sur": "NULL"}, "Ida"),
        ({"fore": "N/K", "sur": "Wren"}, "Wren"),
        ({"fore": "nan", "sur": "Wren"}, "Wren"),
        ({"fore": "Unknown", "sur": "Wren"}, "Wren"),
    ],
)
def test_names_of_people_stay_beside_another_name(
    cells: dict[str, str], name: str, tmp_path: Path
) -> None:
    party = _party(_taken(tmp_path, **cells).record)
    assert party.name is not None
    assert party.name.written == name


@pytest.mark.parametrize("number", ["0", "000", "0.0", "-1", "99999", "999999999"])
def test_a_number_that_stands_for_none_is_no_person_number(number: str, tmp_path: Path) -> None:
    taken = _taken(tmp_path, fore="Ida", sur="Wren", number=number)
    assert _party(taken.record).nominal == ""
    assert {r.about for r in taken.remarks if "`blank`" in r.reason} == {"nominal (column number)"}


@pytest.mark.parametrize("blank", ["0", ["0", "7"]])
def test_a_blank_of_one_value_is_said_by_the_mapping_and_not_remarked(
    blank: Any, tmp_path: Path
) -> None:
    mapping = _mapping(nominal={"column": "number", "blank": blank})
    taken = _taken(tmp_path, mapping, **{**WHO, "ref": "0", "number": "0"})
    assert (taken.record.reference, _party(taken.record).nominal) == ("0", "")
    assert taken.remarks == ()


@pytest.mark.parametrize("day", sorted(DAYS))
def test_a_day_that_stands_for_none_is_no_time_and_no_birth(day: dt.date, tmp_path: Path) -> None:
    taken = _taken(tmp_path, fore="Ida", sur="Wren", born=f"{day}", on=f"{day} 00:00")
    party = _party(taken.record)
    assert party.birth is not None
    assert party.birth.date is None
    assert taken.record.incident is not None
    assert taken.record.incident.occurred is None
    said = [(remark.about, remark.reason) for remark in taken.remarks]
    reason = "is a date that stands for not known"
    assert sorted(said) == [("birth (column born)", reason), ("occurred (column on)", reason)]
    assert ("occurred", f"{day} 00:00") in taken.record.also


@pytest.mark.parametrize("on", ["0000-00-00", "0001-05-05", "1799-01-02", "9999-12-30", "0"])
def test_a_year_out_of_reach_is_no_time(on: str, tmp_path: Path) -> None:
    taken = _taken(tmp_path, on=on)
    assert taken.record.incident is not None
    assert taken.record.incident.occurred is None
    assert len(taken.remarks) == 1


@pytest.mark.parametrize("written", ["1900", "1970"])
def test_a_year_alone_is_a_year(written: str, tmp_path: Path) -> None:
    birth = _party(_taken(tmp_path, **WHO, born=written).record).birth
    assert birth is not None
    assert (birth.date, birth.precision) == (dt.date(int(written), 1, 1), "year")


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("14 Fbe 1987", ""),
        ("31 Feb 1987", "19870231"),
        ("1987-13-01", "19871301"),
        ("1987-00-00", ""),
        ("circa 1987", ""),
    ],
)
def test_a_birth_that_exists_in_no_format_keeps_its_year_and_its_digits(
    written: str, digits: str, tmp_path: Path
) -> None:
    taken = _taken(tmp_path, **WHO, born=written)
    birth = _party(taken.record).birth
    assert birth is not None
    assert (birth.date, birth.precision, birth.written) == (dt.date(1987, 1, 1), "year", written)
    assert birth.digits == digits
    (remark,) = taken.remarks
    assert remark.about == "birth (column born)"
    assert "only its year" in remark.reason


@pytest.mark.parametrize(
    ("written", "read", "remarks"),
    [
        ("48213.0", "48213", 1),
        ("48213.00", "48213", 1),
        ("48213", "48213", 0),
        ("48213.5", "48213.5", 0),
        ("4.8213E+04", "", 1),
        ("48210", "48210", 0),
    ],
)
def test_a_number_that_a_spreadsheet_wrote(
    written: str, read: str, remarks: int, tmp_path: Path
) -> None:
    taken = _taken(tmp_path, **WHO, number=written)
    assert _party(taken.record).nominal == read
    assert [remark.column for remark in taken.remarks] == ["number"] * remarks


def test_the_lists_agree() -> None:
    assert all(map(is_nothing, WORDS))
    assert is_null("NULL")
    assert not is_null("Unknown")
    assert not any(map(is_nothing, ["", "Ida", "Nolan", "Knox", "7", "O'Null"]))
    assert names_nobody("null")
    assert not names_nobody("Null")


@pytest.mark.parametrize("names", [("NOT", "KNOWN"), ("Known", "Not"), ("NO", "TRACE")])
def test_words_for_nothing_in_two_fields_are_nobody(names: tuple[str, str], tmp_path: Path) -> None:
    taken = _taken(tmp_path, fore=names[0], sur=names[1])
    assert taken.record.parties == ()
    assert {remark.column for remark in taken.remarks} == {"fore", "sur"}


@pytest.mark.parametrize(
    "written",
    ["UNKNOWN MALE, 30s", "Suspect 2", "young girl", "unknown white male in his 20s", "Victim One",
     "Unk Male Teens", "a male", "2 females", "Unknown adult"],
)  # fmt: skip
def test_a_description_is_no_name(written: str) -> None:
    assert is_placeholder(written)


@pytest.mark.parametrize(
    "written", ["Lee Child", "Tom White", "Minnie Driver", "Ann Young", "Mann"]
)
def test_a_name_is_no_description(written: str) -> None:
    assert not is_placeholder(written)


def _completed(**party: Any) -> Party:
    given = {"force": "f", "kind": "person", "reference": "1", "recorded_at": "2025-03-01T10:00Z"}
    return _party(complete(Record.model_validate({**given, "parties": [{"ref": "a", **party}]})))


@pytest.mark.parametrize("word", [*WORDS, *PHRASES, "0", "-1", "99999"])
def test_a_canonical_record_says_nothing_by_such_words_either(word: str) -> None:
    home = {"address": {"written": word, "street": word, "locality": word, "uprn": "0"}}
    party = _completed(
        nominal=word,
        name={"written": f"{word} {word}", "forename": word, "surname": word},
        phones=[{"phone": {"written": word}}],
        accounts=[{"account": {"kind": kind, "written": word}} for kind in ("email", "social")],
        residences=[home],
    )
    assert party.nominal == ""
    assert party.name is None or is_no_number(word)
    assert [each.phone.key for each in party.phones] == [None]
    assert [each.account.key for each in party.accounts if not is_no_number(word)] in (
        [],
        [None] * 2,
    )
    (residence,) = party.residences
    assert residence.address.key is None or is_no_number(word)
    assert is_no_number(word) or residence.address.street == residence.address.locality == ""


def test_a_canonical_name_keeps_the_part_that_is_one() -> None:
    party = _completed(
        name={"written": "Ida Wren", "forename": "Ida", "surname": "NULL"},
        other_names=[{"written": "N/K N/K"}, {"written": "Ida Null"}],
        birth_place="NULL",
        occupation="Unknown",
    )
    assert party.name is not None
    assert (party.name.forename, party.name.surname) == ("Ida", "")
    assert [other.written for other in party.other_names] == ["Ida Null"]
    assert (party.birth_place, party.occupation) == ("", "")


@pytest.mark.parametrize(
    "address",
    ["noemail@example.com", "no.email@example.com", "unknown@unknown.com", "none@none.com"],
)
def test_an_address_for_no_address_is_none(address: str) -> None:
    assert ACCOUNTS["email"].key(address, "") is None


@pytest.mark.parametrize("number", ["07700 000000", "07000 000000", "01234 567890", "00000000000"])
def test_a_telephone_number_typed_for_none_is_none(number: str) -> None:
    assert PHONE.key(number) is None


def test_a_postcode_of_no_place_is_none() -> None:
    assert POSTCODE.clean("ZZ99 3VZ") is None
