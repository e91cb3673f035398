"""The panel on the right: what is chosen, what it is linked to, and where it comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component
from pydantic import BaseModel

from dashboard.network.chart import Edge, Node, element_ref, label_of, link_ref
from dashboard.network.groups import GROUP, members
from dashboard.network.icons import kind_image, severity_image
from dashboard.routes import Asked, about, address, options
from dashboard.view import Desk, View
from dashboard.words import (
    ORDER_KINDS,
    born,
    capital,
    count,
    day,
    force,
    offence,
    outcome,
    role,
    severity,
    severity_names,
    when,
)
from graph.access.victim_safety import GUARDED
from graph.explore import answers as explore
from graph.explore.composition import Note, sides_of
from graph.model.fields import plain_fields
from graph.model.local_time import moment, until
from graph.model.record import Account, Address, Incident, Order, Phone, Vehicle
from graph.model.schema import NodeKey

LINKS_SHOWN = 40
MEMBERS_SHOWN = 60
PLACES_SHOWN = 6
CHOOSE = "Choose anything on the network or the timeline to see its records."
DECLARED: dict[str, type[BaseModel]] = {
    "Incident": Incident,
    "Order": Order,
    "Vehicle": Vehicle,
    "Account": Account,
    "Phone": Phone,
    "Address": Address,
}
"""Which part of the record says what the inspector shows of a node beside its title."""


def panel(desk: Desk, view: View, asked: Asked) -> list[Component | None]:
    """What stands in the panel for what the address bar names."""
    sides, suspects = sides_of(view.composition), view.chart.suspects
    for place, node in view.picture.nodes.items():
        if element_ref(place) == asked.on:
            if node.element.label == GROUP:
                return _group(view, node, asked)
            records = explore.sources(desk.session(), place, sides=sides, suspects=suspects)
            note = view.note(element_ref(place), desk.session().viewer)
            begins = place != view.place and _begins(desk, place)
            return _element(view, node, asked, records, note, begins=begins)
    for edge in view.picture.edges:
        for link in edge.links:
            if link_ref(link) == asked.on:
                records = explore.sources(desk.session(), link, sides=sides, suspects=suspects)
                return _link(view, replace(edge, links=_first(edge.links, link)), asked, records)
    return [*_begun_at(view), _withheld(view), html.P(CHOOSE, className="muted")]


def _first(links: Sequence[explore.Link], link: explore.Link) -> tuple[explore.Link, ...]:
    return (link, *(other for other in links if other != link))


def _begun_at(view: View) -> list[Component | None]:
    """Whom or what the chart was begun at."""
    if view.subject.person:
        return who(view.subject.person)
    element = next(node for node in view.chart.nodes if node.place == view.place)
    step = severity(element.props.get("offence_classes") or ())
    return [html.H2(view.subject.name), listed(facts_of(element, step))]


def _group(view: View, node: Node, asked: Asked) -> list[Component | None]:
    """Who or what is in a group, each a click away."""
    rows = [
        html.Li(
            [
                dcc.Link(html.Bdi(label_of(each)), href=about(each.place, _side(view))),
                html.Div(_short(each), className="muted"),
            ]
        )
        for each in members(node.element)[:MEMBERS_SHOWN]
    ]
    more = node.size - len(rows)
    return [
        html.H2(node.label),
        html.P("They are tied to the same others, or were put together.", className="muted"),
        html.Ul(rows, className="rows"),
        html.P(f"and {more:,} more: take the group apart to see them", className="muted")
        if more
        else None,
        html.H3("Linked to"),
        _links(view, node, asked),
    ]


def _short(element: explore.Element) -> str:
    if element.label != "Incident":
        return element.caption
    return f"{when(element.props)} · {force(element.props.get('force'))}"


def who(person: explore.Person) -> list[Component | None]:
    """Who somebody is, and where they are written."""
    others = person.element.props.get("other_names") or []
    forces = sorted({row["force"] for row in person.mentions})
    return [
        html.H2("Who this is"),
        listed(
            [
                ("Born", born(person.element.props).removeprefix("born ") or "not known"),
                ("Also known as", ", ".join(others) or "no other name"),
                ("Known to", ", ".join(force(name) for name in forces) or "no force"),
            ]
        ),
        html.H3(f"Written in {count(len(person.mentions), 'place')}"),
        html.Ul([_mention(row) for row in person.mentions[:60]], className="rows"),
        html.P(f"and {len(person.mentions) - 60} more", className="muted")
        if len(person.mentions) > 60
        else None,
    ]


def _withheld(view: View) -> Component | None:
    chart = view.chart
    if not chart.guarded:
        return None
    number = count(chart.withheld, "place or number is", "places and numbers are")
    return html.P(
        f"Seen from a suspect's side: {number} withheld to keep victims safe, and free text and"
        " map positions with them. Open the victim's own page to see those.",
        className="notice",
    )


def _mention(row: explore.Written) -> Component:
    written = " · ".join(
        part for part in (row["name"], row.get("birth_written") or row.get("birth")) if part
    )
    about = f"{force(row['force'])} {row['reference']} · {row['role'] or ''} · " + day(
        row["recorded_at"]
    )
    return html.Li([html.Div(written or "no name written"), html.Div(about, className="muted")])


def _begins(desk: Desk, place: NodeKey) -> bool:
    """Whether a chart may begin here: not at what only its own people's side may see."""
    return place[0] not in GUARDED or explore.heading(desk.session(), place) is not None


