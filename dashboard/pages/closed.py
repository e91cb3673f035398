"""Closed cases read again: samples, the next case for a reader, and how the readers agree."""

from __future__ import annotations

import secrets
from typing import Any, Literal

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from dashboard.aria import aria
from dashboard.closed.case import Case, case_href, case_of
from dashboard.component_ids import part, part_id
from dashboard.page import Page, Shown
from dashboard.payload import Text
from dashboard.routes import Asked, address, options, parse
from dashboard.tables import table_of
from dashboard.text import name as isolated
from dashboard.view import Desk
from dashboard.words import count, day
from graph.access.roles import may
from graph.access.session import Session
from graph.errors import InputError, ThroughlineError
from graph.rereading import samples
from graph.rereading.kept import ANSWERS
from graph.rereading.samples import OF, Answer, Result, Standing

LEAD = (
    "A sample of what was closed is read by two people, each without the other's answer; where they"
    " differ a third reads it. It asks of the closing, not of anybody."
)
LIKELY = 50
TRIED = 50
"""Cases that are looked through for one that the reader may see."""


def show(desk: Desk, asked: Asked, _theme: str) -> Shown:
    """The samples; or of the chosen one the next case for this reader, else what came of it."""
    session = desk.session()
    listed = samples.standings(session)
    chosen = next((each for each in listed if each.sample.id == asked.one("sample")), None)
    head: list[Component] = [html.H1("Closed cases read again"), html.P(LEAD, className="lead")]
    if chosen is None:
        none = html.P("No sample was drawn yet.", className="muted")
        rows = html.Ul([_row(each) for each in listed], className="kept-list")
        parts: list[Component] = [rows if listed else none]
        parts += [_draw_form()] if may(session.viewer.role, "oversight") else []
        content = html.Main([*head, *parts], id="main", className="page")
        return Shown(content, 0, "Closed cases")
    drawn, level = _chosen(session, chosen)
    whole = html.Div(drawn, id=part_id("case"), className="closed-case")
    content = html.Main([*head, whole], id="main", className="page")
    return Shown(content, level, chosen.sample.name)


def _row(each: Standing) -> Component:
    title = dcc.Link(
        isolated(each.sample.name),
        href=address("closed", sample=each.sample.id),
        className="card-title",
    )
    mine = f"{len(each.open):,} for you to read" if each.open else "nothing for you to read"
    state = "state state-new" if each.open else "state"
    return html.Li(
        [
            html.Div([title, html.Span(mine, className=state)], className="card-line"),
            html.P(_drawn(each), className="muted"),
            html.P(_progress(each)),
        ],
        className="kept-row",
    )


def _drawn(each: Standing) -> str:
    sample = each.sample
    return (
        f"{OF.get(sample.of, sample.of)}: {len(sample.cases):,} of {sample.population:,},"
        f" drawn with the seed {sample.seed} by {sample.who} on {day(sample.at)}"
    )


def _progress(each: Standing) -> str:
    third = f", {count(each.differ, 'waits', 'wait')} for a third" if each.differ else ""
    read = each.read
    return f"Read by two: {read[2]:,}; by one: {read[1]:,}; by nobody: {read[0]:,}{third}."


def _chosen(session: Session, each: Standing) -> tuple[list[Component], int]:
    """What stands below the head for a chosen sample, and the level of it."""
    top = [
        html.H2(isolated(each.sample.name)),
        html.P(_drawn(each), className="muted"),
        html.P([_progress(each), " ", dcc.Link("All samples", href=address("closed"))]),
        html.Progress(
            value=str(each.read[1] + 2 * each.read[2]),
            max=str(max(1, 2 * len(each.sample.cases))),
            **aria(label="Readings given, of all that are wanted"),
        ),
    ]
    for id_ in each.open[:TRIED]:
        if case := case_of(session, each.sample.of, id_):
            return [*top, _case(case), _form(id_)], case.level
    words = "There is nothing here for you to read"
    words += " that you may see." if each.open else ": you read all that waits, or others did."
    return [*top, html.P(words, role="status"), *(_result(each.result, each.sample.of))], 0


def _case(case: Case) -> Component:
    return html.Article(
        [
            html.H3(case.title),
            *case.parts,
            html.P(dcc.Link("Open it with its sources", href=case.href)),
        ],
        className="card",
    )


def _form(id_: str) -> Component:
    choices = [{"label": title, "value": code} for code, title in ANSWERS.items()]
    answers = dcc.RadioItems(choices, id="reading-answer")
    return html.Div(
        [
            dcc.Store(id="reading-case", data=id_),
            html.Fieldset([html.Legend("Was it rightly closed?"), answers]),
            html.Div(
                [
                    html.Label("Reason, which is kept", htmlFor="reading-why"),
                    dcc.Input(id="reading-why", value="", maxLength=1_000, autoComplete="off"),
                    html.Button(
                        "Keep, and the next",
                        id="reading-say",
                        className="button",
                        n_clicks=0,
                        type="button",
                    ),
                ],
                className="reason",
            ),
            html.P(id="reading-said", role="alert"),
        ],
        className="share-form",
    )


