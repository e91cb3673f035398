"""Whose record is due for review: the clear period since somebody last came to notice is over.

What is looked at is all that is held of a person, so the day belongs to the person and is worked
out from the records, each time it is asked. The periods are a dated table
(graph/model/reference/retention.toml).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from graph.access.session import Session
from graph.erasure.holds import Hold, holds
from graph.model.reference import Row, reference, retention
from graph.queries import load
from graph.queries.rows import ViewPeopleNoticed


@dataclass(frozen=True, slots=True)
class Due:
    """A person whose review is due: the MoPI `group` of the gravest matter, when they last came to
    notice, the day on which the clear period was over, and the hold that keeps them, if any."""

    person_id: str
    name: str | None
    group: str
    title: str
    incidents: int
    last: dt.datetime
    due: dt.date
    held: str | None
    verified: bool


def due(session: Session, by: dt.date) -> list[Due]:
    """Everybody whose review is due by a day and whom the viewer may see, the longest due first."""
    consultation = session.consult("review due", by=by.isoformat())
    corrections = session.store.settings.corrections
    periods = retention(by, corrections)
    offences = reference(by, corrections)["offences"]
    kept = holds(session.store.settings)
    rows = consultation.read(load("view/people/noticed"))
    found = [
        each
        for _, of_one in groupby(rows, key=lambda row: row["person_id"])
        if (each := _of_person(list(of_one), periods, offences)).due <= by
    ]
    held = _held(session, [each.person_id for each in found], kept) if kept else {}
    found = [replace(each, held=held.get(each.person_id)) for each in found]
    return sorted(found, key=lambda each: (each.due, each.person_id))


def _of_person(
    rows: Sequence[ViewPeopleNoticed], periods: Sequence[Row], offences: Mapping[str, Any]
) -> Due:
    graded = [(_period(row, periods, offences), row) for row in rows]
    period = min((period for period, _ in graded), key=lambda period: period["code"])
    last, first = max(row["last"] for row in rows), rows[0]
    day = _after(last.date(), period["years"])
    if age := period.get("until_age"):
        born = dt.date.fromisoformat(first["birth"]) if first["birth"] else None
        # Of whom no birth is known the shorter clear period asks somebody to look.
        day = max(day, _after(born, age)) if born else day
    incidents = max(
        sum(r["incidents"] for r in rows if r["crimed"] is kind) for kind in (True, False)
    )
    return Due(
        first["person_id"], first["name"], period["code"], period["title"], incidents,
        last, day, None, period["verified"],
    )  # fmt: skip


def _period(row: ViewPeopleNoticed, periods: Sequence[Row], offences: Mapping[str, Any]) -> Row:
    """The period of a matter; one that is named by no other is of the last."""
    code = row["offence_class"]
    group = offences.get(code, {}).get("group", "")
    for period in periods:
        if row["crimed"] and (
            code in period["offence_classes"] or group in period["offence_groups"]
        ):
            return period
    return periods[-1]


def _after(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)


def _held(session: Session, people: Iterable[str], kept: Sequence[Hold]) -> dict[str, str]:
    """Person → the hold on one of their mentions."""
    query = load("system/people/mentions")
    of = {target: hold.id for hold in kept for target in hold.targets}
    rows = session.store.read(query, ids=list(people))
    return {row["person"]: of[row["mention"]] for row in rows if row["mention"] in of}
