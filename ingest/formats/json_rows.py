"""JSON and JSON Lines: objects of text. Numbers stay the text they were written as.

JSON Lines streams. A JSON file is read whole and has a limit; its rows are the objects of its
array, or of the array that `path` leads to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from ingest.formats.code_pages import seems_of
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
    """The objects of one array. What cannot be read at all is one refusal.

    With `named` their places tell the array too, as where a file has several.
    """
    name = f"{path.name}!{inside or ''}" if named else path.name
    page = codec(path, encoding)
    size = path.stat().st_size
    try:
        if size > MAX_JSON_BYTES:
            raise ValueError(
                f"the file is larger than {MAX_JSON_BYTES >> 20} MB: deliver JSON Lines, or parts"
            )
        text = decoded(path.read_bytes(), page).removeprefix("\ufeff")
        document, doubtful = _parsed(text)
        items = _array(document, inside)
    except ValueError as error:
        mend = ': say format = "jsonl"' if str(error).endswith(_ANOTHER) else ""
        with path.open("rb") as file:
            yield Bad(table, name, f"{error}{mend}", shown(file.read(1 << 17)))
        return
    flaws = seems_of(text, page)  # the file as a whole, said of its first row
    for number, item in enumerate(items, start=1):
        place = f"{name}:{number}"
        reason = None if isinstance(item, dict) else "is not a JSON object"
        if doubtful:
            reason = reason or _flaw(item)
        if reason is None:
            yield Row(table, place, item, "", flaws)
            flaws = ()
        else:
            raw = json.dumps(item)
            yield Bad(table, place, reason, raw[:MAX_ROW_BYTES])


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
    if text.count("[") + text.count("{") > MAX_DEPTH and _too_deep(text):
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


def _too_deep(text: str) -> bool:
    """Counts brackets outside strings; a torn string only makes the count too careful."""
    depth, quoted, escaped = 0, False, False
    for letter in text:
        if escaped:
            escaped = False
        elif quoted:
            escaped = letter == "\\"
            quoted = letter != '"'
        elif letter == '"':
            quoted = True
        elif letter in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif letter in "]}":
            depth -= 1
    return False


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


def _array(whole: Any, inside: str | None) -> list[Any]:
    value = whole
    for step in inside.split(".") if inside else ():
        value = value.get(step) if isinstance(value, dict) else None
    if not isinstance(value, list):
        arrays = sorted(_arrays(whole))
        mend = f': say path = "{arrays[0]}"' if arrays else ""
        at = f" at {inside}" if inside else ""
        raise ValueError(f"has no JSON array of rows{at}{mend}")
    return value


def _arrays(value: Any, path: str = "") -> Iterator[str]:
    """The paths of arrays of objects in a document."""
    if isinstance(value, dict) and path.count(".") < MAX_DEPTH:
        for key, inner in value.items():
            yield from _arrays(inner, f"{path}.{key}".removeprefix("."))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield path
