"""A first mapping of an export that nobody has seen: it loads something sensible at once."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from deliveries import SAMPLES, everything
from typer.testing import CliRunner

import throughline
from graph.errors import InputError
from graph.model.record import Party, Record
from ingest.draft.columns import Column, chosen, month_comes_first, shape
from ingest.draft.draft import draft_of
from ingest.mapping.mapping import load_mapping

STREET = """Crime ID,Month,Reported by,Longitude,Latitude,Location,Crime type,Last outcome category
,2025-01,Larkshire Police,-1.51,52.02,On or near Mill Row,Anti-social behaviour,
{a},2025-01,Larkshire Police,-1.52,52.0,On or near High Row,Burglary,Under investigation
{b},2025-01,Larkshire Police,-1.53,52.0,On or near Low Row,Public order,Charged
""".format(a="ab12" * 16, b="cd34" * 16)
CITY = """ID,Case Number,Date,Block,IUCR,Primary Type,Description,Updated On,Latitude,Longitude
1,JC1,03/18/2024 07:44:00 PM,047XX W TEST ST,031A,ROBBERY,ARMED,03/25/2024,41.8,-87.7
2,JC2,03/02/2024 12:10:00 AM,066XX S TEST AV,0486,BATTERY,SIMPLE,03/09/2024,41.7,-87.6
"""
STATE = {
    "NIBRS_incident.csv": "year,incident_id,submission_date,incident_date\n"
    "2024,901,2024-12-01,2024-10-02\n2024,902,2024-12-01,2024-10-03\n",
    "NIBRS_OFFENSE.csv": "offense_id,incident_id,offense_code\n"
    "71,901,13A\n72,902,290\n73,902,13B\n",
    "NIBRS_OFFENDER.csv": "offender_id,incident_id,offender_seq_num,sex_code\n"
    "51,901,1,M\n52,902,1,F\n",
    "NIBRS_VICTIM.csv": "victim_id,incident_id,victim_seq_num,sex_code\n61,901,1,F\n62,902,1,F\n",
}
WIDE = """crime_no,recorded,happened,offence,what,suspect,suspect_born,suspect_phone,victim
1/25,02/03/2025 09:10,01/03/2025 22:15,8R,Messages,Dana Quill,14/02/1987,07700 900123,Rosa Fenn
2/25,17/03/2025 11:00,31/02/2025,8L,Followed,Dana Quill,14/02/1987,,Rosa Fenn
3/25,21/03/2025 18:05,21/03/2025 17:40,8L,At the stop,Dana QUILL,,+44 7700 900123,Rosa Fenn
"""
CALLS = """Record ID,Call Type,Caller Number,Called Number,Start Time,Duration
1,Voice,07700 900111,07700 900222,01/02/2025 10:11:12,35
2,SMS,07700 900111,07700 900222,01/02/2025 11:11:12,0
"""


def drafted(folder: Path, *paths: Path) -> tuple[str, list[Record], Counter[str]]:
    """The draft of an export, and what it makes of it: records, and how many rows for what reason
    are refused."""
    text = draft_of(paths)
    (folder / "draft.toml").write_text(text, encoding="utf-8")
    mapping = load_mapping(folder / "draft.toml")
    records, reasons = list[Record](), Counter[str]()
    for path in paths:
        taken, refused, _ = everything(mapping, path, folder)
        records += [item.record for item in taken]
        reasons.update(item.reason for item in refused)
    return text, records, reasons


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def people(records: list[Record]) -> set[tuple[str, str, str]]:
    """Role, name and birth of everybody with a name."""
    return {
        (role, name_of(party), str(party.birth.date or party.birth.written) if party.birth else "")
        for record in records
        for party in record.parties
        for role in party.roles
        if party.name
    }


def name_of(party: Party) -> str:
    assert party.name
    return party.name.written or f"{party.name.forename} {party.name.surname}"


REFUSED = {  # rows that are wrong in the sample itself, or of a kind that no draft knows
    "eastvale_2025-03-01.csv": 1,
    "eastvale_orders_2025-03-01.csv": 1,
    "southholt_2025-03-01.csv": 1,
    "southholt_orders_2025-03-01.json": 0,
    "caldmoor_2025-03-01.jsonl": 2,
    "wexmouth_2025-03-01.xml": 1,
    "northmarch_2025-03-01": 0,
    "dunmere_2025-03-01.xlsx": 0,
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_exports_of_six_forces_are_read_at_once(name: str, tmp_path: Path) -> None:
    text, records, reasons = drafted(tmp_path, SAMPLES / name)
    assert sum(reasons.values()) == REFUSED[name], reasons
    assert records
    assert all(record.parties for record in records if record.kind in ("order", "person"))
    for value in ("Quill", "Rosa", "Dace", "Pell", "Lisle", "Orme", "900301", "QX9 4BL"):
        assert value not in text, "no value of anybody stands in a draft"


def test_it_says_who_is_who_in_linked_tables_and_wide_rows(tmp_path: Path) -> None:
    _, records, _ = drafted(tmp_path, SAMPLES / "northmarch_2025-03-01")
    assert {("victim", "Rosa May Quill", "1991-04-03"), ("subject", "Dale Tarn", "1988-01-01")} <= {
        (role, name, birth) for role, name, birth in people(records)
    }
    (first,) = (record for record in records if record.reference == "NM/00000001/25")
    assert first.incident
    assert first.incident.offence_classes == ("8/66", "8/65", "58A")
    assert first.incident.address
    assert first.incident.address.postcode == "QX9 4BL"
    (order,) = (record.order for record in records if record.order)
    assert (order.kind, order.effect, order.status) == ("SPO", "prohibits", "made")


@pytest.mark.parametrize(
    ("name", "reference", "tie", "objects"),
    [
        ("northmarch_2025-03-01", "NM/00000001/25", ("N0002", "former partner", "N0001"), 2),
        ("southholt_2025-03-01.csv", "000000042", ("02", "colleague", "01"), 1),
        ("caldmoor_2025-03-01.jsonl", "25CAL1", ("P2", "stranger", "P1"), 1),
        ("wexmouth_2025-03-01.xml", "WX1", ("2", "former partner", "1"), 1),
    ],
)
def test_how_people_stand_to_each_other_and_what_was_used(
    name: str, reference: str, tie: tuple[str, str, str], objects: int, tmp_path: Path
) -> None:
    _, records, _ = drafted(tmp_path, SAMPLES / name)
    first = next(record for record in records if record.reference == reference)
    assert first.incident
    assert len(first.incident.involves) == objects
    assert [(each.a, each.kind, each.b) for each in first.relations] == [tie]


def test_columns_of_a_role_say_how_each_stands_to_the_victim(tmp_path: Path) -> None:
    _, records, _ = drafted(tmp_path, SAMPLES / "eastvale_2025-03-01.csv")
    assert [(each.a, each.b) for record in records for each in record.relations] == [
        ("suspect1", "victim1")
    ]


def test_messages_with_a_kind_at_each_end(tmp_path: Path) -> None:
    _, records, _ = drafted(tmp_path, SAMPLES / "caldmoor_2025-03-01.jsonl")
    (contact,) = (contact for record in records for contact in record.contacts)
    assert contact.source.phone or contact.source.account
    assert contact.target.phone or contact.target.account


@pytest.mark.parametrize(
    ("name", "grade"),
    [
        ("northmarch_2025-03-01", ("2", "B", "P")),
        ("southholt_2025-03-01.csv", ("2", "B", "P")),
        ("caldmoor_2025-03-01.jsonl", ("2", "B", "P")),
        ("wexmouth_2025-03-01.xml", ("2", "B", "P")),
        ("dunmere_2025-03-01.xlsx", ("2", "B", "P")),
    ],
)
def test_how_far_a_row_may_go_is_not_lost(
    name: str, grade: tuple[str, str, str], tmp_path: Path
) -> None:
    """The handling code is a part of the grade, and asks for a clearance."""
    _, records, _ = drafted(tmp_path, SAMPLES / name)
    first = records[0].grade
    assert first
    assert (first.source, first.information, first.handling) == grade


def test_a_month_of_street_crime(tmp_path: Path) -> None:
    text, records, reasons = drafted(
        tmp_path, written(tmp_path, "2025-01-larkshire-street.csv", STREET)
    )
    assert not reasons
    assert len({record.reference for record in records}) == 3  # one has a row for a reference
    assert [record.incident.offence_classes for record in records if record.incident] == [
        *(("Anti-social behaviour",), ("Burglary",), ("Public order",))
    ]
    assert "#   Crime ID: a99a99" in text


def test_a_city_that_writes_the_month_first(tmp_path: Path) -> None:
    _, records, reasons = drafted(tmp_path, written(tmp_path, "city_2025-03-10.csv", CITY))
    assert not reasons
    starts = [
        record.incident.occurred.start.isoformat()
        for record in records
        if record.incident and record.incident.occurred
    ]
    assert starts == ["2024-03-18T19:44:00+00:00", "2024-03-02T00:10:00+00:00"]
    assert [record.incident.latitude for record in records if record.incident] == [41.8, 41.7]


def test_a_point_of_the_national_grid(tmp_path: Path) -> None:
    rows = "Crime No,Reported,Offence,Easting,Northing\nA1,01/02/2025,8L,530034,180381\n"
    _, (record,), reasons = drafted(tmp_path, written(tmp_path, "grid_2025-03-01.csv", rows))
    assert not reasons
    assert record.incident
    assert record.incident.latitude == pytest.approx(51.507, abs=0.01)


def test_half_a_point_is_none(tmp_path: Path) -> None:
    rows = "Crime No,Reported,Offence,Easting,Latitude\nA1,01/02/2025,8L,530034,51.5\n"
    _, records, reasons = drafted(tmp_path, written(tmp_path, "half_2025-03-01.csv", rows))
    assert (len(records), sum(reasons.values())) == (1, 0)


def test_a_folder_of_tables_whose_names_tell_the_roles(tmp_path: Path) -> None:
    folder = tmp_path / "state_2025-03-01"
    folder.mkdir()
    for name, text in STATE.items():
        written(folder, name, text)
    _, records, reasons = drafted(tmp_path, folder)
    assert not reasons
    second = records[1]
    assert second.incident
    assert second.incident.offence_classes == ("290", "13B")
    assert [(party.roles, party.nominal) for party in second.parties] == [
        (("suspect",), "52"),
        (("victim",), "62"),
    ]


def test_columns_that_begin_with_a_role_are_somebody(tmp_path: Path) -> None:
    _, records, reasons = drafted(tmp_path, written(tmp_path, "wide_2025-04-01.csv", WIDE))
    assert reasons == {"occurred is a date or time that does not exist": 1}
    assert {("suspect", "Dana Quill", "1987-02-14"), ("victim", "Rosa Fenn", "")} <= (
        people(records)
    )
    assert records[0].parties[0].phones[0].phone.key == "+447700900123"
    assert records[0].incident
    assert records[0].incident.title == "Messages"


def test_short_beginnings_and_a_day_with_its_time(tmp_path: Path) -> None:
    rows = (
        "ref,recorded,day,time,class,s_fore,s_sur,s_dob,v_name\n"
        "B1,2025-02-03,2025-02-01,22:15,8L,Dana,Quill,1987-02-14,Rosa Fenn\n"
        "B2,2025-02-03,1753-01-01,945,8L,Dana,Quill,1987-02-14,Rosa Fenn\n"
    )
    _, records, reasons = drafted(tmp_path, written(tmp_path, "short_2025-03-01.csv", rows))
    assert not reasons
    assert {("suspect", "Dana Quill", "1987-02-14"), ("victim", "Rosa Fenn", "")} <= (
        people(records)
    )
    starts = [
        record.incident.occurred and record.incident.occurred.start.isoformat()
        for record in records
        if record.incident
    ]
    assert starts == ["2025-02-01T22:15:00+00:00", None]


def test_rows_of_people_and_their_parts_are_grouped(tmp_path: Path) -> None:
    rows = (
        "person,incident_no,incident_year,role\n"
        "P7,9,1992,suspect\nP8,9,1992,victim\nP7,10,1993,suspect\n"
    )
    text, records, reasons = drafted(tmp_path, written(tmp_path, "roles.csv", rows))
    assert not reasons
    assert [[party.roles for party in record.parties] for record in records] == [
        [("suspect",), ("victim",)],
        [("suspect",)],
    ]
    assert 'group = "incident_no"' in text


def test_objects_with_people_inside_are_incidents(tmp_path: Path) -> None:
    rows = [
        {
            "ref": "M1",
            "at": "2021-05-01T10:00:00Z",
            "people": [{"role": "victim", "name": "Ada Rook"}],
        },
        {"ref": "M2", "at": "2021-05-02T10:00:00Z", "people": []},
    ]
    file = written(tmp_path, "inside_2021-06-01.jsonl", "\n".join(map(json.dumps, rows)))
    _, records, reasons = drafted(tmp_path, file)
    assert not reasons
    assert people(records) == {("victim", "Ada Rook", "")}


def test_call_records(tmp_path: Path) -> None:
    _, records, reasons = drafted(tmp_path, written(tmp_path, "calls_2025-03-01.csv", CALLS))
    assert not reasons
    contacts = [contact for record in records for contact in record.contacts]
    assert [contact.kind for contact in contacts] == ["call", "text"]
    assert {contact.source.phone.key for contact in contacts if contact.source.phone} == {
        "+447700900111"
    }


def test_a_title_above_the_header_other_delimiters_and_letters(tmp_path: Path) -> None:
    rows = (
        "List of crimes\nCrime No;Reported;Offence;Suspect Name;Suspect DOB;Officer Name\n"
        "A1;01.02.2025;8L;Zoë Example;03.04.1980;B Sample\n"
        "A2;13.02.2025;8L;Zoë Example;03.04.1980;B Sample\n"
    )
    file = tmp_path / "odd_2025-03-01.csv"
    file.write_bytes(rows.encode("windows-1252"))
    text, records, reasons = drafted(tmp_path, file)
    assert not reasons
    assert people(records) == {("suspect", "Zoë Example", "1980-04-03")}
    assert 'delimiter = ";"' in text
    assert "header = 2" in text
    assert [record.recorded_at.day for record in records] == [1, 13]


def test_whatever_stands_in_a_cell_or_header_a_comment_stays_one_line(tmp_path: Path) -> None:
    rows = 'crime_no,reported,offence,"no\ntes"\nC1,2025-01-02,8L,"a\n[b]\u2028c"\n'
    _, records, reasons = drafted(tmp_path, written(tmp_path, "lines_2025-03-01.csv", rows))
    assert (len(records), sum(reasons.values())) == (1, 0)


def test_json_of_one_line_with_the_rows_inside(tmp_path: Path) -> None:
    rows = {"export": {"crimes": [{"crime_no": "C1", "reported": "2025-01-02", "offence": "8L"}]}}
    file = written(tmp_path, "one_2025-03-01.json", json.dumps(rows))
    text, records, _ = drafted(tmp_path, file)
    assert 'path = "export.crimes"' in text
    assert len(records) == 1


def test_who_works_for_the_force_is_nobody_in_its_records(tmp_path: Path) -> None:
    folder = tmp_path / "staffed_2025-03-01"
    folder.mkdir()
    written(folder, "crimes.csv", "crime_no,recorded,offence\nC1,2025-01-02,8L\n")
    written(folder, "officers.csv", "badge_no,surname,forename\n17,Sample,Bo\n")
    text, records, _ = drafted(tmp_path, folder)
    assert [record.kind for record in records] == ["incident"]
    assert "# Nothing reads this table yet." in text


def test_what_looks_like_nothing_that_it_knows_is_said(tmp_path: Path) -> None:
    for text, message in (("a,b\n1,2\n", "no table of these files"), ("a,b\n", "no rows")):
        with pytest.raises(InputError, match=message):
            draft_of([written(tmp_path, "x.csv", text)])
    with pytest.raises(InputError, match="is no file"):
        draft_of([tmp_path / "none.csv"])


def test_a_value_is_told_by_its_shape_alone() -> None:
    assert shape("EV25-0000001") == "A99-9999999"
    assert shape("O'Neill, Siobhán") == "A'Aa, Aa"
    assert shape("07700 900123") == "99999 999999"
    assert len(shape("a b " * 40)) <= 25


def test_codes_are_the_words_of_the_field_or_begin_them() -> None:
    known = {"victim": "v|vic", "suspect": "s|offender", "witness": ""}
    codes = chosen(["VIC", "S", "Wit", "OFFENDER", "ZZ", ""], known)
    assert codes == {"VIC": "victim", "S": "suspect", "Wit": "witness", "OFFENDER": "suspect"}


def test_the_month_is_first_only_where_a_day_shows_it() -> None:
    def column(*texts: str) -> Column:
        made = Column("d")
        for text in texts:
            made.add(text)
        return made

    assert month_comes_first([column("03/18/2024"), column("01/02/2024")])
    assert not month_comes_first([column("03/04/2024")])
    assert not month_comes_first([column("18/03/2024", "01/02/2024")])
    assert column("18/03/2024", "1988").formats(named=True) == ["iso", "dd/mm/yyyy"]
    assert column("12345678").formats() == []


def test_the_command_prints_or_writes_and_overwrites_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, "calls_2025-03-01.csv", CALLS)

    def said(*words: str) -> str:
        done = CliRunner().invoke(throughline.app, ["draft-mapping", str(file), *words])
        assert done.exit_code == 0, done.output
        return done.stdout

    text = said()
    assert json.loads(said("--json"))["mapping"] == text
    out = tmp_path / "mine.toml"
    assert "check-feed" in said("--out", str(out))
    assert out.read_text(encoding="utf-8") == text
    again = CliRunner().invoke(throughline.app, ["draft-mapping", str(file), "--out", str(out)])
    assert isinstance(again.exception, InputError)
