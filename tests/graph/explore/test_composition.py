"""What somebody makes of a chart, read for whoever looks at it."""

from __future__ import annotations

from pathlib import Path

import pytest
import scene
from engines import cypher, empty

from graph.access.session import Session
from graph.engine.store import Store
from graph.errors import InputError
from graph.explore import answers as explore
from graph.explore.chart import Chart, Memory
from graph.explore.composition import Composition, Expansion, away, compose
from graph.explore.ways import ways
from graph.model.schema import NodeKey

SAM: NodeKey = ("Person", "sam")
VERA: NodeKey = ("Person", "vera")
HERS = {
    *("Address/vera-home", "Address/vera-home-otherwise", "Address/vera-work", "Address/refuge"),
    *("Phone/+447700900103", "Phone/+447700900104", "Phone/+447700900105", "Vehicle/EV23XYZ"),
    *("Account/email/vera@mail.example", "Organisation/register/1"),
}


@pytest.fixture(scope="module")
def session(arcadedb_session: Store, tmp_path_factory: pytest.TempPathFactory) -> Session:
    empty(arcadedb_session)
    return scene.build(arcadedb_session, tmp_path_factory.mktemp("composition"))


def shown(chart: Chart | None) -> set[str]:
    assert chart is not None
    return {"/".join(node.place) for node in chart.nodes}


def test_a_chart_begins_as_the_neighbourhood_of_a_person(session: Session) -> None:
    chart = compose(session, Composition(anchors=(SAM,)))
    assert shown(chart) == shown(explore.neighbourhood(session, "sam", 2))


@pytest.mark.parametrize(
    "place",
    [
        ("Incident", "northmarch/1"),
        ("Phone", scene.PHONES["shared"]),
        ("Account", "social/quietelm"),
        ("Vehicle", "NM24ABC"),
        ("Address", "street"),
        ("Order", "northmarch/O1"),
        ("Organisation", "register/1"),
    ],
    ids=lambda place: place[0],
)
def test_a_chart_opens_for_anything_and_tells_no_suspect_where_a_victim_is(
    session: Session, place: NodeKey
) -> None:
    chart = compose(session, Composition(anchors=(place,), depth=3))
    if chart is None:  # as its page does not: whoever asks about that asks about her, or a witness
        assert explore.entity(session, place) is None
        return
    assert "/".join(place) in shown(chart)
    if "Person/sam" in shown(chart):
        assert chart.guarded
    assert shown(chart) & HERS <= {"/".join(place)}


def test_opening_a_victim_on_a_suspects_chart_tells_what_his_chart_would(session: Session) -> None:
    composition = Composition(
        anchors=(SAM,), depth=1, expansions=(Expansion(place=("Incident", "northmarch/1")),)
    )
    assert "Person/vera" in shown(compose(session, composition))
    opened = composition.model_copy(
        update={"expansions": (*composition.expansions, Expansion(place=VERA, most=2_000))}
    )
    chart = compose(session, opened)
    assert shown(chart) & HERS == set()
    assert shown(chart) > shown(compose(session, composition))
    assert all(
        row.label not in ("Address", "Vehicle", "Account") for row in away(session, opened, VERA)
    )


def test_two_charts_in_one_are_told_as_an_answer_about_both(session: Session) -> None:
    alone = compose(session, Composition(anchors=(VERA,), depth=1))
    assert shown(alone) & HERS >= {"Address/vera-home", "Phone/+447700900103"}
    for anchors in ((SAM, VERA), (VERA, SAM)):
        assert shown(compose(session, Composition(anchors=anchors, depth=2))) & HERS == set()


def test_what_was_read_is_not_read_again_and_is_the_same(session: Session) -> None:
    memory = Memory()
    first = Composition(anchors=(SAM,), depth=1)
    compose(session, first, memory)
    more = first.model_copy(update={"expansions": (Expansion(place=("Incident", "eastvale/2")),)})
    assert compose(session, more, memory) == compose(session, more)
    # Of her own chart, with the memory of his, nothing of his is told.
    hers = Composition(anchors=(VERA,), depth=1)
    assert compose(session, hers, memory) == compose(session, hers)


def test_an_element_above_the_viewer_opens_for_nobody_else(session: Session) -> None:
    composition = Composition(anchors=(("Incident", "northmarch/5"),), depth=1)
    assert compose(session, composition) is None
    assert compose(scene.cleared(session), composition) is not None
    with pytest.raises(InputError, match="1 to 4 links"):
        compose(session, Composition(anchors=(SAM,), depth=9))


def test_ways_are_weighed_and_one_can_be_put_on_the_chart(session: Session) -> None:
    wren: NodeKey = ("Person", "wren")
    chart = Composition(anchors=(SAM,), depth=1)
    rows = ways(session, chart, (SAM, wren))
    assert rows == sorted(rows, key=lambda way: -way.weight)
    route = (SAM, ("Incident", "northmarch/3"), wren)
    (short,) = (row for row in rows if row.route == route)
    assert short.reason.startswith("2 links; its rarest, the incident 3, is tied to")
    added = chart.model_copy(update={"paths": (route,)})
    assert "Person/wren" not in shown(compose(session, added))  # it is not between two of these
    both = chart.model_copy(update={"anchors": (SAM, wren), "gone": (), "paths": (route,)})
    seen = compose(session, both)
    assert seen is not None
    assert {(SAM, route[1]), (wren, route[1])} <= {(link.start, link.end) for link in seen.links}


def test_no_way_goes_by_her_home_to_him(session: Session) -> None:
    for chart in (Composition(anchors=(SAM,)), Composition(anchors=(VERA,))):
        for row in ways(session, chart, (SAM, VERA)):
            assert {"/".join(place) for place in row.route} & HERS == set()
    route = (VERA, ("Address", "vera-home"), ("Incident", "northmarch/1"), SAM)
    made = Composition(anchors=(SAM,), paths=(route,))
    assert shown(compose(session, made)) & HERS == set()


def test_every_look_is_in_the_audit(session: Session, tmp_path: Path) -> None:
    del tmp_path
    compose(session, Composition(anchors=(SAM,), depth=1))
    body = session.audit.entries()[-1].body
    assert body is not None
    assert (body["asked"], body["anchors"]) == ("chart", ["Person/sam"])


def test_incidents_and_orders_have_the_grades_of_the_records_that_the_viewer_may_see(
    session: Session,
) -> None:
    """r1 is about the first incident and graded; r2, above the viewer, is about it, too."""
    grades = cypher("MATCH (r:Record {id: $id}) SET r.grade_source = $s, r.grade_information = $i",
                    params="id: str, s: str, i: str")  # fmt: skip
    session.store.write(grades, id="r1", s="2", i="B")
    session.store.write(grades, id="r2", s="3", i="E")
    memory = Memory()
    for _ in range(2):  # the second time from memory
        chart = compose(session, Composition(anchors=(SAM,)), memory)
        assert chart is not None
        assert chart.grades["Incident", "northmarch/1"] == ("2B",)
        assert chart.grades["Order", "northmarch/O1"] == ()
        assert {label for label, _ in chart.grades} == {"Incident", "Order"}
    above = compose(scene.cleared(session), Composition(anchors=(SAM,)))
    assert above is not None
    assert above.grades["Incident", "northmarch/1"] == ("2B", "3E")
