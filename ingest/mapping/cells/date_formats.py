"""From a date format of a mapping to the pattern that reads it, or to what is wrong with it."""

from __future__ import annotations

import re
from functools import lru_cache

_OFFSET = r"[+-]\d{1,2}(?::?\d{2})?"
_NAMED = r"Z|UTC|GMT|BST|WEST|WET|CEST|CET"
_PLACE = r"(?:\[[\w/+-]+\])?"
_ZONE = rf"(?P<zone>\(?(?:UTC|GMT)\s?{_OFFSET}\)?|\(?(?:{_NAMED})\)?|{_OFFSET}){_PLACE}"
# Behind a time whose format names no zone. What begins with a minus may be the end of a range.
_LATE_ZONE = (
    rf"(?:\s*(?P<zone>\(?(?:UTC|GMT)\s?{_OFFSET}\)?|\(?(?:{_NAMED})\)?"
    rf"|\+\d{{1,2}}(?::?\d{{2}})?){_PLACE})?"
)
_HALF = r"(?P<half>[ap]\.?\s?m\b\.?|[ap]\.m\.?)"
_TOKENS = {
    "yyyy": r"(?P<year>\d{4})",
    "yy": r"(?P<short_year>\d{2})",
    "mon": r"(?P<month_name>[^\W\d_]{3,12})\.?",
    "mm": r"(?P<month>\d{1,2})",
    "dd": r"(?P<day>\d{1,2})(?:st|nd|rd|th)?",
    "HH": r"(?P<hour>\d{1,2})",
    "MM": r"(?P<minute>\d{2})",
    "SS": r"(?P<second>\d{2})(?:[.,]\d+)?",
    "tt": rf"\s*{_HALF}",
    "zone": _ZONE,
}
# A time kept as a number loses the zeros in front of it: 30 is half past midnight.
_BARE_TIMES = {
    ("HH", "MM", "SS"): (r"(?P<hour>\d{0,2}?)(?P<minute>\d{0,2}?)(?P<second>\d{1,2})(?:[.,]\d+)?"),
    ("HH", "MM"): r"(?P<hour>\d{0,2}?)(?P<minute>\d{1,2})",
}
_PACKED = {"mm": r"(?P<month>\d{2})", "dd": r"(?P<day>\d{2})", "HH": r"(?P<hour>\d{2})"}
_SPELT = {"h": "HH", "hh": "HH", "H": "HH", "t": "tt"}
_TOKEN = re.compile(r"yyyy|yy|mon|mm|dd|(?<=HH)h(?=MM)|HH|hh|H|h|MM|SS|zone|tt|T")
_LETTERS = re.compile(r"([^\W\d_]+)")
_WORDS = frozenset(["T", "at", "on", "of", "the", "hrs", "hours", "um", "le"])
_WEEKDAY = r"(?:(?P<weekday>[^\W\d_]{2,12})\.?,?\s+)?"

_ISO_TIME = (
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?"
    rf"(?:\s?{_ZONE})?"
)
ISO = (
    re.compile(
        rf"(?P<year>\d{{4}})(?:-(?P<month>\d{{2}})(?:-(?P<day>\d{{2}})(?:[Tt ]{_ISO_TIME})?)?)?",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})T(?P<hour>\d{2})(?P<minute>\d{2})"
        rf"(?:(?P<second>\d{{2}})(?:[.,]\d+)?)?(?:{_ZONE})?",
        re.IGNORECASE,
    ),
)


def as_pattern(fmt: str) -> re.Pattern[str]:
    """The pattern of a format. Raises ValueError, with the mend, when it is no date format."""
    pieces = _pieces(fmt)
    tokens = [text for text, is_token in pieces if is_token]
    _check(fmt, tokens)
    packed = all(is_token or text == "T" for text, is_token in pieces) and len(tokens) > 1
    return re.compile(_WEEKDAY + _joined(pieces, tokens, packed=packed), re.IGNORECASE)


_DAYS = (
    "dd/mm/yyyy dd/mm/yy dd-mm-yyyy dd-mm-yy dd.mm.yyyy dd.mm.yy yyyymmdd yyyy/mm/dd yyyy.mm.dd "
    "dd-mon-yyyy dd-mon-yy ddmonyyyy"
).split()
_MORE_DAYS = ("dd mon yyyy", "dd mon yy", "dd mon, yyyy", "mon dd, yyyy", "mon dd yyyy")
_MONTHS = ("mon yyyy", "mon-yyyy", "mon-yy", "mm/yyyy")
_CLOCKS = (" HH:MM", " HH:MM:SS", "THH:MM", "THH:MM:SS", " HHMM", " HH:MM hrs", ", HH:MM")
_TIMES = ("", *_CLOCKS, " at HH:MM")


