"""The workspace: network, timeline, legend that filters, and the inspector."""

from __future__ import annotations

import dash_cytoscape as cyto
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.aria import aria
from dashboard.component_ids import part_id
from dashboard.frame import message, to_the_flags
from dashboard.network.chart import Picture, counts, elements
from dashboard.network.grid import tables
from dashboard.network.icons import kind_image, severity_image
from dashboard.network.style import ViewState, stylesheet
from dashboard.palette import Palette
from dashboard.routes import Asked, address
from dashboard.timeline.figure import figure, height
from dashboard.view import View
from dashboard.words import PLURALS, born, count, force, role, severity_names
from graph.explore.answers import Flag

DEPTHS = (1, 2, 3)
"""How many links a chart may reach."""
HINT = "Point at a mark to read it. Drag across to fade the network to a stretch of time. UTC."
KINDS = ("Person", "Address", "Phone", "Account", "Vehicle", "Organisation", "Order")


def workspace(view: View, asked: Asked, colours: Palette) -> Component:
    """The whole workspace."""
    return html.Main(
        [
            html.Aside(legend(view.picture), className="rail", id="rail"),
            html.Div(
                [
                    _heading(view),
                    _toolbar(view, asked),
                    *_network(view, asked, colours),
                    _timeline(view, asked, colours),
                ],
                className="middle",
            ),
            html.Aside(
                id=part_id("inspector"),
                className="inspector",
                **aria(live="polite", atomic="true"),
            ),
            html.H2("Chart and timeline", className="unseen"),
        ],
        id="main",
        className="workspace",
    )


def depth_of(asked: Asked) -> int:
    """How many links the chart reaches."""
    depth = asked.one("depth")
    return int(depth) if depth in map(str, DEPTHS) else 2


def nobody() -> Component:
    """There is no such person, or none that this viewer may see."""
    return message(
        "No such person",
        html.P(
            "There is nobody with this number that you may see. People are joined and"
            " parted as records come in: search for the name again."
        ),
        to_the_flags(),
    )


def _heading(view: View) -> Component:
    person = view.person
    about = [born(person.element.props) or "birth not known"]
    for row in person.roles:
        forces = ", ".join(force(name) for name in sorted(row["forces"])[:3])
        about.append(f"{role(row['role'])} in {count(row['incidents'], 'incident')} ({forces})")
    flags = view.flags
    return html.Header(
        [
            html.H1(person.element.name or "Name not known"),
            html.P(" · ".join(about), className="muted"),
            html.Div(
                [
                    html.Span("Flag", className="state state-new"),
                    html.Strong(flags[0].sentence),
                    html.Span(flags[0].explanation, className="muted"),
                    _more(flags[1:]),
                ],
                className="flag-line",
            )
            if flags
            else None,
        ],
        className="heading",
    )


def _more(flags: list[Flag]) -> Component | None:
    if not flags:
        return None
    rows = [html.Li([html.Strong(flag.sentence), " ", flag.explanation]) for flag in flags]
    return html.Details(
        [html.Summary(f"{count(len(flags), 'more flag')}"), html.Ul(rows, className="more")],
        className="muted",
    )


def _toolbar(view: View, asked: Asked) -> Component:
    chart = view.picture.chart
    counted = [count(len(chart.nodes), "entity", "entities"), count(len(chart.links), "link")]
    if chart.guarded:
        counted.append(f"{chart.withheld} withheld for victims' safety")
    if chart.left_out:
        counted.append(f"{count(chart.left_out, 'link')} beyond the limit of this chart")
    depths = [
        dcc.Link(
            str(depth),
            href=address("chart", **asked.parts, on=asked.on, depth=depth),
            className="depth" + (" depth-now" if depth == depth_of(asked) else ""),
            title=f"Everything within {count(depth, 'link')}",
        )
        for depth in DEPTHS
    ]
    return html.Div(
        [
            dcc.RadioItems(
                id="as",
                options=[
                    {"label": "Network", "value": "network"},
                    {"label": "Table", "value": "table"},
                ],
                value="network",
                className="switch",
                inline=True,
            ),
            html.Div([html.Span("Depth", className="muted"), *depths], className="depths"),
            html.Button("Fit", id="fit", className="button", title="Show the whole chart (F)"),
            html.Span(" · ".join(counted), className="muted said", id="said"),
        ],
        className="toolbar",
        role="toolbar",
    )


