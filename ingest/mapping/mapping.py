"""A mapping: one TOML file that says how a force's files become records.

The reference is docs/mapping.md. `load_mapping` reads and checks one; a mistake is an
InputError that names the file, the key and the mend.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, Self, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, ValidationError, field_validator, model_validator

from graph.errors import InputError
from graph.model.vocabulary import RecordKind
from graph.plain_files import check_plain
from ingest.mapping.asked import no_word, unread, values_of
from ingest.mapping.cells.times import compile_formats
from ingest.mapping.proposals import did_you_mean
from ingest.mapping.sections import (
    AccountLinkPart,
    ContactPart,
    GradePart,
    IncidentPart,
    OrderPart,
    PartyPart,
    RelationPart,
)
from ingest.mapping.tables import Join, Table
from ingest.mapping.value import Part, Value, When

FEEDS = Path(__file__).parents[1] / "feeds"


class RecordPart(Part):
    """One kind of record: the table whose rows it is made from, and its fields."""

    table: str
    kind: RecordKind | None = None
    canonical: bool = False
    when: When = Field(default_factory=dict)
    unused: bool = False
    rows: str | None = None
    """Each of these nested or joined rows makes a record, not the row that they stand in."""
    beside: bool = False
    """Makes its record of a row whatever other kind of record takes the row too."""
    join: dict[str, Join] = Field(default_factory=dict)
    reference: Value | None = None
    version: Value | None = None
    recorded_at: Value | None = None
    withdrawn: Value | None = None
    classification: Value | None = None
    compartments: tuple[Value, ...] = ()
    grade: GradePart | None = None
    incident: IncidentPart | None = None
    order: OrderPart | None = None
    parties: tuple[PartyPart, ...] = ()
    relations: tuple[RelationPart, ...] = ()
    contacts: tuple[ContactPart, ...] = ()
    account_links: tuple[AccountLinkPart, ...] = ()
    also: Literal["rest"] | tuple[str, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.canonical:
            return self
        if self.kind is None or self.reference is None or self.recorded_at is None:
            raise ValueError("needs kind, reference and recorded_at (or canonical = true)")
        if (self.incident is not None) != (self.kind == "incident"):
            raise ValueError("has an incident part exactly when its kind is incident")
        if (self.order is not None) != (self.kind == "order"):
            raise ValueError("has an order part exactly when its kind is order")
        return self


class Mapping(Part):
    """A whole mapping. `force` is empty only where each record names its own.

    Two are the same only where they are one: what is compiled of a mapping is kept with it.
    """

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    name: str
    force: str = ""
    match: tuple[str, ...] = Field(min_length=1)
    extracted: str = "yyyy-mm-dd"
    purpose: str = ""
    zone: str = "Europe/London"
    format: tuple[str, ...] = ("iso",)
    blank: tuple[str, ...] = ()
    codes: dict[str, dict[str, str]] = Field(default_factory=dict)
    tables: dict[str, Table] = Field(min_length=1)
    records: tuple[RecordPart, ...] = Field(min_length=1)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what it says: comments and defaults written out do not change it."""
        written = self.model_dump_json(by_alias=True, exclude_defaults=True)
        return hashlib.sha256(written.encode()).hexdigest()

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("is not a time zone: write it like Europe/London, or UTC") from error
        return zone

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("format"), str):
            return {**data, "format": (data["format"],)}
        return data

    @model_validator(mode="after")
    def _names_hold(self) -> Self:
        for record in self.records:
            self._check_tables(record)
        self._check_values()
        return self

    def _check_tables(self, record: RecordPart) -> None:
        for table in (record.table, *(join.table for join in record.join.values())):
            if table not in self.tables:
                raise ValueError(f"names the table {table!r}, which [tables] does not have")
        if self.tables[record.table].lookup:
            raise ValueError(f"makes records of the table {record.table!r}: leave its lookup out")
        seen: set[str] = set()
        for name, join in record.join.items():
            if join.of is not None and join.of not in seen:
                raise ValueError(f"joins {name!r} to {join.of!r}, which is not joined before it")
            seen.add(name)

    def _check_values(self) -> None:
        for fmt in self.format:
            _check_format("format", (fmt,))
        for number, record in enumerate(self.records, start=1):
            if (reason := no_word(record, f"records({number})")) is not None:
                raise ValueError(reason)
            for key, name, value in values_of(record, f"records({number})"):
                for table in (value.codes, value.phrases):
                    if table is not None and table not in self.codes:
                        near = did_you_mean(table, self.codes)
                        sentence = f"names the codes {table!r}, which [codes] does not have{near}"
                        raise ValueError(f"{key}: {sentence}")
                if (reason := unread(name, value)) is not None:
                    raise ValueError(f"{key}: {reason}")
                _check_format(key, value.format)


