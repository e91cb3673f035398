"""The register of serial perpetrators: who is on it, why, since when, and who reviewed it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboard.aria import aria
from dashboard.download import add_download
from dashboard.grids import LINK, grid_of
from dashboard.page import Page, Shown
from dashboard.routes import Asked, about, address
from dashboard.text import plain
from dashboard.view import Desk
from dashboard.words import capital, count, force
from graph.access.roles import may
from graph.explore.register import MOST, Entry, Register, register
from graph.export.register import row_of, take_out_register

DOWNLOAD = "/register.zip"
COLUMNS: tuple[tuple[str, int, int], ...] = (
    # its name, its share of the width, and the pixels below which it is cut short
    *(("Who", 1, 160), ("Why", 2, 240), ("Recorded by", 1, 128), ("Conduct", 0, 248)),
    *(("On it since", 0, 120), ("Reviewed", 1, 144), ("Also flagged by", 2, 144)),
)
TEST = (
    "The proposed test of a register is two occasions against two or more victims. No register"
    " exists in law, and to be on this one says nothing of how grave it was: each is a question to"
    " a person, who may dismiss it."
)


def show(desk: Desk, asked: Asked, _theme: str) -> Shown:
    """The grid of those on it, or of those whom somebody took off."""
    session = desk.session()
    whole = register(session)
    off = asked.one("off") == "1"
    entries = whole.off if off else whole.on
    parts: list[Component | str] = [html.H1("Register of serial perpetrators")]
    parts += [html.P(TEST, className="lead"), _choices(whole, off=off)]
    parts.append(_summary(entries, whole, may(session.viewer.role, "disclosure")))
    if entries:
        rows = [_row(entry) for entry in entries]
        height = "max(360px, calc(100vh - 384px))"
        parts.append(grid_of("registered", rows, list(map(_column, COLUMNS)), height))
    main = html.Main(parts, id="main", className="page page-wide")
    return Shown(main, whole.level, "Register")


def _choices(whole: Register, *, off: bool) -> Component:
    choices = (("On it", len(whole.on), ""), ("Taken off", len(whole.off), "1"))
    links = [
        dcc.Link(
            f"{title} {number:,}",
            href=address("register", off=value),
            className="rule rule-here" if bool(value) == off else "rule",
        )
        for title, number, value in choices
    ]
    return html.Nav(links, className="rules", **aria(label="Part of the register"))


def _summary(entries: Sequence[Entry], whole: Register, takes_out: bool) -> Component:
    if not (whole.on or whole.off):
        words = "Nobody whom you may see meets the test. The night looks for them anew."
        return html.P(words, role="status")
    waiting = sum(entry.review is None for entry in entries)
    words = f"{count(len(entries), 'person', 'people')}, {waiting:,} not reviewed yet."
    words += f" More than {MOST:,} meet the test: these are the latest." if whole.cut else ""
    link = html.A("All as CSV, a disclosure", href=DOWNLOAD) if takes_out else None
    return html.P([words, " ", link], role="status")


def _row(entry: Entry) -> dict[str, Any]:
    row = row_of(entry)
    word = f"{capital(row['reviewed'])} by {row['reviewed_by']}, {row['reviewed_on']}"
    born = f" ({row['born'][:4]})" if row["born"] else ""
    possible = f", {row['only_possible']} only possible" if row["only_possible"] else ""
    occasions = count(row["occasions"] or 0, "occasion")
    counted = entry.flag.columns.get("counted") or count(row["victims"] or 0, "victim")
    return {
        "id": entry.person.id,
        "href": about(entry.person.place),
        "Who": plain(row["name"]) + born,
        "Why": f"{counted}, {occasions}{possible}",
        "Recorded by": ", ".join(force(one) for one in entry.flag.columns.get("forces") or ()),
        "Conduct": f"{row['first']} to {row['last']}",
        "On it since": row["since"],
        "Reviewed": word if row["reviewed"] else "Nobody yet",
        "Also flagged by": ", ".join(capital(rule.replace("_", " ")) for rule in entry.also),
    }


def _column(column: tuple[str, int, int]) -> dict[str, Any]:
    name, share, least = column
    made: dict[str, Any] = {"field": name, "headerName": name, "tooltipField": name}
    # A filter in the head takes the room of its words: two columns have one.
    made |= {"minWidth": least, "filter": name in ("Who", "Reviewed")}
    made |= {"flex": share} if share else {"width": least}
    if name == "Who":
        made |= {**LINK, "width": 248}
    return made


def _bind(app: Dash, desk: Desk) -> None:
    add_download(app, DOWNLOAD, "register_download", lambda _: take_out_register(desk.session()))


PAGE = Page("register", show, link="Register", keys=("off",), bind=_bind)
