"""Names of months and days, whole or shortened, as databases and people write them."""

from __future__ import annotations

import unicodedata

# English, Welsh, and the languages in which exports of phones and visitors most often come.
_MONTHS = (
    "january ionawr janvier januar enero gennaio janeiro januari styczen",
    "february chwefror fevrier februar febrero febbraio fevereiro februari luty",
    "march mawrth mars marz maerz marzo marco maart marzec",
    "april ebrill avril april abril aprile kwiecien",
    "may mai mayo maggio maio mei maj",
    "june mehefin juin juni junio giugno junho czerwiec",
    "july gorffennaf juillet juli julio luglio julho lipiec",
    "august awst aout august agosto augustus sierpien",
    "september medi septembre septiembre settembre setembro wrzesien",
    "october hydref octobre oktober octubre ottobre outubro pazdziernik",
    "november tachwedd novembre november noviembre novembro listopad",
    "december rhagfyr decembre dezember diciembre dicembre dezembro december grudzien",
)
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()


def _folded(word: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _beginnings() -> dict[str, int]:
    """Every beginning of three letters or more that only one month has."""
    months: dict[str, set[int]] = {}
    for number, names in enumerate(_MONTHS, start=1):
        for name in names.split():
            for end in range(3, len(name) + 1):
                months.setdefault(name[:end], set()).add(number)
    return {word: min(numbers) for word, numbers in months.items() if len(numbers) == 1}


_BY_BEGINNING = _beginnings()


def month_named(word: str) -> int | None:
    """The month (1 to 12) that a word names: "Sept", "Medi", "août"; None for no month."""
    return _BY_BEGINNING.get(_folded(word.rstrip(".")))


def weekday_named(word: str) -> int | None:
    """The day of the week (Monday is 0) that an English word names: "Tues", "Weds"."""
    text = word.casefold().rstrip(".")
    for number, name in enumerate(_DAYS):
        if len(text) >= 2 and (name.startswith(text) or (text == "weds" and number == 2)):
            return number
    return None
