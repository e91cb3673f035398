"""Northmarch: a folder `northmarch_YYYY-MM-DD/` of related CSV files (comma, UTF-8).

All times are local, dd/mm/yyyy HH:MM; dates dd/mm/yyyy. There is no version
column: of two rows with one INC_REF the one of the later extract is newer.

incidents.csv    INC_REF, REC_DT, OCC_FROM, OCC_TO (empty: a point in time),
                 OCC_PREC (M minute, D day: the times are then 00:00), OFF_CODE (a subcode:
                 8/66 stalking, 8/67 controlling or coercive behaviour, else the class
                 and a number, as 58C/3), OFF_DESC, INCL_CODES (subcodes joined by a space),
                 CRIME_YN, STATUS (LIVE, CANC), OUTCOME_CODE, OUTCOME_DT, SUMMARY,
                 LOC_FLAT, LOC_HOUSE, LOC_STREET, LOC_TOWN, LOC_PC, LAT, LON,
                 RISK_TOOL, RISK_GRADE, RISK_DT, PLAN_YN, PLAN_DT, DET_YN, REFER_YN,
                 GRADE_352 (as 2BP: source, information, handling), MARKING (O, OS)
nominals.csv     one row a person or organisation of this delivery, as last written:
                 PERSON_NO, TYPE (P, O), SURNAME (or the organisation's name), FORENAMES,
                 ALIAS, DOB (dd/mm/yyyy, or only yyyy), SEX, ETH, FLAT, HOUSE, STREET,
                 TOWN, PC, PHONE, EMAIL, SOCIAL, VRM, EMPLOYER, SCHOOL, ORG_KIND
links.csv        INC_REF, PERSON_NO, ROLE (SUS suspect, VIC victim, WIT witness, REP
                 reporter, INV involved, INS instigator), STATE (N named, A admitted,
                 P possible), REL_TO (a PERSON_NO), REL (what PERSON_NO is to REL_TO: PT
                 partner, XP former partner, PA parent, CH child, SB sibling, LW lives with,
                 RV relative, XI ex-in-law, HM housemate, CA carer, EM employer, FR friend,
                 NB neighbour, CL colleague, AQ acquaintance, ST stranger)
objects.csv      INC_REF, OBJ_TYPE (TEL, EML, SOC, IP, IMEI, VRM, TRK), VALUE,
                 WHOSE (F offender, S suspect, V victim, W witness, U unknown)
orders.csv       ORD_REF, ISSUER, ORD_TYPE (SPO, RO, NMO, DVPO, DAPO, INJ, BAIL, PIN,
                 CAU, CCAU, CUST), EFFECT (P prohibits, R requires, N notice, D detains),
                 STATUS (SGT sought, REF refused, INT interim, MAD made, VAR varied,
                 END ended), STATUS_DT, SERVICE (S served, D deemed, F failed, U unknown),
                 SERVED_DT, START_DT, END_DT (the last day, dd/mm/yyyy), CONDITIONS,
                 ARISES (INC_REF), REPLACES (ORD_REF), GRADE_352, MARKING
order_links.csv  ORD_REF, PERSON_NO, ROLE (SUB subject, PRO protected); or, with
                 PERSON_NO empty and ROLE PLC, a protected place in FLAT, HOUSE, STREET,
                 TOWN, PC
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from ingest.synthetic.export.clock import day, local, yes_no
from ingest.synthetic.offences import subcode
from ingest.synthetic.places import Place
from ingest.synthetic.world import Batch, Incident, Order, Party

INSTANT = "%d/%m/%Y %H:%M"
DAY = "%d/%m/%Y"
HEADERS = {
    "incidents": "INC_REF REC_DT OCC_FROM OCC_TO OCC_PREC OFF_CODE OFF_DESC INCL_CODES CRIME_YN "
    "STATUS OUTCOME_CODE OUTCOME_DT SUMMARY LOC_FLAT LOC_HOUSE LOC_STREET LOC_TOWN LOC_PC LAT LON "
    "RISK_TOOL RISK_GRADE RISK_DT PLAN_YN PLAN_DT DET_YN REFER_YN GRADE_352 MARKING",
    "nominals": "PERSON_NO TYPE SURNAME FORENAMES ALIAS DOB SEX ETH FLAT HOUSE STREET TOWN PC "
    "PHONE EMAIL SOCIAL VRM EMPLOYER SCHOOL ORG_KIND",
    "links": "INC_REF PERSON_NO ROLE STATE REL_TO REL",
    "objects": "INC_REF OBJ_TYPE VALUE WHOSE",
    "orders": "ORD_REF ISSUER ORD_TYPE EFFECT STATUS STATUS_DT SERVICE SERVED_DT START_DT END_DT "
    "CONDITIONS ARISES REPLACES GRADE_352 MARKING",
    "order_links": "ORD_REF PERSON_NO ROLE FLAT HOUSE STREET TOWN PC",
}
ROLES = {
    "suspect": "SUS",
    "victim": "VIC",
    "witness": "WIT",
    "reporter": "REP",
    "involved": "INV",
    "instigator": "INS",
}
RELATIONS = {
    "partner": "PT",
    "former partner": "XP",
    "parent": "PA",
    "child": "CH",
    "sibling": "SB",
    "lives with": "LW",
    "relative": "RV",
    "ex-in-law": "XI",
    "housemate": "HM",
    "carer": "CA",
    "employer": "EM",
    "friend": "FR",
    "neighbour": "NB",
    "colleague": "CL",
    "acquaintance": "AQ",
    "stranger": "ST",
}
OBJECTS = {
    "phone": "TEL",
    "email": "EML",
    "social": "SOC",
    "ip": "IP",
    "imei": "IMEI",
    "vehicle": "VRM",
    "tracker": "TRK",
}
WHOSE = {"offender": "F", "suspect": "S", "victim": "V", "witness": "W", "unknown": "U"}
ORDERS = {
    "restraining": "RO",
    "non-molestation": "NMO",
    "injunction": "INJ",
    "bail": "BAIL",
    "caution": "CAU",
    "conditional caution": "CCAU",
    "custody": "CUST",
}
STATUSES = {
    "sought": "SGT",
    "refused": "REF",
    "interim": "INT",
    "made": "MAD",
    "varied": "VAR",
    "ended": "END",
}
MARKINGS = {"OFFICIAL": "O", "OFFICIAL-SENSITIVE": "OS"}


def write(batch: Batch, out: Path) -> list[Path]:
    """Write the folder; returns its path in a list."""
    folder = out / f"northmarch_{batch.extracted}"
    folder.mkdir(parents=True)
    with ExitStack() as files:
        _write_all(batch, {name: _open(files, folder, name) for name in HEADERS})
    return [folder]


def party_ref(parties: list[Party], index: int) -> str:
    """How the record names a party: by the force's person number."""
    return parties[index].nominal


