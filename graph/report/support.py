"""A case that was shared with a support service, as a document: what was shared, and no more.

Who shares has seen it first, chosen its sections and cleared each text (graph/sharing/preview.py):
it is the victim's own case, without anybody's whereabouts, and of what nobody may pass on nothing.
It can be taken out for as long as the share is in force, as the case stands then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from graph.access.session import Session
from graph.access.viewer import LEVELS
from graph.errors import InputError
from graph.export.files import File
from graph.export.stamp import Stamp
from graph.report.document import Document, Section, plain
from graph.report.files import FORMATS
from graph.sharing.shares import Share, shared_file
from graph.sharing.sheet import Line, Part, Sheet

PURPOSE = "shared with a support service"
MARK = "SHARED CASE: for the service named below and nobody else"
LEAD = (
    "Made from records of police forces for whoever supports this person. It says what is recorded,"
    " not what is proved, and names of the people and records no more than was shared.",
    "Risk is told as it was graded. What is missing may have been left out: ask who shared it.",
)
NOTES = {
    "risk": "How often, by what means, and how it was graded when it was reported.",
    "chronology": "Each report, the oldest first, with the force and its reference.",
    "orders": "What protects this person, and whether it may have been acted against.",
    "rights": "What can be asked for now, and of whom.",
    "suspect": "Shared so that they can be kept away; not to be approached.",
}


def take_out_share(session: Session, share: str, format_: str) -> File:
    """A shared case as a file; the audit keeps that it left, before it does.

    InputError for a format that nobody knows, or a share that is no file or in force no more;
    AccessError when the role may not disclose.
    """
    session.record("disclosure", asked="share file", share=share[:80], format=format_[:40])
    known = FORMATS.get(format_)
    if known is None:
        raise InputError(f"There is no format {format_[:40]!r}: give one of {', '.join(FORMATS)}")
    it, sheet = shared_file(session, share)
    made = document_of(sheet, it, session.viewer.who, dt.datetime.now(dt.UTC))
    return File(f"throughline-{it.id}.{format_}", known.media, known.write(made))


def document_of(sheet: Sheet, share: Share, who: str, at: dt.datetime) -> Document:
    """The sheet of a share in sections, with for whom it is and until when on each page."""
    until = dt.date.fromisoformat(share.until)
    note = (
        f"For {share.recipient} and nobody else, under {share.id}."
        f" To be destroyed on {until:%d %B %Y}, or when it is withdrawn."
    )
    stamp = Stamp(LEVELS[0], (), (), (), who, PURPOSE, at, note)
    sections = tuple(map(_section, sheet.parts))
    return Document(plain(f"The case of {sheet.about}"), LEAD, sections, stamp, MARK)


def _section(part: Part) -> Section:
    columns = {"When": 20, "What is recorded": 80}
    rows = tuple(map(tuple, map(_row, part.lines)))
    return Section(part.title, NOTES[part.name], tuple(columns), tuple(columns.values()), rows)


def _row(line: Line) -> Iterator[str]:
    yield plain(line.when)
    yield plain("\n".join([line.says, *line.more]))
