"""Figures as tables: each number a link, its share a bar with the interval over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.tables import table_of
from dashboard.words import capital, force
from graph.oversight.errors_by_group import Errors
from graph.oversight.figures import Figure, Oversight, Scope

Link = Callable[..., Any]
"""Of a figure, and a force where it is not that of the page: its number, which may lead on."""
VERDICTS = {
    "far above": "far above all (99.8 %)",
    "above": "above all (95 %)",
    "within": "within chance",
    "below": "below all (95 %)",
    "far below": "far below all (99.8 %)",
}


def outcome_table(figures: Sequence[Figure], link: Link) -> Component:
    """The funnel: from all reports to each outcome, with what is unknown and how long it took."""
    heads = (
        "Outcome",
        "Number",
        "Share, 95 % interval",
        "",
        "Open, unknown",
        "Days: median (half)",
    )
    rows = [
        [
            html.Span(one.title, className="overseen-part" if one.part else ""),
            link(one),
            _bar(one) if one.name != "reports" else None,
            _share(one) if one.name != "reports" else "",
            f"{one.unknown:,}" if one.unknown else "",
            _days(one),
        ]
        for one in figures
    ]
    return _table(heads, rows, "overseen-funnel")


def share_table(figures: Sequence[Figure], link: Link) -> Component:
    """Groups of offences and their shares."""
    rows = [[capital(one.title), link(one), _bar(one), _share(one)] for one in figures]
    return _table(("Principal class", "Reports", "Share, 95 % interval", ""), rows)


def order_table(figures: Sequence[Figure], link: Link) -> Component:
    """Orders by what became of them."""
    heads = ("Orders", "Number", "Share, 95 % interval", "", "Days from report")
    rows = [
        [
            one.title,
            link(one),
            _bar(one) if place else None,
            _share(one) if place else "",
            _days(one) if place else "",
        ]
        for place, one in enumerate(figures)
    ]
    return _table(heads, rows)


def gap_table(figures: Sequence[Figure], link: Link) -> Component:
    """What was missing, of the reports of which that was delivered."""
    heads = ("Missing", "Reports", "Share, 95 % interval", "", "Not delivered")
    rows = [[one.title, link(one), _bar(one), _share(one), f"{one.unknown:,}"] for one in figures]
    return _table(heads, rows)


def by_force(whole: Oversight, scope: Scope, link: Link) -> Component:
    """A line for each force: outcomes, and where its rate of orders lies."""
    rates = {rate.force: rate for rate in whole.rates(Scope("", scope.year, scope.group))}
    heads = (
        *("Force", "Reports", "Charged, 95 %", "No further action, 95 %", "Days to an outcome"),
        *("Orders made", "Per 1,000", "Lies"),
    )
    rows = []
    for name, rate in sorted(rates.items(), key=lambda each: -each[1].per_1000):
        own = replace(scope, force=name)
        funnel = {each.name: each for each in whole.funnel(own)}
        made = whole.court_orders(own)[1]
        rows.append(
            [
                force(name),
                link(funnel["reports"], name),
                [link(funnel["charged"], name), " · ", _share(funnel["charged"])],
                [link(funnel["no_action"], name), " · ", _share(funnel["no_action"])],
                _days(funnel["closed"]),
                link(made, name),
                f"{rate.per_1000:.1f}",
                html.Strong(VERDICTS[rate.verdict])
                if rate.verdict != "within"
                else VERDICTS[rate.verdict],
            ]
        )
    return _table(heads, rows)


def error_table(errors: Sequence[Errors]) -> Component:
    """By force, sex and ethnicity: how often a flag was dismissed, a pair said to be no one."""
    heads = ("Group", "Answered", "Flags dismissed, 95 % interval", "", "Not one person, of judged")
    rows: list[Sequence[Any]] = []
    for one in errors:
        group = force(one.group) if one.by == "force" else capital(one.group)
        pairs = f"{one.pairs.number:,} of {one.pairs.total:,} · {_share(one.pairs)}"
        rows.append(
            [
                [html.Span(f"{capital(one.by)}: ", className="muted"), group],
                f"{one.flags.total:,}",
                _bar(one.flags),
                f"{one.flags.number:,} · {_share(one.flags)}" if one.flags.total else "",
                pairs if one.pairs.total else "",
            ]
        )
    return _table(heads, rows)


def _table(heads: Sequence[str], rows: Sequence[Sequence[Any]], name: str = "") -> Component:
    return table_of(heads, rows, class_name=f"overseen-table {name}".strip())


def _bar(figure: Figure) -> Component | None:
    """The share as a bar, the interval as a line over it; the numbers stand beside."""
    if not figure.total:
        return None
    low, high = figure.interval
    return html.Div(
        [
            html.Div(
                className="share-fill share-part" if figure.part else "share-fill",
                style={"width": f"{100 * (figure.share or 0):.2f}%"},
            ),
            html.Div(
                className="share-interval",
                style={"left": f"{100 * low:.2f}%", "width": f"{100 * (high - low):.2f}%"},
            ),
        ],
        className="share",
        role="presentation",
    )


def _share(figure: Figure) -> str:
    if figure.share is None:
        return "none known"
    low, high = figure.interval
    digits = 1 if figure.share < 0.1 else 0
    return f"{100 * figure.share:.{digits}f} % ({100 * low:.{digits}f}–{100 * high:.{digits}f})"


def _days(figure: Figure) -> str:
    """`41 (12–90), n 310`: the median, the half in the middle, and of how many it is known."""
    known = figure.quartiles
    if known is None:
        return ""
    first, median, third = known
    return f"{median:.0f} ({first:.0f}–{third:.0f}), n {len(figure.days):,}"
