"""What becomes of a row: it is taken into a record, or refused with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from graph.derive import accepted
from ingest.formats.rows import Bad, Cells, Row
from ingest.mapping.cells.notes import Remark


@dataclass(frozen=True, slots=True)
class Accepted(accepted.Accepted):
    """A record, every source row that went into it, and what was not understood."""

    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    r"""A row that made no record: where it stands, why, and the row as it came.

    Bytes that do not decode are shown in `raw` as \xNN (and then a backslash as \\). `row`
    holds the values as they were split, joined rows included, so that it can be mended and
    put in again; `part_of` is the place of the row that it was refused with.
    """

    place: str
    reason: str
    raw: str
    table: str = ""
    row: Cells | None = None
    part_of: str = ""
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class Counts:
    """Rows of a delivery; complete when the reading has ended. rows = taken + refused."""

    rows: int = 0
    taken: int = 0

    @property
    def refused(self) -> int:
        """Rows that became no record."""
        return self.rows - self.taken


def refused(row: Row, reason: str, part_of: str = "") -> Refused:
    """A refusal of a row that was split; a part of another row is mended with that one."""
    cells = None if part_of else row.cells
    return Refused(row.place, reason, row.written(), row.table, cells, part_of)


def unsplit(bad: Bad) -> Refused:
    """A refusal of a row that could not be split."""
    return Refused(bad.place, bad.reason, bad.raw, bad.table, columns=bad.columns)
