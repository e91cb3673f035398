"""JSON and JSON Lines: objects of text. Numbers stay the text they were written as.

JSON Lines streams. The text of a JSON file is held whole and has a limit; its rows are the
objects of its array, or of the array that `path` leads to, and made one at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from ingest.formats.code_pages import seems_of
from ingest.formats.json_stream import Torn, array_at, arrays, goes_on_at, items, too_deep
from ingest.formats.lines import codec, decoded, read_lines
from ingest.formats.rows import (
    MAX_DEPTH,
    MAX_JSON_BYTES,
    MAX_ROW_BYTES,
    Bad,
    Row,
    shown,
    storable,
)

_ANOTHER = ", where another object begins"


def read_jsonl(path: Path, table: str, encoding: str = "utf-8") -> Iterator[Row | Bad]:
    """One object a line; empty lines are not rows."""
    name = codec(path, encoding)
    for line in read_lines(path, encoding):
        if not line.data.strip(b" \t\r\n\0"):
            continue
        place = f"{path.name}:{line.number}"
        try:
            if not line.whole:
                raise ValueError(f"the row is longer than {MAX_ROW_BYTES} bytes")
            text = decoded(line.data, name).lstrip("\x1e")
            cells = _object(parse(text))
        except ValueError as error:
            yield Bad(table, place, str(error), shown(line.data, name))
        else:
            yield Row(table, place, cells, text.rstrip("\r\n"), seems_of(text, name))


def read_json(
    path: Path,
    table: str,
    encoding: str = "utf-8",
    inside: str | None = None,
    *,
    named: bool = False,
) -> Iterator[Row | Bad]:
    """The objects of one array, one at a time. What is left where it breaks is one refusal.

    With `named` their places tell the array too, as where a file has several.
    """
    name = f"{path.name}!{inside or ''}" if named else path.name
    page = codec(path, encoding)
    text, number = "", 0
    try:
        if path.stat().st_size > MAX_JSON_BYTES:
            raise ValueError(
                f"the file is larger than {MAX_JSON_BYTES >> 20} MB: deliver JSON Lines, or parts"
            )
        text = decoded(path.read_bytes(), page).removeprefix("\ufeff")
        flaws = seems_of(text[:MAX_ROW_BYTES], page)  # the whole file's, said of its first row
        for number, (item, reason) in enumerate(_items(text, inside), start=1):
            place = f"{name}:{number}"
            if reason is None:
                yield Row(table, place, item, "", flaws)
                flaws = ()
            else:
                yield Bad(table, place, reason, json.dumps(item)[:MAX_ROW_BYTES])
    except ValueError as error:
        reason = _broken(text, error) if isinstance(error, Torn) else str(error)
        with path.open("rb") as file:
            raw = shown(file.read(1 << 17))
        yield Bad(table, f"{name}:{number + 1}" if number else name, reason, raw)


def _items(text: str, inside: str | None) -> Iterator[tuple[Any, str | None]]:
    """The objects of the array, each with why it cannot be a row, or None."""
    at = array_at(text, inside.split(".") if inside else [])
    if at is None:
        _no_array(text, inside)
    twice: list[bool] = []
    escapes = "\\u" in text
    decoder = json.JSONDecoder(
        parse_int=str,
        parse_float=str,
        parse_constant=_no_number,
        object_pairs_hook=partial(_once, twice),
    )
    for each in items(text, at or 0, decoder.raw_decode):
        reason = each.reason or (None if isinstance(each.value, dict) else "is not a JSON object")
        if reason is None and (twice or escapes):
            reason = _flaw(each.value)
        twice.clear()
        yield each.value, reason
    if (more := goes_on_at(text)) is not None:
        raise Torn(more)


def _no_array(text: str, inside: str | None) -> NoReturn:
    if (more := goes_on_at(text)) is not None:
        raise Torn(more)
    paths = sorted(arrays(text))
    mend = f': say path = "{paths[0]}"' if paths else ""
    raise ValueError(f"has no JSON array of rows{f' at {inside}' if inside else ''}{mend}")


def _broken(text: str, error: Torn) -> str:
    line = text.count("\n", 0, error.at) + 1
    column = error.at - text.rfind("\n", 0, error.at)
    several = text.startswith("{", error.at) and text[: error.at].rstrip()[-1:] == "}"
    where = f"it breaks at line {line}, column {column}"
    mend = f'{_ANOTHER}: say format = "jsonl"' if several else ""
    return f"is not JSON: {where}{mend}"


def parse(text: str) -> Any:
    """JSON with its numbers as text. Raises ValueError with the reason."""
    value, doubtful = _parsed(text)
    if doubtful and (reason := _flaw(value)) is not None:
        raise ValueError(reason)
    return value


class _Twice(dict[str, Any]):
    """An object that has a key twice."""


def _parsed(text: str) -> tuple[Any, bool]:
    """JSON as it stands, and whether an object in it may have a flaw."""
    twice: list[bool] = []
    if text.count("[") + text.count("{") > MAX_DEPTH and too_deep(text):
        raise ValueError(f"is nested more than {MAX_DEPTH} deep")
    try:
        value = json.loads(
            text,
            parse_int=str,
            parse_float=str,
            parse_constant=_no_number,
            object_pairs_hook=partial(_once, twice),
        )
    except json.JSONDecodeError as error:
        where = f"it breaks at line {error.lineno}, column {error.colno}"
        several = error.msg == "Extra data" and text[: error.pos].rstrip().endswith("}")
        raise ValueError(f"is not JSON: {where}{_ANOTHER if several else ''}") from error
    return value, bool(twice) or "\\u" in text


def _flaw(value: Any) -> str | None:
    """Why an object cannot be a row, or None."""
    if _has_twice(value):
        return "has a key twice"
    if "\\u0000" in json.dumps(value):
        return "holds a NUL character"
    whole = storable(json.dumps(value, ensure_ascii=False))
    return None if whole else "holds half a character"


def _has_twice(value: Any) -> bool:
    if isinstance(value, dict):
        return isinstance(value, _Twice) or any(map(_has_twice, value.values()))
    return isinstance(value, list) and any(map(_has_twice, value))


def _no_number(name: str) -> None:
    """NaN and Infinity are no JSON; programs write them where there is no number."""


def _once(twice: list[bool], pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    twice.append(True)
    return _Twice(members)


def _object(value: Any) -> dict[str, Any]:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        raise ValueError('is a JSON array: say format = "json"')
    if not isinstance(value, dict):
        raise ValueError("is not a JSON object")
    return value
