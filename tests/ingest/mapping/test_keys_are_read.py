"""Every key that a mapping accepts is read, and every field of a record can be filled by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from graph.model import record
from graph.model.fields import plain_fields
from graph.model.record import Record
from ingest.mapping import sections
from ingest.mapping.cells.notes import DeliveryState, Refusal
from ingest.mapping.compile_record import compile_mapping
from ingest.mapping.mapping import Mapping
from ingest.mapping.value import Part, Value

PHONE = {"number": {"value": "07700 900001"}}
ACCOUNT = {"kind": {"value": "email"}, "account": {"value": "a@example.com"}}
VEHICLE = {"vrm": {"value": "AB12 CDE"}}
HOME = {"house": {"value": "1"}, "street": {"value": "Mill Row"}, "postcode": {"value": "ZZ1 1ZZ"}}
NAME = {"written": {"value": "Sam Rowan"}}
AT = {"from": {"value": "2025-01-02T03:04:05Z"}}
EMPLOYER = {"name": {"value": "Mill Row Bakery"}}
BEHAVIOUR = {"term": {"value": "threats"}}
ORDER = {
    "issuer": {"value": "court"},
    "kind": {"value": "SPO"},
    "effect": {"value": "prohibits"},
    "status": {"value": "made"},
}
CONTACT = {
    "id": {"value": "1"},
    "kind": {"value": "call"},
    "source": {"phone": PHONE},
    "target": {"account": ACCOUNT},
    "during": AT,
}
LINK = {"kind": {"value": "device"}, "account": ACCOUNT, "to": {"phone": PHONE}}
TIE = {"a": {"value": "x"}, "b": {"value": "y"}, "kind": {"value": "neighbour"}}
TWO = [{"ref": {"value": ref}, "name": NAME} for ref in ("x", "y")]

Data = dict[str, Any]


def party(**more: Any) -> Data:
    return {"parties": [{"name": NAME, **more}]}


# What each part must have to say anything, and what stands around it in a kind of record.
LEAST: dict[type[Part], tuple[Data, Callable[[Data], Data]]] = {
    sections.IncidentPart: ({}, lambda it: {"incident": it}),
    sections.OrderPart: (ORDER, lambda it: {"order": it}),
    sections.PartyPart: ({"name": NAME}, lambda it: {"parties": [it]}),
    sections.NamePart: ({}, lambda it: {"parties": [{"sex": {"value": "f"}, "name": it}]}),
    sections.ResidencePart: (HOME, lambda it: party(residences=[it])),
    sections.AddressPart: (HOME, lambda it: {"incident": {"address": it}}),
    sections.PhonePart: (PHONE, lambda it: party(phones=[it])),
    sections.AccountPart: (ACCOUNT, lambda it: party(accounts=[it])),
    sections.VehiclePart: (VEHICLE, lambda it: party(vehicles=[it])),
    sections.EmployerPart: (EMPLOYER, lambda it: party(employers=[it])),
    sections.RelationPart: (TIE, lambda it: {"parties": TWO, "relations": [it]}),
    sections.BehaviourPart: (BEHAVIOUR, lambda it: {"incident": {"behaviours": [it]}}),
    sections.InvolvedPart: ({"phone": PHONE}, lambda it: {"incident": {"involves": [it]}}),
    sections.OccurredPart: (AT, lambda it: {"incident": {"occurred": it}}),
    sections.ContactPart: (CONTACT, lambda it: {"contacts": [it]}),
    sections.EndpointPart: ({"phone": PHONE}, lambda it: {"contacts": [{**CONTACT, "target": it}]}),
    sections.AccountLinkPart: (LINK, lambda it: {"account_links": [it]}),
    sections.GradePart: ({}, lambda it: {"grade": it}),
}
# What is written where the kind of the field does not say enough.
WRITTEN = {
    "roles": "suspect",
    "birth": "1990-02-03",
    "emails": "b@example.com",
    "number": "07700 900002",
    "account": "c@example.com",
    "vrm": "CD12 EFG",
    "postcode": "ZZ2 2ZZ",
    "precision": "month",
    "from": "2025-02-03T04:05:06Z",
    "to": "2025-02-04T04:05:06Z",
    "code": "2BP",
    "a": "y",
    "b": "x",
    "issuer": "another court",
    "easting": "530000",
    "northing": "180000",
    "grid_reference": "TQ 300 804",
}
OWN = {
    "plan": "none",
    "units": "minutes",
    "region": "FR",
    "lines": ["cell"],
    "rows": "none",
    "distinct": True,
    "prefixes": ["pre_"],
    "when": {"never": "so"},
}
NESTED = {
    "occurred": AT,
    "seen": AT,
    "during": {"from": {"value": "2025-05-06T07:08:09Z"}},
    "address": HOME,
    "name": {"written": {"value": "Rowan Fell"}},
    "phone": {"number": {"value": "07700 900003"}},
    "account": {**ACCOUNT, "account": {"value": "d@example.com"}},
    "vehicle": VEHICLE,
    "source": {"account": ACCOUNT},
    "target": {"phone": PHONE},
    "to": {"account": ACCOUNT},
    "behaviours": [BEHAVIOUR],
    "involves": [{"vehicle": VEHICLE}],
    "protects": [HOME],
    "other_names": [{"written": {"value": "Rowan Fell"}}],
    "residences": [HOME],
    "phones": [PHONE],
    "accounts": [ACCOUNT],
    "vehicles": [VEHICLE],
    "employers": [EMPLOYER],
}
HOMES = (sections.AddressPart, sections.ResidencePart)
# Keys that stand alone: what they are given with, in place of what the part has at least.
ALONE: dict[tuple[type, str], dict[str, Any]] = {
    (sections.OccurredPart, "units"): {**AT, "length": {"value": "2"}},
    (sections.InvolvedPart, "account"): {},
    (sections.InvolvedPart, "vehicle"): {},
    (sections.EndpointPart, "account"): {},
    **{
        (part, key): {**least, "easting": {"value": "400000"}, "northing": {"value": "300000"}}
        for part, least in ((sections.IncidentPart, {}), *((p, HOME) for p in HOMES))
        for key in ("easting", "northing")
    },
    **{(sections.NamePart, key): NAME for key in ("rows", "prefixes", "when")},
    (sections.PhonePart, "region"): {"number": {"value": "01 99 00 12 34"}},
}
MODELS: dict[type[Part], tuple[type[BaseModel], ...]] = {
    sections.PhonePart: (record.Phone, record.HeldPhone),
    sections.AccountPart: (record.Account, record.HeldAccount),
    sections.VehiclePart: (record.Vehicle, record.HeldVehicle),
    sections.ResidencePart: (record.Address, record.Residence),
}


def model_of(part: type[Part]) -> tuple[type[BaseModel], ...]:
    own = getattr(record, part.__name__.removesuffix("Part"), None)
    return MODELS.get(part, (own,) if own else ())


def keys() -> Iterator[tuple[type[Part], str]]:
    for part in LEAST:
        for name, info in part.model_fields.items():
            yield part, info.alias or name


def sample(part: type[Part], key: str) -> tuple[Any, str]:
    """What to write for a key, and what then stands in the column `cell`."""
    if key in OWN:
        return OWN[key], "1 Hill View"
    name = next(n for n, info in part.model_fields.items() if key in (info.alias, n))
    takes = str(part.model_fields[name].annotation)
    if "value.Value" not in takes:
        return NESTED[key], ""
    many = "tuple" in takes
    value: Any = {"column": "cell"}
    return [value] if many else value, written(part, key)


def written(part: type[Part], key: str) -> str:
    field = next((f for model in model_of(part) if (f := plain_fields(model).get(key))), None)
    if key in WRITTEN:
        return WRITTEN[key]
    if field is None or field.kind == "text":
        return f"some {key}"
    if field.kind == "choice":
        return next(word for word in reversed(field.words) if word != field.default)
    return {"truth": "yes", "instant": "2025-01-02", "degrees": "51.5"}[field.kind]


def built(data: Data, cell: str) -> Record | None:
    """The record of one row, or None when it is refused."""
    kind = next((kind for kind in ("incident", "order") if kind in data), "person")
    head = {"kind": kind, "table": "rows", "reference": "id", "recorded_at": "at"}
    tables = {"rows": {"file": "x.csv"}}
    about = {"name": "x", "force": "x", "match": ["x"], "tables": tables}
    mapping = Mapping.model_validate({**about, "records": [{**head, **data}]})
    (compiled,) = compile_mapping(mapping)
    delivery = DeliveryState("2025-01-03", {path: set() for path in compiled.paths})
    cells = {"id": "1", "at": "2025-01-01T00:00:00Z", "cell": cell}
    try:
        return compiled.build(cells, "x.csv:2", delivery)[0]
    except Refusal:
        return None


@pytest.mark.parametrize(
    ("part", "key"), list(keys()), ids=lambda each: getattr(each, "__name__", each)
)
def test_every_key_that_a_mapping_accepts_changes_the_record(part: type[Part], key: str) -> None:
    least, around = LEAST[part]
    least = ALONE.get((part, key), least)
    value, cell = sample(part, key)
    after = built(around({**least, key: value}), cell)
    assert built(around(least), cell) != after, f"{part.__name__} accepts {key}; nothing reads it"


def test_no_part_of_a_mapping_is_left_out() -> None:
    parts = {
        each
        for each in vars(sections).values()
        if isinstance(each, type) and issubclass(each, Part)
    }
    base = {Part, sections.Section, Value, sections.Held, sections.Placed}
    assert parts - base == set(LEAST)


def test_every_field_of_a_record_has_a_key() -> None:
    """What the record has and no mapping can fill, but for what is worked out."""
    worked_out = {"key", "written"}
    lacking = {
        f"{model.__name__}.{name}"
        for part in LEAST
        for model in model_of(part)
        for name in model.model_fields
        if name not in part.model_fields and name not in worked_out
    }
    inside = {"HeldPhone.phone", "HeldVehicle.vehicle", "Residence.address"}
    assert lacking == inside, "add a key for it to ingest/mapping/sections.py"
