"""What the model reads of one mention: folded names, dates, contact points.

What only stands where nothing is known (UNKNOWN, N/K, 1 January 1900, a surname of one
letter) is no feature; each is reported, because it would pull strangers together.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph.model import names_spelling, short_forms
from graph.model.names import generation, is_placeholder, without_generation
from graph.model.names_spelling import (
    LITTLE,
    fold,
    formal,
    sound,
    unvowelled,
    words,
)
from graph.model.placeholders import DAYS

COLUMNS = (
    "unique_id forename surname given surnames forename_sound surname_sound script middle middles "
    "birth postcode postcodes outcode street locality addresses phones accounts mail birth_place "
    "occupation nominal rolls"
).split()
NO_BIRTH = frozenset(day.isoformat().replace("-", "") for day in DAYS)
_SOURCES = tuple(map(Path, (__file__, names_spelling.__file__, short_forms.__file__)))
VERSION = hashlib.sha256(b"".join(path.read_bytes() for path in _SOURCES)).hexdigest()[:12]
"""Another program may read a mention otherwise: what it read before is read again."""
_OUTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?) ?\d[A-Z]{2}")

Row = tuple[Any, ...]
Doubt = tuple[str, str]
"""(column, what is the matter with it): the value itself is never told."""


def features(mention: Mapping[str, Any]) -> tuple[Row, list[Doubt]]:
    """One row in the order of COLUMNS, and what of the mention was left out, and why."""
    doubts: list[Doubt] = []
    given = _given(mention, doubts)
    forename = _called(given)
    middle = [name for name in given if name != forename]
    surname = _surname(mention, doubts)
    birth = _birth(mention, doubts)
    others = [fold(name) for name in mention["other_names"] or ()]
    postcodes = sorted(mention["postcodes"] or ())
    accounts = sorted([*(mention["emails"] or ()), *(mention["accounts"] or ())])
    row = (
        mention["id"],
        forename or None,
        surname.replace(" ", "") or None,
        sorted(_forms(forename, given, others)),
        sorted(_surnames(surname, given[1:], others)),
        sound(forename) or None,
        sound("".join(words(surname))) or None,
        _script(mention),
        _middle(mention, middle),
        sorted({_plain(name) for name in middle if len(name) > 1}),
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


def _given(mention: Mapping[str, Any], doubts: list[Doubt]) -> list[str]:
    """All given names, folded, the first first; none where they stand for no name."""
    written = mention["forename"] or ""
    if is_placeholder(written):
        if written:
            doubts.append(("forename", "stands for a name that is not known"))
        return []
    folded = words(f"{fold(written)} {fold(mention['middle'] or '')}", given=True)
    if not folded:
        doubts.append(("forename", "has no letters"))
    return folded


def _plain(name: str) -> str:
    """Muhammad in one spelling."""
    return "muhammad" if "muhammad" in formal(name) else name


def _called(given: list[str]) -> str:
    """The name that somebody is called by: not Muhammad where another follows."""
    first = given[0] if given else ""
    if _plain(first) != "muhammad":
        return first
    return next((name for name in given[1:] if len(name) > 1), "muhammad")


def _middle(mention: Mapping[str, Any], middle: list[str]) -> str | None:
    """The first middle name or patronymic, at least its initial, or what tells son from father."""
    mark = generation(mention.get("name") or "") or generation(f" {mention['surname'] or ''}")
    telling = [name for name in middle if name not in LITTLE and "muhammad" not in formal(name)]
    return mark or next(iter(telling), None)


def _script(mention: Mapping[str, Any]) -> str | None:
    """How the name is written: in letters, or in a script that has consonants only."""
    written = f"{mention['forename'] or ''}{mention['surname'] or ''}"
    return ("consonants" if unvowelled(written) else "letters") if written else None


def _surname(mention: Mapping[str, Any], doubts: list[Doubt]) -> str:
    written = mention["surname"] or ""
    if is_placeholder(written):
        if written:
            doubts.append(("surname", "stands for a name that is not known"))
        return ""
    folded = fold(without_generation(written))
    if len(folded) < 2:
        doubts.append(("surname", "is one letter" if folded else "has no letters"))
        return ""
    return folded


def _birth(mention: Mapping[str, Any], doubts: list[Doubt]) -> str | None:
    """YYYYMMDD, YYYYMM or YYYY, as much as is known; a day that does not exist as it is written."""
    if reason := mention.get("birth_refused"):
        doubts.append(("birth", reason))
        return None
    if digits := mention.get("birth_digits"):
        return str(digits)
    if not mention["birth"]:
        return None
    digits = mention["birth"].replace("-", "")
    if digits in NO_BIRTH:
        doubts.append(("birth", "is a date that systems write where none is known"))
        return None
    return str(digits[: {"day": 8, "month": 6, "year": 4}[mention["birth_precision"]]])


def _forms(forename: str, given: list[str], others: list[str]) -> set[str]:
    """Given names in full and short forms, two of them as one, forenames of other names."""
    names = {name for name in given if len(name) > 1 and "muhammad" not in formal(name)}
    names |= {"".join(given[:2])} if len(given) > 1 else {forename} - {""}
    names |= {other.split()[0] for other in others if " " in other}
    return {name for name in names if len(name) > 1} | {f for name in names for f in formal(name)}


def _surnames(surname: str, middle: list[str], others: list[str]) -> set[str]:
    """Whole and in parts, with those of other names."""
    whole = [surname, *(other.split()[-1] for other in others if other)]
    whole += [f"o{surname}"] if surname and middle[-1:] == ["o"] else []
    parts = [part for name in whole for part in words(name)]
    names = {name.replace(" ", "") for name in (*whole, *parts)}
    return {name for name in names if len(name) > 1 and name not in LITTLE}


def _outcode(postcode: str) -> str:
    outcode = _OUTCODE.fullmatch(postcode)
    return str(outcode[1]) if outcode else postcode[:2]


def _words(text: str) -> str | None:
    return " ".join(re.findall(r"[^\W_]+", text.casefold())) or None


def mail(key: str) -> str:
    """An e-mail address without the kind that its key begins with."""
    return key.removeprefix("email/").replace("%40", "@")
