"""The filters of a search as a form, whose answer is the same page at another address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.routes import Asked, address
from dashboard.words import capital
from graph.explore.filters import FILTERS, IN_INCIDENTS, IN_ORDERS, KM, TEXT_MOST
from graph.model.reference import LONDON, reference

Options = Sequence[tuple[str, str]]
KIND_TITLES = (("incident", "Incidents"), ("person", "People"), ("order", "Orders"))
IN_WORDS = {"bound": "Bound by an order", "protected": "Protected by an order"}
HINTS = {
    "from": ("From (day)", "2026-11-01"),
    "to": ("To (day)", "2026-11-27"),
    "place": ("Near", "EV3 1AA or 52.41, -1.51"),
    "km": ("Within km", f"{KM:g}"),
    "words": ("Words of the text", "van, note, petrol"),
}


def given_by(asked: Asked) -> dict[str, str]:
    """The filters of an address that hold something."""
    texts = {name: asked.one(name).strip()[:TEXT_MOST] for name in FILTERS}
    return {name: text for name, text in texts.items() if text}


def said_of(given: Mapping[str, str]) -> str:
    """The filters in a few words, as they were given."""
    kind = dict(KIND_TITLES).get(given.get("kind", "incident"), "")
    rest = [f"{name} {value}" for name, value in given.items() if name != "kind"]
    return ", ".join([kind, *rest]) if given else ""


def form(text: str, given: Mapping[str, str], corrections: Path | None) -> Component:
    """The boxes, with what is given in them; open when anything is."""
    choices = _choices(corrections)
    fields: list[Component] = [
        _select("kind", "Find", KIND_TITLES, given),
        _select("behaviour", "Behaviour", choices["behaviour"], given, "Any"),
        _select("class", "Offence", choices["class"], given, "Any"),
        _select("force", "Force", choices["force"], given, "Any"),
        _box("from", given),
        _box("to", given),
        _select("role", "Role", choices["role"], given, "Any"),
        _select("order", "Kind of order", choices["order"], given, "Any"),
        _box("place", given),
        _box("km", given),
        _box("words", given),
    ]
    used = len(set(given) - {"kind", "km"})
    said = f"Filters: {used} in use" if used else "Filters"
    return html.Details(
        [
            html.Summary(said),
            html.Form(
                [
                    # What stands in the box of the head stays asked for.
                    dcc.Input(name="q", value=text, type="hidden"),
                    *fields,
                    html.Div(
                        [
                            html.Button("Search", type="submit", className="button"),
                            dcc.Link("Clear", href=address("search", q=text)),
                        ],
                        className="sought-end",
                    ),
                ],
                action=address("search"),
                method="get",
                className="filters sought",
            ),
        ],
        open=bool(given) or not text,
        className="sought-in",
    )


def _choices(corrections: Path | None) -> dict[str, Options]:
    tables = reference(dt.datetime.now(LONDON).date(), corrections)
    groups = sorted({str(row["group"]) for row in tables["offences"].values()})
    roles = (*IN_INCIDENTS, *IN_ORDERS)
    return {
        "behaviour": _titled(tables["behaviours"]),
        "class": [
            *((group, f"All of {group}") for group in groups),
            *((code, f"{title} ({code})") for code, title in _titled(tables["offences"])),
        ],
        "force": _titled(tables["forces"]),
        "role": [(role, IN_WORDS.get(role, capital(role))) for role in roles],
        "order": _titled(tables["orders"]),
    }


def _titled(table: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Each code with its title, by the title."""
    titled = ((code, capital(str(row.get("title") or code))) for code, row in table.items())
    return sorted(titled, key=lambda each: each[1].casefold())


def _select(
    name: str, title: str, options: Options, given: Mapping[str, str], none: str = ""
) -> Component:
    chosen = given.get(name, "")
    # Whatever the address holds stays in view, also what no table has.
    if chosen and chosen not in dict(options):
        options = [*options, (chosen, chosen)]
    if none:
        options = [("", none), *options]
    return html.Label(
        [
            html.Span(title, className="muted"),
            html.Select(
                [html.Option(said, value=code, selected=code == chosen) for code, said in options],
                id=f"sought-{name}",
                name=name,
            ),
        ]
    )


def _box(name: str, given: Mapping[str, str]) -> Component:
    title, hint = HINTS[name]
    return html.Label(
        [
            html.Span(title, className="muted"),
            dcc.Input(id=f"sought-{name}", name=name, value=given.get(name), placeholder=hint),
        ]
    )
