"""A chronology as a file: the formats, and the one way by which it leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from graph.access.session import Session
from graph.errors import InputError
from graph.export.files import File
from graph.export.stamp import Stamp, stamp_of
from graph.report import docx, html, pdf
from graph.report.chronology import chronology
from graph.report.document import Document, document
from graph.report.facts import Chronology


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name for people, its media type and how it is written."""

    title: str
    media: str
    write: Callable[[Document], bytes]


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = {
    "pdf": Format("PDF", "application/pdf", pdf.write),
    "docx": Format("Word (DOCX)", _WORD, docx.write),
    "html": Format("Web page (HTML)", "text/html", html.write),
}
"""By what the name of a file ends with."""


def report(
    session: Session,
    suspect: str,
    protected: str,
    *,
    own_side: bool = False,
    only: Collection[str] = (),
) -> Document:
    """The chronology as it would leave, for somebody who may disclose to read first.

    InputError and AccessError as in `take_out_report`.
    """
    whole = chronology(session, suspect, protected, own_side=own_side, only=only)
    side = protected if own_side else suspect
    return document(whole, _stamp(session, whole, side), session.store.settings.corrections)


def take_out_report(
    session: Session,
    suspect: str,
    protected: str,
    format_: str,
    *,
    own_side: bool = False,
    only: Collection[str] = (),
) -> File:
    """The chronology as a file; the audit keeps that it left, before it does.

    InputError for a format that nobody knows, or somebody who is not there; AccessError when the
    role may not disclose.
    """
    session.record(
        "disclosure", asked="report", of=[suspect, protected], format=format_[:40],
        side="protected" if own_side else "suspect", incidents=sorted(only),
    )  # fmt: skip
    known = FORMATS.get(format_)
    if known is None:
        raise InputError(f"There is no format {format_[:40]!r}: give one of {', '.join(FORMATS)}")
    made = report(session, suspect, protected, own_side=own_side, only=only)
    name = f"throughline-chronology-{made.stamp.at:%Y%m%dT%H%M%SZ}.{format_}"
    return File(name, known.media, known.write(made))


def _stamp(session: Session, whole: Chronology, side: str) -> Stamp:
    """The marking, as high as the highest record that it names: a reference says something too."""
    rows = whole.rows
    props = [*(each.props for each in whole.events), *(each.props for each in whole.terms)]
    levels = [*(row.level for row in rows), *(int(each.get("level") or 0) for each in props)]
    stamp = stamp_of(session, whole.places, levels, sides=[side])
    kept = {name for row in rows for name in row.compartments}
    return replace(stamp, compartments=tuple(sorted({*stamp.compartments, *kept})))
