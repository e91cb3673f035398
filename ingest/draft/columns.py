"""What one column of an export holds: how full it is, its shapes, and dates of which formats.

Values are looked at and never passed on: what leaves this room of a value is its shape, in which
every digit is a 9 and every run of letters one letter, and codes that are known words of the field.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

from ingest.mapping.cells.times import Moment, NoTimeError, TimeError, compile_formats

MOST_VALUES = 200_000
"""Of so many different values whether they are those of another table; more are not kept."""
_SHAPE = 24
_DAY_FIRST = (
    *("dd/mm/yyyy HH:MM:SS", "dd/mm/yyyy HH:MM", "dd/mm/yyyy", "dd/mm/yy"),
    *("dd.mm.yyyy HH:MM", "dd.mm.yyyy", "dd-mm-yyyy HH:MM", "dd-mm-yyyy"),
)
_MONTH_FIRST = ("mm/dd/yyyy HH:MM:SS", "mm/dd/yyyy HH:MM", "mm/dd/yyyy", "mm-dd-yyyy")
_OTHERS = (
    *("yyyy-mm-dd HH:MM:SS", "yyyy-mm-dd HH:MM", "yyyy/mm/dd HH:MM", "yyyy/mm/dd", "yyyy-mm"),
    *("dd mon yyyy HH:MM", "dd mon yyyy", "dd-mon-yyyy", "dd-mon-yy", "mon dd yyyy"),
)
_BARE = ("yyyymmdd HHMM", "yyyymmdd", "yyyymm", "yyyy")
"""Formats of nothing but digits: any number may look so, so the column's name must say date."""
_CLOCK = re.compile(r"(\d{1,2}:\d\d(:\d\d)?|\d{1,4})(\s*[AaPp][Mm])?")
_RUN = re.compile(r"[^\W\d_]+|\d")


@dataclass(slots=True)
class Column:
    """One column by its path: how many rows fill it, and how often with what.

    `several` says that a cell is a list of texts.
    """

    path: str
    filled: int = 0
    values: Counter[str] = field(default_factory=Counter)
    several: bool = False
    _formats: dict[tuple[bool, bool], list[str]] = field(default_factory=dict)

    @property
    def distinct(self) -> int:
        """How many different values there are."""
        return len(self.values)

    @property
    def unique(self) -> bool:
        """Whether each row has a value of its own."""
        return self.filled > 0 and self.distinct == self.filled

    def add(self, value: Any) -> None:
        """Look at one cell."""
        texts = value if isinstance(value, list) else [value]
        self.several = self.several or isinstance(value, list)
        kept = [text for text in map(_text, texts) if text]
        self.filled += bool(kept)
        for text in kept:
            if text in self.values or len(self.values) < MOST_VALUES:
                self.values[text] += 1

    def shapes(self) -> str:
        """The commonest shapes, at most three."""
        counts = Counter(shape(value) for value in self.sample())
        return " | ".join(text for text, _ in counts.most_common(3))

    def sample(self) -> list[str]:
        """Some of the values: those of the first rows."""
        return list(islice(self.values, 300))

    def formats(self, month_first: bool = False, *, named: bool = False) -> list[str]:
        """The fewest formats that read the values, the commonest first; [] when few are dates.

        `named` says that the column's name tells a date: then half of them is enough, and they may
        be nothing but digits.
        """
        asked = (month_first, named)
        if asked not in self._formats:
            self._formats[asked] = self._formats_of(month_first, named)
        return self._formats[asked]

    def _formats_of(self, month_first: bool, named: bool) -> list[str]:
        left, chosen, total = self.sample(), list[str](), len(self.sample())
        slashed = (*_MONTH_FIRST, *_DAY_FIRST) if month_first else (*_DAY_FIRST, *_MONTH_FIRST)
        candidates = ["iso", *_OTHERS, *slashed, *(_BARE if named else ())]
        while left and len(chosen) < 3:
            best = max(candidates, key=lambda each: sum(reads(each, text) for text in left))
            rest = [text for text in left if not reads(best, text)]
            if len(rest) == len(left):
                break
            left, chosen = rest, [*chosen, best]
        if not total or len(left) > total / (2 if named else 5):
            return []
        # Where a time is written, it is left off now and then.
        days = [each.partition(" HH")[0] for each in chosen]
        return list(dict.fromkeys([*chosen, *days]))

    def is_clock(self) -> bool:
        """Whether the values are times of day."""
        return bool(self.values) and all(_CLOCK.fullmatch(value) for value in self.sample())


