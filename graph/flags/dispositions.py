"""What people say of a flag: confirm, dismiss, or defer until a day; kept, never overwritten.

A disposition keeps who, when and why, and the ids and digests of the evidence as it stood,
never a value: erasing a record must not break it. The flag points at the latest one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any, Literal

from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.engine.store import Store
from graph.errors import InputError
from graph.flags.life import SAID, digests
from graph.lock import writing
from graph.model.record import join_key
from graph.queries import load

Kind = Literal["confirm", "dismiss", "defer"]


def decide(
    store: Store,
    audit: Audit,
    viewer: Viewer,
    flag: str,
    kind: Kind,
    why: str,
    *,
    until: dt.date | None = None,
    at: dt.datetime | None = None,
) -> str:
    """Say of a flag (its id, or the beginning of it) what is to become of it; gives its id.

    `until` is for a deferral alone. InputError when no flag, or several, have that id, when
    it is withdrawn, or when the reason or the day is missing; BusyError while a night runs.
    """
    at = at or dt.datetime.now(dt.UTC)
    _check(kind, why, until, at.date())
    with writing(store.settings.data):
        found = _open(store, flag, viewer.clearance)
        audit.write(viewer, "alteration", {"flag": found["id"], "disposition": kind})
        day = until.isoformat() if until else None
        said = {
            "flag": found["id"],
            "kind": kind,
            "who": viewer.who,
            "why": why.strip(),
            "until": day,
            "evidence": found["evidence"],
            "digests": digests(found["evidence"]),
            "answer": hashlib.sha256(found["columns"].encode()).hexdigest(),
            "rule": found["rule"],
            "state": found["state"],
            "follows": found["disposition"],
        }
        key = join_key(found["id"], kind, viewer.who, at.isoformat())
        id_ = hashlib.sha256(key.encode()).hexdigest()[:32]
        props = {"state": SAID[kind], "why": "", "until": day, "due": day}
        query = load("write/flags/disposition")
        flag_id: str = found["id"]
        store.write(query, id=id_, flag=flag_id, said=said, at=at.isoformat(), props=props)
    return flag_id


def _check(kind: Kind, why: str, until: dt.date | None, today: dt.date) -> None:
    if not why.strip():
        raise InputError("a disposition needs a reason: say why with --why")
    if (kind == "defer") != (until is not None):
        raise InputError("a deferral, and nothing else, needs a day: give it with --until")
    if until is not None and until <= today:
        raise InputError("--until is not after today: a deferral ends on a day to come")


def _open(store: Store, wanted: str, clearance: int) -> Mapping[str, Any]:
    found = one(store, wanted, clearance)
    if found["state"] == "withdrawn":
        raise InputError("this flag is withdrawn: there is nothing left to say of it")
    return found


def one(store: Store, wanted: str, clearance: int) -> Mapping[str, Any]:
    """The flag with this id, or beginning of it. InputError unless it is just one."""
    found = (
        store.read(load("system/flags/find"), begins=wanted, clearance=clearance) if wanted else []
    )
    exact = [row for row in found if row["id"] == wanted] or found
    if len(exact) != 1:
        what = "no flag has" if not exact else "several flags have"
        raise InputError(f"{what} this id: `throughline flags` shows the ids; give more of it")
    return exact[0]
