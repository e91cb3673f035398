"""Caldmoor: JSON Lines `caldmoor_YYYY-MM-DD.jsonl`, one object a line, told apart by `type`.

Instants are ISO 8601 with the local offset; dates yyyy-mm-dd. `updated_at` gives the
version. A missing or null field was not delivered.

type "incident": ref, recorded_at, updated_at, occurred {from, to, precision (minute, day)},
  offences [class, ...] (principal first), title, summary, behaviours [term, ...], crimed,
  cancelled, outcome {code, at}, location (a place), risk {tool, grade, at, plan, plan_at},
  detective, victim_referred, grade {source, information, handling}, marking,
  persons [{ref (P1, P2 ...), kind (person, organisation), role (suspect, victim, witness,
    reporter, involved, instigator), status (named, admitted, possible), nominal, name {full,
    forename, middle, surname}, aliases [..], dob (yyyy-mm-dd or yyyy), sex, ethnicity,
    home (a place), phones [..], emails [..], handles [..], vehicles [..], employer, school,
    organisation_kind}],
  relations [{of (P1), to (P2), kind}]: `of` is the `kind` of `to`,
  objects [{kind (phone, email, social, ip, imei, vehicle, tracker), value, whose (offender,
    suspect, victim, witness, unknown)}]
type "order": ref, issuer, recorded_at, updated_at, kind, effect, status, status_at, service,
  served_at, from, until (last day), conditions, arises_from [..], replaces [..], grade,
  marking, subject (a person), protected [person, ...], places [place, ...]
type "contact" (communications data): ref, recorded_at, kind (call, text, message, email),
  from {kind, value}, to {kind, value}, start, end
type "account_link": ref, recorded_at, kind (recovery, device, login), account {kind, value},
  to {kind, value}, seen
A place is {unit, house, street, town, postcode, lat, lon}.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ingest.synthetic.export.clock import day, offset
from ingest.synthetic.places import Place
from ingest.synthetic.world import AccountLink, Batch, Contact, Incident, Order, Party


def write(batch: Batch, out: Path) -> list[Path]:
    """Write the file; returns its path in a list."""
    path = out / f"caldmoor_{batch.extracted}.jsonl"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for incident, version in batch.incidents:
            file.write(_line(_incident(incident, version)))
        for order, _ in batch.orders:
            file.write(_line(_order(order, batch)))
        for contact in batch.contacts:
            file.write(_line(_contact(contact)))
        for link in batch.account_links:
            file.write(_line(_account_link(link)))
    return [path]


def party_ref(_parties: list[Party], index: int) -> str:
    """How the record names a party."""
    return f"P{index + 1}"


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _incident(incident: Incident, version: int) -> dict[str, Any]:
    updated = [incident.recorded, *incident.changes()][version - 1]
    risk, outcome = incident.risk, incident.outcome
    return {
        "type": "incident",
        "ref": incident.reference,
        "recorded_at": offset(incident.recorded),
        "updated_at": offset(updated),
        "occurred": {
            "from": offset(incident.start),
            "to": None if incident.start == incident.end else offset(incident.end),
            "precision": incident.precision,
        },
        "offences": list(incident.classes),
        "title": incident.title,
        "summary": incident.summary,
        "behaviours": list(incident.codes),
        "crimed": incident.crimed,
        "cancelled": incident.cancelled,
        "outcome": {"code": outcome.code, "at": offset(outcome.at)} if outcome else None,
        "location": _place(incident.place),
        "risk": {
            "tool": risk.tool or None,
            "grade": risk.grade or None,
            "at": offset(risk.at),
            "plan": risk.plan,
            "plan_at": offset(risk.plan_at),
        },
        "detective": incident.detective,
        "victim_referred": incident.referred,
        "grade": _grade(incident.grade),
        "marking": incident.classification,
        "persons": [
            {"ref": party_ref(incident.parties, i), "role": party.role, **_person(party)}
            for i, party in enumerate(incident.parties)
        ],
        "relations": _relations(incident),
        "objects": [
            {"kind": each.kind, "value": each.value, "whose": each.whose}
            for each in incident.things
        ],
    }


def _grade(grade: str) -> dict[str, str]:
    return dict(zip(("source", "information", "handling"), grade, strict=True))


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "unit": place.unit,
        "house": place.house,
        "street": place.street,
        "town": place.town,
        "postcode": place.postcode,
        "lat": place.latitude,
        "lon": place.longitude,
    }


def _person(party: Party) -> dict[str, Any]:
    written = f"{party.forename} {party.middle} {party.surname}"
    full = party.organisation or " ".join(written.split())
    return {
        "kind": "organisation" if party.organisation else "person",
        "status": party.attribution,
        "nominal": party.nominal or None,
        "name": {
            "full": full,
            "forename": party.forename,
            "middle": party.middle,
            "surname": party.surname,
        }
        if full
        else None,
        "aliases": [party.alias] if party.alias else [],
        "dob": day(party.birth, "%Y" if party.birth_precision == "year" else "%Y-%m-%d") or None,
        "sex": party.sex or None,
        "ethnicity": party.ethnicity or None,
        "home": _place(party.place),
        "phones": [party.phone] if party.phone else [],
        "emails": [party.email] if party.email else [],
        "handles": [party.handle] if party.handle else [],
        "vehicles": [party.vrm] if party.vrm else [],
        "employer": party.employer or None,
        "school": party.school or None,
        "organisation_kind": party.organisation_kind or None,
    }


def _relations(incident: Incident) -> list[dict[str, str]]:
    victims = [i for i, party in enumerate(incident.parties) if party.role == "victim"]
    return [
        {"of": f"P{i + 1}", "to": f"P{victims[0] + 1}", "kind": party.relation}
        for i, party in enumerate(incident.parties)
        if party.relation and victims and i != victims[0]
    ]


def _order(order: Order, batch: Batch) -> dict[str, Any]:
    stage = order.stage_at(batch.at)
    return {
        "type": "order",
        "ref": order.reference,
        "issuer": order.issuer,
        "recorded_at": offset(order.recorded),
        "updated_at": offset(stage.at),
        "kind": order.kind,
        "effect": order.effect,
        "status": stage.status,
        "status_at": offset(stage.at),
        "service": stage.service,
        "served_at": offset(stage.served_at),
        "from": offset(order.start),
        "until": day(order.until, "%Y-%m-%d") or None,
        "conditions": order.conditions,
        "arises_from": list(order.arises),
        "replaces": list(order.replaces),
        "grade": _grade(order.grade),
        "marking": order.classification,
        "subject": {"ref": "P1", **_person(order.subject)},
        "protected": [
            {"ref": f"P{i}", **_person(party)} for i, party in enumerate(order.protected, start=2)
        ],
        "places": [_place(place) for place in order.places],
    }


def _end(end: tuple[str, str]) -> dict[str, str]:
    return {"kind": end[0], "value": end[1]}


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        "type": "contact",
        "ref": contact.reference,
        "recorded_at": offset(contact.end),
        "kind": contact.kind,
        "from": _end(contact.source),
        "to": _end(contact.target),
        "start": offset(contact.start),
        "end": offset(contact.end),
    }


def _account_link(link: AccountLink) -> dict[str, Any]:
    return {
        "type": "account_link",
        "ref": link.reference,
        "recorded_at": offset(link.seen),
        "kind": link.kind,
        "account": _end(link.account),
        "to": _end(link.to),
        "seen": offset(link.seen),
    }
