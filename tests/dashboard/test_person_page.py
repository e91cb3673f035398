"""A person's page: why one person, a word on it and its undoing; who is near, what happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import scene
import small_graph
import small_records
from dash import Dash
from engines import cypher
from sessions import session_of
from tiny_graph import write

from dashboard.app import create_app
from dashboard.pages import person
from dashboard.routes import address, parse
from dashboard.view import Desk
from graph.access.viewer import Viewer
from graph.derive.dump import digest
from graph.engine.store import Store
from graph.explore.answers import neighbourhood
from graph.explore.surroundings import surroundings
from ingest.night.bring_up_to_date import bring_up_to_date

HOST = {"Host": "localhost"}
WHOSE = cypher(
    "MATCH (m:Mention {id: $id})-[:REFERS_TO]->(p:Person) RETURN p.id AS person",
    "person: str",
    "id: str",
)


def shown(desk: Desk, id_: str, **options: str) -> str:
    path, _, search = address("person", id=id_, **options).partition("?")
    content: Any = person.show(desk, parse(path, "?" + search), "light").content
    return str(content.to_plotly_json())


def test_the_page_says_who_is_near_and_by_what(embedded_store: Store, tmp_path: Path) -> None:
    session = scene.build(embedded_store, tmp_path)
    desk = Desk(embedded_store, session.audit, lambda _: scene.VIEWER)
    page = shown(desk, "sam")
    for words in ("Rowan Elder", "What happened", "William Birch", "Reed Larch", "One person?"):
        assert words in page
    for lines in ("2 Mill Lane", "Unit 4", "Safe Lane"):
        assert lines not in page, "a victim's whereabouts stay off a suspect's page"
    assert "Chart and timeline" in page
    for role, way in (("suspect", "report"), ("victim", "share")):
        assert f"href='/{way}/sam'" not in shown(desk, "sam"), "no record says so yet"
        said = ("Record/r1", "MENTIONS", "Mention/m1", {"role": role})
        small_graph.write(embedded_store, [], [said])
        assert f"href='/{way}/sam'" in shown(desk, "sam")
    assert "No such person" in shown(desk, "hidden")


def test_the_rarest_tie_stands_first_and_nobody_is_tied_to_themselves(
    embedded_store: Store, tmp_path: Path
) -> None:
    write(
        embedded_store,
        """
        sam Person name=Sam
        vera Person name=Vera
        mo Person name=Mo
        tess Person name=Tess
        sam SUSPECT_IN i1 i2
        vera VICTIM_OF i1 i2
        i1 Incident
        i2 Incident
        hostel Address lines=Hostel
        sam LIVES_AT hostel
        mo LIVES_AT hostel
        tess LIVES_AT hostel
        +447700900123 Phone
        sam USES +447700900123
        mo USES +447700900123
        """,
    )
    chart = neighbourhood(session_of(embedded_store, folder=tmp_path), "sam")
    assert chart is not None
    found = surroundings(chart, "sam")
    assert [it.person.id for it in found] == ["vera", "mo", "tess"]
    assert [it.incidents for it in found] == [2, 0, 0]
    mo = found[1]
    assert [(tie.through.id if tie.through else "", tie.people) for tie in mo.ties] == [
        ("+447700900123", 2),
        ("hostel", 3),
    ]


def press(app: Dash, button: str, **values: Any) -> dict[str, Any]:
    """What the server answers when a button of the page is pressed."""
    output, callback = next(
        (output, each)
        for output, each in app.callback_map.items()
        if any(slot["id"] == button for slot in each["inputs"])
    )
    given = {button: 1, **values}

    def slots(kind: str) -> list[dict[str, Any]]:
        names = [slot["property"] if slot["id"] == "url" else slot["id"] for slot in callback[kind]]
        return [
            {**slot, "value": given.get(name)}
            for slot, name in zip(callback[kind], names, strict=True)
        ]

    outputs = [
        {"id": each.component_id, "property": each.component_property}
        for each in callback["output"]
    ]
    body = {
        "output": output, "outputs": outputs, "inputs": slots("inputs"), "state": slots("state"),
        "changedPropIds": [f"{button}.n_clicks"],
    }  # fmt: skip
    answer = app.server.test_client().post("/_dash-update-component", json=body, headers=HOST)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    response: dict[str, Any] = answer.get_json()["response"]
    return response


def test_not_the_same_parts_two_and_undo_joins_them_again(
    embedded_store: Store, data: Path
) -> None:
    store = embedded_store
    dana = small_records.person("Dana Quill", "suspect", born="1987-02-14", phone="+447700900001")
    rosa = small_records.person("Rosa Fenn", "victim", born="1990-09-03")
    records = [small_records.incident(f"A{day}", dana, rosa, day=day) for day in (1, 2)]
    small_records.deliver(store, "d1", *records)
    session = session_of(store, folder=data)
    bring_up_to_date(session, lambda *_: None)
    a, b = (record.mention_id(record.parties[0]) for record in records)
    desk = Desk(store, session.audit, lambda _: Viewer("ann", "analyst", "a test"))
    app = create_app(store, session.audit, lambda _: Viewer("ann", "analyst", "a test"))
    one, before = whose(store, a), digest(store)
    assert one == whose(store, b)
    assert "Speaks for it" in shown(desk, one, a=a, b=b)

    path, search = address("person", id=one, a=a, b=b).split("?")
    where = {"pathname": path, "search": "?" + search}
    refused = press(app, "judge-apart", **where)
    assert "needs a reason" in refused["judge-done"]["children"]
    done = press(app, "judge-apart", **where, **{"judge-why": "two sisters"})
    assert whose(store, a) != whose(store, b)
    said = done["url"]["search"]
    assert "not one person. two sisters" in shown(desk, whose(store, a), said=said[6:])
    undone = press(app, "judge-undo", pathname=path, search=said)
    assert undone["url"]["search"].startswith("?gone=")
    assert (whose(store, a), digest(store)) == (one, before)
    judged = [entry for entry in session.audit.entries() if entry.action == "alteration"]
    assert [set(entry.body or ()) for entry in judged][-2:] == [
        {"judged", "same"}, {"withdrawn", "judged"},
    ]  # fmt: skip


def whose(store: Store, mention: str) -> str:
    rows = store.read(WHOSE, id=mention)
    return str(rows[0]["person"])


@pytest.mark.parametrize("search", ["?a=x&b=y", "?a=sam&b=sam", "?said=nothing", "?gone=x"])
def test_an_odd_comparison_is_an_answer(embedded_store: Store, tmp_path: Path, search: str) -> None:
    session = scene.build(embedded_store, tmp_path)
    app = create_app(embedded_store, session.audit, lambda _: scene.VIEWER)
    body: dict[str, Any] = {
        "output": "..page.children...classification.children...shown.data...title.data..",
        "outputs": [
            {"id": "page", "property": "children"},
            {"id": "classification", "property": "children"},
            {"id": "shown", "property": "data"},
            {"id": "title", "property": "data"},
        ],
        "inputs": [
            {"id": "url", "property": "pathname", "value": "/person/sam"},
            {"id": "url", "property": "search", "value": search},
            {"id": "theme", "property": "data", "value": "light"},
        ],
        "state": [{"id": "shown", "property": "data", "value": None}],
        "changedPropIds": ["url.pathname"],
    }
    answer = app.server.test_client().post("/_dash-update-component", json=body, headers=HOST)
    assert answer.status_code == 200
