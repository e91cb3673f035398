"""What people say of a flag: confirm, dismiss, defer until a day, hand over to another force, or
take back what was said; kept, never overwritten.

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
from graph.flags import care
from graph.flags.life import ANSWERS, TAKEN_BACK, digests
from graph.model.keys import join_key
from graph.model.reference import reference
from graph.queries import load

Kind = Literal["confirm", "dismiss", "defer", "hand_over", "reopen"]


def decide(
    session: Session,
    flag: str,
    kind: Kind,
    why: str,
    *,
    until: dt.date | None = None,
    force: str | None = None,
    at: dt.datetime | None = None,
) -> str:
    """Say of a flag (its id, or the beginning of it) what is to become of it; gives its id.

    `until` is for a deferral alone, `force` for handing over. InputError when no flag, or several,
    have that id, when it is withdrawn, when the reason, the day or the force is missing, or when
    there is nothing to take back; BusyError while a night runs.
    """
    at = at or dt.datetime.now(dt.UTC)
    _check(kind, why, until, force, at.date())
    consultation = session.consult("flag", flag=flag)
    flag_id: str = _open(consultation, flag, kind)["id"]
    with session.writing("alteration", flag=flag_id, disposition=kind):
        row = _open(consultation, flag_id, kind)  # again: a night may have run in between
        who = session.viewer.who
        disposition = {
            "flag": flag_id,
            "kind": kind,
            "who": who,
            "why": why.strip(),
            "until": until.isoformat() if until else None,
            "force": force,
            "evidence": row["evidence"],
            "digests": digests(row["evidence"]),
            "answer": hashlib.sha256(row["columns"].encode()).hexdigest(),
            "rule": row["rule"],
            "state": row["state"],
            "follows": row["disposition"],
        }
        key = join_key(flag_id, kind, who, at.isoformat())
        id_ = hashlib.sha256(key.encode()).hexdigest()[:32]
        props = props_of(kind, disposition, at)
        query = load("write/flags/disposition")
        session.store.write(
            query, id=id_, flag=flag_id, said=disposition, at=at.isoformat(), props=props
        )
    return flag_id


def props_of(kind: str, said: Mapping[str, Any], at: dt.datetime) -> dict[str, Any]:
    """What a word makes of its flag. `said` has what the disposition keeps: `until`, `force`, and
    the `rule` and `state` that the flag had."""
    day = said["until"]
    if kind in ANSWERS:
        return {"state": ANSWERS[kind], "why": "", "until": day, "due": day}
    due = care.due(said["rule"], "reopened", at, reference(at.date()))
    again = {"state": "reopened", "until": None, "due": due}
    if kind == "reopen":
        return {**again, "why": TAKEN_BACK}
    props = {"owner": said["force"], "handed_to": said["force"], "why": "It was handed over."}
    return {**props, **(again if said["state"] in ANSWERS.values() else {})}


def _check(kind: Kind, why: str, until: dt.date | None, force: str | None, today: dt.date) -> None:
    if not why.strip():
        raise InputError("a disposition needs a reason: say why with --why")
    if (kind == "defer") != (until is not None):
        raise InputError("a deferral, and nothing else, needs a day: give it with --until")
    if until is not None and until <= today:
        raise InputError("--until is not after today: a deferral ends on a day to come")
    if (kind == "hand_over") != bool((force or "").strip()):
        raise InputError("handing over, and nothing else, needs a force: name it with --to")


def _open(consultation: Consultation, wanted: str, kind: Kind) -> Mapping[str, Any]:
    row = one(consultation, wanted)
    if row["state"] == "withdrawn":
        raise InputError("this flag is withdrawn: there is nothing left to say of it")
    if kind == "reopen" and row["state"] not in ANSWERS.values():
        raise InputError(f"this flag is {row['state']}: there is nothing to take back")
    return row


def one(consultation: Consultation, wanted: str) -> Mapping[str, Any]:
    """The flag with this id, or beginning of it. InputError unless it is just one."""
    rows = consultation.read(load("view/flags/find"), begins=wanted) if wanted else []
    exact = [row for row in rows if row["id"] == wanted] or rows
    if len(exact) != 1:
        what = "no flag has" if not exact else "several flags have"
        raise InputError(f"{what} this id: `throughline flags` shows the ids; give more of it")
    return exact[0]
