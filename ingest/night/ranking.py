"""What a person should look at first this morning, and why.

The order is lexicographic, never a score: a breach, then a possible one, then an order in force,
then a report since the last night, then a time limit that runs out, then how soon the rule wants
an answer, then how many records a flag rests on; notes last. It says how urgent the work is, not
how dangerous anybody is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.batches import batches
from graph.engine.store import Store
from graph.flags.life import NOTE
from graph.flags.store import Flag
from graph.queries import load

HOW = (
    "Ranked by: a breach of an order, a possible one after it; an order in force against somebody "
    "it is about; a report since the last night; a time limit that runs out; how soon its rule "
    "wants an answer; how many records it rests on. Notes come last."
)
BREACH = "order_breach"
BREACHES = ("a breach", "a possible breach", "")
LIMIT_DAYS = 183
"""Six months, within which an offence of harassment must be charged (1997 Act s2, s2A)."""
NEAR_DAYS = 28


@dataclass(frozen=True, slots=True)
class Ranked:
    """A flag, what happened to it, and why it stands where it stands."""

    flag: Flag
    outcome: str
    reasons: tuple[str, ...]


def ranked(
    store: Store,
    news: Iterable[tuple[Flag, str]],
    since: dt.datetime,
    as_of: dt.datetime,
    urgency: Mapping[str, Mapping[str, Any]],
) -> list[Ranked]:
    """Flags with what happened to them, the most pressing first.

    `since` is the last night; `urgency` the table of that name.
    """
    flags = list(news)
    facts = _facts(store, [flag.id for flag, _ in flags], since, as_of)
    keyed = []
    for flag, outcome in flags:
        reports, orders = facts.get(flag.id, (0, ()))
        breach, note = _breach(flag), flag.state == NOTE
        limit = _limit(flag, as_of)
        days = urgency.get(flag.rule, urgency["other"])["days"]
        reasons = [breach] if breach else []
        reasons += [f"an order in force ({', '.join(orders)})"] if orders else []
        reasons += [f"{reports} new report{'' if reports == 1 else 's'}"] if reports else []
        reasons += [limit] if limit else []
        wanted = f"an answer is wanted within {days} day{'' if days == 1 else 's'}"
        reasons.append("a note: what speaks against it outweighs it" if note else wanted)
        pressing = (note, BREACHES.index(breach), not orders, not reports, not limit)
        key = (*pressing, days, -len(flag.record_ids), flag.id)
        keyed.append((key, Ranked(flag, outcome, tuple(reasons))))
    return [each for _, each in sorted(keyed, key=lambda pair: pair[0])]


def _facts(
    store: Store, ids: list[str], since: dt.datetime, as_of: dt.datetime
) -> dict[str, tuple[int, tuple[str, ...]]]:
    facts = {}
    for batch in batches(ids):
        asked = {"ids": batch, "since": since, "as_of": as_of}
        for row in store.read(load("system/flags/ranks"), **asked):
            facts[row["id"]] = (row["reports"], tuple(sorted(filter(None, row["orders"]))))
    return facts


def _breach(flag: Flag) -> str:
    if flag.rule != BREACH:
        return ""
    return "a possible breach" if flag.columns.get("possibly") else "a breach"


def _limit(flag: Flag, as_of: dt.datetime) -> str:
    """The time limit of a course of conduct, in its last weeks."""
    last = flag.columns.get("last")
    if not isinstance(last, str):
        return ""
    left = dt.datetime.fromisoformat(last) + dt.timedelta(days=LIMIT_DAYS) - as_of
    if not dt.timedelta(0) <= left <= dt.timedelta(days=NEAR_DAYS):
        return ""
    return f"six months since the last incident end in {left.days} days"
