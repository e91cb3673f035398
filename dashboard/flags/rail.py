"""The filters beside the queue: each value with the number of flags that it would leave."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.aria import aria
from dashboard.flags.asked import only
from dashboard.words import capital, force
from graph.explore.queue import DUE, STATES, Queue

TITLES = {
    "state": "State",
    "due": "Due",
    "rule": "Rule",
    "owner": "With",
    "force": "Evidence from",
}
NAMES = {
    "waiting": "Wants an answer",
    "note": "Notes",
    "soon": "Within a week",
    "none": "No day",
    "": "Nobody",
}


def rail(queue: Queue) -> list[Component]:
    """One group of links a facet; the chosen value is marked, and its link leaves it again."""
    groups = [_group(queue, facet) for facet in TITLES]
    return [group for group in [_new(queue), *groups] if group is not None]


def rule_name(rule: str) -> str:
    """A rule in words: `Course of conduct`."""
    return capital(rule.replace("_", " "))


def _new(queue: Queue) -> Component | None:
    if queue.since is None:
        return None
    fresh = queue.counts["new"].get("visit", 0)
    chosen = queue.wanted.new == "visit"
    href = only(queue.wanted, "new", "" if chosen else "visit")
    return html.Div([html.H2("Since you were here"), _link("New or changed", fresh, href, chosen)])


def _group(queue: Queue, facet: str) -> Component | None:
    counts = queue.counts[facet]
    now = getattr(queue.wanted, facet)
    values = {"state": tuple(STATES), "due": DUE}.get(facet) or tuple(v for v in counts if v)
    links = [
        _link(
            _name(facet, value),
            counts.get(value, 0),
            only(queue.wanted, facet, "" if value == now and facet != "state" else value),
            value == now,
        )
        for value in values
        if counts.get(value) or value == now
    ]
    if not links:
        return None
    return html.Div([html.H2(TITLES[facet]), html.Ul([html.Li(link) for link in links])])


def _name(facet: str, value: str) -> str:
    if facet == "rule":
        return rule_name(value)
    if facet in ("owner", "force"):
        return force(value)
    return NAMES.get(value) or capital(value)


def _link(title: str, number: int, href: str, chosen: bool) -> Component:
    return dcc.Link(
        [
            html.Span(title, className="clip"),
            html.Span(f"{number:,}", className="legend-count"),
            *([html.Span("chosen", className="unseen")] if chosen else []),
        ],
        href=href,
        className="facet facet-here" if chosen else "facet",
    )


def labelled(queue: Queue) -> Component:
    """The rail as it stands on the page."""
    return html.Nav(rail(queue), className="facets", **aria(label="Filters"))
