"""Households, twins, namesakes: who lives together or is called alike is not one person."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from ingest.resolve.cluster import cluster
from ingest.resolve.features import features
from ingest.resolve.matcher import Matcher
from ingest.resolve.model import in_use
from ingest.resolve.propose import doubtful
from ingest.synthetic.wordlists import words

EACH = 60
"""Cases of each kind; one in twenty may be joined."""


class Town:
    """Invented people, each named once or more, sometimes without a birth, phone or home."""

    def __init__(self) -> None:
        self._random = random.Random(11)
        self.mentions: list[dict[str, Any]] = []
        self.person_of: dict[str, int] = {}
        self._people = itertools.count()
        self.male, self.female = words("forenames_male"), words("forenames_female")
        self.surnames = words("surnames")

    def birth(self, first: int, last: int) -> str:
        pick = self._random.randint
        return f"{pick(first, last)}-{pick(1, 12):02}-{pick(1, 28):02}"

    def home(self) -> dict[str, Any]:
        pick = self._random
        street = f"{pick.randint(1, 180)} {pick.choice(self.surnames).casefold()} lane"
        inward = f"{pick.randint(1, 9)}{pick.choice('ABDEFG')}{pick.choice('ABDE')}"
        code = f"ZZ{pick.randint(1, 9)} {inward}"
        return {
            "addresses": [f"{street}/{code}"],
            "streets": [street],
            "postcodes": [code],
            "localities": [pick.choice(("ashmere", "borley", "corfe", "denby"))],
            "phones": [f"+441632960{pick.randrange(10**6):06}"],
        }

    def add(self, force: str, forename: str, surname: str, born: str, home: dict[str, Any]) -> int:
        person = next(self._people)
        for _ in range(self._random.choice((1, 1, 2, 3))):
            mention = _mention(f"{force}/{len(self.mentions)}", force, forename, surname, born)
            mention |= {name: value for name, value in home.items() if self._random.random() > 0.1}
            if self._random.random() < 0.1:
                mention |= {"birth": None, "birth_precision": None}
            self.mentions.append(mention)
            self.person_of[mention["id"]] = person
        return person

    def pick(self, names: Sequence[str]) -> str:
        return self._random.choice(names)


def _mention(id_: str, force: str, forename: str, surname: str, born: str) -> dict[str, Any]:
    lists = ("other_names", "postcodes", "streets", "localities", "addresses", "phones", "emails")
    return {
        **dict.fromkeys((*lists, "accounts"), ()),
        **dict.fromkeys(("middle", "nominal", "roll", "birth_place", "occupation")),
        "id": id_,
        "force": force,
        "forename": forename,
        "surname": surname,
        "birth": born,
        "birth_precision": "day",
    }


def families(town: Town) -> Iterator[tuple[int, ...]]:
    for _ in range(EACH):
        home, surname = town.home(), town.pick(town.surnames)
        yield (
            town.add("a", town.pick(town.male), surname, town.birth(1950, 1970), home),
            town.add("a", town.pick(town.female), surname, town.birth(1950, 1970), home),
            town.add("a", town.pick(town.male), surname, town.birth(1988, 2004), home),
        )


def twins(town: Town) -> Iterator[tuple[int, ...]]:
    for _ in range(EACH):
        home, surname, born = town.home(), town.pick(town.surnames), town.birth(1980, 2004)
        yield tuple(
            town.add("a", town.pick(names), surname, born, home)
            for names in (town.male, town.female)
        )


def parents_of_one_name(town: Town) -> Iterator[tuple[int, ...]]:
    for _ in range(EACH):
        home, forename, surname = town.home(), town.pick(town.male), town.pick(town.surnames)
        yield tuple(
            town.add("a", forename, surname, town.birth(*years), home)
            for years in ((1950, 1965), (1985, 2000))
        )


def namesakes(town: Town) -> Iterator[tuple[int, ...]]:
    """One name, births a day apart, in two forces."""
    for _ in range(EACH):
        forename, surname, born = (
            town.pick(town.female),
            town.pick(town.surnames),
            town.birth(1955, 2000),
        )
        near = f"{born[:8]}{int(born[8:]) % 28 + 1:02}"
        yield (
            town.add("a", forename, surname, born, town.home()),
            town.add("b", forename, surname, near, town.home()),
        )


@pytest.mark.parametrize("kind", [families, twins, parents_of_one_name, namesakes])
def test_few_of_a_household_or_of_one_name_are_joined(kind: Any, tmp_path: Path) -> None:
    town = Town()
    groups = list(kind(town))
    matcher = Matcher(in_use(tmp_path))
    matcher.put([features(mention)[0] for mention in town.mentions])
    matcher.update()
    cluster_of = {str(id_): str(name) for id_, name in cluster(matcher).items()}
    matcher.close()
    held: dict[str, set[int]] = {}
    for id_, person in town.person_of.items():
        held.setdefault(cluster_of.get(id_, id_), set()).add(person)
    mixed = [people for people in held.values() if len(people) > 1]
    fooled = sum(any(len(people & set(group)) > 1 for people in mixed) for group in groups)
    # A record without a birth, where the records of whom it means are lacking, is not to be told
    # from the other of one name: that is in the data, not in the program.
    assert fooled <= EACH / 20 * (3 if kind is parents_of_one_name else 1)


def told(one: dict[str, Any], other: dict[str, Any]) -> str:
    """What the shipped model makes of two mentions, in a place of their own."""
    model = in_use(Path("nowhere"))
    matcher = Matcher(model)
    try:
        matcher.put([features(mention)[0] for mention in (one, other)])
        matcher.update()
        asked = f"SELECT weight, {doubtful(model)} FROM pair"
        found = matcher.db.execute(asked).fetchone() or (-9_999, False)
    finally:
        matcher.close()
    if found[0] >= model.limits.threshold:
        return "one"
    return "a question" if found[1] else "two"


HOME = {"addresses": ["7 weir row/zz1 1aa"], "streets": ["weir row"], "postcodes": ["ZZ1 1AA"]}
MINE, YOURS = {"phones": ["+447700900101"]}, {"phones": ["+447700900102"]}
UNBORN = {"birth": None, "birth_precision": None}


def written(forename: str, surname: str, born: str, **more: Any) -> dict[str, Any]:
    return {**_mention(f"{more}", "a", forename, surname, born), **more}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({**MINE, "nominal": "1"}, {**YOURS, **UNBORN, "nominal": "2"}, "a question"),
        ({**MINE, "nominal": "1"}, {**MINE, **UNBORN, "nominal": "2"}, "one"),
        ({**MINE, "nominal": "1"}, {**YOURS, "nominal": "2"}, "one"),
        ({**MINE, "nominal": "1"}, {**YOURS, **UNBORN}, "one"),
    ],
)
def test_two_numbers_of_one_force_and_no_birth_are_a_question(
    one: dict[str, Any], other: dict[str, Any], expected: str
) -> None:
    """Father and son of one name: a phone that both have, or a birth, says otherwise."""
    pair = [written("Rafael", "Ezeonu", "1956-12-04", **HOME, **each) for each in (one, other)]
    assert told(*pair) == expected


@pytest.mark.parametrize(
    ("forename", "surname", "expected"),
    [("Sarah", "Smith", "a question"), ("Radu", "Birkby", "one")],
)
def test_a_birth_that_is_nearly_one_speaks_for_no_common_name(
    forename: str, surname: str, expected: str
) -> None:
    """Of one the home is known, of the other a phone: nothing stands beside it."""
    near = written(forename, surname, "1990-07-22", **MINE)
    assert told(written(forename, surname, "1990-07-23", **HOME), near) == expected


def test_who_is_written_as_muhammad_alone_may_be_called_by_the_name_that_follows() -> None:
    alone, follows, other = (
        written(forename, "Rahimi", "1963-11-29", middle=middle, **HOME, **MINE)
        for forename, middle in (("Mohd", ""), ("Muhammad", "Oscar"), ("Oscar", ""))
    )
    assert told(alone, follows) == "one"
    assert told(follows, other) == "one"
    assert told(alone, other) == "two"