def _side(view: View) -> str:
    """The person at whom the chart was begun."""
    label, id_ = view.place
    return id_ if label == "Person" else ""


def _element(
    view: View,
    node: Node,
    asked: Asked,
    records: Sequence[explore.Source],
    note: Note | None,
    *,
    begins: bool,
) -> list[Component | None]:
    element = node.element
    return [
        _title(node),
        listed(facts_of(element, node.severity)),
        _note(note),
        dcc.Link("Open its page", href=about(element.place, _side(view)), className="button"),
        dcc.Link(
            "Begin a chart here",
            href=address("chart", label=element.label, id=element.id),
            className="button",
        )
        if begins
        else None,
        html.H3("Linked to"),
        _links(view, node, asked),
        *shown_sources(records),
    ]


def _note(note: Note | None) -> Component | None:
    """Somebody's words at this node."""
    if note is None:
        return None
    return html.Div(
        [html.P(note.text), html.Div(f"{note.who}, {day(note.at)}", className="muted")],
        className="notice",
    )


def _title(node: Node) -> Component:
    element = node.element
    if element.label == "Incident":
        picture = severity_image(node.severity, 40)
        title = offence(element.props.get("offence_classes") or ())
        below = f"Incident · {force(element.props.get('force'))} {element.name}"
    else:
        picture = kind_image(node.kind, 40)
        title, below = node.label, capital(element.caption)
        if element.label == "Order":
            below = f"Order · {element.name}"
        elif node.kind in ("victim", "suspect"):
            below = f"Person · {node.kind} on this chart"
    return html.Div(
        [picture, html.Div([html.H2(title), html.P(below, className="muted")])],
        className="title",
    )


def facts_of(element: explore.Element, step: int) -> list[tuple[str, str]]:
    """What is known of an element beside its title; `step` is how grave an incident is drawn."""
    props = element.props
    facts: list[tuple[str, str]] = []
    if element.label == "Person":
        facts.append(("Born", born(props).removeprefix("born ") or "not known"))
        facts.append(("Also known as", ", ".join(props.get("other_names") or [])))
    if element.label == "Incident":
        facts.append(("Occurred", when(props)))
        facts.append(("Recorded", moment(props.get("recorded_at"), props.get("zone"))))
        facts.append(("Recorded as", ", ".join(props.get("offence_classes") or [])))
        name = severity_names().get(step, "not in the tables")
        facts.append(("Class drawn as", f"{step or '–'} {name}"))
        facts.append(("Behaviour", ", ".join(props.get("behaviours") or [])))
        facts.append(("Cancelled", "yes" if props.get("cancelled") else ""))
    if element.label == "Order":
        kind = props.get("kind") or ""
        facts.append(("Kind", ORDER_KINDS.get(kind, kind)))
        facts.append(("Issued by", force(props.get("issuer"))))
        facts += [("Served", moment(props.get("served_at"))), ("From", moment(props.get("from")))]
        facts.append(("Until", until(props.get("until")) or "no end stated"))
    if element.label == "Organisation":
        facts.append(("Kind", props.get("kind") or ""))
    return [(name, value) for name, value in [*facts, *_declared(element)] if value]


def _declared(element: explore.Element) -> list[tuple[str, str]]:
    """The plain fields of the record that this element has, under the names that they declare."""
    part = DECLARED.get(element.label)
    fields = [field for field in (plain_fields(part).values() if part else ()) if field.label]
    values = {field.name: _plainly(element.props.get(field.name)) for field in fields}
    if "outcome" in values:
        values["outcome"] = outcome(values["outcome"])
    return [(field.label, values[field.name]) for field in fields]


def _plainly(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return moment(value) if isinstance(value, dt.datetime) else str(value or "")


def listed(facts: Sequence[tuple[str, str]]) -> Component | None:
    """Facts by their names; None when there are none."""
    if not facts:
        return None
    rows = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts]
    return html.Dl(rows, className="facts")


