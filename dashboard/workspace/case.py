"""A person's timeline as it lies open: read once, drawn again as often as somebody zooms."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from dataclasses import dataclass, replace

from dashboard.routes import Asked
from dashboard.timeline.lanes import CHOICES, Lane, lanes
from dashboard.timeline.replay import flags_on, known_days, timeline_on
from dashboard.view import Desk
from graph.access.viewer import Viewer
from graph.explore import answers as explore
from graph.queries.rows import ViewPeopleOrderVersions

KEPT = 32


@dataclass(frozen=True)
class Case:
    """Who, what happened, what was flagged, and what was recorded of orders at which time."""

    person: explore.Person
    timeline: explore.Timeline
    flags: list[explore.Flag]
    versions: list[ViewPeopleOrderVersions]

    @property
    def level(self) -> int:
        """The highest clearance that anything of it asks for."""
        props = [self.person.element.props, *(event.props for event in self.timeline.events)]
        props += [term.props for term in self.timeline.terms]
        levels = [int(each.get("level") or 0) for each in props]
        return max([*levels, *(flag.level for flag in self.flags)])

    @property
    def days(self) -> list[dt.date]:
        """On which something became known."""
        return known_days(self.timeline, self.flags, self.versions)

    def on(self, day: dt.date | None) -> Case:
        """As it stood at the end of a day; as it is, without one."""
        if day is None:
            return self
        timeline = timeline_on(self.timeline, self.versions, day)
        return replace(self, timeline=timeline, flags=flags_on(self.flags, day))

    def lanes(self, by: str) -> list[Lane]:
        """Its lanes; `by` is a key of CHOICES."""
        return lanes(self.timeline, self.flags, by)


def lanes_by(asked: Asked) -> str:
    """By what the address sorts lanes."""
    by = asked.one("lanes")
    return by if by in CHOICES else "victim"


def day_of(asked: Asked) -> dt.date | None:
    """The day that the address goes back to, if it is one."""
    try:
        return dt.date.fromisoformat(asked.one("known"))
    except ValueError:
        return None


class Cases:
    """The timelines that lie open, the latest KEPT of them."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[Desk, Viewer, str], Case] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, desk: Desk, person_id: str) -> Case | None:
        """Read it afresh; None where there is no such person for this viewer."""
        session = desk.session()
        person = explore.person(session, person_id)
        if person is None:
            return None
        case = Case(
            person,
            explore.timeline(session, person_id),
            explore.flags(session, person_id),
            explore.order_versions(session, person_id),
        )
        with self._lock:
            self._open[desk, session.viewer, person_id] = case
            while len(self._open) > KEPT:
                self._open.popitem(last=False)
        return case

    def look(self, desk: Desk, person_id: str) -> Case | None:
        """As this viewer opened it; that it is looked at again is noted as well."""
        session = desk.session()
        with self._lock:
            case = self._open.get((desk, session.viewer, person_id))
        if case is None:
            return self.open(desk, person_id)
        session.consult("open timeline", person=person_id)
        return case
