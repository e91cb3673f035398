"""Holds: what is to be kept although it could go, until somebody ends the hold.

A person's hold keeps their mentions, so it holds whoever they are found to be. Erasing what is
held is refused unless it is said that the hold goes too.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from graph.access.session import Session
from graph.derive.withdraw import find
from graph.engine.store import Store
from graph.erasure.journal import now
from graph.erasure.traces import Traces
from graph.errors import InputError
from graph.private import write_private
from graph.queries import load
from graph.settings import Settings

What = Literal["person", "record", "delivery"]
FILE = "holds.json"


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold: its targets are mention ids, the key of a record, or the id of a delivery."""

    id: str
    what: What
    targets: tuple[str, ...]
    who: str
    at: str
    reason: str


def retain(session: Session, what: What, wanted: str, reason: str) -> Hold:
    """Keep a person, a record or a delivery from being erased. InputError when it is not there."""
    if not reason.strip():
        raise InputError("a hold needs a reason, which is kept: say it with --reason")
    id_ = f"hold-{secrets.token_hex(6)}"
    with session.writing("alteration", retained=wanted, hold=id_):
        targets = tuple(_targets(session.store, what, wanted))
        hold = Hold(id_, what, targets, session.viewer.who, now(), reason.strip())
        _write(session.store.settings, [*holds(session.store.settings), hold])
    return hold


def end(session: Session, wanted: str) -> Hold:
    """End a hold. InputError when there is none of this id."""
    settings = session.store.settings
    with session.writing("alteration", ended=wanted):
        gone = [hold for hold in holds(settings) if hold.id == wanted]
        if not gone:
            raise InputError("there is no such hold: `throughline retain` lists them")
        _write(settings, [hold for hold in holds(settings) if hold.id != wanted])
    return gone[0]


def holds(settings: Settings) -> list[Hold]:
    """Every hold, the first first."""
    try:
        rows: list[dict[str, Any]] = json.loads((settings.data / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return [Hold(**{**row, "targets": tuple(row["targets"])}) for row in rows]


def refuse_held(settings: Settings, targets: Collection[str]) -> None:
    """InputError when any of these is held."""
    held = [hold for hold in holds(settings) if not set(hold.targets).isdisjoint(targets)]
    if held:
        raise InputError(
            f"{held[0].id} keeps this from being erased: end it with `throughline retain --end`, "
            "or say --despite-hold"
        )


def forget(settings: Settings, traces: Traces, targets: Iterable[str]) -> None:
    """Take what is erased out of the holds; one that holds nothing else goes."""
    gone, before = traces.ids.union(targets), holds(settings)
    after = []
    for hold in before:
        left = tuple(each for each in hold.targets if each not in gone)
        if left and (left != hold.targets or traces.in_text(hold.reason)):
            after.append(replace(hold, targets=left, reason="(erased)"))
        elif left:
            after.append(hold)
    if after != before:
        _write(settings, after)


def _targets(store: Store, what: What, wanted: str) -> list[str]:
    if what == "delivery":
        return [find(store, wanted)["id"]]
    if what == "record":
        if not store.read(load("system/erasure/keyed"), keys=[wanted]):
            raise InputError("no record has this key: write it as FORCE/KIND/REFERENCE")
        return [wanted]
    mentions = [row["mention"] for row in store.read(load("system/people/mentions"), ids=[wanted])]
    if not mentions:
        raise InputError("no person has this id: `throughline search` shows the ids")
    return sorted(mentions)


def _write(settings: Settings, several: Sequence[Hold]) -> None:
    write_private(settings.data / FILE, json.dumps([asdict(hold) for hold in several]))
