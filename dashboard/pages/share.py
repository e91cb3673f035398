"""Sharing one case with a support service: what it would see, then the reason and the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Any

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component
from pydantic import Field

from dashboard.aria import aria
from dashboard.download import add_download
from dashboard.page import Page, Shown
from dashboard.payload import MOST_PARTS, Text
from dashboard.routes import Asked, address, parse
from dashboard.sheet import DOWNLOAD, file_links, shown_sheet
from dashboard.view import Desk
from dashboard.words import count
from graph.access.session import Session
from graph.errors import InputError, ThroughlineError
from graph.export.files import File
from graph.report.support import take_out_share
from graph.sharing import shares
from graph.sharing.preview import CHOSEN, Choice, Preview, preview, recipient, services
from graph.sharing.sheet import SECTIONS

FILE = "a file"
"""In the place of an account: what leaves for an organisation does not depend on its name."""
DAYS = 90
"""A share ends after so many days unless another day is written."""


def show(desk: Desk, asked: Asked, _theme: str) -> Shown:
    """The choice, and what the first service would see of the case."""
    session, id_ = desk.session(), asked.place[1]
    before = [it for it in shares.listed(session, id_) if it.state == "shared"]
    accounts = services(session.store.settings)
    head = [html.H1("Share a case"), _now(before, id_)]
    seen = _preview(session, id_, accounts[0] if accounts else FILE, CHOSEN, ())
    main = html.Main(
        [
            *head,
            _form(accounts, seen),
            html.Div(_seen(seen), id="share-seen", **aria(live="polite")),
        ],
        id="main",
        className="page share",
    )
    return Shown(main, min(session.viewer.clearance, 1), "Share a case")


def _now(before: Iterable[shares.Share], id_: str) -> Component:
    lines = [f"{it.recipient} until {it.until}" for it in before]
    link = dcc.Link("All shares", href=address("shares"))
    back = dcc.Link("The person's page", href=address("person", id=id_))
    told = f"Shared with {', '.join(lines)}. " if lines else "Shared with nobody. "
    return html.P([told, link, " · ", back], className="lead")


def _form(accounts: list[str], seen: Preview) -> Component:
    until = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=DAYS)
    whom = [{"label": each, "value": each} for each in accounts]
    whom += [{"label": "An organisation without an account: it gets a file", "value": FILE}]
    sections = [{"label": title, "value": name} for name, title in SECTIONS.items()]
    return html.Div(
        [
            dcc.Store(id="share-code", data=seen.code),
            html.Fieldset(
                [
                    html.Legend("With whom"),
                    dcc.RadioItems(whom, whom[0]["value"], id="share-to"),
                    _labelled("The organisation that gets a file", "share-organisation", ""),
                ]
            ),
            html.Fieldset(
                [
                    html.Legend("What"),
                    dcc.Checklist(sections, list(CHOSEN), id="share-sections"),
                ]
            ),
            html.Fieldset(
                [
                    html.Legend(
                        "Words that somebody wrote: share those that you have read and clear"
                    ),
                    dcc.Checklist(_words(seen), [], id="share-cleared"),
                ]
            ),
            html.Fieldset(
                [
                    html.Legend("Until and why"),
                    _labelled("The first day on which nothing is seen", "share-until", str(until)),
                    _labelled("Reason, which is kept", "share-why", ""),
                    html.Button("Share this", id="share-give", className="button", n_clicks=0),
                    html.P(id="share-done", role="status"),
                ]
            ),
        ],
        className="share-form",
    )


def _labelled(label: str, id_: str, value: str) -> Component:
    box = dcc.Input(id=id_, value=value, maxLength=300, autoComplete="off")
    return html.Div([html.Label(label, htmlFor=id_), box], className="reason")


def _words(seen: Preview) -> list[dict[str, Any]]:
    """Each text as a choice; one that may not leave says why, and cannot be chosen."""
    return [
        {
            "label": f"{text.record}: {text.words}"
            + (f" (cannot leave: it holds {text.refused})" if text.refused else ""),
            "value": text.record,
            "disabled": bool(text.refused),
        }
        for text in seen.texts
    ]


def _seen(seen: Preview) -> list[Component]:
    held = [html.Li(f"{record}: {why}") for record, why in seen.held_back]
    shown = list(shown_sheet(seen.sheet)) or [html.P("Nothing of this case may leave.")]
    return [
        html.H2(f"What {seen.recipient.name} would see: the case of {seen.sheet.about}"),
        *shown,
        html.H2("Held back"),
        html.P(count(len(held), "record may", "records may") + " not leave, whoever chooses."),
        html.Ul(held, className="plain"),
    ]


def _preview(
    session: Session, id_: str, to: str, sections: Iterable[str], cleared: Iterable[str]
) -> Preview:
    settings = session.store.settings
    whom = recipient(settings, organisation=FILE) if to == FILE else recipient(settings, to)
    return preview(session, id_, whom, Choice(tuple(sections), tuple(cleared)))


def _bind(app: Dash, desk: Desk) -> None:
    _seeing(app, desk)
    _giving(app, desk)

    def file(asked: Asked) -> File:
        return take_out_share(desk.session(), asked.one("share")[:80], asked.one("format"))

    add_download(app, DOWNLOAD, "share_download", file)


def _seeing(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output("share-seen", "children"),
        Output("share-code", "data"),
        Output("share-cleared", "options"),
        Input("share-to", "value"),
        Input("share-sections", "value"),
        Input("share-cleared", "value"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def see(to: str | None, sections: list[str], cleared: list[str], pathname: str) -> Any:
        """What would be seen with this choice; the code belongs to it."""
        try:
            id_ = parse(pathname, "").place[1]
            written = _preview(desk.session(), id_, to or "", sections, ())
            # What is cleared in a section that is chosen no more does not count.
            may = {text.record for text in written.texts if not text.refused}
            chosen = [record for record in cleared or () if record in may]
            seen = _preview(desk.session(), id_, to or "", sections, chosen)
        except ThroughlineError as error:
            return [html.P(str(error))], "", no_update
        return _seen(seen), seen.code, _words(seen)


def _giving(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output("share-done", "children"),
        Output("share-give", "disabled"),
        Input("share-give", "n_clicks"),
        State("share-to", "value"),
        State("share-sections", "value"),
        State("share-cleared", "value"),
        State("share-code", "data"),
        State("share-until", "value"),
        State("share-why", "value"),
        State("share-organisation", "value"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def give(
        clicks: int | None,
        to: str | None,
        sections: list[str],
        cleared: list[str],
        code: str | None,
        until: str | None,
        why: str | None,
        organisation: str | None,
        pathname: str,
    ) -> Any:
        """Share it, if it is still what was seen."""
        if not clicks:
            return no_update, no_update
        session = desk.session()
        try:
            id_ = parse(pathname, "").place[1]
            texts = _preview(session, id_, to or "", sections, ()).texts
            may = {text.record for text in texts if not text.refused}
            chosen = [record for record in cleared or () if record in may]
            seen = _preview(session, id_, to or "", sections, chosen)
            seen.confirm(code or "")
            if to == FILE:
                named = recipient(session.store.settings, organisation=organisation or "")
                seen = replace(seen, recipient=named)
            share = shares.give(session, seen, until=_day(until), why=why or "")
        except ThroughlineError as error:
            return str(error), False
        files = file_links(share) if to == FILE else []
        link = dcc.Link("All shares", href=address("shares"))
        return [f"Shared with {seen.recipient.name} until {until}. ", *files, link], True


def _day(text: str | None) -> dt.date:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        raise InputError("the day is no date: write it as 2027-05-01") from None


_CHOICES = Annotated[list[Text], Field(max_length=MOST_PARTS)] | None
PAGE = Page(
    "share",
    show,
    right="disclosure",
    bind=_bind,
    values={
        ("share-to", "value"): Text | None,
        ("share-sections", "value"): _CHOICES,
        ("share-cleared", "value"): _CHOICES,
        ("share-code", "data"): Text | None,
        ("share-until", "value"): Text | None,
        ("share-why", "value"): Text | None,
        ("share-organisation", "value"): Text | None,
        ("share-give", "n_clicks"): int | None,
    },
)
