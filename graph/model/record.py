"""The canonical record: the one shape that every force's mapping ends in.

A force may also deliver it as it is, one JSON object a line; `json_schema()` is the published
contract, `python -m graph.model.record > docs/record.schema.json`. Text is kept as written; beside
it stands a normalised form, which `graph.model.identifiers` makes and no force.

A field is declared here and nowhere else: graph/model/fields.py says what follows from it.
Times are UTC. Intervals are half-open and filled out from the precision given.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sys
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import model_validator

from graph.model.fields import LAST, UNSHOWN, Shown
from graph.model.keys import join_key
from graph.model.vocabulary import (
    AccountKind,
    Attribution,
    Compartments,
    Fact,
    Instant,
    Key,
    Latitude,
    Longitude,
    Number,
    OrderKind,
    Period,
    RecordKind,
    Reference,
    RelationKind,
    Role,
    Strict,
    Text,
    Use,
    Whose,
    Words,
)


class Birth(Strict):
    """A date of birth as written, and as understood: the first day of what is known."""

    written: Text
    date: dt.date | None = None
    precision: Literal["day", "month", "year"] | None = None
    digits: Annotated[Text, UNSHOWN] = ""
    """Those of a day that does not exist (31 February), YYYYMMDD: it is compared by them."""


class Address(Strict):
    """A place. `key` is its identity: unit, house and postcode; else UPRN; else text."""

    written: Annotated[Text, UNSHOWN]
    unit: Annotated[Reference, UNSHOWN] = ""
    house: Annotated[Reference, UNSHOWN] = ""
    street: Annotated[Words, UNSHOWN] = ""
    locality: Annotated[Words, UNSHOWN] = ""
    postcode: Words = ""
    uprn: Annotated[Number, UNSHOWN] = ""
    latitude: Latitude = None
    longitude: Longitude = None
    key: Key | None = None


class Phone(Strict):
    """A telephone number: as written, and as E.164 in `key` when it can be one."""

    written: Annotated[Text, UNSHOWN]
    kind: Text = ""
    key: Key | None = None


class Account(Strict):
    """An e-mail address, social handle, bank account, device, document or other identifier.

    docs/identifiers.md lists the kinds. `key` is kind/value; where the kind has a service,
    kind/service/value: of a document `service` says which document of which country or
    authority it is, such as "passport GB" or "pnc".
    """

    kind: AccountKind
    written: Annotated[Text, UNSHOWN]
    service: Words = ""
    """Which one; of a document which kind, such as `passport GB`."""
    key: Key | None = None


class Vehicle(Strict):
    """A vehicle by its registration mark; `key` is the mark folded (O/0, I/1)."""

    written: Annotated[Text, UNSHOWN]
    make: Text = ""
    model: Text = ""
    colour: Text = ""
    key: Key | None = None


class Residence(Strict):
    """Where a party lives, works or studies, with the period if it was stated."""

    kind: Literal["home", "work", "study"] = "home"
    address: Address
    start: Instant | None = None
    end: Annotated[Instant | None, LAST] = None


class HeldPhone(Strict):
    """A phone, and how and from when to when the party had it: as owner, user or possibly."""

    phone: Phone
    use: Use = "user"
    start: Instant | None = None
    end: Annotated[Instant | None, LAST] = None


class HeldAccount(Strict):
    """An account, and how and from when to when the party had it."""

    account: Account
    use: Use = "user"
    start: Instant | None = None
    end: Annotated[Instant | None, LAST] = None


class HeldVehicle(Strict):
    """A vehicle, and how and from when to when the party had it."""

    vehicle: Vehicle
    use: Use = "user"
    start: Instant | None = None
    end: Annotated[Instant | None, LAST] = None


class Employer(Strict):
    """Whom somebody works for; the register number or the postcode tells namesakes apart."""

    name: Words
    kind: Text = ""
    register_number: Number = ""
    postcode: Words = ""


class Name(Strict):
    """A name as written; the parts where the force delivers or the normaliser finds them."""

    written: Text
    """`SURNAME, Forename` is understood."""
    forename: Text = ""
    middle: Text = ""
    surname: Text = ""


class Party(Strict):
    """A person or organisation as written in one record, with the roles it has there.

    `ref` is the party's own reference inside the record; without one it is the
    first role and an ordinal. `nominal` is the force's person number: strong
    evidence of who it is, not identity. Sex and ethnicity never score a link.
    """

    ref: Fact[Reference] = ""
    """Its own reference in the record; else the prefix, the nominal, or role and number."""
    kind: Fact[Literal["person", "organisation"]] = "person"
    roles: Fact[tuple[Role, ...]] = ()
    """suspect, victim, witness, reporter, instigator (also `acting for`, `on behalf of`: whom
    another acts for), involved, subject or protected; an unknown one counts as involved."""
    attribution: Fact[Attribution] = "named"
    nominal: Fact[Number] = ""
    """The force's number of the person."""
    name: Fact[Name | None] = None
    other_names: tuple[Name, ...] = ()
    """Aliases and names before."""
    birth: Fact[Birth | None] = None
    sex: Text = ""
    ethnicity: Text = ""
    birth_place: Words = ""
    occupation: Words = ""
    roll: Text = ""
    """The list that has each person once, of which this is an entry: two of its entries are never
    one person, unless they have one person number or somebody says so."""
    organisation_kind: Text = ""
    """What an organisation is, such as shop or school."""
    register_number: Number = ""
    """Of an organisation."""
    residences: tuple[Residence, ...] = ()
    phones: tuple[HeldPhone, ...] = ()
    accounts: tuple[HeldAccount, ...] = ()
    vehicles: tuple[HeldVehicle, ...] = ()
    employers: tuple[Employer, ...] = ()


