"""One thing, place, incident or order: what it is, what happened with it, who was named there.

A flag about an account or an incident without a suspect is about no person; this is what there
is to read of it. Seen from the side of everybody who is suspected in what happened, so that it
says where no victim can be reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.access.session import Session
from graph.access.victim_safety import GUARDED, TIES
from graph.explore.chart import Element, Link, Walk
from graph.explore.sources import Source, read_sources
from graph.flags.store import Flag, flags_about
from graph.model.schema import NodeKey
from graph.queries import load

EVENTS = ("Incident", "Order")
ACTING = ("SUSPECT_IN", "INSTIGATED", "POSSIBLY_BY", "SUBJECT_OF")
NAMED = (*ACTING, "VICTIM_OF", "PROTECTS", "WITNESS_TO", "REPORTED")
MOST_LINKS = 200
MOST_FLAGS = 50


@dataclass(frozen=True, slots=True)
class Entity:
    """What is known of an element. `events` are the incidents and orders that it stands in, of an
    incident itself; `named` the people of each by its id, with the link that names them;
    `linked` other accounts, numbers and vehicles that it is linked to, or that it involves; `tied`
    whose it is, each with the link that says so."""

    element: Element
    events: tuple[Element, ...]
    named: dict[str, tuple[tuple[Element, Link], ...]]
    linked: tuple[Element, ...]
    tied: tuple[tuple[Element, Link], ...]
    flags: tuple[Flag, ...]
    sources: tuple[Source, ...]
    withheld: int

    @property
    def level(self) -> int:
        """The highest clearance that anything here asks for."""
        people = [person for each in (*self.named.values(), self.tied) for person, _ in each]
        shown = [self.element, *self.events, *self.linked, *people]
        levels = [int(each.props.get("level") or 0) for each in shown]
        return max([*levels, *(flag.level for flag in self.flags)])


def entity(session: Session, place: NodeKey, side: str | None = None) -> Entity | None:
    """What there is to read of an element; None when there is none that this viewer may see.

    `side` is the person whose page or chart asks. What only their own side may see, such as a home,
    tells where it comes from, and names nobody who acted there.
    """
    about: dict[str, Any] = {"side": side} if side else {}
    consultation = session.consult("entity", sides=[side], of=list(place), **about)
    walk = Walk(consultation)
    elements = walk.elements([place])
    if not elements:
        return None
    events, naming = _events(walk, place)
    if side and place[0] in GUARDED and heading(session, place) is None:
        naming = [link for link in naming if link.type not in ACTING]
    consultation.seen_by_suspects(_acting(naming))
    beside = walk.step([place], MOST_LINKS)
    linked = [end for end in _ends(beside) if end[0] in LINKED]
    ties = [link for link in beside if link.end == place and link.type in TIES]
    shown = {*events, *_ends(naming), *linked, *_ends(ties)}
    known = {each.place: each for each in walk.elements(shown)}
    rows = consultation.read_about(load("view/records/about"), [place])
    return Entity(
        known.get(place, elements[0]),  # an incident as those sides see it
        tuple(known[each] for each in events if each in known and each != place),
        {event[1]: tuple(_named(event, naming, known)) for event in events if event in known},
        tuple(known[each] for each in sorted(set(linked)) if each in known and each != place),
        tuple((known[link.start], link) for link in ties if link.start in known),
        tuple(flags_about(consultation, place, limit=MOST_FLAGS)),
        tuple(read_sources(consultation, [row["record"] for row in rows])),
        len(walk.guard.hidden),
    )


def heading(session: Session, place: NodeKey) -> tuple[Element, tuple[Flag, ...]] | None:
    """What an element is called, and the flags about it; None as above."""
    consultation = session.consult("heading", of=list(place))
    walk = Walk(consultation)
    elements = walk.elements([place])
    if not elements:
        return None
    flags = flags_about(consultation, place, limit=MOST_FLAGS)
    if flags:  # in words that tell those who are suspected in what happened nothing
        consultation.seen_by_suspects(_acting(_events(walk, place)[1]))
        flags = flags_about(consultation, place, limit=MOST_FLAGS)
    return elements[0], tuple(flags)


def _events(walk: Walk, place: NodeKey) -> tuple[list[NodeKey], list[Link]]:
    """The incidents and orders that an element stands in, and the links that name somebody."""
    around = {place} if place[0] in EVENTS else _ends(walk.step([place], MOST_LINKS))
    events = sorted(each for each in around if each[0] in EVENTS)
    return events, [link for link in walk.step(events, MOST_LINKS) if link.type in NAMED]


def _acting(naming: Iterable[Link]) -> list[str]:
    """Who is suspected in something, instigated it, may have done it, or is bound by it."""
    acting = _ends(link for link in naming if link.type in ACTING)
    return sorted(id_ for label, id_ in acting if label == "Person")


LINKED = ("Account", "Phone", "Vehicle")


def _ends(links: Iterable[Link]) -> set[NodeKey]:
    return {end for link in links for end in (link.start, link.end)}


def _named(
    event: NodeKey, naming: Iterable[Link], known: dict[NodeKey, Element]
) -> Iterable[tuple[Element, Link]]:
    for link in naming:
        other = link.end if link.start == event else link.start
        if event in (link.start, link.end) and other[0] == "Person" and other in known:
            yield known[other], link
