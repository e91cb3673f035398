"""What one page shows, kept on the server for as long as somebody looks at it.

Opening a page reads through graph/explore/answers.py, which audits it. Filtering, zooming and
choosing only draw again what was opened, and are noted too.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from flask import Request, request

from dashboard.network.chart import Picture, draw
from dashboard.timeline.lanes import Lane, lanes
from graph.access.audit import Audit
from graph.access.session import Session
from graph.access.viewer import Viewer
from graph.engine.store import Store
from graph.explore import answers as explore

KEPT = 32
WhoAsks = Callable[[Request], Viewer]
"""Says of a request who sent it. Signing in belongs here: one viewer a request, not a server."""


@dataclass(frozen=True)
class View:
    """A person's page: who, the network as drawn, the timeline in lanes, the flags."""

    person: explore.Person
    picture: Picture
    lanes: list[Lane]
    flags: list[explore.Flag]

    @property
    def level(self) -> int:
        """The highest clearance that anything on the page asks for."""
        nodes = [int(node.props.get("level") or 0) for node in self.picture.chart.nodes]
        return max([*nodes, *(flag.level for flag in self.flags)], default=0)


class Desk:
    """The graph and the audit of this dashboard, who asks, and the pages that lie open."""

    def __init__(self, store: Store, audit: Audit, who_asks: WhoAsks) -> None:
        self._store = store
        self._audit = audit
        self._who_asks = who_asks
        self._reasons: set[tuple[Viewer, str]] = set()
        self._open: OrderedDict[tuple[Viewer, str, int], View] = OrderedDict()
        self._lock = threading.Lock()

    def session(self) -> Session:
        """A session of whoever sent the request that is being answered."""
        return Session(self._store, self._audit, self._who_asks(request))

    def open(self, person_id: str, depth: int) -> View | None:
        """Read a person's page afresh; None when there is no such person for this viewer."""
        session = self.session()
        person = explore.person(session, person_id)
        chart = explore.neighbourhood(session, person_id, depth)
        if person is None or chart is None:
            return None
        timeline = explore.timeline(session, person_id)
        flags = explore.flags(session, person_id)
        view = View(person, draw(chart), lanes(timeline, flags), flags)
        with self._lock:
            self._open[(session.viewer, person_id, depth)] = view
            while len(self._open) > KEPT:
                self._open.popitem(last=False)
        return view

    def wants_reason(self, person_id: str, why: str, *, asked_for: bool) -> bool:
        """Whether a look at this person waits for a reason.

        It does when they are protected from somebody and nobody asked for them by name or flag
        (`asked_for`): whoever follows a link may come from him whom they are protected from. A
        reason is noted, and holds for this viewer as long as the server runs.
        """
        session = self.session()
        key = (session.viewer, person_id)
        if why:
            session.consult("protected person", person=person_id, reason=why)
            self._reasons.add(key)
        return not asked_for and key not in self._reasons and session.is_protected(person_id)

    def look(self, person_id: str, depth: int) -> View | None:
        """The page as this viewer opened it; read again only when it no longer lies here.

        What is answered from an open page is noted as well: BusyError when it cannot be.
        """
        session = self.session()
        with self._lock:
            view = self._open.get((session.viewer, person_id, depth))
        if view is None:
            return self.open(person_id, depth)
        session.consult("open page", person=person_id, depth=depth)
        return view
