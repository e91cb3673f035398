"""The tables of a mapping: which rows there are, in which file, and which go with which."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from ingest.mapping.value import Part, When

Format = Literal["csv", "json", "jsonl", "xlsx", "xml"]


_ENCODINGS = {
    "utf8": "utf-8", "utf-8": "utf-8", "utf-8-sig": "utf-8", "ascii": "utf-8",
    "cp1252": "windows-1252", "windows1252": "windows-1252", "ansi": "windows-1252",
    "latin-1": "iso-8859-1", "latin1": "iso-8859-1", "iso8859-1": "iso-8859-1",
    "latin-9": "iso-8859-15", "utf16": "utf-16", "utf-16-le": "utf-16", "utf-16-be": "utf-16",
    "utf-16le": "utf-16", "utf-16be": "utf-16", "unicode": "utf-16", "ucs-2": "utf-16",
    "macroman": "mac-roman", "ibm850": "cp850", "ibm437": "cp437",
}  # fmt: skip


_ONLY_OF = {
    "delimiter": ("csv",),
    "header": ("csv", "xlsx"),
    "groups": ("xlsx",),
    "sheet": ("xlsx",),
    "element": ("xml",),
    "path": ("json",),
}


class Table(Part):
    """One kind of row: the file (or sheet, or element) it stands in and how to read it."""

    file: str
    format: Format = "csv"
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    header: int = Field(default=1, ge=1)
    groups: int = Field(default=0, ge=0)
    encoding: Literal[
        "utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "utf-16", "cp850", "cp437",
        "mac-roman",
    ] = "utf-8"  # fmt: skip
    sheet: str | None = None
    element: str | None = None
    path: str | None = None
    group: str | None = None
    into: str = "rows"
    needed: bool = True
    lookup: bool = False
    """Its rows are only read by joins: those that nothing names are passed over."""
    when: When = Field(default_factory=dict)
    """Tells the rows of several tables that stand in one file apart."""
    optional: tuple[str, ...] = ()

    @field_validator("encoding", mode="before")
    @classmethod
    def _known_by_other_names(cls, encoding: Any) -> Any:
        return _ENCODINGS.get(str(encoding).lower().replace("_", "-"), encoding)

    @model_validator(mode="after")
    def _fits_format(self) -> Self:
        if self.format == "xlsx" and not self.sheet:
            raise ValueError("an xlsx table needs the name of its sheet")
        if self.format == "xml" and not self.element:
            raise ValueError("an xml table needs the name of its element")
        for key, formats in _ONLY_OF.items():
            usual = getattr(self, key) == type(self).model_fields[key].default
            if not usual and self.format not in formats:
                raise ValueError(f"{key} is read only where the format is {' or '.join(formats)}")
        if self.groups >= self.header:
            raise ValueError("groups is a row above the header")
        if self.into != "rows" and self.group is None:
            raise ValueError("into is read only with group")
        return self


class Join(Part):
    """Rows of another table that go with a row: all that match, or (`one`) the one they name.

    `on` is `their column = our column`; `of` names the join whose rows are ours, and without
    it they are the record's own.
    """

    table: str
    on: str
    of: str | None = None
    one: bool = False

    @field_validator("on")
    @classmethod
    def _two_columns(cls, on: str) -> str:
        if len([side for side in on.split("=") if side.strip()]) != 2:
            raise ValueError("is written as: their column = our column")
        return on

    @property
    def theirs(self) -> str:
        """The column of the joined table, left of the `=`."""
        return self.on.split("=")[0].strip()

    @property
    def ours(self) -> str:
        """The column of the table that is joined to, right of the `=`."""
        return self.on.split("=")[1].strip()
