"""What a chart asks before it does something: how much to open, which way, under which name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.aria import data
from dashboard.network.chart import element_ref
from dashboard.routes import address
from dashboard.tables import table_of
from dashboard.view import View
from dashboard.words import PLURALS, ROLES, capital, count, day
from graph.access.viewer import Viewer
from graph.explore.composition import MOST_COUNTED, MOST_NODES, Away
from graph.explore.ways import Way
from graph.model.schema import NodeKey
from graph.saved.charts import Saved

SOME = (10, 50, 200)
"""How many may be opened at once, of many."""


def button(words: Any, action: dict[str, Any], hint: str = "", kind: str = "button") -> Component:
    """A button that does something to the chart (dashboard/assets/workspace.js reads it)."""
    said: Component = html.Button(
        words, className=kind, title=hint or None, type="button", **data(do=json.dumps(action))
    )
    return said


def dialog(title: str, *children: Component | None) -> list[Component]:
    """The box over the chart, with its way out."""
    close = button("Close", {"do": "close"}, "Close (Esc)")
    return [
        html.Div(
            [html.Div([html.H2(title), close], className="dialog-head"), *children],
            className="dialog-box",
            role="dialog",
            tabIndex=-1,
        )
    ]


def refused(why: str) -> list[Component]:
    """That something was not done, and what to do instead."""
    return dialog("Not done", html.P(why, role="alert"))


def expanding(view: View, place: NodeKey, rows: Sequence[Away]) -> list[Component]:
    """What a node leads to, by kind: each can be opened alone, or all."""
    node = next((each for each in view.picture.nodes.values() if each.element.place == place), None)
    title = f"Open {node.label if node else 'this'}"
    new = sum(row.new for row in rows)
    if not new:
        return dialog(title, html.P("All that you may see of what it is tied to is on the chart."))
    ref = element_ref(place)
    lines = [
        html.Tr(
            [
                html.Td(f"{capital(ROLES[row.type])} · {PLURALS[row.label].lower()}"),
                html.Td(f"{row.links:,}", className="number"),
                html.Td(f"{row.new:,}", className="number"),
                html.Td(_openers(ref, [row.type], row.new), className="openers"),
            ]
        )
        for row in rows
    ]
    total = sum(row.links for row in rows)
    known = "2,000 or more" if total >= MOST_COUNTED else f"{total:,}"
    return dialog(
        title,
        html.P(
            f"{known} links; {count(new, 'entity is', 'entities are')} not on the chart yet."
            f" It holds {MOST_NODES:,} at most; from 300 on, alike ones stand in groups.",
            className="muted",
        ),
        table_of(("Tied by", "Links", "New here", "Open"), lines),
        html.Div(["Everything: ", *_openers(ref, [], new)], className="openers"),
    )


def _openers(ref: str, types: list[str], new: int) -> list[Component]:
    if not new:
        return [html.Span("all here", className="muted")]
    action = {"do": "expand", "on": [ref], "types": types}
    made = [button(f"{most}", {**action, "most": most}) for most in SOME if most < new]
    return [
        *made,
        button(f"All {new:,}" if new > 1 else "1", {**action, "most": min(new, MOST_NODES)}),
    ]


def noting(view: View, ref: str, viewer: Viewer) -> list[Component]:
    """A place for words of one's own at a node."""
    note = view.note(ref, viewer)
    return dialog(
        "Note",
        html.P("Your own words. They stay with this chart, and are no record.", className="muted"),
        _field("text", note.text if note else "", "Note"),
        html.Div(
            [
                button("Keep", {"do": "note", "on": [ref], "from": "text"}),
                button("Take away", {"do": "note", "on": [ref], "text": ""}),
            ],
            className="openers",
        ),
    )


def saving(rows: Iterable[Saved], who: str) -> list[Component]:
    """Under which name to keep this chart, and those that are kept."""
    lines = [
        html.Tr(
            [
                html.Td(
                    dcc.Link(
                        html.Bdi(row.name),
                        href=address(
                            "chart", label=row.anchor[0], id=row.anchor[1], state=row.state
                        ),
                    )
                ),
                html.Td(f"version {row.version}"),
                html.Td(day(row.at)),
                html.Td(html.Bdi("you" if row.who == who else row.who)),
                html.Td("shared" if row.shared else "yours alone"),
            ]
        )
        for row in rows
    ]
    return dialog(
        "Saved charts",
        _field("text", "", "Name of this chart"),
        html.Div(
            [
                button("Save for me", {"do": "save", "from": "text"}),
                button("Save and share", {"do": "save", "from": "text", "shared": True}),
            ],
            className="openers",
        ),
        html.P(
            "The same name makes a new version. Who opens a shared chart sees of it what their own"
            " clearance allows, and never what you saw.",
            className="muted",
        ),
        html.Table(html.Tbody(lines[:40]), className="saved") if lines else None,
    )


def merging() -> list[Component]:
    """Whose chart to put beside this one."""
    return dialog(
        "Put a chart beside this one",
        html.P(
            "Open the other chart, copy its address and put it here. The two are told from then on"
            " as one answer about both: what one side must not see of the other is not on it.",
            className="muted",
        ),
        _field("text", "", "Address of the other chart"),
        html.Div([button("Put it beside", {"do": "merge", "from": "text"})], className="openers"),
    )


def routes(rows: Sequence[Way], names: dict[NodeKey, str]) -> list[Component]:
    """The ways between two, the best first, each with its reason and a button that adds it."""
    if not rows:
        return dialog("Path between two", html.P("You may see no way between these two."))
    lines = [
        html.Li(
            [
                html.Div(
                    [" → ".join(names.get(place) or place[1] for place in row.route)],
                    className="route",
                ),
                html.P(row.reason, className="muted"),
                button(
                    "Show on the chart", {"do": "path", "on": [element_ref(p) for p in row.route]}
                ),
            ]
        )
        for row in rows
    ]
    return dialog(
        "Path between two",
        html.P(
            "First those that much evidence and rare things speak for: a number that two people"
            " use says more than a street that fifty were seen in.",
            className="muted",
        ),
        html.Ol(lines, className="rows"),
    )


def _field(name: str, value: str, label: str) -> Component:
    made: Component = html.Label(
        [
            label,
            html.Textarea(value, rows=3, maxLength=1000, **data(field=name)),
        ],
        className="field",
    )
    return made
