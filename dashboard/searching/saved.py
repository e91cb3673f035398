"""Searches that somebody keeps: saved from an answer, listed with their news, renamed, deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component

from dashboard.aria import aria
from dashboard.component_ids import idle, part, part_id
from dashboard.payload import Text
from dashboard.routes import address, options, parse, saved_search
from dashboard.searching.form import given_by, said_of
from dashboard.text import name as isolated
from dashboard.text import plain
from dashboard.view import Desk
from graph.errors import ThroughlineError
from graph.model.local_time import day, moment
from graph.saved import news
from graph.saved.news import Listed
from graph.saved.searches import LONGEST_NAME, Search

VALUES: dict[tuple[str, str], Any] = {
    ("save-name", "value"): Text | None,
    ("save-name", "n_submit"): int | None,
    ("save", "n_clicks"): int | None,
    ("keep-name", "value"): Text | None,
    ("keep-rename", "n_clicks"): int | None,
    ("keep-delete", "n_clicks"): int | None,
}
"""The type of every value that the callbacks here read."""


def save_form(text: str, given: Mapping[str, str]) -> Component:
    """What keeps the search that lies open, under a name."""
    suggested = plain(", ".join(filter(None, (text.strip(), said_of(given)))))[:LONGEST_NAME]
    box = dcc.Input(id="save-name", value=suggested, maxLength=LONGEST_NAME, autoComplete="off")
    return html.Details(
        [
            html.Summary("Save this search"),
            html.Div(
                [html.Label("Name", htmlFor="save-name"), box, _button("Save", "save")],
                className="reason",
            ),
            html.P(
                "You alone see it. After each night this page and the flags say what is new in it.",
                className="muted",
            ),
            html.P(id=part_id("save-said"), role="alert"),
        ],
        className="sought-in save-in",
    )


def about(search: Search, fresh: int) -> Component:
    """What stands above the answer of a saved search."""
    new = f"{fresh:,} new since you last looked, marked below" if fresh else "nothing new to you"
    kept = f"kept since {day(search.at)}"
    return html.P(
        [
            html.Strong(["Saved search “", isolated(search.name), "”: "]),
            f"{new} ({kept}). ",
            dcc.Link("All saved searches", href=address("search")),
        ],
        className="kept-about",
        role="status",
    )


def listing(kept: Sequence[Listed]) -> Component:
    """The viewer's own searches, those with something new first."""
    return html.Section(
        [
            html.H2("Saved searches"),
            html.P(id=part_id("kept-said"), role="status"),
            html.Div(_rows(kept), id=part_id("kept")),
        ],
        className="kept-part",
    )


def _rows(kept: Sequence[Listed]) -> Component:
    if not kept:
        words = "You keep no search yet. Ask for something, then press “Save this search” above it."
        return html.P(words, className="muted")
    ordered = sorted(kept, key=lambda each: not each.fresh)
    return html.Ul([_row(each) for each in ordered], className="kept-list")


def _row(each: Listed) -> Component:
    search = each.search
    asked = " · ".join(filter(None, (plain(search.text), said_of(search.given))))
    href = saved_search(search.id, search.text, search.given)
    said = each.wrong or (f"{each.fresh:,} new" if each.fresh else "nothing new")
    return html.Li(
        [
            html.Div(
                [
                    dcc.Link(
                        isolated(search.name),
                        href=href,
                        className="card-title",
                    ),
                    html.Span(said, className="state state-new" if each.fresh else "state"),
                    html.Span(f"last looked at {moment(search.looked)}", className="muted"),
                ],
                className="card-line",
            ),
            html.Div([html.Span(isolated(asked), className="muted"), _changes(search)]),
        ],
        className="kept-row",
    )


def _changes(search: Search) -> Component:
    label = f"Rename or delete {plain(search.name)}"
    box = dcc.Input(
        id=_id("keep-name", search), value=search.name, maxLength=LONGEST_NAME, autoComplete="off"
    )
    return html.Details(
        [
            html.Summary("Change", **aria(label=label)),
            html.Div(
                [
                    html.Label([html.Span("New name", className="unseen"), box]),
                    _button("Rename", _id("keep-rename", search)),
                    _button("Delete", _id("keep-delete", search)),
                ],
                className="reason",
            ),
        ]
    )


def _button(words: str, id_: str | dict[str, str]) -> Component:
    return html.Button(words, id=id_, className="button", n_clicks=0, type="button")


def _id(what: str, search: Search) -> dict[str, str]:
    return {"type": what, "of": search.id}


def bind(app: Dash, desk: Desk) -> None:
    """Add what saves, renames and deletes a search."""
    _saving(app, desk)
    _changing(app, desk)


def _saving(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(part("save-said"), "children"),
        Output("url", "search", allow_duplicate=True),
        Input("save", "n_clicks"),
        Input("save-name", "n_submit"),
        State("save-name", "value"),
        State("url", "search"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def save(
        clicks: int | None, entered: int | None, name: str | None, search: str, pathname: str
    ) -> Any:
        """Keep what the address asks for; it lies open as a saved search then."""
        asked = parse(pathname, search)
        if asked.page != "search" or not (clicks or entered):
            return idle()
        text, given = asked.one("q"), given_by(asked)
        try:
            id_ = news.save(desk.session(), name or "", text, given)
        except ThroughlineError as error:
            return [str(error)], no_update
        return [no_update], options({"q": text, **given, "saved": id_})


def _changing(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(part("kept"), "children"),
        Output(part("kept-said"), "children"),
        Input({"type": "keep-rename", "of": ALL}, "n_clicks"),
        Input({"type": "keep-delete", "of": ALL}, "n_clicks"),
        State({"type": "keep-name", "of": ALL}, "value"),
        prevent_initial_call=True,
    )
    def change(renamed: Sequence[int], deleted: Sequence[int], _: Sequence[str]) -> Any:
        """Rename or delete one of them."""
        chosen, id_ = ctx.triggered_id, _of(ctx.triggered_id)
        if id_ is None or not any([*renamed, *deleted]):
            return idle()
        written = [each.get("value") for each in ctx.states_list[0] if _of(each["id"]) == id_]
        try:
            said = _change(desk, chosen["type"], id_, written[0] if written else "")
            kept = news.listed(desk.session())
        except ThroughlineError as error:
            return [no_update], [str(error)]
        return [_rows(kept)], [said]


def _of(component: Any) -> str | None:
    """Which search a part belongs to; None for what is no part of one."""
    known = isinstance(component, dict) and {"type", "of"} <= component.keys()
    return component["of"] if known and isinstance(component["of"], str) else None


def _change(desk: Desk, what: str, id_: str, name: str) -> str:
    if what == "keep-rename":
        news.rename(desk.session(), id_, name)
        return "Renamed."
    news.delete(desk.session(), id_)
    return "Deleted: it is kept no more."
