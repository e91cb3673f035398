"""The parts of a mapping that say where each field of a record comes from.

Every key here is described in docs/mapping.md; a test compares the two. Where a value is
asked for, a bare string is short for `{ column = "…" }`.
"""

from __future__ import annotations

import re
from typing import Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from graph.model.record import Role


class Part(BaseModel):
    """Strict: an unknown key is a mistake, and is named."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Value(Part):
    """One value of a row: a column, several joined, or a constant.

    `prefix` is the prefix of the columns in hand, `first` the ref of the first party with
    this role, `extracted` the extract date of the delivery, `row` the file and a hash of the row.
    """

    column: str | None = None
    columns: tuple[str, ...] = ()
    with_: str = Field(default=" ", alias="with")
    value: str | bool | None = None
    prefix: bool = False
    first: Role | None = None
    extracted: bool = False
    row: bool = False
    blank: tuple[str, ...] = ()
    pattern: str | None = None
    else_: Value | None = Field(default=None, alias="else")
    codes: str | None = None
    otherwise: str | None = None
    phrases: str | None = None
    split: str | None = None
    format: tuple[str, ...] = ()
    required: bool = False

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        if isinstance(data, str):
            return {"column": data}
        if isinstance(data, dict):
            lists = {key: (data[key],) for key in ("format", "blank") if type(data.get(key)) is str}
            return {**data, **lists}
        return data

    @field_validator("pattern")
    @classmethod
    def _one_group(cls, pattern: str | None) -> str | None:
        try:
            groups = 1 if pattern is None else re.compile(pattern).groups
        except re.error as error:
            raise ValueError(f"is not a regular expression ({error})") from error
        if groups != 1:
            raise ValueError("needs one group in brackets, which is the part that is taken")
        return pattern

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        given = (
            *(self.column, self.value, self.first),
            *(each or None for each in (self.columns, self.prefix, self.extracted, self.row)),
        )
        if sum(each is not None for each in given) != 1:
            raise ValueError(
                "needs exactly one of column, columns, value, prefix, first, extracted or row"
            )
        if self.otherwise is not None and self.codes is None:
            raise ValueError("has otherwise without codes: for a default write else")
        return self


class Block(Part):
    """Something a record may hold several of.

    `rows` names a nested list or a joined table, `prefixes` the beginnings of the columns
    of one wide row, `when` the values that certain columns must have.
    """

    rows: str | None = None
    prefixes: tuple[str, ...] = ()
    when: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.rows is not None and self.prefixes:
            raise ValueError("takes rows or prefixes, not both")
        return self


class Held(Block):
    use: Value | None = None
    start: Value | None = None
    end: Value | None = None


def _from_column(name: str, data: Any) -> Any:
    return {name: data} if isinstance(data, str) else data


class PhonePart(Held):
    """`plan = "none"`: the numbers follow no numbering plan, and their digits are all.

    `region` is the country of numbers that are written without one.
    """

    number: Value
    plan: Literal["E.164", "none"] = "E.164"
    region: str = Field(default="GB", pattern="^[A-Z]{2}$")
    kind: Value | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        return _from_column("number", data)


class AccountPart(Held):
    kind: Value
    account: Value
    service: Value | None = None


class VehiclePart(Held):
    vrm: Value
    make: Value | None = None
    model: Value | None = None
    colour: Value | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        return _from_column("vrm", data)


class AddressPart(Block):
    """`lines` are joined into the address as written; without them the parts are."""

    lines: tuple[str, ...] = ()
    unit: Value | None = None
    house: Value | None = None
    street: Value | None = None
    locality: Value | None = None
    postcode: Value | None = None
    uprn: Value | None = None
    latitude: Value | None = None
    longitude: Value | None = None


class ResidencePart(AddressPart):
    kind: Value | None = None
    start: Value | None = None
    end: Value | None = None


class NamePart(Block):
    written: Value | None = None
    forename: Value | None = None
    middle: Value | None = None
    surname: Value | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        if isinstance(data, dict) and ("column" in data or "columns" in data):
            return {"written": data}
        return _from_column("written", data)


class EmployerPart(Block):
    name: Value
    kind: Value | None = None
    register_number: Value | None = None
    postcode: Value | None = None


class PartyPart(Block):
    ref: Value | None = None
    kind: Value | None = None
    roles: tuple[Value, ...] = ()
    attribution: Value | None = None
    nominal: Value | None = None
    name: NamePart | None = None
    other_names: tuple[NamePart, ...] = ()
    birth: Value | None = None
    sex: Value | None = None
    ethnicity: Value | None = None
    birth_place: Value | None = None
    occupation: Value | None = None
    organisation_kind: Value | None = None
    register_number: Value | None = None
    residences: tuple[ResidencePart, ...] = ()
    phones: tuple[PhonePart, ...] = ()
    emails: tuple[Value, ...] = ()
    accounts: tuple[AccountPart, ...] = ()
    vehicles: tuple[VehiclePart, ...] = ()
    employers: tuple[EmployerPart, ...] = ()

    @model_validator(mode="after")
    def _roles_are_roles(self) -> Self:
        known = get_args(Role)
        for value in self.roles:
            if value.value is not None and value.value not in known:
                raise ValueError(f"roles: {value.value!r} is no role: use {', '.join(known)}")
        return self


class RelationPart(Block):
    a: Value
    b: Value
    kind: Value
    start: Value | None = None
    end: Value | None = None


class OccurredPart(Part):
    """`precision` (day, month, year) says that finer parts of the times mean nothing."""

    from_: Value = Field(alias="from")
    to: Value | None = None
    precision: Value | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        if isinstance(data, str) or (isinstance(data, dict) and "from" not in data):
            return {"from": data}
        return data


class BehaviourPart(Block):
    term: Value
    basis: Value | None = None


class InvolvedPart(Block):
    whose: Value | None = None
    phone: PhonePart | None = None
    account: AccountPart | None = None
    vehicle: VehiclePart | None = None


class IncidentPart(Part):
    recorded_at: Value | None = None
    occurred: OccurredPart | None = None
    offence_classes: tuple[Value, ...] = ()
    title: Value | None = None
    summary: Value | None = None
    crimed: Value | None = None
    cancelled: Value | None = None
    behaviours: tuple[BehaviourPart, ...] = ()
    outcome: Value | None = None
    outcome_at: Value | None = None
    risk_tool: Value | None = None
    risk_grade: Value | None = None
    risk_at: Value | None = None
    risk_plan: Value | None = None
    risk_plan_at: Value | None = None
    detective: Value | None = None
    victim_referred: Value | None = None
    address: AddressPart | None = None
    latitude: Value | None = None
    longitude: Value | None = None
    involves: tuple[InvolvedPart, ...] = ()


class OrderPart(Part):
    issuer: Value
    kind: Value
    effect: Value
    status: Value
    service: Value | None = None
    status_at: Value | None = None
    served_at: Value | None = None
    start: Value | None = None
    until: Value | None = None
    conditions: Value | None = None
    protects: tuple[AddressPart, ...] = ()
    arises_from: tuple[Value, ...] = ()
    replaces: tuple[Value, ...] = ()


class EndpointPart(Block):
    phone: PhonePart | None = None
    account: AccountPart | None = None


class ContactPart(Block):
    id: Value
    kind: Value
    source: EndpointPart
    target: EndpointPart
    during: OccurredPart


class AccountLinkPart(Block):
    kind: Value
    account: AccountPart
    to: EndpointPart
    seen: OccurredPart | None = None


class GradePart(Part):
    """`code` is all three in one, like `2BP`."""

    code: Value | None = None
    source: Value | None = None
    information: Value | None = None
    handling: Value | None = None
    conditions: Value | None = None
