"""How long something lasted, as logs of calls write it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from ingest.formats.rows import Cells
from ingest.mapping.cells.notes import Notes
from ingest.mapping.cells.paths import columns_of
from ingest.mapping.cells.values import Scope, text_reader
from ingest.mapping.sections import OccurredPart

_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})(?:[.,]\d+)?")
_ISO = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?", re.IGNORECASE)
_LONGEST = dt.timedelta(days=366)
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600}


def length_reader(
    part: OccurredPart, scope: Scope, name: str
) -> Callable[[Cells, Notes], dt.timedelta | None]:
    """How long it lasted; None where that is blank, nothing, or not understood (and kept)."""
    if part.length is None:
        return lambda _cells, _notes: None
    text = text_reader(part.length, scope, name, "words")
    column = columns_of(part.length, scope.within + scope.prefix)
    unit = _SECONDS[part.units]

    def read(cells: Cells, notes: Notes) -> dt.timedelta | None:
        written = text(cells, notes)
        if not written:
            return None
        length = _length(written, unit)
        if length is None or length > _LONGEST:
            notes.keep(name, written, "is not a length of time", column)
            return None
        return length or None

    return read


def _length(written: str, unit: int) -> dt.timedelta | None:
    clock = _CLOCK.fullmatch(written) or (len(written) > 2 and _ISO.fullmatch(written)) or None
    if clock is not None:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    try:
        return dt.timedelta(seconds=float(written.replace(",", ".")) * unit)
    except (ValueError, OverflowError):
        return None
