"""The only door to what a viewer may read: it audits, clears and screens every answer.

A question begins with `Session.consult`, which writes the audit; the Consultation that it gives
reads the queries of `view/` and `ask/` for it, with the viewer's clearance and compartments, and
leaves out what victim safety keeps from the side that asks. Whoever changes or gives away data says
so first with `Session.record`, or `Session.writing`, which holds the data folder too. A test finds
every public function that takes a session and sees that it does nothing when the audit cannot be
kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from graph.access.audit import Action, Audit
from graph.access.guard import Guard
from graph.access.roles import may
from graph.access.viewer import Viewer
from graph.access.whereabouts import Whereabouts
from graph.engine.right import ViewRight
from graph.engine.store import Store
from graph.errors import AccessError, BusyError
from graph.lock import writing
from graph.model.compartments import Marking
from graph.model.schema import NodeKey
from graph.queries import Query, load
from graph.queries.rows import SystemSharingShares

_RIGHT = ViewRight()
COUNTING = tuple(f"view/oversight/{each}" for each in ("incidents", "orders", "answers", "judged"))
"""The queries that tell numbers alone."""


class Marked(Protocol):
    """Anything that is not for everybody to see."""

    @property
    def marking(self) -> Marking:
        """What a viewer needs to see it."""


L = TypeVar("L", bound=Marked)
R = TypeVar("R", bound=Mapping[str, Any])


@dataclass(frozen=True, slots=True)
class Session:
    """One viewer at one graph. Cheap to make: one for each request, command or notebook.

    `known` is there for a session of one request: what victim safety reads is read once for all
    its questions. A notebook, which stays open while nights come, asks anew each time.
    """

    store: Store
    audit: Audit
    viewer: Viewer
    known: Whereabouts | None = field(default=None, compare=False)

    @property
    def _known(self) -> Whereabouts:
        return self.known if self.known and not self.known.stale else Whereabouts(self.store)

    def consult(
        self,
        asked: str,
        *,
        sides: Iterable[str | None] = (),
        looked_up: bool = False,
        **about: Any,
    ) -> Consultation:
        """Note that something is asked `about` these, then open what may be read for it.

        `sides` are the people that the answer is about: it tells of no other victim's whereabouts.
        `looked_up` says that somebody typed in what they know already. BusyError when the audit
        cannot be kept: then there is no answer. AccessError when the viewer's role may not ask.
        """
        self.audit.permit(self.viewer, "consultation", question=asked)
        self.audit.write(self.viewer, "consultation", {"asked": asked, **about})
        return Consultation(self.store, self.viewer, sides, looked_up=looked_up, known=self._known)

    def receive(self) -> list[Reception]:
        """Open what is shared with this viewer's own account today: the one door of who has no
        right of consultation.

        BusyError when the audit cannot be kept; AccessError when the role receives nothing.
        """
        self.audit.permit(self.viewer, "reception")
        query, today = load("system/sharing/shares"), dt.datetime.now(dt.UTC).date()
        account = self.viewer.account
        rows = [
            row
            for row in self.store.read(query)
            if account and row["account"] == account and in_force(row, today)
        ]
        shares = [row["id"] for row in rows]
        self.audit.write(self.viewer, "consultation", {"asked": "shared", "shares": shares})
        return [Reception(self.store, self.viewer, row) for row in rows]

    def review(
        self, asked: str, sought: Mapping[str, Any], action: Action = "consultation"
    ) -> Review:
        """Note that the audit itself is looked through, then open it. Errors as above."""
        self.audit.permit(self.viewer, "audit", question=asked)
        self.audit.write(self.viewer, action, {"asked": asked, "sought": dict(sought)})
        cases = may(self.viewer.role, "consultation")
        return Review(
            self.audit,
            self.store,
            self.viewer.clearance,
            Consultation(self.store, self.viewer, ()) if cases else None,
        )

    def oversee(self, asked: str, action: Action = "consultation", **about: Any) -> Overview:
        """Note that figures are asked for, then open what may be counted: no case by itself.

        `action` is `disclosure` where they leave. Errors as above.
        """
        self.audit.permit(self.viewer, "oversight", question=asked)
        self.audit.write(self.viewer, action, {"asked": asked, **about})
        return Overview(self.store, self.viewer, ())

    def administer(self, asked: str, **about: Any) -> None:
        """Note that somebody looks at how the installation runs. Errors as above."""
        self.audit.permit(self.viewer, "collection", question=asked)
        self.audit.write(self.viewer, "consultation", {"asked": asked, **about})

    def is_protected(self, person: str) -> bool:
        """Whether somebody is protected from another, so that a look at them wants a reason."""
        harms = self._known.harms
        harms.read([person])
        return bool(harms.opponents(person))

    def record(self, action: Action, **about: Any) -> None:
        """Note what is about to be changed, joined, erased or given away. Errors as above."""
        self.audit.permit(self.viewer, action)
        self.audit.write(self.viewer, action, about)
        if self.known:
            self.known.stale = True

    def give_all(self, asked: str, **about: Any) -> None:
        """Note that all that there is goes out, whole. Errors as above.

        AccessError, noted in the audit, for whoever is not in every compartment.
        """
        self.audit.permit(self.viewer, "disclosure")
        names = {row["name"] for row in self.store.read(load("system/records/compartments"))}
        if not names <= self.viewer.compartments:
            self.audit.refuse(self.viewer, asked, **about)
            raise AccessError(
                "This gives out all that there is, and your account may not see all of it; ask"
                " somebody whose account may."
            )
        self.record("disclosure", asked=asked, **about)

    @contextmanager
    def writing(self, action: Action, **about: Any) -> Iterator[None]:
        """Hold the data folder, and note what is about to be done; BusyError as above."""
        with self.holding():
            self.record(action, **about)
            yield

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Hold the data folder for steps that each note for themselves what they do.

        BusyError while another command writes.
        """
        with writing(self.store.settings.data):
            yield


