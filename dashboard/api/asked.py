"""What a question of another system may say: its parameters, each with a bound."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from graph.errors import InputError
from graph.explore.queue import PAGE
from graph.flags.dispositions import Kind

Text = Annotated[str, Field(max_length=200)]
Side = Annotated[
    str,
    Field(
        max_length=200,
        description="The id of the person whose case asks. Where that is a suspect the answer says"
        " of nobody else where a victim can be reached.",
    ),
]
State = Literal["waiting", "confirmed", "deferred", "dismissed", "note", "withdrawn"]


class Nothing(BaseModel):
    """No parameters; the others have these and no more."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _written(instant: object) -> object:
    """A number is no instant, though some would read seconds in it."""
    return dt.datetime.fromisoformat(instant) if isinstance(instant, str) else instant


class OfFlags(Nothing):
    """Which flags, and from which one on."""

    rule: Annotated[Text, Field(description="The rule that raised it.")] = ""
    state: Annotated[State, Field(description="`waiting`: no answer is given yet.")] = "waiting"
    force: Annotated[Text, Field(description="A force that recorded some of the evidence.")] = ""
    owner: Annotated[Text, Field(description="The force that is to answer.")] = ""
    since: Annotated[
        Annotated[AwareDatetime, BeforeValidator(_written)] | None,
        Field(description="Only what changed after this instant."),
    ] = None
    cursor: Annotated[str, Field(max_length=1_000, description="`next` of the page before.")] = ""
    limit: Annotated[int, Field(ge=1, le=PAGE, description="Flags in one answer.")] = PAGE


class OfText(Nothing):
    """What to search for."""

    q: Annotated[
        str,
        Field(
            min_length=1,
            max_length=200,
            description="A name, number, mark, handle, address or reference.",
        ),
    ]
    side: Side = ""


class OfPerson(Nothing):
    """From whose side a person is asked about, and why, where they are protected."""

    side: Side = ""
    why: Annotated[
        str,
        Field(
            max_length=300,
            description="A reason, which the audit keeps: needed for who is protected from"
            " somebody.",
        ),
    ] = ""


class OfEntity(Nothing):
    """From whose side a thing, place, incident or order is asked about."""

    side: Side = ""


BELONGS = {"until": "defer", "force": "hand_over"}
"""To which kind of answer a field belongs: to it alone, and it must have it."""


def _belonging(schema: dict[str, Any]) -> None:
    """Let the description say so, too."""
    schema["allOf"] = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": {"properties": {name: {"type": "string"}}, "required": [name]},
            "else": {"properties": {name: {"type": "null"}}},
        }
        for name, kind in BELONGS.items()
    ]


class Said(BaseModel):
    """What is said of a flag: `until` which day it is deferred, to which `force` handed over."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_belonging)

    kind: Kind
    why: Annotated[
        str, Field(min_length=1, max_length=2_000, description="The reason, which is kept.")
    ]
    until: dt.date | None = None
    force: Annotated[str, Field(min_length=1, max_length=200)] | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for name, kind in BELONGS.items():
            if (getattr(self, name) is not None) != (self.kind == kind):
                raise ValueError(f"`{name}` belongs to `{kind}`, and to it alone")
        return self


S = TypeVar("S", bound=BaseModel)


def body_of(shape: type[S], body: bytes) -> S:
    """The JSON of a request's body. InputError says what of it cannot be taken."""
    try:
        return shape.model_validate_json(body)
    except ValidationError as error:
        raise _refused(error, "body") from None


def read(asked: type[Nothing], given: Mapping[str, Sequence[str]]) -> Nothing:
    """The parameters as given, each once. InputError names one that cannot be taken."""
    for name, values in given.items():
        if name not in asked.model_fields:
            known = ", ".join(asked.model_fields) or "none"
            raise InputError(f"There is no parameter {name[:50]!r} here: give of these: {known}.")
        if len(values) > 1:
            raise InputError(f"The parameter {name!r} came twice: give it once.")
    try:
        return asked.model_validate({name: values[0] for name, values in given.items()})
    except ValidationError as error:
        raise _refused(error, "parameter") from None


def _refused(error: ValidationError, what: str) -> InputError:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"]))
    named = f"{what} {where!r}" if where else what
    return InputError(f"The {named} cannot be taken: {first['msg']}.")


def cursor(place: str) -> str:
    """A place in the queue as a word for an address."""
    return base64.urlsafe_b64encode(place.encode()).decode()


def place(cursor: str) -> str:
    """The place that a cursor stands for, "" for none. InputError for what is no cursor."""
    try:
        text = base64.b64decode(cursor.encode(), b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError):
        text = "\n"
    if text and not text.isprintable():
        raise InputError("This cursor is none: give `next` of the page before.")
    return text
