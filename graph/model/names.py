"""Person names: what is a name, what only stands in for one, and which part is which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nameparser import HumanName

from graph.model.names_spelling import is_ideographic
from graph.model.placeholders import is_nobody, names_nobody

# "Unknown male 2", "Mr N/K", "Suspect 1", "Person A"; a word such as Offender alone may be a name.
_NOT_KNOWN = r"(?:un ?known|unk|ukn|unidentified|un ?named|not known|n k|nk|n a|nfi)"
_SOMEBODY = (
    r"(?:(?:male|female|adult|youth|person|offender|suspect|caller|victim|witness|subject|party"
    r"|individual)s?|man|men|woman|women)"
)
# "Unknown male 2", "Mr N/K", "Suspect 1", "Person A"; a word such as Offender alone may be a name.
_NOT_KNOWN = r"(?:un ?known|unk|ukn|unidentified|un ?named|not known|n k|nk|n a|nfi)"
_SOMEBODY = (
    r"(?:(?:male|female|adult|youth|person|offender|suspect|caller|victim|witness|subject|party"
    r"|individual)s?|man|men|woman|women)"
)
# "Unknown white male in his 20s", "young girl".
_LOOKS = (
    rf"(?:{_NOT_KNOWN}|white|black|asian|mixed race|young|old|elderly|middle aged|tall|short|adult"
    r"|teenage|other|another|possible|a|an|the|\d{1,2})"
)
_AGE = (
    r"(?:aged?|approx|approximately|about|early|mid|late|in|his|her|their|years?|old|yrs?|to|or"
    r"|\d{1,3}s?|teens?|twenties|thirties|forties|fifties|sixties|unknown|one|two|three|four)"
)
_LOOKED_AT = r"(?:boy|girl|child|teenager|driver|occupant|informant)s?|children"
_PLACEHOLDER = re.compile(
    rf"(?:(?:(?:mr|mrs|miss|ms) )?{_NOT_KNOWN}(?: {_NOT_KNOWN}| {_SOMEBODY})*(?: \d{{1,3}}| [a-z])?"
    rf"|{_SOMEBODY}(?: {_SOMEBODY})*(?: {_NOT_KNOWN}(?: \d{{1,3}})?| \d{{1,3}}| [a-z])"
    r"|(?:male|female|man|woman|boy|girl)s?(?: \d{1,2}s?(?: ?to ?\d{1,2})?)*(?: unknown)?"
    rf"|(?:{_LOOKS} )+(?:{_SOMEBODY}|{_LOOKED_AT})(?: {_AGE})*|{_SOMEBODY}(?: {_AGE})+"
    r"|crown|regina|public|[x?.\- ]+|\d+)?",
)
_TWO_PLAIN = re.compile(r"([A-Za-z][a-z]{2,}) ([A-Z][A-Za-z]{2,})")
_JOINED = re.compile(r"([A-Z][a-z]{2,})([A-Z][a-z]{2,})")
_PREFIXES = frozenset("mac van von fitz del des dos abu bin ben".split())
_ALIAS = re.compile(r"\s*[,;(]?\s*\b(?:a\.?k\.?a\.?|alias|also known as)\b[\s:.]*", re.IGNORECASE)
_TITLES = frozenset(
    "mr mrs miss ms mx dr sir prof rev lord lady dame van von der den del dos".split()
)


_GENERATION = re.compile(
    r"[\s,]+(I{1,3}|IV|(?i:jr|jnr|junior|sr|snr|senior))\.?(?=$|,)",
)
GENERATIONS = frozenset("i ii iii iv jr sr".split())
"""What `generation` gives."""
_SAME_GENERATION = {"jnr": "jr", "junior": "jr", "snr": "sr", "senior": "sr"}


@dataclass(frozen=True, slots=True)
class Parts:
    """A name taken apart; a part that it lacks is ''."""

    forename: str = ""
    middle: str = ""
    surname: str = ""


@lru_cache(maxsize=8192)
def is_placeholder(written: str) -> bool:
    """True for what stands where no name is known: UNKNOWN, N/K, "MALE, 30s", "Known, Not"."""
    if names_nobody(written):
        return True
    bare = re.sub(r"[\W_]+", " ", written.casefold()).strip()
    return is_nobody(bare) or _PLACEHOLDER.fullmatch(bare) is not None


def split_aliases(written: str) -> list[str]:
    """ "John Smith aka Jack Jones" is two names; the first is the name."""
    if "k" not in written.casefold() and "alias" not in written.casefold():
        return [written]
    return [name for piece in _ALIAS.split(written) if (name := piece.strip(" ,;()"))]


@lru_cache(maxsize=8192)
def parts(written: str) -> Parts:
    """Forename, middle names and surname of a name in one piece; titles are left out.

    "SURNAME, Forename" is understood, particles (van der, de la) belong to the surname. A
    Chinese or Korean name begins with its surname. A placeholder has no parts, and a single word
    is taken for a surname.
    """
    if is_placeholder(written):
        return Parts()
    if (joined := _JOINED.fullmatch(written)) and joined[1].casefold() not in _PREFIXES:
        return Parts(forename=joined[1], surname=joined[2])
    if is_ideographic(written):
        return Parts(forename=written[1:], surname=written[0])
    written = without_generation(written)
    plain = _TWO_PLAIN.fullmatch(written)
    if plain and not {plain[1].casefold(), plain[2].casefold()} & _TITLES:
        return Parts(forename=plain[1], surname=plain[2])
    name = HumanName(written)
    if not name.last:
        return Parts(surname=name.first)
    return Parts(name.first, name.middle, name.last)


def without_generation(written: str) -> str:
    """A name or surname without what tells a father from a son."""
    return _GENERATION.sub("", written)


def generation(name: str | Parts) -> str:
    """What tells a father from a son of one name, "ii" or "jr"; '' where nothing does."""
    text = name if isinstance(name, str) else f"{name.forename} {name.surname}"
    mark = _GENERATION.search(text)
    word = mark[1].casefold() if mark else ""
    return _SAME_GENERATION.get(word, word)
