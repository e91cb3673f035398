"""Every kind of node and link that a delivery can make is made, with its level and its times."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sessions import session_of
from whole_way import canonical, incident, party, well

from graph.derive.deliver import BatchWriter
from graph.derive.dump import dump
from graph.engine.store import Store
from graph.model.schema import LABELS, LINKS
from ingest.delivery.feed import mapping_of
from ingest.delivery.load import load
from ingest.resolve.run import resolve

NOT_DELIVERED = {"POSSIBLY_BY", "POSSIBLY_SAME"}
"""Written by the night's attribution, and where people are not told apart."""

HOME = {"written": "1 Mill Lane, Ashford, ZZ1 1AA"}
START, END = "2020-01-01T00:00:00Z", "2023-01-01T00:00:00Z"
MAIL = {"kind": "email", "written": "sam@pike.example"}
HANDLE = {"kind": "social", "written": "@quietelm", "service": "chirp"}
CAR = {"written": "ZZ24 ABC", "make": "Vantor", "colour": "red"}


def phone(number: str) -> dict[str, Any]:
    return {"phone": {"written": f"07700 9001{number}"}}


SAM = party(
    "Sam Pike",
    "suspect",
    ref="sam",
    born="1980-01-01",
    attribution="admitted",
    residences=[
        {"address": HOME, "start": START, "end": END},
        {"kind": "work", "address": {"written": "Unit 4, Quay Road, ZZ9 9ZZ"}},
        {"kind": "study", "address": {"written": "Elm College, ZZ7 7AA"}},
    ],
    phones=[{**phone("01"), "use": "owner", "start": START}],
    accounts=[{"account": MAIL}],
    vehicles=[{"vehicle": CAR, "use": "possible"}],
    employers=[{"name": "Larkfield Stores", "register_number": "00012"}],
)
ANN = party("Ann Reed", "victim", ref="ann", born="1990-05-01")


def shop(*roles: str, **more: Any) -> dict[str, Any]:
    made = {"kind": "organisation", "organisation_kind": "shop", "register_number": "00099"}
    return party("Corner Shop", *roles, **made, **more)


def records() -> list[dict[str, Any]]:
    crime = incident(
        "A1",
        SAM,
        ANN,
        party("Joy Marsh", "witness", "reporter", born="1970-01-01"),
        party("Max Vale", "instigator", born="1971-01-01"),
        party("Kit Moor", "involved", born="1972-01-01"),
        shop(
            *("suspect", "victim", "witness", "reporter", "involved"),
            home={"written": "2 High Street, ZZ1 2BB"},
            phones=[phone("02")],
            accounts=[{"account": {**MAIL, "written": "corner@shop.example"}}],
        ),
        relations=[{"a": "sam", "b": "ann", "kind": "former partner", "start": START, "end": END}],
        address={"written": "3 Fern Way, ZZ2 2AA"},
        involves=[
            {"whose": "offender", **phone("03")},
            {"whose": "suspect", "account": HANDLE},
            {"whose": "witness", "vehicle": CAR},
        ],
    )
    again = incident("A2", SAM, at="2024-02-01T10:00:00Z")
    order = {
        "force": "ashford",
        "kind": "order",
        "reference": "O1",
        "recorded_at": "2024-03-01T10:00:00Z",
        "order": {
            "issuer": "court",
            "kind": "SPO",
            "effect": "prohibits",
            "status": "varied",
            "service": "served",
            "served_at": "2024-03-02T10:00:00Z",
            "start": "2024-03-01T00:00:00Z",
            "until": "2026-03-01T00:00:00Z",
            "protects": [HOME],
            "arises_from": ["ashford/A1"],
            "replaces": ["court/O0"],
        },
        "parties": [
            {**SAM, "roles": ["subject"]},
            {**ANN, "roles": ["protected"]},
        ],
    }
    ends = {"p": phone("01"), "q": phone("04"), "a": {"account": MAIL}, "b": {"account": HANDLE}}
    calls = [
        {
            "id": f"c-{source}{target}",
            "kind": "message",
            "source": ends[source],
            "target": ends[target],
            "during": {
                "start": "2024-01-05T10:00:00Z",
                "end": "2024-01-05T10:01:00Z",
                "precision": "minute",
            },
        }
        for source, target in ("pq", "pa", "ab", "aq")
    ]
    seen = {"start": START, "end": END, "precision": "range"}
    contacts = {
        "force": "ashford",
        "kind": "contacts",
        "reference": "C1",
        "recorded_at": "2024-01-06T10:00:00Z",
        "contacts": calls,
        "account_links": [
            {"kind": "recovery", "account": HANDLE, "to": {"account": MAIL}},
            {"kind": "device", "account": HANDLE, "to": phone("01"), "seen": seen},
        ],
    }
    return [crime, again, order, contacts]


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> list[dict[str, Any]]:
    path = canonical(tmp_path / "canonical_2024-04-01.jsonl", records())
    with BatchWriter(store) as writer:
        loaded = load(writer, session_of(store), mapping_of(path), path)
    assert (loaded.records, loaded.refused) == (4, 0)
    resolve(store, tmp_path)
    return [json.loads(line) for line in dump(store)]


