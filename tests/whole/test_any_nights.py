"""Any nights, in any split, give the flags of one full run; and cost what was touched."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from engines import cypher, empty
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sessions import session_of
from tiny_graph import write
from whole_way import canonical, clear, incident, party, run, well

from graph import queries
from graph.changes import change_log as touched
from graph.changes.change_log import ChangeLog
from graph.changes.invalidation import Invalidation
from graph.changes.waiting import waiting
from graph.changes.wakes import wakes
from graph.derive import withdraw
from graph.engine.store import Store
from graph.flags import upkeep as flags
from graph.flags.selection import Selection
from graph.model.schema import DATES
from graph.queries.read_paths import read_paths
from graph.rules.run import rules
from ingest.night import night

NAMES = ("Ann Reed", "Bob Marsh", "Cid Pike", "Dee Holt", "Eve Lund")
FLAGS = cypher(
    """MATCH (f:Flag) WHERE f.state <> 'withdrawn'
    RETURN f.rule AS rule, f.subjects AS subjects, f.evidence AS evidence, f.columns AS columns
    ORDER BY rule, subjects""",
    "rule: str, subjects: list[str], evidence: list[str], columns: str",
)
STALE = cypher("MATCH (m:Mention {stale: true}) RETURN m.id AS id ORDER BY id", "id: str")
START = dt.datetime(2024, 1, 1, 10, tzinfo=dt.UTC)


def _party(draw: Any, role: str) -> dict[str, Any]:
    who = draw(st.integers(0, len(NAMES) - 1))
    # Without a birth somebody may be another of that name: a question between the two.
    more: dict[str, Any] = {"born": f"198{who}-01-01"} if draw(st.integers(0, 4)) else {}
    if draw(st.booleans()):
        more["phone"] = f"07700 90010{draw(st.sampled_from([who, 9]))}"
    if draw(st.booleans()):
        more["home"] = {"written": f"{draw(st.integers(1, 2))} Mill Lane, ZZ1 1AA"}
    return party(NAMES[who], role, **more)


@st.composite
def records(draw: Any) -> dict[str, Any]:
    number, hours = draw(st.integers(1, 8)), draw(st.integers(0, 400))
    at = (START + dt.timedelta(hours=hours)).isoformat().replace("+00:00", "Z")
    parties = [_party(draw, "victim")]
    parties += [_party(draw, "suspect")] if draw(st.booleans()) else []
    parties += [_party(draw, "suspect")] if draw(st.integers(0, 3)) == 0 else []
    more: dict[str, Any] = {"force": draw(st.sampled_from(["ashford", "brookley"]))}
    if draw(st.booleans()):
        phone = {"written": f"07700 90010{draw(st.integers(0, 9))}"}
        more["involves"] = [{"phone": phone, "whose": "offender"}]
    if len(parties) > 1:
        for number, each in enumerate(parties):
            each["ref"] = str(number)
        kind = draw(st.sampled_from(["neighbour", "neighbour", "friend", "sibling", "ex-in-law"]))
        more["relations"] = [{"a": "1", "b": "0", "kind": kind}]
    if draw(st.integers(0, 5)) == 0:
        more["withdrawn"] = True
        more.pop("relations", None)
        parties = []
    return incident(f"A{number}", *parties, at=at, **more)


NIGHTS = st.lists(st.lists(records(), max_size=4), min_size=1, max_size=4)


def deliver(store: Store, folder: Path, nights: list[list[dict[str, Any]]]) -> None:
    folder.mkdir(exist_ok=True)
    for number, among in enumerate(nights):
        each = {(one["force"], one["reference"]): one for one in among}
        file = folder / f"canonical_2024-02-{number + 1:02d}.jsonl"
        paths = [canonical(file, each.values())] if each else []
        night.run(session_of(store), START + dt.timedelta(days=3 * number + 1), paths)
        assert store.read(STALE) == []


def check(store: Store, folder: Path, nights: list[list[dict[str, Any]]]) -> None:
    empty(store)
    clear(store.settings.data)
    deliver(store, folder, nights)
    stood = store.read(FLAGS)
    as_of = START + dt.timedelta(days=3 * len(nights) - 2)
    changes = flags.review(store, as_of)
    assert {change.outcome for change in changes} <= {"unchanged"}
    assert store.read(FLAGS) == stood


@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(NIGHTS)
def test_any_nights_give_the_flags_of_one_full_run(
    embedded_store: Store, tmp_path: Path, nights: list[list[dict[str, Any]]]
) -> None:
    check(embedded_store, tmp_path / "in", nights)


ANN = party("Ann Reed", "victim", born="1980-01-01")
CID = party("Cid Pike", "suspect", born="1982-01-01")


def day(number: int, reference: str, *parties: dict[str, Any]) -> dict[str, Any]:
    return incident(reference, *parties, at=f"2024-01-{number:02d}T10:00:00Z")


def accused(reference: str, suspect: int, victim: int, **more: Any) -> dict[str, Any]:
    """One of NAMES names another, who is a neighbour."""
    named = [(suspect, "suspect"), (victim, "victim")]
    parties = [party(NAMES[n], role, born=f"198{n}-01-01", ref=str(n)) for n, role in named]
    tie = {"a": str(suspect), "b": str(victim), "kind": "neighbour"}
    at = f"2024-01-{suspect + 3:02d}T10:00:00Z"
    return incident(reference, *parties, at=at, relations=[tie], **more)


@pytest.mark.slow
def test_the_last_house_round_the_ring_makes_the_dispute_and_its_withdrawal_ends_it(
    embedded_store: Store, tmp_path: Path
) -> None:
    ring = [[accused("A1", 0, 1)], [accused("A2", 1, 2)], [accused("A3", 2, 3)]]
    check(embedded_store, tmp_path / "three", ring)
    assert {row["rule"] for row in embedded_store.read(FLAGS)} == set()
    check(embedded_store, tmp_path / "four", [*ring, [accused("A4", 3, 0)]])
    assert "neighbour_dispute" in {row["rule"] for row in embedded_store.read(FLAGS)}
    gone = {**accused("A2", 1, 2), "withdrawn": True, "parties": [], "relations": []}
    check(embedded_store, tmp_path / "gone", [*ring, [accused("A4", 3, 0)], [gone]])
    assert {row["rule"] for row in embedded_store.read(FLAGS)} == set()


def test_a_night_by_other_rules_says_that_it_asks_everything(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [day(n, f"A{n}", CID, ANN) for n in (1, 3, 5)]
    well("ingest", canonical(tmp_path / "canonical_2024-02-01.jsonl", days), "--data", data)
    said = "The rules or tables are not those of the last night"
    assert said not in well("night", "--data", data, "--as-of", "2024-02-01").out
    assert said not in well("night", "--data", data, "--as-of", "2024-02-02").out
    monkeypatch.setattr("ingest.night.night.version", lambda *_: "another")
    well("night", "--data", data, "--as-of", "2024-02-03")
    monkeypatch.undo()
    assert said in well("night", "--data", data, "--as-of", "2024-02-04").out


def test_a_night_asks_only_about_what_was_touched(data: Path, tmp_path: Path) -> None:
    others = [
        day(n, f"B{n}", party(f"Pat Hill{n}", "suspect", nominal=f"N{n}"), ANN) for n in range(2, 9)
    ]
    first = canonical(tmp_path / "canonical_2024-02-01.jsonl", [day(1, "A1", CID, ANN), *others])
    well("ingest", first, "--data", data)
    asked = ("night", "--data", data, "--json", "--as-of")
    assert well(*asked, "2024-02-02").data["anchors"] is None
    assert well(*asked, "2024-02-02").data["anchors"] == 0
    joy = party("Joy Marsh", "victim", born="1991-01-01")
    eli = party("Eli Stone", "suspect", born="1971-01-01")
    second = [day(20, "C1", eli, joy), day(22, "C2", eli, joy)]
    well("ingest", canonical(tmp_path / "canonical_2024-03-01.jsonl", second), "--data", data)
    found = well(*asked, "2024-03-02").data
    assert 0 < found["anchors"] < 60
    assert "course_of_conduct" in {flag["rule"] for flag in found["flags"]}
    assert {flag["outcome"] for flag in well(*asked, "2024-03-02", "--full").data["flags"]} == set()


def test_a_dry_run_tells_and_does_nothing(data: Path, embedded_store: Store) -> None:
    (data / "inbox").mkdir()
    canonical(data / "inbox" / "canonical_2024-02-01.jsonl", [day(1, "A1", CID, ANN)])
    (data / "inbox" / "strange.dat").write_text("x")
    planned = well("night", "--data", data, "--dry-run", "--json").data
    assert planned["new"] == ["canonical_2024-02-01.jsonl"]
    assert "fits no mapping" in planned["unread"][0]
    assert len(list((data / "inbox").iterdir())) == 2
    assert embedded_store.read(cypher("MATCH (n) RETURN count(n) AS n", "n: int")) == [{"n": 0}]
    assert "load canonical_2024-02-01.jsonl" in run("night", "--data", data, "--dry-run").out


@pytest.mark.slow
def test_what_was_touched_survives_a_kill_and_is_cleared_by_the_night(
    data: Path, tmp_path: Path
) -> None:
    file = canonical(tmp_path / "canonical_2024-02-01.jsonl", [day(1, "A1", CID, ANN)])
    well("ingest", file, "--data", data)
    again = touched.ChangeLog(data).read()
    assert again is not None
    assert ("Incident", "ashford/A1") in again
    assert {label for label, _ in again} >= {"Incident", "Incident:SUSPECT_IN"}
    with (data / "touched.jsonl").open("a") as cut:
        cut.write('\n{"Person": ["p1", "p')
    assert touched.ChangeLog(data).read() == again
    well("night", "--data", data, "--as-of", "2024-02-02")
    assert touched.ChangeLog(data).read() == set()


def test_an_address_that_is_merely_written_again_touches_nothing(
    embedded_store: Store, tmp_path: Path
) -> None:
    heard: list[set[str]] = []
    home = "1 Mill Lane, ZZ1 1AA"
    for number, written in enumerate((home, home, home.upper(), home), 1):
        ann = party("Ann Reed", "victim", born="1980-01-01", home={"written": written})
        at = f"2024-01-{number:02d}T10:00:00Z"
        # The third and fourth are one record, in a first version and in a second.
        one = incident(f"A{min(number, 3)}", ann, CID, at=at, version=str(number))
        file = canonical(tmp_path / f"canonical_2024-02-{number:02d}.jsonl", [one])
        with embedded_store.watcher(ChangeLog).listen() as changed:
            night.run(session_of(embedded_store), START + dt.timedelta(days=number), [file])
        heard.append({id_ for label, id_ in changed if label == "Address:"})
    assert [len(ids) for ids in heard] == [1, 0, 1, 1]


def test_what_waits_to_be_decided_is_found_by_what_was_noted(
    embedded_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = embedded_store

    def deliver_on(number: int, *days: dict[str, Any]) -> None:
        file = canonical(tmp_path / f"canonical_2024-02-{number:02d}.jsonl", days)
        night.run(session_of(store), START + dt.timedelta(days=number), [file])

    deliver_on(1, day(1, "A1", CID, ANN), day(2, "A2", CID, ANN), day(3, "A3", ANN))
    with monkeypatch.context() as killed:
        killed.setattr("ingest.night.night.bring_up_to_date", lambda *_: 1 // 0)
        deliver_on(2, {**day(2, "A2", ANN), "version": "2"}, day(4, "A4", CID))
    ids = [row["id"] for row in store.read(STALE)]
    assert len(ids) > 2
    assert waiting(store) == ids
    withdraw.part(store, withdraw.find(store, "canonical_2024-02-02.jsonl")["id"])
    assert waiting(store) == [row["id"] for row in store.read(STALE)] != []
    deliver_on(3, day(5, "A5", ANN))
    assert store.read(STALE) == []


def _anchors(store: Store, *noted: touched.Entry) -> list[str]:
    paths = read_paths(queries.load("detect/unknown_suspect"))
    assert paths is not None
    return Invalidation(store, noted).anchors(paths)


def test_a_common_identifier_carries_no_change(embedded_store: Store) -> None:
    users = "\n".join(f"p{n} USES call" for n in range(60))
    lines = f"{users}\npat USES few\nsam USES few\ni1 INVOLVES call\ni2 INVOLVES few\n"
    write(embedded_store, "call Phone\nfew Phone\n" + lines)
    assert _anchors(embedded_store, ("Person", "p7"), ("Person", "sam")) == ["i2"]


def test_a_change_reaches_every_incident_of_a_number_and_of_a_home(embedded_store: Store) -> None:
    many = "".join(f"i{n} INVOLVES phone\ni{n} AT home\n" for n in range(80))
    lines = f"phone Phone\nhome Address\n{many}pat USES phone\nsam LIVES_AT home\n"
    write(embedded_store, lines)
    every = {f"i{n}" for n in range(80)}
    assert set(_anchors(embedded_store, ("Person", "pat"))) == every
    assert set(_anchors(embedded_store, ("Person", "sam"))) == every


def test_no_change_goes_from_incident_to_incident_by_their_place(embedded_store: Store) -> None:
    lines = "mall Address\ni1 AT mall\ni2 AT mall\ni1 INVOLVES phone\nphone Phone\n"
    write(embedded_store, lines)
    assert _anchors(embedded_store, ("Phone", "phone")) == ["i1"]
    assert _anchors(embedded_store, ("Address", "mall")) == ["i1", "i2"]


def test_no_change_goes_by_a_way_that_the_rule_does_not_take(embedded_store: Store) -> None:
    lines = "phone Phone\nvera VICTIM_OF i1\nsam SUSPECT_IN i1\nsam USES phone\ni2 INVOLVES phone\n"
    write(embedded_store, lines)
    assert _anchors(embedded_store, ("Person", "sam")) == ["i1", "i2"]
    assert _anchors(embedded_store, ("Person", "vera")) == ["i1"]


def test_a_number_that_is_only_written_again_leads_nowhere(embedded_store: Store) -> None:
    lines = "vera VICTIM_OF i1\nsam SUSPECT_IN i1\nvera LIVES_AT home\ni2 AT home\n"
    write(embedded_store, "home Address\n" + lines)
    assert _anchors(embedded_store, ("Address:", "home")) == []
    paths = read_paths(queries.load("detect/follows_the_move"))
    assert paths is not None  # it reads the postcode
    walk = Invalidation(embedded_store, {("Address:", "home")})
    assert "sam" in walk.anchors(paths)


def test_a_lost_link_counts_unless_it_was_written_again(embedded_store: Store) -> None:
    write(
        embedded_store,
        "phone Phone\npat USES phone\ni1 INVOLVES phone\nold Phone\ni2 INVOLVES old\n",
    )
    stands = ("-USES/Person/Phone", "pat\nphone")
    assert _anchors(embedded_store, stands) == []
    assert _anchors(embedded_store, ("-USES/Person/Phone", "pat\nold")) == ["i1", "i2"]


def test_one_of_two_links_between_two_people_that_is_lost_counts(embedded_store: Store) -> None:
    lines = "sam RELATED_TO quin kind=partner\nsam SUSPECT_IN i1\n"
    write(embedded_store, lines)
    paths = read_paths(queries.load("detect/disclosure_question"))
    assert paths is not None
    walk = Invalidation(embedded_store, {("-RELATED_TO/Person/Person", "sam\nquin")})
    assert walk.anchors(paths) == ["quin", "sam"]


def test_an_order_is_reached_however_many_live_at_the_address_it_protects(
    embedded_store: Store,
) -> None:
    many = "".join(f"p{n} LIVES_AT hall\n" for n in range(60))
    lines = (
        f"hall Address\no1 Order\no1 PROTECTS hall\nsam SUBJECT_OF o1\nsam SUSPECT_IN i1\n{many}"
    )
    write(embedded_store, f"{lines}i1 AT hall\n")
    paths = read_paths(queries.load("detect/order_breach"))
    assert paths is not None
    assert Invalidation(embedded_store, {("Incident", "i1")}).anchors(paths) == ["o1"]


def test_a_new_resident_leads_to_who_did_something_at_the_home(embedded_store: Store) -> None:
    lines = "home Address\nvera LIVES_AT home\nnew LIVES_AT home\ni1 AT home\nsam SUSPECT_IN i1\n"
    write(embedded_store, lines)
    paths = read_paths(queries.load("detect/third_party_targets"))
    assert paths is not None
    assert "sam" in Invalidation(embedded_store, {("Person:LIVES_AT", "new")}).anchors(paths)


def test_what_time_reveals_brings_what_was_recorded_with_it(embedded_store: Store) -> None:
    write(embedded_store, "phone Phone\npat USES phone\npat WITNESS_TO i1\ni2 INVOLVES phone\n")
    selection = Selection(embedded_store, {"": {("Incident", "i1")}})
    embedded_store.watcher(ChangeLog).clear()
    rule = queries.load("detect/unknown_suspect")
    assert selection.anchors([rule]) == {rule.name: ["i1", "i2"]}


def test_a_rule_that_cannot_be_followed_is_asked_about_everything(embedded_store: Store) -> None:
    write(embedded_store, "i1 INVOLVES phone\nphone Phone\ni2 Incident\n")
    rule = queries.load("detect/unknown_suspect")
    loose = rule.text.replace("[x:INVOLVES]", "[x:INVOLVES*1..2]")
    embedded_store.watcher(ChangeLog).clear()
    selection = Selection(embedded_store, {})
    assert selection.anchors([rule]) == {rule.name: []}
    assert selection.anchors([replace(rule, text=loose)]) == {rule.name: ["i1", "i2"]}


def test_the_dates_are_listed_in_one_order() -> None:
    text = queries.load("system/elements/dates").text.replace("`", "")
    for dates in DATES.values():
        listed = re.sub(r"\s+", " ", text)
        assert f"[{', '.join(f'n.{date}' for date in dates)}] AS dates" in listed


def test_the_dates_that_wake_each_rule_are_dates() -> None:
    for rule in rules():
        assert all(isinstance(added, dt.timedelta) for _, added in wakes(rule))


def test_a_night_says_how_many_it_asked(data: Path) -> None:
    assert json.loads(well("night", "--data", data, "--json").out)["anchors"] is None
