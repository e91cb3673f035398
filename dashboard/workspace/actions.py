"""What somebody does to a chart: each action makes another composition of it, or is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict  # pydantic asks for this one before Python 3.12

from dashboard.network.arrangements import NAMES
from dashboard.network.chart import element_ref
from dashboard.network.groups import GROUP, members
from dashboard.payload import Text
from dashboard.routes import LABELS
from dashboard.view import View
from dashboard.words import count
from graph.access.viewer import Viewer
from graph.errors import InputError
from graph.explore.answers import LONGEST_PATH
from graph.explore.composition import MOST_NODES, Away, Composition, Expansion, Note
from graph.model.schema import NodeKey

GUARD = 60
"""More new entities than so many are asked about before a node is opened."""
Refs = Annotated[list[Text], Field(max_length=MOST_NODES)]
Spot = Annotated[
    list[Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]],
    Field(min_length=2, max_length=2),
]


class Action(TypedDict, total=False):
    """One action, as the browser asks for it. `n` tells two alike apart."""

    do: Literal[
        "ask", "expand", "collapse", "hide", "show", "pin", "group", "open", "fold", "unfold",
        "move", "arrange", "combine", "path", "ways", "note", "noting", "merge", "more",
        "undo", "redo", "save", "saved", "merging", "close",
    ]  # fmt: skip
    on: Refs
    types: Annotated[list[Text], Field(max_length=30)]
    most: Annotated[int, Field(ge=1, le=MOST_NODES)]
    points: Annotated[dict[Text, Spot], Field(max_length=MOST_NODES)]
    text: Annotated[str, Field(max_length=1_000)]
    shared: bool
    n: int


def place_of(ref: str) -> NodeKey:
    """The key of the element that a browser names; InputError when it is no name of one."""
    label, _, id_ = ref.partition("/")
    if label not in {*LABELS, GROUP} or not id_:
        raise InputError("There is no such thing on this chart.")
    return (label, id_)


def settled(view: View) -> Composition:
    """The composition with everything where it stands now: what comes next moves none of it."""
    points = {element_ref(place): node.point for place, node in view.picture.nodes.items()}
    kept = view.composition
    return kept.model_copy(update={"points": {**kept.points, **points}})


def elements_of(view: View, refs: Iterable[str]) -> list[NodeKey]:
    """The elements of the chart that are named, with those in the groups that are."""
    places = []
    for ref in refs:
        node = view.picture.nodes.get(place_of(ref))
        if node is not None:
            places += [each.place for each in members(node.element)]
        elif any(each.place == place_of(ref) for each in view.chart.nodes):
            places.append(place_of(ref))
    return list(dict.fromkeys(places))


def expanded(view: View, place: NodeKey, action: Action, rows: Iterable[Away]) -> Composition:
    """One node opened; InputError with what to do instead when the chart would grow too large."""
    types = tuple(action.get("types") or ())
    most = action.get("most") or MOST_NODES
    new = min(most, sum(row.new for row in rows if not types or row.type in types))
    size = len(view.chart.nodes)
    if size + new > MOST_NODES:
        raise InputError(
            f"With {count(new, 'more entity', 'more entities')} this chart would have"
            f" {size + new:,}, and it holds {MOST_NODES:,}: choose one kind or fewer, hide what you"
            " do not need, or begin a chart at that node."
        )
    made = settled(view)
    opened = Expansion(place=place, types=types, most=most)
    kept = [each for each in made.gone if each != place]
    return made.model_copy(update={"expansions": (*made.expansions, opened), "gone": tuple(kept)})


def applied(view: View, action: Action, by: Viewer) -> Composition:
    """What the chart is after an action. InputError when it cannot be done, with the reason."""
    does = _DOES.get(action.get("do", ""))
    if does is None:
        raise InputError("There is no such action on a chart.")
    return does(view, settled(view), action, by)


def _chosen(view: View, action: Action) -> list[NodeKey]:
    places = elements_of(view, action.get("on") or ())
    if not places:
        raise InputError("Choose something on the chart first: click it, or drag with Shift.")
    return places


def _collapse(view: View, made: Composition, action: Action, by: Viewer) -> Composition:
    """Put away what hangs on these nodes alone."""
    del by
    chosen = set(_chosen(view, action))
    ends: dict[NodeKey, set[NodeKey]] = {}
    for link in view.chart.links:
        ends.setdefault(link.start, set()).add(link.end)
        ends.setdefault(link.end, set()).add(link.start)
    kept = {*chosen, *made.anchors}
    leaves = [
        place
        for place, others in sorted(ends.items())
        if place not in kept and others <= chosen and element_ref(place) not in made.pinned
    ]
    if not leaves:
        raise InputError("Nothing hangs on this alone: there is nothing to collapse.")
    stay = tuple(each for each in made.expansions if each.place not in chosen)
    gone = tuple(dict.fromkeys((*made.gone, *leaves)))
    return made.model_copy(update={"expansions": stay, "gone": gone})


def _hide(view: View, made: Composition, action: Action, by: Viewer) -> Composition:
    del by
    chosen = [place for place in _chosen(view, action) if place != made.anchors[0]]
    if not chosen:
        raise InputError("What a chart was begun at stays on it.")
    return made.model_copy(update={"gone": tuple(dict.fromkeys((*made.gone, *chosen)))})


def _show(view: View, made: Composition, action: Action, by: Viewer) -> Composition:
    del view, action, by
    return made.model_copy(update={"gone": ()})


def _pin(view: View, made: Composition, action: Action, by: Viewer) -> Composition:
    """Pin what is named, or let it go when all of it is pinned."""
    del by
    refs = {element_ref(place) for place in _chosen(view, action)}
    pinned = set(made.pinned)
    now = pinned - refs if refs <= pinned else pinned | refs
    return made.model_copy(update={"pinned": tuple(sorted(now))})


def _group(view: View, made: Composition, action: Action, by: Viewer) -> Composition:
    del by
    refs = tuple(sorted(element_ref(place) for place in _chosen(view, action)))
    refs = tuple(ref for ref in refs if ref != element_ref(made.anchors[0]))
    if len(refs) < 2:
        raise InputError("A group has two or more: drag with Shift to choose some.")
    others = tuple(bundle for bundle in made.bundles if set(refs).isdisjoint(bundle))
    return made.model_copy(update={"bundles": (*others, refs)})


def _open(view: View, made: Composition, action: Action, by: Viewer) -> Composition:
    """Take groups apart."""
    del by
    refs = {element_ref(place) for place in _chosen(view, action)}
    bundles = tuple(bundle for bundle in made.bundles if refs.isdisjoint(bundle))
    return made.model_copy(
        update={"bundles": bundles, "opened": tuple(sorted({*made.opened, *refs}))}
    )


def _fold(view: View, made: Composition, action: Action, by: Viewer) -> Composition:
    del view, action, by
    return made.model_copy(update={"grouping": True, "opened": ()})


def _unfold(view: View, made: Composition, action: Action, by: Viewer) -> Composition:
    del view, action, by
    return made.model_copy(update={"grouping": False, "bundles": ()})


def _move(view: View, made: Composition, action: Action, by: Viewer) -> Composition:
    del by
    moved = {
        ref: (round(spot[0], 1), round(spot[1], 1))
        for ref, spot in (action.get("points") or {}).items()
        if place_of(ref) in view.picture.nodes
    }
    return made.model_copy(update={"points": {**made.points, **moved}})


def _arrange(view: View, made: Composition, action: Action, by: Viewer) -> Composition:
    """Another layout: everything moves but what is pinned."""
    del view, by
    name = action.get("text", "")
    if name not in NAMES:
        raise InputError("There is no such layout.")
    points = {ref: point for ref, point in made.points.items() if ref in made.pinned}
    return made.model_copy(update={"points": points, "arrangement": name})


def _combine(view: View, made: Composition, action: Action, by: Viewer) -> Composition:
    del view, action, by
    return made.model_copy(update={"combined": not made.combined})


def _path(view: View, made: Composition, action: Action, by: Viewer) -> Composition:
    """A way between two of the chart, by its elements in order."""
    del view, by
    route = tuple(place_of(ref) for ref in action.get("on") or ())
    if not 2 <= len(route) <= LONGEST_PATH + 1 or any(label == GROUP for label, _ in route):
        raise InputError(f"A path leads from one to another in at most {LONGEST_PATH} links.")
    return made.model_copy(update={"paths": (*made.paths, route)})


def _note(view: View, made: Composition, action: Action, by: Viewer) -> Composition:
    """Words at one node; none take the note away."""
    ref = element_ref(_chosen(view, action)[0])
    notes = {key: note for key, note in made.notes.items() if key != ref}
    text = action.get("text", "").strip()
    if text:
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        notes[ref] = Note(
            text=text,
            who=by.who,
            at=now,
            level=view.level,
            guarded=view.chart.guarded,
            compartments=tuple(sorted(by.compartments)),
        )
    return made.model_copy(update={"notes": notes})


def _merge(view: View, made: Composition, action: Action, by: Viewer) -> Composition:
    """Another chart put beside this one: told from then on as an answer about both."""
    del by
    places = tuple(place_of(ref) for ref in action.get("on") or ())
    places = tuple(place for place in places if place[0] != GROUP and place not in made.anchors)
    if not places or len(made.anchors) + len(places) > 6:
        raise InputError("Choose what to put beside this chart; it holds at most six.")
    if len(view.chart.nodes) >= MOST_NODES:
        raise InputError(f"This chart is full ({MOST_NODES:,}): hide what you do not need first.")
    return made.model_copy(update={"anchors": (*made.anchors, *places)})


def _more(view: View, made: Composition, action: Action, by: Viewer) -> Composition:
    del view, action, by
    return made.model_copy(update={"most": MOST_NODES})


_DOES: dict[str, Callable[[View, Composition, Action, Viewer], Composition]] = {
    "collapse": _collapse,
    "hide": _hide,
    "show": _show,
    "pin": _pin,
    "group": _group,
    "open": _open,
    "fold": _fold,
    "unfold": _unfold,
    "move": _move,
    "arrange": _arrange,
    "combine": _combine,
    "path": _path,
    "note": _note,
    "merge": _merge,
    "more": _more,
}
