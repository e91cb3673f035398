"""What was done, read from codes and phrases."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.derive.nodes import incident_props
from graph.model.behaviours import read_behaviours
from graph.model.record import Behaviour, Incident, Record
from graph.model.reference import reference, rows_on

DAY = dt.date(2025, 3, 1)
NOON = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)


def terms(summary: str, *classes: str) -> list[str]:
    return [each.term for each in read_behaviours(classes, "", summary, DAY)]


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        ("A grey car followed her to the station.", ["following"]),
        ("Stood outside the office and left FLOWERS there", ["loitering", "gifts"]),
        ("He rang, then texted and\n threatened her sister", ["contacting", "threats"]),
        ("A friend came with a message from him.", ["by proxy"]),
        ("Her ex sent two of his mates round that night.", ["by proxy"]),
        ("He got his brother to say it", ["by proxy"]),
        ("A man who said he was sent by the former partner knocked.", ["by proxy"]),
        ("A tracker was found under the seat", ["tracking"]),
        ("Says he will not stop: slapped twice.", ["assault"]),
        ("She did not answer, so he kicked the door", ["assault"]),
        ("Cycle taken from the rack.", []),
        ("", []),
    ],
)
def test_a_phrase_tells_what_was_done(summary: str, told: list[str]) -> None:
    assert terms(summary) == told


@pytest.mark.parametrize(
    "summary",
    [
        "She was not followed home.",
        "Nobody was watching the house.",
        "He has never threatened her.",
        "There were no further threats.",
        "The car wasn't damaged.",
        "Left without having been slapped.",
        "Sent through a friend's account",
        "Sent a friend request. Reported by the mother on behalf of her daughter.",
        "He had not sent anybody round.",
        "Sent a parcel; a neighbour came round.",
        "The followed-up report; a watchman; unthreatening",
    ],
)
def test_what_is_denied_or_only_alike_tells_nothing(summary: str) -> None:
    assert terms(summary) == []


def test_a_denial_reaches_no_further_than_its_clause() -> None:
    assert terms("He did not speak but followed her.") == ["following"]
    assert terms("No answer, then messages all night") == ["contacting"]


def test_a_code_tells_it_too_and_a_phrase_is_the_better_basis() -> None:
    assert read_behaviours(["58C/3", "3B"], "", "All four tyres slashed.", DAY) == (
        Behaviour(term="threats", basis="3B"),
        Behaviour(term="damage", basis="slashed"),
    )
    assert terms("", "58") == []


def test_an_incident_has_what_its_force_says_and_else_what_is_read() -> None:
    said = Incident(behaviours=(Behaviour(term="gifts", basis="MO12"),), summary="He followed her.")
    for detail, expected in (
        (said, (["gifts"], ["MO12"])),
        (said.model_copy(update={"behaviours": ()}), (["following"], ["followed"])),
        (
            said.model_copy(update={"summary": "Followed by a man; her ex sent him round."}),
            (["gifts", "by proxy"], ["MO12", "sent him round"]),
        ),
    ):
        record = Record(
            force="northmarch", kind="incident", reference="1", recorded_at=NOON, incident=detail
        )
        props = incident_props(record, detail)
        assert (props["behaviours"], props["behaviour_basis"]) == expected


def test_the_vocabulary_is_small_and_each_row_can_be_found() -> None:
    rows = rows_on("behaviours", DAY)
    assert set(reference(DAY)["behaviours"]) == {row["code"] for row in rows}
    assert len(rows) < 20
    for row in rows:
        assert row["step"] in (1, 2, 3, 4)
        for phrase in row["phrases"]:
            assert row["code"] in terms(f"Says: {phrase.replace('*', 'some men')}."), phrase


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    found = read_behaviours([], text, text, DAY)
    assert len({each.term for each in found}) == len(found)
    assert all(each.basis in " ".join(text.lower().split()) for each in found)