class Relation(Strict):
    """How one party of this record stands to another: `a` is the `kind` of `b`."""

    a: Key
    """The party that is the `kind` of the other."""
    b: Key
    """The other."""
    kind: RelationKind
    start: Instant | None = None
    end: Annotated[Instant | None, LAST] = None


class Behaviour(Strict):
    """What was done, in the controlled vocabulary, and the code or phrase it was read from."""

    term: Key
    basis: Text


class Involved(Strict):
    """A phone, account or vehicle that the incident involves, and on whose side it stands."""

    whose: Whose = "unknown"
    phone: Phone | None = None
    account: Account | None = None
    vehicle: Vehicle | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(thing is not None for thing in (self.phone, self.account, self.vehicle)) != 1:
            raise ValueError("an involved object is exactly one phone, account or vehicle")
        return self


class Incident(Strict):
    """What happened. True, false or None: None means not delivered and is never a gap."""

    recorded_at: Annotated[Fact[Instant | None], UNSHOWN] = None
    """When the crime was recorded; else when the record was."""
    occurred: Fact[Period | None] = None
    offence_classes: Fact[tuple[Text, ...]] = ()
    """The principal one first."""
    title: Annotated[Text, UNSHOWN] = ""
    summary: Annotated[Text, UNSHOWN] = ""
    rationale: Annotated[Text, UNSHOWN] = ""
    """Why it was recorded so, in the officer's words."""
    crimed: Fact[bool | None] = None
    """Whether a crime was recorded."""
    cancelled: Annotated[Fact[bool], UNSHOWN] = False
    """Recorded in error, or found to be no crime."""
    behaviours: tuple[Behaviour, ...] = ()
    outcome: Fact[Text] = ""
    outcome_at: Annotated[Fact[Instant | None], Shown("Outcome recorded")] = None
    weapon: Fact[Words] = ""
    """What was used or threatened with, in the force's words or by codes."""
    risk_tool: Fact[Text] = ""
    risk_grade: Annotated[Fact[Text], Shown("Risk grade, as given")] = ""
    risk_at: Annotated[Fact[Instant | None], Shown("Risk graded")] = None
    risk_plan: Annotated[Fact[bool | None], Shown("Plan for the risk")] = None
    """Whether there is a plan for the risk."""
    risk_plan_at: Annotated[Fact[Instant | None], Shown("Plan made")] = None
    detective: Fact[bool | None] = None
    """Whether a detective has it."""
    victim_referred: Annotated[Fact[bool | None], Shown("Victim referred to support")] = None
    """Whether the victim was referred to support."""
    address: Address | None = None
    """Where it happened."""
    latitude: Latitude = None
    longitude: Longitude = None
    involves: tuple[Involved, ...] = ()
    """Phones, accounts and vehicles that it involves."""


class Order(Strict):
    """An order, bail, notice, caution or time in custody. `until` is the first instant after it."""

    issuer: Fact[Key]
    """The court or force that made it."""
    kind: Annotated[Fact[OrderKind], UNSHOWN]
    effect: Fact[Literal["prohibits", "requires", "notice", "detains"]]
    """An unknown one, or an unknown kind or status, refuses the record."""
    status: Fact[Literal["sought", "refused", "interim", "made", "varied", "ended"]]
    service: Fact[Literal["served", "deemed", "failed", "unknown"]] = "unknown"
    """An order that was not served binds nobody."""
    status_at: Annotated[Fact[Instant | None], Shown("Status since")] = None
    served_at: Annotated[Fact[Instant | None], UNSHOWN] = None
    start: Annotated[Fact[Instant | None], UNSHOWN] = None
    until: Annotated[Fact[Instant | None], LAST, UNSHOWN] = None
    """The first instant after it."""
    conditions: Text = ""
    protects: tuple[Address, ...] = ()
    """Addresses that the order keeps its subject from."""
    arises_from: Fact[tuple[Key, ...]] = ()
    """References of the incidents it follows from."""
    replaces: Fact[tuple[Key, ...]] = ()
    """References of the orders that it varies."""


