"""The panel beside a timeline: what is chosen, what flags say of it, and the rows behind it."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.inspector import shown_sources
from dashboard.routes import Asked, about
from dashboard.timeline.breaches import events_of
from dashboard.timeline.figure import address_of
from dashboard.timeline.notes import event_note, term_note
from dashboard.view import Desk
from dashboard.words import ORDER_KINDS, capital, count, offence, outcome
from dashboard.workspace.case import Case
from graph.explore import answers as explore

CHOOSE = "Choose a mark or a bar, or a line of the list, to see its records."


def chosen(desk: Desk, case: Case, asked: Asked) -> list[Component | None]:
    """What stands in the panel for what the address names."""
    label, _, id_ = asked.on.partition("/")
    if not id_:
        return [html.H2("Records"), html.P(CHOOSE, className="muted")]
    person = asked.place[1]
    if label == "Contact":
        records = explore.contact_sources(desk.session(), person, id_)
    else:
        records = explore.sources(desk.session(), (label, id_), person)
    told = _order(case, id_) if label == "Order" else _event(case, asked)
    page = None
    if told and label != "Contact":
        page = dcc.Link("Open its page", href=about((label, id_)), className="button")
    return [*told, page, *shown_sources(records)]


def _order(case: Case, id_: str) -> list[Component | None]:
    for term in case.timeline.terms:
        if term.id == id_:
            kind = term.props.get("kind") or "Order"
            return [html.H2(ORDER_KINDS.get(kind, kind)), *_lines(term_note(term))]
    return []


def _event(case: Case, asked: Asked) -> list[Component | None]:
    for lane in case.lanes("victim"):
        for event in lane.events:
            if address_of(event) == asked.on:
                classes = event.props.get("offence_classes") or ()
                title = event.props.get("contact") or offence(classes)
                lines = _lines(event_note(event, lane, lane.verdicts.get(event.id, "")))
                return [html.H2(capital(title)), *lines, *_counted(case, event)]
    return []


def _counted(case: Case, event: explore.Event) -> list[Component | None]:
    """How it was closed, and the flags that count it."""
    flags = [flag for flag in case.flags if event.id in events_of(flag)]
    closed = event.props.get("outcome")
    return [
        html.P(f"Outcome: {outcome(closed)}", className="muted") if closed else None,
        html.H3(f"Counted by {count(len(flags), 'flag')}") if flags else None,
        html.Ul([html.Li(flag.sentence) for flag in flags], className="rows") if flags else None,
    ]


def _lines(note: str) -> list[Component]:
    return [html.P(part) for part in note.split(" · ")]
