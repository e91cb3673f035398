"""Southholt: `southholt_YYYY-MM-DD.csv`, pipe-delimited, UTF-16 with a byte-order mark.

One row per incident AND person; the rows of one incident stand together and repeat its
columns (an incident without people has one row with empty person columns). Dates are
yyyymmdd and times HHMM in columns of their own, local time; a date of occurrence is
sometimes only a month, yyyymm. No version column: the later extract is newer.

CRIME_NO|REC_DATE|REC_TIME|OCC_DATE_FROM|OCC_TIME_FROM|OCC_DATE_TO|OCC_TIME_TO (empty: a point;
with a month or without times the precision is that of the date)|CLASS|OFFENCE|INCLUDED (joined
by a space)|CRIMED (1, 0)|CANCELLED (1, 0)|OUTCOME|OUTCOME_DATE|NARRATIVE|PLACE_FLAT|PLACE_HOUSE|
PLACE_STREET|PLACE_TOWN|PLACE_PC|LAT|LON|RISK_TOOL|RISK_GRADE|RISK_DATE|RISK_PLAN (1, 0, empty)|
PLAN_DATE|DETECTIVE|REFERRED|SRC|INF|HND|MARKING|
OBJ1_KIND|OBJ1_VALUE|OBJ1_WHOSE|OBJ2_...|OBJ3_... (kind PHONE, EMAIL, SOCIAL, IP, IMEI, VEHICLE,
TRACKER; whose OFFENDER, SUSPECT, VICTIM, WITNESS, UNKNOWN)|
SEQ (01, 02 ... within the incident)|ROLE (S suspect, V victim, W witness, R reporter, X involved,
I instigator)|STATUS (N, A, P)|TYPE (P, O)|NOMINAL|SURNAME (or organisation)|FORENAMES|ALIAS|DOB
(yyyymmdd or yyyy)|SEX|ETHNICITY|FLAT|HOUSE|STREET|TOWN|PC|PHONE|EMAIL|SOCIAL|VRM|EMPLOYER|SCHOOL|
RELATION (to the first victim, in words)|ORG_KIND

Orders are a JSON array, `southholt_orders_YYYY-MM-DD.json`: number, issuer, kind, effect,
status, status_date, status_time, service, served_date, served_time, from_date, from_time,
until_date (last day), conditions, arises_from [..], replaces [..], grading ("1AP"), marking,
people [{seq, role (subject, protected), nominal, surname, forenames, dob, sex, flat, house,
street, town, postcode, phone}], places [{flat, house, street, town, postcode}].
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ingest.synthetic.export.clock import day, local, yes_no
from ingest.synthetic.places import Place
from ingest.synthetic.world import Batch, Incident, Order, Party

DAY = "%Y%m%d"
TIME = "%H%M"
HEADER = (
    "CRIME_NO REC_DATE REC_TIME OCC_DATE_FROM OCC_TIME_FROM OCC_DATE_TO OCC_TIME_TO CLASS OFFENCE "
    "INCLUDED CRIMED CANCELLED OUTCOME OUTCOME_DATE NARRATIVE PLACE_FLAT PLACE_HOUSE PLACE_STREET "
    "PLACE_TOWN PLACE_PC LAT LON RISK_TOOL RISK_GRADE RISK_DATE RISK_PLAN PLAN_DATE DETECTIVE "
    "REFERRED SRC INF HND MARKING "
    "OBJ1_KIND OBJ1_VALUE OBJ1_WHOSE OBJ2_KIND OBJ2_VALUE OBJ2_WHOSE OBJ3_KIND OBJ3_VALUE "
    "OBJ3_WHOSE "
    "SEQ ROLE STATUS TYPE NOMINAL SURNAME FORENAMES ALIAS DOB SEX ETHNICITY FLAT HOUSE STREET TOWN "
    "PC PHONE EMAIL SOCIAL VRM EMPLOYER SCHOOL RELATION ORG_KIND"
).split()
PERSON_COLUMNS = 24
ROLES = {
    "suspect": "S",
    "victim": "V",
    "witness": "W",
    "reporter": "R",
    "involved": "X",
    "instigator": "I",
}


def write(batch: Batch, out: Path) -> list[Path]:
    """Write the crimes, and the orders if there are any; returns the paths."""
    crimes = out / f"southholt_{batch.extracted}.csv"
    orders = out / f"southholt_orders_{batch.extracted}.json"
    with crimes.open("w", encoding="utf-16", newline="") as file:
        writer = csv.writer(file, delimiter="|", lineterminator="\r\n")
        writer.writerow(HEADER)
        for incident, _ in batch.incidents:
            writer.writerows(_rows(incident))
    month = list(batch.orders)
    if not month:
        return [crimes]
    with orders.open("w", encoding="utf-8", newline="\n") as file:
        array = [_order(order, batch) for order, _ in month]
        json.dump(array, file, ensure_ascii=False, indent=1)
        file.write("\n")
    return [crimes, orders]


def party_ref(_parties: list[Party], index: int) -> str:
    """How the record names a party."""
    return f"{index + 1:02d}"


def _rows(incident: Incident) -> Iterable[list[Any]]:
    head = _head(incident)
    for index in range(3):
        thing = incident.things[index] if index < len(incident.things) else None
        head += [thing.kind.upper(), thing.value, thing.whose.upper()] if thing else [""] * 3
    if not incident.parties:
        yield head + [""] * PERSON_COLUMNS
    for index, party in enumerate(incident.parties):
        yield head + _person(party, party_ref(incident.parties, index))


def _occurrence(incident: Incident) -> list[str]:
    if incident.precision == "month":
        return [local(incident.start, "%Y%m"), "", "", ""]
    if incident.precision == "day":
        return [local(incident.start, DAY), "", "", ""]
    start = [local(incident.start, DAY), local(incident.start, TIME)]
    if incident.start == incident.end:
        return [*start, "", ""]
    return [*start, local(incident.end, DAY), local(incident.end, TIME)]


def _head(incident: Incident) -> list[Any]:
    place, risk, outcome = incident.place, incident.risk, incident.outcome
    return [
        incident.reference,
        local(incident.recorded, DAY),
        local(incident.recorded, TIME),
        *_occurrence(incident),
        incident.classes[0],
        incident.title,
        " ".join(incident.classes[1:]),
        yes_no(incident.crimed, "1", "0"),
        yes_no(incident.cancelled, "1", "0"),
        outcome.code if outcome else "",
        local(outcome.at, DAY) if outcome else "",
        incident.summary,
        *_place(place),
        place.latitude if place else "",
        place.longitude if place else "",
        risk.tool,
        risk.grade,
        local(risk.at, DAY),
        yes_no(risk.plan, "1", "0"),
        local(risk.plan_at, DAY),
        yes_no(incident.detective, "1", "0"),
        yes_no(incident.referred, "1", "0"),
        *incident.grade,
        incident.classification,
    ]


def _place(place: Place | None) -> list[str]:
    if place is None:
        return [""] * 5
    return [place.unit, place.house, place.street, place.town, place.postcode]


def _birth(party: Party) -> str:
    return day(party.birth, "%Y" if party.birth_precision == "year" else DAY)


def _person(party: Party, ref: str) -> list[str]:
    return [
        ref,
        ROLES[party.role],
        party.attribution[0].upper(),
        "O" if party.organisation else "P",
        party.nominal,
        party.organisation or party.surname,
        f"{party.forename} {party.middle}".strip(),
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
        party.relation,
        party.organisation_kind,
    ]


def _order(order: Order, batch: Batch) -> dict[str, Any]:
    stage = order.stage_at(batch.at)
    return {
        "number": order.reference,
        "issuer": order.issuer,
        "kind": order.kind,
        "effect": order.effect,
        "status": stage.status,
        "status_date": local(stage.at, DAY),
        "status_time": local(stage.at, TIME),
        "service": stage.service,
        "served_date": local(stage.served_at, DAY),
        "served_time": local(stage.served_at, TIME),
        "from_date": local(order.start, DAY),
        "from_time": local(order.start, TIME),
        "until_date": day(order.until, DAY),
        "conditions": order.conditions,
        "arises_from": list(order.arises),
        "replaces": list(order.replaces),
        "grading": order.grade,
        "marking": order.classification,
        "people": [
            _order_person(party, f"{i:02d}", "subject" if i == 1 else "protected")
            for i, party in enumerate(order.parties(), start=1)
        ],
        "places": [_address(place) for place in order.places],
    }


def _order_person(party: Party, seq: str, role: str) -> dict[str, str]:
    return {
        "seq": seq,
        "role": role,
        "nominal": party.nominal,
        "surname": party.surname,
        "forenames": f"{party.forename} {party.middle}".strip(),
        "dob": _birth(party),
        "sex": party.sex,
        "phone": party.phone,
        **_address(party.place),
    }


def _address(place: Place | None) -> dict[str, str]:
    return dict(zip(("flat", "house", "street", "town", "postcode"), _place(place), strict=True))
