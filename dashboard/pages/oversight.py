"""Oversight: what became of reports by force and year, orders and gaps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboard.aria import aria
from dashboard.download import add_download
from dashboard.overseeing.funnel import rates_figure
from dashboard.overseeing.tables import (
    by_force,
    error_table,
    gap_table,
    order_table,
    outcome_table,
    share_table,
)
from dashboard.page import Page, Shown
from dashboard.palette import palette
from dashboard.routes import Asked, address, options
from dashboard.searching.grid import grid
from dashboard.view import Desk
from dashboard.words import capital, count, force
from graph.access.roles import may
from graph.access.session import Session
from graph.export.oversight import CHARTS, take_out_chart, take_out_figures
from graph.oversight.errors_by_group import errors_by_group
from graph.oversight.figures import GROUPS, Figure, Oversight, Scope, oversight
from graph.oversight.opened import opened_figure

RIGHT = "oversight"
TABLES, CHART = "/oversight.zip", "/oversight.png"
LEAD = (
    "By the year of recording. Shares are of the reports closed with an outcome, with their 95 %"
    " interval; those still open are unknown and stand beside."
)
ORDERS = (
    "Each point is a force. Between the dashed limits 95 % would lie by chance alone, between the"
    " whole ones 99.8 %, had all the same rate. Beyond them the difference asks for a reason: it"
    " may be in the recording, in the courts, or in the protection."
)

ERRORS = (
    "What people dismissed, and said is not one person, of all that they answered, in every year."
    " Sex and ethnicity stand as recorded; they are counted here, and no rule or score reads them."
    " A difference asks for a reason: it may be in the rules, in the records, or in who was looked"
    " at."
)


def show(desk: Desk, asked: Asked, theme: str) -> Shown:
    """The figures of a force, a year and a group of offences; one of them opened, if asked for."""
    session = desk.session()
    whole = oversight(session)
    level = session.viewer.clearance
    if not whole.forces:
        empty = html.P("No incident has been recorded yet.", className="empty")
        content = html.Main([html.H1("Oversight"), empty], id="main", className="page")
        return Shown(content, level, "Oversight")
    scope = scope_of(asked, whole)
    opens = may(session.viewer.role, "consultation")
    parts = [
        html.H1("Oversight"),
        html.P(f"{LEAD} {whole.changed}", className="lead"),
        _choices("Force", "force", scope, [(each, force(each)) for each in whole.forces]),
        _choices("Year", "year", scope, [(str(year), str(year)) for year in whole.years]),
        _choices("Offences", "group", scope, [(each, capital(each)) for each in GROUPS]),
        html.P(
            [
                html.A("All figures as CSV, a disclosure", href=TABLES + options(_given(scope))),
                *(
                    part
                    for chart in CHARTS
                    for part in (" · ", html.A(f"Chart of {chart} (PNG)", href=_png(chart, scope)))
                ),
            ]
        ),
        *(_opened(session, whole, asked.one("open"), scope) if opens else ()),
        *_figures(whole, scope, opens),
        html.H2("Orders made per 1,000 incidents"),
        html.P(ORDERS, className="lead"),
        dcc.Graph(
            id="rates",
            figure=rates_figure(whole.rates(Scope("", scope.year, scope.group)), palette(theme)),
            config={"displayModeBar": False, "displaylogo": False, "responsive": True},
            style={"height": "400px"},
        ),
        by_force(whole, scope, _linker(scope, opens)),
        *_errors(session),
    ]
    return Shown(html.Main(parts, id="main", className="page page-wide"), level, "Oversight")


def _errors(session: Session) -> list[Component]:
    errors = errors_by_group(session)
    nothing = html.P("Nobody has answered a flag or judged a pair yet.", className="muted")
    return [
        html.H2("Errors by group"),
        html.P(ERRORS, className="lead"),
        error_table(errors) if errors else nothing,
    ]


def scope_of(asked: Asked, whole: Oversight) -> Scope:
    """What the address asks for; what there is nothing of is left out."""
    name, year, group = asked.one("force"), asked.one("year"), asked.one("group")
    return Scope(
        name if name in whole.forces else "",
        int(year) if year in map(str, whole.years) else 0,
        group if group in GROUPS else "",
    )


def _figures(whole: Oversight, scope: Scope, opens: bool) -> list[Component]:
    link = _linker(scope, opens)
    return [
        html.H2("What became of the reports"),
        outcome_table(whole.funnel(scope), link),
        html.Div(
            [
                html.Section([html.H2("Recorded as"), share_table(whole.recorded_as(scope), link)]),
                html.Section(
                    [
                        html.H2("Orders, whatever the offence"),
                        order_table(whole.court_orders(scope), link),
                        html.H2("Protection that was missing"),
                        gap_table(whole.gaps(scope), link),
                    ]
                ),
            ],
            className="overseen",
        ),
    ]


def _given(scope: Scope) -> dict[str, str]:
    year = str(scope.year) if scope.year else ""
    return {"force": scope.force, "year": year, "group": scope.group}


def _png(chart: str, scope: Scope) -> str:
    return CHART + options({**_given(scope), "chart": chart})


def _linker(scope: Scope, opens: bool) -> Callable[..., Any]:
    """Makes of a number a link to what it counts, for who may see the cases."""

    def link(figure: Figure, of_force: str = "") -> Any:
        words = f"{figure.number:,}"
        if not opens or not figure.number:
            return words
        given = {**_given(scope), **({"force": of_force} if of_force else {})}
        name = f"Open: {figure.title}, {words}"
        href = address("oversight", **given, open=figure.name)
        return dcc.Link(words, href=href, title=name)

    return link


def _choices(label: str, option: str, scope: Scope, choices: list[tuple[str, str]]) -> Component:
    here = _given(scope)[option]
    links = [
        dcc.Link(
            title,
            href=address("oversight", **{**_given(scope), option: code}),
            className="rule rule-here" if code == here else "rule",
        )
        for code, title in [("", "All"), *choices]
    ]
    head = html.Span(label, className="overseen-by")
    return html.Nav([head, *links], className="rules", **aria(label=label))


def _opened(session: Session, whole: Oversight, name: str, scope: Scope) -> list[Component]:
    """What a figure counts, as a grid; nothing while none is asked for."""
    known = {
        figure.name: figure
        for figures in (
            *(whole.funnel(scope), whole.recorded_as(scope)),
            *(whole.court_orders(scope), whole.gaps(scope)),
        )
        for figure in figures
    }
    if name not in known:
        return []
    findings = opened_figure(session, whole, name, scope)
    number, kind = len(findings.found), findings.kind.lower()
    said = count(number, kind) + (", the latest of them" if findings.cut else "")
    where = ", ".join(p for p in (force(scope.force), str(scope.year or ""), scope.group) if p)
    close = dcc.Link("Close", href=address("oversight", **_given(scope)))
    title = f"{known[name].title}{f' ({where})' if where else ''}: {said}"
    head = html.Div([html.H2(title), close], className="overseen-open")
    return [html.Section([head, grid(findings)], **aria(label="Opened figure"))]


def _bind(app: Dash, desk: Desk) -> None:
    add_download(
        app, TABLES, "oversight_tables", lambda asked: take_out_figures(desk.session(), _of(asked))
    )
    add_download(
        app,
        CHART,
        "oversight_chart",
        lambda asked: take_out_chart(desk.session(), asked.one("chart"), _of(asked)),
    )


def _of(asked: Asked) -> Scope:
    """The scope that a download is asked for; one of which there is nothing counts nothing."""
    year, group = asked.one("year"), asked.one("group")
    number = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else 0
    return Scope(asked.one("force")[:100], number, group if group in GROUPS else "")


PAGE = Page(
    "oversight", show, RIGHT, link="Oversight", keys=("force", "year", "group", "open"), bind=_bind
)
