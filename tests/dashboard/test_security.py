"""Who gets an answer, and what a page may do with it."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
import scene
import typer
from dash import Dash, Input, Output, html
from flask import Response
from typer.testing import CliRunner

from dashboard.app import create_app
from dashboard.commands import serve as cli
from dashboard.commands.serve import register
from dashboard.security import _keep_direction, secure
from graph.access.audit import Audit
from graph.engine.store import Store
from graph.errors import BusyError, InputError


@pytest.fixture
def app() -> Dash:
    app = Dash(__name__, enable_mcp=False)
    app.layout = html.Div([html.Div(id="a"), html.Div(id="b")])
    app.clientside_callback(  # type: ignore[no-untyped-call]
        "x => x", Output("b", "children"), Input("a", "children")
    )
    secure(app, ["desk.example"])
    return app


@pytest.mark.parametrize("host", ["localhost:8050", "127.0.0.1", "[::1]:8050", "desk.example"])
def test_loopback_and_the_named_host_are_answered(app: Dash, host: str) -> None:
    assert app.server.test_client().get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example"]
)
def test_a_strange_host_is_not(app: Dash, host: str) -> None:
    for path in ("/", "/_dash-layout", "/_dash-dependencies"):
        answer = app.server.test_client().get(path, headers={"Host": host})
        assert answer.status_code == 421


def test_a_strange_origin_is_not(app: Dash) -> None:
    client = app.server.test_client()
    strange = {"Host": "localhost", "Origin": "http://evil.example"}
    assert client.post("/_dash-update-component", json={}, headers=strange).status_code == 403
    null = {"Host": "localhost", "Origin": "null"}
    assert client.post("/_dash-update-component", json={}, headers=null).status_code == 403


def test_every_answer_forbids_what_it_does_not_need(app: Dash) -> None:
    headers = app.server.test_client().get("/", headers={"Host": "localhost"}).headers
    assert headers["Cache-Control"] == "no-store"
    policy = headers["Content-Security-Policy"]
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'sha256-" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert "default-src 'none'" in policy


def test_the_app_serves_everything_itself_and_no_mcp(embedded_store: Store, tmp_path: Path) -> None:
    app = create_app(embedded_store, Audit(tmp_path / "audit.sqlite"), lambda _: scene.VIEWER)
    client = app.server.test_client()
    page = client.get("/", headers={"Host": "localhost"}).get_data(as_text=True)
    assert 'src="http' not in page
    assert 'href="http' not in page
    assert client.post("/_mcp", headers={"Host": "localhost"}).status_code in (404, 405)


def test_a_taken_port_is_said_in_one_sentence() -> None:
    with cli._listen("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BusyError, match="--port"):
            cli._listen("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "accounts", "proxy", "why"),
    [
        ("127.0.0.1", False, None, None),
        ("::1", True, None, None),
        ("10.0.0.2", False, None, "there are no accounts"),
        ("10.0.0.2", False, "10.0.0.1", "there are no accounts"),
        ("127.0.0.1", False, "127.0.0.1", "there are no accounts"),
        ("10.0.0.2", True, None, "nothing brings TLS"),
        ("10.0.0.2", True, "10.0.0.1", None),
    ],
)
def test_other_machines_are_served_with_accounts_and_tls_alone(
    host: str, accounts: bool, proxy: str | None, why: str | None
) -> None:
    if why is None:
        cli._check(host, accounts, proxy)
        return
    with pytest.raises(InputError, match=why):
        cli._check(host, accounts, proxy)


def test_serve_explains_itself() -> None:
    app = typer.Typer()
    register(app)
    said = CliRunner().invoke(app, ["--help"]).output
    assert "Serve the dashboard" in said
    assert "--behind-proxy" in said


def test_a_file_with_a_fingerprint_is_kept_and_squeezed_and_an_answer_is_neither(
    embedded_store: Store, tmp_path: Path
) -> None:
    app = create_app(embedded_store, Audit(tmp_path / "audit.sqlite"), lambda _: scene.VIEWER)
    client = app.server.test_client()
    asked = {"Host": "localhost", "Accept-Encoding": "br, gzip"}
    page = client.get("/", headers=asked)
    assert page.headers["Cache-Control"] == "no-store"
    files = re.findall(r'(?:src|href)="(/(?:assets|_dash-component-suites)/[^"]+)"', page.text)
    assert len(files) > 8
    sent = 0
    for file in files:
        with client.get(file.replace("&amp;", "&"), headers=asked) as answer:
            assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable", file
            assert answer.headers["Content-Encoding"] == "br", file
            sent += len(answer.data)
    assert sent < 900_000
    with client.get("/assets/frame.css", headers=asked) as bare:
        assert bare.headers["Cache-Control"] == "no-store"


def test_a_script_that_another_loads_is_sent_once_and_then_only_asked_about(
    embedded_store: Store, tmp_path: Path
) -> None:
    app = create_app(embedded_store, Audit(tmp_path / "audit.sqlite"), lambda _: scene.VIEWER)
    client = app.server.test_client()
    asked = {"Host": "localhost", "Accept-Encoding": "gzip"}
    for path in ("plotly/package_data/plotly.min.js", "dash_ag_grid/async-community.js"):
        file = f"/_dash-component-suites/{path}"
        for _ in range(2):  # the second is what was squeezed for the first
            first = client.get(file, headers=asked)
            assert first.headers["Cache-Control"] == "private, no-cache"
            assert len(gzip.decompress(first.data)) > 500_000
        again = client.get(file, headers={**asked, "If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["Cache-Control"] == "private, no-cache"


def test_what_is_squeezed_for_one_is_kept_for_another_of_files_alone(
    embedded_store: Store, tmp_path: Path
) -> None:
    app = create_app(embedded_store, Audit(tmp_path / "audit.sqlite"), lambda _: scene.VIEWER)
    told = iter(("a" * 999, "b" * 999))
    app.server.add_url_rule("/told", "told", lambda: {"told": next(told)})
    client = app.server.test_client()
    asked = {"Host": "localhost", "Accept-Encoding": "gzip"}
    answers = [gzip.decompress(client.get("/told", headers=asked).data) for _ in range(2)]
    assert [b"aaa" in answers[0], b"bbb" in answers[1]] == [True, True]


@pytest.mark.parametrize("written", ["Ann \u202eeeR", "\u2066Ann eeR\u2069"])
def test_no_answer_turns_the_direction_of_writing(written: str) -> None:
    for escaped in (True, False):
        body = json.dumps({"x": written, "y": "\\u202e"}, ensure_ascii=escaped)
        response = Response(body)
        _keep_direction(response)
        assert json.loads(response.get_data()) == {"x": "Ann eeR", "y": "\\u202e"}
