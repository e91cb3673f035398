"""What stands where nothing is known: words, dates and numbers that databases and forms enter.

One list of each, for the whole program. A mapping adds its own with `blank`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

# What a database or a programming language writes for an empty cell. Spelt as here they are
# never a name: "Null" and "Nan" are names of people.
_AS_SPELT = (
    r"NULL null (NULL) (null) <NULL> <null> [NULL] [null] {null} \N nan NaN NaT None none NONE"
    r" <NA> <na> <nil> (none) [none] <none> undefined #N/A #n/a #NULL! (blank) (empty)"
).split()
_WORDS = (
    "unknown|unkn|unk|un known|not known|notknown|n/k|nk|n.k.|n.k|n/a|na|n.a.|n.a|n-a|n-k|nil"
    "|not applicable|not available|not recorded|none recorded|nothing recorded|no record"
    "|not stated|not given|not provided|not supplied|not disclosed|undisclosed|not obtained"
    "|not specified|unspecified|not entered|not listed|not held|not yet known|not set|unset"
    "|to be confirmed|tbc|t.b.c.|tba|to be advised|tbd|redacted|withheld|refused|declined"
    "|anonymised|anonymous|anon|no value|no data|missing|empty|blank|no name|no trace|none given"
    "|none known|none stated|unnamed|unidentified|d/k|dk|don't know|dont know|xxx|xxxx|xxxxx|xxxxxx"
    "|name withheld|name unknown|name not known|name not given|no name given|name refused"
    "|refused name|refused to give|refused to give name|refuses to give name|declined to give name"
    "|does not wish to give name|prefer not to say|prefers not to say|anonymous caller"
    "|anhysbys|ddim yn hysbys|heb ei gofnodi"
).split("|")
# What is a name in other hands, and so stands for nothing only where nobody else is named.
_ALSO_NAMES = frozenset("null nan na nil blank none".split())


def _spellings(words: Iterable[str]) -> frozenset[str]:
    """The ways in which a word is typed: as here, in capitals, in small letters, as a title."""
    typed = (str.upper, str.lower, str.title, str.capitalize, str)
    return frozenset(spell(word) for word in words for spell in typed)


_OF_A_PROGRAM = "[object Object]"
NULLS = _spellings([*_AS_SPELT, _OF_A_PROGRAM])
NOTHING = NULLS | _spellings(_WORDS)
_IN_PHRASES = frozenset(word.casefold() for phrase in NOTHING for word in phrase.split())
_NULL_AS_SPELT = frozenset(_AS_SPELT)
_MARKS = re.compile(r"[\s\-–—_.?*/\\#,;:]+")
_AROUND = "<>[](){}\"'*. "

_DAYS = """1111-11-11 1582-10-15 1600-01-01 1601-01-01 1700-01-01 1753-01-01 1799-12-31 1800-01-01
    1899-12-29 1899-12-30 1899-12-31 1900-01-01 1900-01-02 1901-01-01 1970-01-01 2079-06-06
    2099-12-31 2100-01-01 9999-12-31 0001-01-01"""
DAYS = frozenset(map(dt.date.fromisoformat, _DAYS.split()))
"""Days that a database, a spreadsheet or a form enters where none is known."""
FIRST_YEAR, LAST_YEAR = 1800, 2100
"""No record of a force tells of a year before or after these."""

_NO_NUMBER = re.compile(r"[+-]?0+(?:\.0+)?|-1|-9+|9{5,}")
NO_NUMBERS = frozenset(
    sign + digit * length for sign in ("", "-") for digit in "09" for length in range(1, 31)
) | {"-1"}
"""Texts that may stand for no number; `is_no_number` decides."""


def is_null(written: str) -> bool:
    r"""True for what a database writes where there is no value, in any case: NULL, NaN, \N."""
    return written in NULLS


def is_nothing(written: str) -> bool:
    """True for what stands where nothing is known: N/K, Unknown, Not Recorded, a dash."""
    if written in NOTHING:
        return True
    if not written or (written[0].isalnum() and written[-1].isalnum()):
        return False
    return written.strip(_AROUND) in NOTHING or _MARKS.fullmatch(written) is not None


def names_nobody(written: str) -> bool:
    """True for a part of a name that, beside another part, is still none: NULL, N/K, a dash.

    "Null", "Na" and "Nan" are names of people, unless spelt as a database spells its nulls.
    """
    if not written or written.casefold() in _ALSO_NAMES:
        return written in _NULL_AS_SPELT
    return is_nothing(written)


def is_nobody(written: str) -> bool:
    """True for a whole name that is words for nothing, in either order: NULL NULL, "Known, Not".

    In two fields too: forename "NOT", surname "KNOWN".
    """
    words = written.replace(",", " ").split()
    if len(words) > 12:  # a name has fewer
        return False
    # Most names are told at once: a word of theirs is in no phrase for nothing.
    if any(word.isalpha() and word.casefold() not in _IN_PHRASES for word in words):
        return False
    return is_nothing(written) or _are_nothing(words) or is_nothing(" ".join(words[::-1]))


def _are_nothing(words: Sequence[str]) -> bool:
    """Whether one after the other they are words and phrases for nothing."""
    return not words or any(
        is_nothing(" ".join(words[:count])) and _are_nothing(words[count:])
        for count in range(1, min(len(words), 6) + 1)
    )


def is_no_number(written: str) -> bool:
    """True for a number that stands for none where a number names somebody: 0, -1, 99999."""
    return _NO_NUMBER.fullmatch(written) is not None


def is_no_year(year: int) -> bool:
    """True for a year that no record of a force can tell of."""
    return not FIRST_YEAR <= year <= LAST_YEAR
