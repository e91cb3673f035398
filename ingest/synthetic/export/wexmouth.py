"""Wexmouth: XML `wexmouth_YYYY-MM-DD.xml` (further parts `..._2.xml`), all times in UTC.

<CrimeExport force extracted>
  <Crime ref version recorded cancelled crimed>      version counts from 1; true or false
    <Occurred from to precision/>                     no `to`: a point; precision minute, day
    <Offence class title/>  <Included class/>*        the principal, then included ones
    <Summary>text</Summary>  <Behaviour code/>*       codes: FLW following, WCH watching, LOI
        loitering, ENT entering, CON contacting, GFT gifts, DEM demands, THR threats, ASL
        assault, DMG damage, THF theft, PUB publishing, TRK tracking, PRX proxy
    <Outcome code date/>?  (date yyyy-mm-dd)
    <Place unit house street town postcode lat lon/>?
    <Risk tool grade date plan planDate detective referred/>   an attribute is left out when
        it was not delivered
    <Grading source information handling marking/>
    <Party id type role status nominal ethnicity sex relation>*   type P or O; role SUSPECT,
        VICTIM, WITNESS, REPORTER, INVOLVED, INSTIGATOR; status NAMED, ADMITTED, POSSIBLE;
        relation: what this party is to the first VICTIM, in words (former partner)
      <Name><Forename/><Middle/><Surname/></Name> or <Organisation kind>name</Organisation>
      <Alias/>? <Birth/>? (yyyy-mm-dd or yyyy) <Home .../>? (as Place) <Phone/>? <Email/>?
      <Handle/>? <Vehicle/>? <Employer/>? <School/>?
    </Party>
    <Object kind whose>value</Object>*                kind phone, email, social, ip, imei,
        vehicle, tracker; whose offender, suspect, victim, witness, unknown
  </Crime>
  <Order ref version issuer kind effect status statusAt service servedAt from until recorded>
    <Conditions/> <Arises ref/>* <Replaces ref/>* <Grading .../> <Party .../>* (role SUBJECT,
    PROTECTED) <Place .../>*                          until: the last day
  </Order>
</CrimeExport>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from ingest.synthetic.export.clock import day, zulu
from ingest.synthetic.places import Place
from ingest.synthetic.world import Batch, Incident, Order, Party

SPECIAL = re.compile(r"[&<>\"\n\r\t]")
PART_BYTES = 30_000_000
BEHAVIOURS = {
    "following": "FLW",
    "watching": "WCH",
    "loitering": "LOI",
    "entering": "ENT",
    "contacting": "CON",
    "gifts": "GFT",
    "demands": "DEM",
    "threats": "THR",
    "assault": "ASL",
    "damage": "DMG",
    "theft": "THF",
    "publishing": "PUB",
    "tracking": "TRK",
    "proxy": "PRX",
}


def write(batch: Batch, out: Path) -> list[Path]:
    """Write as many parts as the size limit asks for; returns their paths."""
    paths: list[Path] = []
    pieces = _pieces(batch)
    piece = next(pieces, None)
    while piece is not None or not paths:
        part = f"_{len(paths) + 1}" if paths else ""
        paths.append(out / f"wexmouth_{batch.extracted}{part}.xml")
        with paths[-1].open("w", encoding="utf-8", newline="\n") as file:
            file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
            size = file.write(f'<CrimeExport force="wexmouth" extracted="{batch.extracted}">\n')
            while piece is not None and size < PART_BYTES:
                size += file.write(piece)
                piece = next(pieces, None)
            file.write("</CrimeExport>\n")
    return paths


def party_ref(_parties: list[Party], index: int) -> str:
    """How the record names a party."""
    return str(index + 1)


def _pieces(batch: Batch) -> Iterator[str]:
    for incident, version in batch.incidents:
        yield _crime(incident, version)
    for order, version in batch.orders:
        yield _order(order, version, batch)


def _tag(tag: str, **attributes: object) -> str:
    """An opening tag without its end; attributes that are None or '' are left out."""
    written = [f"<{tag}"]
    for name, value in attributes.items():
        if value not in ("", None):
            written.append(f"{name.rstrip('_')}={_quoted(str(value))}")
    return " ".join(written)


def _quoted(text: str) -> str:
    return quoteattr(text) if SPECIAL.search(text) else f'"{text}"'


def _element(tag: str, text: str, **attributes: object) -> str:
    if not text:
        return ""
    safe = escape(text) if SPECIAL.search(text) else text
    return f"{_tag(tag, **attributes)}>{safe}</{tag}>"


def _bool(value: bool | None) -> str:
    return "" if value is None else str(value).lower()


def _crime(incident: Incident, version: int) -> str:
    lines = [
        _tag(
            "Crime",
            ref=incident.reference,
            version=version,
            recorded=zulu(incident.recorded),
            cancelled=_bool(incident.cancelled),
            crimed=_bool(incident.crimed),
        )
        + ">",
        *_circumstances(incident),
        _risk(incident),
        _grading(incident.grade, incident.classification),
        *(_party(party, i, party.role) for i, party in enumerate(incident.parties, start=1)),
        *(
            _element("Object", each.value, kind=each.kind, whose=each.whose)
            for each in incident.things
        ),
        "</Crime>\n",
    ]
    return "\n".join(line for line in lines if line)


def _circumstances(incident: Incident) -> list[str]:
    end = None if incident.start == incident.end else zulu(incident.end)
    outcome = incident.outcome
    return [
        _tag("Occurred", from_=zulu(incident.start), to=end, precision=incident.precision) + "/>",
        _tag("Offence", class_=incident.classes[0], title=incident.title) + "/>",
        *(_tag("Included", class_=each) + "/>" for each in incident.classes[1:]),
        _element("Summary", incident.summary),
        *(_tag("Behaviour", code=BEHAVIOURS[each]) + "/>" for each in incident.codes),
        _tag("Outcome", code=outcome.code, date=outcome.at.date()) + "/>" if outcome else "",
        _place(incident.place, "Place"),
    ]


def _risk(incident: Incident) -> str:
    risk = incident.risk
    tag = _tag(
        "Risk",
        tool=risk.tool,
        grade=risk.grade,
        date=day(risk.at, "%Y-%m-%d"),
        plan=_bool(risk.plan),
        planDate=day(risk.plan_at, "%Y-%m-%d"),
        detective=_bool(incident.detective),
        referred=_bool(incident.referred),
    )
    return "" if tag == "<Risk" else f"{tag}/>"


def _grading(grade: str, marking: str) -> str:
    source, information, handling = grade[0], grade[1], grade[2]
    return (
        _tag("Grading", source=source, information=information, handling=handling, marking=marking)
        + "/>"
    )


def _place(place: Place | None, tag: str) -> str:
    if place is None:
        return ""
    return (
        _tag(
            tag,
            unit=place.unit,
            house=place.house,
            street=place.street,
            town=place.town,
            postcode=place.postcode,
            lat=place.latitude,
            lon=place.longitude,
        )
        + "/>"
    )


def _party(party: Party, index: int, role: str) -> str:
    opening = _tag(
        "Party",
        id=index,
        type="O" if party.organisation else "P",
        role=role.upper(),
        status=party.attribution.upper(),
        nominal=party.nominal,
        sex=party.sex,
        ethnicity=party.ethnicity,
        relation=party.relation,
    )
    birth = day(party.birth, "%Y" if party.birth_precision == "year" else "%Y-%m-%d")
    inner = (
        _name(party),
        _element("Alias", party.alias),
        _element("Birth", birth),
        _place(party.place, "Home"),
        _element("Phone", party.phone),
        _element("Email", party.email),
        _element("Handle", party.handle),
        _element("Vehicle", party.vrm),
        _element("Employer", party.employer),
        _element("School", party.school),
    )
    return f"{opening}>{''.join(inner)}</Party>"


def _name(party: Party) -> str:
    if party.organisation:
        return _element("Organisation", party.organisation, kind=party.organisation_kind)
    inner = (
        _element("Forename", party.forename)
        + _element("Middle", party.middle)
        + _element("Surname", party.surname)
    )
    return f"<Name>{inner}</Name>" if inner else ""


def _order(order: Order, version: int, batch: Batch) -> str:
    stage = order.stage_at(batch.at)
    opening = _tag(
        "Order",
        ref=order.reference,
        version=version,
        issuer=order.issuer,
        kind=order.kind,
        effect=order.effect,
        status=stage.status,
        statusAt=zulu(stage.at),
        service=stage.service,
        servedAt=zulu(stage.served_at),
        from_=zulu(order.start),
        until=day(order.until, "%Y-%m-%d"),
        recorded=zulu(order.recorded),
    )
    lines = [
        f"{opening}>",
        _element("Conditions", order.conditions),
        *(_tag("Arises", ref=ref) + "/>" for ref in order.arises),
        *(_tag("Replaces", ref=ref) + "/>" for ref in order.replaces),
        _grading(order.grade, order.classification),
        _party(order.subject, 1, "subject"),
        *(_party(each, i, "protected") for i, each in enumerate(order.protected, start=2)),
        *(_place(place, "Place") for place in order.places),
        "</Order>\n",
    ]
    return "\n".join(line for line in lines if line)
