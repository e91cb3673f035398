"""The figures of oversight as they leave: tables as CSV, and each chart as a picture."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing

from graph.access.session import Overview, Session
from graph.errors import InputError
from graph.export.files import File
from graph.export.stamp import Stamp, stamp_of_figures
from graph.export.tables import zipped
from graph.oversight.errors_by_group import Errors, read_errors
from graph.oversight.figures import Figure, Oversight, Rate, Scope, limits_of, read_oversight

COUNTS = (
    *("part", "force", "year", "offences", "figure", "number", "of", "share", "low_95", "high_95"),
    *("unknown", "days_first_quartile", "days_median", "days_third_quartile", "days_known_of"),
)
RATES = (
    *("force", "incidents", "orders_made", "per_1000", "low_95", "high_95", "low_99_8"),
    *("high_99_8", "lies"),
)
ERRORS = (
    *("by", "group", "flags_dismissed", "flags_answered", "share", "low_95", "high_95"),
    *("pairs_not_one_person", "pairs_judged"),
)
NOTE = (
    "By the year of recording; shares are of reports closed with an outcome. Those still open are"
    " unknown."
)
INCHES, DOTS = (11.7, 8.3), 110
CHARTS = ("outcomes", "orders")


def figures_of(whole: Oversight, scope: Scope) -> dict[str, list[Figure]]:
    """Every figure of a scope, by the part of the page that it stands in."""
    return {
        "outcomes": whole.funnel(scope),
        "recorded as": whole.recorded_as(scope),
        "orders": whole.court_orders(scope),
        "protection": whole.gaps(scope),
    }


def take_out_figures(session: Session, scope: Scope) -> File:
    """The figures of a scope, those of each force and year in it, and the rates, as CSV in a ZIP.

    The audit keeps that they left, before they do. AccessError when the role may not oversee.
    """
    overview, whole, stamp = _taken(session, "tables", scope)
    scopes = [
        scope,
        *(
            Scope(force, year, scope.group)
            for force in ([scope.force] if scope.force else whole.forces)
            for year in ([scope.year] if scope.year else whole.years)
        ),
    ]
    counts = [
        _count_row(part, each, figure)
        for each in dict.fromkeys(scopes)
        for part, figures in figures_of(whole, each).items()
        for figure in figures
    ]
    rates = [_rate_row(rate) for rate in whole.rates(scope)]
    errors = [_error_row(each) for each in read_errors(overview)]
    tables = {"figures": (COUNTS, counts), "orders_per_1000": (RATES, rates)}
    made = zipped({**tables, "errors_by_group": (ERRORS, errors)}, stamp)
    return File(_name("figures", stamp, "zip"), "application/zip", made)


def take_out_chart(session: Session, chart: str, scope: Scope) -> File:
    """One of CHARTS as a PNG with its marking; InputError for another. Errors as above."""
    _, whole, stamp = _taken(session, chart[:40], scope)
    if chart not in CHARTS:
        raise InputError(f"There is no chart {chart[:40]!r}: ask for {' or '.join(CHARTS)}")
    drawing = Drawing(figsize=INCHES, facecolor="white", layout="constrained")
    FigureCanvasAgg(drawing)
    if chart == "outcomes":
        _bars(drawing, whole.funnel(scope), _titled("What became of the reports", scope))
    else:
        _funnel(drawing, whole.rates(scope), _titled("Orders made per 1,000 incidents", scope))
    drawing.suptitle(stamp.line, fontsize=7, wrap=True)
    made = io.BytesIO()
    drawing.savefig(made, format="png", dpi=DOTS, metadata={"Description": stamp.line})
    return File(_name(chart, stamp, "png"), "image/png", made.getvalue())


def _taken(session: Session, what: str, scope: Scope) -> tuple[Overview, Oversight, Stamp]:
    about = {"of": what, "force": scope.force, "year": scope.year, "group": scope.group}
    overview = session.oversee("oversight", "disclosure", figures=about)
    whole = read_oversight(overview, session.store.settings.corrections)
    return overview, whole, stamp_of_figures(session.viewer, f"{NOTE} {whole.changed}".strip())


def _name(what: str, stamp: Stamp, ending: str) -> str:
    return f"throughline-{what}-{stamp.at:%Y%m%dT%H%M%SZ}.{ending}"


def _titled(title: str, scope: Scope) -> str:
    parts = (scope.force.capitalize(), str(scope.year or ""), scope.group)
    return ", ".join(part for part in (title, *parts) if part)


def _count_row(part: str, scope: Scope, figure: Figure) -> dict[str, Any]:
    low, high = figure.interval if figure.total else (None, None)
    first, median, third = figure.quartiles or (None, None, None)
    return {
        "part": part,
        "force": scope.force or "all",
        "year": scope.year or "all",
        # An order says no offence: it is counted whatever the offences.
        "offences": "all" if part == "orders" else scope.group or "all",
        "figure": figure.title,
        "number": figure.number,
        "of": figure.total,
        "share": _rounded(figure.share),
        "low_95": _rounded(low),
        "high_95": _rounded(high),
        "unknown": figure.unknown,
        "days_first_quartile": first,
        "days_median": median,
        "days_third_quartile": third,
        "days_known_of": len(figure.days),
    }


def _error_row(one: Errors) -> dict[str, Any]:
    (low, high), pairs = one.flags.interval, one.pairs
    known = bool(one.flags.total)
    values = (one.by, one.group, one.flags.number, one.flags.total, _rounded(one.flags.share))
    limits = (_rounded(low), _rounded(high)) if known else (None, None)
    return dict(zip(ERRORS, (*values, *limits, pairs.number, pairs.total), strict=True))


def _rate_row(rate: Rate) -> dict[str, Any]:
    (low, high), (lowest, highest) = rate.limits
    values = (rate.force, rate.incidents, rate.orders, *map(_rounded, (rate.per_1000, low, high)))
    return dict(zip(RATES, (*values, *map(_rounded, (lowest, highest)), rate.verdict), strict=True))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _bars(drawing: Drawing, figures: Sequence[Figure], title: str) -> None:
    axes = drawing.add_subplot()
    shown = figures[::-1]
    for place, figure in enumerate(shown):
        share, (low, high) = figure.share or 0.0, figure.interval
        axes.barh(place, share, color="#9fb8d6" if figure.part else "#1a5fb4", height=0.6)
        if figure.total and figure.name != "reports":
            axes.plot([low, high], [place, place], color="#18202c", lw=1.2)
        axes.text(1.02, place, f"{figure.number:,} of {figure.total:,}", va="center", fontsize=9)
    axes.set_yticks(range(len(shown)), [figure.title for figure in shown], fontsize=9)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_title(title, loc="left")
    axes.spines[["top", "right"]].set_visible(False)


def _funnel(drawing: Drawing, rates: Sequence[Rate], title: str) -> None:
    axes = drawing.add_subplot()
    if rates:
        sizes, curves, common = limit_curves(rates)
        for index, (style, words) in enumerate((("--", "95%"), ("-", "99.8%"))):
            for end in (0, 1):
                label = f"{words} limits" if end else None
                line = [limits[index][end] for limits in curves]
                axes.plot(sizes, line, style, color="#6b7787", lw=1, label=label)
        axes.axhline(common, color="#1a5fb4", lw=1, label=f"all forces: {common:.1f}")
        axes.legend(frameon=False, fontsize=9)
    for rate in rates:
        axes.plot(rate.incidents, rate.per_1000, "o", color="#18202c")
        axes.annotate(rate.force.capitalize(), (rate.incidents, rate.per_1000),
                      xytext=(6, 4), textcoords="offset points", fontsize=9)  # fmt: skip
    axes.set_xlabel("Incidents recorded")
    axes.set_ylabel("Orders made per 1,000 incidents")
    axes.set_ylim(bottom=0)
    axes.set_title(title, loc="left")
    axes.spines[["top", "right"]].set_visible(False)


def limit_curves(
    rates: Sequence[Rate], points: int = 40
) -> tuple[list[float], list[tuple[tuple[float, float], ...]], float]:
    """Numbers of incidents along the axis, the limits at each, and the common rate per 1,000."""
    total = sum(rate.incidents for rate in rates)
    common = sum(rate.orders for rate in rates) / total
    sizes = [rate.incidents for rate in rates]
    first, last = max(1.0, 0.5 * min(sizes)), 1.1 * max(sizes)
    along = [first + (last - first) * step / (points - 1) for step in range(points)]
    return along, [limits_of(common, size) for size in along], 1_000 * common
