"""The states of a flag, case by case: what leads from one to another, and in which words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.flags.life import (
    ANSWERS,
    SAID,
    TAKEN_BACK,
    Decision,
    Earlier,
    Outcome,
    Standing,
    digests,
    gone_because,
    outcome_of,
    restored,
    state_of,
    what_changed,
)
from graph.model.compartments import Marking

DAY = dt.date(2025, 3, 1)
A, B, C = (f"ashford/incident/{name}/1~aa" for name in "ABC")
A_CORRECTED, B_CORRECTED = (f"ashford/incident/{name}/2~bb" for name in "AB")
OLD = Standing("f", "rule", ("sam",), "new", (A, B), "{}", Marking(), why="said once")


def said(kind: str, *evidence: str, until: str | None = None) -> Decision:
    return Decision("w1", kind, evidence or (A, B), until)


def before_a_judgement(*evidence: str, decision: str | None = None) -> Earlier:
    return Earlier("strengthened", "as it was", None, evidence or (A, B), decision)


STATES = {
    "taken back on this evidence": (
        replace(OLD, state="reopened", why=TAKEN_BACK, decision=said("reopen")),
        (A, B),
        ("reopened", TAKEN_BACK),
    ),
    "taken back, and a record came in": (
        replace(OLD, state="reopened", why=TAKEN_BACK, decision=said("reopen")),
        (A, B, C),
        ("strengthened", ""),
    ),
    "handed over, and nothing changed": (
        replace(OLD, decision=said("hand_over")),
        (A, B),
        ("new", "said once"),
    ),
    "handed over, and a record came in": (
        replace(OLD, decision=said("hand_over")),
        (A, B, C),
        ("strengthened", ""),
    ),
    "nothing changed": (OLD, (B, A), ("new", "said once")),
    "a record came in": (OLD, (A, B, C), ("strengthened", "")),
    "a record went": (OLD, (A,), ("new", "said once")),
    "a record was corrected": (OLD, (A_CORRECTED, B), ("new", "said once")),
    "found again as it was before": (
        replace(OLD, state="withdrawn", before="confirmed"),
        (A, B),
        ("confirmed", ""),
    ),
    "found again, and nobody knows what it was": (
        replace(OLD, state="withdrawn"),
        (A, B),
        ("reopened", ""),
    ),
    "found again with more": (
        replace(OLD, state="withdrawn", before="new"),
        (A, B, C),
        ("strengthened", ""),
    ),
    "confirmed on this evidence": (
        replace(OLD, decision=said("confirm")),
        (B, A),
        ("confirmed", ""),
    ),
    "dismissed on this evidence": (
        replace(OLD, decision=said("dismiss")),
        (B, A),
        ("dismissed", ""),
    ),
    "confirmed on more than there is": (
        replace(OLD, state="confirmed", decision=said("confirm", A, B, C)),
        (A, B),
        ("confirmed", "said once"),
    ),
    "confirmed on less than there is": (
        replace(OLD, state="confirmed", decision=said("confirm")),
        (A, B, C),
        ("strengthened", ""),
    ),
    "dismissed on less than there is": (
        replace(OLD, decision=said("dismiss", A)),
        (A, B),
        ("reopened", "Dismissed before; since then 1 record came in."),
    ),
    "deferred to a later day": (
        replace(OLD, decision=said("defer", until="2025-03-02")),
        (A, B),
        ("deferred", ""),
    ),
    "deferred to this day": (
        replace(OLD, decision=said("defer", until="2025-03-01")),
        (A, B),
        ("reopened", "It was deferred until 2025-03-01, which has come."),
    ),
    "deferred to an earlier day": (
        replace(OLD, decision=said("defer", until="2025-02-28")),
        (A, B),
        ("reopened", "It was deferred until 2025-02-28, which has come."),
    ),
    "deferred to no day": (replace(OLD, decision=said("defer")), (A, B), ("deferred", "")),
    "confirmed for a time": (
        replace(OLD, decision=said("confirm", until="2025-02-28")),
        (A, B),
        ("confirmed", ""),
    ),
    "deferred, then a record went": (
        replace(OLD, decision=said("defer", until="2025-03-02")),
        (A,),
        ("deferred", ""),
    ),
    "deferred, then a record came in": (
        replace(OLD, decision=said("defer", until="2025-03-02")),
        (A, B, C),
        ("strengthened", ""),
    ),
    "a judgement was taken back": (
        replace(OLD, earlier=before_a_judgement()),
        (B, A),
        ("strengthened", "as it was"),
    ),
    "a judgement was taken back, of other evidence": (
        replace(OLD, earlier=before_a_judgement(A)),
        (A, B),
        ("new", "said once"),
    ),
}


@pytest.mark.parametrize("case", STATES)
def test_the_state_of_a_flag_that_is_found_again(case: str) -> None:
    old, evidence, expected = STATES[case]
    assert state_of(old, evidence, DAY) == expected


@pytest.mark.parametrize(
    ("old", "note", "expected"),
    [
        (OLD, True, ("note", "said once")),
        (replace(OLD, state="note"), True, ("note", "said once")),
        (
            replace(OLD, state="note"),
            False,
            ("reopened", "It was a note: what spoke against it no longer outweighs it."),
        ),
        (replace(OLD, decision=said("confirm")), True, ("confirmed", "")),
        (replace(OLD, state="note", decision=said("dismiss")), False, ("dismissed", "")),
        (replace(OLD, decision=said("defer", until="2025-03-02")), True, ("deferred", "")),
    ],
)
def test_what_speaks_against_a_flag_makes_it_a_note_until_people_say_otherwise(
    old: Standing, note: bool, expected: tuple[str, str]
) -> None:
    assert state_of(old, (A, B), DAY, note=note) == expected
    assert state_of(old, (A, B), DAY) == state_of(old, (A, B), DAY, note=False)


def test_a_flag_is_as_before_a_judgement_unless_somebody_has_said_something_since() -> None:
    earlier = before_a_judgement()
    assert restored(replace(OLD, earlier=earlier), (B, A)) is earlier
    assert restored(OLD, (A, B)) is None
    assert restored(replace(OLD, earlier=earlier), (A,)) is None
    later = replace(OLD, earlier=earlier, decision=said("dismiss"))
    assert restored(later, (A, B)) is None
    heard = before_a_judgement(decision="w1")
    assert restored(replace(later, earlier=heard), (A, B)) is heard
    assert restored(replace(OLD, earlier=heard), (A, B)) is None
    assert restored(replace(OLD, earlier=heard, decision=said("defer")), (A, B)) is None


def test_what_is_kept_of_a_flag_that_a_judgement_changes() -> None:
    word = said("confirm")
    flag = replace(OLD, state="confirmed", due="2025-04-01", decision=word)
    assert flag.kept() == Earlier("confirmed", "said once", "2025-04-01", (A, B), "w1")
    assert OLD.kept() == Earlier("new", "said once", None, (A, B), None)
    assert replace(OLD, state="withdrawn").kept() is None
    first = before_a_judgement()
    assert replace(flag, earlier=first).kept() is first
    assert replace(OLD, state="withdrawn", earlier=first).kept() is first


OUTCOMES: dict[str, tuple[Standing, str, tuple[str, ...], bool, Outcome]] = {
    "as it was": (OLD, "new", (A, B), True, "unchanged"),
    "other words": (OLD, "new", (A, B), False, "changed"),
    "another state": (OLD, "confirmed", (A, B), True, "changed"),
    "a record came in": (OLD, "strengthened", (A, B, C), False, "strengthened"),
    "a record was corrected": (OLD, "new", (A_CORRECTED, B), False, "changed"),
    "reopened": (OLD, "reopened", (A, B, C), False, "reopened"),
    "still reopened": (replace(OLD, state="reopened"), "reopened", (A, B), True, "unchanged"),
    "reopened before, and more came in": (
        replace(OLD, state="reopened"),
        "reopened",
        (A, B, C),
        False,
        "strengthened",
    ),
    "found again": (replace(OLD, state="withdrawn"), "new", (A, B), True, "reopened"),
    "a judgement was taken back": (
        replace(OLD, evidence=(A,), earlier=before_a_judgement()),
        "strengthened",
        (A, B),
        False,
        "changed",
    ),
}


@pytest.mark.parametrize("case", OUTCOMES)
def test_what_happened_to_a_flag_that_is_found_again(case: str) -> None:
    old, state, evidence, same, expected = OUTCOMES[case]
    assert outcome_of(old, state, evidence, same=same) == expected


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ((A,), (A, B), "1 record came in"),
        ((A,), (A, B, C), "2 records came in"),
        ((A, B, C), (B,), "2 records went"),
        ((A, B), (B, C), "1 record came in and 1 record went"),
        ((A, B), (A_CORRECTED, B), "1 record was corrected"),
        ((A, B), (A_CORRECTED, B_CORRECTED), "2 records were corrected"),
        ((A, B), (B, A), "nothing"),
        (("r1",), ("r1", "r2"), "1 record came in"),
    ],
)
def test_what_changed_in_words(before: tuple[str, ...], after: tuple[str, ...], words: str) -> None:
    assert what_changed(before, after) == words


VERSIONS = st.dictionaries(st.sampled_from("ABC"), st.integers(1, 2)).map(
    lambda versions: [f"ashford/incident/{name}/{number}~d" for name, number in versions.items()]
)


@given(VERSIONS, VERSIONS)
def test_what_came_one_way_went_the_other(before: list[str], after: list[str]) -> None:
    there, back = what_changed(before, after), what_changed(after, before)
    turned = there.replace("came in", "left").replace("went", "came in").replace("left", "went")
    assert set(turned.split(" and ")) == set(back.split(" and "))


def test_why_a_flag_is_withdrawn() -> None:
    assert gone_because((A, B), {B}) == (
        "1 of the 2 records that it rested on were withdrawn or replaced."
    )
    assert gone_because((A, B), {B}, "judgement j").startswith("1 of the 2 records")
    assert gone_because((A,), {A}, "judgement j") == (
        "Judgement j took it: its records stand, but no longer show it."
    )
    assert gone_because((A,), {A}) == (
        "Its records stand, but the rule no longer finds it: what they say is read otherwise."
    )


def test_a_digest_is_the_end_of_a_records_id() -> None:
    assert digests([A, B_CORRECTED, "r1", "a~b~c"]) == ["aa", "bb", "", "c"]


def test_the_words_that_people_say_of_a_flag() -> None:
    assert ANSWERS == {"confirm": "confirmed", "dismiss": "dismissed", "defer": "deferred"}
    assert SAID.keys() - ANSWERS.keys() == {"reopen", "hand_over"}
