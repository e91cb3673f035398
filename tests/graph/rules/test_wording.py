"""How a rule's answer is put into words."""

from __future__ import annotations

from typing import Any

from graph.queries import load
from graph.rules.wording import MOST_EVENTS, explanation


def _calls(count: int) -> str:
    rule = load("detect/on_notice")
    calls = [
        {"id": f"CD{n}", "kind": "call", "at": f"2025-01-07T10:{n:02d}:00Z"} for n in range(count)
    ]
    columns: dict[str, Any] = {column.name: None for column in rule.gives}
    return explanation(rule, {**columns, "contacts": calls}, {})


def test_calls_and_messages_are_told_with_their_ids_and_times() -> None:
    assert _calls(2) == (
        "Calls and messages among them: call CD0 on 7 January 2025, 10:00 GMT"
        " and call CD1 on 7 January 2025, 10:01 GMT."
    )
    assert _calls(0) == ""


def test_of_many_calls_a_sentence_tells_the_first_and_how_many_more() -> None:
    told = _calls(MOST_EVENTS + 3)
    assert f"CD{MOST_EVENTS - 1} on" in told
    assert f"CD{MOST_EVENTS} on" not in told
    assert told.endswith("and 3 more.")


def test_an_order_ends_on_its_last_day_and_a_call_is_told_by_local_clocks() -> None:
    rule = load("detect/order_breach")
    call = {"id": "CD1", "kind": "call", "at": "2025-06-30T23:10:00Z"}
    columns: dict[str, Any] = {column.name: None for column in rule.gives}
    told = explanation(rule, {**columns, "until": "2026-03-16T00:00:00Z", "contacts": [call]}, {})
    assert "It ends 15 March 2026." in told
    assert "call CD1 on 1 July 2025, 00:10 BST" in told


def test_what_was_known_to_a_day_ends_on_that_day() -> None:
    rule = load("detect/on_notice")
    columns: dict[str, Any] = {column.name: None for column in rule.gives} | {"events": 1}
    columns |= {"first": "2025-06-30T23:00:00Z", "last": "2025-07-01T23:00:00Z", "ways": ["a way"]}
    assert "1 event on 1 July 2025" in explanation(rule, columns, {})
