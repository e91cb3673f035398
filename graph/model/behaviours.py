"""What was done, read from offence codes and phrases where the force does not say it.

The vocabulary, its codes and its phrases are graph/model/reference/behaviours.toml. Each behaviour
names its basis: the code, or the phrase as it was found. Text is read here and sent nowhere.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from graph.model.record import Behaviour
from graph.model.reference import rows_on

_NEGATED = re.compile(
    r"(?:\b(?:not|never|no|nobody|without|cannot|neither|nor)|n['’]t)(?:\s+[\w'’-]+){0,3}\s*$",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[.,;:!?()]|\b(?:but|then|and then)\b", re.IGNORECASE)


def read_behaviours(
    classes: Sequence[str], title: str, summary: str, on: dt.date
) -> tuple[Behaviour, ...]:
    """The behaviours that codes and text tell of, in the order of the vocabulary, each once.

    `classes` are offence codes (`58C`, `58C/3`); `on` is the day of recording. A phrase,
    which says more than a code, is the basis where both are found.
    """
    return tuple(_read(classes, [text for text in (title, summary) if text], on))


@cache
def beside(on: dt.date) -> frozenset[str]:
    """The behaviours that words tell also of an incident whose force delivers behaviours."""
    return frozenset(row["code"] for row in rows_on("behaviours", on) if row.get("beside"))


def _read(classes: Sequence[str], texts: Sequence[str], on: dt.date) -> Iterator[Behaviour]:
    words = {word for text in texts for word in _words(text)}
    for term, codes, phrases, first_words in _vocabulary(on):
        basis = None
        if not words.isdisjoint(first_words):
            basis = next(filter(None, (_phrase(phrases, text) for text in texts)), None)
        basis = basis or next((code for code in classes if _is_one_of(code, codes)), None)
        if basis:
            yield Behaviour(term=term, basis=basis)


@lru_cache(maxsize=1_000)
def _vocabulary(
    on: dt.date,
) -> tuple[tuple[str, Sequence[str], tuple[str, ...], frozenset[str]], ...]:
    """Of each behaviour its term, codes and phrases, and what they begin with."""
    return tuple(
        (row["code"], row["codes"], phrases, _first_words(phrases))
        for row in rows_on("behaviours", on)
        for phrases in [tuple(row["phrases"])]
    )


def _is_one_of(code: str, codes: Sequence[str]) -> bool:
    return any(code == each or code.startswith(f"{each}/") for each in codes)


def _phrase(phrases: tuple[str, ...], text: str) -> str | None:
    """The first of the phrases that the text says and does not deny."""
    for match in _pattern(phrases).finditer(text):
        clause = _CLAUSE_ENDS.split(text[: match.start()])[-1]
        if not _NEGATED.search(clause):
            return " ".join(match[0].lower().split())
    return None


@cache
def _first_words(phrases: tuple[str, ...]) -> frozenset[str]:
    """What a text must have before it is worth searching it for any of the phrases."""
    return frozenset(_words(phrase)[0] for phrase in phrases)


def _words(text: str) -> list[str]:
    # Searched without regard to case, both dotted and dotless I are an i.
    return re.findall(r"\w+", text.replace("İ", "i").replace("ı", "i").casefold())


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    written = "|".join(r"\s+".join(map(_word, phrase.split())) for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{written})(?![\w'’]|-\w)", re.IGNORECASE)


def _word(written: str) -> str:
    """A word of a phrase; the star stands for any one to four."""
    return r"[\w'’-]+(?:\s+[\w'’-]+){0,3}?" if written == "*" else re.escape(written)
