"""Reads the six forces' deliveries back, knowing only what their docstrings say."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

import openpyxl
from defusedxml import ElementTree


@dataclass
class Seen:
    """What one force delivered: references with their extract dates, parties, phones."""

    incidents: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    orders: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    parties: set[tuple[str, str, str]] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    contacts: set[str] = field(default_factory=set)


def read_all(folder: Path) -> dict[str, Seen]:
    """Everything under a folder of deliveries, by force."""
    seen: dict[str, Seen] = defaultdict(Seen)
    for path in sorted(folder.iterdir()):
        force, _, rest = path.name.partition("_")
        date = rest.removeprefix("orders_")[:10]
        READERS[force](path, date, seen[force])
    return seen


def rows(path: Path, delimiter: str = ",", encoding: str = "utf-8") -> Iterator[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def northmarch(path: Path, date: str, seen: Seen) -> None:
    people = {row["PERSON_NO"]: row for row in rows(path / "nominals.csv")}
    for row in rows(path / "incidents.csv"):
        seen.incidents[row["INC_REF"]].append(date)
    for row in rows(path / "links.csv"):
        assert row["PERSON_NO"] in people
        seen.parties.add(("incident", row["INC_REF"], row["PERSON_NO"]))
    for row in rows(path / "orders.csv"):
        seen.orders[row["ORD_REF"]].append(date)
    for row in rows(path / "order_links.csv"):
        if row["PERSON_NO"]:
            assert row["PERSON_NO"] in people
            seen.parties.add(("order", row["ORD_REF"], row["PERSON_NO"]))
    seen.phones |= {row["PHONE"] for row in people.values() if row["PHONE"]}
    seen.phones |= {r["VALUE"] for r in rows(path / "objects.csv") if r["OBJ_TYPE"] == "TEL"}


def eastvale(path: Path, date: str, seen: Seen) -> None:
    kind = "order" if "_orders_" in path.name else "incident"
    for row in rows(path, ";", "cp1252"):
        ref = row["order_number"] if kind == "order" else row["crime_number"]
        (seen.orders if kind == "order" else seen.incidents)[ref].append(date)
        for column, value in row.items():
            if column.endswith("_name") and value:
                seen.parties.add((kind, ref, column.removesuffix("_name")))
            if column.endswith("_phone") and value:
                seen.phones.add(value)
            if value == "phone":
                seen.phones.add(row[column.replace("_type", "_value")])


def caldmoor(path: Path, date: str, seen: Seen) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        kind = record["type"]
        if kind == "incident":
            seen.incidents[record["ref"]].append(date)
            people = record["persons"]
            things = record["objects"]
            seen.phones |= {each["value"] for each in things if each["kind"] == "phone"}
        elif kind == "order":
            seen.orders[record["ref"]].append(date)
            people = [record["subject"], *record["protected"]]
        else:
            seen.contacts.add(record["ref"])
            continue
        for person in people:
            seen.parties.add((kind, record["ref"], person["ref"]))
            seen.phones |= set(person["phones"])


def wexmouth(path: Path, date: str, seen: Seen) -> None:
    for element in ElementTree.parse(path).getroot() or ():
        kind = {"Crime": "incident", "Order": "order"}[element.tag]
        ref = element.attrib["ref"]
        (seen.orders if kind == "order" else seen.incidents)[ref].append(date)
        for party in element.findall("Party"):
            seen.parties.add((kind, ref, party.attrib["id"]))
        seen.phones |= {str(phone.text) for phone in element.iter("Phone")}
        seen.phones |= {
            str(each.text) for each in element.iter("Object") if each.get("kind") == "phone"
        }


def sheet(book: openpyxl.Workbook, name: str) -> Iterator[dict[str, object]]:
    values = book[name].iter_rows(values_only=True)
    header = [str(cell) for cell in next(values)]
    for row in values:
        yield dict(zip_longest(header, row))


def dunmere(path: Path, date: str, seen: Seen) -> None:
    book = openpyxl.load_workbook(path, read_only=True)
    for row in sheet(book, "Crimes"):
        seen.incidents[str(row["Crime Ref"])].append(date)
    for row in sheet(book, "People"):
        seen.parties.add(("incident", str(row["Crime Ref"]), str(row["Party No"])))
        seen.phones |= {str(row["Phone"])} if row["Phone"] else set()
    for row in sheet(book, "Orders"):
        seen.orders[str(row["Order Ref"])].append(date)
    for row in sheet(book, "Order People"):
        if row["Party No"] is not None:
            seen.parties.add(("order", str(row["Order Ref"]), str(row["Party No"])))
    for row in sheet(book, "Objects"):
        seen.phones |= {str(row["Value"])} if row["Kind"] == "phone" else set()
    book.close()


def southholt(path: Path, date: str, seen: Seen) -> None:
    if path.suffix == ".json":
        for order in json.loads(path.read_text(encoding="utf-8")):
            seen.orders[order["number"]].append(date)
            for person in order["people"]:
                seen.parties.add(("order", order["number"], person["seq"]))
                seen.phones |= {person["phone"]} if person["phone"] else set()
        return
    for row in rows(path, "|", "utf-16"):
        if date not in seen.incidents[row["CRIME_NO"]]:
            seen.incidents[row["CRIME_NO"]].append(date)
        if row["SEQ"]:
            seen.parties.add(("incident", row["CRIME_NO"], row["SEQ"]))
        seen.phones |= {row["PHONE"]} if row["PHONE"] else set()
        if row["OBJ1_KIND"] == "PHONE":
            seen.phones.add(row["OBJ1_VALUE"])


READERS = {
    "northmarch": northmarch,
    "eastvale": eastvale,
    "caldmoor": caldmoor,
    "wexmouth": wexmouth,
    "dunmere": dunmere,
    "southholt": southholt,
}