def links(lines: list[dict[str, Any]], kind: str, *between: str) -> list[dict[str, Any]]:
    found = [line for line in lines if line.get("link") == kind]
    return [
        line["props"]
        for line in found
        if not between or (line["start"][0], line["end"][0]) == between
    ]


@pytest.mark.slow
def test_a_delivery_can_make_every_node_and_link_of_the_model(
    filled: list[dict[str, Any]],
) -> None:
    nodes = {line["node"] for line in filled if "node" in line}
    assert nodes == {label.name for label in LABELS if label.origin != "decided"}
    made = {(line["link"], line["start"][0], line["end"][0]) for line in filled if "link" in line}
    expected = {
        (link.type, *ends)
        for link in LINKS
        if link.origin != "decided" and link.type not in NOT_DELIVERED
        for ends in link.joins
    }
    assert expected - made == set()
    assert made <= expected


@pytest.mark.slow
def test_links_say_how_when_and_on_whose_word(filled: list[dict[str, Any]]) -> None:
    for line in filled:
        if "link" in line and line["link"] not in (
            *("FROM", "MENTIONS", "ABOUT", "REFERS_TO", "RESEMBLES"),
        ):
            assert line["props"]["level"] == 0, line
            assert line["props"]["records"], line
    suspected = links(filled, "SUSPECT_IN", "Person", "Incident")
    assert [link["attribution"] for link in suspected] == ["admitted", "admitted"]
    (lives,) = links(filled, "LIVES_AT", "Person", "Address")
    assert (lives["from"], lives["to"]) == (
        "2020-01-01T00:00:00+00:00",
        "2023-01-01T00:00:00+00:00",
    )
    assert lives["first_seen"] == "2024-01-01T10:00:00+00:00"
    assert lives["last_seen"] == "2024-03-01T10:00:00+00:00"
    (uses,) = links(filled, "USES", "Person", "Phone")
    assert (uses["use"], uses["from"]) == ("owner", "2020-01-01T00:00:00+00:00")
    assert "to" not in uses
    (drives,) = links(filled, "DRIVES")
    assert drives["use"] == "possible"
    for contact in links(filled, "CONTACTED"):
        assert contact["kind"] == "message"
        assert contact["at"] == "2024-01-05T10:00:00+00:00"
        assert contact["until"] == "2024-01-05T10:01:00+00:00"
    recovery, device = sorted(links(filled, "LINKED_TO"), key=lambda link: link["kind"])[::-1]
    assert (recovery["kind"], recovery["first_seen"]) == ("recovery", "2024-01-06T10:00:00+00:00")
    assert (device["first_seen"], device["last_seen"]) == (
        "2020-01-01T00:00:00+00:00",
        "2023-01-01T00:00:00+00:00",
    )
    (tie,) = links(filled, "RELATED_TO")
    assert (tie["kind"], tie["from"], tie["to"]) == (
        "former partner",
        "2020-01-01T00:00:00+00:00",
        "2023-01-01T00:00:00+00:00",
    )
    whose = {link["whose"] for link in links(filled, "INVOLVES")}
    assert whose == {"offender", "suspect", "witness"}


