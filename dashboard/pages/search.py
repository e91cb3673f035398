"""What the search box found, what is like the filters below it, and searches that are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboard.aria import aria
from dashboard.download import add_download
from dashboard.map.canvas import drawn
from dashboard.network.chart import label_of
from dashboard.network.icons import kind_image, severity_image
from dashboard.page import Page, Shown
from dashboard.routes import Asked, about, address, options
from dashboard.searching import saved
from dashboard.searching.form import form, given_by
from dashboard.searching.grid import grid
from dashboard.searching.saved import about as about_saved
from dashboard.searching.saved import listing, save_form
from dashboard.view import Desk
from dashboard.words import born, count, day, force, role, severity
from graph.access.roles import may
from graph.access.session import Session
from graph.errors import InputError
from graph.explore import answers as explore
from graph.explore.filtered import Findings
from graph.explore.filters import FILTERS
from graph.explore.search import MOST_LIKE
from graph.explore.spots import spots_found
from graph.export.files import File
from graph.export.found import take_out_found
from graph.model.schema import NodeKey
from graph.queries.rows import ViewPeopleRoles
from graph.saved import news

FORCES_SHOWN = 3
A_PAGE, PAGES = explore.MOST_HITS, MOST_LIKE // explore.MOST_HITS
"""Hits of a text on one page, and how many pages of them there are at most."""
DOWNLOAD = "/search.zip"
HINT = (
    "Type a name, telephone number, registration mark, account, address or reference in the box"
    " above, or choose what it is to be like."
)
NAMES = {
    "Incident": ("incident", "incidents"),
    "Person": ("person", "people"),
    "Order": ("order", "orders"),
}


def show(desk: Desk, asked: Asked, _theme: str) -> Shown:
    """The hits, best first; with a filter what is like it, as a grid; else what is kept."""
    session, text, given = desk.session(), asked.one("q").strip(), given_by(asked)
    title = f"Search: {text}" if text else "Search"
    filters = form(text, given, session.store.settings.corrections)
    if not text and not given:
        return Shown(
            _main(title, given, html.P(HINT), filters, listing(news.listed(session))), 0, title
        )
    try:
        found = news.result(session, text, given, most=_page(asked) * A_PAGE)
    except InputError as error:
        wrong = html.P(str(error), className="notice", role="alert")
        return Shown(_main(title, given, filters, wrong), 0, title)
    id_ = asked.one("saved")
    looked = news.look(session, id_, text, given, found) if id_ else None
    fresh = looked[1] if looked else set[NodeKey]()
    own = about_saved(looked[0], len(fresh)) if looked else save_form(text, given)
    if found.findings is not None:
        takes_out = may(session.viewer.role, "disclosure")
        kept = {"saved": id_} if looked else {}
        asked_for = {"q": text, **given, **kept}
        lead = _findings(found.findings, text, given, takes_out)
        ways, rest = _answers(session, found.findings, asked, asked_for, fresh)
        shown = [html.Div([lead, ways], className="found-line"), *rest]
        return Shown(_main(title, given, filters, own, *shown), found.findings.level, title)
    hits = found.hits
    level = max((int(hit.element.props.get("level") or 0) for hit in hits), default=0)
    shown = _listed(hits, asked, fresh) if hits else [_empty()]
    return Shown(_main(title, given, filters, own, *shown), level, title)


def _listed(
    hits: Sequence[explore.Hit], asked: Asked, fresh: Collection[NodeKey]
) -> list[Component]:
    """The page of hits that is asked for, or the last that there is."""
    number = min(_page(asked), -(-len(hits) // A_PAGE))
    page = hits[(number - 1) * A_PAGE :]
    cards = [_hit(hit, new=hit.element.place in fresh) for hit in page]
    start = len(hits) - len(page) + 1
    return [
        html.P(_summary(len(hits), len(page)), className="lead"),
        html.Ol(cards, className="queue", start=str(start)),
        *_pages(asked, number, len(page)),
    ]


def _page(asked: Asked) -> int:
    """Which page of the hits of a text is asked for, the first being 1."""
    return int(asked.one("part")) if asked.one("part") in map(str, range(1, PAGES + 1)) else 1


def _pages(asked: Asked, page: int, shown: int) -> list[Component]:
    """The ways to the hits before and after."""
    links: list[Component] = []
    for words, number, there in (
        ("Before", page - 1, page > 1),
        ("More", page + 1, shown == A_PAGE and page < PAGES),
    ):
        href = address("search", q=asked.one("q"), saved=asked.one("saved"), part=number)
        links += [dcc.Link(words, href=href, className="button")] if there else []
    return [html.Nav(links, className="ways", **aria(label="Pages"))] if links else []


def _main(title: str, given: Mapping[str, str], *parts: Component) -> Component:
    wide = "page page-wide" if given else "page"
    return html.Main([html.H1(title), *parts], id="main", className=wide)


def _findings(
    findings: Findings,
    text: str,
    given: Mapping[str, str],
    takes_out: bool,
) -> Component:
    number = len(findings.found)
    said = count(number, *NAMES[findings.kind])
    if findings.cut:
        said = f"{said} of what was looked through: more may be like this; ask for less"
    elif not number:
        said = "Nothing that you may see is like this: leave out a filter, or widen one"
    parts: list[Component | str] = [f"{said}."]
    if given.get("place") or given.get("words"):
        parts.append(
            " An incident whose place or words would tell where somebody harmed can be found is"
            " not found by them."
        )
    if number and takes_out:
        link = DOWNLOAD + options({"q": text, **given})
        parts += [" ", html.A("All as CSV, a disclosure", href=link)]
    return html.P(parts, className="lead", role="status")


def _answers(
    session: Session,
    found: Findings,
    asked: Asked,
    given: Mapping[str, str],
    fresh: Collection[NodeKey],
) -> tuple[Component | None, list[Component]]:
    """How it may be shown; then a row for each, or where they happened when that is asked for."""
    if not found.found or found.kind != "Incident":
        return None, [grid(found, fresh)] if found.found else []
    mapped = asked.one("as") == "map"
    ways = html.Nav(
        [
            dcc.Link(
                words,
                href=address("search", **given, **({"as": code} if code else {})),
                className="rule rule-here" if mapped == bool(code) else "rule",
            )
            for words, code in (("As rows", ""), ("On a map", "map"))
        ],
        className="rules",
        **aria(label="How it is shown"),
    )
    if not mapped:
        return ways, [grid(found, fresh)]
    placed = {name: value for name, value in given.items() if name in FILTERS}
    spots = spots_found(session, asked.one("q").strip(), placed, found)
    return ways, drawn({one.element.id: one.element.props for one in found.found}, spots)


def _summary(hits: int, shown: int) -> str:
    """How many hits of a text there are; on a page of several, which of them it shows."""
    if hits > shown or shown == A_PAGE:
        more = ": more of the name or number finds fewer" if shown == A_PAGE else ""
        return f"Hits {hits - shown + 1:,} to {hits:,}{more}."
    return count(hits, "hit") if hits else ""


def _hit(hit: explore.Hit, *, new: bool = False) -> Component:
    element = hit.element
    title = label_of(element)
    heading = dcc.Link(title, href=about(element.place), className="card-title")
    facts = [element.caption, born(element.props), f"matched by {hit.matched}"]
    others = element.props.get("other_names") or []
    return html.Li(
        [
            severity_image(severity(element.props.get("offence_classes") or ()), 32)
            if element.label == "Incident"
            else kind_image(element.label, 32),
            html.Div(
                [
                    html.Div([html.H2(heading), _new() if new else None], className="card-line"),
                    html.P(" · ".join(part for part in facts if part), className="muted"),
                    html.P(f"Also known as {', '.join(others[:5])}") if others else None,
                    _roles(hit.roles),
                    _people(hit),
                ]
            ),
        ],
        className="card card-hit",
    )


def _roles(roles: Sequence[ViewPeopleRoles]) -> Component | None:
    if not roles:
        return None
    parts = []
    for row in roles:
        forces = ", ".join(force(name) for name in sorted(row["forces"])[:FORCES_SHOWN])
        last = f", last {day(row['last'])}" if row["last"] else ""
        words = f"{role(row['role'])} in {count(row['incidents'], 'incident')}"
        parts.append(html.Li(f"{words} ({forces}{last})"))
    return html.Ul(parts, className="plain")


def _people(hit: explore.Hit) -> Component | None:
    if not hit.people:
        return None
    rows = [
        html.Li(
            [
                dcc.Link(row["name"] or "Name not known", href=address("person", id=row["person"])),
                html.Span(f" {role(row['role'])}", className="muted"),
            ]
        )
        for row in hit.people
    ]
    more = hit.people_total - len(hit.people)
    if more > 0:
        rows.append(html.Li(f"and {more} more", className="muted"))
    return html.Ul(rows, className="plain")


def _new() -> Component:
    return html.Span("new", className="state state-new")


def _empty() -> Component:
    return html.Div(
        [
            html.H2("Nothing found"),
            html.P(
                "No name, number, mark, account, address or reference that you may see is like"
                " this. Try fewer words, the surname alone, or a number without its prefix."
            ),
        ],
        className="empty",
    )


def _bind(app: Dash, desk: Desk) -> None:
    def found(asked: Asked) -> File:
        return take_out_found(desk.session(), asked.one("q"), given_by(asked))

    add_download(app, DOWNLOAD, "search_download", found)
    saved.bind(app, desk)


PAGE = Page(
    "search",
    show,
    link="Search",
    keys=("q", *FILTERS, "saved", "as", "part"),
    bind=_bind,
    values=saved.VALUES,
)
