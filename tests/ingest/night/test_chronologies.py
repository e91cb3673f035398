"""Eleven invented chronologies, night by night: what is flagged first, and on which night."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sessions import session_of
from small_records import deliver

from graph.engine.store import Store
from graph.model.record import Record
from ingest.night import night
from ingest.night.known_then import events

CHRONOLOGIES: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "chronologies.toml").read_text(encoding="utf-8")
)
OPENING = dt.datetime(2024, 12, 31, 10, tzinfo=dt.UTC)
"""Day 0."""


def instant(day: int) -> dt.datetime:
    return OPENING + dt.timedelta(days=day)


def party(whole: str, roles: str, told: Mapping[str, Any], ref: str) -> dict[str, Any]:
    name, _, born = whole.rpartition(" ")
    forename, _, surname = name.partition(" ")
    home, phone = told.get("homes", {}).get(ref), told.get("phones", {}).get(ref)
    return {
        "ref": ref,
        "roles": roles.split(),
        "name": {"written": name, "forename": forename, "surname": surname},
        "birth": {"written": born, "date": born, "precision": "day"},
        "residences": [{"address": {"written": home, "key": home}}] if home else [],
        "phones": [{"phone": {"written": phone, "key": phone}, "use": "owner"}] if phone else [],
    }


def relation(tie: str) -> dict[str, str]:
    a, *kind, b = tie.split()
    return {"a": a, "kind": " ".join(kind), "b": b}


def incident(people: Mapping[str, str], ties: list[str], told: Mapping[str, Any]) -> dict[str, Any]:
    who, at = told["who"], instant(told["day"])
    outcome, _, closed = told.get("closed", "").partition(" ")
    where, phone = told.get("at"), told.get("phone")
    return {
        "recorded_at": at,
        "incident": {
            "recorded_at": at,
            "occurred": {
                "start": at - dt.timedelta(hours=3),
                "end": at - dt.timedelta(hours=2),
                "precision": "minute",
            },
            "offence_classes": [told["class"]] if told["class"] else [],
            "title": told["text"],
            "crimed": told.get("crimed", True),
            "outcome": outcome,
            "outcome_at": instant(int(closed)) if closed else None,
            "address": {"written": where, "key": where} if where else None,
            "involves": [{"whose": "offender", "phone": {"written": phone, "key": phone}}]
            if phone
            else [],
        },
        "parties": [party(people[ref], roles, told, ref) for ref, roles in who.items()],
        "relations": [
            each
            for each in map(relation, [*ties, *told.get("ties", [])])
            if {each["a"], each["b"]} <= who.keys()
        ],
    }


def order(people: Mapping[str, str], told: Mapping[str, Any]) -> dict[str, Any]:
    at = instant(told["day"])
    ends = {"subject": told["subject"], "protected": told["protects"]}
    return {
        "recorded_at": at,
        "order": {
            "issuer": "ashford",
            "kind": told["kind"],
            "effect": told.get("effect", "prohibits"),
            "status": "made",
            "status_at": at,
            "service": "served",
            "served_at": at,
            "start": at,
            "until": instant(told["until"]) if "until" in told else None,
        },
        "parties": [party(people[ref], role, told, ref) for role, ref in ends.items()],
    }


def records(name: str, told: Mapping[str, Any]) -> Iterator[Record]:
    """The records of a chronology, as they stand at its end."""
    people, ties = told["people"], told.get("ties", [])
    kinds = {"incident": [incident(people, ties, each) for each in told["incidents"]]}
    kinds["order"] = [order(people, each) for each in told.get("orders", [])]
    for kind, listed in kinds.items():
        for number, record in enumerate(listed):
            force = told["incidents"][number].get("force") if kind == "incident" else None
            key = {"force": force or "ashford", "kind": kind, "reference": f"{name}-{number}"}
            yield Record.model_validate({**key, **record})


def first_flags(store: Store, *, quiet_nights: bool) -> dict[str, dict[str, int]]:
    """Chronology -> rule -> the day after which a night first flagged its people by it."""
    known: dict[int, list[Record]] = defaultdict(list)
    for name, told in CHRONOLOGIES.items():
        for record in records(name, told):
            for at, as_known in events([(record, "")]):
                known[(at - OPENING).days].append(as_known)
    session, found = session_of(store), defaultdict[str, dict[str, int]](dict)
    for day in range(1, max(known) + 8) if quiet_nights else sorted(known):
        if day in known:
            deliver(store, f"day {day}", *known[day], extracted=f"{instant(day):%Y-%m-%d}")
        done = night.run(session, instant(day) + dt.timedelta(hours=14), meant=True)
        for change in done.news:
            if change.finding is not None:
                about = change.finding.evidence[0].split("/")[2].rpartition("-")[0]
                found[about].setdefault(change.rule, day)
    return found


EXPECTED = {name: told["first"] for name, told in CHRONOLOGIES.items()}


@pytest.mark.timeout(900)  # Neo4j plans every rule anew
@pytest.mark.slow
def test_each_is_flagged_on_the_night_that_its_reports_satisfy_the_law(store: Store) -> None:
    assert first_flags(store, quiet_nights=False) == EXPECTED


@pytest.mark.slow
def test_nights_without_a_report_flag_nothing_sooner_or_later(embedded_store: Store) -> None:
    assert first_flags(embedded_store, quiet_nights=True) == EXPECTED
