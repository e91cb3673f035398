"""CSV rows with any delimiter and encoding, streamed, each with the line it starts on.

Quotes count only at the beginning of a field. A row that is malformed, or that spans lines
and then has the wrong number of columns, costs its first line only: reading goes on at the
next line, so an open quote never swallows the rows below it.
Empty cells at the end of a row may be left off, or be too many.
A file that was put together from several may have a header again: what is below is read by it.
"""

from __future__ import annotations

import contextlib
import csv
import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from ingest.formats.code_pages import seems_of
from ingest.formats.lines import Line, codec, decoded, read_lines
from ingest.formats.rows import MAX_COLUMNS, MAX_QUOTED_LINES, MAX_ROW_BYTES, Bad, Row, shown

# A row is split anew at each line that may close it; more tries than this are not a row.
_TRIES = 20
# What may be read ahead in vain for quotes that are never closed: bytes at first, and for each
# byte of the file. Without a bound, stray quotes cost time that grows with their square.
_AHEAD, _AHEAD_FOR_EACH = 4 << 20, 4

Check = Callable[[list[str]], str | None]
Flaws = tuple[tuple[str, str], ...]


class _Malformed(ValueError):  # noqa: N818 (a verdict on a row, not a fault)
    """A row that cannot be split; the message is the reason."""


class _Open(Exception):  # noqa: N818 (not an error: more lines are wanted)
    """The row goes on in the next line."""


def read_csv(
    path: Path,
    table: str,
    delimiter: str = ",",
    encoding: str = "utf-8",
    header_line: int = 1,
    *,
    check: Check,
    lacks: Callable[[list[str]], Flaws] = lambda _: (),
) -> Iterator[Row | Bad]:
    """The rows of one file. `check` says why a header cannot be used, or None.

    `lacks` says what each row below a header is remarked on for the header's sake. With an
    unusable header every row is refused, for that reason and with the mend, if one shows.
    `header_line` is the line on which the header stands; what is above it is no row.
    """
    source = _Lines(path, encoding)
    delimiter = _announced(source, delimiter)
    source.skip_to(header_line)
    header: list[str] = []
    problem: str | None = None
    lacking: Flaws = ()
    for start, fields, raw in _split(source, delimiter, header):
        place = f"{path.name}:{start}"
        if isinstance(fields, str):
            yield Bad(table, place, problem or fields, raw, tuple(header))
        elif not header or is_header(fields, header):
            problem = check(fields)
            if problem is not None:
                problem += _mend(source, raw, delimiter, check)
            lacking = lacks(fields)
            header[:] = unique(fields)
        elif problem is not None:
            yield Bad(table, place, problem, raw, tuple(header))
        else:
            cells = dict(zip(header, fields, strict=False))
            flaws = lacking
            if len(fields) < len(header):
                if len(fields) == 1 and _FOOTER.match(fields[0]):
                    yield Bad(table, place, "the row is a footer of the export", raw, tuple(header))
                    continue
                cells |= dict.fromkeys(header[len(fields) :], "")
                flaws = (*flaws, *_ENDS_EARLY)
            if not raw.isascii() and _TWICE.search(raw):
                flaws = (*flaws, *_ENCODED_TWICE)
            elif not raw.isascii():
                flaws = (*flaws, *seems_of(raw, source.codec))
            yield Row(table, place, cells, raw, flaws)


_ENDS_EARLY = (("row", "leaves off its last columns: they are read as blank"),)
_ENCODED_TWICE = (
    ("row", "holds letters that were encoded twice, such as Ã¡ for á: export it again"),
)
_TWICE = re.compile("[ÂÃ][\u0080-\u00bf]|â€|â\u0080")
_FOOTER = re.compile(
    r"\W*(?:\d[\d,]* (?:rows?|records?|lines?)\b|total\b|end of (?:file|report|export|data)\b)",
    re.IGNORECASE,
)
_DELIMITERS = ",;\t|~^"
_LOOK_AHEAD = 30


