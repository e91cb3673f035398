"""What a person is shown: audited first, within clearance, and safe for victims; both engines."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from scene import PEOPLE, PHONES, VIEWER, build, cleared
from small_graph import Node, Tie, record, write

from graph.access.audit import Audit
from graph.access.session import Session
from graph.engine.store import Store
from graph.errors import BusyError, InputError
from graph.explore import answers as explore
from graph.explore.queue import Wanted, queue
from graph.explore.sources import without_whereabouts

KEPT_FROM_SUSPECT = {
    ("Address", "vera-home"),
    ("Address", "vera-home-otherwise"),
    ("Address", "vera-work"),
    ("Address", "mo-home"),
    ("Address", "refuge"),
    ("Address", "street"),
    ("Phone", PHONES["vera"]),
    ("Phone", PHONES["named"]),
    ("Phone", PHONES["recovery"]),
    ("Account", "email/vera@mail.example"),
    ("Vehicle", "EV23XYZ"),
    ("Organisation", "register/1"),
}
WRITTEN = {
    "Rowan Elder": ("Person", "sam"),
    "elder, rowan": ("Person", "sam"),
    "Rowan Eldr": ("Person", "sam"),
    "Ro Alder": ("Person", "sam"),
    "Bill Birch": ("Person", "vera"),
    "07700 900101": ("Phone", PHONES["sam"]),
    "+44 (0)7700 900101": ("Phone", PHONES["sam"]),
    "0044-7700-900101": ("Phone", PHONES["sam"]),
    "nm24 abc": ("Vehicle", "NM24ABC"),
    "Vera@Mail.example": ("Account", "email/vera@mail.example"),
    "@quietelm": ("Account", "social/quietelm"),
    "nm14qz": ("Address", "sam-home"),
    "1 Fern Way": ("Address", "sam-home"),
    "northmarch/3": ("Incident", "northmarch/3"),
    "o1": ("Order", "northmarch/O1"),
    "larkfield": ("Organisation", "register/1"),
}
SECRETS = ("Mill Lane", "EV3 1AA", "900103", "52.1", "vera@mail", "Quay Road")


@pytest.fixture
def session(store: Store, tmp_path: Path) -> Session:
    return build(store, tmp_path)


def places(chart: explore.Chart) -> set[tuple[str, str]]:
    return {node.place for node in chart.nodes}


def flag(id_: str, subject: str, day: int, **more: Any) -> Node:
    at = dt.datetime(2025, 3, day, 2, tzinfo=dt.UTC).isoformat()
    words = dict.fromkeys(("why", "sentence", "explanation"), "") | {"columns": "{}"}
    times = {"raised_at": at, "changed_at": at, "night": "n"}
    on = {"rule": "gone", "subjects": [subject], "state": "new", "evidence": ["r1"]}
    return ("Flag", id_, words | times | on | more)


def hits(session: Session, text: str, side: str | None = None) -> list[tuple[str, str]]:
    return [hit.element.place for hit in explore.search(session, text, side)]


def test_a_chart_from_the_suspects_side_keeps_every_whereabouts_of_victims(
    session: Session,
) -> None:
    for depth in (1, 2, 3, 4):
        chart = explore.neighbourhood(session, "sam", depth)
        assert chart is not None
        assert not places(chart) & KEPT_FROM_SUSPECT
        assert not any(secret in repr(chart) for secret in SECRETS)
        shown = places(chart)
        assert all(link.start in shown and link.end in shown for link in chart.links)
    assert chart
    assert chart.guarded
    assert chart.withheld >= 6
    assert {("Person", "vera"), ("Person", "mo"), ("Address", "sam-home")} <= shown
    assert {("Phone", PHONES["shared"]), ("Phone", PHONES["offender"])} <= shown


def test_where_an_incident_was_stays_only_when_it_is_known_whose_place_it_is(
    store: Store, session: Session
) -> None:
    write(store, [("Address", "shop", {"lines": "3 Low Row"}), ("Address", "flat", {})], [])
    at: list[Tie] = [
        ("Incident/northmarch/3", "AT", f"Address/{id_}", {}) for id_ in ("shop", "flat")
    ]
    write(store, [], [*at, ("Person/tess", "WORKS_AT", "Address/shop", {})])
    chart = explore.neighbourhood(session, "sam", 2)
    assert chart is not None
    assert ("Address", "shop") in places(chart)
    assert not {("Address", "flat"), ("Address", "street")} & places(chart)
    from_the_victim = explore.neighbourhood(session, "wren", 2)
    assert from_the_victim is not None
    assert ("Address", "flat") in places(from_the_victim)


def test_the_victims_own_chart_shows_where_she_is(session: Session) -> None:
    chart = explore.neighbourhood(session, "vera", 2)
    assert chart is not None
    assert {("Address", "vera-home"), ("Phone", PHONES["vera"])} <= places(chart)
    assert (chart.guarded, chart.withheld) == (False, 0)


def test_a_shared_home_stays_without_the_victims_link(store: Store, session: Session) -> None:
    write(store, [], [("Person/vera", "LIVES_AT", "Address/sam-home", {})])
    chart = explore.neighbourhood(session, "sam", 2)
    assert chart is not None
    homes = [link.start for link in chart.links if link.end == ("Address", "sam-home")]
    assert homes == [("Person", "sam")]


def kinds_to(chart: explore.Chart | None, place: tuple[str, str]) -> list[str]:
    assert chart is not None
    return sorted(link.type for link in chart.links if link.end == place)


def test_that_an_order_protects_a_place_is_kept_from_the_suspect_alone(session: Session) -> None:
    write(session.store, [], [("Order/northmarch/O1", "PROTECTS", "Address/sam-home", {})])
    home, refuge = ("Address", "sam-home"), ("Address", "refuge")
    assert kinds_to(explore.neighbourhood(session, "sam", 2), home) == ["LIVES_AT"]
    hers = explore.neighbourhood(session, "vera", 2)
    assert kinds_to(hers, refuge) == ["PROTECTS"]
    assert kinds_to(hers, home) == ["PROTECTS"]


def test_free_text_and_positions_are_kept_from_a_suspects_side_alone(session: Session) -> None:
    texts = {"title", "latitude", "longitude"}
    for person, shown in (("sam", set()), ("vera", texts)):
        chart = explore.neighbourhood(session, person, 1)
        assert chart is not None
        (at_home,) = [node for node in chart.nodes if node.id == "northmarch/1"]
        assert set(at_home.props) & texts == shown
        events = {event.id: event for event in explore.timeline(session, person).events}
        assert set(events["northmarch/1"].props) & texts == shown


def test_a_path_avoids_a_victims_whereabouts(store: Store, session: Session) -> None:
    write(store, [("Person", "far", {"name": "Far"})], [])
    write(store, [], [("Person/far", "LIVES_AT", "Address/vera-home", {})])
    assert explore.path(session, "sam", "far").nodes == ()
    assert len(explore.path(session, "vera", "far").nodes) == 3
    direct = explore.path(session, "sam", "vera")
    assert [node.label for node in direct.nodes].count("Person") == 2
    assert len(direct.links) == 2


def test_sources_from_the_suspects_side_hold_no_whereabouts(session: Session) -> None:
    incident = ("Incident", "northmarch/1")
    (guarded,) = explore.sources(session, incident, side="sam")
    assert not any(secret in repr(guarded) for secret in SECRETS)
    assert guarded.content["parties"][0]["name"] == {"written": "BIRCH, William"}
    assert (guarded.grade, guarded.file_name, guarded.places) == (
        "1 A P",
        "northmarch_2025-03-01",
        ("crimes.csv:4",),
    )
    (open_,) = explore.sources(session, incident)
    above = ("Incident", "northmarch/1")
    bare = [each.places for each in explore.sources(cleared(session), above)]
    assert sorted(bare) == [(), ("crimes.csv:4",)]
    assert open_.content["incident"]["summary"] == "Damage at 2 Mill Lane"
    assert explore.sources(session, ("Address", "vera-home"), side="sam") == []


def test_conditions_of_handling_are_named_from_every_side_and_told_from_one(
    store: Store, session: Session
) -> None:
    words = "Do not say that she is at 2 Mill Lane."
    kept = record("r7", {}, conditions=words)
    names: list[Tie] = [
        ("Record/r7", "ABOUT", "Incident/northmarch/3", {}),
        ("Record/r7", "MENTIONS", "Mention/m7", {}),
        ("Mention/m7", "REFERS_TO", "Person/vera", {}),
    ]
    write(store, [kept, ("Mention", "m7", {"name": "BIRCH, William"})], names)
    incident = ("Incident", "northmarch/3")
    for side, told in (("sam", ""), (None, ""), ("vera", words)):
        (source,) = explore.sources(session, incident, side=side)
        assert (source.conditional, source.conditions) == (True, told)


def test_a_search_from_the_suspects_chart_finds_no_whereabouts(session: Session) -> None:
    assert ("Address", "vera-home") in hits(session, "Mill Lane")
    assert hits(session, "Mill Lane", side="sam") == []
    assert hits(session, "07700 900103", side="sam") == []
    assert hits(session, "07700 900101", side="sam") == [("Phone", PHONES["sam"])]


def test_one_box_finds_it_however_it_is_written(embedded_store: Store, tmp_path: Path) -> None:
    session = build(embedded_store, tmp_path)
    for text, hit in WRITTEN.items():
        assert hits(session, text)[0] == hit, text


def test_a_part_of_a_number_finds_it_and_a_whole_one_only_itself(
    store: Store, session: Session
) -> None:
    write(store, [("Vehicle", "AB12CDE", {}), ("Account", "social/x/dq_9", {"value": "dq_9"})], [])
    write(store, [("Account", "bank/GB29NWBK1", {"value": "GB29NWBK1"})], [])
    for text, whole in {
        "900103": [("Phone", PHONES["vera"])],
        "00 103": [("Phone", PHONES["vera"])],
        "103": [],
        "b12 c": [("Vehicle", "AB12CDE")],
        "bi2c": [("Vehicle", "AB12CDE")],
        "9nwbk": [("Account", "bank/GB29NWBK1")],
        "dq_9": [("Account", "social/x/dq_9")],
        "@q_9z": [],
        PHONES["vera"]: [("Phone", PHONES["vera"])],
    }.items():
        assert hits(session, text) == whole, text
    (part,) = explore.search(session, "0900103")
    assert part.matched == "part of the telephone number"
    assert {place for place in hits(session, "077009001") if place[0] == "Phone"} > {
        ("Phone", PHONES["vera"]),
        ("Phone", PHONES["sam"]),
    }
    assert hits(session, "9001", side="sam") == []


def test_no_text_breaks_the_search(embedded_store: Store, tmp_path: Path) -> None:
    session = build(embedded_store, tmp_path)
    for text in ("", "  ", "~", "*:*", '") OR (', "a", "\\", '+-&&||!(){}[]^"~*?:/'):
        assert hits(session, text) == [], text


def test_search_says_who_stands_behind_a_number_and_in_which_roles(session: Session) -> None:
    (phone,) = explore.search(session, "07700 900102")
    assert [(row["person"], row["role"]) for row in phone.people] == [
        ("tess", "USES"),
        ("sam", "USES"),
    ]
    person = explore.search(session, "Rowan Elder")[0]
    assert [(row["role"], row["incidents"]) for row in person.roles] == [("SUSPECT_IN", 3)]


def test_nothing_above_the_viewers_clearance_is_seen_or_counted(session: Session) -> None:
    low = explore.neighbourhood(session, "sam", 3)
    high = explore.neighbourhood(cleared(session), "sam", 3)
    assert low is not None
    assert high is not None
    above = {("Incident", "northmarch/5"), ("Person", "hidden")}
    assert not places(low) & above
    assert above <= places(high)
    assert hits(session, "Sorrel Moor") == []
    assert explore.person(session, "hidden") is None
    assert len(explore.timeline(session, "sam").events) == 3
    assert len(explore.timeline(cleared(session), "sam").events) == 4
    seen = explore.sources(cleared(session), ("Incident", "northmarch/1"))
    assert [source.classification for source in seen] == ["OFFICIAL", "SECRET"]


def test_a_person_has_roles_mentions_and_records(session: Session) -> None:
    person = explore.person(session, "sam")
    assert person is not None
    assert person.element.name == PEOPLE["sam"]["name"]
    (mention,) = person.mentions
    assert (mention["name"], mention["record"]) == ("ELDER, Rowan", "r1")
    assert "NM1 4QZ" not in repr(person)
    assert explore.person(session, "nobody") is None
    assert explore.neighbourhood(session, "nobody") is None


def test_a_timeline_has_incidents_in_order_and_orders_beside_them(session: Session) -> None:
    timeline = explore.timeline(session, "sam")
    assert [event.id for event in timeline.events] == ["northmarch/1", "eastvale/2", "northmarch/3"]
    assert timeline.events[0].roles == ("SUSPECT_IN",)
    assert [other["id"] for other in timeline.events[2].others] == ["cole", "wren"]
    (term,) = timeline.terms
    assert (term.role, term.props["kind"], term.start is not None) == ("SUBJECT_OF", "SPO", True)
    assert not any(secret in repr(timeline) for secret in SECRETS)


def test_a_victims_employer_that_is_a_party_itself_is_not_named_to_the_suspects_side(
    store: Store, session: Session
) -> None:
    write(store, [("Organisation", "register/2", {"name": "Low Row Stores", "kind": "shop"})], [])
    harmed = ("register/1", "register/2")
    victims: list[Tie] = [
        (f"Organisation/{id_}", "VICTIM_OF", "Incident/northmarch/1", {}) for id_ in harmed
    ]
    write(store, [], victims)
    first = explore.timeline(session, "sam").events[0]
    assert [other["id"] for other in first.others] == ["register/2", "vera"]
    hers = explore.timeline(session, "vera").events[0]
    assert "register/1" in [other["id"] for other in hers.others]


def test_a_guarded_record_names_no_organisation() -> None:
    school = {"ref": "Larkfield", "kind": "organisation", "name": {"written": "Larkfield Primary"}}
    content = {"parties": [{**school, "roles": ["victim"]}, {"kind": "person", "ref": "v"}]}
    assert without_whereabouts(content)["parties"] == [
        {"kind": "organisation", "roles": ["victim"]},
        {"kind": "person", "ref": "v"},
    ]


def test_a_persons_flags_are_found_however_many_stand(
    store: Store, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explore, "MOST_FLAGS", 2)
    flags = [flag("old", "sam", 1), *(flag(f"f{n}", "cole", n) for n in (2, 3, 4))]
    on: list[Tie] = [(f"Flag/{id_}", "ON", f"Person/{p['subjects'][0]}", {}) for _, id_, p in flags]
    write(store, flags, on)
    assert [each.id for each in explore.flags(session, "sam")] == ["old"]


def test_the_records_of_a_link_are_those_it_names(session: Session) -> None:
    chart = explore.neighbourhood(session, "sam", 1)
    assert chart is not None
    link = next(link for link in chart.links if link.end == ("Incident", "northmarch/1"))
    assert [source.id for source in explore.sources(session, link, "sam")] == ["r1"]
    assert len(explore.sources(cleared(session), link, "sam")) == 2
    assert not any("records" in link.props or "r2" in repr(link) for link in chart.links)


def test_every_answer_is_in_the_audit_with_who_why_and_what(
    embedded_store: Store, tmp_path: Path
) -> None:
    session = build(embedded_store, tmp_path)
    explore.search(session, "Rowan")
    explore.person(session, "sam")
    explore.neighbourhood(session, "sam")
    explore.timeline(session, "sam")
    explore.path(session, "sam", "vera")
    explore.sources(session, ("Person", "sam"), "sam")
    explore.flags(session, "sam")
    queue(session, Wanted(), now=dt.datetime.now(dt.UTC))
    entries = session.audit.entries()
    assert [entry.body["asked"] for entry in entries if entry.body] == [
        *("search", "person", "neighbourhood", "timeline", "path", "sources", "flags", "queue")
    ]
    assert {(entry.who, entry.purpose, entry.action) for entry in entries} == {
        ("ana", "testing", "consultation")
    }
    assert entries[0].body is not None
    assert entries[0].body["text"] == "Rowan"


def test_without_an_audit_there_is_no_answer(
    embedded_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = build(embedded_store, tmp_path)
    monkeypatch.setattr("graph.access.audit.WAIT_SECONDS", 0.05)
    holder = sqlite3.connect(session.audit.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(embedded_store, "read", lambda *_, **__: pytest.fail("it was read"))
    for ask in (
        lambda: explore.search(session, "Rowan"),
        lambda: explore.person(session, "sam"),
        lambda: explore.neighbourhood(session, "sam"),
        lambda: explore.timeline(session, "sam"),
        lambda: explore.path(session, "sam", "vera"),
        lambda: explore.sources(session, ("Person", "sam")),
        lambda: explore.flags(session, "sam"),
        lambda: queue(session, Wanted(), now=dt.datetime.now(dt.UTC)),
    ):
        with pytest.raises(BusyError):
            ask()
    holder.close()


def test_a_neighbourhood_is_no_deeper_than_four(embedded_store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        explore.neighbourhood(
            Session(embedded_store, Audit(tmp_path / "a.sqlite"), VIEWER), "sam", 5
        )


def test_a_street_or_a_part_of_a_number_lists_nobody_who_is_protected(session: Session) -> None:
    """Whoever types the whole of it knows it: then it says whose it is."""
    behind = {
        text: {row["person"] for hit in explore.search(session, text) for row in hit.people}
        for text in ("2 Mill Lane, EV3 1AA", "Mill Lane", "EV3 1AA", "07700 900103", "900103")
    }
    assert "vera" in behind["2 Mill Lane, EV3 1AA"]
    assert "vera" in behind["07700 900103"]
    for text in ("Mill Lane", "EV3 1AA", "900103"):
        assert "vera" not in behind[text], text


def test_a_home_is_told_from_its_own_people_s_side_and_names_nobody_who_acted(
    store: Store, tmp_path: Path
) -> None:
    session, home = build(store, tmp_path), ("Address", "vera-home")
    assert explore.entity(session, home) is None
    assert explore.entity(session, home, "sam") is None
    found = explore.entity(session, home, "vera")
    assert found
    assert {person.id for person, _ in found.tied} == {"vera"}
    assert "sam" not in {person.id for each in found.named.values() for person, _ in each}
