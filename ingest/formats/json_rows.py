"""JSON and JSON Lines: objects of text. Numbers stay the text they were written as.

JSON Lines streams. A JSON file is read whole and has a limit; its rows are the objects of its
array, or of the array that `path` leads to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.formats.lines import codec, read_lines
from ingest.formats.rows import (
    MAX_DEPTH,
    MAX_JSON_BYTES,
    MAX_ROW_BYTES,
    Bad,
    Row,
    shown,
    storable,
)


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
            text = _decoded(line.data, name)
            cells = _object(parse(text))
        except ValueError as error:
            yield Bad(table, place, str(error), shown(line.data, name))
        else:
            yield Row(table, place, cells, text.rstrip("\r\n"))


def read_json(
    path: Path, table: str, encoding: str = "utf-8", inside: str | None = None
) -> Iterator[Row | Bad]:
    """The objects of one array. What cannot be read at all is one refusal."""
    size = path.stat().st_size
    try:
        if size > MAX_JSON_BYTES:
            raise ValueError(
                f"the file is larger than {MAX_JSON_BYTES >> 20} MB: deliver JSON Lines, or parts"
            )
        items = _array(parse(_decoded(path.read_bytes(), _plain(encoding))), inside)
    except ValueError as error:
        with path.open("rb") as file:
            yield Bad(table, path.name, str(error), shown(file.read(1 << 17)))
        return
    for number, item in enumerate(items, start=1):
        place = f"{path.name}:{number}"
        if isinstance(item, dict):
            yield Row(table, place, item)
        else:
            raw = json.dumps(item, ensure_ascii=False)
            yield Bad(table, place, "is not a JSON object", raw[:MAX_ROW_BYTES])


def parse(text: str) -> Any:
    """JSON with its numbers as text. Raises ValueError with the reason."""
    if text.count("[") + text.count("{") > MAX_DEPTH and _too_deep(text):
        raise ValueError(f"is nested more than {MAX_DEPTH} deep")
    try:
        found = json.loads(
            text,
            parse_int=str,
            parse_float=str,
            parse_constant=_no_constant,
            object_pairs_hook=_once,
        )
    except json.JSONDecodeError as error:
        raise ValueError("is not JSON") from error
    if "\\u" in text and not storable(json.dumps(found, ensure_ascii=False)):
        raise ValueError("holds half a character")
    if "\\u0000" in text and "\\u0000" in json.dumps(found):
        raise ValueError("holds a NUL character")
    return found


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


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise ValueError(f"is not {name} text") from error


def _plain(encoding: str) -> str:
    return "utf-8-sig" if encoding == "utf-8" else encoding


def _no_constant(name: str) -> None:
    raise ValueError(f"holds {name}, which is not JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("has a key twice")
    return found


def _object(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise ValueError("is not a JSON object")
    return found


def _array(found: Any, inside: str | None) -> list[Any]:
    for step in inside.split(".") if inside else ():
        found = found.get(step) if isinstance(found, dict) else None
    if not isinstance(found, list):
        raise ValueError("is not a JSON array of rows")
    return found
