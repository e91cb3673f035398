"""What is made of a text that a row holds: blank, a part of it, its code, or its number."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from graph.model import placeholders
from ingest.mapping.cells.notes import Notes, Refusal
from ingest.mapping.mapping import Mapping
from ingest.mapping.value import Value

MAX_TEXT = 20_000  # characters: what a text of a record may have

Sort = Literal["text", "words", "key", "number", "raw"]
"""How a value is read: `text` is nothing when a database's null; `words` too when any word for
nothing; a `key` names something, and a `number` somebody or something that has one; `raw` is
left to its reader."""

EMPTY: dict[Sort, Callable[[str], bool] | None] = {
    "raw": None,
    "text": placeholders.is_null,
    "words": placeholders.is_nothing,
    "key": placeholders.is_nothing,
    "number": placeholders.is_nothing,
}
BLANK = "holds a word for nothing and is left blank: name it in `blank`"
_CALLED_BLANK = "holds what `blank` says is nothing: say so only of the columns where it is"
_CODE = "is a code that the mapping does not know"
_NO_NUMBER = "holds a number that stands for none and is left blank: name it in `blank`"
_NO_FIT = "does not fit the pattern of the mapping"
_ROUNDED = "is a number that a spreadsheet has rounded: format the column as text"
_WHOLE = "ends in .0, as a spreadsheet writes a whole number, and is read as one"
LONG = f"is longer than {MAX_TEXT:,} characters and is cut"
# Characters without a shape, which a copied cell brings along: marks of order, direction, no width.
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_FLOAT = re.compile(r"-?\d+\.0+")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")


class Settler:
    """Settles the texts of one value of a mapping. `column` is what remarks call it."""

    def __init__(
        self,
        value: Value,
        mapping: Mapping,
        name: str,
        column: str,
        sort: Sort,
        unknown: str | None,
    ) -> None:
        self._name, self._column, self._unknown = name, column, unknown
        self._blank = frozenset((*mapping.blank, *value.blank))
        self._pick = re.compile(value.pattern) if value.pattern else None
        self._codes = mapping.codes[value.codes] if value.codes else None
        self._otherwise, self._required = value.otherwise, value.required
        self._alone = value.else_ is None
        self._empty, self._sort = EMPTY[sort], sort

    def __call__(self, text: str, notes: Notes) -> str:
        """What stands in the record; '' for nothing."""
        text = self._written(text, notes)
        if not text:
            return ""
        if self._codes is not None and (code := self._codes.get(text)) is not None:
            return code
        if self._empty is not None and self._empty(text):
            notes.remark(self._name, BLANK, self._column)
            return ""
        if self._codes is not None:
            return self._unknown_code(text, notes)
        if self._sort in ("key", "number"):
            text = self._number(text, notes)
        if len(text) > MAX_TEXT:
            notes.remark(self._name, LONG, self._column)
            return text[:MAX_TEXT]
        return text

    def _written(self, text: str, notes: Notes) -> str:
        """The part of a cell that is read; '' where the mapping says that it is nothing."""
        if not text.isascii():
            text = _UNSEEN.sub("", text).strip()
        if text in self._blank:
            if self._required and self._alone:
                raise Refusal(f"{self._name} {_CALLED_BLANK}")
            return ""
        if self._pick is not None and text:
            text = self._part(self._pick, text, notes)
            return "" if text in self._blank else text
        return text

    def _part(self, pick: re.Pattern[str], text: str, notes: Notes) -> str:
        hit = pick.search(text)
        if hit is None and self._alone:
            notes.keep(self._name, text, _NO_FIT, self._column)
        return (hit[1] or "").strip() if hit else ""

    def _unknown_code(self, text: str, notes: Notes) -> str:
        if self._otherwise is not None:
            return self._otherwise
        if self._required:
            raise Refusal(f"{self._name} {_CODE}")
        if self._unknown is None:
            notes.remark(self._name, _CODE, self._column)
            return text
        notes.keep(self._name, text, _CODE, self._column)
        return self._unknown

    def _number(self, text: str, notes: Notes) -> str:
        if text[-1] == "0" and (whole := whole_number(text)) != text:
            notes.remark(self._name, _WHOLE, self._column)
            text = whole
        if self._sort == "number" and placeholders.is_no_number(text):
            notes.remark(self._name, _NO_NUMBER, self._column)
            return ""
        if "+" in text and _SCIENTIFIC.fullmatch(text):
            if self._required:
                raise Refusal(f"{self._name} {_ROUNDED}")
            notes.keep(self._name, text, _ROUNDED, self._column)
            return ""
        return text


def whole_number(text: str) -> str:
    """A whole number that a program wrote with a decimal, as one: 48213.0 is 48213."""
    return text[: text.index(".")] if _FLOAT.fullmatch(text) else text
