"""What is to be told, kept until it was: one file for each message and way, in `outbox`.

A message is written down before it is sent and goes once it was taken, so that a night that is
killed, or a receiver that is down, loses none: the next night sends what is left. One that was
taken although no answer came is sent again under the same id, by which its receiver knows it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.access.session import Session
from graph.counted import counted
from graph.errors import InputError, ThroughlineError
from graph.private import write_private
from ingest.tell.message import messages
from ingest.tell.post import by_mail, by_webhook
from ingest.tell.receivers import Receivers, receivers

FOLDER, TOLD = "outbox", "told.json"
WAYS = ("mail", "webhook")


@dataclass(frozen=True, slots=True)
class Sent:
    """A message to a force by one way; `failed` says why it was not taken, "" when it was."""

    force: str
    way: str
    flags: int
    failed: str = ""


def tell(session: Session, night: str, as_of: dt.datetime) -> list[Sent]:
    """Send each force the news of this night, and what earlier ones could not send.

    A fault of sending is told in the answer and fails nothing.
    """
    data = session.store.settings.data
    try:
        known = receivers(data)
    except InputError as error:
        return [Sent("", "", 0, str(error))]
    if not known.force:
        return []
    try:
        _write_down(session, known, night, as_of)
        waiting = sorted((data / FOLDER).glob("*_*.json"))
        return [sent for path in waiting if (sent := _send(session, known, path))]
    except OSError:
        words = f"{FOLDER} in the data folder cannot be read or written: see to the disk"
        return [Sent("", "", 0, words)]


def _write_down(session: Session, known: Receivers, night: str, as_of: dt.datetime) -> None:
    folder = session.store.settings.data / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    for message in messages(session.store, _last(folder, night), night, as_of):
        receiver = known.force.get(message["data"]["force"])
        for way in WAYS:
            if receiver and (receiver.to if way == "mail" else receiver.url):
                path = folder / f"{_safe(night)}_{message['id']}_{way}.json"
                write_private(path, json.dumps(message))
    write_private(folder / TOLD, json.dumps({"night": night}))


def _last(folder: Path, night: str) -> str:
    """The last night that was told of; at the first time whatever came before this one."""
    try:
        return str(json.loads((folder / TOLD).read_text(encoding="utf-8"))["night"])
    except (FileNotFoundError, ValueError, KeyError):
        return (dt.datetime.fromisoformat(night) - dt.timedelta(seconds=1)).isoformat()


def _safe(night: str) -> str:
    """A night's id as a part of a file's name that sorts as nights do."""
    return "".join(letter for letter in night if letter.isalnum())


def _send(session: Session, known: Receivers, path: Path) -> Sent | None:
    """Send one message; None where nobody is told of it any more."""
    message: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    way, told = path.stem.rpartition("_")[2], message["data"]
    many = len(told["flags"]) + told["left_out"]
    receiver = known.force.get(told["force"])
    if receiver is None or not (receiver.to if way == "mail" else receiver.url):
        path.unlink()
        return None
    try:
        _note(session, message, way)
        if way == "mail" and known.mail:
            by_mail(known.mail, receiver, message)
        else:
            by_webhook(receiver, message)
    except ThroughlineError as error:
        return Sent(told["force"], way, many, str(error))
    path.unlink()
    return Sent(told["force"], way, many)


def _note(session: Session, message: dict[str, Any], way: str) -> None:
    """That it leaves is in the audit before it does."""
    told = message["data"]
    flags = [flag["id"] for flag in told["flags"]]
    about = {"asked": "news", "force": told["force"], "by": way, "message": message["id"]}
    session.audit.write(session.viewer, "disclosure", {**about, "flags": flags})


def lines(sent: Iterable[Sent]) -> Iterator[str]:
    """What became of each, as the digest tells it."""
    for each in sent:
        if not each.force:
            yield f"news not sent: {each.failed}"
        elif each.failed:
            yield (
                f"news to {each.force} by {each.way} not taken ({each.failed}): the next night"
                " sends it again"
            )
        else:
            yield f"news to {each.force} by {each.way}: {counted(each.flags, 'flag')}"
