"""What is said while a record is made: remarks on its values, or the reason that there is none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Remark:
    """What was not understood or is worth saying of a field. It never holds the value.

    `column` is where it stands in the row, when that is known.
    """

    field: str
    place: str
    reason: str
    column: str = ""

    @property
    def about(self) -> str:
        """The field and, if it has another name, its column."""
        named = not self.column or self.column == self.field
        return self.field if named else f"{self.field} (column {self.column})"


class Refusal(ValueError):  # noqa: N818 (a verdict on a row, not a fault)
    """Why a row cannot become a record; the message is the reason and holds no value."""


@dataclass(slots=True)
class DeliveryState:
    """What the rows of one delivery have in common, while it is read.

    `extracted` is the day on which it was extracted, '' when nobody knows; `row_keys` gathers, for
    each path of `rows`, the keys of the rows that there were; `marks` counts the rows of one mark.
    """

    extracted: str = ""
    row_keys: dict[str, set[str]] = field(default_factory=dict)
    marks: Counter[tuple[object, str]] = field(default_factory=Counter)


@dataclass(slots=True)
class Notes:
    """What building one record gathers beside the record."""

    place: str
    delivery: DeliveryState = field(default_factory=DeliveryState)
    remarks: list[Remark] = field(default_factory=list)
    also: list[tuple[str, str]] = field(default_factory=list)

    def remark(self, name: str, reason: str, column: str = "") -> None:
        """Note something doubtful of a field, with the column it came from; never the value."""
        self.remarks.append(Remark(name, self.place, reason, column))

    def keep(self, name: str, written: str, reason: str, column: str = "") -> None:
        """Remark on a value that its field cannot hold, and keep it beside the record."""
        self.remark(name, reason, column)
        self.also.append((name, written))
