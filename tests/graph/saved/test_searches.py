"""Searches that people keep: whose they are, what is new in them, and what is erased of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from sessions import session_of
from small_graph import incident, write

from graph.access.session import Session
from graph.engine.store import Store
from graph.errors import InputError
from graph.saved import news
from graph.saved.searches import MOST, VISIT, KeptSearches

ONE, TWO = ("Incident", "f/1"), ("Incident", "f/2")


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = dt.datetime(2025, 3, 1, 9, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(tmp_path: Path, clock: Clock) -> KeptSearches:
    return KeptSearches(tmp_path / "searches.sqlite", clock)


def test_what_nobody_saw_is_new_stays_so_for_a_visit_and_no_longer(
    kept: KeptSearches, clock: Clock
) -> None:
    id_ = kept.save("ana", "  Vans  in March ", "van", {"from": "2025-03-01"}, [ONE])
    search = kept.one("ana", id_)
    assert (search.name, search.text, search.given) == (
        "Vans in March",
        "van",
        {"from": "2025-03-01"},
    )
    assert kept.counted(search, "n1") is None
    assert kept.unseen(search, [ONE, TWO], "n1") == 1
    assert kept.counted(search, "n1") == 1
    assert kept.counted(search, "n2") is None
    clock.now += dt.timedelta(days=1)
    assert kept.look(search, [ONE, TWO]) == {TWO}
    assert kept.counted(search, "n1") is None
    clock.now += VISIT - dt.timedelta(seconds=1)
    assert kept.look(search, [ONE, TWO]) == {TWO}
    assert kept.look(search, [ONE]) == set()  # what is found no more is not new
    clock.now += dt.timedelta(seconds=2)
    assert kept.look(search, [ONE, TWO]) == set()
    assert kept.unseen(search, [ONE, TWO], "n3") == 0
    assert kept.one("ana", id_).looked == clock.now


def test_a_search_is_its_owners_alone(kept: KeptSearches, tmp_path: Path) -> None:
    id_ = kept.save("ana", "Elder", "Elder", {}, [])
    for refused in (
        lambda: kept.one("bo", id_),
        lambda: kept.rename("bo", id_, "mine"),
        lambda: kept.delete("bo", id_),
    ):
        with pytest.raises(InputError, match="no such search"):
            refused()
    assert kept.of("bo") == []
    assert [search.name for search in kept.of("ana")] == ["Elder"]
    kept.save("bo", "Elder", "Elder", {}, [])
    other = kept.save("ana", "Larch", "Larch", {}, [])
    with pytest.raises(InputError, match="of that name already"):
        kept.rename("ana", other, "ELDER")
    kept.rename("ana", other, "Reed")
    kept.delete("ana", id_)
    assert [search.name for search in kept.of("ana")] == ["Reed"]
    assert (tmp_path / "searches.sqlite").stat().st_mode & 0o077 == 0


def test_what_cannot_be_saved_is_said(kept: KeptSearches) -> None:
    with pytest.raises(InputError, match="wants a name"):
        kept.save("ana", " ", "Elder", {}, [])
    with pytest.raises(InputError, match="nothing to save"):
        kept.save("ana", "x", " ", {}, [])
    for number in range(MOST):
        kept.save("ana", f"search {number}", "Elder", {}, [])
    with pytest.raises(InputError, match="delete one"):
        kept.save("ana", "one more", "Elder", {}, [])


def test_what_is_erased_is_in_no_byte(kept: KeptSearches, tmp_path: Path) -> None:
    named = kept.save("ana", "Kwilquo", "phone", {"words": "kwilquo"}, [ONE])
    misspelt = kept.save("ana", "somebody", "Quilkuo", {}, [("Person", "p17")])
    of_several = kept.save("ana", "a street", "Elder", {}, [("Person", "p17"), ONE])
    by_filters = kept.save("ana", "a force", "", {"force": "f"}, [("Person", "p17")])
    kept.unseen(kept.one("ana", of_several), [ONE], "n1")

    def tells(value: object) -> bool:
        return "kwilquo" in str(value).casefold() or value == ["p17"]

    assert kept.forget(tells) == 2 + 3
    assert {search.id for search in kept.of("ana")} == {of_several, by_filters}
    assert not {named, misspelt} & {search.id for search in kept.of("ana")}
    held = (tmp_path / "searches.sqlite").read_bytes()
    for word in (b"wilquo", b"uilkuo", b"p17"):
        assert word not in held
    assert kept.counted(kept.one("ana", of_several), "n1") is None


@pytest.fixture
def session(embedded_store: Store) -> Session:
    write(embedded_store, [incident("f/1", 1, behaviours=["following"])], [])
    session = session_of(embedded_store, 0)
    embedded_store.settings.searches.unlink(missing_ok=True)
    return session


def test_a_night_brings_news_of_what_the_viewer_may_see(session: Session) -> None:
    given = {"behaviour": "following"}
    id_ = news.save(session, "followed", "", given)
    assert [(each.search.id, each.fresh) for each in news.listed(session)] == [(id_, 0)]
    more = [
        incident("f/2", 2, behaviours=["following"]),
        incident("f/3", 3, behaviours=["following"], level=2),
        ("Night", "2025-03-04T02:00:00+00:00", {"as_of": "2025-03-04T02:00:00Z"}),
    ]
    write(session.store, more, [])
    assert [each.fresh for each in news.listed(session)] == [1]
    cleared = replace(session, viewer=replace(session.viewer, clearance=2))
    assert [each.fresh for each in news.listed(cleared)] == [2]
    assert [each.fresh for each in news.listed(session)] == [1]
    found = news.result(session, "", given)
    assert news.look(session, id_, "other words", given, found) is None
    looked = news.look(session, id_, "", given, found)
    assert looked is not None
    assert (looked[0].name, looked[1]) == ("followed", {("Incident", "f/2")})
    assert [each.fresh for each in news.listed(session)] == [0]
    other = replace(session, viewer=replace(session.viewer, who="somebody else"))
    assert news.listed(other) == []
    assert news.look(other, id_, "", given, found) is None
    asked = [entry.body.get("asked") for entry in session.audit.entries() if entry.body]
    assert {"save search", "saved searches", "saved search", "filtered search"} <= set(asked)


def test_a_search_that_cannot_be_asked_any_more_says_why(session: Session) -> None:
    kept = KeptSearches(session.store.settings.searches)
    kept.save(session.viewer.who, "old", "", {"behaviour": "a word of another table"}, [])
    (each,) = news.listed(session)
    assert "There is no behaviour" in each.wrong
