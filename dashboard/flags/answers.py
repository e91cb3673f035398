"""What the page of flags answers: another flag chosen, more rows, a word on one or several."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from dash import Dash, Input, Output, Patch, State, ctx, html, no_update
from dash.development.base_component import Component
from pydantic import Field
from typing_extensions import TypedDict

from dashboard.aria import data
from dashboard.component_ids import idle, part
from dashboard.flags.asked import here, shown, wanted
from dashboard.flags.layout import list_of, opened_of
from dashboard.flags.night import parts
from dashboard.flags.pane import pane
from dashboard.flags.rows import more, rows
from dashboard.payload import Text
from dashboard.routes import parse
from dashboard.view import Desk
from dashboard.words import count, day, force
from graph.errors import ThroughlineError
from graph.explore.queue import MOST, PAGE, news, queue
from graph.flags.dispositions import Kind, decide
from graph.flags.life import SAID

MOST_AT_ONCE = 200
"""Flags of which one word may be said at once."""


class Said(TypedDict):
    """What somebody says of flags, as frame and form send it: `next` is chosen afterwards."""

    kind: Literal["confirm", "dismiss", "defer", "hand_over", "reopen"]
    why: Text
    until: Text
    force: Text
    flags: Annotated[list[Text], Field(max_length=MOST_AT_ONCE)]
    next: Text
    number: int


VALUES: dict[tuple[str, str], Any] = {
    ("say", "data"): Said | None,
    ("more", "n_clicks"): int | None,
    ("night", "n_clicks"): int | None,
    ("last", "data"): Text | None,
}
"""The type of every value that the callbacks here read."""


def bind(app: Dash, desk: Desk) -> None:
    """Add the callbacks of the flags."""
    _choosing(app, desk)
    _reading_on(app, desk)
    _saying(app, desk)


def _choosing(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(part("flag"), "children"),
        Input("url", "search"),
        State("url", "pathname"),
        State("theme", "data"),
        prevent_initial_call=True,
    )
    def choose(search: str, pathname: str, theme: str | None) -> Any:
        asked = parse(pathname, search)
        if asked.page != "flags":
            return [no_update] * len(ctx.outputs_list)
        try:
            drawn = pane(opened_of(desk, asked), theme or "light")
        except ThroughlineError as error:
            drawn = [html.H2("No answer"), html.P(str(error))]
        return [drawn] * len(ctx.outputs_list)


def _reading_on(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(part("flag-rows"), "children"),
        Output(part("rest"), "children"),
        Output("url", "search", allow_duplicate=True),
        Input(part("more"), "n_clicks"),
        State(part("last"), "data"),
        State("url", "search"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def read_on(
        clicks: Sequence[int | None], last: Sequence[str | None], search: str, pathname: str
    ) -> Any:
        asked = parse(pathname, search)
        if asked.page != "flags" or not any(clicks) or not any(last):
            return idle()
        filters, now = wanted(asked), dt.datetime.now(dt.UTC)
        before = shown(asked)
        found = queue(desk.session(), replace(filters, after=last[0] or ""), now=now)
        added = Patch()
        added.extend(list(rows(found.flags, asked.on, now.date(), here(filters))))
        read = min(MOST, before + len(found.flags))
        whole = more(found, read, PAGE, filters)
        _, _, options = here(filters, n=before + PAGE, on=asked.on).partition("?")
        return [added], [whole], f"?{options}"

    @app.callback(
        Output(part("news"), "children"),
        Input(part("night"), "n_clicks"),
        prevent_initial_call=True,
    )
    def open_night(clicks: Sequence[int | None]) -> Any:
        if clicks != [1]:  # it was read when it was opened first
            return [no_update] * len(ctx.outputs_list)
        return [parts(news(desk.session()))]


def _saying(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(part("queue"), "children"),
        Output(part("flag"), "children", allow_duplicate=True),
        Output("said", "children"),
        Output("url", "search", allow_duplicate=True),
        Input("say", "data"),
        State("url", "search"),
        State("url", "pathname"),
        State("theme", "data"),
        prevent_initial_call=True,
    )
    def say(given: Said | None, search: str, pathname: str, theme: str | None) -> Any:
        asked = parse(pathname, search)
        if asked.page != "flags" or not given or not given["flags"]:
            return idle()
        done, wrong = _say(desk, given)
        try:
            listed = list_of(desk, asked)
            stays = not given["next"] or given["next"] == asked.on
            drawn = [pane(opened_of(desk, asked), theme or "light")] if stays else [no_update]
        except ThroughlineError as error:
            return [no_update], [no_update], _told(given, done, [str(error)]), no_update
        _, _, options = here(wanted(asked), n=shown(asked), on=given["next"]).partition("?")
        onward = no_update if stays else f"?{options}"
        return [listed], drawn, _told(given, done, wrong), onward


def _say(desk: Desk, given: Said) -> tuple[list[str], list[str]]:
    """Say it of one flag after the other: of which it was said, and what hindered the others."""
    done: list[str] = []
    wrong: dict[str, None] = {}
    kind: Kind = given["kind"]
    try:
        until = dt.date.fromisoformat(given["until"]) if kind == "defer" else None
    except ValueError:
        return [], ["Deferring needs a day to come: choose it beside the button."]
    to = given["force"] if kind == "hand_over" else None
    for flag in given["flags"]:
        try:
            done.append(decide(desk.session(), flag, kind, given["why"], until=until, force=to))
        except ThroughlineError as error:
            wrong[str(error)] = None
    return done, list(wrong)


def _told(asked: Said, done: Sequence[str], wrong: Sequence[str]) -> list[Component | str]:
    """What became of it, with the way back."""
    parts: list[Component | str] = []
    if done:
        more = f" until {day(asked['until'])}" if asked["kind"] == "defer" else ""
        more += f" to {force(asked['force'])}" if asked["kind"] == "hand_over" else ""
        parts.append(f"{count(len(done), 'flag')} {SAID[asked['kind']]}{more}. ")
        if asked["kind"] in ("confirm", "dismiss", "defer"):
            undo = data(undo=" ".join(done))
            parts.append(html.Button("Undo", className="button", type="button", **undo))
    return parts + [html.Span(f"{each}. ".replace("..", "."), className="wrong") for each in wrong]
