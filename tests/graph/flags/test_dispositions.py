"""What people say of a flag, and how long it holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from engines import cypher
from sessions import flags_seen, session_of
from tiny_graph import write

from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.engine.store import Store
from graph.errors import BusyError, InputError
from graph.flags import store as flag_store
from graph.flags import upkeep as flags
from graph.flags.anchors import Scope
from graph.flags.dispositions import decide
from graph.flags.life import TAKEN_BACK, Decision, Standing, state_of
from graph.lock import writing
from graph.model.compartments import Marking
from graph.rules.run import rules

DAY = dt.datetime(2026, 1, 1, 2, tzinfo=dt.UTC)
NEXT = DAY + dt.timedelta(days=1)
LATER = DAY + dt.timedelta(days=9)
ANN = Viewer("ann", "analyst", "test", 3)
SERIES = """
sam Person name='Sam Example'
vera Person name='Vera Example'
i1 Incident force=northmarch
i2 Incident force=eastvale
i3 Incident force=eastvale occurred_from=2025-03-01T10:00
sam SUSPECT_IN i1 i2
vera VICTIM_OF i1 i2 i3
"""
THIRD = "MATCH (s {id: 'sam'}) MATCH (i {id: 'i3'}) CREATE (s)-[:SUSPECT_IN {level: 0}]->(i)"
WITHOUT_THIRD = "MATCH ({id: 'sam'})-[r:SUSPECT_IN]->({id: 'i3'}) DELETE r"
WITHOUT_SECOND = "MATCH ({id: 'sam'})-[r:SUSPECT_IN]->({id: 'i2'}) DELETE r"
SECOND = "MATCH (s {id: 'sam'}) MATCH (i {id: 'i2'}) CREATE (s)-[:SUSPECT_IN {level: 0}]->(i)"
KEPT = cypher(
    """MATCH (d:Disposition)-[:OF]->(f:Flag)
    RETURN d.id AS id, properties(d) AS props ORDER BY d.at""",
    "id: str, props: map",
)


FORCES = cypher(
    "MATCH (f:Flag {rule: 'course_of_conduct'}) RETURN f.forces AS forces", "forces: list[str]"
)


def run(store: Store, text: str) -> None:
    store.write(cypher(text))


def night(store: Store, at: dt.datetime) -> set[tuple[str, str]]:
    """The course of conduct's outcome and state after a review."""
    changes = [each for each in flags.review(store, at) if each.rule == "course_of_conduct"]
    return {(each.outcome, each.state) for each in changes}


def the_flag(store: Store) -> flag_store.Flag:
    (flag,) = flags_seen(store, 3, rule="course_of_conduct", withdrawn=True)
    return flag


def say(store: Store, tmp_path: Path, kind: Any, why: str = "seen", **more: Any) -> str:
    more.setdefault("at", DAY)
    return decide(session_of(store, folder=tmp_path), the_flag(store).id, kind, why, **more)


@pytest.fixture
def flagged(embedded_store: Store) -> Store:
    write(embedded_store, SERIES)
    flags.review(embedded_store, DAY)
    return embedded_store


def test_a_disposition_keeps_who_when_why_and_the_evidence_never_values(
    store: Store, tmp_path: Path
) -> None:
    write(store, SERIES)
    flags.review(store, DAY)
    say(store, tmp_path, "confirm", "Known to us.")
    say(store, tmp_path, "dismiss", "On second thoughts.", at=NEXT)
    first, second = (row["props"] for row in store.read(KEPT))
    assert (first["who"], first["kind"], first["why"]) == ("ann", "confirm", "Known to us.")
    assert first["evidence"] == ["r-i1", "r-i2"]
    assert (second["kind"], second["state"]) == ("dismiss", "confirmed")
    assert "Sam" not in str(first)
    flag = the_flag(store)
    assert flag.state == "dismissed"
    assert [said["kind"] for said in flag.dispositions] == ["confirm", "dismiss"]
    assert [each.action for each in Audit(tmp_path / "audit.sqlite").entries()] == [
        *("consultation", "alteration"),
        *("consultation", "alteration"),
    ]


