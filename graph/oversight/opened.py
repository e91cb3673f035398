"""What a figure of oversight counts, opened: its incidents or orders, as any search shows them."""

from __future__ import annotations

import datetime as dt

from graph.access.session import Session
from graph.explore.chart import element
from graph.explore.filtered import MOST_FOUND, Findings, Found
from graph.model.reference import LONDON, reference
from graph.oversight.figures import MADE, SOUGHT, Oversight, Scope, order_kinds
from graph.queries import load

STATES = {
    "orders_sought": SOUGHT,
    "orders_made": MADE,
    "orders_interim": ("interim",),
    "orders_refused": ("refused",),
}
"""The statuses of the orders that a figure counts."""


def opened_figure(session: Session, whole: Oversight, name: str, scope: Scope) -> Findings:
    """The incidents or orders that a figure of a scope counts, the latest first; at most
    MOST_FOUND. AccessError when the viewer's role may not consult cases."""
    consultation = session.consult(
        "figure opened", figure=name, force=scope.force, year=scope.year, group=scope.group
    )
    most = MOST_FOUND + 1
    if name in STATES:
        tables = reference(dt.datetime.now(LONDON).date(), session.store.settings.corrections)
        kinds, states = order_kinds(tables), list(STATES[name])
        force, year = scope.force or None, scope.year or None
        rows = consultation.read(
            load("view/oversight/orders_of"),
            kinds=kinds, states=states, force=force, year=year, most=most,
        )  # fmt: skip
        ids = [row["id"] for row in rows]
        orders = consultation.read(load("ask/orders_sought"), ids=ids, limit=MOST_FOUND)
        found = [Found(element(row), tuple(row["people"])) for row in orders]
        return Findings("Order", tuple(found), len(ids) > MOST_FOUND)
    asked = whole.asked_of(name, scope)
    rows_ = consultation.read(load("view/oversight/incidents_of"), most=most, **asked)
    ids = [row["id"] for row in rows_]
    incidents = consultation.read(load("ask/incidents_sought"), ids=ids, limit=MOST_FOUND)
    found = [Found(element(row), tuple(row["people"])) for row in incidents]
    return Findings("Incident", tuple(found), len(ids) > MOST_FOUND)