@pytest.mark.slow
def test_orders_and_incidents_have_their_instants(filled: list[dict[str, Any]]) -> None:
    orders = {line["id"]: line["props"] for line in filled if line.get("node") == "Order"}
    assert set(orders) == {"court/O1", "court/O0"}
    made = orders["court/O1"]
    assert (made["kind"], made["effect"], made["status"]) == ("SPO", "prohibits", "varied")
    assert made["served_at"] == "2024-03-02T10:00:00+00:00"
    assert made["until"] == "2026-03-01T00:00:00+00:00"
    assert "kind" not in orders["court/O0"]
    (crime,) = [line for line in filled if line.get("id") == "ashford/A1"]
    assert crime["props"]["occurred_from"] == "2024-01-01T10:00:00+00:00"
    assert crime["props"]["occurred_to"] == "2024-01-01T10:00:01+00:00"


SECRETS = ("Hush", "Nightjar", "900199", "Shroud", "Veiled", "ZZ88")


def hidden() -> list[dict[str, Any]]:
    """What only a record of handling C says, of people whom an open record names too."""
    zenobia = party("Zenobia Hush", "victim", nominal="N9", phone="07700 900199")
    sam = party(
        "Sam Pike",
        "suspect",
        born="1980-01-01",
        phone="07700 900199",
        home={"written": "9 Shroud Row, ZZ8 8ZZ"},
        other_names=[{"written": "Nightjar"}],
        vehicles=[{"vehicle": {"written": "ZZ88 HSH"}}],
        employers=[{"name": "Nightjar Works"}],
    )
    return [
        incident(
            f"Veiled{n}",
            *(sam, zenobia),
            at=f"2024-05-0{n}T10:00:00Z",
            title="Veiled",
            summary="Veiled",
            address={"written": "1 Shroud Row, ZZ8 8ZY"},
            grade={"handling": "C"},
        )
        for n in (1, 2, 3)
    ]


@pytest.mark.slow
def test_what_is_above_a_viewer_shows_in_no_answer(data: Path, tmp_path: Path) -> None:
    path = canonical(tmp_path / "canonical_2024-06-01.jsonl", [*records(), *hidden()])
    well("ingest", path, "--data", data)
    night = well("night", "--data", data, "--as-of", "2024-06-01", "--json").data
    every = well("flags", "--withdrawn", "--data", data, "--json", "--clearance", 1).data
    mine = well("flags", "--withdrawn", "--data", data, "--json").data
    logged = {flag["id"] for flag in night["flags"]}
    assert logged == {flag["id"] for flag in mine} < {flag["id"] for flag in every}
    (sam,) = well("search", "sam pike", "--data", data, "--json").data[:1]
    commands = [["flags", "--withdrawn"], ["flags"]]
    commands += [["search", text] for text in ("hush", "nightjar", "07700 900199", "ZZ8 8ZZ")]
    commands += [["search", text] for text in ("sam pike", "ZZ88 HSH", "Veiled1", "zz1 1aa")]
    for question in well("ask", "--json").data:
        wants = {name: kind for name, kind in question["params"].items() if name != "clearance"}
        given = {"value": sam["id"], "id": sam["id"], "person_id": sam["id"], "ids": sam["id"]}
        words = [f"{name}={given[name]}" for name in wants if name in given]
        if question["name"] == "paths":
            words = [f"from_id={sam['id']}", f"to_id={sam['id']}"]
        commands.append(["ask", question["name"], *words])
    shown = 0
    for words in commands:
        said = well(*words, "--data", data, "--json").out
        shown += "Sam Pike" in said or sam["id"] in said
        asked = " ".join(words)
        assert [secret for secret in SECRETS if secret in said] == [], asked
    assert shown > 5
    found = well("search", "nightjar", "--data", data, "--json", "--clearance", 1).data
    assert found
    flags = well("flags", "--data", data, "--json", "--clearance", 1).data
    assert any("Hush" in flag["sentence"] for flag in flags)
