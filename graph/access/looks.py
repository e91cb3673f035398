"""Looks: who looked at whom, when and why, as an auditor reads it from the audit.

A page asks several things about one person, and each is an entry; entries of one account about the
same people, for the same purpose and within minutes, are one look. An auditor sees none of the
cases: people stand by their ids and the references of their records, never by name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph.access.audit import Entry, Sought
from graph.access.session import Consultation, Review, Session
from graph.access.viewer import parts_of_task
from graph.batches import batches
from graph.engine.store import Store
from graph.model.reference import LONDON
from graph.model.schema import ENTITIES
from graph.queries import load
from graph.queries.rows import SystemAccessLookedAt

MOST_ENTRIES = 200
"""Entries of the audit on one page."""
TOGETHER = dt.timedelta(minutes=5)
"""How far apart two entries of one look may be."""
PROTECTED = "protected person"
"""What is asked when somebody comes by a link to a person who is protected, and says why."""
NOTED = ("sign-in", "refusal")
"""Actions that are no look at anything."""
_GIVEN = ("id", "from_id", "to_id", "person", "person_id")
_PEOPLE = ("person", "side")
_LISTS = ("people", "judged", "labelled")
_THINGS = ("flag", "delivery", "file", "night", "judgement", "account")
_LABELS = frozenset(ENTITIES.split())


@dataclass(frozen=True, slots=True)
class Look:
    """One look: `first` and `last` are the numbers of its entries, `at` and `until` UTC instants.

    `people` are ids, `references` those of their records, as far as they were read; `things` is
    what else was looked at; `text` what was typed. `reason` was given for a protected person.
    """

    first: int
    last: int
    at: dt.datetime
    until: dt.datetime
    who: str
    role: str
    purpose: str
    reference: str
    action: str
    asked: tuple[str, ...]
    people: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    text: str = ""
    reason: str = ""
    references: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def account(self) -> str:
        """The account that looked: `who` without what the command line adds to it."""
        return self.who.partition(" (")[0]


@dataclass(frozen=True, slots=True)
class Page:
    """Looks, the latest first; `older` is the number below which there are more, 0 for none."""

    looks: tuple[Look, ...]
    older: int


def of_day(day: dt.date) -> tuple[str, str]:
    """Since when and until when a day lasts here, as a Sought has it."""
    since, until = (
        dt.datetime.combine(each, dt.time(), LONDON).astimezone(dt.UTC).isoformat()
        for each in (day, day + dt.timedelta(days=1))
    )
    return since, until


def looks(session: Session, sought: Sought, before: int = 0) -> Page:
    """The latest looks that are sought, of entries below the number `before` if it is given."""
    review = session.review("audit looks", sought.given | ({"before": before} if before else {}))
    entries = review.audit.entries(MOST_ENTRIES, sought, before=before)
    shown = [each for each in together(entries) if each.action not in NOTED]
    older = entries[0].seq if len(entries) == MOST_ENTRIES else 0
    return Page(tuple(told(review, reversed(shown))), older)


def every_look(session: Session, sought: Sought) -> list[Look]:
    """All looks that are sought, the latest first, to be taken out: a disclosure of the audit."""
    review = session.review("audit looks", sought.given, "disclosure")
    shown = [
        each for each in together(review.audit.entries(None, sought)) if each.action not in NOTED
    ]
    return told(review, reversed(shown))


def together(entries: Iterable[Entry]) -> list[Look]:
    """The looks that these entries, oldest first, were; in the order in which they began."""
    found: dict[int, Look] = {}
    latest: dict[tuple[Any, ...], int] = {}
    for entry in entries:
        look = _look(entry)
        key = (
            look.who,
            look.purpose,
            look.reference,
            look.action,
            look.people,
            look.things,
            look.text,
        )
        before = found.get(latest.get(key, 0))
        if before and look.at - before.until <= TOGETHER:
            found[before.first] = _joined(before, look)
        else:
            latest[key] = look.first
            found[look.first] = look
    return list(found.values())


def _joined(before: Look, look: Look) -> Look:
    asked = tuple(dict.fromkeys((*before.asked, *look.asked)))
    reason = before.reason or look.reason
    return replace(before, last=look.last, until=look.until, asked=asked, reason=reason)


def _look(entry: Entry) -> Look:
    at = dt.datetime.fromisoformat(entry.at)
    purpose, reference = parts_of_task(entry.purpose)
    body = entry.body or {}
    people, things = _whom(body)
    return Look(
        entry.seq,
        entry.seq,
        at,
        at,
        entry.who,
        entry.role,
        purpose,
        reference,
        entry.action,
        (_asked(entry),),
        people,
        things,
        str(body.get("text", "")),
        str(body.get("reason", "")),
    )


def _asked(entry: Entry) -> str:
    if entry.body is None:
        return "erased"
    said = entry.body.get("asked") or next(iter(entry.body), entry.action)
    return str(said).removeprefix("ask/")


def _whom(body: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of people, and what else, that a body says it is about."""
    given = body.get("given")
    given = given if isinstance(given, Mapping) else {}
    people = [*_texts(map(body.get, _PEOPLE)), *_texts(map(given.get, _GIVEN))]
    people += [each for name in _LISTS for each in _texts(_list(body.get(name)))]
    people += _texts(_list(given.get("anchors")))
    things = [f"{name} {each}" for name in _THINGS for each in _texts([body.get(name)])]
    things += [f"flag {each}" for each in _texts(_list(body.get("flags")))]
    of = list(_texts(_list(body.get("of")) or [body.get("of")]))
    if len(of) == 2 and of[0] in _LABELS:
        label, id_ = of
        people += [id_] if label == "Person" else []
        things += [f"{label} {id_}"] if label != "Person" else []
    else:
        people += of
    return tuple(dict.fromkeys(people)), tuple(dict.fromkeys(things))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(values: Iterable[Any]) -> Iterator[str]:
    return (value for value in values if isinstance(value, str) and value)


def told(review: Review, looks: Iterable[Look]) -> list[Look]:
    """The looks with the references of records within the viewer's clearance.

    Names stand with them for a role that may consult the cases besides.
    """
    shown = list(looks)
    ids = {id_ for each in shown for id_ in each.people}
    known = people(review.store, ids, review.clearance)
    names = _names(review.cases, known) if review.cases else {}
    return [_told(look, known, names) for look in shown]


def _told(look: Look, known: Mapping[str, SystemAccessLookedAt], names: Mapping[str, str]) -> Look:
    references = [each for id_ in look.people if id_ in known for each in known[id_]["references"]]
    return replace(
        look,
        references=tuple(dict.fromkeys(references)),
        names=tuple(names[id_] for id_ in look.people if id_ in names),
    )


def _names(cases: Consultation, known: Iterable[str]) -> dict[str, str]:
    return {
        row["id"]: row["name"]
        for some in batches(sorted(known))
        for row in cases.read(load("ask/names"), ids=some)
    }


def people(store: Store, ids: Iterable[str], level: int) -> dict[str, SystemAccessLookedAt]:
    """What is known of those among these ids that are people, with references up to a level."""
    query = load("system/access/looked_at")
    return {
        row["id"]: row
        for some in batches(sorted(ids))
        for row in store.read(query, ids=some, level=level)
    }
