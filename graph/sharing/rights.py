"""What somebody can ask for, by what their records show: the dated table `rights.toml`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.model.record import Record
from graph.model.reference import reference, rights
from graph.sharing.case import Entry

BY_LAW_TIED = frozenset(
    {"partner", "former partner", "parent", "child", "sibling", "relative", "lives with"}
)
IN_FORCE = frozenset({"interim", "made", "varied"})


def asked_for(entries: Sequence[Entry], corrections: Path | None = None) -> list[tuple[str, str]]:
    """(title, what it is) of everything that suits what was done to somebody."""
    today = dt.datetime.now(dt.UTC)
    suits = {"always", *_suits(entries, today, corrections)}
    rows = rights(today.date(), corrections)
    return [(row["title"], row["says"]) for row in rows if row["when"] in suits]


def _suits(entries: Sequence[Entry], now: dt.datetime, corrections: Path | None) -> Iterator[str]:
    closed = reference(now.date(), corrections)["no_action"]
    incidents = [(each, each.record.incident) for each in entries if each.record.incident]
    if any(incident and incident.outcome in closed for _, incident in incidents):
        yield "closed"
    if any(map(_are_tied, entries)):
        yield "partner"
    if any(not each.doers for each, _ in incidents):
        yield "unknown"
    yield "order" if any(_binds(each.record, now) for each in entries) else "no order"


def _are_tied(entry: Entry) -> bool:
    """Whether the person and who did it are or were a couple or relatives."""
    doers = {party.ref for _, party in entry.doers}
    return any(
        tie.kind in BY_LAW_TIED
        and len({tie.a, tie.b} & entry.refs) == len({tie.a, tie.b} & doers) == 1
        for tie in entry.record.relations
    )


def _binds(record: Record, now: dt.datetime) -> bool:
    order = record.order
    if order is None or order.status not in IN_FORCE:
        return False
    return order.effect == "prohibits" and (order.until is None or now < order.until)
