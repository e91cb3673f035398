"""A chart taken out of its page: as a file, by whoever may disclose, and audited."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import scene
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.network.chart import draw
from dashboard.network.groups import GROUP
from dashboard.workspace.take_out import points_of
from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.engine.store import Store
from graph.explore.chart import Chart, Element, Link
from graph.explore.composition import Composition
from graph.export.files import FORMATS

HOST = {"Host": "localhost"}
SAM = "/take-out?label=Person&id=sam&depth=1&format="


def client(store: Store, audit: Audit, viewer: Viewer = scene.VIEWER) -> FlaskClient:
    made: FlaskClient = create_app(store, audit, lambda _: viewer).server.test_client()
    return made


def test_the_chart_of_the_page_leaves_in_every_format(
    embedded_store: Store, tmp_path: Path
) -> None:
    audit = scene.build(embedded_store, tmp_path).audit
    page = client(embedded_store, audit)
    for name, known in FORMATS.items():
        answer = page.get(SAM + name, headers=HOST)
        assert answer.status_code == 200
        assert answer.mimetype == known.media
        assert answer.headers["Content-Disposition"].endswith(f'.{known.ending}"')
    whole = json.loads(page.get(SAM + "json", headers=HOST).data)
    assert len({(row["x"], row["y"]) for row in whole["entities"]}) == len(whole["entities"])
    taken = [entry.body for entry in audit.entries() if entry.action == "disclosure"]
    assert [body["format"] for body in taken if body] == [*FORMATS, "json"]


def test_who_may_not_disclose_or_asks_for_nothing_gets_nothing(
    embedded_store: Store, tmp_path: Path
) -> None:
    audit = scene.build(embedded_store, tmp_path).audit
    investigator = replace(scene.VIEWER, role="investigator")
    answer = client(embedded_store, audit, investigator).get(SAM + "json", headers=HOST)
    assert (answer.status_code, b"Rowan" in answer.data) == (403, False)
    page = client(embedded_store, audit)
    assert page.get(SAM + "exe", headers=HOST).status_code == 400
    for path in ("?label=Person&id=hidden&format=json", "?label=X&id=1&format=json", ""):
        assert page.get(f"/take-out{path}", headers=HOST).status_code in (400, 404)


def test_who_stands_in_a_group_has_a_place_of_their_own() -> None:
    people = tuple(Element("Person", f"p{n}", f"P{n}", {}) for n in range(9))
    incident = Element("Incident", "i", "1", {})
    links = tuple(Link("VICTIM_OF", each.place, incident.place, "", {}) for each in people)
    chart = Chart(("i",), (incident, *people), links)
    folded = draw(chart, Composition(anchors=(incident.place,), grouping=True))
    assert GROUP in {node.element.label for node in folded.nodes.values()}
    points = points_of(folded)
    assert points.keys() == {node.place for node in chart.nodes}
    assert len(set(points.values())) == len(points)
