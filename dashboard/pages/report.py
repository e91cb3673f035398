"""A chronology for an application about two people: read it first, then take it out as a file."""

from __future__ import annotations

from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboard.aria import aria
from dashboard.download import add_download
from dashboard.page import Page, Shown
from dashboard.routes import Asked, address, options
from dashboard.view import Desk
from dashboard.words import count
from graph.access.viewer import LEVELS
from graph.export.files import File
from graph.report.chronology import harmed_by
from graph.report.document import DRAFT, Document, Section
from graph.report.files import FORMATS, report, take_out_report

DOWNLOAD = "/report-file"
MOST = 30
"""People who are offered as the protected one."""
SIDES = {"": "From the suspect's side", "own": "For the protected person's own side"}


def show(desk: Desk, asked: Asked, _theme: str) -> Shown:
    """Whom it may protect, for which side it is made, and the whole as it would leave."""
    session, suspect = desk.session(), asked.place[1]
    harmed = harmed_by(session, suspect)
    if not harmed:
        words = "No incident that you may see names this person as suspect and another as victim."
        main = html.Main([html.H1("Chronology"), html.P(words)], id="main", className="page")
        return Shown(main, 0, "Chronology")
    protected = asked.one("for") or harmed[0][0]
    side = asked.one("side") if asked.one("side") in SIDES else ""
    made = report(session, suspect, protected, own_side=side == "own")
    main = html.Main(
        [
            html.H1(html.Bdi(made.title)),
            html.P([html.Strong(DRAFT), f". {made.stamp.line}"], className="lead"),
            _choices("The protected person", _people(suspect, harmed, side), protected),
            _choices("For whom it is made", _sides(suspect, protected), side),
            html.P(
                [
                    "A support service gets a version of its own, of what may be shared: ",
                    dcc.Link("Share the case", href=address("share", id=protected)),
                ]
            ),
            _downloads(suspect, protected, side),
            *(html.P(line) for line in made.lead),
            *_sections(made),
        ],
        id="main",
        className="page page-wide",
    )
    return Shown(main, LEVELS.index(made.stamp.classification), "Chronology")


def _people(
    suspect: str, harmed: list[tuple[str, str, int]], side: str
) -> list[tuple[str, str, str]]:
    return [
        (
            id_,
            f"{name}, {count(incidents, 'incident')}",
            address("report", id=suspect, side=side, **{"for": id_}),
        )
        for id_, name, incidents in harmed[:MOST]
    ]


def _sides(suspect: str, protected: str) -> list[tuple[str, str, str]]:
    return [
        (side, title, address("report", id=suspect, side=side, **{"for": protected}))
        for side, title in SIDES.items()
    ]


def _choices(label: str, choices: list[tuple[str, str, str]], here: str) -> Component:
    links = [
        dcc.Link(html.Bdi(title), href=href, className="rule rule-here" if code == here else "rule")
        for code, title, href in choices
    ]
    return html.Nav(links, className="rules", **aria(label=label))


def _downloads(suspect: str, protected: str, side: str) -> Component:
    asked = {"suspect": suspect, "for": protected, "side": side}
    links = [
        html.A(each.title, href=DOWNLOAD + options({**asked, "format": name}), className="button")
        for name, each in FORMATS.items()
    ]
    words = html.Span("Take it out, a disclosure that the audit keeps:", className="muted")
    return html.Div([words, *links], className="rules")


def _sections(made: Document) -> list[Component]:
    return [
        html.Section(
            [html.H2(each.title), html.P(each.note, className="muted"), _table(each)],
        )
        for each in made.sections
    ]


def _table(section: Section) -> Component:
    if not section.rows:
        return html.P(section.nothing)
    heads = html.Tr([html.Th(head, scope="col") for head in section.heads])
    rows = [html.Tr([html.Td(html.Bdi(cell)) for cell in row]) for row in section.rows]
    columns = html.Colgroup([html.Col(style={"width": f"{each}%"}) for each in section.shares])
    return html.Table([columns, html.Thead(heads), html.Tbody(rows)], className="report")


def _bind(app: Dash, desk: Desk) -> None:
    def made(asked: Asked) -> File:
        side = asked.one("side") == "own"
        two = (asked.one("suspect")[:200], asked.one("for")[:200])
        return take_out_report(desk.session(), *two, asked.one("format"), own_side=side)

    add_download(app, DOWNLOAD, "report_download", made)


PAGE = Page("report", show, right="disclosure", keys=("for", "side"), bind=_bind)
