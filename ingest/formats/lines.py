"""Physical lines of a file of any length and encoding, in constant memory.

A line ends at LF, CR LF or CR. One that is longer than a row may be is cut short and marked,
and reading goes on at the next.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ingest.formats.rows import MAX_ROW_BYTES

_CHUNK = 1 << 18


@dataclass(slots=True)
class Line:
    """A physical line with its number (from 1), its end included."""

    number: int
    data: bytes
    whole: bool = True


def read_lines(path: Path, encoding: str) -> Iterator[Line]:
    """Every line, the byte-order mark left out."""
    with path.open("rb") as file:
        name = codec(path, encoding)
        if name.startswith("utf-16"):
            yield from _wide(file, big=name.endswith("be"))
        else:
            yield from _narrow(file)


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def codec(path: Path, encoding: str) -> str:
    """The codec for single lines. A byte-order mark wins over what the mapping says.

    UTF-16 without a mark is told by the zero bytes of its first letters. What calls itself
    ISO 8859-1 is read as browsers read it: as Windows-1252, which holds its letters and more.
    """
    with path.open("rb") as file:
        head = file.read(4)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if encoding in ("utf-8", "utf-16") and len(head) == 4:
        zeros = [byte == 0 for byte in head]
        if zeros in ([False, True, False, True], [True, False, True, False]):
            return "utf-16-be" if zeros[0] else "utf-16-le"
    return {"utf-16": "utf-16-le", "iso-8859-1": "windows-1252"}.get(encoding, encoding)


def decoded(data: bytes, name: str) -> str:
    """Bytes as text. Raises ValueError, with the mend, when they are not text of this codec."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise ValueError(f"is not {name} text: say its `encoding`") from error
    if name != "utf-8" and not name.startswith("utf-16") and not text.isascii():
        with contextlib.suppress(UnicodeDecodeError):
            data.decode("utf-8")
            raise ValueError(f"is UTF-8 text and not {name}: say its `encoding`")
        if _FOREIGN.search(text):
            raise ValueError(f"has signs inside words, and so is not {name}: say its `encoding`")
    return text


# What letters with accents, and apostrophes, become inside words when they are read by another
# code page: cp437 and cp850 of PCs, mac-roman, windows-1252. C1 controls are no text in any.
_FOREIGN = re.compile("[a-z][‚ƒ„†‡ˆ‰¡¢£¤¥¾÷±³ÆÕ\u2500-\u259f][a-z]|[\u0080-\u009f]")


def _narrow(file: BinaryIO) -> Iterator[Line]:
    number, rest, skipping = 0, b"", False
    first = True
    while chunk := file.read(_CHUNK):
        if first:
            first = False
            while chunk.startswith(codecs.BOM_UTF8):
                chunk = chunk.removeprefix(codecs.BOM_UTF8)
        pieces = (rest + chunk).splitlines(keepends=True)
        rest = pieces.pop() if pieces and not pieces[-1].endswith(b"\n") else b""
        for piece in pieces:
            if skipping:
                skipping = False
                continue
            number += 1
            yield Line(number, piece[:MAX_ROW_BYTES], len(piece) <= MAX_ROW_BYTES)
        if skipping:
            rest = b"" if not rest.endswith(b"\r") else rest
        elif len(rest) > MAX_ROW_BYTES:
            number += 1
            yield Line(number, rest[:MAX_ROW_BYTES], whole=False)
            rest, skipping = b"", True
    if rest and not skipping:
        for piece in rest.splitlines(keepends=True):
            number += 1
            yield Line(number, piece)


def _wide(file: BinaryIO, *, big: bool) -> Iterator[Line]:
    mark = file.read(2)
    rest = b"" if mark in (codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE) else mark
    number, skipping = 0, False
    while chunk := file.read(_CHUNK):
        buffer, start = rest + chunk, 0
        while (end := _wide_end(buffer, start, big)) >= 0:
            if skipping:
                skipping = False
            else:
                number += 1
                data = buffer[start:end]
                yield Line(number, data[:MAX_ROW_BYTES], len(data) <= MAX_ROW_BYTES)
            start = end
        rest = buffer[start:]
        if skipping:
            rest = rest[-3:]
        elif len(rest) > MAX_ROW_BYTES:
            number += 1
            yield Line(number, rest[:MAX_ROW_BYTES], whole=False)
            rest, skipping = rest[-3:], True
    if rest and not skipping:
        yield Line(number + 1, rest)


def _wide_end(buffer: bytes, start: int, big: bool) -> int:
    """Where the line that starts at `start` ends, or -1.

    After a lost byte the line ends stand at odd places; they are told from letters whose
    code merely contains 0A by the zero byte on their other side, so reading falls into step
    again at the next line.
    """
    mark = b"\0\n" if big else b"\n\0"
    at = buffer.find(mark, start)
    while at >= 0:
        if at + 3 > len(buffer) and (at - start) % 2:
            return -1
        if (at - start) % 2 == 0 or buffer[at + 2 if big else at - 1] == 0:
            return at + 2
        at = buffer.find(mark, at + 1)
    return -1