def _announced(source: _Lines, delimiter: str) -> str:
    """A first line `sep=;` is for spreadsheets: it is no row, and says the delimiter."""
    line = source.next()
    if line is None:
        return delimiter
    announcement = _SEP.fullmatch(line.data[:40].decode(source.codec, "replace"))
    if announcement is None:
        source.put_back([line])
        return delimiter
    return announcement[1] or "\t"


_SEP = re.compile(r'\ufeff?"?sep=(?:([^\r\n"])|\\t)"?[\r\n]*', re.IGNORECASE)


def _mend(source: _Lines, first: str, delimiter: str, check: Check) -> str:
    """What would make the header usable, if it shows: another delimiter, a later line."""
    lines: list[Line] = []
    while len(lines) < _LOOK_AHEAD and (line := source.next()) is not None:
        lines.append(line)
    source.put_back(lines)
    texts = [(0, first)]
    texts += [(line.number, line.data.decode(source.codec, "replace")) for line in lines]
    for number, text in texts:
        for other in (delimiter, *_DELIMITERS):
            with contextlib.suppress(_Malformed, _Open):
                if check(_fields(text.rstrip("\r\n"), other)) is None:
                    where = f"line {number} has the header: say header = {number}" if number else ""
                    split = f'say delimiter = "{other}"' if other != delimiter else ""
                    return f"; {' and '.join(filter(None, (where, split)))}"
    return ""


def split_text(text: str, delimiter: str) -> list[str]:
    """The fields of one row given as text. Raises ValueError when it is not one whole row."""
    try:
        return _fields(text.rstrip("\r\n"), delimiter)
    except _Open as error:
        raise ValueError("has a quote that is never closed") from error


class _Lines:
    """Physical lines, decoded, that can be put back."""

    def __init__(self, path: Path, encoding: str) -> None:
        self.codec = codec(path, encoding)
        self._lines = read_lines(path, encoding)
        self._back: deque[Line] = deque()
        self.ahead = _AHEAD

    def next(self) -> Line | None:
        return self._back.popleft() if self._back else next(self._lines, None)

    def skip_to(self, number: int) -> None:
        """Pass over what stands above a line."""
        while number > 1 and (line := self.next()) is not None:
            if line.number >= number:
                self.put_back([line])
                return

    def put_back(self, lines: list[Line]) -> None:
        self._back.extendleft(reversed(lines))

    def text(self, line: Line) -> str:
        """Raises _Malformed when the line is too long or does not decode."""
        if not line.whole:
            raise _Malformed(f"the row is longer than {MAX_ROW_BYTES} bytes")
        try:
            text = decoded(line.data, self.codec)
        except ValueError as error:
            raise _Malformed(f"the row {error}") from error
        if "\0" in text:
            raise _Malformed("the row holds a NUL character")
        return text.removeprefix("\ufeff")  # files that were put together bring a mark each


Split = tuple[int, list[str] | str, str]


def _split(source: _Lines, delimiter: str, header: list[str]) -> Iterator[Split]:
    """Each row as (line, fields or the reason that there are none, the row as it came).

    The caller fills `header` in when it has seen it; until then any width will do.
    """
    while (line := source.next()) is not None:
        source.ahead = min(_AHEAD, source.ahead + _AHEAD_FOR_EACH * len(line.data))
        if not line.data.strip(b"\r\n\0"):
            continue
        try:
            text = source.text(line)
            try:
                fields = _fields(text.rstrip("\r\n"), delimiter)
                used = text
            except _Open:
                fields, used = _over_lines(source, text, delimiter, header)
            if header and len(fields) != len(header) and not is_header(fields, header):
                fields = _fitted(fields, header, whole=text.endswith(("\r", "\n")))
            elif len(fields) > MAX_COLUMNS:
                raise _Malformed(f"the row has more than {MAX_COLUMNS} columns")
        except _Malformed as error:
            yield line.number, str(error), shown(line.data, source.codec)
        else:
            yield line.number, fields, used.rstrip("\r\n")