def _result(result: Result | None, of: str) -> list[Component]:
    if result is None:
        words = "What came of it is shown when two have read each case."
        return [html.P(words, className="muted")]
    titles = {**ANSWERS, "disputed": "Disputed: no two say the same"}
    rows = [(title, f"{result.answers.get(code, 0):,}") for code, title in titles.items()]
    parts: list[Component] = [
        html.H2("What came of it"),
        html.P(_agreement(result)),
        table_of(("Answer of two or more", "Cases"), rows),
    ]
    if result.again:
        links = [html.Li(dcc.Link(id_, href=case_href(of, id_))) for id_ in result.again]
        parts += [html.H2("To be looked at again"), html.Ul(links, className="plain")]
    return parts


def _agreement(result: Result) -> str:
    agree = result.agree
    said = f"The first two said the same of {agree.same:,} of {count(agree.cases, 'case')}"
    if agree.kappa is None or agree.low is None or agree.high is None:
        return f"{said}, with one answer for all: kappa says nothing then."
    return (
        f"{said}. Cohen's kappa, agreement beyond chance: {agree.kappa:.2f} (95 % from"
        f" {agree.low:.2f} to {agree.high:.2f})."
    )


def _draw_form() -> Component:
    kinds = [{"label": title, "value": code} for code, title in OF.items()]
    boxes = (
        ("Name", "draw-name", ""),
        ("Cases", "draw-size", str(LIKELY)),
        ("Seed", "draw-seed", str(secrets.randbelow(10_000))),
    )
    return html.Section(
        [
            html.H2("Draw a sample"),
            html.Fieldset(
                [html.Legend("Out of"), dcc.RadioItems(kinds, "flags", id="draw-of")],
            ),
            *(
                html.Div(
                    [
                        html.Label(label, htmlFor=id_),
                        dcc.Input(id=id_, value=value, maxLength=80, autoComplete="off"),
                    ],
                    className="reason",
                )
                for label, id_, value in boxes
            ),
            html.Button("Draw", id="draw", className="button", n_clicks=0, type="button"),
            html.P(id="draw-said", role="alert"),
        ],
        className="share-form draw-sample",
    )


def _bind(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(part("case"), "children"),
        Output("reading-said", "children"),
        Input("reading-say", "n_clicks"),
        State("reading-case", "data"),
        State("reading-answer", "value"),
        State("reading-why", "value"),
        State("url", "search"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def say(
        clicks: int | None,
        case: str | None,
        answer: Answer | None,
        why: str | None,
        search: str | None,
        pathname: str,
    ) -> Any:
        """Keep an answer, and show the next case."""
        if not clicks:
            return [no_update], no_update
        session, id_ = desk.session(), parse(pathname, search).one("sample")
        try:
            samples.answer(session, id_, case or "", answer or "", why or "")
            listed = samples.standings(session)
            chosen = next(each for each in listed if each.sample.id == id_)
            return [_chosen(session, chosen)[0]], no_update
        except ThroughlineError as error:
            return [no_update], str(error)

    @app.callback(
        Output("draw-said", "children"),
        Output("url", "search", allow_duplicate=True),
        Input("draw", "n_clicks"),
        State("draw-name", "value"),
        State("draw-of", "value"),
        State("draw-size", "value"),
        State("draw-seed", "value"),
        prevent_initial_call=True,
    )
    def draw(
        clicks: int | None, name: str | None, of: str | None, size: str | None, seed: str | None
    ) -> Any:
        """Draw a sample; it is opened then."""
        if not clicks:
            return no_update, no_update
        try:
            numbers = [_number(text) for text in (size, seed)]
            sample = samples.draw(desk.session(), name or "", of or "", *numbers)
        except ThroughlineError as error:
            return str(error), no_update
        return "", options({"sample": sample.id})


def _number(text: str | None) -> int:
    if not (text or "").strip().isdecimal():
        raise InputError("How many cases, and the seed, are whole numbers: write them so.")
    return int(text or "")


PAGE = Page(
    "closed",
    show,
    link="Closed cases",
    keys=("sample",),
    bind=_bind,
    values={
        ("reading-say", "n_clicks"): int | None,
        ("reading-case", "data"): Text | None,
        ("reading-answer", "value"): Literal["right", "wrong", "unsure"] | None,
        ("reading-why", "value"): Text | None,
        ("draw", "n_clicks"): int | None,
        ("draw-name", "value"): Text | None,
        ("draw-of", "value"): Literal["flags", "stalking", "harassment"] | None,
        ("draw-size", "value"): Text | None,
        ("draw-seed", "value"): Text | None,
    },
)
