"""The words and kinds of value that the fields of a record take."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)

from graph.model.compartments import MOST, named_compartment
from graph.model.fields import FACT, KEY, NUMBER, UNSHOWN, WORDS
from graph.model.identifiers import ACCOUNTS

Role = Literal[
    "suspect", "victim", "witness", "reporter", "instigator", "involved", "subject", "protected"
]
Attribution = Literal["named", "admitted", "possible"]
Precision = Literal["second", "minute", "hour", "day", "month", "year", "range"]
RecordKind = Literal["incident", "order", "person", "contacts"]
Use = Literal["owner", "user", "possible"]
Whose = Literal["offender", "suspect", "victim", "witness", "unknown"]
OrderKind = Literal[
    "SPO",
    "restraining",
    "non-molestation",
    "DVPO",
    "DAPO",
    "injunction",
    "bail",
    "PIN",
    "caution",
    "conditional caution",
    "custody",
]
RelationKind = Literal[
    "partner",
    "former partner",
    "parent",
    "child",
    "sibling",
    "relative",
    "ex-in-law",
    "lives with",
    "housemate",
    "carer",
    "employer",
    "friend",
    "neighbour",
    "colleague",
    "acquaintance",
    "stranger",
]
if TYPE_CHECKING:
    AccountKind = str
else:
    AccountKind = Literal[tuple(ACCOUNTS)]


def _to_utc(value: dt.datetime) -> dt.datetime:
    try:
        return value.astimezone(dt.UTC)
    except OverflowError as error:
        raise ValueError("a time that is before the first day or after the last") from error


Instant = Annotated[AwareDatetime, AfterValidator(_to_utc)]
Text = Annotated[str, Field(max_length=20_000)]
Key = Annotated[str, Field(min_length=1, max_length=500)]

Latitude = Annotated[Annotated[float, Field(ge=-90, le=90)] | None, UNSHOWN]
Longitude = Annotated[Annotated[float, Field(ge=-180, le=180)] | None, UNSHOWN]
Words = Annotated[Text, WORDS]
Compartments = Annotated[
    tuple[Annotated[Text, AfterValidator(named_compartment)], ...],
    Field(max_length=MOST),
    AfterValidator(lambda names: tuple(sorted(set(names)))),
]
Number = Annotated[Text, NUMBER]
Reference = Annotated[Text, KEY]
T = TypeVar("T")
Fact = Annotated[T, FACT]


class Strict(BaseModel):
    """A part of a record: nothing that it does not know, and nothing changed afterwards."""

    # Built when the first one is read: a command that reads no record does not wait for it.
    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, defer_build=True
    )


class Period(Strict):
    """A half-open stretch of time [start, end) in UTC, filled out from its precision."""

    start: Instant
    end: Instant
    precision: Precision
    zone: str = "UTC"
    written: Text = ""

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.end < self.start:
            raise ValueError("a period ends before it starts")
        return self