@lru_cache(maxsize=1)
def _usual() -> tuple[tuple[str, re.Pattern[str]], ...]:
    days = (f"{day}{time}" for day in (*_DAYS, *_MORE_DAYS) for time in _TIMES)
    return tuple((fmt, as_pattern(fmt)) for fmt in (*days, *_MONTHS))


def usual_format(text: str) -> str:
    """A format that a text may be written in, to be proposed; '' when none of the usual is."""
    if any(pattern.fullmatch(text) for pattern in ISO):
        return "iso"
    return next((fmt for fmt, pattern in _usual() if pattern.fullmatch(text)), "")


def _pieces(fmt: str) -> list[tuple[str, bool]]:
    """The format cut into tokens (True) and what stands between them (False)."""
    pieces: list[tuple[str, bool]] = []
    for place, run in enumerate(_LETTERS.split(fmt)):
        if place % 2 == 0:
            if run:
                pieces.append((run, False))
            continue
        for prefix in ("UTC", "GMT"):
            if run == f"{prefix}zone":
                run = "zone"
        cut = _TOKEN.findall(run)
        if run in _WORDS:
            pieces.append((run, False))
        elif "".join(cut) == run:
            for text in cut:
                # The letter h is the hour, but behind the hour it is itself: 22h15.
                itself = text == "T" or (text == "h" and ("HH", True) in pieces)
                pieces.append((text if itself else _SPELT.get(text, text), not itself))
        else:
            raise ValueError(_foreign(fmt, run))
    return pieces


def _foreign(fmt: str, run: str) -> str:
    word = run.casefold()
    if word in ("am", "pm", "a", "p", "m"):
        mend = "AM and PM are understood by themselves: leave them out, or write tt"
    elif word.endswith(("z", "utc", "gmt", "bst")):
        mend = "write zone where the offset stands"
    elif set(word) <= set("dmyhs"):
        mend = "write yyyy yy mm mon dd HH MM SS tt zone; a day of the week is left out"
    else:
        mend = "write it with yyyy yy mm mon dd HH MM SS tt zone, or say iso or epoch"
    return f"{fmt!r} holds {run!r}, which is no part of a date format: {mend}"


def _check(fmt: str, tokens: list[str]) -> None:
    if "mm" in tokens and "HH" in tokens and tokens[-1] != "HH":
        after = tokens[tokens.index("HH") + 1]
        if after == "mm" or ("MM" in tokens and after != "MM"):
            raise ValueError(f"{fmt!r} confuses them: mm is the month and MM the minute")
    if len(tokens) != len(set(tokens)) or not {"yyyy", "yy"} & set(tokens):
        raise ValueError(f"{fmt!r} is not a date format: write it like dd/mm/yyyy HH:MM, or iso")
    if "MM" in tokens and "mm" not in tokens and "mon" not in tokens:
        raise ValueError(f"{fmt!r} has minutes (MM) but no month: mm is the month")
    if "MM" in tokens and "HH" not in tokens:
        raise ValueError(f"{fmt!r} has minutes (MM) but no hour (HH): mm is the month")


def _joined(pieces: list[tuple[str, bool]], tokens: list[str], *, packed: bool) -> str:
    last_of_time = next((text for text in ("SS", "MM", "HH") if text in tokens), "")
    patterns: list[str] = []
    place = 0
    while place < len(pieces):
        text, is_token = pieces[place]
        bare = None if packed else _bare_time(pieces, place)
        if bare is not None:
            patterns.append(_BARE_TIMES[bare])
            place += len(bare)
            text = bare[-1]
        else:
            before = pieces[place - 1][0] if place else ""
            near = (before, pieces[place + 1][0] if place + 1 < len(pieces) else "")
            patterns.append(_one(text, near, is_token=is_token, packed=packed))
            place += 1
        if is_token and text == last_of_time and "tt" not in tokens:
            patterns.append(rf"(?:\s*{_HALF})?")
    if last_of_time and "zone" not in tokens:
        patterns.append(_LATE_ZONE)
    return "".join(patterns)


def _bare_time(pieces: list[tuple[str, bool]], place: int) -> tuple[str, ...] | None:
    for tokens in _BARE_TIMES:
        there = pieces[place : place + len(tokens)]
        if there == [(token, True) for token in tokens]:
            return tokens
    return None


def _one(text: str, near: tuple[str, str], *, is_token: bool, packed: bool) -> str:
    """The pattern of one piece; `near` are the pieces before and after it."""
    if is_token:
        return (_PACKED.get(text) if packed else None) or _TOKENS[text]
    if text in (":", ".") and near in (("HH", "MM"), ("MM", "SS")):
        return "[:.]"
    if text == " " and near[1] == "zone":
        return r"\s*"
    return re.escape(text).replace(r"\ ", r"\s+")
