"""What a browser may send to a callback: the shape of it, and of every value that is read.

What is declared nowhere is refused, with 400 and before any callback runs, so that a wrong type is
never a fault of the program. A page names the types of what its callbacks read (dashboard/page.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict  # pydantic asks for this one before Python 3.12

from graph.errors import InputError

MOST_BYTES = 1_048_576
"""Of a request's body."""
MOST_PARTS = 500
"""Components that one pattern may match, and values in one list."""

Text = Annotated[str, Field(max_length=2_000)]
Scalar = Annotated[str, Field(max_length=2_000)] | int | float | bool | None
Pattern = Annotated[dict[Text, Text | int | float | bool], Field(max_length=8)]


class Count(TypedDict):
    """The id of a number in the legend."""

    type: Text
    name: Text


FRAME: dict[tuple[str, str], Any] = {
    ("url", "pathname"): Text,
    ("url", "search"): Text | None,
    ("theme", "data"): Literal["light", "dark"] | None,
    ("shown", "data"): Annotated[list[Scalar], Field(max_length=20)] | None,
}
"""The type of every value that the frame's callback reads, by component and property."""
Values = Mapping[tuple[str, str], TypeAdapter[Any]]


def types(pages: Mapping[tuple[str, str], Any]) -> Values:
    """What reads the values of the frame, and those of the pages by the types they name."""
    return {key: TypeAdapter(kind) for key, kind in {**pages, **FRAME}.items()}


class Part(BaseModel):
    """One component's property, and its value."""

    model_config = ConfigDict(strict=True)

    id: Text | Pattern
    property: Text
    value: Any = None


Slot = Part | Annotated[list[Part], Field(max_length=MOST_PARTS)]
Slots = Annotated[list[Slot], Field(max_length=30)]


class Payload(BaseModel):
    """The body of a callback's request, as Dash sends it."""

    model_config = ConfigDict(strict=True)

    output: Text
    outputs: Part | Slots
    inputs: Slots
    state: Slots = []
    changedPropIds: Annotated[list[Text], Field(max_length=MOST_PARTS)] = []  # noqa: N815 (Dash's)


def check(body: bytes, callbacks: Mapping[str, Mapping[str, Any]], values: Values) -> None:
    """InputError when this is no request that one of the callbacks would be sent by a page."""
    try:
        payload = Payload.model_validate_json(body)
    except ValidationError:
        raise InputError("the request has not the shape of one that a page sends") from None
    callback = callbacks.get(payload.output)
    if callback is None or "callback" not in callback:
        raise InputError("there is no such callback on the server")
    _match(payload.inputs, callback["inputs"], values)
    _match(payload.state, callback["state"], values)
    _match_outputs(payload.outputs, callback["output"])


def _match(slots: list[Slot], expected: list[dict[str, str]], values: Values) -> None:
    if len(slots) != len(expected):
        raise InputError("the request has not the values that its callback reads")
    for slot, wanted in zip(slots, expected, strict=True):
        for part in _parts(slot, wanted["id"], wanted["property"]):
            try:
                values[_name(part), part.property].validate_python(part.value, strict=True)
            except (KeyError, ValidationError):
                raise InputError("a value of the request has not its type") from None


def _name(part: Part) -> str:
    """The component's id; of one of a pattern, its type."""
    return part.id if isinstance(part.id, str) else str(part.id.get("type"))


def _match_outputs(outputs: Part | list[Slot], expected: Any) -> None:
    wanted = expected if isinstance(expected, list) else [expected]
    slots: list[Slot]
    if isinstance(expected, list):
        slots = outputs if isinstance(outputs, list) else []
    elif isinstance(outputs, Part):
        slots = [outputs]
    else:  # those of the one pattern
        parts = [each for each in outputs if isinstance(each, Part)]
        slots = [parts] if len(parts) == len(outputs) else []
    if len(slots) != len(wanted):
        raise InputError("the request has not the outputs of its callback")
    for slot, output in zip(slots, wanted, strict=True):
        _parts(slot, output.component_id_str(), output.component_property)


def _parts(slot: Slot, id_: str, property_: str) -> list[Part]:
    """The parts of a slot, if they are those that its callback names: one, or a pattern's."""
    pattern = json.loads(id_) if id_.startswith("{") else None
    parts = slot if isinstance(slot, list) else [slot]
    if (pattern is not None) != isinstance(slot, list):
        raise InputError("the request has one value for many, or many for one")
    for part in parts:
        fits = part.id == id_ if pattern is None else _fits(part.id, pattern)
        if not fits or part.property.split("@")[0] != property_:
            raise InputError("the request names a component that its callback does not")
    return parts


def _fits(id_: str | Mapping[str, Any], pattern: Mapping[str, Any]) -> bool:
    if isinstance(id_, str) or id_.keys() != pattern.keys():
        return False
    return all(isinstance(want, list) or id_[name] == want for name, want in pattern.items())
