"""Households and people, each a pure function of the seed and a number.

Nobody is held in memory: person `household * 8 + seat` is made again whenever it
is asked for, so a region of millions costs what its deliveries mention.

Numbers: a mobile is 07700 900xxx (the drama range) for the first thousand of the
planted people; everyone else has 071xx xxxxxx, a range that is not in use but of
possible shape. E-mail is at example.com, example.org and example.net.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from random import Random

from ingest.synthetic.places import FORCES, Place, place
from ingest.synthetic.wordlists import table, words

SEATS = 8
# Which force's area a household lies in, by its number modulo 16.
PATTERN = (0, 1, 2, 3, 4, 5, 0, 2, 0, 1, 3, 2, 5, 4, 0, 2)
RESIDUES = {
    force: tuple(i for i, at in enumerate(PATTERN) if FORCES[at] == force) for force in FORCES
}
# Each is as likely as it is often named.
ADULTS = (1,) * 7 + (2,) * 11 + (3,) * 2
CHILDREN = (0,) * 12 + (1,) * 4 + (2,) * 3 + (3,)
ETHNICITIES = ("W1", "W1", "W1", "W1", "W9", "A1", "A2", "A3", "B1", "B2", "M1", "O9", "NS")
MAIL = ("example.com", "example.org", "example.net")


@dataclass(frozen=True, slots=True)
class Person:
    """A person as they are. `renamed_at` is when `surname` gave way to `later_surname`."""

    number: int
    household: int
    forename: str
    middle: str
    surname: str
    later_surname: str
    renamed_at: dt.datetime | None
    birth: dt.date
    sex: str
    ethnicity: str
    phone: str
    email: str
    handle: str
    vrm: str

    @property
    def id(self) -> str:
        """The person's id in the truth."""
        return f"p{self.number}"

    def surname_at(self, when: dt.datetime) -> str:
        """The surname at a moment: another one after a wedding or divorce."""
        renamed = self.renamed_at is not None and when >= self.renamed_at
        return self.later_surname if renamed else self.surname


@dataclass(frozen=True, slots=True)
class Household:
    """People who live together; `moved_at` is when `home` gave way to `later_home`."""

    number: int
    force: str
    home: Place
    later_home: Place | None
    moved_at: dt.datetime | None
    people: tuple[Person, ...]

    def home_at(self, when: dt.datetime) -> Place:
        """Where the person lives at a moment."""
        if self.later_home is None or self.moved_at is None or when < self.moved_at:
            return self.home
        return self.later_home


def household_force(number: int) -> str:
    """The force in whose area a household lies."""
    return FORCES[PATTERN[number % 16]]


def local_number(number: int) -> int:
    """A household's number among those of its own force, from 0."""
    residues = RESIDUES[household_force(number)]
    return number // 16 * len(residues) + residues.index(number % 16)


def mobile(index: int) -> str:
    """A mobile of the unused 071 range, as written with a space; `index` below 10**8."""
    return f"071{index // 10**6:02d} {index % 10**6:06d}"


def drama_mobile(index: int) -> str:
    """A mobile of the drama range; `index` below 1,000."""
    return f"07700 900{index:03d}"


