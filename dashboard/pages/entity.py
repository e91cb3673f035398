"""The page of a thing, a place, an incident or an order: what a flag about no person opens on."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.frame import message, to_the_flags
from dashboard.inspector import facts_of, listed, shown_sources
from dashboard.network.chart import label_of
from dashboard.network.icons import kind_image, severity_image
from dashboard.page import Page, Shown
from dashboard.routes import Asked, about, address
from dashboard.view import Desk
from dashboard.words import capital, count, force, role, severity, when
from graph.explore import answers as explore

OF_ORDERS = {"SUBJECT_OF": "bound by it", "PROTECTS": "protected by it"}
"""How a person stands to an order, said from the order's page."""


def show(desk: Desk, asked: Asked, _theme: str) -> Shown:
    """All of it."""
    session, side = desk.session(), asked.one("side")
    entity = explore.entity(session, asked.place, side or None)
    if entity is None:
        return Shown(_nothing(), 0, "Nothing here")
    element = entity.element
    main = html.Main(
        [
            html.Div([_icon(element), html.H1(label_of(element))], className="title"),
            html.P(_below(element), className="lead"),
            # A place that only its own people's side may see begins no chart: that has no side.
            html.Div(_chart(element), className="ways")
            if not side or explore.heading(session, asked.place)
            else None,
            listed(facts_of(element, severity(element.props.get("offence_classes") or ()))),
            *_tied(entity),
            *_elsewhere(element),
            *_flags(entity),
            *_events(entity),
            *_linked(entity),
            _withheld(entity),
            *shown_sources(entity.sources),
        ],
        id="main",
        className="page",
    )
    return Shown(main, entity.level, label_of(element))


def _chart(element: explore.Element) -> Component:
    href = address("chart", label=element.label, id=element.id)
    return dcc.Link("Chart", href=href, className="button")


def _icon(element: explore.Element) -> Component:
    if element.label == "Incident":
        return severity_image(severity(element.props.get("offence_classes") or ()), 40)
    return kind_image(element.label, 40)


def _below(element: explore.Element) -> str:
    if element.label == "Incident":
        return f"Incident · {force(element.props.get('force'))} · {when(element.props)}"
    return capital(element.caption)


def _tied(entity: explore.Entity) -> list[Component]:
    """Whose it is, as far as that tells no victim's whereabouts."""
    if not entity.tied:
        return []
    rows = [_person(each, link) for each, link in entity.tied]
    return [html.H2("Who is tied to it"), html.Ul(rows, className="plain")]


def _elsewhere(element: explore.Element) -> list[Component]:
    """Of an incident the ways to others in which the same was done or recorded, in any force."""
    if element.label != "Incident":
        return []
    props = element.props
    done = [(each, {"behaviour": each}) for each in props.get("behaviours") or ()]
    classes = [each for each in props.get("offence_classes") or () if severity((each,))]
    done += [(f"recorded as {each}", {"class": each}) for each in classes]
    links = [dcc.Link(words, href=address("search", **given)) for words, given in done]
    return [html.H2("The same in all forces"), html.Div(links, className="ways")] if links else []


def _flags(entity: explore.Entity) -> list[Component]:
    rows = [
        html.Li([html.H3(flag.sentence), html.P(flag.explanation), html.P(flag.against)])
        for flag in entity.flags
    ]
    if not rows:
        return [html.H2("Flags"), html.P("No flag is about this.", className="muted")]
    return [html.H2(f"Flags ({len(rows)})"), html.Ul(rows, className="plain")]


def _events(entity: explore.Entity) -> list[Component]:
    if entity.element.id in entity.named:
        return [html.H2("People named"), _people(entity, entity.element.id)]
    rows = [
        html.Li(
            [
                dcc.Link(label_of(event), href=about(event.place)),
                html.Span(f" {when(event.props)}" if event.label == "Incident" else ""),
                _people(entity, event.id),
            ]
        )
        for event in entity.events
    ]
    nothing = html.P("No incident that you may see names this.", className="muted")
    return [
        html.H2(f"Incidents and orders ({len(rows)})"),
        html.Ul(rows, className="rows") if rows else nothing,
    ]


def _people(entity: explore.Entity, event: str) -> Component:
    rows = [_person(person, link) for person, link in entity.named[event]]
    return (
        html.Ul(rows, className="plain") if rows else html.P("Nobody is named.", className="muted")
    )


def _person(person: explore.Element, link: explore.Link) -> Component:
    return html.Li(
        [
            dcc.Link(label_of(person), href=about(person.place)),
            html.Span(
                f" {OF_ORDERS.get(link.type) or role(link.type, link.props)}", className="muted"
            ),
        ]
    )


def _linked(entity: explore.Entity) -> list[Component]:
    rows = [
        html.Li(
            [
                dcc.Link(label_of(other), href=about(other.place)),
                html.Span(f" {other.caption}", className="muted"),
            ]
        )
        for other in entity.linked
    ]
    return [html.H2("Linked to"), html.Ul(rows, className="plain")] if rows else []


def _withheld(entity: explore.Entity) -> Component | None:
    if not entity.withheld:
        return None
    number = count(entity.withheld, "place or number is", "places and numbers are")
    return html.P(
        f"Seen from a suspect's side: {number} withheld to keep victims safe.", className="notice"
    )


def _nothing() -> Component:
    return message(
        "Nothing here",
        html.P(
            "There is no such account, number, place, incident or order that you may"
            " see. It may have been withdrawn: search for its number or reference. Where a"
            " victim lives or can be reached is only on the victim's own page."
        ),
        to_the_flags(),
    )


PAGE = Page("entity", show, keys=("side",))
