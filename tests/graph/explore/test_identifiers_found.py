"""Every example of every kind of identifier is found as a person would type it."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from engines import empty
from sessions import session_of
from small_records import deliver, incident, person

from graph.access.session import Session
from graph.derive.people import derive_people, move
from graph.engine.store import Store
from graph.explore.answers import search
from graph.model.identifiers import KINDS, Example, Kind
from graph.model.record import Record
from ingest.mapping.complete import complete

EXAMPLES = [(kind, example) for kind in KINDS.values() for example in kind.examples]
IDS = [f"{kind.name}: {example.written}" for kind, example in EXAMPLES]
WRITTEN = {
    "GB33 BUKB 2020 1555 5555 55": ("Account", "bank/20201555555555"),
    "20-20-15 55555555": ("Account", "bank/20201555555555"),
    "20-00-00 12345678": ("Account", "bank/20000012345678"),
    "tag-00 17": ("Account", "tracker/TAG0017"),
    "123 456 789": ("Account", "document/passport gb/123456789"),
    "https://www.instagram.com/Quiet_One/": ("Account", "social/instagram/quiet_one"),
    "MAILTO:JO.B@EXAMPLE.COM": ("Account", "email/jo.b%40example.com"),
    "202 555 0143": ("Phone", "+12025550143"),
    "1Z 1234": ("Vehicle", "IZ1234"),
    "490154203237518 ": ("Account", "imei/490154203237518"),
    "14 Birch Street, qx94bl": ("Address", "at//1/qx9 4bl"),
}


def held(kind: Kind, example: Example) -> dict[str, Any]:
    """A party's part that holds an example, as a force writes it."""
    thing: dict[str, Any] = {"written": example.written}
    if kind.label == "Phone":
        return {"phones": [{"phone": thing}]}
    if kind.label == "Vehicle":
        return {"vehicles": [{"vehicle": thing}]}
    if kind.label == "Address":
        home = {"written": "Birch Street", "house": "1", "postcode": example.written}
        return {"residences": [{"address": home}]}
    account = {**thing, "kind": kind.name, "service": example.service}
    return {"accounts": [{"account": account}]}


def place(kind: Kind, example: Example) -> tuple[str, str]:
    """The node that bears an example."""
    if kind.label == "Address":
        return "Address", f"at//1/{example.kept.casefold()}"
    return kind.label, example.kept


@pytest.fixture(scope="module")
def loaded(arcadedb_session: Store) -> Session:
    """Ann, who holds every example, is suspected of harming Bea; Cole of harming Ann."""
    empty(arcadedb_session)
    ann, bea, cole = "Ann Ash", "Bea Birch", "Cole Cedar"
    records = [
        complete(incident(str(n), person(ann, "suspect", **held(*each)), person(bea, "victim")))
        for n, each in enumerate(EXAMPLES)
    ]
    records.append(incident("other", person(cole, "suspect"), person(ann, "victim")))
    deliver(arcadedb_session, "d1", *records)
    move(arcadedb_session, [who for record in records for who in _people(record)])
    derive_people(arcadedb_session)
    return session_of(arcadedb_session, 0)


def _people(record: Record) -> list[tuple[str, None, str]]:
    return [
        (record.mention_id(party), None, party.name.forename)
        for party in record.parties
        if party.name
    ]


def hits(session: Session, text: str, side: str | None = None) -> set[tuple[str, str]]:
    return {(hit.element.label, hit.element.id) for hit in search(session, text, side)}


@pytest.mark.parametrize(("kind", "example"), EXAMPLES, ids=IDS)
def test_an_example_is_found_from_its_holders_and_a_victims_side_only(
    loaded: Session, kind: Kind, example: Example
) -> None:
    wanted = place(kind, example)
    assert wanted in hits(loaded, example.written, side="Bea")
    assert wanted in hits(loaded, example.written, side="Ann")
    assert wanted not in hits(loaded, example.written, side="Cole")


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_what_is_kept_is_found_by_itself(loaded: Session, kind: Kind) -> None:
    example = kind.examples[0]
    value = unquote(example.kept.rpartition("/")[2])
    assert place(kind, example) in hits(loaded, value, side="Ann")


@pytest.mark.parametrize("text", WRITTEN)
def test_what_people_type_is_found(loaded: Session, text: str) -> None:
    assert WRITTEN[text] in hits(loaded, text, side="Ann")


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("20-00-00 12345678", "bank account"),
        ("2020 1555 5555 55", "bank account"),
        ("0532 0130 00", "part of the bank account"),
        ("001010123456789", "SIM card (IMSI)"),
        ("qx9 4bl", "postcode"),
        ("iz 1234", "registration mark"),
    ],
)
def test_a_hit_says_of_what_kind_it_is(loaded: Session, text: str, matched: str) -> None:
    assert matched in {hit.matched for hit in search(loaded, text)}


def test_an_iban_is_one_account_whichever_word_brings_it(loaded: Session) -> None:
    (account,) = {
        (hit.element.id, hit.element.props["kind"])
        for hit in search(loaded, "GB33 BUKB 2020 1555 5555 55")
        if hit.element.id.startswith("bank/")
    }
    assert account == ("bank/20201555555555", "bank")
