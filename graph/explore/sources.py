"""Where an element comes from: its records, with grade, handling, delivery and content."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from graph.access.session import Consultation
from graph.model.fields import facts
from graph.model.record import Grade, Incident, Order, Party, Record
from graph.queries import load
from graph.queries.rows import ViewRecordsContents


@dataclass(frozen=True, slots=True)
class Source:
    """One record. `places` say where in the delivery it stands, like `crimes.csv:12`; `grade`
    is 3x5x2, like `1 A P`. `conditional` says that its handling has conditions, which are free
    text: where the record's words are kept back it is true and `conditions` are empty."""

    id: str
    force: str
    kind: str
    reference: str
    version: str
    recorded_at: dt.datetime | None
    grade: str
    handling: str
    conditions: str
    conditional: bool
    classification: str
    current: bool
    feed: str
    file_name: str
    received_at: dt.datetime | None
    places: tuple[str, ...]
    content: dict[str, Any] = field(compare=False)


def read_sources(consultation: Consultation, ids: Iterable[str]) -> list[Source]:
    """The records with these ids that may be seen, oldest first."""
    rows = consultation.read(load("view/records/contents"), ids=sorted(set(ids)))
    guard = consultation.guard
    guard.judge(("Record", row["id"]) for row in rows)
    return [_source(row, guard.is_silent(("Record", row["id"]))) for row in rows]


def _source(row: ViewRecordsContents, guarded: bool) -> Source:
    props, delivery = row["props"], row["delivery"] or {}
    content = json.loads(props.get("content") or "{}")
    grade = (props.get("grade_source"), props.get("grade_information"), props.get("handling"))
    return Source(
        id=props["id"],
        force=props.get("force") or "",
        kind=props.get("kind") or "",
        reference=props.get("reference") or "",
        version=props.get("version") or "",
        recorded_at=props.get("recorded_at"),
        grade=" ".join(str(part) for part in grade if part),
        handling=props.get("handling") or "",
        conditions="" if guarded else props.get("conditions") or "",
        conditional=row["conditional"],
        classification=props.get("classification") or "",
        current=bool(props.get("current", True)),
        feed=delivery.get("feed") or "",
        file_name=delivery.get("file_name") or "",
        received_at=delivery.get("received_at"),
        places=tuple(row["places"]),
        content=without_whereabouts(content) if guarded else content,
    )


def without_whereabouts(content: Mapping[str, Any]) -> dict[str, Any]:
    """Only what cannot say where anybody is: no contact point, place, free text or extra column."""
    safe = _facts(Record, content)
    for name, part in (("grade", Grade), ("incident", Incident), ("order", Order)):
        if name in content:
            safe[name] = _facts(part, content[name])
    safe["parties"] = [_party(party) for party in content.get("parties", ())]
    return safe


def _facts(part: type[BaseModel], content: Mapping[str, Any]) -> dict[str, Any]:
    """What the record declares a fact."""
    return {name: content[name] for name in facts(part) if name in content}


def _party(party: Mapping[str, Any]) -> dict[str, Any]:
    """An organisation goes without its name: it may be where a victim works or learns."""
    nameless = {"name", "ref"} if party.get("kind") == "organisation" else set()
    return {name: fact for name, fact in _facts(Party, party).items() if name not in nameless}
