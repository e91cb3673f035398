"""The workspace: chart, grid beside it, timeline, legend that filters, and the inspector."""

from __future__ import annotations

import datetime as dt

import dash_cytoscape as cyto
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.aria import aria, data
from dashboard.component_ids import part_id
from dashboard.frame import message, to_the_flags
from dashboard.network.arrangements import NAMES
from dashboard.network.chart import elements
from dashboard.network.filters import Filters, hidden_keys
from dashboard.network.grid import tables
from dashboard.network.islands import islands
from dashboard.network.style import ViewState, stylesheet
from dashboard.palette import Palette
from dashboard.routes import Asked, address, options
from dashboard.timeline.figure import figure, height
from dashboard.view import View
from dashboard.words import born, count, force, role
from dashboard.workspace.dialogs import button
from dashboard.workspace.legend import legend
from dashboard.workspace.room import zoom_at_first
from graph.explore.answers import Flag
from graph.export.files import FORMATS
from graph.rules.columns import label_of

DEPTHS = (1, 2, 3)
"""How many links a chart may reach."""
HINT = "Point at a mark to read it. Drag across to fade the network to a stretch of time."
CHART_KEYS = (
    "Chart. Arrows go from mark to mark, Enter chooses, the space bar picks, M opens the menu. The"
    " same stands as tables under Table"
)
TAKE_OUT = "/take-out"
"""The path that answers with a file of a chart."""
MENU = (
    ("Open…", "ask"),
    ("Collapse", "collapse"),
    ("Hide", "hide"),
    ("Pin, or let go", "pin"),
    ("Group", "group"),
    ("Take the group apart", "open"),
    ("Path between two", "ways"),
    ("Note…", "noting"),
)


def workspace(view: View, asked: Asked, colours: Palette) -> Component:
    """The whole workspace."""
    return html.Main(
        [
            html.Aside(
                legend(view.picture, filters_of(asked)),
                id=part_id("rail"),
                className="rail",
                **aria(label="Legend and filters"),
            ),
            html.Div(
                [
                    _heading(view, asked),
                    _toolbar(view, asked),
                    *_network(view, asked, colours),
                    _timeline(view, asked, colours),
                ],
                className="middle",
            ),
            html.Aside(
                id=part_id("inspector"),
                className="inspector",
                **aria(live="polite", atomic="true", label="What is chosen"),
            ),
            html.H2("Chart and timeline", className="unseen"),
            dcc.Store(id=part_id("state"), data=view.state),
            dcc.Store(id=part_id("islands"), data=islands(view.picture)),
        ],
        id="main",
        className="workspace",
    )


def depth_of(asked: Asked) -> int:
    """How many links the chart reaches."""
    depth = asked.one("depth")
    return int(depth) if depth in map(str, DEPTHS) else 2


def filters_of(asked: Asked) -> Filters:
    """What the address puts away; a day that is none counts for nothing."""
    return Filters(
        frozenset(asked.many("hide")), _day(asked.one("since")), _day(asked.one("until"))
    )


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def chosen_flag(view: View, asked: Asked) -> Flag | None:
    """The flag of the address, if it is about this; else the first that stands."""
    flags = view.subject.flags
    return next((flag for flag in flags if flag.id == asked.one("flag")), next(iter(flags), None))


def evidence_of(flag: Flag | None) -> frozenset[str]:
    """The refs of what a flag names."""
    refs = set()
    for column, value in (flag.columns if flag else {}).items():
        label = label_of(column)
        if label and label != "Person":
            refs |= {f"{label}/{id_}" for id_ in (value if isinstance(value, list) else [value])}
    return frozenset(refs)


def state_of(
    view: View, asked: Asked, zoom: float | None = None, brush: list[str] | None = None
) -> ViewState:
    """How the address, the zoom and the timeline's brush ask for the picture.

    Without a zoom it is seen as it is fitted at first.
    """
    hidden = hidden_keys(view.picture, filters_of(asked))
    return ViewState(
        asked.on,
        hidden,
        zoom or zoom_at_first(view, hidden),
        tuple(brush or ()),
        evidence_of(chosen_flag(view, asked)),
    )


