"""The shapes of what is answered. openapi.json is made of them; instants are UTC, days ISO."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from graph.access.viewer import LEVELS

Props = Annotated[
    dict[str, Any],
    Field(validation_alias="props", description="As docs/model.md has it for the label or type."),
]
Classification = Annotated[
    str, Field(description="The highest level that anything in the answer asks for.")
]
LeftOut = Annotated[int, Field(description="How many more there are than an answer holds.")]
FromSuspect = Annotated[
    bool,
    Field(
        validation_alias="guarded",
        description="Seen from a suspect's side: where a victim can be reached is left out.",
    ),
]


class Part(BaseModel):
    """A part of an answer, taken from what the core answers."""

    model_config = ConfigDict(from_attributes=True, frozen=True, populate_by_name=True)


class Key(Part):
    """What an element is asked for by."""

    label: str
    id: str

    @model_validator(mode="before")
    @classmethod
    def _of_pair(cls, given: Any) -> Any:
        """The core has it as a pair."""
        return {"label": given[0], "id": given[1]} if isinstance(given, tuple) else given


class Element(Part):
    """A person, thing, place, incident or order, and what it is called."""

    label: str
    id: str
    name: str
    properties: Props


class Link(Part):
    """A relationship of the model from one element to another."""

    type: str
    start: Key
    end: Key
    properties: Props


class Word(Part):
    """What somebody said of a flag."""

    kind: str
    who: str
    at: dt.datetime
    why: str
    until: str | None
    force: str | None


class Flag(Part):
    """A question that a rule raised, in words: with why, and what speaks against it."""

    id: str
    rule: str
    about: Key
    subjects: list[str]
    state: str
    why: str
    sentence: str
    explanation: str
    against: str
    columns: dict[str, Any]
    raised_at: dt.datetime
    changed_at: dt.datetime
    night: str
    owner: str | None
    due: str | None
    until: str | None
    record_ids: list[str]
    level: int
    dispositions: list[Word]


class Source(Part):
    """A record, and where in which delivery it stands."""

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
    places: list[str]
    content: dict[str, Any]


class Behind(Part):
    """A person behind a number or place that was found."""

    person: str
    name: str | None
    birth: str | None
    role: str


class Role(Part):
    """In how many incidents of which forces somebody stands in a role."""

    role: str
    incidents: int
    forces: list[str]
    first: dt.datetime | None
    last: dt.datetime | None


class Hit(Part):
    """Something that answers to a text, what of it matched, and who is behind it."""

    element: Element
    matched: str
    score: float
    people: list[Behind]
    people_total: int
    roles: list[Role]


class Written(Part):
    """How one record writes a person."""

    name: str | None
    birth: str | None
    birth_written: str | None
    birth_precision: str | None
    sex: str | None
    nominal: str | None
    mention: str
    record: str
    role: str | None
    kind: str
    force: str
    reference: str
    recorded_at: dt.datetime


class Other(Part):
    """Somebody named beside a person, and as what."""

    label: str
    id: str
    name: str | None
    role: str


class Event(Part):
    """An incident in which a person is named: as what, the strongest claim first, and with whom."""

    id: str
    roles: list[str]
    attribution: str
    properties: Props
    others: list[Other]


class Term(Part):
    """An order, bail or notice over a person or for them; from `start` up to `end`."""

    id: str
    role: str
    start: dt.datetime | None
    end: dt.datetime | None
    properties: Props
    others: list[Other]


class Named(Part):
    """Somebody whom an incident or order names, and how."""

    event: str
    person: Element
    link: Link


class Delivery(Part):
    """A delivery of the last night, and how many of its rows were refused."""

    delivery_id: str
    force: str
    file_name: str
    records: int
    refused: int


class Answer(Part):
    """What an address answers."""


class Flags(Answer):
    """A page of flags, those that wait longest first; `next` is the cursor of the page after."""

    classification: Classification
    flags: list[Flag]
    total: Annotated[int, Field(description="All that the filters leave.")]
    next: str | None


class OneFlag(Answer):
    """A flag with the records that it rests on, and what they are about."""

    classification: Classification
    flag: Flag
    sources: list[Source]
    elements: list[Element]
    links: list[Link]
    left_out: LeftOut


class Search(Answer):
    """What answers to a text, the best first."""

    classification: Classification
    hits: list[Hit]


class Person(Answer):
    """Who somebody is, as far as records say, and the flags about them."""

    classification: Classification
    person: Element
    roles: list[Role]
    mentions: list[Written]
    flags: list[Flag]
    from_suspect: FromSuspect
    left_out: LeftOut


class Entity(Answer):
    """A thing, place, incident or order: what happened with it, and who is named there."""

    classification: Classification
    element: Element
    events: list[Element]
    named: list[Named]
    linked: list[Element]
    flags: list[Flag]
    sources: list[Source]
    withheld: Annotated[int, Field(description="Places and numbers kept back for a victim.")]
    left_out: LeftOut


class Chronology(Answer):
    """A person's incidents and orders, the oldest first."""

    classification: Classification
    events: list[Event]
    terms: list[Term]
    from_suspect: FromSuspect
    left_out: LeftOut


class Deliveries(Answer):
    """What came in the last night; there is no night before the first."""

    night: str | None
    as_of: dt.datetime | None
    deliveries: list[Delivery]


class Problem(BaseModel):
    """Why there is no answer (RFC 9457): one sentence with the mend."""

    type: str
    title: str
    status: int
    detail: str


def classification(levels: Iterable[object]) -> str:
    """The name of the highest of some levels; what has none is for everybody."""
    return LEVELS[max((int(str(level or 0)) for level in levels), default=0)]
