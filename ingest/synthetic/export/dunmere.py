"""Dunmere: a workbook `dunmere_YYYY-MM-DD.xlsx` (further parts `..._2.xlsx`), local times.

Real Excel dates and text dates are mixed in every date column: a text instant is
dd/mm/yyyy HH:MM, a text date dd/mm/yyyy (a year of birth alone is the text yyyy). No version
column: the later extract is newer. Sheets:

Crimes      Crime Ref, Recorded, Occurred From, Occurred To (empty: a point), Precision (Minute,
            Day), Class (as 8Q), Offence, Included Classes (joined by "; "), Crime? (Yes, No),
            Cancelled? (Yes, No), Outcome, Outcome Date, Summary, MO Codes (joined by "; ": the
            codes of Wexmouth, FLW, WCH ...), Flat, House, Street, Town, Postcode, Latitude,
            Longitude, Risk Tool, Risk Grade, Risk Date, Risk Plan (Yes, No, empty), Plan Date,
            Detective, Referred, Grading (2-B-P), Marking
People      Crime Ref, Party No (1, 2 ... within the crime), Role (Suspect, Victim, Witness,
            Reporter, Involved, Instigator), Status (Named, Admitted, Possible), Person or
            Organisation, Nominal, Surname (or the organisation's name), Forenames, Alias, Date of
            Birth, Sex, Ethnicity, Flat, House, Street, Town, Postcode, Phone, Email, Social Media,
            Vehicle, Employer, School, Relationship (what this party is to the first victim),
            Organisation Kind
Objects     Crime Ref, Kind (phone, email, social, ip, imei, vehicle, tracker), Value, Whose
Orders      Order Ref, Issuer, Kind, Effect, Status, Status Date, Service, Served, From, Until (the
            last day), Conditions, Arises From, Replaces, Grading, Marking
Order People  Order Ref, Party No, Role (Subject, Protected), Nominal, Surname, Forenames, Date of
            Birth, Sex, Phone, Flat, House, Street, Town, Postcode; Role Place has only an address
"""

from __future__ import annotations

import datetime as dt
from itertools import islice
from pathlib import Path

from ingest.synthetic.export.clock import LONDON, yes_no
from ingest.synthetic.export.wexmouth import BEHAVIOURS
from ingest.synthetic.export.workbook import Cell, write_workbook
from ingest.synthetic.places import Place
from ingest.synthetic.world import Batch, Incident, Order, Party

PART_INCIDENTS = 12_000
"""Incidents a workbook holds at most: their people stay below 50,000 rows."""
HEADERS = {
    "Crimes": "Crime Ref,Recorded,Occurred From,Occurred To,Precision,Class,Offence,"
    "Included Classes,Crime?,Cancelled?,Outcome,Outcome Date,Summary,MO Codes,Flat,House,Street,"
    "Town,Postcode,Latitude,Longitude,Risk Tool,Risk Grade,Risk Date,Risk Plan,Plan Date,"
    "Detective,Referred,Grading,Marking",
    "People": "Crime Ref,Party No,Role,Status,Person or Organisation,Nominal,Surname,Forenames,"
    "Alias,Date of Birth,Sex,Ethnicity,Flat,House,Street,Town,Postcode,Phone,Email,Social Media,"
    "Vehicle,Employer,School,Relationship,Organisation Kind",
    "Objects": "Crime Ref,Kind,Value,Whose",
    "Orders": "Order Ref,Issuer,Kind,Effect,Status,Status Date,Service,Served,From,Until,"
    "Conditions,Arises From,Replaces,Grading,Marking",
    "Order People": "Order Ref,Party No,Role,Nominal,Surname,Forenames,Date of Birth,Sex,Phone,"
    "Flat,House,Street,Town,Postcode",
}


def write(batch: Batch, out: Path) -> list[Path]:
    """Write as many workbooks as the size limit asks for; returns their paths."""
    paths: list[Path] = []
    incidents = iter(batch.incidents)
    part = [incident for incident, _ in islice(incidents, PART_INCIDENTS)]
    while part or not paths:
        rows: dict[str, list[list[Cell]]] = {
            name: [[*header.split(",")]] for name, header in HEADERS.items()
        }
        for incident in part:
            _add_incident(rows, incident)
        part = [incident for incident, _ in islice(incidents, PART_INCIDENTS)]
        if not part:
            for order, _ in batch.orders:
                _add_order(rows, order, batch)
        suffix = f"_{len(paths) + 1}" if paths else ""
        paths.append(out / f"dunmere_{batch.extracted}{suffix}.xlsx")
        write_workbook(paths[-1], rows)
    return paths


