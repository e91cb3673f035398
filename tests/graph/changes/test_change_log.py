"""What each write is noted to have changed, as its query says."""

from __future__ import annotations

from typing import Any

import pytest

from graph.changes.change_log import ALL, ChangeLog, Entry, entries
from graph.engine.store import Store
from graph.queries import all_queries, load

USES = {"type": "USES", "start": "Person", "end": "Phone"}
INVOLVES = {"type": "INVOLVES", "start": "Incident", "end": "Phone"}
LIVES = {"type": "LIVES_AT", "start": "Organisation", "end": "Address"}
AB = {"start": "a", "end": "b"}
TOLD, SAME = {"id": "1", "other": True}, {"id": "2", "other": False}
MENTION = {"mention": "f/incident/A1/1", "person": "p2"}


@pytest.mark.parametrize(
    ("name", "names", "params", "changed"),
    [
        ("elements/incident", {}, {"rows": [{"id": "i1"}]}, {("Incident", "i1")}),
        ("elements/order", {}, {"rows": [{"id": "o1"}]}, {("Order", "o1")}),
        ("elements/node", {"label": "Phone"}, {"rows": [TOLD, SAME]}, {("Phone:", "1")}),
        ("elements/reopen_node", {"label": "Address"}, {"ids": ["1"]}, set()),
        ("elements/drop_node", {"label": "Order"}, {"ids": ["1"]}, {("Order", "1")}),
        ("elements/link", USES, {"rows": [AB]}, {("Person:USES", "a")}),
        ("elements/link_seen", INVOLVES, {"rows": [AB]}, {("Incident:INVOLVES", "a")}),
        (
            "elements/link_seen",
            LIVES,
            {"rows": [AB]},
            {("Organisation:LIVES_AT", "a"), ("Address:LIVES_AT", "b")},
        ),
        ("elements/possibly_by", {}, {"rows": [AB]}, {("Incident:POSSIBLY_BY", "a")}),
        ("elements/drop_link", USES, {"rows": [AB]}, {("-USES/Person/Phone", "a\nb")}),
        ("elements/drop_label", {"label": "Phone"}, {"size": 1}, {ALL}),
        ("people/drop_lost", {}, {}, {ALL}),
        ("people/drop_empty", {}, {"ids": ["p1"]}, {("Person", "p1")}),
        ("people/unrefer", {}, {"rows": [MENTION]}, {("Person", "p2"), ("Incident", "f/A1")}),
        ("people/person", {}, {"rows": [{"id": "p1"}]}, set()),
    ],
)
def test_a_write_names_what_it_changes(
    name: str, names: dict[str, str], params: dict[str, Any], changed: set[Entry]
) -> None:
    assert set(entries(load(f"write/{name}", **names), params)) == changed


def test_who_takes_over_the_mentions_of_another_is_noted() -> None:
    refer = load("write/people/refer")
    taken = set(entries(refer, {"rows": [{**MENTION, "left": True}]}))
    either = {("Incident", "f/A1"), ("Mention", MENTION["mention"])}
    assert taken == {("Person", "p2"), *either}
    assert set(entries(refer, {"rows": [{**MENTION, "left": False}]})) == either


def test_every_write_of_an_element_changes_something() -> None:
    writes = [query for query in all_queries("write") if query.theme == "elements"]
    # Of what is opened anew another write of the same batch says what it becomes.
    assert {query.name for query in writes if not query.touches} == {"reopen_node"}


def test_what_is_to_be_written_is_in_the_log_of_the_store(embedded_store: Store) -> None:
    log = embedded_store.watcher(ChangeLog)
    log.clear()
    embedded_store.write(load("write/people/drop_empty"), ids=["p1"])
    assert log.read() == {("Person", "p1")}
    embedded_store.write(load("write/people/drop_lost"))
    assert log.read() is None
    log.clear()
