"""The nodes of things: identifiers, places, organisations, incidents and orders.

Each builder names every property of its label, absent ones as None, so that one
record's statement replaces another's as a whole.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from pydantic import BaseModel

from graph.derive.elements import Node, Source
from graph.model.behaviours import beside, read_behaviours
from graph.model.fields import plain_fields, props
from graph.model.identifiers import ACCOUNTS
from graph.model.keys import join_key
from graph.model.record import (
    Account,
    Address,
    Behaviour,
    Employer,
    Endpoint,
    Incident,
    Order,
    Phone,
    Record,
    Vehicle,
)


def incident_props(record: Record | None, incident: Incident | None) -> dict[str, Any]:
    """The properties of an Incident node; all None when only its reference is known."""
    detail = incident or Incident()
    occurred = detail.occurred
    behaviours = _behaviours(record, detail)
    return {
        **props(detail),
        "force": record.force if record else None,
        "reference": record.reference if record else None,
        "recorded_at": (detail.recorded_at or record.recorded_at) if record else None,
        "occurred_from": occurred.start if occurred else None,
        "occurred_to": occurred.end if occurred else None,
        "precision": occurred.precision if occurred else None,
        "zone": occurred.zone if occurred else None,
        "offence_classes": list(detail.offence_classes),
        "behaviours": [behaviour.term for behaviour in behaviours],
        "behaviour_basis": [behaviour.basis for behaviour in behaviours],
    }


def _behaviours(record: Record | None, detail: Incident) -> tuple[Behaviour, ...]:
    """What the force says was done; what codes and text tell, where it says nothing or cannot."""
    if record is None:
        return ()
    on = (detail.recorded_at or record.recorded_at).date()
    read = read_behaviours(detail.offence_classes, detail.title, detail.summary, on)
    stated = {each.term for each in detail.behaviours}
    more = (each for each in read if each.term in beside(on) and each.term not in stated)
    return (*detail.behaviours, *more) if stated else read


def order_props(record: Record | None, order: Order | None) -> dict[str, Any]:
    """The properties of an Order node; all None when only its reference is known."""
    plain = props(order) if order else dict.fromkeys(plain_fields(Order))
    start = plain.pop("start")
    return {
        **plain,
        "issuer": order.issuer if order else None,
        "reference": record.reference if record else None,
        "from": start,
    }


def endpoint_node(end: Endpoint, source: Source) -> Node | None:
    """The phone or account at one end of a contact; None when it has no key."""
    thing = end.phone or end.account
    return thing_node(thing, source) if thing else None


def thing_node(thing: Phone | Account | Vehicle, source: Source) -> Node | None:
    """The node of an identifier, or None when it could not be normalised."""
    if thing.key is None:
        return None
    match thing:
        case Phone():
            return Node("Phone", thing.key, _but_written(thing), source)
        case Vehicle():
            return Node("Vehicle", thing.key, {**_but_written(thing), "vrm": thing.key}, source)
        case Account():
            *named, value = map(unquote, thing.key.split("/")[1:] or [thing.key])
            service = thing.service or next(iter(named), None)
            kind = ACCOUNTS[thing.kind].kept_as
            stated = {**_but_written(thing), "kind": kind, "value": value, "service": service}
            return Node("Account", thing.key, stated, source)


def _but_written(thing: BaseModel) -> dict[str, Any]:
    """What is known of a thing beside how one record writes it."""
    return {name: value for name, value in props(thing).items() if name != "written"}


def address_node(address: Address, source: Source) -> Node:
    """The node of an address that has a key."""
    stated = {**_but_written(address), "lines": address.written or None}
    return Node("Address", address.key or "", stated, source)


def organisation_node(key: str, name: str, kind: str, source: Source) -> Node:
    """An organisation by its key; an empty name or kind is kept as None."""
    return Node("Organisation", key, {"name": name or None, "kind": kind or None}, source)


def employer_node(employer: Employer, source: Source) -> Node | None:
    """The organisation that somebody works for; None when it has no key."""
    key = employer_key(employer)
    return organisation_node(key, employer.name, employer.kind, source) if key else None


def employer_key(employer: Employer) -> str:
    """The key of an employer, as `organisation_key` makes it; '' without name and number."""
    return organisation_key(employer.name, employer.register_number, employer.postcode)


def organisation_key(name: str, register_number: str, postcode: str) -> str:
    """The register number, else name and postcode, folded."""
    if register_number:
        return join_key("register", register_number.strip().upper())
    folded = " ".join(name.casefold().split())
    return join_key("name", folded, postcode.replace(" ", "").upper()) if folded else ""
