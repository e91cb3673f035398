"""docs/model.md says what the code has: no more, no less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph import queries
from graph.derive.deliver import record_props
from graph.derive.elements import Node, Source
from graph.derive.mentions import PROPERTIES
from graph.derive.nodes import (
    address_node,
    incident_props,
    order_props,
    organisation_node,
    thing_node,
)
from graph.derive.people import person_props
from graph.derive.statements import read, read_people, source_of
from graph.derive.versions import SEEN
from graph.model.record import Account, Address, Phone, Record, Vehicle
from graph.model.schema import LABELS, LINKS

PAGE = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")
ORIGINS = {
    "delivered": "## Delivered",
    "derived": "## Derived",
    "decided": "## Decided",
}
AT = "2024-01-01T10:00:00Z"

# One record that says everything an incident record can say, and an order with the rest.
PHONE = {"phone": {"written": "07700 900001", "key": "+447700900001"}}
EMAIL = {"kind": "email", "written": "a@example.com", "key": "email/a@example.com"}
CAR = {"vehicle": {"written": "AB12 CDE", "key": "AB12CDE"}}
HOME = {"written": "1 Mill Row", "key": "1//ZZ1 1ZZ", "postcode": "ZZ1 1ZZ"}
ROLES = ["suspect", "victim", "witness", "reporter", "instigator", "involved"]
EVERYTHING = {
    "force": "ashford",
    "kind": "incident",
    "reference": "1",
    "recorded_at": AT,
    "incident": {"address": HOME, "involves": [PHONE, CAR, {"account": EMAIL}]},
    "parties": [
        {
            "ref": "a",
            "roles": ROLES,
            "residences": [{"kind": kind, "address": HOME} for kind in ("home", "work", "study")],
            "phones": [PHONE],
            "accounts": [{"account": EMAIL}],
            "vehicles": [CAR],
            "employers": [{"name": "Mill Row Bakery"}],
        },
        {"ref": "b", "roles": ["victim"]},
        {
            "ref": "c",
            "kind": "organisation",
            "roles": ROLES,
            "name": {"written": "Mill Row Bakery"},
            "residences": [{"address": HOME}],
            "phones": [PHONE],
            "accounts": [{"account": EMAIL}],
        },
    ],
    "relations": [{"a": "a", "b": "b", "kind": "neighbour"}],
    "contacts": [
        {
            "id": str(number),
            "kind": "call",
            "source": source,
            "target": target,
            "during": {"start": AT, "end": AT, "precision": "second"},
        }
        for number, (source, target) in enumerate(
            (a, b) for a in (PHONE, {"account": EMAIL}) for b in (PHONE, {"account": EMAIL})
        )
    ],
    "account_links": [
        {"kind": "login", "account": EMAIL, "to": to} for to in (PHONE, {"account": EMAIL})
    ],
}
ORDER = {
    "force": "ashford",
    "kind": "order",
    "reference": "2",
    "recorded_at": AT,
    "order": {
        "issuer": "court",
        "kind": "SPO",
        "effect": "prohibits",
        "status": "made",
        "protects": [HOME],
        "arises_from": ["ashford/1"],
        "replaces": ["court/1"],
    },
    "parties": [{"ref": "a", "roles": ["subject"]}, {"ref": "b", "roles": ["protected"]}],
}
UNWRITTEN = {"POSSIBLY_BY", "POSSIBLY_SAME"}


def rows(begin: str) -> Iterator[list[str]]:
    """The cells of the first table after a heading."""
    part = PAGE.partition(begin)[2].partition("\n## ")[0]
    for line in part.splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def words(cell: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", cell))


def nodes() -> dict[str, set[str]]:
    """Label → the properties that the page lists."""
    return {row[0].strip("`"): words(row[2]) for begin in ORIGINS.values() for row in rows(begin)}


def links() -> dict[str, list[str]]:
    return {row[0].strip("`"): row for row in rows("## Relationships")}


def test_the_page_has_the_labels_of_the_schema_by_origin() -> None:
    for origin, begin in ORIGINS.items():
        listed = [row[0].strip("`") for row in rows(begin)]
        in_code = {label.name for label in LABELS if label.origin == origin}
        assert len(listed) == len(set(listed))
        assert set(listed) == in_code


def test_the_page_has_the_relationships_of_the_schema_with_the_pairs_they_join() -> None:
    told = {}
    for type_, row in links().items():
        pairs: set[tuple[str, str]] = set()
        for part in row[1].split(";"):
            starts, _, ends = part.partition("→")
            pairs |= {(a.strip(), b.strip()) for a in starts.split(",") for b in ends.split(",")}
        told[type_] = pairs
    assert told == {link.type: set(link.joins) for link in LINKS}


def written() -> dict[str, set[str]]:
    """Label → the properties that the builders name, whatever they hold."""
    source = source_of(Record.model_validate(EVERYTHING))
    return {
        "Record": {
            *record_props(Record.model_validate(EVERYTHING)),
            *("recorded_at", "current", "status_at", "served_at"),
        },
        "Mention": {*PROPERTIES, "stale"},
        "Person": set(person_props("id", [_mention()])) - {"id", "level", "compartments"},
        "Organisation": _named(organisation_node("key", "name", "kind", source)),
        "Address": _named(address_node(Address.model_validate(HOME), source)),
        "Vehicle": _named(_thing(Vehicle.model_validate(CAR["vehicle"]), source)),
        "Phone": _named(_thing(Phone.model_validate(PHONE["phone"]), source)),
        "Account": _named(_thing(Account.model_validate(EMAIL), source)),
        "Incident": set(incident_props(None, None)),
        "Order": set(order_props(None, None)),
    }


def _mention() -> dict[str, Any]:
    parts = ("person", "mention", "name", "birth", "birth_precision")
    return {"level": 0, "compartments": [], "other_names": [], **dict.fromkeys(parts, None)}


def _named(node: Node) -> set[str]:
    return set(node.props)


def _thing(thing: Phone | Account | Vehicle, source: Source) -> Node:
    node = thing_node(thing, source)
    assert node is not None
    return node


def test_the_page_lists_the_properties_that_the_code_writes() -> None:
    listed = nodes()
    for label, properties in written().items():
        assert listed[label] == properties, label


def test_what_a_query_sets_on_a_delivery_and_a_night_is_listed() -> None:
    listed = nodes()
    for label, letter, files in (
        ("Delivery", "d", ("write/deliveries/delivery", "write/deliveries/done")),
        ("Night", "n", ("write/nights/night",)),
    ):
        text = "".join(queries.load(path).text for path in files)
        assert set(re.findall(rf"\b{letter}\.(\w+) = ", text)) <= listed[label]


def test_the_page_lists_what_each_relationship_carries() -> None:
    everything, order = (Record.model_validate(data) for data in (EVERYTHING, ORDER))
    seen: dict[str, set[str]] = {}
    joined: dict[str, set[tuple[str, str]]] = {}
    for record in (everything, order):
        people = {record.mention_id(party): f"p{party.ref}" for party in record.parties}
        for element in (*read(record), *read_people(record, people)):
            if not isinstance(element, Node):
                seen.setdefault(element.type, set()).update(element.props)
                pair = (element.start[0], element.end[0])
                joined.setdefault(element.type, set()).add(pair)
                assert (element.first_seen is not None) == (element.type in SEEN)
    from_records = {link.type for link in LINKS if link.origin == "derived"}
    from_records -= {"ABOUT", "REFERS_TO", "RESEMBLES", *UNWRITTEN}
    assert set(seen) == from_records
    for type_, properties in seen.items():
        assert words(links()[type_][2]) == properties, type_
        assert joined[type_] == {
            pair for link in LINKS if link.type == type_ for pair in link.joins
        }


def test_the_page_says_which_relationships_have_times_of_their_own() -> None:
    begin = PAGE.index("- and, where it may change in life")
    sentence = PAGE[begin : PAGE.index("`first_seen` and", begin)]
    assert words(sentence) == SEEN
