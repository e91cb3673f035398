"""Each request of the dashboard has a viewer of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import scene
from flask import Flask, Request

from dashboard.app import create_app
from dashboard.view import Desk
from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.engine.store import Store


def who_asks(request: Request) -> Viewer:
    """As a sign-in would: the request says who it is."""
    return {"ana": scene.VIEWER, "bo": scene.CLEARED}[request.headers["X-Who"]]


def test_a_page_is_read_for_whoever_asks_and_kept_for_nobody_else(
    embedded_store: Store, tmp_path: Path
) -> None:
    audit = scene.build(embedded_store, tmp_path).audit
    desk = Desk(embedded_store, audit, who_asks)
    incidents: dict[str, Any] = {}
    flask = Flask(__name__)
    for who in ("bo", "ana", "bo"):
        with flask.test_request_context(headers={"X-Who": who}):
            view = desk.look(("Person", "sam"), 1)
        assert view is not None
        ids = {node.element.id for node in view.picture.nodes.values()}
        assert incidents.setdefault(who, ids) == ids
    assert incidents["bo"] - incidents["ana"] == {"northmarch/5"}
    whose = [entry.who for entry in audit.entries()]
    assert whose == ["bo"] * 5 + ["ana"] * 5 + ["bo"]  # the third look was kept for bo
    about = {"of": ["Person", "sam"], "depth": 1, "state": ""}
    assert audit.entries()[-1].body == {"asked": "open page", **about}


def test_the_banner_names_whoever_asks(embedded_store: Store, tmp_path: Path) -> None:
    app = create_app(embedded_store, Audit(tmp_path / "audit.sqlite"), who_asks)
    client = app.server.test_client()
    for who, cleared in (("ana", "ana, analyst, cleared to OFFICIAL"), ("bo", "bo, analyst")):
        headers = {"Host": "localhost", "X-Who": who}
        assert cleared in client.get("/_dash-layout", headers=headers).get_data(as_text=True)


def test_a_protected_persons_page_wants_a_reason_when_it_is_come_to_by_a_link(
    embedded_store: Store, tmp_path: Path
) -> None:
    audit = scene.build(embedded_store, tmp_path).audit
    desk = Desk(embedded_store, audit, who_asks)
    flask = Flask(__name__)
    with flask.test_request_context(headers={"X-Who": "ana"}):
        assert desk.wants_reason("vera", "", asked_for=False)
        assert not desk.wants_reason("vera", "", asked_for=True)
        assert not desk.wants_reason("sam", "", asked_for=False)
        assert not desk.wants_reason("vera", "she called", asked_for=False)
        assert not desk.wants_reason("vera", "", asked_for=False)  # it was given
    with flask.test_request_context(headers={"X-Who": "bo"}):
        assert desk.wants_reason("vera", "", asked_for=False)  # by another
    (entry,) = audit.entries()
    assert entry.body == {"asked": "protected person", "person": "vera", "reason": "she called"}
