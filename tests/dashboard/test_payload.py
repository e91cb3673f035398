"""Hostile requests: whatever is sent, the answer is a refusal or an answer, and never a fault."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import scene
from dash import Dash
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.app import PAGES, create_app
from dashboard.component_ids import part_id
from dashboard.payload import MOST_BYTES, check, types
from graph.access.audit import Audit
from graph.engine.store import Store
from graph.errors import InputError

NO_STORE: Any = object()
HOST = {"Host": "localhost"}
VALUES = types({key: kind for page in PAGES for key, kind in page.values.items()})
HOSTILE: list[Any] = [
    None, True, 0, -1, 2.5, 1e308, "", "x", "\N{SNOWMAN}" * 3_000, "../../etc/passwd", [], [None],
    [[]], ["x"] * 6_000, {}, {"id": "x"}, {"type": "legend"}, {"": {"": {}}}, [{"id": []}],
]  # fmt: skip


def a_part(id_: Any, property_: str, value: Any) -> dict[str, Any]:
    return {"id": id_, "property": property_, "value": value}


def lawful() -> list[dict[str, Any]]:
    """What a page sends to each callback of the server."""
    path, search = (
        a_part("url", "pathname", "/chart/Person/sam"),
        a_part("url", "search", "?depth=1"),
    )
    theme, shown = (
        a_part("theme", "data", "dark"),
        a_part("shown", "data", ["chart", "Person", "sam", "1"]),
    )
    legend = a_part({"type": "legend", "name": "Labels"}, "value", ["Person"])
    count = {"type": "count", "name": "Person"}
    inspector, network, timeline = (part_id(name) for name in ("inspector", "network", "timeline"))
    return [
        {
            "output": "..page.children...classification.children...shown.data...title.data..",
            "outputs": [
                {"id": "page", "property": "children"},
                {"id": "classification", "property": "children"},
                {"id": "shown", "property": "data"},
                {"id": "title", "property": "data"},
            ],
            "inputs": [path, search, theme], "state": [shown], "changedPropIds": ["url.pathname"],
        },
        {
            "output": '{"of":["ALL"],"type":"inspector"}.children',
            "outputs": [{"id": inspector, "property": "children"}],
            "inputs": [search, shown], "state": [path], "changedPropIds": ["shown.data"],
        },
        {
            "output": '..{"of":["ALL"],"type":"network"}.stylesheet...'
            '{"name":["ALL"],"type":"count"}.children..',
            "outputs": [
                [{"id": network, "property": "stylesheet"}],
                [{"id": count, "property": "children"}],
            ],
            "inputs": [
                search, theme, [legend], a_part("zoom", "data", 1.5), a_part("brush", "data", ["i"])
            ],
            "state": [[a_part(count, "id", count)], path, shown],
            "changedPropIds": ["zoom.data"],
        },
        {
            "output": '{"of":["ALL"],"type":"timeline"}.figure',
            "outputs": [{"id": timeline, "property": "figure"}],
            "inputs": [search, theme], "state": [path, shown], "changedPropIds": ["theme.data"],
        },
        *sharing(path, search),
    ]  # fmt: skip


def sharing(path: dict[str, Any], search: dict[str, Any]) -> list[dict[str, Any]]:
    """What the pages of sharing send."""
    to = a_part("share-to", "value", "haven")
    sections = a_part("share-sections", "value", ["orders"])
    cleared, code = a_part("share-cleared", "value", []), a_part("share-code", "data", "x")
    until, why = a_part("share-until", "value", "2027-05-01"), a_part("share-why", "value", "x")
    return [
        {
            "output": "..share-seen.children...share-code.data...share-cleared.options..",
            "outputs": [
                {"id": "share-seen", "property": "children"},
                {"id": "share-code", "property": "data"},
                {"id": "share-cleared", "property": "options"},
            ],
            "inputs": [to, sections, cleared], "state": [path],
            "changedPropIds": ["share-to.value"],
        },
        {
            "output": "..share-done.children...share-give.disabled..",
            "outputs": [
                {"id": "share-done", "property": "children"},
                {"id": "share-give", "property": "disabled"},
            ],
            "inputs": [a_part("share-give", "n_clicks", 1)],
            "state": [to, sections, cleared, code, until, why, path],
            "changedPropIds": ["share-give.n_clicks"],
        },
        {
            "output": "..withdraw-done.children...withdraw-share.disabled..",
            "outputs": [
                {"id": "withdraw-done", "property": "children"},
                {"id": "withdraw-share", "property": "disabled"},
            ],
            "inputs": [a_part("withdraw-share", "n_clicks", 1)],
            "state": [a_part("withdraw-why", "value", "x"), search, path],
            "changedPropIds": ["withdraw-share.n_clicks"],
        },
    ]  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    audit = Audit(tmp_path_factory.mktemp("payload") / "audit.sqlite")
    app = create_app(NO_STORE, audit, lambda _: scene.VIEWER)
    app.server.test_client().get("/", headers=HOST)
    return app


def test_every_value_that_a_callback_reads_has_its_type(app: Dash) -> None:
    """So that a new one cannot be forgotten: without its type it is refused always."""
    on_server = [each for each in app.callback_map.values() if "callback" in each]
    assert len(on_server) == len(lawful())
    for callback in on_server:
        for slot in (*callback["inputs"], *callback["state"]):
            id_ = slot["id"]
            name = json.loads(id_)["type"] if id_.startswith("{") else id_
            assert (name, slot["property"]) in VALUES


def test_what_a_page_sends_is_taken(app: Dash) -> None:
    for payload in lawful():
        check(json.dumps(payload).encode(), app.callback_map, VALUES)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything inside a payload."""
    found = [path] if path else []
    lists = enumerate(value) if isinstance(value, list) else ()
    for key, each in value.items() if isinstance(value, dict) else lists:
        found += places(each, (*path, key))
    return found