def test_a_dismissed_flag_stays_so_until_its_evidence_changes_and_says_what(
    flagged: Store, tmp_path: Path
) -> None:
    say(flagged, tmp_path, "dismiss")
    assert night(flagged, NEXT) == {("unchanged", "dismissed")}
    run(flagged, THIRD)
    assert night(flagged, NEXT) == {("reopened", "reopened")}
    flag = the_flag(flagged)
    assert flag.why == "Dismissed before; since then 1 record came in."
    assert flag.due == "2026-01-09"
    assert night(flagged, NEXT) == {("unchanged", "reopened")}
    run(flagged, WITHOUT_THIRD)
    assert night(flagged, LATER) == {("changed", "dismissed")}
    assert (the_flag(flagged).why, the_flag(flagged).due) == ("", None)


@pytest.mark.parametrize("kind", ["confirm", "dismiss", "defer"])
def test_what_was_said_can_be_taken_back_and_stays_on_record(
    flagged: Store, tmp_path: Path, kind: str
) -> None:
    say(flagged, tmp_path, kind, until=dt.date(2026, 3, 5) if kind == "defer" else None)
    say(flagged, tmp_path, "reopen", "The wrong flag.", at=NEXT)
    flag = the_flag(flagged)
    assert (flag.state, flag.why, flag.due) == ("reopened", TAKEN_BACK, "2026-01-09")
    assert (flag.until, [said["kind"] for said in flag.dispositions]) == (None, [kind, "reopen"])
    assert night(flagged, LATER) == {("unchanged", "reopened")}
    with pytest.raises(InputError, match="nothing to take back"):
        say(flagged, tmp_path, "reopen", "Again.", at=LATER)


def test_a_flag_that_is_handed_over_stays_with_its_force_and_waits_there(
    store: Store, tmp_path: Path
) -> None:
    write(store, SERIES)
    flags.review(store, DAY)
    before = the_flag(store)
    say(store, tmp_path, "hand_over", "She lives there now.", force="wexmouth")
    flag = the_flag(store)
    assert (flag.owner, flag.state, flag.due) == ("wexmouth", before.state, before.due)
    assert flag.dispositions[0]["force"] == "wexmouth"
    run(store, THIRD)
    assert night(store, NEXT) == {("strengthened", "strengthened")}
    assert the_flag(store).owner == "wexmouth"
    assert [row["forces"] for row in store.read(FORCES)] == [["eastvale", "northmarch"]]


def test_a_flag_that_has_an_answer_waits_again_when_it_is_handed_over(
    flagged: Store, tmp_path: Path
) -> None:
    say(flagged, tmp_path, "dismiss")
    say(flagged, tmp_path, "hand_over", "Theirs.", force="wexmouth", at=NEXT)
    assert (the_flag(flagged).state, the_flag(flagged).due) == ("reopened", "2026-01-09")
    assert night(flagged, LATER) == {("unchanged", "reopened")}


def test_what_waits_for_an_answer_stands_before_what_has_one(
    flagged: Store, tmp_path: Path
) -> None:
    order = [flag.rule for flag in flags_seen(flagged, 3)]
    assert order.index("course_of_conduct") < len(order) - 1
    say(flagged, tmp_path, "dismiss")
    assert [flag.rule for flag in flags_seen(flagged, 3)][-1] == "course_of_conduct"


def test_a_deferred_flag_comes_back_on_its_day(flagged: Store, tmp_path: Path) -> None:
    say(flagged, tmp_path, "defer", until=dt.date(2026, 1, 5))
    assert (the_flag(flagged).state, the_flag(flagged).due) == ("deferred", "2026-01-05")
    assert night(flagged, NEXT) == {("unchanged", "deferred")}
    assert night(flagged, LATER) == {("reopened", "reopened")}
    assert the_flag(flagged).why == "It was deferred until 2026-01-05, which has come."
    assert night(flagged, LATER) == {("unchanged", "reopened")}


EVE, ON_THE_DAY = (dt.datetime(2026, 1, day, 2, tzinfo=dt.UTC) for day in (4, 5))


