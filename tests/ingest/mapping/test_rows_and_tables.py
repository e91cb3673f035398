"""Several records from one row, several tables from one file, and where and when in other forms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from deliveries import everything

from graph.errors import InputError
from ingest.delivery.feed import Accepted, read
from ingest.mapping.mapping import Mapping

HEAD = {"reference": "ref", "recorded_at": {"extracted": True}}
WHO = {"roles": [{"value": "suspect"}], "name": "who"}
ORDER = {
    "issuer": {"value": "court"},
    "kind": {"value": "SPO"},
    "effect": {"value": "prohibits"},
    "status": {"value": "made"},
}


def mapping(records: list[dict[str, Any]], **tables: dict[str, Any]) -> Mapping:
    return Mapping.model_validate(
        {
            **{"name": "small", "force": "smallford", "match": ["small*"], "format": ["iso"]},
            **{
                "tables": tables,
                "records": [{"table": "rows", **HEAD, **each} for each in records],
            },
        }
    )


def delivery(tmp_path: Path, text: str, suffix: str = "csv") -> Path:
    path = tmp_path / f"small_2025-06-01.{suffix}"
    path.write_text(text)
    return path


def keys(by: Mapping, path: Path, work: Path) -> tuple[list[str], list[str]]:
    taken, refused, _ = everything(by, path, work)
    return [item.record.key for item in taken], [item.reason for item in refused]


def test_one_row_makes_an_incident_and_the_order_beside_it(tmp_path: Path) -> None:
    order = {"kind": "order", "order": ORDER, "beside": True, "when": {"spo": {"blank": False}}}
    by = mapping(
        [{"kind": "incident", "incident": {}}, {**order, "reference": "spo"}],
        rows={"file": "*.csv"},
    )
    path = delivery(tmp_path, "ref,spo\nA1,\nA2,O2\n,O3\n")
    taken, refused = keys(by, path, tmp_path)
    assert taken == [
        f"smallford/{key}" for key in ("incident/A1", "incident/A2", "order/O2", "order/O3")
    ]
    assert refused == ["reference is missing"]


def test_each_nested_row_makes_a_record_and_knows_the_row_around_it(tmp_path: Path) -> None:
    event = {
        **{"kind": "incident", "rows": "events", "when": {"type": {"not": "none"}}},
        **{"reference": {"columns": ["outer.no", "n"], "with": "-"}, "also": "rest"},
        **{"incident": {"title": "outer.title"}, "parties": [{**WHO, "name": "outer.who"}]},
    }
    by = mapping([event], rows={"file": "*.jsonl", "format": "jsonl"})
    rows: list[dict[str, Any]] = [
        {"no": "A", "title": "x", "who": "Ida Wren", "events": [{"n": 1, "type": "a"}]},
        {"no": "B", "events": [{"n": 1, "type": "none"}, {"n": 2, "type": "a", "how": "by car"}]},
        {"no": "C", "events": []},
    ]
    path = delivery(tmp_path, "\n".join(map(json.dumps, rows)), "jsonl")
    taken, refused, _ = everything(by, path, tmp_path)
    first, second = (item.record for item in taken)
    assert [first.reference, second.reference] == ["A-1", "B-2"]
    assert first.incident is not None
    assert (first.incident.title, first.parties[0].name.written) == ("x", "Ida Wren")  # type: ignore[union-attr]
    assert second.also == (("how", "by car"),)
    assert [item.reason for item in refused] == ["is of no kind that the mapping takes"]


def test_each_joined_row_makes_a_record(tmp_path: Path) -> None:
    folder = tmp_path / "small_2025-06-01"
    folder.mkdir()
    (folder / "rows.csv").write_text("ref,title\nA1,x\nA2,y\nA3,z\n")
    (folder / "stages.csv").write_text("of,n\nA1,1\nA1,2\nA2,1\n,9\n")
    record = {
        **{"kind": "incident", "rows": "stages", "incident": {"title": "outer.title"}},
        **{"reference": {"columns": ["of", "n"]}},
        **{"join": {"stages": {"table": "stages", "on": "of = ref"}}},
    }
    by = mapping([record], rows={"file": "rows.csv"}, stages={"file": "stages.csv"})
    taken, refused = keys(by, folder, tmp_path)
    assert [key.rpartition("/")[2] for key in taken] == ["A1 1", "A1 2", "A2 1"]
    assert refused == ["is of no kind that the mapping takes", "belongs to no row of this delivery"]


MIXED = "kind,ref,who\nC,A1,\nP,A1,Ida Wren\nP,A1,Sam Lorn\nX,A1,\n"


def test_several_tables_stand_in_one_file(tmp_path: Path) -> None:
    record = {
        **{"kind": "incident", "incident": {}, "parties": [{**WHO, "rows": "people"}]},
        **{"join": {"people": {"table": "people", "on": "ref = ref"}}},
    }
    rows = {"file": "*.csv", "when": {"kind": "C"}}
    by = mapping([record], rows=rows, people={"file": "*.csv", "when": {"kind": "P"}})
    taken, refused, _ = everything(by, delivery(tmp_path, MIXED), tmp_path)
    assert [len(item.record.parties) for item in taken] == [2]
    assert [item.reason for item in refused] == ["fits the `when` of no table"]
    bare = mapping([record], rows=rows, people={"file": "*.csv"})
    with pytest.raises(InputError, match="give people a `when`"):
        list(read(bare, delivery(tmp_path, MIXED), tmp_path))


def test_two_arrays_of_one_json_file_are_two_tables(tmp_path: Path) -> None:
    record = {
        **{"kind": "incident", "incident": {}, "parties": [{**WHO, "rows": "people"}]},
        **{"join": {"people": {"table": "people", "on": "of = ref"}}},
    }
    tables = {
        name: {"file": "*.json", "format": "json", "path": f"export.{name}"}
        for name in ("rows", "people")
    }
    data = {"rows": [{"ref": "A1"}, {"ref": "A2"}], "people": [{"of": "A2", "who": "Ida Wren"}, 3]}
    path = delivery(tmp_path, json.dumps({"export": data}), "json")
    taken, refused, _ = everything(mapping([record], **tables), path, tmp_path)
    assert [len(item.record.parties) for item in taken] == [0, 1]
    assert [(item.place, item.reason) for item in refused] == [
        (f"{path.name}!export.people:2", "is not a JSON object")
    ]


@pytest.mark.parametrize(
    ("start", "end", "precision"),
    [
        ("2025-05-01", "2025-05-31", "month"),
        ("2024-02-01", "2024-02-29", "month"),
        ("2025-02-01 00:00", "2025-02-28 23:59", "month"),
        ("2025-02-01", "2025-02-28T23:59:59", "month"),
        ("2025-12-01", "2025-12-31", "month"),
        ("2025-01-01", "2025-12-31", "year"),
        ("2024-02-01", "2024-02-28", "range"),
        ("2025-05-02", "2025-05-31", "range"),
        ("2025-05-01", "2025-06-30", "range"),
        ("2024-05-01", "2025-05-31", "range"),
        ("2025-05-01 09:00", "2025-05-31", "range"),
        ("2025-05-01", "2025-05-31 12:00", "range"),
    ],
)
def test_a_month_that_is_written_from_first_to_last_is_one(
    start: str, end: str, precision: str, tmp_path: Path
) -> None:
    record = {"kind": "incident", "incident": {"occurred": {"from": "a", "to": "b"}}}
    by = mapping([record], rows={"file": "*.csv"})
    (item,) = read(by, delivery(tmp_path, f"ref,a,b\nA1,{start},{end}\n"), tmp_path)
    assert isinstance(item, Accepted)
    assert item.record.incident is not None
    assert item.record.incident.occurred is not None
    assert item.record.incident.occurred.precision == precision


@pytest.mark.parametrize(
    ("easting", "northing", "degrees", "remarks"),
    [
        # Ordnance Survey's worked point (Caister water tower) and two others.
        ("651409.792", "313177.448", (52.65801, 1.71607), 0),
        ("216677", "771285", (56.79686, -5.0035), 0),
        ('"530,000"', '"180,000"', (51.50399, -0.12833), 0),
        ("0", "0", None, 2),
        ("", "", None, 0),
        ("530000", "", None, 1),
        ("5300", "1800", None, 1),
        ("51.5", "-0.12", None, 1),
        ("far", "away", None, 1),
        ("8888888", "180000", None, 1),
    ],
)
def test_metres_of_the_national_grid_are_read_as_degrees(
    easting: str,
    northing: str,
    degrees: tuple[float, float] | None,
    remarks: int,
    tmp_path: Path,
) -> None:
    by = mapping(
        [{"kind": "incident", "incident": {"easting": "x", "northing": "y"}}],
        rows={"file": "*.csv"},
    )
    (item,) = read(by, delivery(tmp_path, f"ref,x,y\nA1,{easting},{northing}\n"), tmp_path)
    assert isinstance(item, Accepted)
    place = item.record.incident
    assert place is not None
    point = (place.latitude, place.longitude)
    assert point == (pytest.approx(degrees, abs=1e-4) if degrees else (None, None))
    assert len(item.remarks) == remarks


@pytest.mark.parametrize(
    ("written", "degrees"),
    [
        ("TQ 300 804", (51.50802, -0.12744)),  # Trafalgar Square
        ("tq300804", (51.50802, -0.12744)),
        ("TG 51409 13177", (52.65801, 1.71608)),  # the water tower above
        ("NN 16677 71285", (56.79686, -5.0035)),  # the other point above
        ("SP 51 06", None),  # a square of a kilometre is no point
        ("TQ 3008 04", None),
        ("AB 123 456", None),
        ("behind the station", None),
    ],
)
def test_a_reference_with_letters_is_the_middle_of_its_square(
    written: str, degrees: tuple[float, float] | None, tmp_path: Path
) -> None:
    by = mapping(
        [{"kind": "incident", "incident": {"grid_reference": "x"}}], rows={"file": "*.csv"}
    )
    (item,) = read(by, delivery(tmp_path, f"ref,x\nA1,{written}\n"), tmp_path)
    assert isinstance(item, Accepted)
    place = item.record.incident
    assert place is not None
    point = (place.latitude, place.longitude)
    assert point == (pytest.approx(degrees, abs=1e-4) if degrees else (None, None))
    assert len(item.remarks) == (0 if degrees else 1)


CALL = """<project xmlns="http://example.org/report"><model type="Call" id="c1">
<field name="TimeStamp"><value type="t">2025-03-01T22:15:05Z</value></field>
<field name="Duration"><value type="t">00:02:11</value></field>
<parties>
<model type="Party" id="p1"><field name="Identifier"><value>+447700900123</value></field>
<field name="Role"><value>From</value></field></model>
<model type="Party" id="p2"><field name="Identifier"><value>+447700900456</value></field>
<field name="Role"><value>To</value></field></model>
</parties></model></project>"""


def test_fields_of_xml_that_are_pairs_of_name_and_value_are_picked(tmp_path: Path) -> None:
    def end(role: str) -> dict[str, Any]:
        number = 'field[@name="Identifier"].value'
        when = {'field[@name="Role"].value': role}
        return {"phone": {"rows": "parties.model", "when": when, "number": number}}

    times = {
        "from": 'field[@name="TimeStamp"].value',
        "length": 'field[@name="Duration"].value',
    }
    call = {"id": "@id", "kind": {"value": "call"}, "during": times}
    contacts = [{**call, "source": end("From"), "target": end("To")}]
    by = mapping(
        [{"kind": "contacts", "reference": "@id", "contacts": contacts}],
        rows={"file": "*.xml", "format": "xml", "element": "model"},
    )
    (item,) = read(by, delivery(tmp_path, CALL, "xml"), tmp_path)
    assert isinstance(item, Accepted)
    (contact,) = item.record.contacts
    ends = [each.phone and each.phone.key for each in (contact.source, contact.target)]
    assert ends == ["+447700900123", "+447700900456"]
    assert (contact.during.end - contact.during.start).seconds == 131


@pytest.mark.parametrize(
    ("latitude", "longitude", "point", "remarks"),
    [
        ("51.5", "-0.12", (51.5, -0.12), []),
        ('"51,5"', '"-0,12"', (51.5, -0.12), []),
        ("51.5", "0", (51.5, 0.0), []),
        ("0", "0.0", (None, None), ["is the point 0, 0, which stands for none"]),
        ("51.5", "", (None, None), ["is half a point, and is not read"]),
        ("", "", (None, None), []),
        ("-0.12", "51.5", (-0.12, 51.5), ["lies far from Great Britain: see which"]),
        ("530000", "180000", (None, None), ["say easting and northing of metres"] * 2),
        ("51°30'N", "0°07'W", (None, None), ["is not a number of degrees in range"] * 2),
    ],
)
def test_a_point_is_whole_or_none(
    latitude: str,
    longitude: str,
    point: tuple[float | None, float | None],
    remarks: list[str],
    tmp_path: Path,
) -> None:
    place = {"lines": ["ref"], "latitude": "x", "longitude": "y"}
    incident = {"latitude": "x", "longitude": "y"}
    path = delivery(tmp_path, f"ref,x,y\nA1,{latitude},{longitude}\n")
    for body in (incident, {"address": place}):
        by = mapping([{"kind": "incident", "incident": body}], rows={"file": "*.csv"})
        (item,) = read(by, path, tmp_path)
        assert isinstance(item, Accepted)
        assert item.record.incident is not None
        where = item.record.incident.address or item.record.incident
        assert (where.latitude, where.longitude) == point
        assert len(item.remarks) == len(remarks)
        for remark, words in zip(item.remarks, remarks, strict=True):
            assert words in remark.reason


def test_a_record_is_in_the_compartments_that_the_mapping_and_its_cell_say(tmp_path: Path) -> None:
    by = mapping(
        [{"kind": "incident", "incident": {},
          "compartments": [{"value": "unit 7"}, {"column": "op", "split": ";"}]}],
        rows={"file": "*.csv"},
    )  # fmt: skip
    path = delivery(tmp_path, 'ref,op\nA1,\nA2,"op elm; Op Alder"\nA3,"a,b"\n')
    taken, refused, _ = everything(by, path, tmp_path)
    assert [item.record.compartments for item in taken] == [
        ("UNIT 7",), ("OP ALDER", "OP ELM", "UNIT 7"),
    ]  # fmt: skip
    assert ["no name of a compartment" in item.reason for item in refused] == [True]


def test_no_compartment_is_lost_because_it_was_not_understood(tmp_path: Path) -> None:
    codes = {"ops": {"1": "OP ELM"}}
    head = {"kind": "incident", "incident": {}, **HEAD, "table": "rows"}
    text = "ref,op\nA1,1\nA2,2\nA3,x\nA4,\n"
    by = Mapping.model_validate(
        {
            **{"name": "small", "force": "smallford", "match": ["small*"], "codes": codes},
            "tables": {"rows": {"file": "*.csv"}},
            "records": [{**head, "compartments": [{"column": "op", "codes": "ops"}]}],
        }
    )
    taken, refused, _ = everything(by, delivery(tmp_path, text), tmp_path / "a")
    within = [item.record.compartments for item in taken]
    assert within == [("OP ELM",), ("2",), ("X",), ()]
    assert refused == []
    by = mapping(
        [{**head, "compartments": [{"column": "op", "pattern": r"(\d)"}]}], rows={"file": "*.csv"}
    )
    taken, refused, _ = everything(by, delivery(tmp_path, text), tmp_path / "b")
    assert [item.record.compartments for item in taken] == [("1",), ("2",), ()]
    assert [item.reason for item in refused] == [
        "compartment does not fit the pattern of the mapping"
    ]