def reads(fmt: str, text: str) -> bool:
    """Whether a format reads a text as a date that there is."""
    try:
        return isinstance(_reader(fmt)(text), Moment)
    except NoTimeError:  # a day that stands for none is written as a day, all the same
        return not text.isdecimal()
    except TimeError:
        return False


@cache
def _reader(fmt: str) -> Any:
    return compile_formats([fmt])


def month_comes_first(columns: Iterable[Column]) -> bool:
    """Whether some date has its month before its day, and none the other way round."""
    firsts = lasts = 0
    for column in columns:
        for text in column.sample():
            if match := re.match(r"(\d\d?)[/-](\d\d?)[/-]\d{4}\b", text):
                firsts += int(match[1]) > 12
                lasts += int(match[2]) > 12
    return lasts > 0 and firsts == 0


def shape(value: str) -> str:
    """A value without what it says: `EV25-0001` is `A99-9999`, a name is `Aa Aa`."""
    text = _RUN.sub(lambda run: "9" if run[0].isdigit() else _letters(run[0]), one_line(value))
    return text if len(text) <= _SHAPE else f"{text[:_SHAPE]}…"


def one_line(text: str) -> str:
    """A text as a comment can hold it."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _letters(run: str) -> str:
    if run.islower() or run.isupper():
        return "a" if run.islower() else "A"
    return "Aa" if run[0].isupper() else "aA"


@cache
def words_of(name: str) -> str:
    """A name's words in lower case: `OCC_DATE`, `occDate1` and `Occ Date` are `occ date`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+", " ", name.rpartition(".")[2] or name)
    return " ".join(spaced.lower().split())


@cache
def words_of_path(path: str) -> str:
    """As `words_of`, of the whole path: `Occurred.@from` is `occurred from`."""
    return " ".join(words_of(step) for step in path.split("."))


def overlap(ours: Column, theirs: Column) -> float:
    """Which share of the values of `ours` the column `theirs` has, 0 to 1."""
    first = ours.sample()
    if sum(value in theirs.values for value in first) * 10 < len(first):
        return 0.0  # as good as none: the rest need not be looked at
    return sum(value in theirs.values for value in ours.values) / max(1, ours.distinct)


def merged(columns: Iterable[Column], path: str) -> Column:
    """Several columns that hold the same, `suspect1_dob` and `suspect2_dob`, as one."""
    whole = Column(path)
    for column in columns:
        whole.filled += column.filled
        whole.values.update(column.values)
        whole.several = whole.several or column.several
    return whole


def chosen(values: Sequence[str], known: dict[str, str]) -> dict[str, str]:
    """Code → word, for the codes that mean one of these; `known` has word → its other names.

    A code is the word, one of its names, or the beginning of one alone.
    """
    names = {name: word for word, others in known.items() for name in (word, *others.split("|"))}
    by_lower = {name.lower(): word for name, word in names.items() if name}
    found = {}
    for value in values:
        low = " ".join(re.split(r"[\W_]+", value.lower())).strip()
        begins = {word for name, word in by_lower.items() if low and name.startswith(low)}
        if low in by_lower:
            found[value] = by_lower[low]
        elif len(begins) == 1:
            found[value] = begins.pop()
    return found


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.strip() if isinstance(value, str) else ""