@dataclass(frozen=True, slots=True)
class Review:
    """One look through the audit that the audit holds, and what may be read for it.

    `cases` is there for a role that may consult the cases too.
    """

    audit: Audit
    store: Store
    clearance: int
    cases: Consultation | None


class Consultation:
    """One question that the audit holds, and what may be read to answer it."""

    def __init__(
        self,
        store: Store,
        viewer: Viewer,
        sides: Iterable[str | None],
        *,
        looked_up: bool = False,
        known: Whereabouts | None = None,
    ) -> None:
        if store.settings.half_made.exists():
            raise BusyError("the first load of this graph is being written: ask again in a while")
        self.store = store
        self._viewer = viewer
        self.known = known or Whereabouts(store)
        self.guard = Guard(self.known, looked_up=looked_up)
        self._about: dict[Hashable, dict[NodeKey, list[Any]]] = {}
        self.seen_from(sides)

    def seen_from(self, people: Iterable[str | None]) -> None:
        """Make the answer one about these people, too, with what victim safety asks for then."""
        self.guard.face(person for person in people if person)

    def seen_by_suspects(self, people: Iterable[str]) -> None:
        """Withhold what suspects among these people must not see; nobody's own is told for it.

        Of whom another merely accused back nothing more is told.
        """
        self.guard.face(people, suspects=True)

    def read(self, query: Query[R], **params: Any) -> list[R]:
        """The rows of a query of `view/` or `ask/` that this viewer may see from these sides."""
        self._permit(query, params)

        def ask(whole: list[str]) -> dict[str, list[R]]:
            return {each: self.store.read(query, _RIGHT, **params, **seen) for each in whole}

        seen = self._seen()
        known = self.known.kept.read(_question(query, params, seen), ["all"], ask)
        return self.guard.screen(known["all"])

    def read_about(self, query: Query[R], nodes: Iterable[NodeKey], **params: Any) -> list[R]:
        """As `read`, of a query whose rows have the `label` and `id` of one of its `$nodes`.

        What was asked of a node before, from fewer sides, is not asked again but screened anew.
        """
        self._permit(query, params)
        asked = sorted(set(nodes))
        rows = self._about.setdefault((query.path, *sorted(params.items())), {})
        fresh = [node for node in asked if node not in rows]
        if fresh:
            rows |= self._of_nodes(query, fresh, params)
        return self.guard.screen([row for node in asked for row in rows[node]])

    def _of_nodes(
        self, query: Query[R], nodes: list[NodeKey], params: Mapping[str, Any]
    ) -> dict[NodeKey, list[R]]:
        def ask(fresh: list[NodeKey]) -> dict[NodeKey, list[R]]:
            rows: dict[NodeKey, list[R]] = {node: [] for node in fresh}
            given = [{"label": label, "id": id_} for label, id_ in fresh]
            for row in self.store.read(query, _RIGHT, nodes=given, **params, **seen):
                rows[row["label"], row["id"]].append(row)
            return rows

        seen = self._seen()
        return self.known.kept.read(_question(query, params, seen), nodes, ask)

    def stream(self, query: Query[R], **params: Any) -> Iterator[R]:
        """As `read`, row by row as they are asked for."""
        self._permit(query, params)
        rows = self.store.stream(query, _RIGHT, **params, **self._seen())
        return (shown for row in rows for shown in self.guard.screen([row]))

    def cleared(self, found_in: Callable[[Store], Iterable[L]]) -> list[L]:
        """What the rules find, less all that rests on anything that this viewer may not see."""
        seen = self._viewer.marking
        return [each for each in found_in(self.store) if seen.covers(each.marking)]

    def _permit(self, query: Query, params: Mapping[str, Any], /) -> None:
        """AccessError for a query that is not for this kind of question; here all are."""

    def _seen(self) -> dict[str, Any]:
        viewer = self._viewer
        return {"clearance": viewer.clearance, "compartments": sorted(viewer.compartments)}


def _question(query: Query, *params: Mapping[str, Any]) -> str:
    """What is asked, and with whose clearance and compartments."""
    return repr((query.text, *(sorted(each.items()) for each in params)))


class Overview(Consultation):
    """Figures that somebody may see who need not see a case: counts, and nothing else."""

    def _permit(self, query: Query, _: Mapping[str, Any], /) -> None:
        """AccessError for whatever does not count."""
        if query.path not in COUNTING:
            raise AccessError("Oversight counts, and opens no case; ask whoever may consult it.")


class Reception(Consultation):
    """What was shared with one account: the records of one share, and nothing else of the graph."""

    def __init__(self, store: Store, viewer: Viewer, share: SystemSharingShares) -> None:
        super().__init__(store, viewer, ())
        self.share = share
        query = load("system/sharing/records")
        self._records = {row["record"] for row in store.read(query, mentions=share["mentions"])}

    def _permit(self, query: Query, params: Mapping[str, Any], /) -> None:
        """AccessError for whatever is not a record of the share."""
        if query.path != "view/records/contents" or not self._records.issuperset(params["ids"]):
            raise AccessError("This was not shared with you; ask whoever shares the case.")


def in_force(share: SystemSharingShares, today: dt.date) -> bool:
    """Whether a share shows anything on a day: its last one is the day before `until`."""
    return share["withdrawn_at"] is None and today.isoformat() < share["until"]
