"""A case shared with a support service: previewed, given with a reason, withdrawn, ended at a day.

A share keeps the mentions of one person, so it is hers whoever that is found to be: it shows the
records that still mention the person whom most of them refer to. What comes later is not shared by
itself. A share is a decision like a judgement: kept for ever, in no rebuild's way.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace

from graph.access.session import Consultation, Session, in_force
from graph.errors import InputError
from graph.queries import load
from graph.queries.rows import SystemSharingShares
from graph.sharing.case import read_case
from graph.sharing.case import whose as whose_case
from graph.sharing.preview import Preview, Recipient, leaves
from graph.sharing.sheet import Sheet, compose

LONGEST = dt.timedelta(days=366)
"""A share ends within a year; who still needs it then is asked again."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share on record, and what became of it: `state` is shared, ended or withdrawn. `unshared`
    counts how often the person is written where it does not reach."""

    id: str
    person: str
    name: str
    recipient: str
    is_file: bool
    sections: tuple[str, ...]
    who: str
    at: str
    why: str
    until: str
    state: str
    withdrawn_by: str
    withdrawn_why: str
    unshared: int


@dataclass(frozen=True, slots=True)
class Received:
    """What an account sees of one share."""

    id: str
    until: str
    sheet: Sheet


def give(session: Session, seen: Preview, *, until: dt.date, why: str) -> str:
    """Share what was previewed; gives the share's id. InputError when nothing may leave.

    `until` is the first day on which nothing is seen any more.
    """
    _check(seen, until, why)
    at, who = dt.datetime.now(dt.UTC).isoformat(), session.viewer.who
    key = "\n".join([*seen.mentions, seen.recipient.name, who, at])
    id_ = "share-" + hashlib.sha256(key.encode()).hexdigest()[:16]
    row = {
        "id": id_,
        "mentions": list(seen.mentions),
        "sections": list(seen.choice.sections),
        "cleared": list(seen.cleared),
        "account": seen.recipient.account,
        "organisation": seen.recipient.organisation,
        "who": who,
        "at": at,
        "why": why.strip(),
        "until": until.isoformat(),
    }
    with session.writing(
        "disclosure",
        asked="share",
        share=id_,
        person=seen.person,
        records=sorted(seen.sheet.records),
        to=seen.recipient.name,
        sections=list(seen.choice.sections),
        until=until.isoformat(),
        reason=why.strip(),
    ):
        session.store.write(load("write/sharing/share"), rows=[row])
    return id_


def _check(seen: Preview, until: dt.date, why: str) -> None:
    today = dt.datetime.now(dt.UTC).date()
    if not why.strip():
        raise InputError("sharing needs a reason, which is kept: say it with --why")
    if not today < until <= today + LONGEST:
        raise InputError("a share ends on a day after today, within a year: give another --until")
    if not seen.mentions or not seen.sheet.parts:
        raise InputError("nothing of this case may leave: the preview says why")


def withdraw(session: Session, share: str, why: str) -> Share:
    """End a share (its id, or the beginning of it) at once; it stays on record."""
    if not why.strip():
        raise InputError("withdrawing a share needs a reason, which is kept: say it with --why")
    begin_so = [it for it in listed(session) if share and it.id.startswith(share)]
    if len(begin_so) != 1:
        what = "several shares have" if begin_so else "no share has"
        raise InputError(f"{what} this id: `throughline share list` shows them; give more of it")
    it = begin_so[0]
    if it.state == "withdrawn":
        raise InputError("this share is withdrawn already: nothing to do")
    at, who = dt.datetime.now(dt.UTC).isoformat(), session.viewer.who
    with session.writing("disclosure", asked="withdraw a share", share=it.id, reason=why.strip()):
        query = load("write/sharing/withdraw")
        session.store.write(query, id=it.id, at=at, who=who, why=why.strip())
    return replace(it, state="withdrawn", withdrawn_by=who, withdrawn_why=why.strip())


def listed(session: Session, person: str = "") -> list[Share]:
    """What is and was shared of people whom this viewer may see, or of one; the newest first."""
    consultation = session.consult("shares", person=person)
    shares = (
        _share(consultation, row) for row in session.store.read(load("system/sharing/shares"))
    )
    return [it for it in shares if it and person in ("", it.person)][::-1]


def _share(consultation: Consultation, row: SystemSharingShares) -> Share | None:
    query = load("system/sharing/records")
    person = whose_case(consultation.store.read(query, mentions=row["mentions"]))
    asked = [{"label": "Person", "id": person}]
    found = consultation.read(load("view/elements/known"), nodes=asked)
    if not found:
        return None
    now = {each["mention"] for each in consultation.read(load("view/people/mentions"), id=person)}
    state = "shared" if in_force(row, dt.datetime.now(dt.UTC).date()) else "ended"
    return Share(
        row["id"],
        person,
        found[0]["props"].get("name") or person,
        row["account"] or row["organisation"],
        bool(row["organisation"]),
        tuple(row["sections"]),
        row["who"],
        row["at"],
        row["why"],
        row["until"],
        "withdrawn" if row["withdrawn_at"] else state,
        row["withdrawn_by"] or "",
        row["withdrawn_why"] or "",
        len(now - set(row["mentions"])),
    )


def shared_file(session: Session, share: str) -> tuple[Share, Sheet]:
    """A share with an organisation (its id) that is in force today, and its case as it stands.

    InputError when there is none, or nothing of it may leave any more.
    """
    found = {it.id: it for it in listed(session)}.get(share)
    if found is None or not found.is_file or found.state != "shared":
        raise InputError("There is no such file that is shared today: the list of shares has them.")
    consultation = session.consult("share file", share=share)
    rows = session.store.read(load("system/sharing/shares"))
    row = next(row for row in rows if row["id"] == share)
    case = leaves(read_case(consultation, row["mentions"]), Recipient().clearance)
    sheet = compose(consultation, case, row["sections"], row["cleared"])
    if not sheet.parts:
        raise InputError("Nothing of this case may leave any more: withdraw the share.")
    return found, sheet


def received(session: Session) -> list[Received]:
    """What is shared with this viewer's own account today, as it stands: nothing else is read."""
    clearance = session.viewer.clearance
    seen = []
    for reception in session.receive():
        row = reception.share
        case = leaves(read_case(reception, row["mentions"]), clearance)
        sheet = compose(reception, case, row["sections"], row["cleared"])
        if sheet.parts:
            seen.append(Received(row["id"], row["until"], sheet))
    return seen
