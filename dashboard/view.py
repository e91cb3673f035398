"""What one page shows, kept on the server for as long as somebody looks at it.

Opening a page reads through graph/explore/answers.py, which audits it. Filtering, zooming and
choosing only draw again what was opened.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from dashboard.network.chart import Picture, draw
from dashboard.timeline.lanes import Lane, lanes
from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.engine.store import Store
from graph.explore import answers as explore

KEPT = 32


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
    """The store, the audit and the viewer of this dashboard, and the pages that lie open."""

    def __init__(self, store: Store, audit: Audit, viewer: Viewer) -> None:
        self.store = store
        self.audit = audit
        self.viewer = viewer
        self._open: OrderedDict[tuple[str, int], View] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, person_id: str, depth: int) -> View | None:
        """Read a person's page afresh; None when there is no such person for this viewer."""
        asked = (self.store, self.audit, self.viewer, person_id)
        person = explore.person(*asked)
        chart = explore.neighbourhood(*asked, depth)
        if person is None or chart is None:
            return None
        view = View(person, draw(chart), lanes(explore.timeline(*asked)), explore.flags(*asked))
        with self._lock:
            self._open[(person_id, depth)] = view
            while len(self._open) > KEPT:
                self._open.popitem(last=False)
        return view

    def look(self, person_id: str, depth: int) -> View | None:
        """The page as it was opened; it is read again only when it no longer lies here."""
        with self._lock:
            view = self._open.get((person_id, depth))
        return view or self.open(person_id, depth)