@pytest.mark.parametrize("scope", [None, Scope({rule.name: [] for rule in rules()}, [])])
def test_a_deferral_ends_on_its_very_day_and_not_the_day_before(
    flagged: Store, tmp_path: Path, scope: Scope | None
) -> None:
    say(flagged, tmp_path, "defer", until=ON_THE_DAY.date())
    flags.review(flagged, EVE, scope=scope)
    assert the_flag(flagged).state == "deferred"
    flags.review(flagged, ON_THE_DAY, scope=scope)
    assert (the_flag(flagged).state, the_flag(flagged).due) == ("reopened", "2026-01-05")


def test_a_deferral_holds_to_its_eve_whoever_asks() -> None:
    word = Decision("d1", "defer", ("r1",), "2026-01-05")
    flag = Standing("f1", "rule", ("p1",), "deferred", ("r1",), "{}", Marking(), decision=word)
    assert state_of(flag, ["r1"], EVE.date()) == ("deferred", "")
    assert state_of(flag, ["r1"], ON_THE_DAY.date())[0] == "reopened"


def test_new_evidence_brings_a_deferred_flag_back_early(flagged: Store, tmp_path: Path) -> None:
    say(flagged, tmp_path, "defer", until=dt.date(2026, 3, 5))
    run(flagged, THIRD)
    assert night(flagged, NEXT) == {("strengthened", "strengthened")}


@pytest.mark.parametrize("kind", ["confirm", "dismiss"])
def test_evidence_that_comes_back_brings_the_flag_back_as_it_was(
    flagged: Store, tmp_path: Path, kind: str
) -> None:
    say(flagged, tmp_path, kind)
    before = the_flag(flagged)
    run(flagged, WITHOUT_SECOND)
    assert night(flagged, NEXT) == {("withdrawn", "withdrawn")}
    assert "no longer finds it" in the_flag(flagged).why
    run(flagged, SECOND)
    assert night(flagged, LATER) == {("reopened", before.state)}
    after = the_flag(flagged)
    assert (after.state, after.why, after.due) == (before.state, before.why, before.due)
    assert after.dispositions == before.dispositions


def test_a_flag_is_with_the_force_that_recorded_most_and_has_a_day(flagged: Store) -> None:
    flag = the_flag(flagged)
    assert (flag.owner, flag.due) == ("northmarch", "2026-01-08")
    run(flagged, THIRD)
    night(flagged, NEXT)
    assert (the_flag(flagged).owner, the_flag(flagged).due) == ("eastvale", "2026-01-09")


@pytest.mark.parametrize(
    ("given", "mend"),
    [
        ({"kind": "confirm", "why": "  "}, "needs a reason"),
        ({"kind": "defer"}, "needs a day"),
        ({"kind": "confirm", "until": dt.date(2026, 2, 1)}, "nothing else"),
        ({"kind": "hand_over"}, "needs a force"),
        ({"kind": "confirm", "force": "wexmouth"}, "nothing else"),
        ({"kind": "reopen"}, "nothing to take back"),
        ({"kind": "defer", "until": dt.date(2026, 1, 1)}, "not after today"),
    ],
)
def test_what_lacks_a_reason_or_a_day_is_refused(
    flagged: Store, tmp_path: Path, given: dict[str, Any], mend: str
) -> None:
    with pytest.raises(InputError, match=mend):
        say(flagged, tmp_path, **given)
    assert flagged.read(KEPT) == []


def test_a_flag_that_one_may_not_see_or_that_is_withdrawn_takes_no_word(
    flagged: Store, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="no flag has this id"):
        decide(session_of(flagged), "f" * 32, "confirm", "seen", at=DAY)
    run(flagged, "MATCH (f:Flag) SET f.level = 2")
    with pytest.raises(InputError, match="no flag has this id"):
        decide(session_of(flagged, 1), the_flag(flagged).id, "confirm", "seen", at=DAY)
    run(flagged, "MATCH (f:Flag) SET f.state = 'withdrawn'")
    with pytest.raises(InputError, match="is withdrawn"):
        say(flagged, tmp_path, "confirm")


def test_no_word_is_taken_while_a_night_writes(flagged: Store, tmp_path: Path) -> None:
    with writing(flagged.settings.data), pytest.raises(BusyError):
        say(flagged, tmp_path, "confirm")