def registration(index: int) -> str:
    """A vehicle mark of the current shape; different below about 20 million."""
    index, tail = divmod(index * 7_368_787 % 25_344_000, 8000)
    index, age = divmod(index, 48)
    area = "QXZVJ"[index % 5] + "ABCDEFGHJKLMNPRSTUVWXY"[index // 5 % 22]
    year = age // 2 + 2
    number = year if age % 2 else year + 50
    letters = "ABDEFGHJLNPRSTUVWXYK"
    return (
        f"{area}{number:02d} {letters[tail // 400]}{letters[tail // 20 % 20]}{letters[tail % 20]}"
    )


class Population:
    """The region's people. Households below `ordinary` make the noise; the rest are cast."""

    def __init__(self, seed: int, ordinary: int, start: dt.datetime, days: int) -> None:
        self.seed = seed
        self.ordinary = ordinary
        self.start = start
        self.days = days
        self._made = lru_cache(maxsize=8192)(self._household)
        self._recast: dict[int, Household] = {}

    def household(self, number: int) -> Household:
        """The household of that number."""
        return self._recast.get(number) or self._made(number)

    def recast(self, household: Household) -> None:
        """Let a household be as given instead of as the seed has it."""
        self._recast[household.number] = household

    def person(self, number: int) -> Person:
        """The person of that number."""
        household, seat = divmod(number, SEATS)
        return self.household(household).people[seat]

    def _household(self, number: int) -> Household:
        rng = Random(f"{self.seed}/h/{number}")
        force = household_force(number)
        moved = self._instant(rng) if rng.random() < 0.06 else None
        unit = f"Flat {rng.randint(1, 12)}" if rng.random() < 0.18 else ""
        return Household(
            number=number,
            force=force,
            home=place(force, local_number(number) * 2, unit),
            later_home=place(force, local_number(number) * 2 + 1) if moved else None,
            moved_at=moved,
            people=self._people(rng, number),
        )

    def _people(self, rng: Random, household: int) -> tuple[Person, ...]:
        surname = _surname(rng)
        adults = rng.choice(ADULTS)
        children = rng.choice(CHILDREN)
        base = rng.randint(20, 68)
        people: list[Person] = []
        for seat in range(adults + children):
            age = base + rng.randint(-4, 4) if seat < adults else rng.randint(10, 17)
            sex = rng.choice("MF") if seat != 1 else ("F" if people[0].sex == "M" else "M")
            own = surname if seat >= adults or rng.random() < 0.55 else _surname(rng)
            people.append(self._person(rng, household, seat, (age, sex, own)))
        return tuple(people)

    def _person(
        self, rng: Random, household: int, seat: int, traits: tuple[int, str, str]
    ) -> Person:
        age, sex, surname = traits
        number = household * SEATS + seat
        forename = _skewed(rng, words("forenames_male" if sex == "M" else "forenames_female"))
        renamed = sex == "F" and age > 19 and rng.random() < 0.03
        year = self.start.year - age
        birth = dt.date(year, 1, 1) + dt.timedelta(days=rng.randrange(365))
        return Person(
            number=number,
            household=household,
            forename=forename,
            middle=_skewed(rng, words("forenames_male" if sex == "M" else "forenames_female"))
            if rng.random() < 0.5
            else "",
            surname=surname,
            later_surname=_surname(rng) if renamed else surname,
            renamed_at=self._instant(rng) if renamed else None,
            birth=birth,
            sex=sex,
            ethnicity=rng.choice(ETHNICITIES),
            phone=self._phone(number),
            email=f"{forename}.{surname}{number}@{MAIL[number % 3]}".lower().replace("'", ""),
            handle=f"@{forename.lower()}_{number}",
            vrm=registration(number) if age > 18 and rng.random() < 0.6 else "",
        )

    def _phone(self, number: int) -> str:
        household, seat = divmod(number, SEATS)
        cast = (household - self.ordinary) * 2 + seat
        if household >= self.ordinary and seat < 2 and cast < 1000:
            return drama_mobile(cast)
        return mobile(number)

    def _instant(self, rng: Random) -> dt.datetime:
        return self.start + dt.timedelta(minutes=rng.randrange(self.days * 1440))


@cache
def _made_surnames() -> tuple[str, ...]:
    parts = table("surname_parts")
    return tuple(first + last for first in parts["first"] for last in parts["last"])


def _surname(rng: Random) -> str:
    if rng.random() < 0.35:
        return rng.choice(_made_surnames())
    return _skewed(rng, words("surnames"))


@cache
def _weights(size: int) -> list[float]:
    return list(accumulate(1 / (rank + 12) for rank in range(size)))


def _skewed(rng: Random, names: tuple[str, ...]) -> str:
    """A name from the list, early ones more often."""
    weights = _weights(len(names))
    return names[bisect(weights, rng.random() * weights[-1])]
