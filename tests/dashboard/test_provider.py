"""Sign-in with an identity provider, against one that runs here."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from dripping import dripping
from flask import Flask, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from dashboard.app import create_app
from dashboard.door.door import Door
from dashboard.door.provider import Provider
from graph.access.accounts import Account, Accounts
from graph.access.audit import Audit
from graph.errors import InputError
from graph.settings import OpenId

NO_STORE: Any = object()
PURPOSES = [{"code": "flag", "title": "Review of a flag", "reference": ""}]
HTML = {"Accept": "text/html", "Host": "localhost"}


class FakeProvider:
    """An OpenID provider that vouches for whom it is told to, with its own key or another's."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "1"})
        self.signs_with = self.key
        self.claims: dict[str, Any] = {"sub": "sub-ana"}
        self.nonce = ""
        app = Flask("provider")
        app.add_url_rule("/.well-known/openid-configuration", "about", self.about)
        app.add_url_rule("/keys", "keys", lambda: {"keys": [self.key.as_dict(private=False)]})
        app.add_url_rule("/token", "token", self.token, methods=["POST"])
        self.server = make_server("127.0.0.1", 0, app)
        self.address = f"http://127.0.0.1:{self.server.port}"

    def about(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def token(self) -> dict[str, Any]:
        assert request.form["code_verifier"]
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": "throughline", "iat": now, "exp": now + 60,
            "nonce": self.nonce, **self.claims,
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.signs_with)
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeProvider]:
    fake = FakeProvider()
    thread = threading.Thread(target=fake.server.serve_forever, daemon=True)
    thread.start()
    yield fake
    fake.server.shutdown()
    thread.join(10)


def test_whom_the_provider_vouches_for_comes_in_and_nobody_else(
    provider: FakeProvider, tmp_path: Path
) -> None:
    accounts, audit = Accounts(tmp_path / "accounts.sqlite"), Audit(tmp_path / "audit.sqlite")
    accounts.add(Account("chief", "administrator", 0, system="chief"))
    accounts.add(Account("ana", "analyst", 1, subject="sub-ana"))
    settings = OpenId(provider.address, "throughline", "a secret")
    door = Door(accounts, audit, lambda: PURPOSES, provider=Provider(settings))
    app = create_app(NO_STORE, audit, door.viewer)
    door.guard(app.server)

    def comes_back(state: str | None = None) -> Any:
        client = app.server.test_client()
        page = client.get("/sign-in?next=/person/sam", headers=HTML).get_data(as_text=True)
        token = page.split('name="csrf_token" value="')[-1].split('"')[0]
        away = client.post(
            "/sign-in/provider", data={"csrf_token": token, "next": "/person/sam"}, headers=HTML
        )
        assert away.status_code == 302
        asked = parse_qs(urlsplit(away.location).query)
        assert asked["code_challenge_method"] == ["S256"]
        provider.nonce = asked["nonce"][0]
        back = {"code": "c", "state": state or asked["state"][0]}
        return client.get("/sign-in/provider/back", query_string=back, headers=HTML)

    assert comes_back().location == "/purpose?next=/person/sam"
    assert comes_back("another state").status_code == 403
    another = RSAKey.generate_key(2048, {"kid": "1"})
    wrong: list[dict[str, Any]] = [
        {"sub": "sub-bo"},
        {"sub": "sub-ana", "aud": "another program"},
        {"sub": "sub-ana", "iss": "https://evil.example"},
        {"sub": "sub-ana", "exp": 1},
        {"sub": "sub-ana", "nonce": "another"},
        {"email": "ana@example.com", "sub": None},
    ]
    for provider.claims in wrong:
        assert comes_back().status_code == 403, provider.claims
    provider.claims, provider.signs_with = {"sub": "sub-ana"}, another
    assert comes_back().status_code == 403
    provider.signs_with = provider.key
    accounts.disable("ana")
    assert comes_back().status_code == 403
    came = [entry.action for entry in audit.entries()]
    assert came == ["sign-in", *["refusal"] * 9]


@pytest.mark.parametrize("gone", [True, False])
def test_a_provider_that_is_gone_or_never_ends_its_answer_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, gone: bool
) -> None:
    monkeypatch.setattr("dashboard.door.provider.LONGEST", 0.3)
    accounts, audit = Accounts(tmp_path / "accounts.sqlite"), Audit(tmp_path / "audit.sqlite")
    accounts.add(Account("chief", "administrator", 0, system="chief"))
    with dripping() as port:
        settings = OpenId(f"http://127.0.0.1:{1 if gone else port}", "throughline", "a secret")
        door = Door(accounts, audit, lambda: PURPOSES, provider=Provider(settings))
        app = create_app(NO_STORE, audit, door.viewer)
        door.guard(app.server)
        client = app.server.test_client()
        page = client.get("/sign-in", headers=HTML).get_data(as_text=True)
        token = page.split('name="csrf_token" value="')[-1].split('"')[0]
        answer = client.post("/sign-in/provider", data={"csrf_token": token}, headers=HTML)
    assert answer.status_code == 503
    assert "does not answer" in answer.get_data(as_text=True)


def test_half_a_provider_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert OpenId.load() is None
    monkeypatch.setenv("THROUGHLINE_OIDC_ISSUER", "http://login.example")
    with pytest.raises(InputError, match="no https address"):
        OpenId.load()
    monkeypatch.setenv("THROUGHLINE_OIDC_ISSUER", "https://login.example/")
    with pytest.raises(InputError, match="CLIENT_SECRET_FILE"):
        OpenId.load()
    (tmp_path / "secret").write_text("s\n")
    monkeypatch.setenv("THROUGHLINE_OIDC_CLIENT_ID", "throughline")
    monkeypatch.setenv("THROUGHLINE_OIDC_CLIENT_SECRET_FILE", str(tmp_path / "secret"))
    assert OpenId.load() == OpenId("https://login.example", "throughline", "s")
