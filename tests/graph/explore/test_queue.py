"""The queue of flags: filtered, counted, page by page; one of them opened whole."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from engines import cypher
from scene import build, cleared
from small_graph import Node, write

from graph.access.session import Session
from graph.engine.store import Store
from graph.explore.queue import FACETS, Wanted, arrived, news, opened, queue
from graph.queries import load

NOW = dt.datetime(2025, 3, 20, 9, tzinfo=dt.UTC)


def flag(id_: str, due: str | None, day: int = 1, **more: Any) -> Node:
    at = dt.datetime(2025, 3, day, 2, tzinfo=dt.UTC).isoformat()
    words = dict.fromkeys(("why", "sentence", "explanation"), "") | {"columns": "{}"}
    times = {"raised_at": at, "changed_at": at, "night": "n1", "due": due, "owner": "northmarch"}
    on = {"rule": "gone", "subjects": ["sam"], "state": "new", "evidence": ["r1"]}
    return ("Flag", id_, words | times | on | {"forces": ["northmarch"]} | more)


FLAGS = [
    flag("a", "2025-03-19"),
    flag("b", "2025-03-22", rule="escalation", forces=["northmarch", "eastvale"]),
    flag("c", "2025-03-22", owner="eastvale", state="reopened"),
    flag("d", "2025-05-01", day=18, state="strengthened"),
    flag("e", None, state="dismissed"),
    flag("f", None, state="withdrawn", why="1 of the 2 records went."),
    flag("g", "2025-03-21", level=2),
]


@pytest.fixture
def session(store: Store, tmp_path: Path) -> Session:
    session = build(store, tmp_path)
    write(store, FLAGS, [])
    return session


def ids(session: Session, **wanted: str) -> list[str]:
    return [each.id for each in queue(session, Wanted(**wanted), now=NOW).flags]


def test_what_waits_comes_by_its_day_and_what_has_an_answer_only_when_asked_for(
    session: Session,
) -> None:
    assert ids(session) == ["a", "b", "c", "d"]
    assert ids(cleared(session)) == ["a", "g", "b", "c", "d"]
    assert ids(session, state="dismissed") == ["e"]
    assert ids(session, state="withdrawn") == ["f"]
    assert ids(session, state="nonsense") == ids(session)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"rule": "escalation"}, ["b"]),
        ({"owner": "eastvale"}, ["c"]),
        ({"force": "eastvale"}, ["b"]),
        ({"due": "overdue"}, ["a"]),
        ({"due": "soon"}, ["b", "c"]),
        ({"due": "later"}, ["d"]),
        ({"due": "none"}, []),
        ({"due": "none", "state": "dismissed"}, ["e"]),
    ],
)
def test_each_filter_leaves_what_it_says(
    session: Session, wanted: dict[str, str], found: list[str]
) -> None:
    assert ids(session, **wanted) == found


def test_the_counts_of_a_group_add_up_to_what_the_other_filters_leave(session: Session) -> None:
    for wanted in (Wanted(), Wanted(rule="gone"), Wanted(due="soon", owner="eastvale")):
        found = queue(session, wanted, now=NOW)
        assert found.total == len(found.flags)
        for facet in ("rule", "state", "owner", "due"):
            counts = dict(found.counts[facet])
            assert counts.pop("", 0) == sum(counts.values())
            for value, number in counts.items():
                asked = {name: getattr(wanted, name) for name in FACETS} | {facet: value}
                assert len(ids(session, **asked)) == number
    assert queue(session, Wanted(), now=NOW).counts["state"] == {
        **{"": 6, "waiting": 4},
        **{"dismissed": 1, "withdrawn": 1},
    }


def test_a_queue_is_read_page_by_page_to_its_end(session: Session) -> None:
    read, after = [], ""
    while True:
        found = queue(session, Wanted(after=after), 3, now=NOW)
        assert found.total == 4
        if not found.flags:
            break
        read += [each.id for each in found.flags]
        after = found.last
    assert read == ["a", "b", "c", "d"]


def since(session: Session) -> dt.datetime | None:
    return queue(session, Wanted(), now=NOW).since


def visit(session: Session, *instants: dt.datetime) -> None:
    """As if this viewer had asked something then."""
    with sqlite3.connect(session.audit.path) as db:
        for at in instants:
            session.consult("search")
            db.execute(
                "UPDATE entry SET at = ? WHERE seq = (SELECT max(seq) FROM entry)",
                (at.isoformat(),),
            )
            db.commit()


def test_what_is_new_since_the_last_visit_goes_by_the_audit(session: Session) -> None:
    assert since(session) is None
    before = NOW - dt.timedelta(days=3)
    visit(session, before - dt.timedelta(days=2), before, NOW - dt.timedelta(minutes=50))
    found = queue(session, Wanted(new="visit"), now=NOW)
    assert found.since == before
    assert [each.id for each in found.flags] == ["d"]
    assert found.counts["new"] == {"": 4, "visit": 1}
    assert since(cleared(session)) is None


def test_a_flag_opens_with_its_records_and_what_they_are_about(
    store: Store, session: Session
) -> None:
    rule = load("detect/course_of_conduct")
    blank: dict[str, Any] = dict.fromkeys(rule.columns, "")
    columns = {"suspect_id": "sam", "victim_id": "vera", "incident_ids": ["northmarch/1"]}
    told = json.dumps({**blank, **columns, "links": []})
    about: dict[str, Any] = {"rule": rule.name, "subjects": ["sam", "vera"], "columns": told}
    write(store, [flag("whole", "2025-03-22", evidence=["r1", "r2"], **about)], [])
    found = opened(session, "whole")
    assert found is not None
    assert [source.id for source in found.sources] == ["r1"]
    assert {each.place for each in found.elements} == {
        ("Person", "sam"),
        ("Person", "vera"),
        ("Incident", "northmarch/1"),
    }
    assert {link.type for link in found.links} == {"SUSPECT_IN", "VICTIM_OF"}
    for secret in ("Mill Lane", "07700 900103", "EV3 1AA"):
        assert secret not in repr(found)
    assert len((opened(cleared(session), "whole") or found).sources) == 2


def test_a_flag_above_the_viewer_does_not_open(session: Session) -> None:
    assert opened(session, "g") is None
    assert opened(session, "no such flag") is None
    assert opened(cleared(session), "g") is not None


def test_the_last_night_is_told_as_far_as_the_viewer_may_see_it(
    store: Store, session: Session
) -> None:
    assert news(session) is None
    assert arrived(session) is None
    assert queue(session, Wanted(), now=NOW).night is None
    night = {"as_of": NOW.isoformat(), "deliveries": ["d1"], "rows": 9}
    write(store, [("Night", "n1", night), ("Night", "n0", night | {"deliveries": []})], [])
    store.write(cypher("MATCH (n:Night) SET n.as_of = datetime(n.as_of)"))
    store.write(cypher("MATCH (d:Delivery) SET d.force = 'northmarch'"))
    found = news(session)
    assert found is not None
    assert found.id == "n1"
    went = {"rule": "gone", "state": "withdrawn", "why": "1 of the 2 records went.", "flags": 1}
    assert went in found.flags
    assert sum(row["flags"] for row in found.flags) == 6
    last = queue(session, Wanted(), now=NOW).night
    assert last is not None
    assert last.states == {
        "new": 2,
        "reopened": 1,
        "strengthened": 1,
        "dismissed": 1,
        "withdrawn": 1,
    }
    (came,) = found.deliveries
    assert (came["delivery_id"], came["records"]) == ("d1", 1)
    assert came["refused"] == 0
