"""Lanes, marks, breaches and past days of a timeline, without a browser."""

from __future__ import annotations

import datetime as dt
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard import palette
from dashboard.routes import parse
from dashboard.timeline.breaches import BREACH, NOTICE, POSSIBLE, counted, verdicts
from dashboard.timeline.figure import draw
from dashboard.timeline.lanes import lanes
from dashboard.timeline.listing import listing
from dashboard.timeline.marks import conduct, marks, opened
from dashboard.timeline.replay import flags_on, known_days, timeline_on
from dashboard.timeline.shape import Shape
from dashboard.timeline.trend import NONE, trends
from graph.explore.answers import Event, Flag, Term, Timeline

START = dt.datetime(2025, 3, 1, 20, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def event(
    id_: str, day: float = 0, role: str = "SUSPECT_IN", other: str = "vera", **props: Any
) -> Event:
    at = START + day * DAY
    side = "VICTIM_OF" if role == "SUSPECT_IN" else "SUSPECT_IN"
    times = {"occurred_from": at, "occurred_to": at + dt.timedelta(minutes=1), "recorded_at": at}
    named = ({"id": other, "name": other, "role": side},)
    return Event(id_, (role,), "named", {"precision": "minute", **times, **props}, named)


def flag(rule: str, **columns: Any) -> Flag:
    texts: dict[str, Any] = dict.fromkeys(Flag.__dataclass_fields__, "")
    given = {"rule": rule, "state": "new", "columns": columns, "dispositions": []}
    return Flag(**{**texts, "raised_at": START, "changed_at": START, **given})


def term(start: float, end: float | None, **props: Any) -> Term:
    made = {"kind": "SPO", "status": "made", "service": "served", "effect": "prohibits", **props}
    until = None if end is None else START + end * DAY
    return Term("o", "SUBJECT_OF", START + start * DAY, until, made, ({"id": "vera"},))


def test_each_event_has_the_gravest_verdict_that_a_standing_flag_gives_it() -> None:
    breach = flag(
        "order_breach", incident_ids=["a", "b"], contacts=[{"id": "c"}], certain=["a", "c"]
    )
    notice = flag("on_notice", incident_ids=["a", "d"], contacts=[], certain=["a", "d"])
    gone = flag("order_breach", incident_ids=["e"], contacts=[], certain=["e"])
    gone = Flag(
        **{**{n: getattr(gone, n) for n in Flag.__dataclass_fields__}, "state": "dismissed"}
    )
    found = verdicts([notice, breach, gone])
    assert found == {"a": BREACH, "b": POSSIBLE, "c": BREACH, "d": NOTICE}
    said = counted([event("a"), event("b"), event("d"), event("e")], found)
    assert said == "1 breach · 1 possible · 1 after notice"


def test_a_call_stands_with_whom_the_order_protects() -> None:
    call = {"id": "c", "kind": "call", "at": "2025-03-02T10:00:00Z"}
    breach = flag("order_breach", order_id="o", incident_ids=[], contacts=[call], certain=["c"])
    (lane,) = lanes(Timeline((event("a"),), (term(0, 9),)), [breach])
    assert (lane.title, [each.id for each in lane.events]) == ("Towards vera", ["a", "c"])
    assert lane.verdicts == {"c": BREACH}


@pytest.mark.parametrize(
    ("by", "titles"),
    [
        ("victim", ["Towards vera", "Towards wren"]),
        ("force", ["Eastvale", "Force not known"]),
        ("behaviour", ["Behaviour not stated", "Following"]),
        ("kind", ["Incident", "Stalking"]),
    ],
)
def test_lanes_are_told_apart_by_what_is_chosen(by: str, titles: list[str]) -> None:
    events = (
        event("a", force="eastvale", behaviours=["following"], offence_classes=["8Q"]),
        event("b", other="wren"),
    )
    assert sorted(lane.title for lane in lanes(Timeline(events, ()), (), by)) == titles


def test_one_allegation_back_makes_nobody_a_victim_but_an_order_does() -> None:
    many = tuple(event(str(day), day) for day in range(4))
    back = event("back", 9, role="VICTIM_OF")
    titles = [lane.title for lane in lanes(Timeline((*many, back), ()))]
    assert titles == ["Towards vera", "Alleged back at vera"]
    order = Term("p", "PROTECTS", START, None, {}, ({"id": "vera"},))
    titles = [lane.title for lane in lanes(Timeline((*many, back), (order,)))]
    assert titles == ["Towards vera", "Victim of vera"]


def test_marks_on_one_spot_stand_in_steps_then_in_a_cluster_that_opens() -> None:
    events = [event(str(n), n / 1000) for n in range(6)]
    span = conduct([*events, event("far", 300)])
    found = marks(events, span, 640, 3)
    assert [mark.step for mark in found] == [0, 1, 2, 3]
    assert [each.id for each in found[-1].events] == ["3", "4", "5"]
    closer = marks(events, opened(found[-1]), 640, 3)
    assert all(len(mark.events) == 1 for mark in closer)
    assert sorted(each.id for mark in marks(events, span, 640, 9) for each in mark.events) == list(
        "012345"
    )


def test_a_long_order_does_not_squeeze_the_conduct() -> None:
    events = (event("a"), event("b", 30))
    (lane,) = lanes(Timeline(events, (term(-900, 3_000),)))
    start, end = Shape([lane]).shown
    assert end - start < 40 * DAY
    drawn = draw(Shape([lane], alone=True), palette.LIGHT)
    bar = next(trace for trace in drawn["data"] if trace["type"] == "bar")
    assert bar["base"][0] == start
    names = [note["text"] for note in drawn["layout"]["annotations"]]
    assert any(
        name.startswith("\N{LEFTWARDS ARROW}") and name.endswith("\N{RIGHTWARDS ARROW}")
        for name in names
    )


def test_a_change_of_recording_rules_is_marked_on_the_axis_and_told_in_the_list() -> None:
    asked = parse("/timeline/Person/sam", "")
    changed = (dt.datetime(2024, 1, 31, tzinfo=dt.UTC) - START) / DAY
    for days, said in ((changed - 5, ["31 Jan 2024"]), (changed + 20, [])):
        (lane,) = lanes(Timeline((event("a", days), event("b", days + 9)), ()))
        shape = Shape([lane], alone=True)
        drawn = draw(shape, palette.DARK)["data"]
        (trace,) = (each for each in drawn if each.get("name") == "breaks")
        assert [words.partition(":")[0] for _, words in trace["customdata"]] == said
        told = str(listing([lane], shape.shown, asked))
        assert told.count("Counts before and after") == len(said)


def test_a_past_day_knows_no_later_report_outcome_service_or_flag() -> None:
    early = event("a", outcome="18", outcome_at=START + 20 * DAY)
    late = event("b", 1, recorded_at=START + 9 * DAY)
    versions: Any = [
        {"order": "o", "recorded_at": START + days * DAY, "status": status, "service": service,
         "status_at": START + days * DAY, "served_at": None}
        for days, status, service in ((2, "sought", "unknown"), (8, "made", "served"))
    ]  # fmt: skip
    whole = Timeline((early, late), (term(8, 90),))
    raised = flag("order_breach", contacts=[])
    day = (START + 5 * DAY).date()
    then = timeline_on(whole, versions, day)
    assert [each.id for each in then.events] == ["a"]
    assert "outcome" not in then.events[0].props
    assert [(each.props["status"], each.props["service"]) for each in then.terms] == [
        ("sought", "unknown")
    ]
    assert timeline_on(whole, versions, (START + DAY).date()).terms == ()
    assert timeline_on(whole, versions, (START + 30 * DAY).date()) == whole
    assert flags_on([raised], day) == [raised]
    assert flags_on([raised], (START - DAY).date()) == []
    days = known_days(whole, [raised], versions)
    assert [(each - START.date()).days for each in days] == [0, 2, 8, 9, 20]


def test_the_trend_says_the_rules_own_figures_with_their_interval() -> None:
    case = Timeline((event("a"),), ())
    measured = flag(
        "escalation",
        **{"suspect_id": "sam", "victim_id": "vera", "ratio": 6.0, "ratio_low": 2.1},
        **{"ratio_high": 15.0, "days_before": 30.0, "days_now": 5.0, "graver": "", "history": ""},
    )
    assert trends([measured], case, "sam") == [
        "Trend towards vera: 6 times as often, from about 30 days apart to about 5"
        " (95% interval 2.1 to 15)."
    ]
    assert trends([measured], case, "cole") == [NONE]


def test_plotly_takes_every_name_and_value_of_a_figure() -> None:
    """It is made as plain dicts: what plotly.js does not know it leaves out without a word."""
    events = (event("a"), event("b", 30))
    (lane,) = lanes(Timeline(events, (term(-900, 3_000), term(5, 9, effect="detains"))))
    for alone in (False, True):
        drawn = draw(Shape([lane], alone=alone), palette.LIGHT)
        assert len(go.Figure(drawn).data) == len(drawn["data"]) >= 6
