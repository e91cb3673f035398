"""How the installation runs: deliveries and what was refused, nights with their times, accounts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from importlib.metadata import version
from typing import Any

from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboard.overseeing import mending, trying
from dashboard.page import Page, Shown
from dashboard.routes import Asked, address
from dashboard.tables import table_of
from dashboard.text import name
from dashboard.view import Desk
from dashboard.words import capital, count, force
from graph.access.accounts import Account
from graph.access.roles import may
from graph.access.session import Session
from graph.access.viewer import LEVELS
from graph.model.local_time import moment
from graph.oversight.installation import REJECTS, Installation, accounts, installation, rejects
from graph.oversight.mending import waiting_again
from graph.queries.rows import SystemDeliveriesListed, SystemNightsListed

RIGHT = "collection"
SHOWN = 20
"""Deliveries that are seen at once; earlier ones fold out."""
FEW = 20
"""Refused rows that are seen at once."""
STEPS = 3
"""Steps of a night that are told by name, those that took longest."""


def show(desk: Desk, asked: Asked, _theme: str) -> Shown:
    """The parts, one below another; the refused rows of a delivery above, if asked for."""
    session = desk.session()
    whole = installation(session)
    chosen = [each for each in whole.deliveries if each["id"] == asked.one("rejects")]
    refused = [each for each in whole.deliveries if each["rejects"]]
    only = asked.one("refused") == "1"
    parts = [
        html.H1("Administration"),
        html.P(f"Throughline {version('throughline')} on {whole.engine}.", className="lead"),
        *(mending.editor(desk, asked) if chosen else ()),
        *(part for each in chosen for part in _rejects(session, each)),
        html.H2("Nights"),
        _nights(whole),
        html.H2("Deliveries"),
        trying.form(),
        html.Nav(
            [
                _choice("All", len(whole.deliveries), "", only),
                _choice("With refused rows", len(refused), "1", only),
            ],
            className="rules",
        ),
        _deliveries(refused if only else whole.deliveries),
    ]
    if may(session.viewer.role, "accounts"):
        parts += [html.H2("Accounts"), _accounts(accounts(session))]
    return Shown(html.Main(parts, id="main", className="page page-wide"), 0, "Administration")


def _choice(title: str, number: int, value: str, only: bool) -> Component:
    here = bool(value) == only
    return dcc.Link(
        f"{title} {number:,}",
        href=address("admin", refused=value),
        className="rule rule-here" if here else "rule",
    )


def _rejects(session: Session, delivery: SystemDeliveriesListed) -> Iterable[Component]:
    """Each reason with how often it stands, then each row."""
    rows = rejects(session, delivery["id"])
    yield html.H2([f"Refused of {force(delivery['force'])}, ", name(delivery["file_name"])])
    if not rows:
        yield html.P("No refused row of this delivery is kept.")
        return
    reasons = Counter(row.reason for row in rows)
    lead = f"{count(len(rows), 'row')} refused, the first {REJECTS:,} at most."
    where = f"rejects/{delivery['id']}.jsonl"
    yield html.P(
        [
            f"{lead} Mend a row here, or many of them in the data folder, in ",
            html.Code(where, className="clipped"),
            ", and deliver that file again.",
        ]
    )
    again = waiting_again(session, delivery["id"])
    if again:
        yield html.P(f"{count(len(again), 'row')} mended, and waiting in the inbox for the night.")
    yield table_of(("Reason", "Rows"), [[name(why), f"{n:,}"] for why, n in reasons.most_common()])
    yield html.Details(
        [
            html.Summary("Each row"),
            table_of(
                ("Place", "Reason", ""),
                [
                    [name(row.place), name(row.reason), _mend(delivery["id"], row.place, again)]
                    for row in rows
                ],
            ),
        ],
        open=len(rows) <= FEW,
    )


def _mend(delivery: str, place: str, again: Collection[str]) -> Component:
    if place in again:
        return html.Span("mended, waits", className="muted")
    return dcc.Link(
        "Mend", href=address("admin", rejects=delivery, row=place), title=f"Mend {place}"
    )


def _deliveries(rows: Sequence[SystemDeliveriesListed]) -> Component:
    if not rows:
        return html.P("None.", className="muted")
    heads = ("Came", "Force", "Delivery", "Mapping", "Rows", "Records", "Refused", "")
    shown = [
        [
            moment(row["received_at"]),
            force(row["force"]),
            name(row["file_name"]),
            row["feed"] or "",
            *(f"{row[key] or 0:,}" for key in ("rows", "records")),
            dcc.Link(f"{row['rejects']:,}", href=address("admin", rejects=row["id"]))
            if row["rejects"]
            else "0",
            "" if row["complete"] else html.Strong("not read to its end"),
        ]
        for row in rows
    ]
    if len(rows) <= SHOWN:
        return table_of(heads, shown)
    earlier = html.Summary(f"{len(rows) - SHOWN:,} earlier")
    return html.Div(
        [
            table_of(heads, shown[:SHOWN]),
            html.Details([earlier, table_of(heads, shown[SHOWN:])], className="earlier"),
        ]
    )


def _nights(whole: Installation) -> Component:
    if not whole.nights:
        return html.P("No night has run yet.", className="muted")
    heads = ("Night (UTC)", "Deliveries", "Rows", "Refused", "People decided", "Flags", "Took")
    return table_of(heads, [_night(row) for row in whole.nights])


def _night(row: SystemNightsListed) -> list[Any]:
    flags = Counter[str]()
    for outcomes in json.loads(row["flags"] or "{}").values():  # by rule
        flags.update(outcomes)
    told = ", ".join(
        f"{many:,} {outcome}" for outcome, many in flags.most_common() if outcome != "unchanged"
    )
    return [
        f"{row['as_of']:%Y-%m-%d %H:%M}",
        f"{len(row['deliveries']):,}",
        f"{row['rows'] or 0:,}",
        f"{row['rejects'] or 0:,}",
        f"{row['people'] or 0:,}",
        told or "none changed",
        _took(json.loads(row["seconds"] or "{}")),
    ]


def _took(seconds: dict[str, float]) -> str:
    """`2 min 10 s: resolving 61 s, …`: the whole, and the steps that took longest."""
    if not seconds:
        return ""
    whole = sum(seconds.values())
    longest = sorted(seconds.items(), key=lambda step: -step[1])[:STEPS]
    told = ", ".join(f"{step} {_seconds(spent)}" for step, spent in longest)
    return f"{_seconds(whole)}: {told}"


def _seconds(spent: float) -> str:
    return f"{spent:.1f} s" if spent < 60 else f"{spent // 60:.0f} min {spent % 60:.0f} s"


def _accounts(rows: Sequence[Account]) -> Component:
    if not rows:
        return html.P("There are no accounts: the folder's owner alone comes in.")
    heads = ("Name", "Role", "Clearance", "Compartments", "")
    shown = [
        [
            name(row.name),
            capital(row.role),
            LEVELS[row.clearance],
            ", ".join(sorted(row.compartments)),
            "disabled" if row.disabled else "",
        ]
        for row in rows
    ]
    words = "They are changed by the command throughline users."
    return html.Div([table_of(heads, shown), html.P(words, className="muted")])


def _bind(app: Dash, desk: Desk) -> None:
    mending.bind(app, desk)
    trying.bind(app, desk)


KEYS = ("refused", "rejects", "row")
VALUES = mending.VALUES | trying.VALUES
PAGE = Page("admin", show, RIGHT, link="Admin", keys=KEYS, bind=_bind, values=VALUES)
