"""How alike two names are, as names alone: whether they may be two spellings of one name.

Each word of one name is laid beside the word of the other that is likest, whatever the order,
and weighed in bits: a word that agrees speaks for, two that stand against one another speak
against. A word that only one of the two has says next to nothing. It says nothing of how many
people bear a name: that is for whoever knows the population.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA

from graph.model.names import Parts, generation, parts
from graph.model.names_spelling import (
    LITTLE,
    are_forms,
    fold,
    formal,
    of_two_sexes,
    sound,
    unvowelled,
    words,
)

Verdict = Literal["same", "ask", "other"]
SAME, ASK = 0.0, -4.0
"""Bits from which two names are one, and from which somebody should be asked."""
NEEDED, SHARE = 10.0, 0.65
"""Bits that words must bring before two names are rather one than two: of short ones a share."""
ONE_WORD = -1.0
"""Bits at most where one of the two is a single word and the other is not: it may be anybody's."""
_SON = re.compile(r"\b(?:bin|ibn|bint|bn)\b")
ENOUGH = 5.0
"""Bits beyond which further words that agree say nothing more: one that contradicts still does."""
AGAINST = 7.0
"""Bits that two words take which stand against one another."""
LACKING, TURNED = 0.7, 6.0
"""Bits for a word that only one of the two has, and for given names in another order."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: folded, its sound, its full forms, and whether it is a surname."""

    text: str
    family: bool
    consonants: bool
    """Whether it comes from a script without vowels."""
    father: bool = False
    """Whether it stands after bin, ibn or bint: whose son or daughter somebody is."""

    @property
    def worth(self) -> float:
        """Bits for agreeing in it: a long word more than a short one, a common one hardly any."""
        if self.text in LITTLE or "muhammad" in formal(self.text):
            return 2.0
        return 2.0 + 1.2 * min(6, len(self.text))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are, in bits: at 0 they are as likely one name as two."""

    bits: float
    verdict: Verdict


def likeness(one: str | Parts, other: str | Parts) -> Likeness:
    """How alike two names are, each in one piece or in parts; nothing is alike to no name."""
    mine, theirs = _read(one), _read(other)
    if not mine[0] or not theirs[0]:
        return Likeness(-NEEDED, "other")
    bits = max(
        _aligned(ours, yours)
        for my, their in itertools.product(mine, theirs)
        for ours in _ways(my, their)
        for yours in _ways(their, my)
    )
    marks = generation(one), generation(other)
    if all(marks) and marks[0] != marks[1]:
        bits -= AGAINST
    return Likeness(round(bits, 1), "same" if bits >= SAME else "ask" if bits >= ASK else "other")


@lru_cache(maxsize=16_384)
def _read(name: str | Parts) -> list[tuple[Word, ...]]:
    """The words of a name without its particles, and with them where it has any."""
    named = parts(name) if isinstance(name, str) else name
    given, family = f"{named.forename} {named.middle}", named.surname
    ways = [
        tuple(
            Word(word, at == 1, unvowelled(text), father)
            for at, text in enumerate((given, family))
            for father, words_of in _generations(fold(text))
            for word in words(words_of, whole=whole, given=at == 0 and not father)
        )
        for whole in (False, True)
    ]
    return ways[:1] if ways[0] == ways[1] else ways


def _generations(folded: str) -> list[tuple[bool, str]]:
    """The words before the first bin, and those behind each."""
    first, *fathers = _SON.split(folded)
    return [(False, first), *((True, father) for father in fathers)]


def _ways(name: tuple[Word, ...], other: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """The name, and where two of its words are one word of the other, so joined."""
    ways = [name]
    for left, right in itertools.pairwise(name):
        both = Word(left.text + right.text, right.family, left.consonants)
        least = 0.6 if min(len(left.text), len(right.text)) > 2 else 0.9
        least = 0.4 if left.text == "o" else 2.0 if len(left.text) == 1 else least
        if any(_alike(both, word) >= least * word.worth for word in other):
            at = name.index(left)
            ways.append((*name[:at], both, *name[at + 2 :]))
    return ways


def _aligned(mine: Sequence[Word], theirs: Sequence[Word]) -> float:
    """The bits of the words laid side by side, likest first."""
    both_say = all(any(word.father for word in name) for name in (mine, theirs))
    scored = sorted(
        (-bits - 0.5 * (a.family == b.family), i, j)
        for i, a in enumerate(mine)
        for j, b in enumerate(theirs)
        if (bits := _alike(a, b)) and (a.father == b.father or not both_say)
    )
    left, right = dict(enumerate(mine)), dict(enumerate(theirs))
    bits, places = 0.0, []
    for _, i, j in scored:
        if i in left and j in right:
            bits += _alike(left.pop(i), right.pop(j))
            places.append((i, j))
    against = min(_telling(left.values()), _telling(right.values()))
    lacking = max(len(left), len(right)) - against
    needed = min(NEEDED, SHARE * min(sum(word.worth for word in name) for name in (mine, theirs)))
    one_word = min(len(mine), len(theirs)) == 1 < max(len(mine), len(theirs))
    for_it = min(bits - needed, ONE_WORD if one_word else ENOUGH) - TURNED * _turned(places)
    return for_it - AGAINST * against - LACKING * lacking


def _turned(places: Sequence[tuple[int, int]]) -> bool:
    """Whether words stand in another order, and not only a surname at the other end."""
    order = [j for _, j in sorted(places)]
    turns = {tuple(order[at:] + order[:at]) for at in range(len(order))}
    return tuple(sorted(order)) not in turns


def _telling(rest: Collection[Word]) -> int:
    """How many of the words left over would have to agree with one of the other name."""
    return sum(word.text not in LITTLE for word in rest)


@lru_cache(maxsize=65_536)
def _alike(a: Word, b: Word) -> float:
    """Bits for two words being one, 0 where they are not alike."""
    worth = min(a.worth, b.worth)
    if a.text == b.text:
        return worth
    if len(a.text) == 1 or len(b.text) == 1:
        return 2.5 if a.text[0] == b.text[0] else 0.0
    if a.consonants != b.consonants:
        return _in_two_scripts(a, b)
    if not a.family and not b.family and of_two_sexes(a.text, b.text):
        return 0.02 * worth
    if are_forms(a.text, b.text):
        return 0.6 * worth
    return worth * _spelt_alike(a.text, b.text)


def _spelt_alike(a: str, b: str) -> float:
    """The share of its bits that a word keeps in another spelling; 0 where it is another word."""
    slips, length = OSA.distance(a, b, score_cutoff=4), max(len(a), len(b))
    if slips == 1 and length > 4:
        return 0.75
    if sound(a) == sound(b) and slips <= length / 2:
        if _first_vowel(a) != _first_vowel(b):
            return 0.35
        return 0.75 if len(sound(a)) > 2 else 0.5
    if slips == 1 and length > 3:
        return 0.4
    if slips == 2 and length > 7 and a[0] == b[0]:
        return 0.6 if length > 9 else 0.3
    return 0.0


def _first_vowel(word: str) -> str:
    """The first vowel: a, e for e, i and y, or o for o and u."""
    return next(({"i": "e", "y": "e", "u": "o"}.get(c, c) for c in word if c in "aeiouy"), "")


def _in_two_scripts(a: Word, b: Word) -> float:
    if ("muhammad" in formal(a.text)) != ("muhammad" in formal(b.text)):
        return 0.0
    spelt, other = (a, b) if b.consonants else (b, a)
    # A Hebrew v is written as the vowels o and u are.
    ways = {sound(spelt.text), sound(spelt.text.replace("v", ""))}
    heard = sound(other.text).replace("p", "b")  # Arabic has no p
    slips, length = min((OSA.distance(way.replace("p", "b"), heard), len(way)) for way in ways)
    if slips == 0:
        return min(8.0, 2.5 * length)
    return 1.2 * length if slips == 1 and length > 2 else 0.0
