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
from pydantic import TypeAdapter, ValidationError

from dashboard.app import PAGES, create_app
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


SENT: list[Any] = [
    "/chart/Person/sam", "?depth=1", ["chart", "Person", "sam", "1"], "dark", 1, 1.5, ["x"], [],
    {"do": "hide", "on": ["Person/vera"], "n": 1}, {"type": "count", "name": "x"}, {"x": "x"},
    True, "x", None,
]  # fmt: skip
"""What a page may send, to be tried by type."""
USUAL = {
    ("url", "pathname"): "/chart/Person/sam",
    ("url", "search"): "?depth=1",
    ("shown", "data"): ["chart", "Person", "sam", "1"],
    ("say", "data"): {
        **{"kind": "defer", "why": "seen", "until": "2026-12-01", "force": ""},
        **{"flags": ["f1"], "next": "f2", "number": 1},
    },
}


def lawful(app: Dash) -> list[dict[str, Any]]:
    """A request to each callback of the server, as a page would send it."""
    return [
        a_request(output, callback)
        for output, callback in app.callback_map.items()
        if "callback" in callback
    ]


def a_request(output: str, callback: Any) -> dict[str, Any]:
    outputs = callback["output"]
    several = isinstance(outputs, list)
    slots = [
        a_slot({"id": each.component_id_str(), "property": each.component_property})
        for each in (outputs if several else [outputs])
    ]
    first = callback["inputs"][0]
    return {
        "output": output,
        "outputs": slots if several else slots[0],
        "inputs": [a_slot(slot, valued=True) for slot in callback["inputs"]],
        "state": [a_slot(slot, valued=True) for slot in callback["state"]],
        "changedPropIds": [f"{first['id']}.{first['property']}"],
    }


def a_slot(slot: dict[str, str], *, valued: bool = False) -> Any:
    """The part that answers to a slot, or of a pattern a list of one."""
    id_: Any = slot["id"]
    pattern = id_.startswith("{")
    if pattern:
        fields = json.loads(id_)
        id_ = {name: "x" if isinstance(value, list) else value for name, value in fields.items()}
    part = {"id": id_, "property": slot["property"]}
    if valued:
        name = (id_["type"] if pattern else id_, slot["property"])
        part["value"] = USUAL[name] if name in USUAL else a_value(VALUES[name])
    return [part] if pattern else part


def a_value(kind: TypeAdapter[Any]) -> Any:
    for value in SENT:
        try:
            kind.validate_python(value, strict=True)
        except ValidationError:
            continue
        return value
    pytest.fail(f"say in SENT what a page may send as {kind}")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    audit = Audit(tmp_path_factory.mktemp("payload") / "audit.sqlite")
    app = create_app(NO_STORE, audit, lambda _: scene.VIEWER)
    app.server.test_client().get("/", headers=HOST)
    return app


def test_every_value_that_a_callback_reads_has_its_type(app: Dash) -> None:
    """So that a new one cannot be forgotten: without its type it is refused always."""
    on_server = [each for each in app.callback_map.values() if "callback" in each]
    assert len(on_server) > 5
    for callback in on_server:
        for slot in (*callback["inputs"], *callback["state"]):
            id_ = slot["id"]
            name = json.loads(id_)["type"] if id_.startswith("{") else id_
            assert (name, slot["property"]) in VALUES


def test_what_a_page_sends_is_taken(app: Dash) -> None:
    for payload in lawful(app):
        check(json.dumps(payload).encode(), app.callback_map, VALUES)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything inside a payload."""
    found = [path] if path else []
    lists = enumerate(value) if isinstance(value, list) else ()
    for key, each in value.items() if isinstance(value, dict) else lists:
        found += places(each, (*path, key))
    return found


def altered(part: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A payload with another value at that place; all that lies beside the way is shared."""
    if not path:
        return value
    whole = copy.copy(part)
    whole[path[0]] = altered(part[path[0]], path[1:], value)
    return whole


@pytest.mark.slow
def test_whatever_stands_in_a_value_is_taken_or_refused(app: Dash) -> None:
    """Nothing else comes out of the check; what it lets through has the type that is read."""
    refused = 0
    for payload in lawful(app):
        for path in places(payload):
            for value in HOSTILE:
                try:
                    check(
                        json.dumps(altered(payload, path, value)).encode(), app.callback_map, VALUES
                    )
                except InputError:
                    refused += 1
    assert refused > 1_500


@settings(max_examples=50)
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
    for payload in lawful(app):
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
    assert seen[200] + seen.get(204, 0) >= len(lawful(app))
