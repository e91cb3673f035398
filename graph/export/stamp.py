"""What stands on everything that leaves: how secret it is, who took it out, when and what for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from graph.access.guard import Guard
from graph.access.session import Session
from graph.access.viewer import LEVELS, Viewer
from graph.model.reference import LONDON
from graph.model.schema import NodeKey
from graph.queries import load

_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""What XML 1.0 has no way to write, section 2.2; a workbook is XML too."""

KEPT_BACK = "there are conditions that are not shown here: ask who holds the records"


@dataclass(frozen=True, slots=True)
class Stamp:
    """The marking of one file. `handling` and `conditions` are those of all its records, sorted."""

    classification: str
    compartments: tuple[str, ...]
    handling: tuple[str, ...]
    conditions: tuple[str, ...]
    who: str
    purpose: str
    at: dt.datetime
    note: str = ""

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Name and value of each line of the marking; what nobody stated is not there."""
        day = self.at.astimezone(LONDON)
        lines = (
            ("Classification", self.classification),
            ("Compartments", ", ".join(self.compartments)),
            ("Handling", ", ".join(self.handling)),
            ("Conditions", "; ".join(self.conditions)),
            ("Purpose", self.purpose),
            ("Taken out by", self.who),
            ("Taken out on", f"{day:%Y-%m-%d %H:%M} {day.tzname()}"),
            ("Note", self.note),
        )
        return tuple((name, writable(value)) for name, value in lines if value)

    @property
    def line(self) -> str:
        """The whole marking in one line."""
        return " · ".join(f"{name}: {value}" for name, value in self.lines)


def stamp_of(
    session: Session,
    places: Iterable[NodeKey],
    levels: Iterable[int],
    note: str = "",
    *,
    sides: Iterable[str] = (),
    suspects: Iterable[str] = (),
) -> Stamp:
    """The marking of what is known of these elements, as far as this viewer may see their records.

    The classification is that of the highest of `levels`, or of a record's own level. `sides` are
    the people that the file is about and `suspects` those from whose side it is seen besides:
    conditions are free text, and of a record whose words are kept back from them KEPT_BACK says no
    more than that there are some.
    """
    # What the file holds was screened when it was read: screened again from nobody's side, a home
    # that the answer may tell would lose the conditions under which it leaves.
    consultation = session.consult("handling", looked_up=True)
    asked = [{"label": label, "id": id_} for label, id_ in sorted(set(places))]
    rows = consultation.read(load("view/records/handling"), nodes=asked)
    told = Guard(consultation.known)
    told.face(sides)
    told.face(suspects, suspects=True)
    told.judge(("Record", row["record"]) for row in rows)
    level = max([0, *levels, *(row["record_level"] for row in rows)])
    return Stamp(
        LEVELS[level],
        tuple(sorted({name for row in rows for name in row["compartments"]})),
        tuple(sorted({row["handling"] for row in rows if row["handling"]})),
        tuple(
            sorted(
                {
                    KEPT_BACK if told.is_silent(("Record", row["record"])) else row["conditions"]
                    for row in rows
                    if row["conditions"]
                }
            )
        ),
        session.viewer.who,
        session.viewer.purpose,
        dt.datetime.now(dt.UTC),
        note,
    )


def stamp_of_figures(viewer: Viewer, note: str = "") -> Stamp:
    """The marking of counts over all that this viewer may see: as high as they are cleared."""
    within = tuple(sorted(viewer.compartments))
    at = dt.datetime.now(dt.UTC)
    return Stamp(LEVELS[viewer.clearance], within, (), (), viewer.who, viewer.purpose, at, note)


def writable(text: str) -> str:
    """A text without what no XML file can hold."""
    return _UNWRITABLE.sub("", text)