def _check_format(key: str, formats: tuple[str, ...]) -> None:
    try:
        compile_formats(formats)
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from error


def load_mapping(path: Path) -> Mapping:
    """Read and check a mapping. Raises InputError: file, key, what is wrong, the mend."""
    try:
        check_plain(path)
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: give the path of a mapping file.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} is not TOML ({error}): mend that line.") from error
    try:
        return Mapping.model_validate(data)
    except ValidationError as error:
        raise InputError(_sentence(path.name, error)) from error


_TAKES = {
    "tuple_type": "takes a list: write it in [ ]",
    "string_type": "takes one text in quotes",
    "dict_type": "takes a table: write { key = … }",
    "model_type": "takes a table: write { key = … }",
    "model_attributes_type": "takes a table: write { key = … }",
    "bool_type": "takes true or false",
}


def _sentence(name: str, error: ValidationError) -> str:
    errors = error.errors(include_url=False, include_input=False)
    first = next((each for each in errors if each["type"] == "extra_forbidden"), errors[0])
    key = _place(first["loc"])
    what, kind = first["msg"].removeprefix("Value error, "), first["type"]
    if kind == "extra_forbidden":
        near = did_you_mean(str(first["loc"][-1]), _keys(first["loc"]))
        what = f"is not a key that a mapping knows (see docs/mapping.md){near}"
    elif kind in _TAKES:
        what = _TAKES[kind]
    elif kind == "missing":
        what = "is missing: add it (docs/mapping.md shows how)"
    what = what if what.endswith("?") else f"{what}."
    return ": ".join(filter(None, (name, key, what)))


def _keys(steps: tuple[int | str, ...]) -> set[str]:
    """The keys that the part around a wrong key has, told by walking down the models."""
    part: type[BaseModel] = Mapping
    for step in steps[:-1]:
        named = {field.alias or name: field for name, field in part.model_fields.items()}
        inner = _parts_in(named[step].annotation) if step in named else []
        part = inner[0] if inner else part
    return {field.alias or name for name, field in part.model_fields.items()}


def _parts_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [part for inner in get_args(annotation) for part in _parts_in(inner)]


def _place(steps: Iterable[int | str]) -> str:
    """`records(2).parties(1).roles`: blocks are counted from 1, as who looks for one counts."""
    steps_written = (f"({step + 1})" if isinstance(step, int) else f".{step}" for step in steps)
    return "".join(steps_written).removeprefix(".")


@cache
def shipped_mappings() -> tuple[Mapping, ...]:
    """The mappings that come with the package, by name."""
    return tuple(load_mapping(path) for path in sorted(FEEDS.glob("*.toml")))


def recognise(path: Path) -> Mapping:
    """The mapping whose `match` patterns fit the name of a file or folder.

    Raises InputError when none or several fit.
    """
    fitting = [
        m for m in shipped_mappings() if any(fnmatchcase(path.name, pattern) for pattern in m.match)
    ]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise InputError(f"{path.name} fits no mapping by its name: name one with --mapping.")
    names = " and ".join(mapping.name for mapping in fitting)
    raise InputError(f"{path.name} fits several mappings ({names}): name one with --mapping.")