def nobody(label: str = "Person") -> Component:
    """There is no such element, or none that this viewer may see."""
    if label == "Person":
        return message(
            "No such person",
            html.P(
                "There is nobody with this number that you may see. People are joined and"
                " parted as records come in: search for the name again."
            ),
            to_the_flags(),
        )
    return message(
        "Nothing here",
        html.P("There is no such thing that you may see: search for its number or reference."),
        to_the_flags(),
    )


def _heading(view: View, asked: Asked) -> Component:
    subject = view.subject
    about = []
    if subject.person:
        about.append(born(subject.person.element.props) or "birth not known")
        for row in subject.person.roles:
            forces = ", ".join(force(name) for name in sorted(row["forces"])[:3])
            about.append(f"{role(row['role'])} in {count(row['incidents'], 'incident')} ({forces})")
    flag = chosen_flag(view, asked)
    return html.Header(
        [
            html.H1(html.Bdi(subject.name), title=subject.name),
            html.P(" · ".join(about), className="muted clip"),
            _flag(flag, subject.flags, asked) if flag else None,
        ],
        className="heading",
    )


def _flag(flag: Flag, flags: list[Flag], asked: Asked) -> Component:
    """The chosen flag's sentence, with everything else that is said of it one click away."""
    others = [
        html.Li(
            dcc.Link(
                each.sentence,
                href=address("chart", **asked.parts, flag=each.id, depth=asked.one("depth")),
            )
        )
        for each in flags
        if each is not flag
    ]
    return html.Details(
        [
            html.Summary(
                [
                    html.Span("Flag", className="state state-new"),
                    html.Strong(flag.sentence, className="clip"),
                    html.Span(f"+{len(others)}" if others else "", className="muted"),
                ]
            ),
            html.Div(
                [
                    html.P(flag.explanation),
                    html.P(flag.against, className="muted") if flag.against else None,
                    html.P("Its evidence has a ring on the chart.", className="muted"),
                    html.H3(count(len(others), "other flag")) if others else None,
                    html.Ul(others, className="more") if others else None,
                ],
                className="flag-more",
            ),
        ],
        className="flag-line",
    )


def said(view: View) -> list[Component | str]:
    """What the chart holds, and what it leaves out, with a way to get it."""
    chart, composition = view.chart, view.composition
    parts: list[Component | str] = [
        f"{count(len(chart.nodes), 'entity', 'entities')} · {count(len(chart.links), 'link')}"
    ]
    if view.picture.grouped:
        parts += [f" · {view.picture.grouped:,} in groups ", button("Ungroup", {"do": "unfold"})]
    if chart.withheld:
        parts.append(f" · {chart.withheld} withheld for safety")
    if chart.left_out:
        parts.append(f" · {chart.left_out:,} left out ")
        if composition.most < 2_000:
            parts.append(button("Show them", {"do": "more"}, "Up to 2,000 entities"))
    if composition.gone:
        parts += [f" · {len(composition.gone):,} hidden ", button("Show", {"do": "show"})]
    return parts


def _toolbar(view: View, asked: Asked) -> Component:
    depths = [
        dcc.Link(
            str(depth),
            href=address("chart", **asked.parts, on=asked.on, depth=depth, flag=asked.one("flag")),
            className="depth" + (" depth-now" if depth == depth_of(asked) else ""),
            title=f"Everything within {count(depth, 'link')}",
        )
        for depth in DEPTHS
    ]
    return html.Div(
        [
            html.Button(
                "Legend", id="rail-switch", className="button", title="Legend and filters ([)"
            ),
            dcc.RadioItems(
                id="as",
                options=[
                    {"label": words, "value": words.lower()} for words in ("Chart", "Both", "Table")
                ],
                value="chart",
                className="switch",
                inline=True,
            ),
            html.Div([html.Span("Depth", className="muted"), *depths], className="depths"),
            button("↶", {"do": "undo"}, "Undo (Ctrl+Z)", "button icon"),
            button("↷", {"do": "redo"}, "Redo (Ctrl+Shift+Z)", "button icon"),
            _layouts(),
            html.Button("Fit", id="fit", className="button", title="Show the whole chart (F)"),
            html.Button(
                "As each force saw it",
                id="islands-switch",
                className="button",
                title="As each force saw it (I)",
                **aria(pressed="false"),
            ),
            _more(),
            _take_out(view, asked),
            html.Span(said(view), className="muted said", id=part_id("said")),
            html.Button("Panel", id="panel-switch", className="button", title="What is chosen (])"),
        ],
        className="toolbar",
        role="toolbar",
        **aria(label="Chart"),
    )


