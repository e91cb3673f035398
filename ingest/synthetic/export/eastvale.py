"""Eastvale: one wide CSV `eastvale_YYYY-MM-DD.csv`, semicolon, windows-1252, a row an incident.

Times are local, yyyy-mm-dd HH:MM; dates dd.mm.yyyy. No version column: the later
extract is newer. Words, not codes: yes/no, outcome numbers as text.

crime_number; recorded; occurred_from; occurred_to (empty: a point); precision (minute,
day); offence (class, as 8Q); offence_title; included (classes joined by a comma); crimed;
cancelled; outcome; outcome_date; summary; location (one line); location_postcode;
latitude; longitude; risk_tool; risk_grade; risk_date; risk_plan; plan_date; detective;
victim_referred; grade (2/B/P); marking (OFFICIAL, OFFICIAL-SENSITIVE);
then for each of suspect1, suspect2, victim1, victim2, witness1, reporter1, instigator1:
  X_urn (the person number), X_org (yes: the name is an organisation's), X_name ("SURNAME,
  Forename Middle"), X_alias, X_dob (dd.mm.yyyy or yyyy), X_sex, X_ethnicity, X_address
  (one line), X_postcode, X_phone, X_email, X_social, X_vrm, X_employer, X_school,
  X_status (named, admitted, possible), X_relationship (what X is to victim1, in words);
then for each of object1, object2, object3: X_type (phone, email, social, ip, imei, vehicle,
  tracker), X_value, X_whose (offender, suspect, victim, witness, unknown).

Orders are in `eastvale_orders_YYYY-MM-DD.csv` (same dialect): order_number; issuer; kind
(SPO, restraining, non-molestation, ...); effect; status; status_date (yyyy-mm-dd HH:MM);
service; served (yyyy-mm-dd HH:MM); from (yyyy-mm-dd HH:MM); until (last day, dd.mm.yyyy);
conditions; arises_from; replaces; grade; marking; then subject1, protected1, protected2 with
_urn _name _dob _sex _address _postcode _phone; then place1, place2 with _address _postcode.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from ingest.synthetic.export.clock import day, local, yes_no
from ingest.synthetic.places import Place
from ingest.synthetic.world import Batch, Incident, Order, Party

INSTANT = "%Y-%m-%d %H:%M"
DAY = "%d.%m.%Y"
HEAD = (
    "crime_number recorded occurred_from occurred_to precision offence offence_title included "
    "crimed cancelled outcome outcome_date summary location location_postcode latitude longitude "
    "risk_tool risk_grade risk_date risk_plan plan_date detective victim_referred grade marking"
).split()
SLOTS = ("suspect1", "suspect2", "victim1", "victim2", "witness1", "reporter1", "instigator1")
PARTY = (
    "urn org name alias dob sex ethnicity address postcode phone email social vrm employer school "
    "status relationship"
).split()
OBJECTS = ("object1", "object2", "object3")
ORDER_HEAD = (
    "order_number issuer kind effect status status_date service served from until conditions "
    "arises_from replaces grade marking"
).split()
ORDER_SLOTS = ("subject1", "protected1", "protected2")
ORDER_PARTY = "urn name dob sex address postcode phone".split()
PLACES = ("place1", "place2")


def write(batch: Batch, out: Path) -> list[Path]:
    """Write the crimes, and the orders if there are any; returns the paths."""
    crimes = out / f"eastvale_{batch.extracted}.csv"
    orders = out / f"eastvale_orders_{batch.extracted}.csv"
    with crimes.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(
            _header(HEAD, SLOTS, PARTY) + _header([], OBJECTS, ["type", "value", "whose"])
        )
        writer.writerows(_crime(incident) for incident, _ in batch.incidents)
    month = list(batch.orders)
    if not month:
        return [crimes]
    with orders.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        header = _header(ORDER_HEAD, ORDER_SLOTS, ORDER_PARTY)
        writer.writerow(header + _header([], PLACES, ["address", "postcode"]))
        writer.writerows(_order(order, batch) for order, _ in month)
    return [crimes, orders]


def party_ref(parties: list[Party], index: int) -> str:
    """How the record names a party: by the column group that holds it."""
    role = parties[index].role
    return f"{role}{sum(party.role == role for party in parties[: index + 1])}"


def _header(head: list[str], slots: tuple[str, ...], fields: list[str]) -> list[str]:
    return head + [f"{slot}_{field}" for slot in slots for field in fields]


def _crime(incident: Incident) -> list[Any]:
    by_slot = {party_ref(incident.parties, i): each for i, each in enumerate(incident.parties)}
    row = _head(incident)
    for slot in SLOTS:
        party = by_slot.get(slot)
        row += _party(party) if party else [""] * len(PARTY)
    for index in range(len(OBJECTS)):
        thing = incident.things[index] if index < len(incident.things) else None
        row += [thing.kind, thing.value, thing.whose] if thing else [""] * 3
    return row


def _head(incident: Incident) -> list[Any]:
    place, risk = incident.place, incident.risk
    return [
        incident.reference,
        local(incident.recorded, INSTANT),
        local(incident.start, INSTANT),
        "" if incident.start == incident.end else local(incident.end, INSTANT),
        incident.precision,
        incident.classes[0],
        incident.title,
        ",".join(incident.classes[1:]),
        yes_no(incident.crimed, "yes", "no"),
        yes_no(incident.cancelled, "yes", "no"),
        incident.outcome.code if incident.outcome else "",
        local(incident.outcome.at, DAY) if incident.outcome else "",
        incident.summary,
        *_place(place),
        place.latitude if place else "",
        place.longitude if place else "",
        risk.tool,
        risk.grade,
        local(risk.at, DAY),
        yes_no(risk.plan, "yes", "no"),
        local(risk.plan_at, DAY),
        yes_no(incident.detective, "yes", "no"),
        yes_no(incident.referred, "yes", "no"),
        "/".join(incident.grade),
        incident.classification,
    ]


def _place(place: Place | None) -> list[str]:
    return [place.line(), place.postcode] if place else ["", ""]


def _name(party: Party) -> str:
    if party.organisation or not party.surname:
        return party.organisation or party.forename
    return f"{party.surname.upper()}, {party.forename} {party.middle}".strip().rstrip(",")


def _birth(party: Party) -> str:
    return day(party.birth, "%Y" if party.birth_precision == "year" else DAY)


def _party(party: Party) -> list[str]:
    return [
        party.nominal,
        "yes" if party.organisation else "no",
        _name(party),
        party.alias,
        _birth(party),
        party.sex,
        party.ethnicity,
        *_place(party.place),
        party.phone,
        party.email,
        party.handle,
        party.vrm,
        party.employer,
        party.school,
        party.attribution,
        party.relation,
    ]


def _order(order: Order, batch: Batch) -> list[str]:
    stage = order.stage_at(batch.at)
    row = [
        order.reference,
        order.issuer,
        order.kind,
        order.effect,
        stage.status,
        local(stage.at, INSTANT),
        stage.service,
        local(stage.served_at, INSTANT),
        local(order.start, INSTANT),
        day(order.until, DAY),
        order.conditions,
        ",".join(order.arises),
        ",".join(order.replaces),
        "/".join(order.grade),
        order.classification,
    ]
    parties = order.parties()
    for index in range(len(ORDER_SLOTS)):
        row += _order_party(parties[index]) if index < len(parties) else [""] * len(ORDER_PARTY)
    for index in range(len(PLACES)):
        row += _place(order.places[index] if index < len(order.places) else None)
    return row


def _order_party(party: Party) -> list[str]:
    birth = _birth(party)
    return [party.nominal, _name(party), birth, party.sex, *_place(party.place), party.phone]
