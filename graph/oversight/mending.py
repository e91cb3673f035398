"""A refused row mended by a person and put in again, as a small delivery of its own.

It goes to the inbox as a file of rejects with that one row: its header names the delivery that it
came from, and the line what the row held before, who mended it, when and why. The night reads it by
the mapping of that delivery; the refused row stays as it is kept.

What level a refused row has nobody knows, for it made no record: whoever opens one is cleared to
everything.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from graph.access.session import Session
from graph.access.viewer import EVERY_LEVEL
from graph.errors import AccessError, InputError
from graph.private import write_private
from graph.queries import load
from graph.settings import Settings

LONGEST = 200_000
"""Characters of a row that is mended on a page; a longer one is mended in its file."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A refused row to be mended. `text` is its cells as JSON, or the line as it came where that
    could not be split into cells (`split` false); `part_of` the place of the row that brings it
    back."""

    place: str
    reason: str
    text: str
    split: bool
    part_of: str


def open_reject(session: Session, delivery: str, place: str) -> Opened | None:
    """The refused row at a place of a delivery; None when there is none.

    The audit keeps the look before it is made. AccessError for whoever may not take deliveries in,
    or is not cleared to everything.
    """
    session.administer("refused row", delivery=delivery, place=place)
    _cleared(session, delivery)
    _, line = _find(session, delivery, place)
    if line is None:
        return None
    split = isinstance(line.get("row"), dict)
    text = json.dumps(line["row"], indent=1, ensure_ascii=False) if split else _raw(line)
    return Opened(place, str(line.get("reason", "")), text, split, str(line.get("part_of", "")))


def put_in_again(session: Session, delivery: str, place: str, text: str, why: str) -> str:
    """Put a mended row into the inbox; gives the name of the file. Errors as above, and InputError
    with the mend when the text is no row, is as it was, or has no reason."""
    session.audit.permit(session.viewer, "collection", question="refused row")
    _cleared(session, delivery)
    header, line = _find(session, delivery, place)
    if line is None:
        raise InputError("No such refused row is kept: open the list again.")
    if line.get("part_of"):
        raise InputError(f"This row comes back with the one at {line['part_of']}: mend that one.")
    if not why.strip():
        raise InputError("Say why the row is mended: the reason is kept with it.")
    key, before = ("row", line["row"]) if isinstance(line.get("row"), dict) else ("raw", _raw(line))
    after = _cells(text) if key == "row" else _one_line(text)
    if after == before:
        raise InputError("Nothing is mended yet: change the row first.")
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    by = {"mended_by": session.viewer.who, "mended_at": now, "mended_because": why.strip()}
    kept = {name: value for name, value in line.items() if name != "reason"}
    lines = [
        {**header, **by},
        {**kept, key: after, "before": before, "refused": line["reason"], **by},
    ]
    body = "".join(f"{json.dumps(each)}\n" for each in lines)
    digest = hashlib.sha256(body.encode()).hexdigest()[:12]
    name = f"mended-{delivery[:12]}-{digest}.jsonl"
    session.record(
        "collection",
        asked="mended row",
        delivery=delivery,
        place=place,
        file=name,
        reason=why.strip(),
    )
    _put(session.store.settings, name, body)
    return name


def waiting_again(session: Session, delivery: str) -> set[str]:
    """The places of a delivery whose mended rows wait in the inbox for the night."""
    found = set()
    for path in session.store.settings.inbox.glob(f"mended-{delivery[:12]}-*.jsonl"):
        try:
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        except (OSError, ValueError, RecursionError):
            continue  # a night has taken it meanwhile, or somebody else put it there
        found |= {str(row["place"]) for row in rows if isinstance(row, dict) and "place" in row}
    return found


def _cleared(session: Session, delivery: str) -> None:
    names = {row["name"] for row in session.store.read(load("system/records/compartments"))}
    if session.viewer.clearance < EVERY_LEVEL or not names <= session.viewer.compartments:
        session.audit.refuse(session.viewer, "refused row", delivery=delivery)
        raise AccessError(
            "What level a refused row has is not known: whoever opens one is cleared to everything"
            " and in every compartment. Ask somebody who is, or mend it in its file."
        )


def _find(
    session: Session, delivery: str, place: str
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The header of a file of rejects, and the line of a place."""
    path = session.store.settings.rejects / f"{delivery}.jsonl"
    if not delivery.isalnum() or not path.is_file():
        return {}, None
    with path.open(encoding="utf-8") as file:
        header = json.loads(next(file))
        for line in file:
            data = json.loads(line)
            if str(data.get("place", "")) == place:
                return header, data
    return header, None


def _raw(line: dict[str, Any]) -> str:
    return str(line.get("raw") or "")


def _cells(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise InputError(f"The row is longer than {LONGEST:,} characters: mend it in its file.")
    try:
        cells = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(f"This is no JSON{where}: keep quotes, commas and braces.") from error
    if not isinstance(cells, dict) or not cells:
        raise InputError("A row is cells by their columns, in braces.")
    return cells


def _one_line(text: str) -> str:
    if len(text) > LONGEST:
        raise InputError(f"The row is longer than {LONGEST:,} characters: mend it in its file.")
    if not text.strip():
        raise InputError("The row is empty: to leave it out, leave it as it is.")
    return text


def _put(settings: Settings, name: str, body: str) -> None:
    """Whole or not at all: a night that runs meanwhile finds no draft in the inbox."""
    draft = settings.data / "work" / name
    for folder in (draft.parent, settings.inbox):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(draft, body)
    draft.replace(settings.inbox / name)
