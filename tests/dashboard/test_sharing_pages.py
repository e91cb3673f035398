"""The pages of sharing; and every page and callback there is, asked by a support service."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from shared_case import PLANTED, fill, session_for

from dashboard.app import create_app
from dashboard.door.door import Door
from dashboard.routes import PATHS
from graph.access.accounts import Account, Accounts
from graph.access.audit import Audit
from graph.engine.store import Store
from graph.sharing import shares
from graph.sharing.preview import Choice, preview, recipient

PASSWORD = "twelve or more characters"
HTML = {"Accept": "text/html", "Host": "localhost"}
SOON = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)).isoformat()
WORDS = [word for word in PLANTED if "erial" not in word]


class Desks:
    """The dashboard behind its door, over the case of shared_case.py."""

    def __init__(self, store: Store) -> None:
        folder = store.settings.data
        self.accounts = Accounts(folder / "accounts.sqlite")
        self.accounts.add(Account("root", "administrator", 0, system="nobody"))
        for name, role, clearance in (("Haven", "support", 0), ("boss", "supervisor", 3)):
            self.accounts.add(Account(name, role, clearance), PASSWORD)
        self.audit = Audit(folder / "audit.sqlite")
        purposes = [{"code": "flag", "title": "Review of a flag", "reference": ""}]
        door = Door(self.accounts, self.audit, lambda: purposes)
        self.app = create_app(store, self.audit, door.viewer)
        door.guard(self.app.server)
        self.store = store

    def client(self, name: str) -> FlaskClient:
        client: FlaskClient = self.app.server.test_client()
        for path, fields in (
            ("/sign-in", {"name": name, "password": PASSWORD}),
            ("/purpose", {"purpose": "flag"}),
        ):
            page = client.get(path, headers=HTML).get_data(as_text=True)
            token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
            given = {"csrf_token": token, **fields}
            client.post(path, data=given, headers={**HTML, "Origin": "http://localhost"})
        assert client.get("/", headers=HTML).status_code == 200
        return client

    def ask(self, client: FlaskClient, output: str, **values: Any) -> Any:
        """The request that a page sends for a callback, None for what is not given."""
        callback = self.app.callback_map[output]
        outputs = callback["output"]
        several = isinstance(outputs, list)
        listed = [
            {"id": each.component_id, "property": each.component_property}
            for each in (outputs if several else [outputs])
        ]
        body = {
            "output": output,
            "outputs": listed if several else listed[0],
            **{
                kind: [
                    {**each, "value": values.get(f"{each['id']}.{each['property']}")}
                    for each in callback[kind]
                ]
                for kind in ("inputs", "state")
            },
            "changedPropIds": [f"{each['id']}.{each['property']}" for each in callback["inputs"]],
        }
        cookie = client.get_cookie("_csrf_token", domain="localhost")
        headers = {"Host": "localhost", "X-CSRFToken": cookie.value if cookie else ""}
        return client.post("/_dash-update-component", json=body, headers=headers)

    def page(self, client: FlaskClient, path: str, search: str = "") -> str:
        """What a page shows to whoever comes from a chart with the person on it."""
        (output,) = (key for key in self.app.callback_map if "page.children" in key)
        given: dict[str, Any] = {"url.pathname": path, "url.search": search, "theme.data": "light"}
        given |= {"shown.data": ["chart", "p-vera"]}
        answer = self.ask(client, output, **given)
        assert answer.status_code == 200
        return str(json.loads(answer.get_data(as_text=True)))

    def called(self, name: str) -> str:
        outputs: list[str] = [key for key in self.app.callback_map if f"{name}." in key]
        (output,) = outputs
        return output


@pytest.fixture
def desks(embedded_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desks:
    monkeypatch.setattr("argon2.PasswordHasher", lambda: PasswordHasher(1, 8, 1))
    store = embedded_store
    monkeypatch.setattr(store, "settings", replace(store.settings, data=tmp_path))
    fill(store)
    return Desks(store)


def shared(desks: Desks) -> str:
    boss = session_for(desks.store, "boss", "supervisor")
    seen = preview(boss, "p-vera", recipient(desks.store.settings, "Haven"), Choice())
    until = dt.date.fromisoformat(SOON)
    return shares.give(boss, seen, until=until, why="MARAC of 12 March")


def test_a_support_service_sees_its_shares_and_nothing_on_any_page(desks: Desks) -> None:
    share = shared(desks)
    client = desks.client("Haven")
    for name, path in PATHS.items():
        for label, id_ in (("Person", "p-vera"), ("Person", "p-sam"), ("Incident", "ashford/1")):
            address = path.replace("<label>", label).replace("<id>", id_.replace("/", "%2F"))
            text = desks.page(client, address, f"?q=Vera&share={share}")
            shown = name in ("flags", "received")  # the first is what its role begins with
            assert ("Vera Stone" in text) == shown, address
            assert shown or "Not for your role" in text, address
            assert [word for word in WORDS if word.casefold() in text.casefold()] == []
    layout = client.get("/_dash-layout", headers=HTML).get_data(as_text=True)
    assert "Shared with you" in layout
    assert "search-slot" not in layout
    shares.withdraw(session_for(desks.store, "boss", "supervisor"), share, "over")
    assert "Nothing is shared with you today." in desks.page(client, "/")


def test_no_callback_but_that_of_its_pages_answers_a_support_service(desks: Desks) -> None:
    client = desks.client("Haven")
    rights = desks.app.server.config["CALLBACK_RIGHTS"]
    tried = 0
    for output, right in rights.items():
        callback = desks.app.callback_map[output]
        reads = [each["id"] for each in (*callback["inputs"], *callback["state"])]
        if "callback" not in callback or any("{" in id_ for id_ in (output, *reads)):
            continue
        given = {"url.pathname": "/share/p-vera", "shown.data": ["share", "p-vera"]}
        given |= {"theme.data": "light", "url.search": ""}
        assert right != "reception"
        answer = desks.ask(client, output, **given)
        assert answer.status_code == 403, (output, answer.data[:300])
        assert b"Vera" not in answer.data
        tried += 1
    assert tried >= 3


def test_a_case_is_seen_shared_and_withdrawn_on_the_pages(desks: Desks) -> None:
    client = desks.client("boss")
    page = desks.page(client, "/share/p-vera")
    assert "What Haven would see: the case of Vera Stone" in page
    assert "its handling code is C" in page
    choice = {
        "share-to.value": "Haven",
        "share-sections.value": ["chronology"],
        "share-cleared.value": ["ashford/incident/1", "ashford/order/O1"],
        "url.pathname": "/share/p-vera",
    }
    answer = json.loads(desks.ask(client, desks.called("share-seen"), **choice).data)["response"]
    assert "He followed her home." in str(answer["share-seen"])
    assert "Orders that protect" not in str(answer["share-seen"])
    code = answer["share-code"]["data"]
    give = {**choice, "share-give.n_clicks": 1, "share-until.value": SOON, "share-code.data": code}
    done = desks.called("share-done")
    for wrong, says in (
        ({"share-why.value": ""}, "needs a reason"),
        ({"share-why.value": "x", "share-code.data": "y"}, "not what was previewed"),
        ({"share-why.value": "x", "share-until.value": "soon"}, "no date"),
        ({"share-why.value": "x", "share-sections.value": ["orders"]}, "not what was previewed"),
    ):
        assert says in desks.ask(client, done, **{**give, **wrong}).get_data(as_text=True)
    assert "Nothing is shared" in desks.page(desks.client("Haven"), "/")
    told = desks.ask(client, done, **give, **{"share-why.value": "MARAC"}).get_data(as_text=True)
    assert f"Shared with Haven until {SOON}" in told
    assert "Vera Stone" in desks.page(desks.client("Haven"), "/")
    (share,) = shares.listed(session_for(desks.store, "boss", "supervisor"))
    listed = desks.page(client, "/shares")
    assert "Vera Stone" in listed
    assert "MARAC" in listed
    assert "withdraw-why" not in listed
    assert "withdraw-why" in desks.page(client, "/shares", f"?share={share.id}")
    end = {"withdraw-share.n_clicks": 1, "url.search": f"?share={share.id}", "url.pathname": "/"}
    ask = desks.called("withdraw-done")
    assert "needs a reason" in desks.ask(client, ask, **end).get_data(as_text=True)
    over = {**end, "withdraw-why.value": "over"}
    assert "nothing of it is seen" in desks.ask(client, ask, **over).get_data(as_text=True)
    assert "Nothing is shared" in desks.page(desks.client("Haven"), "/")


def test_an_organisation_without_an_account_gets_a_file(desks: Desks) -> None:
    client = desks.client("boss")
    assert "it gets a file" in desks.page(client, "/share/p-vera")
    choice = {
        "share-to.value": "a file",
        "share-sections.value": ["chronology"],
        "share-cleared.value": [],
        "url.pathname": "/share/p-vera",
    }
    answer = json.loads(desks.ask(client, desks.called("share-seen"), **choice).data)["response"]
    code = answer["share-code"]["data"]
    give = {**choice, "share-give.n_clicks": 1, "share-until.value": SOON, "share-code.data": code}
    give |= {"share-why.value": "MARAC"}
    done = desks.called("share-done")
    assert "name one of them" in desks.ask(client, done, **give).get_data(as_text=True)
    named = {**give, "share-organisation.value": "Larch House"}
    told = desks.ask(client, done, **named).get_data(as_text=True)
    assert f"Shared with Larch House until {SOON}" in told
    (share,) = shares.listed(session_for(desks.store, "boss", "supervisor"))
    assert f"/shared-file?share={share.id}&format=docx" in desks.page(client, "/shares")
    left = client.get(f"/shared-file?share={share.id}&format=html", headers=HTML)
    assert (left.status_code, left.mimetype) == (200, "text/html")
    assert "attachment" in left.headers["Content-Disposition"]
    assert "Larch House and nobody else" in left.get_data(as_text=True)
    other = desks.client("Haven").get(f"/shared-file?share={share.id}&format=html", headers=HTML)
    assert other.status_code == 403
    assert b"Vera" not in other.data
