"""What belongs to a person, who is around them, and what happened, as lists."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.network.chart import label_of
from dashboard.routes import about, address
from dashboard.words import PLURALS, count, force, offence, role, when
from graph.explore import answers as explore
from graph.explore.surroundings import Surrounding, Tie

OWN = ("Phone", "Account", "Vehicle", "Address", "Organisation")
PEOPLE_SHOWN, TIES_SHOWN, EVENTS_SHOWN = 30, 4, 200
GAP_DAYS = 28
"""A pause of so many days stands between two events of a chronology as a line of its own."""


def belongings(chart: explore.Chart, person: str) -> list[Component]:
    """Contact points, places and orders that are the person's own, by kind."""
    here = ("Person", person)
    nodes = {node.place: node for node in chart.nodes}
    rows: dict[str, dict[tuple[str, str], Component]] = {}
    for link in chart.links:
        if here not in (link.start, link.end):
            continue
        there = link.end if link.start == here else link.start
        if there[0] in (*OWN, "Order") and there in nodes:
            rows.setdefault(there[0], {}).setdefault(there, _own(nodes[there], link, person))
    parts: list[Component] = [
        html.Div([html.H3(PLURALS[label]), html.Ul(list(rows[label].values()), className="plain")])
        for label in (*OWN, "Order")
        if label in rows
    ]
    return parts or [html.P("No contact point, place or order is known.", className="muted")]


def _own(node: explore.Element, link: explore.Link, whose: str) -> Component:
    return html.Li(
        [
            dcc.Link(label_of(node), href=about(node.place, whose)),
            html.Span(f" {role(link.type, link.props)}", className="muted"),
        ]
    )


def people(found: Sequence[Surrounding], whose: str) -> list[Component]:
    """The people around somebody, with the ties to each: what fewest people share first."""
    if not found:
        return [html.P("Nobody that you may see is tied to this person.", className="muted")]
    more = len(found) - PEOPLE_SHOWN
    rows = [_person(it, whose) for it in found[:PEOPLE_SHOWN]]
    last = [html.P(f"and {more} more, on the chart", className="muted")] if more > 0 else []
    return [html.Ul(rows, className="rows"), *last]


def _person(it: Surrounding, whose: str) -> Component:
    ties = [html.Li(_tie(tie, whose)) for tie in it.ties[:TIES_SHOWN]]
    more = len(it.ties) - TIES_SHOWN
    if more > 0:
        ties.append(html.Li(f"and {more} more", className="muted"))
    return html.Li(
        [
            dcc.Link(label_of(it.person), href=about(it.person.place)),
            html.Ul(ties, className="plain"),
        ]
    )


def _tie(tie: Tie, whose: str) -> list[Component | str]:
    words = " and ".join(dict.fromkeys(role(link.type, link.props) for link in tie.links))
    if tie.through is None:
        return [words]
    rare = f", as {tie.people} people are" if tie.people > 2 else ""
    href = about(tie.through.place, whose)
    return [words, ": ", dcc.Link(label_of(tie.through), href=href), rare]


def chronology(events: Sequence[explore.Event], person: str) -> list[Component]:
    """What happened, the last first, with the pauses between."""
    if not events:
        return [html.P("No incident that you may see names this person.", className="muted")]
    shown = sorted(events, key=_at, reverse=True)[:EVENTS_SHOWN]
    rows: list[Component] = [_event(shown[0], person)]
    for later, event in itertools.pairwise(shown):
        if (pause := (_at(later) - _at(event)).days) >= GAP_DAYS:
            rows.append(html.Li(f"{count(pause, 'day')} between", className="pause muted"))
        rows.append(_event(event, person))
    more = len(events) - len(shown)
    last = [html.P(f"and {more} earlier, on the timeline", className="muted")] if more > 0 else []
    return [html.Ol(rows, className="rows chronology"), *last]


def _event(event: explore.Event, person: str) -> Component:
    props = event.props
    title = offence(props.get("offence_classes") or ())
    behaviours = ", ".join(props.get("behaviours") or [])
    facts = (force(props.get("force")), str(props.get("reference") or ""), behaviours)
    return html.Li(
        [
            html.Time(when(props), className="when"),
            html.Div(
                [
                    dcc.Link(title, href=about(("Incident", event.id))),
                    html.Span(f" {_roles(event)}", className="muted"),
                    html.Div(" · ".join(fact for fact in facts if fact), className="muted"),
                    html.Div(_others(event, person)),
                ]
            ),
        ],
        className="event",
    )


def _roles(event: explore.Event) -> str:
    doubt = {"attribution": event.attribution} if event.attribution else {}
    return ", ".join(role(kind, doubt if kind == "SUSPECT_IN" else None) for kind in event.roles)


def _others(event: explore.Event, person: str) -> list[Component | str]:
    links: Iterable[Component] = (
        html.Span(
            [
                dcc.Link(
                    other.get("name") or "name not known", href=address("person", id=other["id"])
                ),
                f" ({role(other['role'])})",
            ]
        )
        for other in event.others
        if other["id"] != person
    )
    parts: list[Component | str] = []
    for link in links:
        parts += [", ", link] if parts else [link]
    return parts


def _at(event: explore.Event) -> dt.datetime:
    at = event.props.get("occurred_from") or event.props.get("recorded_at")
    return at if isinstance(at, dt.datetime) else dt.datetime.min.replace(tzinfo=dt.UTC)
