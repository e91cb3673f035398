"""Exports as awkward as systems make them: drafted, read, and nothing of anybody lost."""

from __future__ import annotations

import json
from pathlib import Path

from deliveries import everything
from openpyxl import Workbook

from graph.model.record import Party, Record
from ingest.draft.draft import draft_of
from ingest.mapping.mapping import load_mapping

INCIDENT = {
    "crimeRef": "K-1",
    "reportedAt": "2025-05-02T10:00:00Z",
    "occurrence": {"start": "2025-05-01T22:00:00Z", "end": None},
    "offence": {"code": "8L", "title": "Harassment"},
    "people": [
        {
            "id": "p1",
            "role": "Suspect",
            "name": {"first": "Dana", "last": "Quill"},
            "contact": {"mobile": "07700 900123"},
        },
        {"id": "p2", "role": "Victim", "name": {"first": "Rosa", "last": "Fenn"}},
    ],
    "relationships": [{"from": "p1", "to": "p2", "type": "ex-partner"}],
    "devices": [
        {"kind": "mobile", "identifier": "07700 900123", "owner": "suspect"},
        {"kind": "vrm", "identifier": "AB12 CDE", "owner": "suspect"},
    ],
    "calls": [
        {"id": c, "from": "07700 900123", "to": "07700 900124", "at": f"2025-05-01T21:0{c}:00Z"}
        for c in "12"
    ],
}
XML = """<?xml version="1.0"?>
<x:Extract xmlns:x="urn:example:x" xmlns:p="urn:example:people"><x:Header sent="2025-06-01"/>
<x:Incidents><x:Incident x:number="L-1" reported="2025-05-02T10:00:00">
<x:OffenceCode>8L</x:OffenceCode><p:Person p:id="1" role="Suspect"><p:Surname>Quill</p:Surname>
<p:Telephone type="mobile">07700 900123</p:Telephone>
<p:Telephone type="home">01632 960001</p:Telephone></p:Person>
<p:Person p:id="2" role="Victim"><p:Surname>Fenn</p:Surname></p:Person></x:Incident>
<x:Incident x:number="L-2" reported="2025-05-04T10:00:00"><x:OffenceCode>8R</x:OffenceCode>
<p:Person p:id="1" role="Suspect"><p:Surname>Quill</p:Surname></p:Person></x:Incident>
</x:Incidents></x:Extract>"""


def records_of(path: Path) -> tuple[str, list[Record], list[str]]:
    text = draft_of([path])
    (path.parent / "draft.toml").write_text(text)
    mapping = load_mapping(path.parent / "draft.toml")
    taken, refused, _ = everything(mapping, path, path.parent)
    return text, [item.record for item in taken], [item.reason for item in refused]


def told(party: Party) -> tuple[str, str, str, str]:
    assert party.name
    born = str(party.birth.date) if party.birth else ""
    return party.roles[0], party.name.forename, party.name.surname, born


def test_json_with_everything_inside(tmp_path: Path) -> None:
    path = tmp_path / "kite_2025-06-01.json"
    path.write_text(json.dumps({"export": {"made": "x", "data": {"incidents": [INCIDENT]}}}))
    _, (record,), refused = records_of(path)
    assert refused == []
    assert [told(party)[:3] for party in record.parties] == [
        ("suspect", "Dana", "Quill"),
        ("victim", "Rosa", "Fenn"),
    ]
    assert record.incident
    assert record.incident.occurred
    assert len(record.incident.involves) == 2
    assert [(each.a, each.kind, each.b) for each in record.relations] == [
        ("p1", "former partner", "p2")
    ]
    assert len(record.contacts) == 2


def test_xml_with_attributes_namespaces_and_a_list_below_the_root(tmp_path: Path) -> None:
    path = tmp_path / "lark_2025-06-01.xml"
    path.write_text(XML)
    _, records, refused = records_of(path)
    assert refused == ["is an element that no table of the mapping reads"]  # its header
    assert [record.reference for record in records] == ["L-1", "L-2"]
    assert [phone.phone.key for phone in records[0].parties[0].phones] == [
        "+447700900123",
        "+441632960001",
    ]


def test_a_workbook_whose_header_has_two_lines(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet
    sheet.title = "Crimes"
    sheet.append(["Crimes of May"])
    sheet.append(["Crime", None, None, "Suspect", None, None, "Victim"])
    for cells in ("A1:I1", "A2:C2", "D2:F2", "G2:I2"):
        sheet.merge_cells(cells)
    sheet.append(["Crime No", "Reported", "Offence", *("Surname", "Forename", "DOB") * 2])
    dana, rosa = ("Quill", "Dana", "14/02/1987"), ("Fenn", "Rosa", "03/09/1990")
    sheet.append(["M1", "02/05/2025", "8L", *dana, *rosa])
    sheet.append(["M2", "14/05/2025", "8R", *dana, "Marsh", "Ivo", None])
    path = tmp_path / "moth_2025-06-01.xlsx"
    book.save(path)
    text, records, refused = records_of(path)
    assert (refused, "groups = 2" in text) == ([], True)
    assert [told(party) for party in records[0].parties] == [
        ("suspect", "Dana", "Quill", "1987-02-14"),
        ("victim", "Rosa", "Fenn", "1990-09-03"),
    ]
    assert told(records[1].parties[1]) == ("victim", "Ivo", "Marsh", "")
