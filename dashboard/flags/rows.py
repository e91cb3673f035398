"""The queue as a table: one flag a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.aria import aria, data
from dashboard.component_ids import part_id
from dashboard.flags.asked import here
from dashboard.flags.rail import rule_name
from dashboard.routes import about
from dashboard.text import name
from dashboard.words import capital, day, force
from graph.explore.queue import MOST, Queue, Wanted
from graph.flags.life import WAITING
from graph.flags.store import Flag

HEADS = ("Rule", "What", "With", "State", "Due", "Changed")


def table(queue: Queue, on: str, today: dt.date) -> Component:
    """The rows that are read so far."""
    heads = [html.Th(html.Span("Choose", className="unseen"), scope="col", className="col-pick")]
    heads += [html.Th(head, scope="col", className=f"col-{head.lower()}") for head in HEADS]
    return html.Table(
        [
            html.Caption("Flags, the soonest due first", className="unseen"),
            html.Thead(html.Tr(heads)),
            html.Tbody(
                list(rows(queue.flags, on, today, here(queue.wanted))), id=part_id("flag-rows")
            ),
        ],
        className="queue-table",
    )


def rows(flags: Iterable[Flag], on: str, today: dt.date, address: str) -> Iterable[Component]:
    """A row for each flag; `address` is that of the queue, `on` the chosen flag."""
    for flag in flags:
        yield _row(flag, flag.id == on, today, address)


def _row(flag: Flag, chosen: bool, today: dt.date, address: str) -> Component:
    joint = "&" if "?" in address else "?"
    link = html.A(
        name(flag.sentence.removeprefix(f"{rule_name(flag.rule)}: ")),
        href=f"{address}{joint}on={flag.id}",
        className="flag-link clip",
        **data(about=about(flag.about)),
        **(aria(current="true") if chosen else {}),
    )
    pick = html.Button(
        className="pick", type="button", role="checkbox",
        **aria(checked="false", label=f"Choose: {flag.sentence[:200]}"),
    )  # fmt: skip
    return html.Tr(
        [
            html.Td(pick, className="col-pick"),
            html.Td(html.Span(rule_name(flag.rule), className="clip"), className="col-rule"),
            html.Td(link, className="col-what"),
            html.Td(html.Span(force(flag.owner), className="clip"), className="col-with"),
            html.Td(state(flag), className="col-state"),
            html.Td(_due(flag, today), className="col-due"),
            html.Td(_brief(flag.changed_at, today), className="col-changed muted"),
        ],
        key=flag.id,
        **data(flag=flag.id, state=flag.state),
    )


def state(flag: Flag) -> Component:
    """A flag's state in a word."""
    return html.Span(capital(flag.state), className=f"state state-{flag.state}")


def _due(flag: Flag, today: dt.date) -> Component | str:
    if not flag.due or flag.state not in (*WAITING, "deferred"):
        return ""
    if dt.date.fromisoformat(flag.due) >= today:
        return _brief(flag.due, today)
    return html.Strong(f"{_brief(flag.due, today)} late", className="late")


def _brief(written: str | dt.datetime, today: dt.date) -> str:
    """A day, without its year where that is this one."""
    return day(written).removesuffix(f" {today.year}")


def more(queue: Queue, read: int, asked: int, filters: Wanted) -> list[Component]:
    """What stands below the rows: how many of all are here, and the way to the rest.

    `read` are the rows on the page, `asked` how many were asked for at last, `filters` the page's.
    """
    if not read:
        return []
    of = "more of" if filters.after else "of"
    said = html.Span(f"{read:,} {of} {queue.total:,}", className="muted")
    if len(queue.flags) < asked or read == queue.total:
        return [said]
    if read >= MOST:
        onward = here(replace(filters, after=queue.last))
        return [said, dcc.Link("Further on", href=onward, className="button")]
    button = html.Button("More", id=part_id("more"), className="button", n_clicks=0, type="button")
    return [said, button, dcc.Store(id=part_id("last"), data=queue.last)]
