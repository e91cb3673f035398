"""The whole dashboard behind its door, with an account for each role, for tests."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any
from unittest import mock

from argon2 import PasswordHasher
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.door.door import Door
from graph.access.accounts import Account, Accounts
from graph.access.audit import Audit
from graph.access.roles import GIVEN
from graph.engine.store import Store

NO_STORE: Any = object()
PASSWORD = "twelve or more characters"
PURPOSES = [{"code": "flag", "title": "Review of a flag", "reference": ""}]
HTML = {"Accept": "text/html", "Host": "localhost"}


class House:
    """The whole dashboard behind its door, with an account for each role."""

    def __init__(
        self, store: Store, folder: Path, *, tls: bool = False, hosts: Collection[str] = ()
    ) -> None:
        with mock.patch("argon2.PasswordHasher", return_value=PasswordHasher(1, 8, 1)):  # cheap
            self.accounts = Accounts(folder / "accounts.sqlite")
        self.accounts.add(Account("chief", "administrator", 0, system="chief"), PASSWORD)
        for role in GIVEN:
            if role != "administrator":
                self.accounts.add(Account(f"the {role}", role, 1), PASSWORD)
        self.audit = Audit(folder / "audit.sqlite")
        self.door = Door(self.accounts, self.audit, lambda: PURPOSES, tls=tls)
        self.app = create_app(store, self.audit, self.door.viewer, hosts)
        self.door.guard(self.app.server)

    def client(self) -> FlaskClient:
        client: FlaskClient = self.app.server.test_client()
        return client

    def post(self, client: FlaskClient, path: str, **fields: str) -> Any:
        """Send a form as the page of that path has it."""
        page = client.get(path, headers=HTML).get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        given = {"csrf_token": token[1] if token else "", **fields}
        return client.post(path, data=given, headers={**HTML, "Origin": "http://localhost"})

    def signed_in(self, role: str, *, at_work: bool = True) -> FlaskClient:
        client = self.client()
        name = "chief" if role == "administrator" else f"the {role}"
        answer = self.post(client, "/sign-in", name=name, password=PASSWORD)
        assert answer.status_code == 303
        if at_work:
            answer = self.post(client, "/purpose", purpose="flag", reference="A/1")
            assert (answer.status_code, answer.location) == (303, "/")
        return client


def callback(client: FlaskClient, path: str = "/person/sam", **more: str) -> Any:
    """The callback that draws the page of an address, as the browser asks for it."""
    outputs = "..page.children...classification.children...shown.data...title.data.."
    body = {
        "output": outputs,
        "outputs": [
            {"id": "page", "property": "children"},
            {"id": "classification", "property": "children"},
            {"id": "shown", "property": "data"},
            {"id": "title", "property": "data"},
        ],
        "inputs": [
            {"id": "url", "property": "pathname", "value": path.partition("?")[0]},
            {"id": "url", "property": "search", "value": path.partition("?")[2]},
            {"id": "theme", "property": "data", "value": "light"},
        ],
        "state": [{"id": "shown", "property": "data", "value": None}],
        "changedPropIds": ["url.pathname"],
    }
    cookie = client.get_cookie("_csrf_token", domain="localhost")
    headers = {"Host": "localhost", "X-CSRFToken": cookie.value if cookie else "", **more}
    return client.post("/_dash-update-component", json=body, headers=headers)
