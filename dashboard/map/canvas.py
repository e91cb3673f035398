"""The canvas of a map: points in kilometres, which dashboard/assets/map.js draws, and a table.

There are no tiles and nothing is fetched: a grid of kilometres, the marks, and the names of places.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.aria import aria, data
from dashboard.routes import about
from dashboard.tables import table_of
from dashboard.text import name, plain
from dashboard.words import count, force, offence, when
from graph.explore.spots import EARTH_KM, Spot, Spots

KM_A_DEGREE = math.radians(EARTH_KM)
MOST_ROWS = 300
LINE_MOST = 60
"""Incidents up to which a line leads from each to the next."""
UNPLACED = "No coordinates were delivered for what is shown here."
GIVES_AWAY = (
    "Where these happened would tell where somebody harmed can be found. It is on the page of whom"
    " they were done to."
)


@dataclass(frozen=True, slots=True)
class Mark:
    """An incident on the map."""

    id: str
    props: Mapping[str, Any]
    spot: Spot

    @property
    def at(self) -> dt.datetime:
        """When it began, or was recorded."""
        at = self.props.get("occurred_from") or self.props.get("recorded_at")
        return at if isinstance(at, dt.datetime) else dt.datetime.min.replace(tzinfo=dt.UTC)

    @property
    def place(self) -> str:
        """`Ashmere, EV3`: the locality and the postcode's district."""
        district = self.spot.postcode.partition(" ")[0]
        return plain(", ".join(filter(None, (self.spot.locality, district))))


def drawn(
    incidents: Mapping[str, Mapping[str, Any]], spots: Spots, *, moves: bool = False
) -> list[Component]:
    """The map of incidents by id, and what it leaves out; `moves` leads from each to the next."""
    marks = sorted(
        (Mark(id_, incidents[id_], spot) for id_, spot in spots.by_incident.items()),
        key=lambda mark: (mark.at, mark.id),
    )
    said = html.P(_said(marks, spots), className="map-said", role="status")
    if not marks:
        why = GIVES_AWAY if spots.withheld else UNPLACED
        nothing = html.Div([html.H2("Nothing to show on a map"), html.P(why)], className="empty")
        return [said, nothing]
    canvas = html.Div(
        className="map",
        tabIndex=0,
        role="application",
        **aria(
            label="Map: Tab goes from mark to mark, arrows move it, plus and minus zoom; the same"
            " stands in the table"
        ),
        **data(
            points=json.dumps(_points(marks)),
            moves="1" if moves and len(marks) <= LINE_MOST else "",
        ),
    )
    return [said, html.Div([canvas, _table(marks, moves=moves)], className="map-split")]


def _said(marks: Sequence[Mark], spots: Spots) -> str:
    parts = []
    if marks:
        places = len({(mark.spot.latitude, mark.spot.longitude) for mark in marks})
        parts.append(f"{count(len(marks), 'incident')} at {count(places, 'place')}")
        if places > 1:
            parts.append(f"{far(spots.widest)} from end to end")
    if spots.withheld:
        parts.append(f"{spots.withheld:,} withheld to keep victims safe")
    if spots.unplaced:
        parts.append(f"{spots.unplaced:,} without a place")
    return f"{'; '.join(parts)}." if parts else "No incidents."


def far(km: float) -> str:
    """`350 m`, `4.2 km`, `117 km`."""
    if km < 1:
        return f"{round(km * 1000, -1):.0f} m"
    return f"{km:.1f} km" if km < 10 else f"{km:,.0f} km"


def _points(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """Kilometres east and south of the middle; the width of a degree is that of the middle."""
    north = sum(mark.spot.latitude for mark in marks) / len(marks)
    east = sum(mark.spot.longitude for mark in marks) / len(marks)
    narrow = math.cos(math.radians(north)) * KM_A_DEGREE
    return [
        {
            "x": round((mark.spot.longitude - east) * narrow, 4),
            "y": round((north - mark.spot.latitude) * KM_A_DEGREE, 4),
            "when": when(mark.props),
            "what": plain(offence(mark.props.get("offence_classes") or ())),
            "force": force(mark.props.get("force")),
            "place": mark.place,
            "href": about(("Incident", mark.id)),
        }
        for mark in marks
    ]


def _table(marks: Sequence[Mark], *, moves: bool) -> Component:
    heads = ("", "When", "What", "Where", *(("From the one before",) if moves else ()))
    rows = []
    for number, mark in enumerate(marks[:MOST_ROWS]):
        step = marks[number - 1].spot.km_to(mark.spot) if number else None
        link = dcc.Link(
            offence(mark.props.get("offence_classes") or ()), href=about(("Incident", mark.id))
        )
        cells = (
            str(number + 1),
            when(mark.props),
            html.Div([link, html.Div(force(mark.props.get("force")), className="muted")]),
            name(mark.place or "place not named"),
            "" if step is None else far(step) if step >= 0.01 else "same place",
        )[: len(heads)]
        rows.append(html.Tr([html.Td(cell) for cell in cells], **data(point=str(number))))
    more = len(marks) - MOST_ROWS
    return html.Div(
        [
            table_of(heads, rows, caption="Incidents"),
            html.P(f"and {more:,} more, on the map alone", className="muted") if more > 0 else None,
        ],
        className="map-list",
        tabIndex=0,
    )
