"""An auditor's two screens: who looked at whom, when and why; and which looks are unusual."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboard.aria import aria
from dashboard.download import add_download
from dashboard.page import Page, Shown
from dashboard.routes import Asked, address, options
from dashboard.tables import table_of
from dashboard.view import Desk
from dashboard.words import capital, count, day
from graph.access.audit import ACTIONS, Sought
from graph.access.looks import NOTED, Look, every_look, of_day
from graph.access.looks import looks as read_looks
from graph.access.unusual import Sign, Unusual
from graph.access.unusual import unusual as read_unusual
from graph.commands.looks import SHOWN, row_of
from graph.commands.printing import as_csv
from graph.errors import InputError
from graph.export.files import File
from graph.model.reference import LONDON

RIGHT = "audit"
DAYS = 7
"""So many days back unusual looks are looked for, unless a day is asked for."""
MOST = 50
"""Unusual looks on one page."""
SHORT = 120
"""Characters of what was typed that a row shows; the whole stands in its title."""
FILTERS = ("who", "whom", "day", "purpose")
DOWNLOAD = "/audit/looks.csv"


def show_looks(desk: Desk, asked: Asked, _theme: str) -> Shown:
    """The looks that are asked for, the latest first."""
    session, given = desk.session(), _given(asked, "action")
    before = asked.one("before")
    page = read_looks(session, _sought(given), int(before) if before.isdecimal() else 0)
    actions = [("", "All"), *((each, capital(each)) for each in ACTIONS if each not in NOTED)]
    here = given.get("action", "")
    older = address("looks", **given, before=page.older) if page.older else ""
    return _shown(
        "Who looked at whom",
        "The latest first. People stand by their ids and the references of their records.",
        [
            _form("looks", given),
            _choices("Looks by action", "looks", given, "action", actions, here),
            _table(page.looks) if page.looks else html.P("No look is like this."),
            html.P(
                [
                    dcc.Link("Older ones", href=older) if older else "",
                    " " if older else "",
                    html.A("All as CSV, a disclosure", href=DOWNLOAD + options(given)),
                ]
            ),
        ],
        session.viewer.clearance,
    )


def show_unusual(desk: Desk, asked: Asked, _theme: str) -> Shown:
    """The looks of the last days that show a sign, each with why it is listed."""
    session, given = desk.session(), _given(asked, "sign")
    sought = _sought(given)
    if "day" not in given:
        week = dt.datetime.now(LONDON).date() - dt.timedelta(days=DAYS - 1)
        sought = Sought(sought.who, sought.about, of_day(week)[0], "", "", sought.purpose)
    here = given.get("sign", "")
    answer = read_unusual(session, sought, here)
    start = int(asked.one("from")) if asked.one("from").isdecimal() else 0
    shown = answer.unusual[start : start + MOST]
    titles = {sign.code: sign.title for one in answer.unusual for sign in one.signs}
    signs = [
        ("", "All"),
        *((code, f"{titles.get(code, code)} {n:,}") for code, n in answer.counts.items()),
    ]
    more = start + MOST < len(answer.unusual)
    return _shown(
        "Unusual looks",
        f"{len(answer.unusual):,} of {count(answer.looks, 'look')} at people"
        f"{'' if 'day' in given else f' in the last {DAYS} days'}. Each is a question to a person,"
        " not a verdict: what makes it unusual is a table that your force can correct.",
        [
            _form("unusual", given),
            _choices("Looks by sign", "unusual", given, "sign", signs, here),
            html.P("Older entries were left out: choose a day.") if answer.cut else "",
            _table([each.look for each in shown], shown)
            if shown
            else html.P("No look is unusual."),
            dcc.Link("More", href=address("unusual", **given, **{"from": start + MOST}))
            if more
            else "",
        ],
        session.viewer.clearance,
    )


def _shown(title: str, lead: str, parts: list[Any], level: int) -> Shown:
    head = [html.H1(title), html.P(lead, className="lead")]
    return Shown(html.Main([*head, *parts], id="main", className="page page-wide"), level, title)


def _given(asked: Asked, *more: str) -> dict[str, str]:
    """The filters that hold something, cut to what a name or reference may be long."""
    texts = {name: asked.one(name).strip()[:200] for name in (*FILTERS, *more)}
    return {name: text for name, text in texts.items() if text}


def _sought(given: Mapping[str, str]) -> Sought:
    """What is sought; InputError when the day is none, or there is no such action."""
    since = until = ""
    if "day" in given:
        try:
            since, until = of_day(dt.date.fromisoformat(given["day"]))
        except (ValueError, OverflowError):
            raise InputError(f"{given['day']} is no day: write it as 2026-11-27") from None
    return Sought(
        given.get("who", ""),
        given.get("whom", ""),
        since,
        until,
        given.get("action", ""),
        given.get("purpose", ""),
    )


def _form(page: str, given: Mapping[str, str]) -> Component:
    """The filters: a form whose answer is this page at another address."""
    hints = {
        "who": "who looked",
        "whom": "id, reference or word",
        "day": "2026-11-27",
        "purpose": "purpose or reference",
    }
    boxes = [
        html.Label(
            [
                html.Span(capital(name), className="muted"),
                dcc.Input(id=f"sought-{name}", name=name, value=given.get(name), placeholder=hint),
            ]
        )
        for name, hint in hints.items()
    ]
    return html.Form(
        [*boxes, html.Button("Show", type="submit", className="button")],
        action=address(page),
        method="get",
        className="filters",
    )


def _choices(
    label: str,
    page: str,
    given: Mapping[str, str],
    option: str,
    choices: Sequence[tuple[str, str]],
    here: str,
) -> Component:
    links = [
        dcc.Link(
            title,
            href=address(page, **{**given, option: code}),
            className="rule rule-here" if code == here else "rule",
        )
        for code, title in choices
    ]
    return html.Nav(links, className="rules", **aria(label=label))


def _table(looks: Sequence[Look], unusual: Sequence[Unusual] = ()) -> Component:
    heads = ["When", "Who", "At whom", "What", "Why"]
    heads = ["Listed because", *heads] if unusual else heads
    signs = [[_because(each.signs)] for each in unusual] or [[] for _ in looks]
    rows = [[*because, *_cells(look)] for because, look in zip(signs, looks, strict=True)]
    return table_of(heads, rows)


def _because(signs: Sequence[Sign]) -> Component:
    return html.Ul(
        [html.Li([html.Strong(sign.title), f": {sign.shown_by}"]) for sign in signs],
        className="plain",
    )


def _cells(look: Look) -> list[Any]:
    whom = [*(look.names or ()), *look.people, *look.references, *look.things]
    return [
        _when(look),
        [html.Bdi(look.who), html.Br(), html.Span(look.role, className="muted")],
        html.Div(
            [
                *(part for each in whom for part in (html.Bdi(each), html.Br())),
                html.Q(_short(look.text), title=look.text) if look.text else "",
            ],
            className="clipped",
        ),
        [", ".join(look.asked), html.Br(), html.Span(look.action, className="muted")],
        [
            html.Bdi(look.purpose),
            *((html.Br(), html.Bdi(look.reference)) if look.reference else ()),
            *((html.Br(), html.Strong("Reason: "), html.Bdi(look.reason)) if look.reason else ()),
        ],
    ]


def _when(look: Look) -> str:
    begun, over = (each.astimezone(LONDON) for each in (look.at, look.until))
    last = f"–{over:%H:%M}" if f"{over:%H:%M}" != f"{begun:%H:%M}" else ""
    return f"{day(begun)}, {begun:%H:%M}{last}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[:SHORT]}…"


def _bind(app: Dash, desk: Desk) -> None:
    def every(asked: Asked) -> File:
        rows = every_look(desk.session(), _sought(_given(asked, "action")))
        return File("looks.csv", "text/csv", f"{as_csv(SHOWN, map(row_of, rows))}\n".encode())

    add_download(app, DOWNLOAD, "looks_download", every)


LOOKS = Page(
    "looks", show_looks, RIGHT, link="Looks", keys=(*FILTERS, "action", "before"), bind=_bind
)
UNUSUAL = Page("unusual", show_unusual, RIGHT, link="Unusual", keys=(*FILTERS, "sign", "from"))
