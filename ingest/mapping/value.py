"""What a mapping says of one value, and what a column must be like for something to be there.

Where a value is asked for, a bare string is short for `{ column = "…" }`.
"""

from __future__ import annotations

import re
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from graph.model.vocabulary import Role


class Part(BaseModel):
    """Strict: an unknown key is a mistake, and is named."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        use_attribute_docstrings=True,
        defer_build=True,  # built when the first mapping is read, as one
    )


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


class Test(Part):
    """What a column must be like. A bare string or list is short for `one_of`."""

    one_of: tuple[str, ...] | None = None
    blank: bool | None = None
    not_: tuple[str, ...] = Field(default=(), alias="not")
    begins: tuple[str, ...] = ()
    pattern: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        if isinstance(data, str | list | tuple):
            data = {"one_of": data}
        if not isinstance(data, dict):
            return data
        texts = ("one_of", "not", "begins")
        lists = {key: (data[key],) for key in texts if type(data.get(key)) is str}
        return {**data, **lists}

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise ValueError(f"is not a regular expression ({error})") from error
        return pattern

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("needs one_of, blank, not, begins or pattern")
        return self


When = dict[str, Test]
