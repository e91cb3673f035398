"""Addresses: the parts of one written in a single piece, and the identity of any."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.model.identifiers.postcode import KIND as POSTCODE
from graph.model.identifiers.postcode import SHAPE
from graph.model.keys import join_key
from graph.model.placeholders import is_nobody

_UNIT = re.compile(
    r"^\W*(?:(flat|apartment|apt|unit|room|suite|studio)\.?\s*(?:no\.?\s*)?([\w/-]{1,6}))\b[\s,.]*",
    re.IGNORECASE,
)
_HOUSE = re.compile(r"^\W*(\d{1,5}(?:\s?[A-Za-z])?(?:\s?[-/]\s?\d{1,5}[A-Za-z]?)?)(?![\w'])[\s,.]*")
_POSTCODE = re.compile(rf"[\s,]*\b({SHAPE})[\s.]*$", re.IGNORECASE)
# Written in place of an address, whatever town follows. "On or near" is how a published point
# that was moved to a street is told: it says that this is not the place.
_NOWHERE = re.compile(
    r"\W*(?:of )?(?:n\.?f\.?a\.?|no fixed (?:abode|address|place(?: of abode)?)|homeless|no address"
    r"|rough sleep(?:er|ing)|sofa[ -]surf(?:er|ing)|no location|various(?: locations| addresses)?"
    r"|(?:address|location)(?: is)? (?:unknown|not known|withheld)"
    r"|(?:unknown|other) (?:address|location)"
    r"|dim cyfeiriad sefydlog|on or near\b[^,]*)\W*(?:,|$)",
    re.IGNORECASE,
)
_WORDS = {
    "rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive",
    "cl": "close", "ct": "court", "cres": "crescent", "pl": "place", "gdns": "gardens",
    "sq": "square", "terr": "terrace", "pk": "park", "gr": "grove", "apt": "flat",
    "apartment": "flat",
}  # fmt: skip


@lru_cache(maxsize=8192)
def split(written: str) -> tuple[str, str, str, str]:
    """Unit, house, street with what follows it, and postcode, of an address in one piece."""
    rest = written
    code = ""
    match = _POSTCODE.search(rest)
    if match and (code := POSTCODE.clean(match[1]) or ""):
        rest = rest[: match.start()]
    unit = house = ""
    if match := _UNIT.match(rest):
        unit, rest = match[2], rest[match.end() :]
    if match := _HOUSE.match(rest):
        house, rest = match[1], rest[match.end() :]
    return unit, house, rest.strip(" ,"), code


@lru_cache(maxsize=8192)
def address_key(unit: str, house: str, code: str, uprn: str, text: str) -> str | None:
    """The identity: unit, house and postcode; else UPRN; else the text, normalised, and postcode.

    The same flat is delivered with a UPRN and without, so it does not come first. Text alone
    would make one place of every "Car Park" of a county.
    """
    full = POSTCODE.clean(code)
    house = _squeezed(house)
    if full and house:
        return join_key("at", _bare_unit(unit), house, full.casefold())
    digits = uprn.strip().lstrip("0")
    if digits.isascii() and digits.isdigit() and len(digits) <= 12:
        return join_key("uprn", digits)
    bare = _POSTCODE.sub("", text) if full else text
    words = [] if is_nobody(bare) or is_nowhere(bare) else _words(bare)
    if not any(len(word) > 1 for word in words):
        return join_key("text", full.casefold()) if full else None
    return join_key("text", " ".join(words)[:300], *([full.casefold()] if full else []))


def is_nowhere(written: str) -> bool:
    """True for what stands in place of an address: NFA, No Fixed Abode, "On or near …"."""
    return _NOWHERE.match(written) is not None


def _words(text: str) -> list[str]:
    return [_WORDS.get(word, word) for word in re.findall(r"[^\W_]+", text.casefold())]


def _bare_unit(unit: str) -> str:
    match = _UNIT.match(unit)
    return _squeezed(match[2] if match else unit)


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
