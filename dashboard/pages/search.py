"""What the search box found."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.network.chart import label_of
from dashboard.network.icons import kind_image, severity_image
from dashboard.page import Page, Shown
from dashboard.routes import Asked, about, address
from dashboard.view import Desk
from dashboard.words import born, count, day, force, role, severity
from graph.explore import answers as explore
from graph.queries.rows import ViewRoles

FORCES_SHOWN = 3


def show(desk: Desk, asked: Asked, _theme: str) -> Shown:
    """The hits, best first."""
    text = asked.one("q")
    hits = explore.search(desk.session(), text)
    level = max((int(hit.element.props.get("level") or 0) for hit in hits), default=0)
    shown = [html.Ol([_hit(hit) for hit in hits], className="queue")] if hits else [_empty(text)]
    title = f"Search: {text}" if text.strip() else "Search"
    return Shown(
        html.Main(
            [
                html.H1(title),
                html.P(_summary(len(hits)), className="lead"),
                *shown,
            ],
            id="main",
            className="page",
        ),
        level,
        title,
    )


def _summary(hits: int) -> str:
    if hits >= explore.MOST_HITS:
        return f"The first {hits} hits: more of the name or number finds fewer."
    return count(hits, "hit") if hits else ""


def _hit(hit: explore.Hit) -> Component:
    element = hit.element
    title = label_of(element)
    heading = dcc.Link(title, href=about(element.place), className="card-title")
    facts = [element.caption, born(element.props), f"matched by {hit.matched}"]
    others = element.props.get("other_names") or []
    return html.Li(
        [
            severity_image(severity(element.props.get("offence_classes") or ()), 32)
            if element.label == "Incident"
            else kind_image(element.label, 32),
            html.Div(
                [
                    html.H2(heading),
                    html.P(" · ".join(part for part in facts if part), className="muted"),
                    html.P(f"Also known as {', '.join(others[:5])}") if others else None,
                    _roles(hit.roles),
                    _people(hit),
                ]
            ),
        ],
        className="card card-hit",
    )


def _roles(roles: Sequence[ViewRoles]) -> Component | None:
    if not roles:
        return None
    parts = []
    for row in roles:
        forces = ", ".join(force(name) for name in sorted(row["forces"])[:FORCES_SHOWN])
        last = f", last {day(row['last'])}" if row["last"] else ""
        words = f"{role(row['role'])} in {count(row['incidents'], 'incident')}"
        parts.append(html.Li(f"{words} ({forces}{last})"))
    return html.Ul(parts, className="plain")


def _people(hit: explore.Hit) -> Component | None:
    if not hit.people:
        return None
    rows = [
        html.Li(
            [
                dcc.Link(row["name"] or "Name not known", href=address("person", id=row["person"])),
                html.Span(f" {role(row['role'])}", className="muted"),
            ]
        )
        for row in hit.people
    ]
    more = hit.people_total - len(hit.people)
    if more > 0:
        rows.append(html.Li(f"and {more} more", className="muted"))
    return html.Ul(rows, className="plain")


def _empty(text: str) -> Component:
    if not text.strip():
        return html.Div(
            html.P(
                "Type a name, telephone number, registration mark, account, address or"
                " reference in the box above."
            ),
            className="empty",
        )
    return html.Div(
        [
            html.H2("Nothing found"),
            html.P(
                "No name, number, mark, account, address or reference that you may see is like"
                " this. Try fewer words, the surname alone, or a number without its prefix."
            ),
        ],
        className="empty",
    )


PAGE = Page("search", show, keys=("q",))