def _open(files: ExitStack, folder: Path, name: str) -> Any:
    path = folder / f"{name}.csv"
    file = files.enter_context(path.open("w", encoding="utf-8", newline=""))
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEADERS[name].split())
    return writer


def _write_all(batch: Batch, tables: dict[str, Any]) -> None:
    people: Nominals = {}
    for incident, _ in batch.incidents:
        tables["incidents"].writerow(_incident(incident))
        tables["links"].writerows(_links(incident))
        for thing in incident.things:
            row = (incident.reference, OBJECTS[thing.kind], thing.value, WHOSE[thing.whose])
            tables["objects"].writerow(row)
        _remember(people, incident.parties, incident.recorded)
    for order, _ in batch.orders:
        tables["orders"].writerow(_order(order, batch))
        tables["order_links"].writerows(_order_links(order))
        _remember(people, order.parties(), order.recorded)
    tables["nominals"].writerows(_nominal(party) for _, party in people.values())


def _incident(incident: Incident) -> tuple[Any, ...]:
    point = incident.start == incident.end
    risk = incident.risk
    return (
        incident.reference,
        local(incident.recorded, INSTANT),
        local(incident.start, INSTANT),
        "" if point else local(incident.end, INSTANT),
        "D" if incident.precision == "day" else "M",
        subcode(incident.classes[0]),
        incident.title,
        " ".join(subcode(each) for each in incident.classes[1:]),
        yes_no(incident.crimed),
        "CANC" if incident.cancelled else "LIVE",
        incident.outcome.code if incident.outcome else "",
        local(incident.outcome.at, DAY) if incident.outcome else "",
        incident.summary,
        *_place(incident.place),
        incident.place.latitude if incident.place else "",
        incident.place.longitude if incident.place else "",
        risk.tool,
        risk.grade,
        local(risk.at, DAY),
        yes_no(risk.plan),
        local(risk.plan_at, DAY),
        yes_no(incident.detective),
        yes_no(incident.referred),
        incident.grade,
        MARKINGS[incident.classification],
    )


def _place(place: Place | None) -> tuple[str, ...]:
    if place is None:
        return ("",) * 5
    return (place.unit, place.house, place.street, place.town, place.postcode)


def _links(incident: Incident) -> Iterable[tuple[str, ...]]:
    victims = incident.roles("victim")
    for party in incident.parties:
        related = party.relation and victims and party is not victims[0]
        yield (
            incident.reference,
            party.nominal,
            ROLES[party.role],
            party.attribution[0].upper(),
            victims[0].nominal if related else "",
            RELATIONS[party.relation] if related else "",
        )


Nominals = dict[str, tuple[dt.datetime, Party]]
"""Person number -> when it was last written in what is delivered, and how."""


def _remember(people: Nominals, parties: list[Party], recorded: dt.datetime) -> None:
    for party in parties:
        if party.nominal not in people or people[party.nominal][0] < recorded:
            people[party.nominal] = (recorded, party)


def _nominal(party: Party) -> tuple[str, ...]:
    return (
        party.nominal,
        "O" if party.organisation else "P",
        party.organisation or party.surname,
        f"{party.forename} {party.middle}".strip(),
        party.alias,
        day(party.birth, "%Y" if party.birth_precision == "year" else DAY),
        party.sex,
        party.ethnicity,
        *_place(party.place),
        party.phone,
        party.email,
        party.handle,
        party.vrm,
        party.employer,
        party.school,
        party.organisation_kind,
    )


def _order(order: Order, batch: Batch) -> tuple[str, ...]:
    stage = order.stage_at(batch.at)
    return (
        order.reference,
        order.issuer,
        ORDERS.get(order.kind, order.kind),
        order.effect[0].upper(),
        STATUSES[stage.status],
        local(stage.at, INSTANT),
        stage.service[0].upper(),
        local(stage.served_at, INSTANT),
        local(order.start, INSTANT),
        day(order.until, DAY),
        order.conditions,
        " ".join(order.arises),
        " ".join(order.replaces),
        order.grade,
        MARKINGS[order.classification],
    )


def _order_links(order: Order) -> Iterable[tuple[str, ...]]:
    for party in order.parties():
        role = "SUB" if party is order.subject else "PRO"
        yield (order.reference, party.nominal, role, *("",) * 5)
    for place in order.places:
        yield (order.reference, "", "PLC", *_place(place))
