"""What the model reads of one mention: folded names, dates, contact points.

What only stands where nothing is known (UNKNOWN, N/K, 1 January 1900, a surname of one
letter) is no feature; each is reported, because it would pull strangers together.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from nicknames import NickNamer

from graph.model.names import is_placeholder
from graph.model.placeholders import DAYS

COLUMNS = (
    "unique_id forename surname given surnames birth postcode postcodes outcode street locality "
    "addresses phones accounts mail birth_place occupation nominal rolls"
).split()
NO_BIRTH = frozenset(day.isoformat().replace("-", "") for day in DAYS)
OLDEST, LATEST = 1880, 2050
VERSION = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
"""Another program may read a mention otherwise: what it read before is read again."""
_NICKNAMES = NickNamer()
_NOT_A_LETTER = re.compile(r"[^a-z ]+")
_WHOLE_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that Unicode does not take apart, as forces write them who have no such key."""
_OUTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?) ?\d[A-Z]{2}")

Row = tuple[Any, ...]
Doubt = tuple[str, str]
"""(column, what is the matter with it): the value itself is never told."""


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Lower case without accents, apostrophes or points; hyphens become spaces.

    Other scripts are left out: beside the same name in Latin letters they would look like another.
    """
    bare = unicodedata.normalize("NFKD", text.casefold()).translate(_WHOLE_LETTERS)
    plain = "".join(c for c in bare if not unicodedata.combining(c))
    plain = re.sub(r"['’`.]", "", plain)
    return " ".join(_NOT_A_LETTER.sub(" ", plain).split())


def features(mention: Mapping[str, Any]) -> tuple[Row, list[Doubt]]:
    """One row in the order of COLUMNS, and what of the mention was left out, and why."""
    doubts: list[Doubt] = []
    forename, middle = _given(mention, doubts)
    surname = _surname(mention, doubts)
    birth = _birth(mention, doubts)
    others = [fold(name) for name in mention["other_names"] or ()]
    postcodes = sorted(mention["postcodes"] or ())
    accounts = sorted([*(mention["emails"] or ()), *(mention["accounts"] or ())])
    row = (
        mention["id"],
        forename or None,
        surname.replace(" ", "") or None,
        sorted(_forms(forename, middle, others)),
        sorted(_surnames(surname, others)),
        birth,
        postcodes[0] if postcodes else None,
        postcodes,
        _outcode(postcodes[0]) if postcodes else None,
        _words(next(iter(mention["streets"] or ()), "")),
        fold(next(iter(mention["localities"] or ()), "")) or None,
        sorted(mention["addresses"] or ()),
        sorted(mention["phones"] or ()),
        accounts,
        next((mail(a) for a in mention["emails"] or ()), None),
        fold(mention["birth_place"] or "") or None,
        fold(mention["occupation"] or "") or None,
        f"{mention['force']}|{mention['nominal']}" if mention["nominal"] else None,
        [f"{mention['force']}|{mention['roll']}"] if mention["roll"] else [],
    )
    return row, doubts


def somebody(row: Row) -> bool:
    """Whether a mention says anything that could tell a person from another."""
    by_column = dict(zip(COLUMNS, row, strict=True))
    telling = ("forename", "surname", "birth", "phones", "accounts", "nominal")
    return any(by_column[column] for column in telling)


def _given(mention: Mapping[str, Any], doubts: list[Doubt]) -> tuple[str, list[str]]:
    written = mention["forename"] or ""
    if is_placeholder(written):
        if written:
            doubts.append(("forename", "stands for a name that is not known"))
        return "", []
    folded = fold(written).split()
    if not folded:
        doubts.append(("forename", "has no letters"))
        return "", []
    middle = fold(mention["middle"] or "").split()
    return folded[0], [*folded[1:], *middle]


def _surname(mention: Mapping[str, Any], doubts: list[Doubt]) -> str:
    written = mention["surname"] or ""
    if is_placeholder(written):
        if written:
            doubts.append(("surname", "stands for a name that is not known"))
        return ""
    folded = fold(written)
    if len(folded) < 2:
        doubts.append(("surname", "is one letter" if folded else "has no letters"))
        return ""
    return folded


def _birth(mention: Mapping[str, Any], doubts: list[Doubt]) -> str | None:
    """YYYYMMDD, YYYYMM or YYYY, as much as is known."""
    if not mention["birth"]:
        return None
    digits: str = mention["birth"].replace("-", "")
    if digits in NO_BIRTH:
        doubts.append(("birth", "is a date that systems write where none is known"))
        return None
    if not OLDEST <= int(digits[:4]) <= LATEST:
        doubts.append(("birth", "is too early or too late"))
        return None
    return digits[: {"day": 8, "month": 6, "year": 4}[mention["birth_precision"]]]


def _forms(forename: str, middle: list[str], others: list[str]) -> set[str]:
    """The forename in full and short forms, middle names, forenames of other names."""
    given = {name for name in (forename, *middle) if len(name) > 1}
    given |= {other.split()[0] for other in others if " " in other}
    return given | {form for name in given for form in _formal(name)}


@lru_cache(maxsize=16_384)
def _formal(name: str) -> frozenset[str]:
    return frozenset(form for form in _NICKNAMES.canonicals_of(name) if form.isalpha())


def _surnames(surname: str, others: list[str]) -> set[str]:
    whole = [surname, *(other.split()[-1] for other in others if other)]
    parts = [part for name in whole for part in name.split()]
    return {name.replace(" ", "") for name in (*whole, *parts) if len(name) > 1}


def _outcode(postcode: str) -> str:
    outcode = _OUTCODE.fullmatch(postcode)
    return str(outcode[1]) if outcode else postcode[:2]


def _words(text: str) -> str | None:
    return " ".join(re.findall(r"[^\W_]+", text.casefold())) or None


def mail(key: str) -> str:
    """An e-mail address without the kind that its key begins with."""
    return key.removeprefix("email/").replace("%40", "@")
