"""One small case: a suspect, two people harmed, a household, orders, numbers and records.

sam is suspected of harming vera (i1, i2) and wren (i3); vera lives with mo; tess is a
witness; cole is another suspect, who shares a phone with sam and was once a victim (i4).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from small_graph import Node, Tie, incident, record, write

from graph.access.audit import Audit
from graph.access.session import Session
from graph.access.viewer import Viewer
from graph.engine.store import Store

VIEWER = Viewer("ana", "analyst", "testing", 0)
CLEARED = Viewer("bo", "analyst", "testing", 2)

PEOPLE: dict[str, dict[str, Any]] = {
    "sam": {"name": "Rowan Elder", "other_names": ["Ro Alder"], "birth": "1984-05-02"},
    "vera": {"name": "William Birch", "other_names": []},
    "wren": {"name": "Hazel Thorn"},
    "mo": {"name": "Ivy Marsh"},
    "tess": {"name": "Fern Vale"},
    "cole": {"name": "Reed Larch"},
    "hidden": {"name": "Sorrel Moor", "level": 2},
}
ADDRESSES = {
    "sam-home": {"lines": "1 Fern Way, NM1 4QZ", "postcode": "NM1 4QZ"},
    "vera-home": {"lines": "2 Mill Lane, EV3 1AA", "postcode": "EV3 1AA"},
    "vera-home-otherwise": {"lines": "The Mill House, EV3 1AA", "postcode": "EV3 1AA"},
    "vera-work": {"lines": "Unit 4, Quay Road, EV9 9ZZ", "postcode": "EV9 9ZZ"},
    "mo-home": {"lines": "7 Brook End, EV5 5AA", "postcode": "EV5 5AA"},
    "street": {"lines": "High Street, NM2 2BB", "postcode": "NM2 2BB"},
    "refuge": {"lines": "Safe Lane, EV7 7AA", "postcode": "EV7 7AA"},
}
PHONES = {
    "sam": "+447700900101",
    "shared": "+447700900102",
    "vera": "+447700900103",
    "named": "+447700900104",
    "recovery": "+447700900105",
    "offender": "+447700900106",
}


def nodes() -> list[Node]:
    return [
        *(("Person", id_, props) for id_, props in PEOPLE.items()),
        *(("Address", id_, props) for id_, props in ADDRESSES.items()),
        *(("Phone", number, {"kind": "mobile"}) for number in PHONES.values()),
        ("Account", "email/vera@mail.example", {"kind": "email", "value": "vera@mail.example"}),
        ("Account", "social/quietelm", {"kind": "social", "value": "quietelm"}),
        ("Vehicle", "NM24ABC", {"vrm": "NM24ABC", "make": "Vantor"}),
        ("Vehicle", "EV23XYZ", {"vrm": "EV23XYZ"}),
        ("Organisation", "register/1", {"name": "Larkfield Primary", "kind": "school"}),
        ("Order", "northmarch/O1", _order("O1", "Do not go to 2 Mill Lane.")),
        incident("northmarch/1", 1, title="At 2 Mill Lane", latitude=52.1, longitude=-1.2),
        incident("eastvale/2", 5, force="eastvale", summary="Seen by 2 Mill Lane"),
        incident("northmarch/3", 9, offence_classes=["58C"]),
        incident("northmarch/4", 2),
        incident("northmarch/5", 12, level=2),
        ("Delivery", "d1", {"file_name": "northmarch_2025-03-01", "feed": "northmarch"}),
        record("r1", CONTENT),
        record("r2", {"force": "northmarch", "reference": "1"}, level=2, classification="SECRET"),
        (
            "Mention",
            "m1",
            {"name": "ELDER, Rowan", "force": "northmarch", "postcodes": ["NM1 4QZ"]},
        ),
    ]


CONTENT = {
    "force": "northmarch",
    "kind": "incident",
    "reference": "1",
    "recorded_at": "2025-03-02T08:00:00Z",
    "also": [["note", "lives at 2 Mill Lane"]],
    "incident": {
        "offence_classes": ["8L"],
        "summary": "Damage at 2 Mill Lane",
        "address": {"written": "2 Mill Lane, EV3 1AA"},
        "latitude": 52.1,
    },
    "parties": [
        {
            "ref": "v",
            "roles": ["victim"],
            "name": {"written": "BIRCH, William"},
            "residences": [{"address": {"written": "2 Mill Lane, EV3 1AA"}}],
            "phones": [{"phone": {"written": "07700 900103"}}],
        }
    ],
}


def _order(reference: str, conditions: str) -> dict[str, object]:
    return {
        "issuer": "northmarch",
        "reference": reference,
        "kind": "SPO",
        "effect": "prohibits",
        "status": "made",
        "service": "served",
        "served_at": "2025-03-03T00:00:00Z",
        "from": "2025-03-03T00:00:00Z",
        "until": "2026-03-03T00:00:00Z",
        "conditions": conditions,
    }


def links() -> list[Tie]:
    i1, i2, i3 = "Incident/northmarch/1", "Incident/eastvale/2", "Incident/northmarch/3"
    phone = {name: f"Phone/{number}" for name, number in PHONES.items()}
    plain = [
        ("Person/sam", "SUSPECT_IN", i2),
        ("Person/sam", "SUSPECT_IN", i3),
        ("Person/vera", "VICTIM_OF", i1),
        ("Person/vera", "VICTIM_OF", i2),
        ("Person/wren", "VICTIM_OF", i3),
        ("Person/tess", "WITNESS_TO", i1),
        ("Person/cole", "SUSPECT_IN", i3),
        ("Person/cole", "VICTIM_OF", "Incident/northmarch/4"),
        ("Person/sam", "LIVES_AT", "Address/sam-home"),
        ("Person/vera", "LIVES_AT", "Address/vera-home"),
        ("Person/vera", "WORKS_AT", "Address/vera-work"),
        ("Person/mo", "LIVES_AT", "Address/mo-home"),
        ("Person/vera", "WORKS_FOR", "Organisation/register/1"),
        ("Person/sam", "USES", phone["sam"]),
        ("Person/sam", "USES", phone["shared"]),
        ("Person/tess", "USES", phone["shared"]),
        ("Person/vera", "USES", phone["vera"]),
        ("Person/vera", "USES", "Account/email/vera@mail.example"),
        ("Person/sam", "USES", "Account/social/quietelm"),
        ("Account/email/vera@mail.example", "LINKED_TO", phone["recovery"]),
        ("Person/sam", "DRIVES", "Vehicle/NM24ABC"),
        ("Person/vera", "DRIVES", "Vehicle/EV23XYZ"),
        (phone["sam"], "CONTACTED", phone["vera"]),
        (phone["sam"], "CONTACTED", phone["recovery"]),
        (i1, "AT", "Address/vera-home"),
        (i2, "AT", "Address/vera-home-otherwise"),
        (i3, "AT", "Address/street"),
        ("Person/sam", "SUBJECT_OF", "Order/northmarch/O1"),
        ("Order/northmarch/O1", "PROTECTS", "Person/vera"),
        ("Order/northmarch/O1", "PROTECTS", "Address/refuge"),
        ("Record/r1", "ABOUT", i1),
        ("Record/r2", "ABOUT", i1),
        ("Record/r1", "MENTIONS", "Mention/m1"),
        ("Mention/m1", "REFERS_TO", "Person/sam"),
    ]
    return [
        *((start, kind, end, {}) for start, kind, end in plain),
        ("Person/sam", "SUSPECT_IN", i1, {"attribution": "named", "records": ["r1", "r2"]}),
        (i1, "INVOLVES", phone["named"], {"whose": "victim"}),
        (i1, "INVOLVES", phone["offender"], {"whose": "offender"}),
        ("Person/vera", "RELATED_TO", "Person/mo", {"kind": "lives with"}),
        ("Person/sam", "SUSPECT_IN", "Incident/northmarch/5", {"level": 2}),
        ("Person/hidden", "VICTIM_OF", "Incident/northmarch/5", {"level": 2}),
        ("Record/r1", "FROM", "Delivery/d1", {"places": ["crimes.csv:4"]}),
    ]


def build(store: Store, folder: Path) -> Session:
    """Write the case; a session of VIEWER, with an audit in the folder."""
    write(store, nodes(), links())
    return Session(store, Audit(folder / "audit.sqlite"), VIEWER)


def cleared(session: Session) -> Session:
    """The same of CLEARED."""
    return replace(session, viewer=CLEARED)
