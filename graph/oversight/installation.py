"""How the installation runs: its deliveries, what was refused, its nights, its accounts.

For whoever runs it, who sees none of the cases: counts, times, places in files and reasons. What a
refused row itself holds stays in the folder `rejects`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice

from graph.access.accounts import Account, Accounts
from graph.access.session import Session
from graph.queries import load
from graph.queries.rows import SystemDeliveriesListed, SystemNightsListed

NIGHTS, DELIVERIES, REJECTS = 30, 500, 500
"""How many of each are read at most, the latest first; of rejects the first."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What came and what ran, the latest first."""

    engine: str
    deliveries: tuple[SystemDeliveriesListed, ...]
    nights: tuple[SystemNightsListed, ...]


@dataclass(frozen=True, slots=True)
class Reject:
    """A refused row: where in the delivery it stands, and why it made no record."""

    place: str
    reason: str


def installation(session: Session) -> Installation:
    """How it runs. BusyError when the audit cannot be kept; AccessError when the role may not."""
    session.administer("installation")
    store = session.store
    return Installation(
        f"{store.engine} {store.version}",
        tuple(store.read(load("system/deliveries/listed"), most=DELIVERIES)),
        tuple(store.read(load("system/nights/listed"), most=NIGHTS)),
    )


def rejects(session: Session, delivery: str) -> list[Reject]:
    """The first refused rows of a delivery, by their places and reasons. Errors as above."""
    session.administer("rejects", delivery=delivery)
    path = session.store.settings.rejects / f"{delivery}.jsonl"
    if not delivery.isalnum() or not path.is_file():
        return []
    with path.open(encoding="utf-8") as file:
        # The first line names the delivery; a row that came with another says of which.
        lines = [json.loads(line) for line in islice(file, 1, REJECTS + 1)]
    return [Reject(str(each.get("place", "")), str(each.get("reason", ""))) for each in lines]


def accounts(session: Session) -> list[Account]:
    """Every account, by name. Errors as above, for who may not change accounts, too."""
    session.audit.permit(session.viewer, "accounts")
    session.administer("accounts")
    path = session.store.settings.accounts
    return Accounts(path).listed() if path.is_file() else []
