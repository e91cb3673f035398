"""A person's timeline sorted into lanes: by who is on the other side, force, behaviour or kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.timeline.breaches import verdicts
from dashboard.words import capital, force, offence
from graph.access.harm import Harm, is_counter
from graph.explore.answers import Event, Flag, Term, Timeline

SUSPECT = ("SUSPECT_IN", "INSTIGATED", "POSSIBLY_BY")
BINDS = ("served", "deemed")
STANDS = ("interim", "made", "varied", "ended")
MOST_LANES = 10
CONTACTS = "Calls and messages"
CHOICES = {"victim": "Victim", "force": "Force", "behaviour": "Behaviour", "kind": "Kind"}
"""By what lanes may be told apart, and what the choice is called."""
Place = tuple[str, str]  # title of the lane, id of the other person


@dataclass
class Lane:
    """A row of the timeline: what happened between the person and one other, and its orders.

    `verdicts` say of events that they are a breach (dashboard/timeline/breaches.py).
    """

    title: str
    other: str
    events: list[Event] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    verdicts: Mapping[str, str] = field(default_factory=dict)


def lanes(timeline: Timeline, flags: Sequence[Flag] = (), by: str = "victim") -> list[Lane]:
    """Lanes with the most marks first; beyond ten, the rest share one.

    The calls and messages that the person's flags count stand with whom they went to.
    """
    sort: Callable[[Event], list[Place]] = {
        "force": _by_force,
        "behaviour": _by_behaviour,
        "kind": _by_kind,
    }.get(by, _ByVictim(timeline))
    by_title: dict[str, Lane] = {}
    for event in timeline.events:
        for title, other in sort(event):
            by_title.setdefault(title, Lane(title, other)).events.append(event)
    homes = {lane.other: lane for lane in by_title.values() if lane.other}
    for event, others in _contacts(flags, timeline.terms):
        near = [homes[other] for other in others if other in homes]
        for lane in near or [by_title.setdefault(CONTACTS, Lane(CONTACTS, ""))]:
            lane.events.append(event)
    ordered = sorted(by_title.values(), key=lambda lane: (-len(lane.events), lane.title))
    _add_terms(ordered, timeline.terms)
    found = verdicts(flags)
    return [replace(lane, verdicts=found) for lane in _fold(ordered)]


def _contacts(flags: Iterable[Flag], terms: Iterable[Term]) -> list[tuple[Event, list[str]]]:
    """Each call or message once, however many flags count it, oldest first; and whom it went to."""
    protects = {term.id: [other["id"] for other in term.others] for term in terms}
    counted: dict[str, tuple[Mapping[str, Any], dict[str, None]]] = {}
    for flag in flags:
        victim = flag.columns.get("victim_id")
        others = [victim] if victim else protects.get(flag.columns.get("order_id") or "", [])
        for each in flag.columns.get("contacts") or ():
            counted.setdefault(each["id"], (each, {}))[1].update(dict.fromkeys(others))
    found = sorted(counted.values(), key=lambda pair: (pair[0]["at"], pair[0]["id"]))
    return [(_contact(each), list(others)) for each, others in found]


def _contact(each: Mapping[str, Any]) -> Event:
    at = dt.datetime.fromisoformat(each["at"])
    return Event(each["id"], (), "", {"contact": each["kind"], "occurred_from": at})


class _ByVictim:
    """By who is on the other side. What a suspect merely alleged back makes nobody a victim: such a
    lane says so, by the same weight as victim safety goes by (graph/access/harm.py)."""

    def __init__(self, timeline: Timeline) -> None:
        self._towards: dict[str, list[Event]] = {}
        self._from: dict[str, list[Event]] = {}
        orders = [term for term in timeline.terms if term.role == "PROTECTS"]
        self._ordered = {other["id"] for term in orders for other in term.others}
        for event in timeline.events:
            side = self._towards if set(event.roles) & set(SUSPECT) else self._from
            for other in event.others:
                if (other["role"] == "VICTIM_OF") == (side is self._towards):
                    side.setdefault(other["id"], []).append(event)

    def __call__(self, event: Event) -> list[Place]:
        if set(event.roles) & set(SUSPECT):
            victims = [other for other in event.others if other["role"] == "VICTIM_OF"]
            if not victims:
                return [("Towards nobody named", "")]
            return [(f"Towards {_name(other)}", other["id"]) for other in victims]
        if "VICTIM_OF" in event.roles:
            suspects = [other for other in event.others if other["role"] != "VICTIM_OF"]
            if not suspects:
                return [("Victim, nobody named", "")]
            return [(self._victim_of(other), other["id"]) for other in suspects]
        return [("Witness or involved", "")]

    def _victim_of(self, other: Mapping[str, str]) -> str:
        id_ = other["id"]
        back = Harm("", id_, *_weight(self._from.get(id_, [])), by_order=id_ in self._ordered)
        done = Harm(id_, "", *_weight(self._towards.get(id_, [])))
        start = "Alleged back at" if is_counter(back, done) else "Victim of"
        return f"{start} {_name(other)}"


def _weight(events: list[Event]) -> tuple[int, dt.datetime | None]:
    begun = [event.props.get("occurred_from") or event.props.get("recorded_at") for event in events]
    return len(events), min((at for at in begun if at), default=None)


def _by_force(event: Event) -> list[Place]:
    return [(force(event.props.get("force")) or "Force not known", "")]


def _by_behaviour(event: Event) -> list[Place]:
    terms = event.props.get("behaviours") or []
    return [(capital(term), "") for term in dict.fromkeys(terms)] or [("Behaviour not stated", "")]


def _by_kind(event: Event) -> list[Place]:
    return [(offence(event.props.get("offence_classes") or ()), "")]


def _name(other: Mapping[str, str]) -> str:
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
