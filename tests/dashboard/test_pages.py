"""What the page is made of: layout, labels, lanes, colours, words and addresses."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import scene
import tiny_graph
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from plotly.utils import PlotlyJSONEncoder

from dashboard import inspector, palette, routes, text, words
from dashboard.app import BY_NAME, PAGES
from dashboard.flags import asked as flag_address
from dashboard.flags import picture, rail, rows
from dashboard.network import chart, filters, layout
from dashboard.network import style as look
from dashboard.pages import search
from dashboard.routes import parse
from dashboard.timeline import figure as timeline
from dashboard.timeline import lanes, shape
from dashboard.view import Desk
from dashboard.workspace import layout as workspace
from graph.access.audit import Audit
from graph.engine.store import Store
from graph.explore.answers import Event, Flag, Source, Term, Timeline
from graph.explore.chart import Chart, Element, Link
from graph.explore.queue import FACETS, Opened, Queue, Wanted
from graph.model.reference import reference

START = dt.datetime(2025, 3, 1, 20, tzinfo=dt.UTC)


def person(id_: str, **props: Any) -> Element:
    return Element("Person", id_, str(props.get("name", id_)), {"name": id_, **props})


def event_node(number: int) -> Element:
    props = {"occurred_from": START + dt.timedelta(days=number), "offence_classes": ["8L"]}
    return Element("Incident", f"i{number:03}", f"{number}", props)


def case(incidents: int, victims: int, phones: int = 3) -> Chart:
    nodes = [person("sam"), *(person(f"v{n}") for n in range(victims))]
    nodes += [event_node(n) for n in range(incidents)]
    nodes += [Element("Phone", f"+44770090010{n}", f"+44770090010{n}", {}) for n in range(phones)]
    sam = ("Person", "sam")
    links = [Link("SUSPECT_IN", sam, ("Incident", f"i{n:03}"), "", {}) for n in range(incidents)]
    links += [
        Link("VICTIM_OF", ("Person", f"v{n % victims}"), ("Incident", f"i{n:03}"), "", {})
        for n in range(incidents if victims else 0)
    ]
    links += [Link("USES", sam, ("Phone", f"+44770090010{n}"), "", {}) for n in range(phones)]
    return Chart(("sam",), tuple(nodes), tuple(links))


def happened(id_: str, *others: tuple[str, str], role: str = "SUSPECT_IN", day: int = 0) -> Event:
    start = START + dt.timedelta(days=day)
    props = {"occurred_from": start, "occurred_to": start + dt.timedelta(hours=1)}
    named = tuple({"id": id_, "name": id_, "role": kind} for id_, kind in others)
    return Event(id_, (role,), "named", {**props, "offence_classes": ["8L"]}, named)


def term(start: int, end: int | None, **props: Any) -> Term:
    until = None if end is None else START + dt.timedelta(days=end)
    made = {"kind": "SPO", "status": "made", "service": "served", "effect": "prohibits", **props}
    return Term("o", "SUBJECT_OF", START + dt.timedelta(days=start), until, made, ())


def test_the_same_chart_stands_the_same_whatever_the_order_of_its_parts() -> None:
    one = case(12, 3)
    other = Chart(one.anchors, tuple(reversed(one.nodes)), tuple(reversed(one.links)))
    assert layout.positions(one) == layout.positions(other)


def test_incidents_go_clockwise_by_date_and_victims_stand_outside() -> None:
    points = layout.positions(case(12, 3))
    assert points["Person", "sam"] == (0.0, 0.0)
    heights = [points["Incident", f"i{n:03}"][1] for n in range(12)]
    assert heights == sorted(heights)
    inner = max(abs(points["Incident", f"i{n:03}"][0]) for n in range(12))
    assert all(
        abs(points["Person", f"v{n}"][0]) > inner or abs(points["Person", f"v{n}"][1]) > 176
        for n in range(3)
    )
    assert all(points["Phone", f"+44770090010{n}"][0] < 0 for n in range(3))


@pytest.mark.parametrize("size", [0, 1, 14, 300])
def test_no_two_entities_stand_on_one_spot(size: int) -> None:
    points = list(layout.positions(case(size, min(size, 60))).values())
    assert len(points) == len(set(points))


@given(st.lists(st.floats(-180, 180), max_size=30).map(sorted), st.floats(0.1, 9))
def test_angles_are_spread_without_changing_their_order(angles: list[float], gap: float) -> None:
    spread = layout.apart(angles, gap, (-720.0, 720.0))
    assert len(spread) == len(angles)
    assert all(b - a >= gap - 1e-6 for a, b in itertools.pairwise(spread))


def test_no_label_lies_over_another() -> None:
    picture = chart.draw(case(60, 40))
    for zoom in (0.5, 1.0, 2.0):
        size = max(0.45, min(1.2, zoom**-0.5))
        shown = look._labelled(picture, (), zoom, size, frozenset())
        boxes = [
            look._label_box(node, zoom, size)
            for node in picture.nodes.values()
            if node.key in shown and node.kind != "anchor"
        ]
        assert boxes
        assert not any(look._overlap(a, b) for a, b in itertools.combinations(boxes, 2))


def test_two_people_of_one_name_are_told_apart_by_birth() -> None:
    people = (
        person("a", name="Rowan Elder", birth="1984-05-02"),
        person("b", name="Rowan Elder", birth="1991-01-01"),
    )
    picture = chart.draw(Chart(("a",), people, ()))
    labels = {node.label for node in picture.nodes.values()}
    assert labels == {"Rowan Elder (1984)", "Rowan Elder (1991)"}


def test_hiding_counts_visible_of_all() -> None:
    picture = chart.draw(case(4, 2))
    assert chart.counts(picture)["Phone"] == (3, 3)
    hidden = filters.hidden_keys(picture, filters.Filters(frozenset({"Phone"})))
    assert chart.counts(picture, hidden)["Phone"] == (0, 3)
    sheet = look.stylesheet(picture, palette.LIGHT, look.ViewState(hidden=hidden))
    (rule,) = (each for each in sheet if each["style"] == {"display": "none"})
    assert rule["selector"] == ", ".join(f"#{key}" for key in sorted(hidden))


def test_what_is_chosen_stays_bright_with_its_neighbours() -> None:
    picture = chart.draw(case(4, 2))
    key, bright = chart.chosen_keys(picture, "Incident/i000")
    assert picture.nodes["Incident", "i000"].key == key
    assert bright == {
        picture.nodes[place].key
        for place in (("Incident", "i000"), ("Person", "sam"), ("Person", "v0"))
    }
    assert chart.chosen_keys(picture, "Incident/none") == ("", frozenset())


def test_each_victim_has_a_lane_and_the_busiest_is_first() -> None:
    found = lanes.lanes(
        Timeline(
            (
                happened("1", ("vera", "VICTIM_OF")),
                happened("2", ("vera", "VICTIM_OF"), ("wren", "VICTIM_OF")),
                happened("3"),
                happened("4", ("cole", "SUSPECT_IN"), role="VICTIM_OF"),
            ),
            (),
        )
    )
    assert [(lane.title, len(lane.events)) for lane in found] == [
        ("Towards vera", 2),
        ("Towards nobody named", 1),
        ("Towards wren", 1),
        ("Victim of cole", 1),
    ]


def test_calls_that_flags_count_have_a_lane_with_their_ids() -> None:
    call = {"id": "CD7", "kind": "call", "at": "2025-01-07T10:04:00Z"}
    texts = dict.fromkeys(Flag.__dataclass_fields__, "")
    one = Flag(**{**texts, "columns": {"contacts": [call]}})  # type: ignore[arg-type]
    found = lanes.lanes(Timeline((happened("1"),), ()), [one, one, replace(one, columns={})])
    assert next((lane.title, len(lane.events)) for lane in found) == ("Calls and messages", 1)
    drawn = timeline.figure(found, palette.LIGHT)["data"][-1]
    assert next(note for _, note in drawn["customdata"]) == "7 Jan 2025, 10:04 GMT · call CD7"


def test_beyond_ten_lanes_the_rest_share_one() -> None:
    events = tuple(happened(str(n), (f"v{n}", "VICTIM_OF")) for n in range(14))
    found = lanes.lanes(Timeline(events, ()))
    assert len(found) == 10
    assert (found[-1].title, len(found[-1].events)) == ("+5 more", 5)


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (term(-5, 5), [True]),
        (term(0, 1), [True]),
        (term(-5, 0), []),
        (term(1, 5), []),
        (term(-5, None), [True]),
        (term(-5, 5, service="failed"), []),
        (term(-5, 5, status="refused"), []),
        (term(-5, 5, kind="bail", service="unknown"), [True]),
    ],
)
def test_an_order_is_in_force_half_open_and_only_when_it_binds(
    order: Term, said: list[bool]
) -> None:
    assert [wholly for _, wholly in lanes.in_force(happened("1"), [order])] == said


def test_an_incident_that_only_overlaps_an_order_is_possibly_in_it() -> None:
    half = Term("o", "SUBJECT_OF", START + dt.timedelta(minutes=30), None, term(0, 1).props, ())
    assert [wholly for _, wholly in lanes.in_force(happened("1"), [half])] == [False]


def test_orders_that_overlap_stand_in_strips_of_their_own() -> None:
    lane = lanes.Lane("x", "", [happened("1")], [term(0, 9), term(3, 12), term(400, 500)])
    start = START.replace(tzinfo=None)
    (row,) = shape.rows_of([lane], (start, start + dt.timedelta(days=520)))
    assert row.strips == (0, 1, 0)


def test_a_name_cannot_bring_markup_into_the_figure() -> None:
    lane = lanes.Lane("<a href='x'>", "", [happened("1")], [])
    shown = timeline.figure([lane], palette.LIGHT)["layout"]["yaxis"]["ticktext"]
    assert "<a" not in shown[0]


def test_a_source_says_that_there_are_conditions_whose_words_it_keeps_back() -> None:
    texts: dict[str, Any] = dict.fromkeys(Source.__dataclass_fields__, "")
    source = Source(**{**texts, "places": (), "content": {}, "conditional": True})
    assert "has conditions, which are not shown" in str(inspector._source(source))
    told = replace(source, conditions="ask the source unit")
    assert "ask the source unit" in str(inspector._source(told))
    assert "conditions" not in str(inspector._source(replace(source, conditional=False)))


def test_a_source_says_where_in_its_delivery_it_stands() -> None:
    texts: dict[str, Any] = {
        name: "" for name in Source.__dataclass_fields__ if name not in ("places", "content")
    }
    source = Source(**{**texts, "file_name": "march"}, places=("crimes.csv:4",), content={})
    assert inspector._place(source) == "march, crimes.csv:4"
    alone = replace(source, file_name="crimes.csv")
    assert inspector._place(alone) == "crimes.csv:4"
    many = replace(source, places=tuple(f"crimes.csv:{n}" for n in range(8)))
    assert inspector._place(many).endswith("crimes.csv:5, and 2 more")


@pytest.mark.parametrize(
    ("code", "shown"), [("1", "1 (charged or summonsed)"), ("closed", "closed"), ("", None)]
)
def test_an_outcome_is_told_with_its_title(code: str, shown: str | None) -> None:
    facts = dict(inspector.facts_of(Element("Incident", "i", "i", {"outcome": code}), 0))
    assert facts.get("Outcome") == shown


def test_a_search_says_which_of_its_hits_it_shows() -> None:
    assert search._summary(0, 0) == ""
    assert search._summary(1, 1) == "1 hit"
    assert search._summary(50, 50).startswith("Hits 1 to 50: more of the name")
    assert search._summary(60, 10) == "Hits 51 to 60."


def test_the_hits_of_a_text_are_read_page_by_page(embedded_store: Store, tmp_path: Path) -> None:
    people = "\n".join(f"p{n:02} Person name='Rowan Elder {n:02}'" for n in range(60))
    tiny_graph.write(embedded_store, people)
    desk = Desk(embedded_store, Audit(tmp_path / "audit.sqlite"), lambda _: scene.VIEWER)

    def shown(part: str) -> tuple[set[str], str]:
        with Flask(__name__).test_request_context():
            text = str(search.show(desk, parse("/search", f"?q=Rowan&part={part}"), "light")[0])
        return set(re.findall(r"Elder \d\d", text)), text

    (first, one), (second, two) = shown("1"), shown("2")
    assert (len(first), len(second)) == (50, 10)
    assert len(first | second) == 60
    assert "Hits 51 to 60." in two
    assert ("part=2" in one, "part=1" in two, "part=3" in two) == (True, True, False)
    assert shown("0")[0] == shown("7")[0] == first
    assert shown("6")[0] == second  # beyond the end stands the last


def a_flag(id_: str = "f1", **more: Any) -> Flag:
    blank: dict[str, Any] = dict.fromkeys(Flag.__dataclass_fields__, "")
    lists = {"subjects": ["sam"], "columns": {}, "record_ids": [], "dispositions": [], "level": 0}
    times = {"raised_at": START, "changed_at": START, "due": None, "until": None, "owner": None}
    return Flag(
        **{**blank, **lists, **times, "id": id_, "state": "new", "rule": "escalation", **more}
    )


def a_queue(*flags: Flag, total: int = 0, wanted: Wanted | None = None, **counts: Any) -> Queue:
    none: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    return Queue(
        wanted or Wanted(), flags, "0/x", total or len(flags), {**none, **counts}, None, None
    )


def text_of(shown: Any) -> str:
    return json.dumps(shown, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_below_the_flags_stands_how_many_are_read_and_the_way_to_the_rest() -> None:
    some = a_queue(*[a_flag()] * 100, total=381)
    button: Any
    last: Any
    said, button, last = rows.more(some, 100, 100, Wanted())
    assert (said.children, button.children, last.data) == ("100 of 381", "More", "0/x")
    assert len(rows.more(a_queue(a_flag(), total=201), 201, 100, Wanted())) == 1
    link: Any
    said, link = rows.more(some, 1_000, 100, Wanted(rule="escalation"))
    assert link.href == "/?rule=escalation&after=0/x"
    assert rows.more(a_queue(), 0, 100, Wanted()) == []


def test_a_filter_is_left_by_the_link_that_chose_it_and_keeps_the_others() -> None:
    wanted = Wanted(rule="escalation", due="soon")
    counts: Any = {"rule": {"": 3, "escalation": 2, "on_notice": 1}, "due": {"": 2, "soon": 2}}
    text = text_of(rail.rail(a_queue(wanted=wanted, **counts)))
    assert '"/?rule=on_notice&due=soon"' in text
    assert '"/?due=soon"' in text
    assert '"/?rule=escalation"' in text
    assert "facet facet-here" in text


def test_a_line_says_when_a_day_is_past_and_only_of_a_flag_that_waits() -> None:
    today = START.date()
    late = a_flag(due="2025-02-27")
    assert "late" in text_of(list(rows.rows([late], "", today, "/")))
    done = replace(late, state="dismissed")
    assert " late" not in text_of(list(rows.rows([done], "", today, "/")))


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ("waiting", 50)),
        ("?state=nonsense&n=-4", ("waiting", 50)),
        ("?state=dismissed&n=300", ("dismissed", 300)),
        ("?n=9999999", ("waiting", 50)),
        ("?n=99999", ("waiting", 1_000)),
        ("?n=²", ("waiting", 50)),
    ],
)
def test_an_odd_address_of_flags_is_read_as_the_nearest(
    search: str, found: tuple[str, int]
) -> None:
    asked = routes.parse("/", search)
    assert (flag_address.wanted(asked).state, flag_address.shown(asked)) == found


def test_a_name_neither_turns_the_line_nor_fills_the_page() -> None:
    assert text.name("Ann \u202eeeR").children == "Ann eeR"
    whole = "x" * 4_000
    cut: Any = text.name(whole)
    assert (len(cut.children), cut.title) == (text.LONGEST, whole)


def test_the_small_pictures_tell_in_words_what_they_show() -> None:
    nodes = (person("sam", name="A <b>"), person("vera"), event_node(1))
    incident = ("Incident", "i001")
    links = (
        Link("SUSPECT_IN", ("Person", "sam"), incident, "", {}),
        Link("VICTIM_OF", ("Person", "vera"), incident, "", {}),
    )
    opened = Opened(a_flag(), (), nodes, links)
    drawn: Any = picture.chart(opened, palette.LIGHT)
    assert drawn is not None
    assert drawn.alt.startswith("A <b> and vera, joined by 1 incident and 0 orders")
    assert "%3Cb%3E" not in drawn.src
    time: Any = picture.timeline(opened, palette.LIGHT)
    assert time is not None
    assert time.alt.startswith("1 event from 2 Mar 2025")
    assert picture.timeline(Opened(a_flag(), (), nodes[:2], ()), palette.LIGHT) is None


def test_every_group_of_offences_has_a_place_on_the_ramp() -> None:
    offences = reference(dt.date(2025, 6, 1))["offences"]
    assert [code for code in offences if not words.severity([code])] == []
    assert words.severity(["8Q", "46"]) == 4
    assert words.severity(["no such code"]) == 0


@pytest.mark.parametrize("colours", [palette.LIGHT, palette.DARK], ids=["light", "dark"])
def test_contrast_is_enough_in_both_themes(colours: palette.Palette) -> None:
    for ground in (colours.ground, colours.panel):
        assert contrast(colours.ink, ground) >= 4.5
        assert contrast(colours.muted, ground) >= 4.5
        assert contrast(colours.accent, ground) >= 4.5
        assert contrast(colours.link, ground) >= 3
        assert contrast(colours.severity_edge, ground) >= 3
        assert all(contrast(fill, ground) >= 3 for fill in colours.fills.values())
        assert contrast(colours.halo, ground) >= 3
        assert contrast(colours.breach, ground) >= 3
    for fill, ink in zip(colours.severity, colours.severity_ink, strict=True):
        assert contrast(fill, ink) >= 4.5
    assert all(contrast(fill, colours.ink) >= 4.5 for fill in colours.orders.values())


@pytest.mark.parametrize("colours", [palette.LIGHT, palette.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("many", [1, look.MANY_LINES])
def test_a_line_is_told_from_its_ground_however_many_there_are(
    colours: palette.Palette, many: int
) -> None:
    drawn: Any = [
        rule["style"] for rule in look._base(colours, 1, many) if "edge" in rule["selector"]
    ]
    faint = drawn[0]["opacity"]
    for style in drawn:
        if colour := style.get("line-color"):
            assert contrast(mixed(colour, colours.ground, faint), colours.ground) >= 3


def mixed(colour: str, ground: str, opacity: float) -> str:
    """What is seen of a colour through which the ground shines."""
    pairs = [(int(colour[n : n + 2], 16), int(ground[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(a * opacity + b * (1 - opacity)):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@given(st.text(max_size=20), st.text(max_size=20), st.sampled_from(workspace.DEPTHS))
def test_an_address_is_read_as_it_was_written(person_id: str, on: str, depth: int) -> None:
    place = ("Person", person_id or "p")
    made = routes.address("chart", label=place[0], id=place[1], on=on, depth=depth)
    path, _, search = made.partition("?")
    asked = routes.parse(path, "?" + search)
    assert (asked.page, asked.place, asked.on) == ("chart", place, on)
    assert workspace.depth_of(asked) == depth


def test_the_flags_of_one_rule_have_an_address() -> None:
    path, _, search = routes.address("flags", rule="order_breach").partition("?")
    assert path == "/"
    assert routes.parse(path, "?" + search).one("rule") == "order_breach"
    assert routes.parse(routes.address("flags", rule=""), "") == routes.Asked("flags")


def test_every_screen_has_an_address_and_every_address_a_screen() -> None:
    assert [*BY_NAME] == list(dict.fromkeys(page.name for page in PAGES))
    assert BY_NAME.keys() == routes.PATHS.keys()


@pytest.mark.parametrize("depth", ["", "0", "9", "x", "²"])
def test_an_odd_depth_falls_back_to_two(depth: str) -> None:
    assert workspace.depth_of(routes.parse("/chart/Person/p", f"?depth={depth}")) == 2