def _network(view: View, asked: Asked, colours: Palette) -> list[Component]:
    network = cyto.Cytoscape(
        id=part_id("network"),
        elements=elements(view.picture),
        stylesheet=stylesheet(view.picture, colours, ViewState(asked.on)),
        layout={"name": "preset", "fit": False},
        autoRefreshLayout=False,
        minZoom=0.15,
        maxZoom=2.5,
        autounselectify=True,
        style={"width": "100%", "height": "100%"},
    )
    drawn = html.Div(
        network,
        id="network-frame",
        className="network",
        role="img",
        **aria(label="Network of this person; the same as tables under Table"),
    )
    return [drawn, html.Div(tables(view.picture), id="tables", className="tables", hidden=True)]


def _timeline(view: View, asked: Asked, colours: Palette) -> Component:
    return html.Section(
        [
            html.Div(
                [
                    html.H2("Timeline"),
                    html.Span(HINT, id=part_id("note"), className="muted note"),
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
            ),
        ],
        className="timeline",
        **aria(label="Timeline"),
    )


def _no_events() -> Component:
    return html.P(
        "No incident or order that you may see names this person.", className="muted nothing"
    )


def legend(picture: Picture) -> list[Component]:
    """What is on the chart, with what each line shows and hides: visible / total."""
    totals = counts(picture)
    kinds = [(kind, kind_image(kind), PLURALS[kind]) for kind in KINDS if kind in totals]
    steps = [
        (f"severity-{step}", severity_image(step), name)
        for step, name in (*severity_names().items(), (0, "Not in the tables"))
        if f"severity-{step}" in totals
    ]
    return [
        _group("Entities", "kinds", kinds, totals),
        _group("Incidents by class", "steps", steps, totals),
        _marks(),
        _keys(),
    ]


def _group(
    title: str,
    name: str,
    lines: list[tuple[str, Component, str]],
    totals: dict[str, tuple[int, int]],
) -> Component:
    options = [
        {
            "label": html.Span(
                [
                    image,
                    html.Span(words, className="legend-words"),
                    html.Span(
                        shown_of(totals[key]),
                        id={"type": "count", "name": key},
                        className="legend-count",
                    ),
                ],
                className="legend-line",
            ),
            "value": key,
        }
        for key, image, words in lines
    ]
    return html.Fieldset(
        [
            html.Legend(title),
            dcc.Checklist(
                id={"type": "legend", "name": name},
                options=options,
                value=[key for key, _, _ in lines],
            ),
        ],
        hidden=not lines,
    )


def shown_of(numbers: tuple[int, int]) -> str:
    """`3/5`: visible of all."""
    return f"{numbers[0]}/{numbers[1]}"


def _marks() -> Component:
    rows = [("anchor", "This person"), ("suspect", "Suspect here"), ("victim", "Victim here")]
    return html.Div(
        [
            html.H3("People by role"),
            html.Ul(
                [html.Li([kind_image(kind), words]) for kind, words in rows],
                className="plain marks",
            ),
        ]
    )


def _keys() -> Component:
    rows = [("/", "Search"), ("F", "Fit"), ("T", "Table or network"), ("Esc", "Choose nothing")]
    return html.Div(
        [
            html.H3("Keys"),
            html.Dl(
                [html.Div([html.Dt(html.Kbd(key)), html.Dd(does)]) for key, does in rows],
                className="keys",
            ),
        ]
    )