def party_ref(_parties: list[Party], index: int) -> str:
    """How the record names a party."""
    return str(index + 1)


def _instant(when: dt.datetime | None, as_text: bool) -> Cell:
    if when is None:
        return None
    local = when.astimezone(LONDON)
    return local.strftime("%d/%m/%Y %H:%M") if as_text else local.replace(tzinfo=None)


def _day(when: dt.date | None, as_text: bool) -> Cell:
    if isinstance(when, dt.datetime):
        when = when.astimezone(LONDON).date()
    return when.strftime("%d/%m/%Y") if when is not None and as_text else when


def _add_incident(rows: dict[str, list[list[Cell]]], incident: Incident) -> None:
    as_text = incident.recorded.minute % 3 == 0
    rows["Crimes"].append(_crime(incident, as_text))
    for number, party in enumerate(incident.parties, start=1):
        rows["People"].append(_person(incident, number, party, as_text))
    for thing in incident.things:
        rows["Objects"].append([incident.reference, thing.kind, thing.value, thing.whose])


def _crime(incident: Incident, as_text: bool) -> list[Cell]:
    place, risk, outcome = incident.place, incident.risk, incident.outcome
    end = None if incident.start == incident.end else incident.end
    return [
        incident.reference,
        _instant(incident.recorded, as_text),
        _instant(incident.start, as_text),
        _instant(end, as_text),
        incident.precision.capitalize(),
        incident.classes[0],
        incident.title,
        "; ".join(incident.classes[1:]),
        yes_no(incident.crimed, "Yes", "No"),
        yes_no(incident.cancelled, "Yes", "No"),
        outcome.code if outcome else None,
        _day(outcome.at, as_text) if outcome else None,
        incident.summary,
        "; ".join(BEHAVIOURS[each] for each in incident.codes),
        *_place(place),
        place.latitude if place else None,
        place.longitude if place else None,
        risk.tool,
        risk.grade,
        _day(risk.at, as_text),
        yes_no(risk.plan, "Yes", "No"),
        _day(risk.plan_at, as_text),
        yes_no(incident.detective, "Yes", "No"),
        yes_no(incident.referred, "Yes", "No"),
        "-".join(incident.grade),
        incident.classification,
    ]


def _place(place: Place | None) -> list[Cell]:
    if place is None:
        return [None] * 5
    return [place.unit, place.house, place.street, place.town, place.postcode]


def _birth(party: Party, as_text: bool) -> Cell:
    if party.birth is not None and party.birth_precision == "year":
        return str(party.birth.year)
    return _day(party.birth, as_text)


def _person(incident: Incident, number: int, party: Party, as_text: bool) -> list[Cell]:
    return [
        incident.reference,
        number,
        party.role.capitalize(),
        party.attribution.capitalize(),
        "Organisation" if party.organisation else "Person",
        party.nominal,
        party.organisation or party.surname,
        f"{party.forename} {party.middle}".strip(),
        party.alias,
        _birth(party, as_text),
        party.sex,
        party.ethnicity,
        *_place(party.place),
        party.phone,
        party.email,
        party.handle,
        party.vrm,
        party.employer,
        party.school,
        party.relation.capitalize(),
        party.organisation_kind,
    ]


def _add_order(rows: dict[str, list[list[Cell]]], order: Order, batch: Batch) -> None:
    stage = order.stage_at(batch.at)
    as_text = order.recorded.minute % 2 == 0
    rows["Orders"].append(
        [
            order.reference,
            order.issuer,
            order.kind,
            order.effect,
            stage.status,
            _instant(stage.at, as_text),
            stage.service,
            _instant(stage.served_at, as_text),
            _instant(order.start, as_text),
            _day(order.until, as_text),
            order.conditions,
            "; ".join(order.arises),
            "; ".join(order.replaces),
            "-".join(order.grade),
            order.classification,
        ]
    )
    for number, party in enumerate(order.parties(), start=1):
        role = "Subject" if party is order.subject else "Protected"
        rows["Order People"].append(_order_person(order, number, role, party))
    for place in order.places:
        rows["Order People"].append([order.reference, None, "Place", *[None] * 6, *_place(place)])


def _order_person(order: Order, number: int, role: str, party: Party) -> list[Cell]:
    return [
        order.reference,
        number,
        role,
        party.nominal,
        party.surname,
        f"{party.forename} {party.middle}".strip(),
        _birth(party, as_text=True),
        party.sex,
        party.phone,
        *_place(party.place),
    ]
