"""Which state the graph is in, and what is kept of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from engines import cypher
from sessions import session_of
from tiny_graph import write

from graph.access.session import Session
from graph.access.whereabouts import Whereabouts
from graph.edition import Edition
from graph.engine.kept import MOST_ROWS, Kept
from graph.engine.store import Store
from graph.explore import answers as explore
from graph.lock import writing

CUT = cypher("MATCH (:Person)-[r:LIVES_AT]->() DELETE r")


def test_each_write_makes_another_state(tmp_path: Path) -> None:
    edition = Edition(tmp_path)
    empty = edition.now()
    assert empty is not None
    with edition.change():
        assert edition.now() is None
    first = edition.now()
    assert first not in (None, empty)
    assert Edition(tmp_path).now() == first  # of another process
    with edition.change():
        pass
    assert edition.now() not in (None, first)


def test_a_folder_that_is_put_back_is_in_no_state_of_before(tmp_path: Path) -> None:
    edition = Edition(tmp_path)
    with edition.change():
        pass
    before = edition.now()
    (tmp_path / "edition").rename(tmp_path / "old")
    with edition.change():
        pass
    assert edition.now() not in (None, before)


def test_a_state_is_unknown_while_one_of_two_writes(tmp_path: Path) -> None:
    edition = Edition(tmp_path)
    with edition.change():
        with edition.change():
            pass
        assert edition.now() is None
    assert edition.now() is not None


def test_a_write_that_broke_off_is_settled_by_the_next_who_alone_writes(tmp_path: Path) -> None:
    edition = Edition(tmp_path)
    with edition.change():
        pass
    before = edition.now()
    with pytest.raises(ZeroDivisionError), edition.change():
        raise ZeroDivisionError
    assert edition.now() is None
    with writing(tmp_path):
        after = edition.now()
    assert after not in (None, before)
    with writing(tmp_path):
        assert edition.now() == after  # nothing to settle


def test_what_is_kept_is_read_once_until_something_is_written() -> None:
    now, asked = [1], []

    def ask(parts: list[str]) -> dict[str, list[str]]:
        asked.append(parts)
        return {part: [f"{part}{now[0]}"] for part in parts}

    kept = Kept(lambda: now[0])
    assert kept.read("q", ["a"], ask) == {"a": ["a1"]}
    assert kept.read("q", ["a", "b"], ask) == {"a": ["a1"], "b": ["b1"]}
    assert kept.read("other", ["a"], ask) == {"a": ["a1"]}
    assert asked == [["a"], ["b"], ["a"]]
    now[0] = 2
    assert kept.read("q", ["a"], ask) == {"a": ["a2"]}


def test_nothing_is_kept_that_was_written_to_meanwhile_or_of_an_unknown_state() -> None:
    states: list[int | None] = [1, 2, 2, 2, None]
    kept = Kept(lambda: states.pop(0))
    assert kept.read("q", ["a"], lambda _: {"a": [0]}) == {"a": [0]}  # written to meanwhile
    assert kept.read("q", ["a"], lambda _: {"a": [1]}) == {"a": [1]}
    assert kept.read("q", ["a"], lambda _: {"a": [2]}) == {"a": [2]}  # of an unknown state


def test_it_does_not_grow_for_ever() -> None:
    kept = Kept(lambda: 1)
    rows = [0] * 4_000
    for turn in range(MOST_ROWS // 4_000 + 2):
        kept.read(turn, ["a"], lambda _: {"a": rows})
    assert kept.read(0, ["a"], lambda _: {"a": ["anew"]}) == {"a": ["anew"]}


def test_a_page_opened_again_reads_no_more_and_a_write_is_seen_at_once(
    embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(embedded_store, "vera LIVES_AT a1\ni1 Incident\nvera VICTIM_OF i1\nsam SUSPECT_IN i1")
    kept, asked, real = Kept(embedded_store.edition.now), [], Store.read

    def read(self: Store, query: object, *given: object, **params: object) -> object:
        asked.append(query)
        return real(self, query, *given, **params)  # type: ignore[arg-type]

    def look(clearance: int = 1) -> list[str]:
        known = Whereabouts(embedded_store, kept)
        base = session_of(embedded_store, clearance=clearance)
        session = Session(base.store, base.audit, base.viewer, known)
        chart = explore.neighbourhood(session, "vera", 2)
        return [node.id for node in chart.nodes] if chart else []

    monkeypatch.setattr(Store, "read", read)
    first = look()
    assert "a1" in first
    asked.clear()
    assert look() == first
    assert asked == []
    look(0)
    assert asked  # what one clearance sees is not kept for another
    embedded_store.write(CUT)
    assert look() == [each for each in first if each != "a1"]