def _links(view: View, node: Node, asked: Asked) -> Component:
    by_key = {other.key: other for other in view.picture.nodes.values()}
    edges = [edge for edge in view.picture.edges if node.key in (edge.source, edge.target)]
    rows = []
    for edge in edges[:LINKS_SHOWN]:
        other = by_key[edge.target if edge.source == node.key else edge.source]
        rows.append(
            html.Li(
                [
                    dcc.Link(
                        other.label,
                        href=_here(asked, element_ref(other.element.place)),
                    ),
                    dcc.Link(edge.label, href=_here(asked, link_ref(edge.link)), className="muted"),
                ],
                className="pair",
            )
        )
    if len(edges) > LINKS_SHOWN:
        rows.append(html.Li(f"and {len(edges) - LINKS_SHOWN} more, in the table"))
    return html.Ul(rows, className="rows") if rows else html.P("Nothing.", className="muted")


def _here(asked: Asked, on: str) -> str:
    """This chart as it is, with something else chosen."""
    return address("chart", **asked.parts) + options({**asked.options, "on": (on,)})


def _link(
    view: View, edge: Edge, asked: Asked, records: Sequence[explore.Source]
) -> list[Component | None]:
    by_key = {node.key: node for node in view.picture.nodes.values()}
    start, end = by_key[edge.source], by_key[edge.target]
    others = [
        html.Li(dcc.Link(role(link.type, link.props), href=_here(asked, link_ref(link))))
        for link in edge.links[1:LINKS_SHOWN]
    ]
    seen = [("First seen", day(edge.link.props.get("first_seen")))]
    seen.append(("Last seen", day(edge.link.props.get("last_seen"))))
    ends = [
        html.Li(dcc.Link(node.label, href=_here(asked, element_ref(node.element.place))))
        for node in (start, end)
    ]
    return [
        html.Div(
            html.Div([html.H2(capital(edge.label)), html.P("Link", className="muted")]),
            className="title",
        ),
        html.Ul(ends, className="rows"),
        html.H3("Beside it") if others else None,
        html.Ul(others, className="rows") if others else None,
        listed([fact for fact in seen if fact[1]]),
        *shown_sources(records),
    ]


def shown_sources(records: Sequence[explore.Source]) -> list[Component | None]:
    """The records that something rests on, each with its grade, handling and place."""
    return [
        html.H3(f"Sources ({len(records)})"),
        html.Ul([_source(source) for source in records], className="sources")
        if records
        else html.P("No record that you may see supports this.", className="muted"),
    ]


def _conditions(source: explore.Source) -> str:
    """The conditions of handling, or that there are some, where their words may tell a place."""
    kept = "Its handling has conditions, which are not shown here: ask who holds it."
    return source.conditions or kept


def _source(source: explore.Source) -> Component:
    written = _written(source.content)
    return html.Li(
        [
            html.Div(
                [
                    html.Strong(f"{force(source.force)} {source.reference}"),
                    html.Span(source.grade or "not graded", className="grade", title="3x5x2 grade"),
                ],
                className="pair",
            ),
            html.Div(
                f"{source.classification} · handling {source.handling or 'not stated'}"
                f" · {source.kind} recorded {day(source.recorded_at)}",
                className="muted",
            ),
            html.Div(_conditions(source), className="muted") if source.conditional else None,
            html.Details(
                [html.Summary("What the record says"), listed(written)],
                open=len(written) <= 6,
            )
            if written
            else None,
            html.Div(_place(source), className="muted place"),
        ]
    )


def _place(source: explore.Source) -> str:
    """Which delivery, and which rows of its files: `crimes.csv:12`."""
    rows = ", ".join(source.places[:PLACES_SHOWN])
    more = len(source.places) - PLACES_SHOWN
    named = any(place.startswith(f"{source.file_name}:") for place in source.places)
    delivery = "" if named else source.file_name or "delivery not known"
    parts = (delivery, rows, f"and {more} more" if more > 0 else "")
    return ", ".join(part for part in parts if part)


def _written(content: dict[str, Any]) -> list[tuple[str, str]]:
    """The content of a record in lines, as far as it was given."""
    incident, order = content.get("incident") or {}, content.get("order") or {}
    occurred = incident.get("occurred") or {}
    lines = [
        ("Title", incident.get("title") or ""),
        ("Recorded as", ", ".join(incident.get("offence_classes") or ())),
        ("Occurred", _as_written(occurred)),
        ("Order", " ".join(str(order.get(name) or "") for name in ("kind", "status", "service"))),
        ("Conditions", order.get("conditions") or ""),
        ("Summary", incident.get("summary") or ""),
        ("Place", (incident.get("address") or {}).get("written") or ""),
    ]
    for party in content.get("parties") or ():
        name = (party.get("name") or {}).get("written") or "no name"
        lines.append((capital(", ".join(party.get("roles") or ("party",))), name))
    return [(name, str(value).strip()) for name, value in lines if str(value).strip()]


def _as_written(occurred: Mapping[str, Any]) -> str:
    """When it was, with the value that the force wrote beside it."""
    if not occurred:
        return ""
    said = when({**occurred, "occurred_from": occurred["start"], "occurred_to": occurred["end"]})
    written = occurred.get("written")
    return f"{said} (written {written})" if written else said
