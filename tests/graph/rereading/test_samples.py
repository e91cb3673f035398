"""Closed cases are drawn by a seed, read by two who do not see each other, and by a third."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sessions import session_of
from small_graph import Node, incident, write

from graph.access.session import Session
from graph.engine.store import Store
from graph.erasure import folder
from graph.erasure.traces import Traces
from graph.errors import AccessError, InputError
from graph.identity import exchange
from graph.rereading import samples
from graph.rereading.kept import KeptReadings


def flag(number: int, state: str = "dismissed", level: int = 0) -> Node:
    return ("Flag", f"f{number}", {"state": state, "rule": "x", "level": level})


@pytest.fixture
def session(embedded_store: Store) -> Iterator[Session]:
    nodes = [flag(number) for number in range(6)]
    nodes += [flag(7, "new"), flag(8, level=2)]
    nodes += [
        incident("f/1", 1, outcome="18", offence_classes=["8Q"]),
        incident("f/2", 2, outcome="0", offence_classes=["8Q"]),
        incident("f/3", 3, outcome="18", offence_classes=["58C"]),
        incident("f/4", 4, outcome="18", offence_classes=["8Q"], cancelled=True),
    ]
    write(embedded_store, nodes, [])
    yield session_of(embedded_store, 0)
    embedded_store.settings.readings.unlink(missing_ok=True)


def reader(session: Session, who: str, role: str = "investigator") -> Session:
    return replace(session, viewer=replace(session.viewer, who=who, role=role))


def standing(session: Session, who: str) -> samples.Standing:
    return samples.standings(reader(session, who))[0]


def test_a_seed_draws_the_same_of_what_may_be_seen(session: Session) -> None:
    first = samples.draw(session, "  first   of all ", "flags", 4, 7)
    again = samples.draw(session, "again", "flags", 4, 7)
    other = samples.draw(session, "other", "flags", 4, 8)
    whole = samples.draw(session, "whole", "flags", 100, 7)
    assert (first.name, first.population, len(first.cases)) == ("first of all", 6, 4)
    assert first.cases == again.cases != other.cases
    assert sorted(whole.cases) == [f"f{number}" for number in range(6)]
    assert samples.draw(session, "incidents", "stalking", 9, 1).cases == ("f/1",)
    for name, of, size, says in (
        ("", "flags", 1, "wants a name"),
        ("x", "people", 1, "drawn from"),
        ("x", "flags", 0, "1 to 2,000"),
        ("x", "harassment", 5, "nothing to draw from"),
    ):
        with pytest.raises(InputError, match=says):
            samples.draw(session, name, of, size, 1)
    with pytest.raises(AccessError):
        samples.draw(reader(session, "ivy"), "x", "flags", 1, 1)


def test_two_read_blind_and_a_third_where_they_differ(session: Session) -> None:
    sample = samples.draw(session, "s", "flags", 2, 1)
    one, two = sample.cases

    def say(who: str, case: str, said: samples.Answer) -> None:
        samples.answer(reader(session, who), sample.id, case, said, "read it")

    assert standing(session, "ann").open == (one, two)
    say("ann", one, "right")
    assert standing(session, "ann").open == (two,)
    with pytest.raises(InputError, match="stays"):
        say("ann", one, "wrong")
    say("bo", one, "wrong")
    halfway = standing(session, "cy")
    assert (halfway.open, halfway.differ, halfway.result) == ((one, two), 1, None)
    assert halfway.read == {2: 1, 0: 1}
    say("ann", two, "right")
    say("bo", two, "right")
    before = standing(session, "cy")
    assert before.open == (one,)
    assert before.result is not None
    assert before.result.answers == {"disputed": 1, "right": 1}
    assert standing(session, "bo").open == ()
    say("cy", one, "wrong")
    done = standing(session, "dee")
    assert (done.open, done.differ) == ((), 0)
    assert done.result is not None
    assert (done.result.answers, done.result.again) == ({"wrong": 1, "right": 1}, (one,))
    assert (done.result.agree.same, done.result.agree.cases) == (1, 2)
    with pytest.raises(InputError, match="meanwhile"):
        say("dee", one, "right")
    with pytest.raises(InputError, match="choose one"):
        samples.answer(session, sample.id, one, "", "x")
    with pytest.raises(InputError, match="say why"):
        samples.answer(session, sample.id, one, "right", " ")
    with pytest.raises(InputError, match="in no such sample"):
        say("dee", "f7", "right")
    with pytest.raises(AccessError):
        samples.answer(reader(session, "x", "system"), sample.id, one, "right", "x")
    entries = [e for e in session.audit.entries() if e.action == "alteration"]
    assert all("why" not in (entry.body or {}) for entry in entries)


def test_what_was_said_is_exported_with_decisions_and_comes_back_once(session: Session) -> None:
    sample = samples.draw(session, "s", "flags", 2, 1)
    samples.answer(session, sample.id, sample.cases[0], "unsure", "too little told")
    lines = [
        line for line in exchange.export(session.store) if line["kind"] in ("sample", "reading")
    ]
    assert [line["kind"] for line in lines] == ["sample", "reading"]
    read = exchange.read_lines(map(json.dumps, lines))
    session.store.settings.readings.unlink()
    assert exchange.import_decisions(session.store, read).new == 2
    assert exchange.import_decisions(session.store, read) == exchange.Imported(0, 2, ())
    kept = KeptReadings(session.store.settings.readings)
    assert kept.samples() == [sample]
    assert [each.why for each in kept.readings()] == ["too little told"]


def test_what_is_erased_leaves_its_sample(session: Session) -> None:
    sample = samples.draw(session, "s", "flags", 6, 1)
    gone, stays, *_ = sample.cases
    samples.answer(session, sample.id, gone, "right", "he is known to us")
    samples.answer(session, sample.id, stays, "wrong", "Kwilquo was never asked")
    kept = KeptReadings(session.store.settings.readings)
    traces = Traces(frozenset(), frozenset({"kwilquo"}))
    folder.forget_words(session.store, traces)
    assert [each.why for each in kept.readings()] == ["he is known to us", "(erased)"]
    kept.forget(lambda _: False, set(sample.cases) - {gone}, "(erased)")
    assert gone not in kept.samples()[0].cases
    assert [each.case for each in kept.readings()] == [stays]
    held = session.store.settings.readings.read_bytes()
    assert b"wilquo" not in held
    assert b"known to us" not in held
