"""Whether words that somebody wrote may leave: a person clears each text, and this looks again.

It looks for what says where anybody is (a house number, postcode, telephone number, mail or other
address, account, coordinates) and for the names of people and places that are known around the
case. It refuses too much rather than too little: a text that it refuses does not leave, whoever
cleared it. What it cannot know (a nickname, a café) a person must see: that is why a person reads
each text first.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_UNITS = (
    r"on|at|in|to|and|or|of|from|more|other|times?|seconds?|minutes?|hours?|days?|weeks?|months?"
    r"|years?|calls?|texts?|messages?|e?mails?|occasions?|am|pm|jan\w*|feb\w*|mar\w*|apr\w*|may"
    r"|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*"
)
"""What a number stands before in a text that says no address: `3 calls`, `4 March`."""
_STREETS = "Row|Close|Drive|Court|Gardens|Grove|Square|Place|Walk|Mews|Hill|Way|Estate"
"""Words for streets that are other words too: they count after a name in capitals."""
_PATTERNS = {
    "a telephone number": r"(?:\d[\s().-]?){7,}",
    "a postcode": r"(?i)\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b",
    "a mail address, account or page": r"(?i)@|\bwww\.|://",
    "coordinates": r"\d{1,3}\.\d{3,}",
    "a house number": rf"(?i)(?<![\d:.])\d{{1,4}}[a-z]?,?\s+(?!(?:{_UNITS})\b)[^\W\d_]{{2,}}",
    "a flat, room or unit": r"(?i)\b(?:flat|apartment|apt|room|unit|floor|block|plot)\s+\w*\d",
    "a street": r"(?i:\b(?:street|road|avenue|lane|crescent|terrace)\b)"
    rf"|\b[A-Z][\w'\u2019]+ (?:[A-Z][\w'\u2019]+ )?(?:{_STREETS}|{_STREETS.upper()})\b",
    "a vehicle's mark": r"(?i)\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b",
}
_COMPILED = {what: re.compile(text) for what, text in _PATTERNS.items()}
_COMMON = frozenset("the and of on in at by le la de upon near".split())
"""Parts of names that are words of every text."""
_SHORTEST = 2
"""Letters of a word that counts as somebody's name."""


def digest(text: str) -> str:
    """What a share keeps of a text that was cleared: another wording is cleared anew."""
    return hashlib.sha256(text.encode()).hexdigest()[:20]


class Sieve:
    """What no text of one case may hold: the names and places of everybody else."""

    def __init__(self, names: Iterable[str], own: Iterable[str] = ()) -> None:
        """`names` of people and places, word by word; those of whom the case is are their `own`."""
        words = {word for name in names for word in _words(name)}
        self._names = words - {word for name in own for word in _words(name)}

    def refuses(self, text: str) -> str:
        """What a text holds that must not leave, in words; "" when nothing was found.

        >>> Sieve(["Joan Reed"]).refuses("He said that he would come to Joan")
        'somebody or somewhere else by name'
        >>> Sieve([]).refuses("seen at 9 Hidden Row")
        'a house number'
        >>> Sieve([]).refuses("He waited outside and followed her home")
        ''
        """
        plain = unicodedata.normalize("NFKC", text)
        for what, pattern in _COMPILED.items():
            if pattern.search(plain):
                return what
        if self._names.intersection(_words(plain)):
            return "somebody or somewhere else by name"
        return ""


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text).casefold()
    folded = "".join(each for each in folded if not unicodedata.combining(each))
    return [
        word
        for word in re.findall(r"[^\W\d_]+", folded)
        if len(word) >= _SHORTEST and word not in _COMMON
    ]