def altered(payload: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    whole = copy.deepcopy(payload)
    at: Any = whole
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return whole


def test_whatever_stands_in_a_value_is_taken_or_refused(app: Dash) -> None:
    """Nothing else comes out of the check; what it lets through has the type that is read."""
    refused = 0
    for payload in lawful():
        for path in places(payload):
            for value in HOSTILE:
                try:
                    check(
                        json.dumps(altered(payload, path, value)).encode(), app.callback_map, VALUES
                    )
                except InputError:
                    refused += 1
    assert refused > 1_500


@settings(max_examples=50, deadline=None)
@given(body=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_whatever_bytes_come_are_refused(app: Dash, body: bytes) -> None:
    with pytest.raises(InputError):
        check(body, app.callback_map, VALUES)


def test_a_body_of_megabytes_is_not_read(app: Dash) -> None:
    client = app.server.test_client()
    body = b'{"output": "' + b"x" * MOST_BYTES + b'"}'
    answer = client.post("/_dash-update-component", data=body, headers=HOST)
    assert answer.status_code == 413


@pytest.mark.slow
def test_no_hostile_request_is_a_fault(embedded_store: Store, tmp_path: Path) -> None:
    session = scene.build(embedded_store, tmp_path)
    app = create_app(embedded_store, session.audit, lambda _: scene.VIEWER)
    client = app.server.test_client()
    seen: dict[int, int] = {}
    for payload in lawful():
        for path in places(payload):
            for value in HOSTILE:
                answer = client.post(
                    "/_dash-update-component", json=altered(payload, path, value), headers=HOST
                )
                seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
                assert answer.status_code < 500, (path, value)
    for address in (
        "/_dash-component-suites/x/y", "/_dash-component-suites/dash/../../x", "/assets/../x",
        "/person/" + "x" * 100_000, "/%00", "/about/Nothing/x", "/_dash-layout?x=%ff",
    ):  # fmt: skip
        assert client.get(address, headers=HOST).status_code < 500, address
    assert seen[400] > 1_500
    assert seen[200] + seen.get(204, 0) >= len(lawful())
