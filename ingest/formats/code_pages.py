"""Text that was read by one code page and looks as if it were of another.

The same byte is £ in one and œ in the next. What it should be is told by what stands beside it: a
letter beside letters, £ before a figure, a dash between spaces. Where another page puts more of a
row's signs where such signs stand, that is said; what is a letter by either cannot be told.
"""

from __future__ import annotations

import unicodedata

_PAGES = ("windows-1252", "cp850", "cp437", "mac-roman")
_LETTERS = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœ")
_BEFORE = frozenset("£€$¥#")
_AFTER = frozenset("°½¼¾²³®™©")
_OPENING, _CLOSING = frozenset("‘“«"), frozenset("”»")
_APART = frozenset("–—•·")


def seems_of(text: str, page: str) -> tuple[tuple[str, str], ...]:
    """What to remark on a row that was read by `page`."""
    other = _likelier(text, page)
    if other is None:
        return ()
    return (("row", f"holds signs that stand where {other} has others: see its `encoding`"),)


def _likelier(text: str, page: str) -> str | None:
    """The code page by which more signs of `text`, read by `page`, stand where such signs do."""
    if text.isascii() or page not in (*_PAGES, "iso-8859-15"):
        return None
    misfits = _misfits(text)
    if not misfits:
        return None
    data = text.encode(page)
    found = [(_misfits_by(data, other, misfits), other) for other in _PAGES if other != page]
    fewest, other = min(found, key=lambda each: each[0])
    return other if fewest < misfits else None


def _misfits_by(data: bytes, page: str, most: int) -> int:
    try:
        return _misfits(data.decode(page))
    except UnicodeDecodeError:
        return most


def _misfits(text: str) -> int:
    """How many characters beyond ASCII stand where such ones do not."""
    padded = f" {text} "
    return sum(
        not (letter.isascii() or _fits(letter, padded, at)) for at, letter in enumerate(padded)
    )


def _fits(letter: str, text: str, at: int) -> bool:
    left, right = text[at - 1], text[at + 1]
    if letter.lower() in _LETTERS:
        return _fits_word(letter, left, right)
    if letter in _BEFORE:
        return not (left.isalpha() or right.isalpha()) and (
            text[at + 1 :].lstrip(" ")[:1].isdigit() or left.isdigit()
        )
    if letter in _AFTER:
        return not right.isalnum() and (left.isalnum() or right == " ")
    if letter in _OPENING:
        return not left.isalnum() and not right.isspace()
    if letter in "’…":  # inside words, and where words are left out
        return not left.isspace()
    if letter in _CLOSING:
        return not left.isspace() and not right.isalpha()
    if letter in _APART:
        return left.isspace() == right.isspace() and not left.isalpha()
    return unicodedata.category(letter) == "Zs"


def _fits_word(letter: str, left: str, right: str) -> bool:
    if left.isdigit() or right.isdigit() or not (left.isalpha() or right.isalpha()):
        return letter in "àÀ" and left.isspace() and right.isspace()
    if letter.isupper():
        return not left.islower()
    return not right.isupper()
