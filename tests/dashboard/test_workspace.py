"""What is done to a chart: places that stay, groups, filters, islands, and what is refused."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from typing import Any

import pytest

from dashboard.network import arrangements, chart, filters, groups, islands, places
from dashboard.network.chart import Picture, element_ref
from dashboard.view import Subject, View
from dashboard.workspace import actions, dialogs
from graph.access.viewer import Viewer
from graph.errors import InputError
from graph.explore.answers import Timeline
from graph.explore.chart import Chart, Element, Link
from graph.explore.composition import Away, Composition
from graph.model.compartments import Marking

SAM = ("Person", "sam")
START = dt.datetime(2025, 3, 1, 20, tzinfo=dt.UTC)
ANA = Viewer("ana", "analyst", "a test", 1)


def incident(number: int, force: str = "northmarch") -> Element:
    props: dict[str, Any] = {"occurred_from": START + dt.timedelta(days=number), "force": force}
    props |= {"offence_classes": ["8L"], "behaviours": ["following"] if number % 2 else []}
    return Element("Incident", f"i{number:03}", f"{number}", props)


def case(incidents: int = 6, phones: int = 4) -> Chart:
    people = [Element("Person", id_, id_, {"name": id_}) for id_ in ("sam", "vera")]
    events = [incident(n, "eastvale" if n % 3 == 0 else "northmarch") for n in range(incidents)]
    numbers = [Element("Phone", f"+4477009001{n:02}", f"{n}", {}) for n in range(phones)]
    links = [Link("SUSPECT_IN", SAM, each.place, "", {}) for each in events]
    links += [Link("VICTIM_OF", ("Person", "vera"), each.place, "", {}) for each in events[:3]]
    links += [Link("USES", SAM, each.place, "", {}) for each in numbers]
    graded = {("Incident", "i000"): ("2B",), ("Incident", "i001"): ("1A", "3E")}
    return Chart(("sam",), (*people, *events, *numbers), tuple(links), about=SAM, grades=graded)


def view_of(chart_: Chart, composition: Composition | None = None) -> View:
    made = composition or Composition(anchors=(SAM,))
    subject = Subject("sam", None, Timeline((), ()), [])
    return View(subject, made, "", chart.draw(chart_, made), [])


def spots(picture: Picture) -> dict[str, tuple[float, float]]:
    return {element_ref(place): node.point for place, node in picture.nodes.items()}


def test_what_is_placed_stays_and_what_is_new_stands_free_beside_its_own() -> None:
    view = view_of(case(6))
    before = spots(view.picture)
    after = spots(chart.draw(case(40), actions.settled(view)))
    assert {ref: after[ref] for ref in before} == before
    fresh = [after[ref] for ref in after.keys() - before.keys()]
    for point in fresh:
        others = [other for other in after.values() if other is not point]
        assert min(math.dist(point, other) for other in others) >= places.ROOM - 1


@pytest.mark.parametrize("name", arrangements.NAMES)
def test_each_layout_places_everything_the_same_every_time(name: str) -> None:
    whole = case(12)
    points = arrangements.arranged(name, whole)
    assert points.keys() == {node.place for node in whole.nodes}
    assert points == arrangements.arranged(name, whole)
    assert len(set(points.values())) == len(points)


def test_a_pinned_node_stays_in_another_layout() -> None:
    view = view_of(case())
    view = view_of(case(), actions.applied(view, {"do": "pin", "on": ["Incident/i001"]}, ANA))
    made = actions.applied(view, {"do": "arrange", "text": "time"}, ANA)
    after = chart.draw(case(), made)
    assert spots(after)["Incident/i001"] == spots(view.picture)["Incident/i001"]
    assert spots(after)["Incident/i002"] != spots(view.picture)["Incident/i002"]


def test_alike_nodes_stand_as_one_and_a_group_can_be_opened() -> None:
    view = view_of(case(60, 30), Composition(anchors=(SAM,), grouping=True))
    grouped = [node for node in view.picture.nodes.values() if node.element.label == groups.GROUP]
    assert sorted(node.label for node in grouped) == ["3 incidents", "30 phones", "57 incidents"]
    assert view.picture.grouped == 90
    phones = next(node for node in grouped if node.label == "30 phones")
    ref = element_ref(phones.element.place)
    opened = view_of(case(60, 30), actions.applied(view, {"do": "open", "on": [ref]}, ANA))
    assert sum(node.element.label == "Phone" for node in opened.picture.nodes.values()) == 30
    assert opened.picture.grouped == 60


def test_a_large_chart_is_grouped_by_itself_and_a_small_one_is_not() -> None:
    assert chart.draw(case(20)).grouped == 0
    assert chart.draw(case(400)).grouped >= 400
    assert chart.draw(case(400), Composition(anchors=(SAM,), grouping=False)).grouped == 0


def test_a_group_of_ones_own_and_collapse_and_hide() -> None:
    view = view_of(case())
    refs = ["Incident/i004", "Incident/i005"]
    made = actions.applied(view, {"do": "group", "on": refs}, ANA)
    assert "2 incidents" in {node.label for node in chart.draw(case(), made).nodes.values()}
    collapsed = actions.applied(view, {"do": "collapse", "on": ["Person/sam"]}, ANA)
    assert {place[0] for place in collapsed.gone} == {"Phone", "Incident"}
    assert ("Incident", "i000") not in collapsed.gone  # vera is tied to it, too
    hidden = actions.applied(view, {"do": "hide", "on": [*refs, "Person/sam"]}, ANA)
    assert hidden.gone == (("Incident", "i004"), ("Incident", "i005"))
    assert actions.applied(view_of(case(), hidden), {"do": "show"}, ANA).gone == ()


@pytest.mark.parametrize(
    ("action", "why"),
    [
        ({"do": "hide", "on": []}, "Choose something"),
        ({"do": "hide", "on": ["Person/sam"]}, "begun at"),
        ({"do": "group", "on": ["Phone/+447700900100"]}, "two or more"),
        ({"do": "collapse", "on": ["Person/vera"]}, "nothing to collapse"),
        ({"do": "arrange", "text": "nonsense"}, "no such layout"),
        ({"do": "path", "on": ["Person/vera"]}, "from one to another"),
        ({"do": "hide", "on": ["Nothing/x"]}, "no such thing"),
        ({"do": "merge", "on": ["Person/sam"]}, "what to put beside"),
    ],
)
def test_what_cannot_be_done_says_why(action: Any, why: str) -> None:
    with pytest.raises(InputError, match=why):
        actions.applied(view_of(case()), action, ANA)


def test_a_node_of_thousands_is_refused_with_a_proposal_and_asked_about_before() -> None:
    view = view_of(case())
    rows = [Away("SUSPECT_IN", "Incident", 2_001, 1_990), Away("USES", "Phone", 12, 8)]
    with pytest.raises(InputError, match=r"holds 2,000: choose one kind or fewer"):
        actions.expanded(view, SAM, {"do": "expand"}, rows)
    made = actions.expanded(view, SAM, {"do": "expand", "types": ["USES"]}, rows)
    assert made.expansions[0].types == ("USES",)
    text = repr(dialogs.expanding(view, SAM, rows))
    assert "2,000 or more" in text
    assert "All 8" in text


def test_a_note_is_for_who_sees_as_much_as_its_author_did() -> None:
    view = view_of(case())
    secret = Viewer("bo", "analyst", "a test", 3, compartments=frozenset({"TERN"}))
    made = actions.applied(view, {"do": "note", "on": ["Person/vera"], "text": "ask"}, secret)
    noted = view_of(case(), made)
    assert noted.note("Person/vera", ANA) is None
    assert noted.note("Person/vera", secret) is not None
    assert made.notes["Person/vera"].marking == Marking(0, frozenset({"TERN"}))
    # Written where his side does not look: on a chart that his side sees it is not told.
    guarded = Chart(("sam",), case().nodes, case().links, guarded=True, about=SAM)
    assert view_of(guarded, made).note("Person/vera", secret) is None


def test_filters_put_away_and_what_hangs_on_that_alone_goes_with_it() -> None:
    picture = chart.draw(case())
    keys = {node.key: element_ref(place) for place, node in picture.nodes.items()}

    def away(*names: str, **times: dt.date) -> set[str]:
        hidden = filters.hidden_keys(picture, filters.Filters(frozenset(names), **times))
        return {keys[key] for key in hidden}

    assert away() == set()
    assert away("force-eastvale") == {"Incident/i000", "Incident/i003"}
    assert away("behaviour-following") == {"Incident/i001", "Incident/i003", "Incident/i005"}
    assert away("role-victim") == {"Person/vera"}
    assert away("grade-2B") == {"Incident/i000"}
    assert away("grade-1A") == set()  # each of its grades must be put away
    assert away("grade-1A", "grade-3E") == {"Incident/i001"}
    assert away("grade-none") == {f"Incident/i{n:03}" for n in range(2, 6)}
    late = away(since=dt.date(2025, 3, 4))
    assert late == {"Incident/i000", "Incident/i001", "Incident/i002", "Person/vera"}
    assert away("Person") == {"Person/vera"}  # what it was begun at stays


def test_each_force_has_an_island_and_what_several_know_a_copy_on_each() -> None:
    picture = chart.draw(case())
    made = islands.islands(picture)
    assert [each["id"] for each in made["islands"]] == ["island-eastvale", "island-northmarch"]
    assert made["islands"][0]["label"] == "Eastvale: 2 incidents\nrecorded as 8L ×2"
    sam, vera = picture.nodes[SAM].key, picture.nodes["Person", "vera"].key
    assert sorted({copy["of"] for copy in made["copies"]}) == sorted((sam, vera))
    assert len(made["copies"]) == 4
    assert sorted(join["on"] for join in made["joins"]) == ["Person/sam", "Person/vera"]
    spots_ = [*made["places"].values(), *([c["x"], c["y"]] for c in made["copies"])]
    assert all(a != b for a, b in itertools.combinations(spots_, 2))
    ends = {copy["id"] for copy in made["copies"]} | set(made["places"])
    assert all({line["source"], line["target"]} <= ends for line in made["lines"])


def test_parallel_links_are_one_line_when_combined() -> None:
    links = (*case().links, Link("WITNESS_TO", SAM, ("Incident", "i000"), "", {}))
    both = Chart(("sam",), case().nodes, links, about=SAM)
    assert len(chart.draw(both).edges) == len(links)
    made = chart.draw(both, Composition(anchors=(SAM,), combined=True))
    assert len(made.edges) == len(links) - 1
    assert "suspect, witness" in {edge.label for edge in made.edges}
