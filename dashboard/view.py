"""What one page shows, kept on the server for as long as somebody looks at it.

Opening a page reads through graph/explore, which audits it. Filtering, zooming and choosing only
draw again what was opened, and are noted too. What somebody makes of a chart is a state of its own
(graph/saved/charts.py), so that the address bar can go back to it.
"""

from __future__ import annotations

import functools
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from flask import Request, request

from dashboard.network.chart import Picture, draw, label_of
from dashboard.timeline.lanes import Lane, lanes
from dashboard.words import force
from graph.access.audit import Audit
from graph.access.session import Session
from graph.access.viewer import Viewer
from graph.access.whereabouts import Whereabouts
from graph.engine.kept import Kept
from graph.engine.store import Store
from graph.explore import answers as explore
from graph.explore.chart import Chart, Memory
from graph.explore.composition import Away, Composition, Note, away, compose
from graph.model.compartments import Marking
from graph.model.schema import NodeKey
from graph.saved.charts import KeptCharts, Saved

KEPT = 32
FRESH_SECONDS = 900
"""How long what was read of a chart is drawn again without being read again."""
ROLES = ("SUSPECT_IN", "INSTIGATED", "VICTIM_OF")
WhoAsks = Callable[[Request], Viewer]
"""Says of a request who sent it. Signing in belongs here: one viewer a request, not a server."""
V = TypeVar("V")


@dataclass(frozen=True)
class Subject:
    """What a chart was begun at: its name, who it is if it is a person, its timeline and flags."""

    name: str
    person: explore.Person | None
    timeline: explore.Timeline | None
    flags: list[explore.Flag]
    memory: Memory = field(default_factory=Memory)
    read_at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class View:
    """A chart as it lies open: what it is about, what was made of it, and how it is drawn.

    `state` is the state that it is in, empty for the first.
    """

    subject: Subject
    composition: Composition
    state: str
    picture: Picture
    lanes: list[Lane]

    @property
    def place(self) -> NodeKey:
        """What the chart was begun at."""
        return self.composition.anchors[0]

    @property
    def chart(self) -> Chart:
        """What it shows."""
        return self.picture.chart

    @property
    def level(self) -> int:
        """The highest clearance that anything on the page asks for."""
        nodes = [int(node.props.get("level") or 0) for node in self.chart.nodes]
        return max([*nodes, *(flag.level for flag in self.subject.flags)], default=0)

    def note(self, ref: str, viewer: Viewer) -> Note | None:
        """Somebody's words at an element; none for who sees less of the chart than they did."""
        note = self.composition.notes.get(ref)
        if note is None or not viewer.marking.covers(note.marking):
            return None
        return note if note.guarded or not self.chart.guarded else None


