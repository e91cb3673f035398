"""What one person number says counts together, and two entries of one roll are two people."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any

import pytest
from small_town import mention

from ingest.resolve import pool
from ingest.resolve.cluster import cluster
from ingest.resolve.features import features
from ingest.resolve.matcher import Matcher
from ingest.resolve.model import in_use
from ingest.resolve.tables import one, rows

MODEL = in_use(Path("nowhere"))
HOME: dict[str, Any] = {
    "addresses": ["59 orchard close"],
    "streets": ["59 orchard close"],
    "postcodes": ["ZZ1 8FD"],
    "localities": ["ashby"],
}
PHONE: dict[str, Any] = {"phones": ["+447700900001"]}
Mentions = list[dict[str, Any]]


def groups(*mentions: dict[str, Any], nights: int = 1) -> tuple[list[str], list[str]]:
    """The clusters, each as its ids in a row, and the mentions that contradict their number."""
    matcher = Matcher(MODEL)
    try:
        for night in range(nights):
            matcher.put([features(each)[0] for each in mentions[night::nights]])
            matcher.update()
        names = cluster(matcher)
        contradicting = pool.contradicting(matcher.db)
    finally:
        matcher.close()
    among = names.groupby(names).groups.values()
    return sorted("".join(sorted(ids)) for ids in among), contradicting


def of(id_: str, number: str, name: str = "", born: str | None = None, **more: Any) -> Any:
    return mention(id_, name, born, nominal=number, **more)


BORN, SLIP = "1968-09-01", "1978-09-18"
ROSA = "josefa rawlin"


@pytest.mark.slow
def test_an_address_that_stands_once_counts_for_every_record_of_a_number() -> None:
    """The register has the address, the incidents refer to it, and one birth is written badly."""
    records = [
        of("a", "N1", ROSA, BORN),
        of("b", "N1", ROSA, BORN, **HOME),
        of("c", "N3", ROSA, SLIP),
        of("d", "N3", ROSA, SLIP, **HOME),
        of("e", "N2", "milo tadworth", "1990-03-06"),
    ]
    for order in itertools.islice(itertools.permutations(records), 0, 120, 40):
        assert groups(*order) == (["abcd", "e"], [])
    assert groups(*records, nights=3) == (["abcd", "e"], [])


@pytest.mark.parametrize(
    ("odd", "parts"),
    [
        (of("c", "N1", ROSA, SLIP), ["abc"]),
        (of("c", "N1", "josepha rawlins", "1968-09-01"), ["abc"]),
        (of("c", "N1", "rawlin josefa"), ["abc"]),
        (of("c", "N1"), ["abc"]),
        (of("c", "N1", "maria rawlin"), ["abc"]),
        (of("c", "N1", "ivo marsh", BORN), ["abc"]),
        (of("c", "N1", ROSA, "1990-02-11"), ["ab", "c"]),
        (of("c", "N1", "ivo marsh", "1951-11-30"), ["ab", "c"]),
        (of("c", "N1", "ivo marsh"), ["ab", "c"]),
        (of("c", "N1", "maria rawlin", "1971-02-11"), ["ab", "c"]),
        (of("c", "N1", ROSA, BORN, force="elsewhere"), ["abc"]),
        (of("c", "N1", "ivo marsh", "1951-11-30", force="elsewhere"), ["ab", "c"]),
        (of("c", "N1", force="elsewhere"), ["ab", "c"]),
    ],
    ids=[
        "a slip in the birth",
        "spelt otherwise",
        "names in the other order",
        "nothing but the number",
        "a name by which the person goes as well",
        "another name with one birth",
        "a generation apart",
        "somebody else",
        "somebody else of no birth",
        "a relative",
        "the same person of another force",
        "somebody else of another force",
        "another force's number alone",
    ],
)
@pytest.mark.slow
def test_what_contradicts_a_number_is_a_question(odd: dict[str, Any], parts: list[str]) -> None:
    doubted = ["c"] if parts == ["ab", "c"] and odd["force"] == "ashmere" else []
    records = [of("a", "N1", ROSA, BORN), of("b", "N1", ROSA, BORN), odd]
    assert groups(*records) == (parts, doubted)
    assert groups(*records[::-1], nights=2) == (parts, doubted)


def test_what_says_only_a_number_that_two_people_have_is_of_neither() -> None:
    people = [of("a", "N1", ROSA, BORN), of("b", "N1", "ivo marsh", "1951-11-30"), of("c", "N1")]
    assert groups(*people)[0] == ["a", "b", "c"]


def test_a_slip_is_judged_against_all_that_its_number_says() -> None:
    """One bad birth among three does not keep somebody from another force's record."""
    records = [
        of("a", "N1", ROSA, "1999-12-31"),
        of("b", "N1", ROSA, BORN, **PHONE),
        of("c", "N1", ROSA, BORN, **HOME),
        mention("d", ROSA, BORN, force="elsewhere", **PHONE),
    ]
    assert groups(*records)[0] == ["a", "bcd"]
    records[0] = of("a", "N1", ROSA, SLIP)
    assert groups(*records)[0] == ["abcd"]


