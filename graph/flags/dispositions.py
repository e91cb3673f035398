"""What people say of a flag: confirm, dismiss, or defer until a day; kept, never overwritten.

A disposition keeps who, when and why, and the ids and digests of the evidence as it stood,
never a value: erasing a record must not break it. The flag points at the latest one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any, Literal

from graph.access.session import Consultation, Session
from graph.errors import InputError
from graph.flags.life import SAID, digests
from graph.model.keys import join_key
from graph.queries import load

Kind = Literal["confirm", "dismiss", "defer"]


def decide(
    session: Session,
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
    consultation = session.consult("flag", flag=flag)
    flag_id: str = _open(consultation, flag)["id"]
    with session.writing("alteration", flag=flag_id, disposition=kind):
        row = _open(consultation, flag_id)  # again: a night may have run in between
        day = until.isoformat() if until else None
        who = session.viewer.who
        disposition = {
            "flag": flag_id,
            "kind": kind,
            "who": who,
            "why": why.strip(),
            "until": day,
            "evidence": row["evidence"],
            "digests": digests(row["evidence"]),
            "answer": hashlib.sha256(row["columns"].encode()).hexdigest(),
            "rule": row["rule"],
            "state": row["state"],
            "follows": row["disposition"],
        }
        key = join_key(flag_id, kind, who, at.isoformat())
        id_ = hashlib.sha256(key.encode()).hexdigest()[:32]
        props = {"state": SAID[kind], "why": "", "until": day, "due": day}
        query = load("write/flags/disposition")
        session.store.write(
            query, id=id_, flag=flag_id, said=disposition, at=at.isoformat(), props=props
        )
    return flag_id


def _check(kind: Kind, why: str, until: dt.date | None, today: dt.date) -> None:
    if not why.strip():
        raise InputError("a disposition needs a reason: say why with --why")
    if (kind == "defer") != (until is not None):
        raise InputError("a deferral, and nothing else, needs a day: give it with --until")
    if until is not None and until <= today:
        raise InputError("--until is not after today: a deferral ends on a day to come")


def _open(consultation: Consultation, wanted: str) -> Mapping[str, Any]:
    row = one(consultation, wanted)
    if row["state"] == "withdrawn":
        raise InputError("this flag is withdrawn: there is nothing left to say of it")
    return row


def one(consultation: Consultation, wanted: str) -> Mapping[str, Any]:
    """The flag with this id, or beginning of it. InputError unless it is just one."""
    rows = consultation.read(load("view/flag_find"), begins=wanted) if wanted else []
    exact = [row for row in rows if row["id"] == wanted] or rows
    if len(exact) != 1:
        what = "no flag has" if not exact else "several flags have"
        raise InputError(f"{what} this id: `throughline flags` shows the ids; give more of it")
    return exact[0]