class Desk:
    """The graph and the audit of this dashboard, who asks, and the pages that lie open."""

    def __init__(self, store: Store, audit: Audit, who_asks: WhoAsks) -> None:
        self._store = store
        self._audit = audit
        self._who_asks = who_asks
        self._kept = Kept(lambda: store.state())
        self._reasons: set[tuple[Viewer, str]] = set()
        self._subjects: OrderedDict[Hashable, Subject] = OrderedDict()
        self._views: OrderedDict[Hashable, View] = OrderedDict()
        self._lock = threading.Lock()

    @functools.cached_property
    def _charts(self) -> KeptCharts:
        return KeptCharts(self._store.settings.charts)

    def session(self) -> Session:
        """A session of whoever sent the request that is being answered."""
        viewer = self._who_asks(request)
        return Session(self._store, self._audit, viewer, Whereabouts(self._store, self._kept))

    def open(self, place: NodeKey, depth: int, state: str = "") -> View | None:
        """Read a chart afresh; None when there is no such element for this viewer."""
        session = self.session()
        session.consult("open page", of=list(place), depth=depth, state=state)
        subject = _subject(session, place)
        if subject is None:
            return None
        with self._lock:
            _put(self._subjects, (session.viewer, place), subject)
        return self._drawn(session, subject, self._composition(place, depth, state), state, depth)

    def look(self, place: NodeKey, depth: int, state: str = "") -> View | None:
        """The chart as this viewer opened it; read again only when it no longer lies here.

        What is answered from an open page is noted as well: BusyError when it cannot be.
        """
        session = self.session()
        with self._lock:
            subject = self._subjects.get((session.viewer, place))
            view = self._views.get((session.viewer, place, depth, state))
        if subject is None or time.monotonic() - subject.read_at > FRESH_SECONDS:
            return self.open(place, depth, state)
        session.consult("open page", of=list(place), depth=depth, state=state)
        if view is not None and view.subject is subject:
            return view
        return self._drawn(session, subject, self._composition(place, depth, state), state, depth)

    def step(self, view: View, depth: int, composition: Composition) -> str:
        """Keep what somebody made of a chart; the state that it is in then."""
        session = self.session()
        session.consult("chart step", of=list(view.place), state=view.state)
        id_ = self._charts.keep(view.state, view.place, session.viewer.who, composition)
        self._drawn(session, view.subject, composition, id_, depth)
        return id_

    def before(self, view: View) -> str | None:
        """The state before this one, for undo; None when this is the first."""
        self.session().consult("open page", of=list(view.place), state=view.state)
        state = self._charts.state(view.state)
        return state.parent if state else None

    def after(self, view: View) -> str | None:
        """The state that was undone last, for redo; None when nothing was."""
        session = self.session()
        session.consult("open page", of=list(view.place), state=view.state)
        return self._charts.after(view.state, view.place, session.viewer.who) or None

    def away(self, view: View, place: NodeKey) -> list[Away]:
        """Where a node of the chart leads to."""
        return away(self.session(), view.composition, place, view.subject.memory)

    def save(self, view: View, name: str, *, shared: bool) -> int:
        """Keep the chart under a name, for oneself or for the house: its version."""
        session = self.session()
        session.consult("save chart", of=list(view.place), state=view.state, shared=shared)
        who = session.viewer.who
        state = view.state or self._charts.keep("", view.place, who, view.composition)
        marking = Marking(view.level, session.viewer.compartments)
        return self._charts.save(name, state, who, marking, shared=shared)

    def saved(self, view: View) -> list[Saved]:
        """The charts that this viewer saved, and those that others share."""
        session = self.session()
        session.consult("saved charts", of=list(view.place))
        return self._charts.saved(session.viewer.who, session.viewer.marking)

    def _composition(self, place: NodeKey, depth: int, state: str) -> Composition:
        """What was made of the chart; as it begins, when nothing was or it is kept no more."""
        kept = self._charts.state(state)
        if kept is not None and kept.anchor == place:
            return kept.composition
        arrangement = "around" if place[0] == "Person" else "organic"
        return Composition(anchors=(place,), depth=depth, arrangement=arrangement)

    def _drawn(
        self, session: Session, subject: Subject, composition: Composition, state: str, depth: int
    ) -> View | None:
        composition = self._seen_with_reason(session, composition)
        chart = compose(session, composition, subject.memory)
        if chart is None:
            return None
        timeline = subject.timeline or _timeline(chart)
        rows = lanes(timeline, subject.flags) if subject.timeline else _lanes(timeline)
        view = View(subject, composition, state, draw(chart, composition), rows)
        with self._lock:
            _put(self._views, (session.viewer, view.place, depth, state), view)
        return view

    def _seen_with_reason(self, session: Session, composition: Composition) -> Composition:
        """Without those put beside it who are protected and whom this viewer gave no reason for."""
        first, *others = composition.anchors
        seen = [
            (label, id_)
            for label, id_ in others
            if label != "Person"
            or (session.viewer, id_) in self._reasons
            or not session.is_protected(id_)
        ]
        return composition.model_copy(update={"anchors": (first, *seen)})

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


def _put(kept: OrderedDict[Hashable, V], key: Hashable, value: V) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > KEPT:
        kept.popitem(last=False)


def _subject(session: Session, place: NodeKey) -> Subject | None:
    if place[0] != "Person":
        known = explore.heading(session, place)
        return known and Subject(label_of(known[0]), None, None, list(known[1]))
    person = explore.person(session, place[1])
    if person is None:
        return None
    timeline, flags = explore.timeline(session, place[1]), explore.flags(session, place[1])
    return Subject(label_of(person.element), person, timeline, flags)


def _timeline(chart: Chart) -> explore.Timeline:
    """The incidents of a chart that was begun at no person, oldest first."""
    names = {node.place: node.name for node in chart.nodes}
    others: dict[NodeKey, list[dict[str, str]]] = {}
    for link in chart.links:
        if link.type in ROLES:
            other = {"label": link.start[0], "id": link.start[1], "name": names[link.start]}
            others.setdefault(link.end, []).append({**other, "role": link.type})
    events = [
        explore.Event(node.id, (), "", node.props, tuple(others.get(node.place, ())))
        for node in chart.nodes
        if node.label == "Incident"
    ]
    dated = sorted(
        (event for event in events if _began(event)), key=lambda each: (_began(each), each.id)
    )
    return explore.Timeline(tuple(dated), (), chart.guarded)


def _began(event: explore.Event) -> str:
    moment = event.props.get("occurred_from") or event.props.get("recorded_at")
    return moment.isoformat() if moment else ""


def _lanes(timeline: explore.Timeline) -> list[Lane]:
    """A lane for each force, the busiest first."""
    by_force: dict[str, list[explore.Event]] = {}
    for event in timeline.events:
        by_force.setdefault(str(event.props.get("force") or ""), []).append(event)
    ordered: Iterable[tuple[str, list[explore.Event]]] = sorted(
        by_force.items(), key=lambda pair: (-len(pair[1]), pair[0])
    )
    return [Lane(force(name) or "Force not known", "", events) for name, events in ordered]
