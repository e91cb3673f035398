"""Names and births as the model weighs them, and which pairs it looks at because of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from small_records import incident, person
from small_town import mention

from graph.derive.mentions import mention_props
from graph.model.names import parts
from ingest.resolve import blocking
from ingest.resolve.comparisons import COMPARISONS, NAMES
from ingest.resolve.features import features, somebody
from ingest.resolve.matcher import Matcher
from ingest.resolve.model import in_use
from ingest.resolve.score import comparison_levels, score
from ingest.resolve.tables import rows

MODEL = in_use(Path("nowhere"))
PAIRS = Path(__file__).parents[2] / "graph" / "model" / "name_pairs.csv"
Compared = dict[str, tuple[str, float]]
"""Comparison -> the level of a pair, and its bits."""


def compared(pairs: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> list[Compared]:
    """What the shipped model says of each pair, in their order; {} for one at the floor."""
    matcher = Matcher(MODEL)
    try:
        listed = list(pairs)
        made = [features({**each, "id": f"{n:06}"})[0] for n, each in enumerate(sum(listed, ()))]
        matcher.put(made)
        at = dict(rows(matcher.db, "SELECT unique_id, i FROM mention"))
        ends = [(at[f"{2 * n:06}"], at[f"{2 * n + 1:06}"]) for n in range(len(listed))]
        matcher.db.execute("CREATE TABLE asked (l INTEGER, r INTEGER, blocking_rule UTINYINT)")
        matcher.db.executemany("INSERT INTO asked VALUES (?, ?, 0)", ends)
        score(matcher.db, MODEL, "asked", "pair")
        scored = {(x, y): z for x, y, *z in rows(matcher.db, "SELECT l, r, levels, bits FROM pair")}
    finally:
        matcher.close()
    return [_named(*scored[pair]) if pair in scored else {} for pair in ends]


def _named(levels: list[int], bits: list[int]) -> Compared:
    return {
        name: (comparison_levels(name)[level - 1], share / 100)
        for name, level, share in zip(COMPARISONS, levels, bits, strict=True)
        if level
    }


def named(written: str, **more: Any) -> dict[str, Any]:
    """A mention of this name, in the parts that a mapping finds, of a birth that all have."""
    name = parts(written)
    pieces = {"forename": name.forename, "middle": name.middle, "surname": name.surname}
    return mention("x", born="1980-05-17", **pieces, **more)


@pytest.fixture(scope="module")
def names_of_the_table() -> list[tuple[dict[str, str], float]]:
    """Each pair of the table of names that has both, with the bits of its names."""
    with PAIRS.open(encoding="utf-8") as file:
        listed = [row for row in csv.DictReader(file) if row["kind"] not in ("nobody", "one word")]
    pairs = [(named(row["one"]), named(row["other"])) for row in listed]
    weighed = [sum(each[name][1] for name in NAMES if name in each) for each in compared(pairs)]
    return list(zip(listed, weighed, strict=True))


def test_the_model_weighs_names_as_the_table_of_names_says(
    names_of_the_table: list[tuple[dict[str, str], float]],
) -> None:
    """Names alone: what is one name speaks for, what is another against.

    Two names that change places are one to the model, of a father and his son too: their births
    part them.
    """
    wrong = [
        (row["one"], row["other"], row["expected"], bits)
        for row, bits in names_of_the_table
        if "bin Omar" not in row["other"]
        if (row["expected"] == "same" and bits < 4) or (row["expected"] == "other" and bits > 4)
    ]
    assert wrong == []


def born(written: str, **more: Any) -> dict[str, Any]:
    return mention("x", "Ann Pike", born=written, **more)


def test_a_day_that_does_not_exist_is_compared_by_its_digits() -> None:
    impossible = born("1984-01-01", birth_precision="year", birth_digits="19840231")
    same, slip = compared([(impossible, impossible), (impossible, born("1984-02-21"))])
    assert same["birth"][0] == "same date of birth"
    assert slip["birth"][0] == "one digit differs"


def middle(one: str, other: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return named(f"James {one} Hale"), named(f"James {other} Hale")


def test_middle_names_that_contradict_speak_against_and_one_that_lacks_says_nothing() -> None:
    same, initial, other, lacking, form = compared(
        middle(*pair)
        for pair in (("Robert", "Robert"), ("Robert", "R"), ("Robert", "Edward"),
                     ("Robert", ""), ("Robert", "Roberd"))
    )  # fmt: skip
    assert same["middle"][1] > initial["middle"][1] > 0 > other["middle"][1] + 4
    assert "middle" not in lacking
    assert form["middle"] == ("middle name but for a slip", form["middle"][1])


def test_father_and_son_of_one_name_are_a_question() -> None:
    one, other = (named(name) | {"name": name} for name in ("Morris Hale I", "Morris Hale II"))
    junior, senior = (named("Morris Hale") | {"surname": f"Hale {mark}"} for mark in ("Jr", "Sr"))
    for each in compared([(one, other), (junior, senior)]):
        assert each["surname"][0] == "same surname"
        assert each["middle"][0] == "father and son of one name"


def test_a_name_that_tells_of_no_family_says_little_as_a_surname() -> None:
    kaur, sandhu, both = compared(
        [
            (named("Harpreet Kaur"), named("Manpreet Kaur")),
            (named("Gurdeep Sandhu"), named("Jagdeep Sandhu")),
            (named("Harpreet Kaur"), named("Harpreet Gill")),
        ]
    )
    assert 0 < kaur["surname"][1] < 2 < 7 < sandhu["surname"][1]
    assert "surname" not in both


def candidates(*mentions: dict[str, Any]) -> set[tuple[int, int]]:
    matcher = Matcher(MODEL)
    try:
        matcher.put([features({**each, "id": str(n)})[0] for n, each in enumerate(mentions)])
        matcher._spread()
        return {(a, b) for a, b, _ in rows(matcher.db, matcher._candidates())}
    finally:
        matcher.close()


def test_who_shares_one_name_that_is_alike_and_the_place_of_birth_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(blocking, "ALONE", 1)
    ann = mention("a", "Ann Thwaite", "1861-03-02", birth_place="Ashmere")
    assert candidates(ann, mention("b", "Ivo Thweyte", "1899", birth_place="Ashmere")) == {(0, 1)}
    assert candidates(ann, mention("b", "Ann Moss", "1899", birth_place="Ashmere")) == {(0, 1)}
    assert not candidates(ann, mention("b", "Ivo Thweyte", "1899", birth_place="Denby"))
    assert not candidates(ann, mention("b", "Ivo Moss", "1899", birth_place="Ashmere"))


@pytest.mark.parametrize(
    ("birth", "role", "reason"),
    [
        ("2024-01-01", "victim", None),
        ("2024-06-01", "victim", "is after what the record tells of"),
        ("1903-12-31", "suspect", "is over 120 years before what the record tells of"),
        ("1904-01-02", "suspect", None),
    ],
)
def test_a_birth_is_refused_by_what_its_own_record_makes_possible(
    birth: str, role: str, reason: str | None
) -> None:
    record = incident("1", person("Ann Pike", role, born=birth))
    (party,) = record.parties
    props = mention_props(record, party)
    assert props["birth_refused"] == reason
    assert props["birth"] == (None if reason else birth)
    row, doubts = features({**props, "id": "x"})
    assert [doubt for doubt in doubts if doubt[0] == "birth"] == (
        [("birth", reason)] * bool(reason)
    )
    assert somebody(row)


def test_a_register_may_name_the_dead() -> None:
    record = incident("1", person("Ann Pike", born="1861-03-02"))
    register = record.model_copy(update={"kind": "person", "incident": None})
    assert mention_props(register, register.parties[0])["birth"] == "1861-03-02"
