"""The table of what other systems may ask, and how each is answered by graph/explore."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from dashboard.api import answers
from dashboard.api.asked import (
    Nothing,
    OfEntity,
    OfFlags,
    OfPerson,
    OfText,
    Said,
    cursor,
    place,
)
from graph.access.session import Session
from graph.errors import InputError
from graph.explore import answers as explore
from graph.explore.queue import Wanted, arrived, opened, queue
from graph.flags.dispositions import decide
from graph.model.schema import ENTITIES

MOST = 1_000
"""Of one kind that an answer holds."""
THINGS = tuple(label for label in ENTITIES.split() if label != "Person")
Parts = Mapping[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Operation:
    """One address: its path below /api/v1, the parameters it takes, what it answers and how.

    `run` gives None where there is nothing that this viewer may see.
    """

    name: str
    path: str
    does: str
    asked: type[Nothing]
    answer: type[answers.Answer]
    run: Callable[[Session, Parts, Any], answers.Answer | None]
    body: type[BaseModel] | None = None
    """What is sent with POST, which `run` gets in the place of the parameters; None with GET."""


def flags(session: Session, _: Parts, asked: OfFlags) -> answers.Flags:
    """The queue of flags, a page of it."""
    wanted = Wanted(
        rule=asked.rule,
        state=asked.state,
        force=asked.force,
        owner=asked.owner,
        new="visit" if asked.since else "",
        after=place(asked.cursor),
    )
    now = dt.datetime.now(dt.UTC)
    found = queue(session, wanted, asked.limit, now=now, since=asked.since)
    return answers.Flags(
        classification=answers.classification(flag.level for flag in found.flags),
        flags=_parts(answers.Flag, found.flags),
        total=found.total,
        next=cursor(found.last) if len(found.flags) == asked.limit else None,
    )


def flag(session: Session, parts: Parts, _: Nothing) -> answers.OneFlag | None:
    """One flag whole."""
    found = opened(session, parts["id"])
    if found is None:
        return None
    sources, more = _cut(answers.Source, found.sources)
    levels = [found.flag.level, *(each.props.get("level") for each in found.elements)]
    return answers.OneFlag(
        classification=answers.classification(levels),
        flag=answers.Flag.model_validate(found.flag),
        sources=sources,
        elements=_parts(answers.Element, found.elements),
        links=_parts(answers.Link, found.links),
        left_out=found.left_out + more,
    )


def answer(session: Session, parts: Parts, said: Said) -> answers.OneFlag | None:
    """Say of a flag what is to become of it, as a person would on its page."""
    session.audit.permit(session.viewer, "alteration")
    if opened(session, parts["id"]) is None:
        return None
    decide(session, parts["id"], said.kind, said.why, until=said.until, force=said.force)
    return flag(session, parts, Nothing())


def search(session: Session, _: Parts, asked: OfText) -> answers.Search:
    """What answers to a text."""
    hits = explore.search(session, asked.q, asked.side or None)
    return answers.Search(
        classification=answers.classification(hit.element.props.get("level") for hit in hits),
        hits=_parts(answers.Hit, hits),
    )


def person(session: Session, parts: Parts, asked: OfPerson) -> answers.Person | None:
    """Who a person is."""
    id_, side = parts["id"], asked.side or None
    _give_reason(session, id_, asked.why)
    found = explore.person(session, id_, side)
    if found is None:
        return None
    about = explore.flags(session, id_, side)
    levels = [found.element.props.get("level"), *(flag.level for flag in about)]
    mentions, more = _cut(answers.Written, found.mentions)
    return answers.Person(
        classification=answers.classification(levels),
        person=answers.Element.model_validate(found.element),
        roles=_parts(answers.Role, found.roles),
        mentions=mentions,
        flags=_parts(answers.Flag, about),
        from_suspect=found.guarded,
        left_out=more,
    )


def chronology(session: Session, parts: Parts, asked: OfPerson) -> answers.Chronology | None:
    """What happened to a person and by them."""
    id_, side = parts["id"], asked.side or None
    _give_reason(session, id_, asked.why)
    if explore.person(session, id_, side) is None:
        return None
    found = explore.timeline(session, id_, side)
    events, more = _cut(answers.Event, found.events)
    terms, more_terms = _cut(answers.Term, found.terms)
    levels = [each.props.get("level") for each in found.events]
    levels += [each.props.get("level") for each in found.terms]
    return answers.Chronology(
        classification=answers.classification(levels),
        events=events,
        terms=terms,
        from_suspect=found.guarded,
        left_out=more + more_terms,
    )


def entity(session: Session, parts: Parts, asked: OfEntity) -> answers.Entity | None:
    """A thing, a place, an incident or an order."""
    if parts["label"] not in THINGS:  # a person has an address of their own, with its guard
        return None
    found = explore.entity(session, (parts["label"], parts["id"]), asked.side or None)
    if found is None:
        return None
    sources, more = _cut(answers.Source, found.sources)
    return answers.Entity(
        classification=answers.classification([found.level]),
        element=answers.Element.model_validate(found.element),
        events=_parts(answers.Element, found.events),
        named=[
            answers.Named(
                event=event,
                person=answers.Element.model_validate(each),
                link=answers.Link.model_validate(link),
            )
            for event, people in found.named.items()
            for each, link in people
        ],
        linked=_parts(answers.Element, found.linked),
        flags=_parts(answers.Flag, found.flags),
        sources=sources,
        withheld=found.withheld,
        left_out=more,
    )


def deliveries(session: Session, _: Parts, __: Nothing) -> answers.Deliveries:
    """What came in the last night."""
    night = arrived(session)
    return answers.Deliveries(
        night=night.id if night else None,
        as_of=night.as_of if night else None,
        deliveries=_parts(answers.Delivery, night.deliveries if night else ()),
    )


def _give_reason(session: Session, person_id: str, why: str) -> None:
    """A look at who is protected from somebody waits for a reason, as on a page come to by a link.

    Here nobody can show that they did not come from him.
    """
    if why.strip():
        session.consult("protected person", person=person_id, reason=why.strip())
    elif session.is_protected(person_id):
        session.audit.refuse(session.viewer, "protected person", person=person_id)
        raise InputError(
            "This person is protected from somebody: say in `why` what you look for, and the audit"
            " keeps it."
        )


P = TypeVar("P", bound=answers.Part)


def _parts(shape: type[P], found: Sequence[Any]) -> list[P]:
    return [shape.model_validate(each) for each in found]


def _cut(shape: type[P], found: Sequence[Any]) -> tuple[list[P], int]:
    """As many as an answer holds, and how many are left out."""
    return _parts(shape, found[:MOST]), max(0, len(found) - MOST)


OPERATIONS = (
    Operation("flags", "/flags", "Flags, page by page", OfFlags, answers.Flags, flags),
    Operation("flag", "/flags/<id>", "A flag and its evidence", Nothing, answers.OneFlag, flag),
    Operation(
        "answer",
        "/flags/<id>/answer",
        "A flag answered: the flag as it is then",
        Nothing,
        answers.OneFlag,
        answer,
        Said,
    ),
    Operation("search", "/search", "Search", OfText, answers.Search, search),
    Operation("person", "/people/<id>", "A person", OfPerson, answers.Person, person),
    Operation(
        "chronology",
        "/people/<id>/chronology",
        "A person's chronology",
        OfPerson,
        answers.Chronology,
        chronology,
    ),
    Operation(
        "entity",
        "/entities/<label>/<path:id>",
        "A thing, place, incident or order",
        OfEntity,
        answers.Entity,
        entity,
    ),
    Operation(
        "deliveries",
        "/deliveries",
        "What came in the last night",
        Nothing,
        answers.Deliveries,
        deliveries,
    ),
)
"""Everything that can be asked, beside openapi.json itself."""
