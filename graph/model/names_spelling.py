"""How a name is spelt: folded to plain letters from any script, and what it sounds like.

Other scripts are read letter by letter (anyascii, offline). Arabic, Hebrew and most scripts of
India leave out vowels, so such a name has its consonants only: `unvowelled` tells, and it is
compared with another by sound.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii
from nicknames import NickNamer

from graph.model.short_forms import FULL_FORMS

_NICKNAMES = NickNamer()
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
"""Accents, points and strokes that no word is told by."""
_ARTICLE = re.compile(r"\b\u0627\u0644(?!\u0644)(?=\w{3})")
"""The Arabic article as it is written with its word; not that of Allah."""
_VAV = {0x5D5: "w"}
"""A Hebrew vav is a vowel more often than not."""
_APART = re.compile(r"['\u2018\u2019`\u00b4.]")
_NOT_A_LETTER = re.compile(r"[^a-z ]+")
_DIGIT = re.compile("(?<=[a-z])[0159](?=[a-z])")
_AS_LETTER = {"0": "o", "1": "i", "5": "s", "9": "g"}
"""Digits that are misread for a letter, inside a word."""
_UNVOWELLED = re.compile(
    "[\u0590-\u085f\u08a0-\u08ff\u0900-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefc]"
)
_IDEOGRAPHS = re.compile("[\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]{2,4}")

# Parts of a surname that forces write, leave out or join as they like.
PARTICLES = frozenset(
    """al el ul ad an ar as bin ibn bint ben bn bar van von der den de del della di da das do dos
    du la le las los ter ten zu af av y e""".split()
)
TITLES = frozenset("mr mrs miss ms mx dr sir prof rev lord lady dame".split())
_SERVANTS = frozenset("abd abdul abdel abdal abdur abdus bd".split())
_JOINED = _SERVANTS | frozenset("o mc mac st abu ibnu".split())
"""Begin a name and are written with the next word or apart from it."""
_SERVANT = re.compile(r"abd(?:oul|[aeou]u?[lrsnzd](?=[^aeiou])|[aeou])?(?=[^aeiou])(?=.{3})")
LITTLE = frozenset("kaur singh begum bibi khatun khatoon bano devi kumar kumari".split())
"""Stand where a surname stands and tell of sex or faith, not of a family."""
_MUHAMMAD = re.compile(r"m[uo]h?a?m+[aeiou]d+|mohd|muhd|mhmd|mhd|md|mohamad|mehmed|mehmet|mahomed")

SHORT = 6
"""Letters below which two forenames may both be short for a third."""
_SEXES = tuple(
    (his.replace("-", ""), hers)
    for his, hers in (
        pair.split("/")
        for pair in """-/a -/e -/le -/elle -/ella -/lle -/ette -/ine -/ina -/na -/ia o/a y/ie er/ra
        i/ie is/es k/cia k/ia us/a ius/ia ey/ie os/a e/a ian/ine ian/ina ew/ea""".split()
    )
)
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(.)\1+", r"\1"),
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^(?:ps|x)", "s"),
        (r"sch|tsch|tz|ts|sz|zs|zh|sh|cz|z", "s"),
        (r"tch", "c"),
        (r"ch(?=[rlst])|ck", "k"),
        (r"ch", "C"),
        (r"c(?=[eiy])", "s"),
        (r"c|q|kh", "k"),
        (r"x", "ks"),
        (r"ph", "f"),
        (r"gh(?=$|[^aeiouy])", ""),
        (r"dg(?=[eiy])|g(?=[eiy])|dj", "j"),
        (r"v", "f"),
        (r"[aeiouwyh]", ""),
    )
)


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Small letters a to z without accents, apostrophes or points; hyphens become spaces.

    Whatever script it is in, it is written in Latin letters.
    """
    if text.isascii():
        plain = text.lower()
    else:
        bare = _MARKS.sub("", unicodedata.normalize("NFKD", text))
        read = _ARTICLE.sub("", unicodedata.normalize("NFC", bare)).translate(_VAV)
        plain = anyascii(read).lower()
    if _DIGIT.search(plain):
        plain = _DIGIT.sub(lambda digit: _AS_LETTER[digit[0]], plain)
    return " ".join(_NOT_A_LETTER.sub(" ", _APART.sub("", plain)).split())


def unvowelled(text: str) -> bool:
    """Whether a text is in a script that leaves out vowels."""
    return not text.isascii() and _UNVOWELLED.search(text) is not None


def is_ideographic(text: str) -> bool:
    """Whether a text is one Chinese or Korean name: the surname, then the given name."""
    return not text.isascii() and _IDEOGRAPHS.fullmatch(text) is not None


def words(folded: str, *, whole: bool = False, given: bool = False) -> list[str]:
    """The words that tell of a person: prefixes joined to their word, particles left out.

    With `whole` particles are joined to their word too: vanderberg, alhassan. The first of given
    names is none: Ben.
    """
    kept: list[str] = []
    begun = ""
    for word in folded.split():
        if given and not kept and word in TITLES:
            continue
        particle = word in PARTICLES and not (given and not kept and not begun)
        if (particle and whole) or (word in _JOINED and not begun):
            begun += word
        elif not particle or (begun and begun not in _SERVANTS):
            kept.append(begun + word)
            begun = ""
    return kept + ([begun] if begun else [])


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """The consonants of a folded word as they sound: Cook and Kook, Stephen and Steven are one."""
    word = _SERVANT.sub("abd", word)
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word.lower()


def heard(word: str) -> list[str]:
    """Tokens for the sound of a folded word, in which Hebrew may leave out a v."""
    ways = {sound(word), sound(word.replace("v", ""))}
    return sorted(f"z{each}" for each in ways if each)  # no stop word begins so


def sounds(name: str) -> set[str]:
    """The tokens by which a search finds a name in any script: of each of its words."""
    folded = fold(name)
    spelt = {*words(folded), *words(folded, whole=True)}
    return {token for word in spelt for token in heard(word)}


def of_two_sexes(a: str, b: str) -> bool:
    """Whether two folded forenames are the forms of one name for a man and a woman."""
    return any(
        masculine.endswith(his)
        and feminine.endswith(hers)
        and masculine.removesuffix(his) == feminine.removesuffix(hers)
        and len(masculine) > len(his) + 3
        for his, hers in _SEXES
        for masculine, feminine in ((a, b), (b, a))
    )


@lru_cache(maxsize=16_384)
def formal(word: str) -> frozenset[str]:
    """The full forms that a folded forename may be short for, and its other spellings."""
    forms = {
        form
        for form in _NICKNAMES.canonicals_of(word)
        if form.isalpha() and (len(form) >= len(word) or word not in _NICKNAMES.canonicals_of(form))
    }
    forms |= FULL_FORMS.get(word, frozenset())
    return frozenset(forms | {"muhammad"} if _MUHAMMAD.fullmatch(word) else forms)


def are_forms(a: str, b: str) -> bool:
    """Whether two folded forenames are forms of one: Bill and William, Bill and Will."""
    if a in formal(b) or b in formal(a):
        return True
    short = max(len(a), len(b)) < SHORT
    common = formal(a) & formal(b)
    return bool(common) if short else "muhammad" in common