def _fitted(fields: list[str], header: list[str], *, whole: bool) -> list[str]:
    """A row whose last cells are empty may have left them off, or have some to spare.

    `whole`: whether the line has an end; the last of a file that was torn has none.
    """
    if len(fields) > len(header) and not any(map(str.strip, fields[len(header) :])):
        return fields[: len(header)]
    if len(fields) < len(header) and whole:
        return fields
    raise _Malformed(_misfit(fields, header))


def _misfit(fields: list[str], header: list[str]) -> str:
    return f"the row has {len(fields)} columns, the header {len(header)}"


def _fields(text: str, delimiter: str) -> list[str]:
    if '"' not in text:
        if text.count(delimiter) >= MAX_COLUMNS:
            raise _Malformed(f"the row has more than {MAX_COLUMNS} columns")
        return text.split(delimiter)
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return _walk(text, delimiter)
    return rows[0] if rows else [""]


def _walk(text: str, delimiter: str) -> list[str]:
    """Field by field, for a row that the fast way does not take."""
    fields: list[str] = []
    at = 0
    while True:
        if text.startswith('"', at):
            end = _closing(text, at + 1)
            if end < 0:
                raise _Open
            fields.append(text[at + 1 : end].replace('""', '"'))
            at = end + 1
            if at < len(text) and text[at] != delimiter:
                raise _Malformed("the row has text after a closing quote")
        else:
            end = text.find(delimiter, at)
            end = len(text) if end < 0 else end
            fields.append(text[at:end])
            at = end
        if at >= len(text):
            return fields
        at += 1


def _closing(text: str, at: int) -> int:
    """Where the quoted field that begins at `at` closes, or -1."""
    while (end := text.find('"', at)) >= 0:
        if text[end + 1 : end + 2] != '"':
            return end
        at = end + 2
    return -1


def _over_lines(
    source: _Lines, text: str, delimiter: str, header: list[str]
) -> tuple[list[str], str]:
    """A row whose quoted field runs on; when that fails, only its first line is used up."""
    taken: list[Line] = []
    pieces, size, tries = [text], len(text), 0
    if source.ahead <= 0:
        raise _Malformed("the row has a quote that is not closed, as many rows before it")
    worked = 0
    try:
        while True:
            more = _next_text(source, taken)
            worked += len(more) + 100
            pieces.append(more)
            size += len(more)
            if len(taken) > MAX_QUOTED_LINES or size > MAX_ROW_BYTES or tries > _TRIES:
                raise _Malformed("the row has a quote that is not closed within a row's limits")
            if more.count('"') % 2 == 0:  # an open field closes where quotes are odd
                continue
            tries += 1
            worked += size
            joined = "".join(pieces)
            with contextlib.suppress(_Open):
                fields = _walk(joined.rstrip("\r\n"), delimiter)
                if header and len(fields) != len(header):
                    raise _Malformed(_misfit(fields, header))
                return fields, joined
    except _Malformed:
        source.ahead -= worked
        source.put_back(taken)
        raise


def _next_text(source: _Lines, taken: list[Line]) -> str:
    line = source.next()
    if line is None:
        raise _Malformed("the row has a quote that is never closed")
    taken.append(line)
    return source.text(line)


def is_header(fields: list[str], header: list[str]) -> bool:
    """Whether a row is a header again: most of its cells are names of columns, and none is twice.

    A file of one column has none but the first: a name alone may be a value.
    """
    if len(fields) < 2 or not any(fields[at] in header for at in (0, 1, -1)):
        return False  # nearly every row, at once
    names = [name for name in map(str.strip, fields) if name]
    known = sum(name in header for name in names)
    return known >= 2 and known * 2 > len(names) == len(set(names))


def unique(header: list[str]) -> list[str]:
    """Column names without blanks and repeats: a repeated one is numbered."""
    names: list[str] = []
    for place, written in enumerate(header, start=1):
        base = name = written.strip() or f"column {place}"
        again = 1
        while name in names:
            again += 1
            name = f"{base} ({again})"
        names.append(name)
    return names
