"""The rail: what is on the chart, each line a filter with visible / total; marks and keys."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.aria import data
from dashboard.network.chart import Picture, counts
from dashboard.network.filters import Filters, hidden_keys
from dashboard.network.icons import kind_image, severity_image
from dashboard.words import PLURALS, capital, force, grade, severity_names

KINDS = ("Person", "Address", "Phone", "Account", "Vehicle", "Organisation", "Order")
ROLES = {"role-suspect": "Suspects", "role-victim": "Victims"}
MOST_LINES = 14
Line = tuple[str, Component | None, str]
"""A line's name, picture and words."""
KEYS = (
    ("Click", "Inspect; with Shift: choose several"),
    ("Double-click, E", "Open what it is tied to"),
    ("Right-click, M", "Everything that can be done"),
    ("Arrows", "From mark to mark, once Tab reached the chart"),
    ("Enter", "Inspect the ringed mark; space: pick it, too"),
    ("+ and -", "Nearer, farther"),
    ("Shift + drag", "Choose all in a box"),
    ("L, drag", "Choose all within a line"),
    ("C", "Collapse what hangs on it"),
    ("H", "Hide"),
    ("P", "Pin, or let go"),
    ("G", "Group, or take apart"),
    ("N", "Note"),
    ("Ctrl+Z", "Undo; with Shift: redo"),
    ("F", "Fit"),
    ("T", "Chart, both or table"),
    ("I", "As each force saw it"),
    ("[ and ]", "Legend and panel, away or back"),
    ("/", "Search"),
    ("Esc", "Choose nothing"),
)


def legend(picture: Picture, filters: Filters) -> list[Component]:
    """All of the rail."""
    totals = counts(picture, hidden_keys(picture, filters))
    kinds = [(kind, kind_image(kind), PLURALS[kind]) for kind in KINDS if kind in totals]
    roles = [
        (name, kind_image(name.partition("-")[2]), words)
        for name, words in ROLES.items()
        if name in totals
    ]
    steps = [
        (f"severity-{step}", severity_image(step), name)
        for step, name in (*severity_names().items(), (0, "Not in the tables"))
        if f"severity-{step}" in totals
    ]
    groups: list[tuple[str, str, Sequence[Line]]] = [
        ("Entities", "kinds", kinds),
        ("People by role", "roles", roles),
        ("Incidents by class", "steps", steps),
        ("Incidents and orders by force", "forces", _lines(totals, "force-")),
        ("Behaviour", "behaviours", _lines(totals, "behaviour-")),
        ("Grade: source, information", "grades", _grades(totals)),
    ]
    return [
        *(_group(title, name, lines, totals, filters) for title, name, lines in groups),
        _times(filters),
        _keys(),
    ]


def _lines(totals: dict[str, tuple[int, int]], prefix: str) -> list[Line]:
    """The lines of one kind, those with the most first."""
    names = sorted(
        (name for name in totals if name.startswith(prefix)), key=lambda n: (-totals[n][1], n)
    )
    return [(name, None, capital(force(name.removeprefix(prefix)))) for name in names[:MOST_LINES]]


def _grades(totals: dict[str, tuple[int, int]]) -> list[Line]:
    """The grades that there are, the most trusted first."""
    names = sorted(name for name in totals if name.startswith("grade-"))
    return [(name, None, grade(name.removeprefix("grade-"))) for name in names]


def _group(
    title: str,
    name: str,
    lines: Sequence[Line],
    totals: dict[str, tuple[int, int]],
    filters: Filters,
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
                value=[key for key, _, _ in lines if key not in filters.names],
            ),
        ],
        hidden=not lines,
    )


def shown_of(numbers: tuple[int, int]) -> str:
    """`3/5`: visible of all."""
    return f"{numbers[0]}/{numbers[1]}"


def _times(filters: Filters) -> Component:
    """From and until which day incidents are shown; the script makes the fields of it."""
    since = filters.since.isoformat() if filters.since else ""
    until = filters.until.isoformat() if filters.until else ""
    return html.Div(
        [
            html.H3("Time"),
            html.Div(className="days", **data(since=since, until=until)),
        ]
    )


def _keys() -> Component:
    rows = [html.Div([html.Dt(html.Kbd(key)), html.Dd(does)]) for key, does in KEYS]
    return html.Div([html.H3("Keys"), html.Dl(rows, className="keys")])
