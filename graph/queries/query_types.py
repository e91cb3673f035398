"""The types that a query file's header may name, and the values each takes.

`str`, `int`, `float`, `bool`, `date`, `datetime`, `map`, `any`, `list[TYPE]`; a `?`
after a type lets the value be null. An instant is an aware datetime or its ISO
text, and goes to the engine as ISO text in UTC, for the query to call `datetime()`
on: ArcadeDB drops the zone of a datetime parameter.
"""

from __future__ import annotations

import ast
import datetime as dt
import functools
import json
import re
from dataclasses import dataclass
from typing import Any

SCALARS = ("str", "int", "float", "bool", "date", "datetime", "map", "any")
_PLAIN: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "map": (dict,),
}


@dataclass(frozen=True, slots=True)
class Type:
    """One declared type: a scalar's name, or `list` of `item`."""

    name: str
    item: Type | None = None
    nullable: bool = False

    def __str__(self) -> str:
        return f"{self.name}{f'[{self.item}]' if self.item else ''}{'?' if self.nullable else ''}"

    def take(self, value: Any) -> Any:
        """The value as the engine gets it; ValueError when it is not of this type."""
        if value is None and (self.nullable or self.name == "any"):
            return None
        if self.name == "any":
            return value
        if self.item is not None:
            return self._take_list(value, self.item)
        if self.name == "datetime":
            return _instant(value)
        if self.name == "date":
            return _date(value)
        if not isinstance(value, _PLAIN[self.name]) or (
            isinstance(value, bool) and self.name != "bool"
        ):
            raise ValueError(f"takes {self}, not {type(value).__name__}")
        return value

    def _take_list(self, value: Any, item: Type) -> list[Any]:
        if not isinstance(value, list | tuple):
            raise ValueError(f"takes {self}, not {type(value).__name__}")
        if item.name == "map":  # rows to load: too many to look at one by one
            return list(value)
        return [item.take(each) for each in value]

    def parse(self, text: str) -> Any:
        """A value written on a command line; ValueError when it is not of this type."""
        if self.nullable and text == "null":
            return None
        if self.item is not None:
            return self._parse_list(text, self.item)
        if self.name == "bool":
            if text.lower() not in ("true", "false"):
                raise ValueError(f"takes {self}: write true or false")
            return text.lower() == "true"
        if self.name in ("int", "float"):
            try:
                return int(text) if self.name == "int" else float(text)
            except ValueError:
                raise ValueError(f"takes {self}: write a number") from None
        if self.name == "map":
            return self.take(json.loads(text))
        return text if self.name == "any" else self.take(text)

    def _parse_list(self, text: str, item: Type) -> list[Any]:
        if text.startswith("["):
            return self._take_list(json.loads(text), item)
        return [item.parse(part.strip()) for part in text.split(",") if part.strip()]


def _instant(value: Any) -> str:
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            raise ValueError("takes an instant: write it as 2025-03-01T00:00:00Z") from None
    if not isinstance(value, dt.datetime) or value.tzinfo is None:
        raise ValueError("takes an instant with its zone: write it as 2025-03-01T00:00:00Z")
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _date(value: Any) -> dt.date:
    if isinstance(value, str):
        try:
            value = dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError("takes a date: write it as 2025-03-01") from None
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise ValueError("takes a date: write it as 2025-03-01")
    return value


@functools.cache
def parse_type(text: str) -> Type:
    """`list[str]?` as a Type; ValueError names what a type may be."""
    match = re.fullmatch(r"(\w+)(?:\[(.+)\])?(\?)?", text.strip())
    if match:
        name, inner, mark = match.groups()
        if name == "list" and inner:
            return Type("list", parse_type(inner), bool(mark))
        if name in SCALARS and inner is None:
            return Type(name, None, bool(mark))
    raise ValueError(f"{text!r} is no type: use one of {', '.join(SCALARS)}, list[TYPE], TYPE?")


def parse_default(text: str, type_: Type) -> Any:
    """A default as written in a header: `2`, `0.5`, `true`, `'text'`, `['a', 'b']`, `null`."""
    words = {"true": True, "false": False, "null": None}
    try:
        value = words[text] if text in words else ast.literal_eval(text)
    except (ValueError, SyntaxError):
        raise ValueError(
            f"default {text} is no literal: quote text, write true, false, null"
        ) from None
    return type_.take(value)


def split_top(text: str) -> list[str]:
    """Split at the commas that stand outside brackets and quotes."""
    parts, depth, quote, start = [], 0, "", 0
    for place, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in "[({":
            depth += 1
        elif char in "])}":
            depth -= 1
        elif char == "," and depth == 0:
            parts.append(text[start:place].strip())
            start = place + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]
