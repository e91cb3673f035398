"""The telephone numbers in one cell: two beside each other, one with an extension."""

from __future__ import annotations

import re

import phonenumbers

_BETWEEN = re.compile(r"\s*(?:[;,&|\n\r\t]|\bor\b|\band\b|/(?=\s*[+(]?\d{3,}))\s*", re.IGNORECASE)
_EXTENSION = re.compile(r"[\s,;(]*(?:ext(?:ension|n)?|x|#)[\s.:]*\d{1,6}\s*\)?$", re.IGNORECASE)
_ONE = re.compile(r"[+(]?\d[\d ()-]{4,15}")
_FEWEST = 7  # digits of a number that is written whole


def numbers_in(cell: str, region: str) -> list[str]:
    """Each number as it is written. What is not clearly several numbers is one.

    A number among words ("M: 07700 900123 (wife)") is taken out of them, where it is, with the
    others, all the digits that there are.
    """
    if is_one(cell):
        return [cell]
    bare = without_extension(cell)
    parts = [part for part in _BETWEEN.split(bare) if part]
    if len(parts) > 1 and all(_digits(part) >= _FEWEST for part in parts):
        if not any(map(_letters, parts)):
            return parts
    elif is_one(bare) or not _letters(bare):
        parts = [cell]
    hits = phonenumbers.PhoneNumberMatcher(cell, region, phonenumbers.Leniency.POSSIBLE)
    among = [hit.raw_string for hit in hits]
    whole = sum(map(_digits, among)) == _digits(cell)
    return among if among and whole else parts if len(parts) > 1 else [cell]


def is_one(cell: str) -> bool:
    """Whether a cell is plainly one number, as most are."""
    return _ONE.fullmatch(cell) is not None


def without_extension(written: str) -> str:
    """A number without the extension behind it: "01632 960123 ext 45"."""
    bare = _EXTENSION.sub("", written)
    return bare if _digits(bare) >= _FEWEST else written


def leaves_digits(written: str, key: str) -> bool:
    """Whether a cell holds more digits than the number that was read from it."""
    return _digits(written) > _digits(key) + 3  # 00 of abroad and (0) of at home


def has_words(cell: str) -> bool:
    """Whether words stand beside the numbers, other than "or" and an extension."""
    return any(map(_letters, _BETWEEN.split(cell)))


def _letters(text: str) -> bool:
    return any(map(str.isalpha, without_extension(text)))


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))
