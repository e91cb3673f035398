"""A person's timeline sorted into lanes: one for each person on the other side, and role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.explore.answers import Event, Flag, Term, Timeline

SUSPECT = ("SUSPECT_IN", "INSTIGATED", "POSSIBLY_BY")
BINDS = ("served", "deemed")
STANDS = ("interim", "made", "varied", "ended")
MOST_LANES = 10


@dataclass
class Lane:
    """A row of the timeline: what happened between the person and one other, and its orders."""

    title: str
    other: str
    events: list[Event] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)


def lanes(timeline: Timeline, flags: Iterable[Flag] = ()) -> list[Lane]:
    """Lanes with the most incidents first; beyond ten, the rest share one. The calls and messages
    that the person's flags count have their own."""
    by_title: dict[str, Lane] = {}
    for event in timeline.events:
        for title, other in _places(event):
            by_title.setdefault(title, Lane(title, other)).events.append(event)
    ordered = sorted(by_title.values(), key=lambda lane: (-len(lane.events), lane.title))
    _add_terms(ordered, timeline.terms)
    contacts = _contacts(flags)
    return [*_fold(ordered), *([Lane("Calls and messages", "", contacts)] if contacts else [])]


def _contacts(flags: Iterable[Flag]) -> list[Event]:
    """Each call or message once, however many flags count it, oldest first."""
    counted = {
        each["id"]: each for flag in flags for each in flag.columns.get("contacts") or () if each
    }
    return [
        Event(id_, (), "", {"contact": each["kind"], "occurred_from": _instant(each["at"])})
        for id_, each in sorted(counted.items(), key=lambda pair: (pair[1]["at"], pair[0]))
    ]


def _instant(written: str) -> dt.datetime:
    return dt.datetime.fromisoformat(written)


def _places(event: Event) -> list[tuple[str, str]]:
    """The lanes that an event belongs to: (title, id of the other person)."""
    if set(event.roles) & set(SUSPECT):
        victims = [other for other in event.others if other["role"] == "VICTIM_OF"]
        if not victims:
            return [("Towards nobody named", "")]
        return [(f"Towards {_name(other)}", other["id"]) for other in victims]
    if "VICTIM_OF" in event.roles:
        suspects = [other for other in event.others if other["role"] != "VICTIM_OF"]
        if not suspects:
            return [("Victim, nobody named", "")]
        return [(f"Victim of {_name(other)}", other["id"]) for other in suspects]
    return [("Witness or involved", "")]


def _name(other: dict[str, str]) -> str:
    return other.get("name") or "name not known"


def _add_terms(ordered: list[Lane], terms: Iterable[Term]) -> None:
    """An order stands under the incidents with the people it concerns, else in its own lane."""
    for term in terms:
        people = {other["id"] for other in term.others}
        homes = [lane for lane in ordered if lane.other and lane.other in people]
        if not homes:
            title = "Orders" if term.role == "SUBJECT_OF" else "Protected by"
            home = next((lane for lane in ordered if lane.title == title), None)
            if home is None:
                home = Lane(title, "")
                ordered.append(home)
            homes = [home]
        for lane in homes:
            lane.terms.append(term)


def _fold(ordered: list[Lane]) -> list[Lane]:
    if len(ordered) <= MOST_LANES:
        return ordered
    kept, rest = ordered[: MOST_LANES - 1], ordered[MOST_LANES - 1 :]
    folded = Lane(f"+{len(rest)} more", "")
    seen: set[str] = set()
    for lane in rest:
        folded.events += [event for event in lane.events if event.id not in seen]
        seen |= {event.id for event in lane.events}
        folded.terms += lane.terms
    return [*kept, folded]


def in_force(event: Event, terms: Iterable[Term]) -> list[tuple[Term, bool]]:
    """The served orders over the person while an event took place; True: for all of it.

    Half-open intervals. What only overlaps is possibly in force.
    """
    start, end = event.props.get("occurred_from"), event.props.get("occurred_to")
    if not start:
        return []
    binding = []
    for term in terms:
        if not binds(term) or term.start is None:
            continue
        until = term.end or dt.datetime.max.replace(tzinfo=dt.UTC)
        last = end or start
        if start < until and (last > term.start or start >= term.start):
            binding.append((term, term.start <= start and last <= until))
    return binding


def binds(term: Term) -> bool:
    """Whether it bound the person at all: made, and served. Bail and custody need no service."""
    if term.role != "SUBJECT_OF" or term.props.get("status") not in STANDS:
        return False
    return term.props.get("service") in BINDS or term.props.get("kind") in ("bail", "custody")
