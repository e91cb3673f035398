"""The items of one array of a JSON text, one at a time: only one of them is ever held as objects.

An item is looked for in a window of the text, so that one that is too long costs no more than
the window; what is not read is passed over by its brackets and strings alone. Libraries that
stream JSON (ijson) make numbers of numbers: here they stay the text that was delivered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ingest.formats.rows import MAX_DEPTH, MAX_ROW_BYTES

_WINDOW = 2 * MAX_ROW_BYTES
_SPACE = re.compile(r"[ \t\r\n]*")
_MARK = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]', re.DOTALL)
_PLAIN = re.compile(r"[^\s,\[\]{}\"]+")
_DEEP = f"is nested more than {MAX_DEPTH} deep"
_LONG = f"the row is longer than {MAX_ROW_BYTES} bytes"
Decode = Callable[[str, int], tuple[Any, int]]


@dataclass(slots=True)
class Item:
    """An item as objects, where it stands in the text, and why it cannot be a row, if so."""

    value: Any
    at: int
    end: int
    reason: str


class Torn(ValueError):  # noqa: N818 (a verdict on the text)
    """The text is not JSON from here on; `at` is where."""

    def __init__(self, at: int, reason: str = "it breaks") -> None:
        super().__init__(reason)
        self.at = at


def array_at(text: str, path: list[str]) -> int | None:
    """Where the array begins that `path` leads to, inside objects; None when there is none."""
    at = skip_space(text, 0)
    for step in path:
        at = next((start for name, start in _members(text, at) if name == step), -1)
        if at < 0:
            return None
    return at if text.startswith("[", at) else None


def arrays(text: str, at: int = 0, path: str = "", depth: int = 0) -> Iterator[str]:
    """The paths of the arrays of objects in a document."""
    at = skip_space(text, at)
    if text.startswith("[", at):
        if text.startswith("{", skip_space(text, at + 1)):
            yield path
    elif depth < MAX_DEPTH:
        for name, start in _members(text, at):
            yield from arrays(text, start, f"{path}.{name}".removeprefix("."), depth + 1)


def items(text: str, at: int, decode: Decode) -> Iterator[Item]:
    """Each item of the array that begins at `at`.

    Raises Torn where the text breaks off, or goes on after its end.
    """
    base, window = at, text[at : at + _WINDOW]
    at = skip_space(text, at + 1)
    while not text.startswith("]", at):
        if at - base > _WINDOW - MAX_ROW_BYTES:
            base, window = at, text[at : at + _WINDOW]
        item = _item(text, window, base, at, decode)
        yield item
        at = skip_space(text, item.end)
        if text.startswith(",", at):
            at = skip_space(text, at + 1)
            if text.startswith("]", at):
                raise Torn(at)
        elif not text.startswith("]", at):
            raise Torn(at)


def _item(text: str, window: str, base: int, at: int, decode: Decode) -> Item:
    try:
        value, end = decode(window, at - base)
    except RecursionError:
        return Item(None, at, _end(text, at), _DEEP)
    except json.JSONDecodeError as error:
        end = _end(text, at)
        if end - at <= MAX_ROW_BYTES:
            raise Torn(base + error.pos) from error
        return Item(None, at, end, _LONG)
    end += base
    if end - at > MAX_ROW_BYTES:
        return Item(None, at, end, _LONG)
    brackets = text.count("[", at, end) + text.count("{", at, end)
    deep = brackets > MAX_DEPTH and too_deep(text[at:end])
    return Item(value, at, end, _DEEP if deep else "")


def too_deep(text: str) -> bool:
    """Whether brackets stand inside each other deeper than a row's may."""
    depth = 0
    for mark in _MARK.finditer(text):
        sign = text[mark.start()]
        depth += (sign in "[{") - (sign in "]}")
        if depth > MAX_DEPTH:
            return True
    return False


def skip_space(text: str, at: int) -> int:
    """Where the next thing begins."""
    match = _SPACE.match(text, at)
    return match.end() if match else at


def goes_on_at(text: str) -> int | None:
    """Where something stands after the end of the document; None where nothing does."""
    at = skip_space(text, _end(text, skip_space(text, 0)))
    return at if at < len(text) else None


def _members(text: str, at: int) -> Iterator[tuple[str, int]]:
    """Each name of the object that begins at `at`, and where its value does."""
    if not text.startswith("{", at):
        return
    at = skip_space(text, at + 1)
    while text.startswith('"', at):
        end = _end(text, at)
        name = json.loads(text[at:end])
        at = skip_space(text, end)
        if not text.startswith(":", at):
            raise Torn(at)
        at = skip_space(text, at + 1)
        yield name, at
        at = skip_space(text, _end(text, at))
        if text.startswith(",", at):
            at = skip_space(text, at + 1)


def _end(text: str, at: int) -> int:
    """Where the value that begins at `at` ends, by its brackets and strings alone."""
    if not text.startswith(("{", "[", '"'), at):
        plain = _PLAIN.match(text, at)
        if plain is None:
            raise Torn(at)
        return plain.end()
    depth = 0
    for mark in _MARK.finditer(text, at):
        sign = text[mark.start()]
        depth += (sign in "[{") - (sign in "]}")
        if depth <= 0:
            return mark.end()
    raise Torn(len(text))
