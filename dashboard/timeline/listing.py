"""The same as the picture, as a list: every event and order that is in sight, each with its row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.network.chart import element_ref
from dashboard.routes import Asked, address
from dashboard.tables import table_of
from dashboard.timeline.breaks import breaks
from dashboard.timeline.figure import address_of
from dashboard.timeline.lanes import Lane, binds
from dashboard.timeline.marks import Span, moment
from dashboard.timeline.notes import event_note, term_name, term_note
from dashboard.words import capital, count, when
from graph.explore.answers import Event, Term

MOST_ROWS = 300
COMPARES = "Counts before and after do not compare."
HEADS = ("When", "What", "Lane", "Verdict")


def listing(lanes: Sequence[Lane], span: Span, asked: Asked) -> Component:
    """A table of the events in sight, oldest first, and of the orders."""
    events = sorted(_events(lanes, span), key=lambda pair: (moment(pair[1]), pair[1].id))
    rows = [_event_row(lane, event, asked) for lane, event in events[:MOST_ROWS]]
    terms = {term.id: term for lane in lanes for term in lane.terms}
    left = len(events) - len(rows)
    return html.Div(
        [
            html.H2(f"In sight: {count(len(events), 'event')}, {count(len(terms), 'order')}"),
            *(html.P(f"{each.said} {COMPARES}", className="muted") for each in breaks(span)),
            table_of(HEADS, rows, caption="Events")
            if rows
            else html.P("Nothing happened in this stretch."),
            html.P(f"and {left:,} more: zoom in to see them", className="muted") if left else None,
            table_of(
                ("Order", "Says", "Binds"),
                [_order_row(t, asked) for t in terms.values()],
                caption="Orders",
            )
            if terms
            else None,
        ]
    )


def _events(lanes: Sequence[Lane], span: Span) -> Iterator[tuple[Lane, Event]]:
    """Each event once, with the first lane that it stands in."""
    seen: set[str] = set()
    for lane in lanes:
        for event in lane.events:
            at = moment(event)
            if event.id not in seen and at and span[0] <= at <= span[1]:
                seen.add(event.id)
                yield lane, event


def _event_row(lane: Lane, event: Event, asked: Asked) -> Component:
    verdict = lane.verdicts.get(event.id, "")
    said, _, rest = event_note(event, lane).partition(" · ")
    shown = said if event.props.get("contact") else when(event.props)
    cells = [
        html.Td(_choice(asked, address_of(event), shown)),
        html.Td(rest),
        html.Td(html.Bdi(lane.title)),
        html.Td(html.Strong(capital(verdict), className="verdict") if verdict else ""),
    ]
    return html.Tr(cells, className="chosen" if asked.on == address_of(event) else "")


def _order_row(term: Term, asked: Asked) -> Component:
    name = _choice(asked, element_ref(("Order", term.id)), term_name(term))
    cells = [html.Td(name), html.Td(term_note(term)), html.Td("yes" if binds(term) else "no")]
    return html.Tr(cells)


def _choice(asked: Asked, on: str, words: str) -> Component:
    kept = {name: asked.one(name) for name in ("lanes", "known")}
    return dcc.Link(words, href=address("timeline", **asked.parts, **kept, on=on))
