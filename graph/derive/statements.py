"""What one record says, as elements of the graph.

`read(record)` gives everything that does not depend on who is who. `read_people`
gives what does, once each mention of the record has a person. Both are pure: the
same record always says the same.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

from graph.derive.elements import Link, Node, Source
from graph.derive.nodes import (
    address_node,
    employer_key,
    employer_node,
    endpoint_node,
    incident_props,
    order_props,
    organisation_key,
    organisation_node,
    thing_node,
)
from graph.model.compartments import Marking
from graph.model.keys import join_key
from graph.model.record import (
    Account,
    AccountLink,
    Contact,
    Incident,
    Order,
    Party,
    Phone,
    Record,
    Vehicle,
)
from graph.model.schema import NodeKey

Element = Node | Link
ROLE_LINKS = {
    "suspect": "SUSPECT_IN",
    "victim": "VICTIM_OF",
    "witness": "WITNESS_TO",
    "reporter": "REPORTED",
    "instigator": "INSTIGATED",
    "involved": "INVOLVED_IN",
}
RESIDENCE_LINKS = {"home": "LIVES_AT", "work": "WORKS_AT", "study": "STUDIES_AT"}
ATTRIBUTION_WEIGHT = {"admitted": 3, "named": 2, "possible": 1}
USE_WEIGHT = {"owner": 3, "user": 2, "possible": 1}


@cache
def _levels() -> dict[str, dict[str, int]]:
    text = files("graph.model.reference").joinpath("levels.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def level_of(record: Record) -> int:
    """The clearance a record asks for, from graph/model/reference/levels.toml."""
    levels = _levels()
    return max(
        levels["classification"][record.classification], levels["handling"][record.grade.handling]
    )


def marking_of(record: Record) -> Marking:
    """Who may see what a record says."""
    return Marking(level_of(record), frozenset(record.compartments))


def source_of(record: Record) -> Source:
    """Who speaks, and when the evidence saw it: the recording of the crime, else of the record."""
    crime = record.incident.recorded_at if record.incident else None
    return Source(record.id, marking_of(record), crime or record.recorded_at)


def read(record: Record) -> Iterator[Element]:
    """Every node except people, and every link that has no person at either end."""
    source = source_of(record)
    if record.incident:
        yield from _incident(record, record.incident, source)
    if record.order:
        yield from _order(record, record.order, source)
    for party in record.parties:
        yield from _things_of(party, source)
        if only_traces(record, party):
            yield from _traces(record, party, source)
        if party.kind == "organisation":
            yield from _organisation_roles(record, party, source)
    for contact in record.contacts:
        yield from _contact(contact, source)
    for link in record.account_links:
        yield from _account_link(link, source)


def read_people(record: Record, people: Mapping[str, str]) -> Iterator[Link]:
    """Every link with a person at one end or both; `people` maps mention ids to person ids."""
    source = source_of(record)
    place_of: dict[str, NodeKey] = {}
    for party in record.parties:
        person = people.get(record.mention_id(party)) if party.kind == "person" else None
        if person is None:
            continue
        place_of[party.ref] = ("Person", person)
        yield from _roles(record, party, ("Person", person), source)
        yield from _belongings(party, ("Person", person), source)
    for relation in record.relations:
        a, b = place_of.get(relation.a), place_of.get(relation.b)
        if a and b and a != b:
            props = {"kind": relation.kind, "from": relation.start, "to": relation.end}
            yield _seen("RELATED_TO", a, b, props, source, key=relation.kind)


def _incident(record: Record, incident: Incident, source: Source) -> Iterator[Element]:
    here = ("Incident", join_key(record.force, record.reference))
    yield Node(*here, incident_props(record, incident), source)
    if incident.address and incident.address.key:
        yield address_node(incident.address, source)
        yield Link("AT", here, ("Address", incident.address.key), {}, source)
    for involved in incident.involves:
        thing = involved.phone or involved.account or involved.vehicle
        node = thing_node(thing, source) if thing else None
        if node:
            yield node
            props = {"whose": involved.whose}
            place = (node.label, node.id)
            yield Link("INVOLVES", here, place, props, source, key=involved.whose)


def only_traces(record: Record, party: Party) -> bool:
    """Whether an incident's suspect is known by what he used alone: nobody yet, not a person.

    His phone, account or vehicle is the incident's, for the attribution to weigh: as a person of
    his own he would be a suspect, and hide that the incident has none.
    """
    name, birth = party.name, party.birth
    tells = (
        (name and (name.forename or name.surname)) or party.other_names or party.nominal,
        birth and birth.written,
        party.residences or party.employers,
    )
    suspected = set(party.roles) & {"suspect", "instigator"} == set(party.roles) != set()
    person = record.incident is not None and party.kind == "person"
    return person and suspected and not any(tells)


def _traces(record: Record, party: Party, source: Source) -> Iterator[Link]:
    here = ("Incident", join_key(record.force, record.reference))
    for _, thing, _, _ in _held(party):
        if node := thing_node(thing, source):
            props = {"whose": "suspect"}
            yield Link("INVOLVES", here, (node.label, node.id), props, source, key="suspect")


def _order(record: Record, order: Order, source: Source) -> Iterator[Element]:
    here = ("Order", join_key(order.issuer, record.reference))
    yield Node(*here, order_props(record, order), source)
    for address in order.protects:
        if address.key:
            yield address_node(address, source)
            yield Link("PROTECTS", here, ("Address", address.key), {}, source)
    for incident in order.arises_from:
        # The incident may be delivered later, or never: its reference alone is known.
        yield Node("Incident", incident, incident_props(None, None), source)
        yield Link("ARISES_FROM", here, ("Incident", incident), {}, source)
    for earlier in order.replaces:
        yield Node("Order", earlier, order_props(None, None), source)
        yield Link("REPLACES", here, ("Order", earlier), {}, source)


def _things_of(party: Party, source: Source) -> Iterator[Element]:
    """The nodes that a party is tied to, whoever the party turns out to be."""
    things: chain[Phone | Account | Vehicle] = chain(
        (held.phone for held in party.phones),
        (held.account for held in party.accounts),
        (held.vehicle for held in party.vehicles),
    )
    for thing in things:
        if node := thing_node(thing, source):
            yield node
    for residence in party.residences:
        if residence.address.key:
            yield address_node(residence.address, source)
    yield from filter(None, (employer_node(employer, source) for employer in party.employers))


def _organisation_roles(record: Record, party: Party, source: Source) -> Iterator[Element]:
    name = party.name.written if party.name else ""
    postcode = next((home.address.postcode for home in party.residences), "")
    here = ("Organisation", organisation_key(name, party.register_number, postcode))
    if not here[1]:
        return
    yield organisation_node(here[1], name, party.organisation_kind, source)
    yield from _roles(record, party, here, source)
    yield from _belongings(party, here, source)


def _roles(record: Record, party: Party, here: NodeKey, source: Source) -> Iterator[Link]:
    props = {"attribution": party.attribution}
    weight = ATTRIBUTION_WEIGHT[party.attribution]
    for role in party.roles:
        if record.order and role in ("subject", "protected") and here[0] == "Person":
            order = ("Order", join_key(record.order.issuer, record.reference))
            start, end = (here, order) if role == "subject" else (order, here)
            kind = "SUBJECT_OF" if role == "subject" else "PROTECTS"
            yield Link(kind, start, end, {}, source)
        elif record.incident and role in ROLE_LINKS:
            if here[0] == "Organisation" and role == "instigator":
                continue
            incident = ("Incident", join_key(record.force, record.reference))
            yield Link(ROLE_LINKS[role], here, incident, props, source, weight=weight)


def _belongings(party: Party, here: NodeKey, source: Source) -> Iterator[Link]:
    """Where a party lives and what it uses; an organisation has an address and contact points."""
    is_person = here[0] == "Person"
    for home in party.residences:
        if home.address.key and (is_person or home.kind == "home"):
            kind = RESIDENCE_LINKS[home.kind]
            stated = {"from": home.start, "to": home.end}
            yield _seen(kind, here, ("Address", home.address.key), stated, source)
    for use, thing, start, end in _held(party):
        node = thing_node(thing, source)
        if node and (is_person or node.label != "Vehicle"):
            kind = "DRIVES" if node.label == "Vehicle" else "USES"
            props = {"use": use, "from": start, "to": end}
            weight = USE_WEIGHT[use]
            yield _seen(kind, here, (node.label, node.id), props, source, weight=weight)
    for employer in party.employers if is_person else ():
        stated = {"from": None, "to": None}
        if key := employer_key(employer):
            yield _seen("WORKS_FOR", here, ("Organisation", key), stated, source)


def _held(party: Party) -> Iterator[tuple[str, Phone | Account | Vehicle, Any, Any]]:
    for phone in party.phones:
        yield phone.use, phone.phone, phone.start, phone.end
    for account in party.accounts:
        yield account.use, account.account, account.start, account.end
    for vehicle in party.vehicles:
        yield vehicle.use, vehicle.vehicle, vehicle.start, vehicle.end


def _contact(contact: Contact, source: Source) -> Iterator[Element]:
    ends = [endpoint_node(end, source) for end in (contact.source, contact.target)]
    start, end = ends
    if start is None or end is None:
        yield from (node for node in ends if node)
        return
    yield start
    yield end
    props = {
        "id": contact.id,
        "kind": contact.kind,
        "at": contact.during.start,
        "until": contact.during.end,
    }
    places = (start.label, start.id), (end.label, end.id)
    yield _seen("CONTACTED", *places, props, source, key=contact.id)


def _account_link(link: AccountLink, source: Source) -> Iterator[Element]:
    start, end = thing_node(link.account, source), endpoint_node(link.to, source)
    if start is None or end is None:
        yield from (node for node in (start, end) if node)
        return
    yield start
    yield end
    yield Link(
        "LINKED_TO",
        (start.label, start.id),
        (end.label, end.id),
        {"kind": link.kind},
        source,
        key=link.kind,
        first_seen=link.seen.start if link.seen else source.seen,
        last_seen=link.seen.end if link.seen else source.seen,
    )


def _seen(
    kind: str, start: NodeKey, end: NodeKey, props: Mapping[str, Any], source: Source, **more: Any
) -> Link:
    return Link(
        kind, start, end, props, source, first_seen=source.seen, last_seen=source.seen, **more
    )
