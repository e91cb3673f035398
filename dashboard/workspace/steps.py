"""One action of somebody on a chart: a new state, or a question before it, or why not."""

from __future__ import annotations

from dataclasses import dataclass, field

from dash.development.base_component import Component

from dashboard.network.chart import element_ref
from dashboard.routes import parse
from dashboard.view import Desk, View
from dashboard.workspace.actions import GUARD, Action, applied, elements_of, expanded
from dashboard.workspace.dialogs import expanding, merging, noting, refused, routes, saving
from graph.errors import InputError
from graph.explore.composition import MOST_NODES
from graph.explore.ways import ways
from graph.model.schema import NodeKey


@dataclass(frozen=True)
class Outcome:
    """The state that the chart is in then, None when it is as before; and what stands over it."""

    state: str | None = None
    dialog: list[Component] = field(default_factory=list)


def step(desk: Desk, view: View, depth: int, action: Action) -> Outcome:
    """Do it, ask first, or say why not. BusyError when it cannot be noted."""
    try:
        return _done(desk, view, depth, action)
    except InputError as error:
        return Outcome(None, refused(str(error)))


def _done(desk: Desk, view: View, depth: int, action: Action) -> Outcome:
    do = action.get("do", "")
    if do == "close":
        return Outcome()
    if do in ("undo", "redo"):
        return Outcome(desk.before(view) if do == "undo" else desk.after(view))
    if do in ("ask", "expand"):
        return _opened(desk, view, depth, action)
    if do in ("saved", "save"):
        return _saved(desk, view, action)
    if do == "noting":
        return Outcome(None, noting(view, element_ref(_one(view, action)), desk.session().viewer))
    if do == "ways":
        return _between(desk, view, action)
    if do == "merging":
        return Outcome(None, merging())
    if do == "merge":
        action = _beside(desk, action)
    made = applied(view, action, desk.session().viewer)
    return Outcome(desk.step(view, depth, made))


def _one(view: View, action: Action) -> NodeKey:
    places = elements_of(view, action.get("on") or ())
    if len(places) != 1:
        raise InputError("Choose one thing on the chart first: click it.")
    return places[0]


def _opened(desk: Desk, view: View, depth: int, action: Action) -> Outcome:
    """Open a node at once when it leads to few that are new, and ask before when to many."""
    place = _one(view, action)
    rows = desk.away(view, place)
    new = sum(row.new for row in rows)
    chosen = "types" in action or "most" in action
    if action.get("do") == "ask" or (not chosen and (new > GUARD or not new)):
        return Outcome(None, expanding(view, place, rows))
    if not chosen and len(view.chart.nodes) + new > MOST_NODES:
        return Outcome(None, expanding(view, place, rows))
    return Outcome(desk.step(view, depth, expanded(view, place, action, rows)))


def _between(desk: Desk, view: View, action: Action) -> Outcome:
    """The ways between two, best first."""
    places = elements_of(view, action.get("on") or ())
    if len(places) != 2:
        raise InputError("A path is between two: choose two, with Shift and a click.")
    found = ways(
        desk.session(), view.composition, (places[0], places[1]), suspects=view.chart.suspects
    )
    names = {place: node.label for place, node in view.picture.nodes.items()}
    names |= {place: name for way in found for place, name in way.names.items()}
    return Outcome(None, routes(found, names))


def _saved(desk: Desk, view: View, action: Action) -> Outcome:
    if action.get("do") == "save":
        desk.save(view, action.get("text", ""), shared=bool(action.get("shared")))
    return Outcome(None, saving(desk.saved(view), desk.session().viewer.who))


def _beside(desk: Desk, action: Action) -> Action:
    """The chart that an address names, to be put beside this one.

    Whoever is protected is looked at with a reason, as on a page of their own.
    """
    path, _, search = action.get("text", "").strip().partition("?")
    asked = parse("/" + path.split("//")[-1].partition("/")[2], search)
    if asked.page not in ("chart", "person", "entity"):
        raise InputError("That is no address of a chart: copy one from the address bar.")
    label, id_ = asked.place
    if label == "Person" and desk.wants_reason(id_, "", asked_for=False):
        raise InputError("This person is protected: open their page with a reason first.")
    return {**action, "on": [element_ref(asked.place)]}