def test_somebody_of_a_thousand_records_is_one_row() -> None:
    many = [of(f"m{n:04}", "N1", ROSA, BORN if n % 50 else SLIP) for n in range(1_200)]
    matcher = Matcher(MODEL)
    matcher.put([features(each)[0] for each in many])
    matcher.update()
    assert one(matcher.db, "SELECT count(*) FROM mention") == 1
    assert rows(matcher.db, "SELECT birth FROM mention") == [("19680901",)]
    assert cluster(matcher).nunique() == 1
    matcher.drop([each["id"] for each in many[:-1]])
    matcher.update()
    assert rows(matcher.db, "SELECT unique_id, i FROM member") == [
        (many[-1]["id"], one(matcher.db, "SELECT i FROM mention"))
    ]
    matcher.close()


def entry(id_: str, name: str, born: str | None = None, **more: Any) -> dict[str, Any]:
    return mention(id_, name, born, roll="census", **more)


@pytest.mark.slow
def test_two_entries_of_one_roll_are_two_people_whatever_they_share() -> None:
    both = [entry("a", ROSA, BORN, **HOME, **PHONE), entry("b", ROSA, BORN, **HOME, **PHONE)]
    third = mention("c", ROSA, BORN, **HOME, **PHONE)
    assert groups(*both)[0] == ["a", "b"]
    assert all(len(set("ab") & set(group)) < 2 for group in groups(*both, third)[0])
    others = [dict(both[0], roll=None), dict(both[1], roll=None)]
    assert groups(*others)[0] == ["ab"]
    assert groups(both[0], dict(both[1], roll="watch list"))[0] == ["ab"]
    assert groups(both[0], dict(both[1], force="elsewhere"))[0] == ["ab"]


def test_one_person_number_makes_one_of_two_entries() -> None:
    both = [entry(id_, ROSA, BORN, nominal="N1") for id_ in "ab"]
    assert groups(*both)[0] == ["ab"]
    assert groups(both[0], dict(both[1], nominal="N2"))[0] == ["a", "b"]


def test_a_third_record_does_not_average_two_entries_into_one() -> None:
    """They are so unlike that their pair is below the floor: it must forbid all the same."""
    both = [entry("a", ROSA, BORN, **PHONE), entry("b", "ivo marsh", "1951-11-30", **HOME)]
    third = mention("c", ROSA, BORN, other_names=["ivo marsh"], **PHONE, **HOME)
    assert all(len(set("ab") & set(group)) < 2 for group in groups(*both, third)[0])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_any_numbers_in_any_order_give_the_same(seed: int) -> None:
    draw = random.Random(seed)
    names, births = ("sam pike", "ann pike", "ivo marsh", ""), (BORN, SLIP, "1990-02-11", None)
    said = [
        of(f"m{n}", draw.choice(("N1", "N2", "")), draw.choice(names), draw.choice(births))
        for n in range(14)
    ]
    expected = groups(*said)
    draw.shuffle(said)
    assert groups(*said, nights=2 + seed % 4) == expected
