"""The parts of a mapping that say where each field of a record comes from.

The keys of plain fields are those of the record, put in by `@of`; only what a mapping calls
otherwise, must have, or takes apart stands here. docs/fields.md is made from these classes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, Self, TypeVar, get_args

from pydantic import BaseModel, Field, create_model, model_validator

from graph.model import record
from graph.model.fields import plain_fields
from graph.model.vocabulary import Role
from ingest.mapping.value import Part, Value, When

PartT = TypeVar("PartT", bound=Part)


def of(model: type[BaseModel], *besides: str) -> Callable[[type[PartT]], type[PartT]]:
    """Gives a part of a mapping a key for each plain field of this part of the record.

    `besides` are the fields that it fills in another way.
    """

    def add(part: type[PartT]) -> type[PartT]:
        keys: dict[str, Any] = {
            name: (Value | None, None)
            for name in plain_fields(model)
            if name not in part.model_fields and name not in besides
        }
        return create_model(
            part.__name__, __base__=part, __module__=part.__module__, __doc__=part.__doc__, **keys
        )

    return add


class Section(Part):
    """Something a record may hold several of.

    `rows` names a nested list or a joined table, `prefixes` the beginnings of the columns
    of one wide row, `when` the values that certain columns must have.
    """

    rows: str | None = None
    prefixes: tuple[str, ...] = ()
    when: When = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.rows is not None and self.prefixes:
            raise ValueError("takes rows or prefixes, not both")
        return self


@of(record.HeldPhone)
class Held(Section):
    """How and when a phone, account or vehicle was held."""


def _from_column(name: str, data: Any) -> Any:
    return {name: data} if isinstance(data, str) else data


@of(record.Phone, "written")
class PhonePart(Held):
    """A telephone number. A bare string is short for `number`."""

    number: Value
    plan: Literal["E.164", "none"] = "E.164"
    """`"none"` where numbers follow no numbering plan, and their digits are all."""
    region: str = Field(default="GB", pattern="^[A-Z]{2}$")
    """The country of numbers that are written without one."""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        return _from_column("number", data)


@of(record.Account, "written")
class AccountPart(Held):
    """An e-mail address, social handle, bank account, IP address, device or identity document."""

    kind: Value
    account: Value


@of(record.Vehicle, "written")
class VehiclePart(Held):
    """A vehicle by its registration mark. A bare string is short for `vrm`."""

    vrm: Value

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        return _from_column("vrm", data)


class Placed(Part):
    """Where something is on the map, in degrees or in metres of the national grid."""

    easting: Value | None = None
    """OSGB36 metres, with `northing`, in place of latitude and longitude."""
    northing: Value | None = None
    """OSGB36 metres, with `easting`."""
    grid_reference: Value | None = None
    """A reference of the national grid with its letters and six figures or more: TQ 300 804."""

    @model_validator(mode="after")
    def _one_way_to_say_where(self) -> Self:
        if self.grid_reference is not None and (
            self.easting is not None or getattr(self, "latitude", None) is not None
        ):
            raise ValueError("takes grid_reference alone, without another way to say where")
        if (self.easting is None) != (self.northing is None):
            raise ValueError("takes easting and northing together")
        if self.easting is not None and getattr(self, "latitude", None) is not None:
            raise ValueError("takes easting and northing, or latitude and longitude, not both")
        return self


@of(record.Address, "written")
class AddressPart(Section, Placed):
    """A bare string is short for one of the `lines`.

    A town without street, house or postcode is kept and is no address: nobody lives together by it.
    """

    lines: tuple[str, ...] = ()
    """Joined into the address as written; without them the parts are."""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        return {"lines": [data]} if isinstance(data, str) else data


@of(record.Residence)
class ResidencePart(AddressPart):
    """An address, and who lives, works or studies there when."""


@of(record.Name)
class NamePart(Section):
    """In one piece or in parts. A bare string is short for `written`."""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        if isinstance(data, dict) and ("column" in data or "columns" in data):
            return {"written": data}
        return _from_column("written", data)


@of(record.Employer)
class EmployerPart(Section):
    """The keys of a mapping's `employer` section."""

    name: Value


@of(record.Party)
class PartyPart(Section):
    """A person or organisation. Two with one ref are one party: roles and contact points add up.

    A suspect of whom a row tells only a phone, account or vehicle is delivered like any other,
    without a name: he is no person yet, and what he used is weighed to find who he may be.
    """

    roles: tuple[Value, ...] = ()
    name: NamePart | None = None
    other_names: tuple[NamePart, ...] = ()
    birth: Value | None = None
    roll: bool | str = Field(default=False, alias="distinct")
    """true where the rows have each person once, as a register of nominals, a census or a watch
    list has; or a name for that list, where a mapping reads several."""
    residences: tuple[ResidencePart, ...] = ()
    phones: tuple[PhonePart, ...] = ()
    emails: tuple[Value, ...] = ()
    """Short for accounts of this kind; a cell may hold several, with `split`."""
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


@of(record.Relation)
class RelationPart(Section):
    """How two parties stand to each other, named by their refs in this record."""

    a: Value
    b: Value
    kind: Value


_SOURCES = frozenset(("column", "columns", "value", "extracted"))


class OccurredPart(Part):
    """When something happened. A bare string is short for `from`."""

    from_: Value = Field(alias="from")
    to: Value | None = None
    length: Value | None = None
    """in place of `to`: 131, 0:02:11, 2:11 or PT2M11S."""
    units: Literal["seconds", "minutes", "hours"] = "seconds"
    """of a length that is a number."""
    precision: Value | None = None
    """day, month or year: finer parts of the times mean nothing."""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        plain = isinstance(data, dict) and data.keys() & _SOURCES
        return {"from": data} if isinstance(data, str) or plain else data

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        if self.to is not None and self.length is not None:
            raise ValueError("takes to or length, not both")
        return self


class BehaviourPart(Section):
    """What was done, and the code or phrase it was read from."""

    term: Value
    basis: Value | None = None
    """By default the code itself."""


@of(record.Involved)
class InvolvedPart(Section):
    """One phone, account or vehicle that the incident involves."""

    phone: PhonePart | None = None
    account: AccountPart | None = None
    vehicle: VehiclePart | None = None


@of(record.Incident)
class IncidentPart(Placed):
    """What happened. Yes and no are understood as yes/no, y/n, true/false, 1/0."""

    recorded_at: Value | None = None
    occurred: OccurredPart | None = None
    offence_classes: tuple[Value, ...] = ()
    behaviours: tuple[BehaviourPart, ...] = ()
    address: AddressPart | None = None
    involves: tuple[InvolvedPart, ...] = ()


@of(record.Order)
class OrderPart(Part):
    """An order, bail, notice, caution or time in custody."""

    issuer: Value
    kind: Value
    effect: Value
    status: Value
    protects: tuple[AddressPart, ...] = ()
    arises_from: tuple[Value, ...] = ()
    replaces: tuple[Value, ...] = ()


class EndpointPart(Section):
    """One phone or account."""

    phone: PhonePart | None = None
    account: AccountPart | None = None


class ContactPart(Section):
    """A call, text, message or e-mail."""

    id: Value
    kind: Value
    source: EndpointPart
    target: EndpointPart
    during: OccurredPart


class AccountLinkPart(Section):
    """A recovery address, shared device or log-in address of an account."""

    kind: Value
    account: AccountPart
    to: EndpointPart
    seen: OccurredPart | None = None


@of(record.Grade)
class GradePart(Part):
    """The 3x5x2 grade."""

    code: Value | None = None
    """All three in one, like `2BP` or `2/B/P`."""