class Endpoint(Strict):
    """One end of a contact or of a link between accounts."""

    phone: Phone | None = None
    account: Account | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.phone is None) == (self.account is None):
            raise ValueError("an endpoint is exactly one phone or account")
        return self


class Contact(Strict):
    """One call, text, message or e-mail, from one endpoint to another."""

    id: Key
    kind: Literal["call", "text", "message", "email"]
    source: Endpoint
    target: Endpoint
    during: Period


class AccountLink(Strict):
    """A recovery address, shared device or log-in address: it belongs to the account."""

    kind: Literal["recovery", "device", "login"]
    account: Account
    to: Endpoint
    seen: Period | None = None


class Grade(Strict):
    """3x5x2: source 1-3, information A-E, handling P or C."""

    source: Fact[Literal["1", "2", "3"] | None] = None
    information: Fact[Literal["A", "B", "C", "D", "E"] | None] = None
    handling: Fact[Literal["P", "C"]] = "P"
    conditions: Text = ""
    """How it may be used."""


class Record(Strict):
    """One row, or one group of rows, that a force delivered, in the shape all forces share.

    `version` is the feed's own version or updated-at, written so that text order
    is time order; it is empty where the feed has none, and then the delivery's
    extract date decides which version is newest. `also` keeps columns that no field
    takes, as (name, value) pairs: readable in the record, never linked.
    """

    force: Fact[Key]
    kind: Fact[RecordKind]
    reference: Fact[Key]
    version: Fact[Text] = ""
    withdrawn: Fact[bool] = False
    recorded_at: Fact[Instant]
    grade: Fact[Grade] = Grade()
    classification: Fact[Literal["OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET"]] = (
        "OFFICIAL"
    )
    compartments: Fact[Compartments] = ()
    """Whoever is not in all of these sees nothing of the record."""
    incident: Incident | None = None
    order: Order | None = None
    parties: tuple[Party, ...] = ()
    relations: tuple[Relation, ...] = ()
    contacts: tuple[Contact, ...] = ()
    account_links: tuple[AccountLink, ...] = ()
    also: tuple[tuple[Text, Text], ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _name_parties(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("parties"), list | tuple):
            data = {**data, "parties": _with_refs(data["parties"])}
        return data

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.incident is not None) != (self.kind == "incident"):
            raise ValueError("an incident record, and no other, has an incident part")
        if (self.order is not None) != (self.kind == "order"):
            raise ValueError("an order record, and no other, has an order part")
        refs = [party.ref for party in self.parties]
        if len(refs) != len(set(refs)):
            raise ValueError("two parties of one record have the same ref")
        known = set(refs)
        for relation in self.relations:
            if relation.a not in known or relation.b not in known:
                raise ValueError("a relation names a party that the record does not have")
        return self

    @classmethod
    def kept(cls, content: str) -> Self:
        """The record that was kept as this content, which is not written out again for its id."""
        record = cls.model_validate_json(content)
        record.__dict__["content"] = content
        return record

    @cached_property
    def key(self) -> str:
        """What stays the same from version to version: force / kind / reference."""
        return join_key(self.force, self.kind, self.reference)

    @cached_property
    def content(self) -> str:
        """The canonical JSON: fields in the order of the model, defaults left out."""
        return self.model_dump_json(exclude_defaults=True)

    @cached_property
    def id(self) -> str:
        """The key, and a version that differs whenever the content does."""
        digest = hashlib.sha256(self.content.encode()).hexdigest()[:16]
        return f"{self.key}/{join_key(self.version)}~{digest}"

    def mention_id(self, party: Party) -> str:
        """The id of a person as written here; it does not change with the version."""
        return f"{self.key}/{join_key(party.ref)}"


def _with_refs(parties: Any) -> list[Any]:
    """Give each party without a ref its first role and an ordinal."""
    counts: dict[str, int] = {}
    named = []
    for party in parties:
        if isinstance(party, Party):
            party = party.model_dump(exclude_defaults=True)
        if isinstance(party, dict) and not party.get("ref"):
            roles = party.get("roles") or ["party"]
            role = str(roles[0])
            counts[role] = counts.get(role, 0) + 1
            party = {**party, "ref": f"{role}-{counts[role]}"}
        named.append(party)
    return named


def json_schema() -> dict[str, Any]:
    """The published contract, as JSON Schema (draft 2020-12)."""
    schema = Record.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(json_schema(), indent=1) + "\n")
