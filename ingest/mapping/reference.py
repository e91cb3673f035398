"""docs/fields.md: every key of a mapping that fills a field of the record, as they are declared.

Written by `python -m ingest.mapping.reference > docs/fields.md`; a test compares the two.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from graph.model import record
from graph.model.fields import Kind, plain_fields
from ingest.mapping import sections
from ingest.mapping.value import Part, Value

_OPENING = """# The fields of a record

What a [mapping](mapping.md) can fill, key by key. Where a value is asked for, write the name of a
column, or a table as [Values](mapping.md#values) has them. A block, which may be there several
times, also takes `rows`, `prefixes` and `when`. Blank always means *not delivered*.

This page is made from the code: `python -m ingest.mapping.reference > docs/fields.md`.
"""
_PARTS: tuple[tuple[str, type[Part], type[BaseModel]], ...] = (
    ("Incident: `[records.incident]`", sections.IncidentPart, record.Incident),
    ("Order: `[records.order]`", sections.OrderPart, record.Order),
    ("Party: `[[records.parties]]`", sections.PartyPart, record.Party),
    ("Relation: `[[records.relations]]`", sections.RelationPart, record.Relation),
    ("Contact: `[[records.contacts]]`", sections.ContactPart, record.Contact),
    ("Account link: `[[records.account_links]]`", sections.AccountLinkPart, record.AccountLink),
    ("Grade: `[records.grade]`", sections.GradePart, record.Grade),
    ("Name", sections.NamePart, record.Name),
    ("Address", sections.AddressPart, record.Address),
    ("Residence", sections.ResidencePart, record.Residence),
    ("Phone", sections.PhonePart, record.HeldPhone),
    ("Account", sections.AccountPart, record.HeldAccount),
    ("Vehicle", sections.VehiclePart, record.HeldVehicle),
    ("Employer", sections.EmployerPart, record.Employer),
    ("Behaviour", sections.BehaviourPart, record.Behaviour),
    ("Involved", sections.InvolvedPart, record.Involved),
    ("Endpoint", sections.EndpointPart, record.Endpoint),
    ("Period", sections.OccurredPart, sections.OccurredPart),
)
_INSIDE = {
    sections.AddressPart: (record.Address,),
    sections.ResidencePart: (record.Address,),
    sections.PhonePart: (record.Phone,),
    sections.AccountPart: (record.Account,),
    sections.VehiclePart: (record.Vehicle,),
}
_KINDS: dict[Kind, str] = {
    "text": "text",
    "truth": "yes or no",
    "instant": "a date or time",
    "degrees": "degrees",
    "choice": "",
}


def markdown() -> str:
    """The whole page."""
    return "\n".join([_OPENING, *(_part(*each) for each in _PARTS)])


def _part(title: str, part: type[Part], model: type[BaseModel]) -> str:
    models = (model, *_INSIDE.get(part, ()))
    rows = [_row(name, info, models) for name, info in part.model_fields.items()]
    about = " ".join((part.__doc__ or "").split())
    lines = [f"## {title}", "", *([about, ""] if about else [])]
    return "\n".join([*lines, "| key | takes | says |", "|---|---|---|", *filter(None, rows), ""])


def _row(name: str, info: FieldInfo, models: tuple[type[BaseModel], ...]) -> str:
    if name in sections.Section.model_fields:
        return ""
    description = " ".join((info.description or next(_descriptions(name, models), "")).split())
    key = f"`{info.alias or name}`" + (", required" if info.is_required() else "")
    return f"| {key} | {_takes(name, info, models)} | {description} |"


def _descriptions(name: str, models: tuple[type[BaseModel], ...]) -> Iterator[str]:
    for model in models:
        if name in model.model_fields and (description := model.model_fields[name].description):
            yield description


def _takes(name: str, info: FieldInfo, models: tuple[type[BaseModel], ...]) -> str:
    plain = next((field for model in models if (field := plain_fields(model).get(name))), None)
    inner, many = _inner(info.annotation)
    if inner is Value:
        if plain is None:
            return "values" if many else "a value"
        return _KINDS[plain.kind] or ", ".join(plain.words)
    if isinstance(inner, type) and issubclass(inner, Part):
        word = inner.__name__.removesuffix("Part").replace("Occurred", "Period").lower()
        return f"[{word}](#{word}), several" if many else f"[{word}](#{word})"
    return "names of columns" if many else "a word of the mapping itself"


def _inner(annotation: Any) -> tuple[Any, bool]:
    """What a key takes without `| None`, and whether it takes several."""
    inner = [each for each in get_args(annotation) if each not in (type(None), Ellipsis)]
    if not inner or not isinstance(inner[0], type):
        return annotation, False
    return inner[0], getattr(annotation, "__origin__", None) is tuple


if __name__ == "__main__":
    sys.stdout.write(markdown())