def _layouts() -> Component:
    items = [button(words, {"do": "arrange", "text": name}) for name, words in NAMES.items()]
    return html.Details(
        [html.Summary("Layout", className="button"), html.Div(items)], className="drop"
    )


def _more() -> Component:
    picks = [
        ("People", "person"), ("Incidents", "Incident"), ("Phones and accounts", "reach"),
        ("With 3 links or more", "3"), ("With one link", "1"), ("All", "all"),
        ("Within a line that I draw (L)", "lasso"),
    ]  # fmt: skip
    items = [
        html.H3("Select"),
        *(
            html.Button(words, className="button", type="button", **data(pick=name))
            for words, name in picks
        ),
        html.H3("Chart"),
        button("Group alike ones", {"do": "fold"}),
        button("Take all groups apart", {"do": "unfold"}),
        button("Parallel links as one, or each", {"do": "combine"}),
        button("Put a chart beside…", {"do": "merging"}),
        button("Save, open, share…", {"do": "saved"}),
    ]
    return html.Details(
        [html.Summary("More", className="button"), html.Div(items)], className="drop"
    )


def _take_out(view: View, asked: Asked) -> Component:
    """A link for each format of a file; it is a disclosure, and who may not disclose is told so."""
    label, id_ = asked.place
    about = {"label": label, "id": id_, "depth": asked.one("depth"), "state": view.state}
    items = [
        html.A(
            each.title,
            href=TAKE_OUT + options({**about, "format": each.name}),
            className="button",
        )
        for each in FORMATS.values()
    ]
    return html.Details(
        [html.Summary("Take out", className="button"), html.Div(items)], className="drop"
    )


def _network(view: View, asked: Asked, colours: Palette) -> list[Component]:
    state = state_of(view, asked)
    network = cyto.Cytoscape(
        id=part_id("network"),
        elements=elements(view.picture),
        stylesheet=stylesheet(view.picture, colours, state),
        layout={"name": "preset", "fit": False},
        autoRefreshLayout=False,
        minZoom=0.1,
        maxZoom=2.5,
        wheelSensitivity=0.2,
        boxSelectionEnabled=True,
        style={"width": "100%", "height": "100%"},
    )
    drawn = html.Div(
        [
            network,
            html.Div(
                [button(words, {"do": do}) for words, do in MENU],
                id="context",
                className="context",
                role="menu",
                hidden=True,
            ),
            html.Div(id="dialog", className="dialog"),
            html.Div(id="chart-said", className="unseen", role="status"),
        ],
        id="network-frame",
        className="network",
        role="application",
        tabIndex=0,
        **aria(label=CHART_KEYS),
        **data(zoom=str(state.zoom)),
    )
    grids = html.Div(tables(view.picture), id="tables", className="tables", hidden=True)
    return [html.Div([drawn, grids], className="split")]


def _timeline(view: View, asked: Asked, colours: Palette) -> Component:
    return html.Section(
        [
            html.Div(
                [
                    html.H2("Timeline"),
                    html.Span(HINT, id=part_id("note"), className="muted note"),
                    html.Button("Hide", id="lanes-switch", className="button small"),
                ],
                className="timeline-head",
            ),
            html.Div(
                dcc.Graph(
                    id=part_id("timeline"),
                    figure=figure(view.lanes, colours, asked.on),
                    config={"displayModeBar": False, "displaylogo": False, "responsive": True},
                    style={"height": f"{height(view.lanes)}px"},
                )
                if view.lanes
                else _no_events(),
                className="lanes",
                # Before the figure is there: a chart above that changes its size is drawn anew.
                style={"height": f"{height(view.lanes)}px"} if view.lanes else {},
                tabIndex=0,  # it scrolls, so the keyboard must reach it
            ),
        ],
        className="timeline",
        **aria(label="Timeline"),
    )


def _no_events() -> Component:
    return html.P("No incident or order that you may see names this.", className="muted nothing")
