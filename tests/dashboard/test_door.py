"""The door: nothing answers somebody who is not signed in, and nothing more than their role may."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import scene
from house import HTML, NO_STORE, PASSWORD, PURPOSES, House, callback
from stalling import Stalled, impatient

from dashboard.app import PAGES, create_app
from dashboard.door.door import CALLBACK, IN, OPEN, Door, _admits
from dashboard.door.slowing import FAILURES, Slowing
from dashboard.routes import PATHS
from graph.access.accounts import Accounts
from graph.access.audit import Audit
from graph.access.roles import GIVEN, may
from graph.engine import store as limits
from graph.engine.store import Store

FILE = r'(?:src|href)="(/(?:assets|_dash-component-suites)/[^"]+)"'
SILENT = re.compile("this takes the engine more than|does not answer")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A door before nothing: no request of these tests comes as far as the graph."""
    return House(NO_STORE, tmp_path)


def addresses(house: House) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, path) of every rule of the app, with something in each place."""
    for rule in house.app.server.url_map.iter_rules():
        path = re.sub(r"<[^>]+>", "x", rule.rule)
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            yield rule.endpoint, method, path


def test_every_address_is_closed_to_whoever_is_not_signed_in(house: House) -> None:
    tried = 0
    for endpoint, method, path in addresses(house):
        for headers in (HTML, {"Accept": "application/json", "Host": "localhost"}):
            answer = house.client().open(path, method=method, headers=headers)
            if endpoint in OPEN:
                continue
            tried += 1
            if endpoint.startswith("api."):
                assert answer.status_code == 401, (method, path)
            elif method == "GET" and headers is HTML:
                assert answer.status_code == 303, (method, path)
                assert answer.location.startswith("/sign-in?") or answer.location == "/sign-in"
            else:
                assert answer.status_code in (400, 401), (method, path)
            assert b"Rowan" not in answer.data
    assert tried > 10
    assert {endpoint for endpoint, _, _ in addresses(house)} >= OPEN | IN


ROUTES = {
    "looks_download": "audit",
    "take_out": "disclosure",
    "report_download": "disclosure",
    "search_download": "disclosure",
    "share_download": "disclosure",
    "register_download": "disclosure",
    "oversight_tables": "oversight",
    "oversight_chart": "oversight",
}
"""The right that each route asks for which is neither Dash's nor the door's."""
DASH = ("/", "/<path:path>", "_dash_assets.static", "static")


def opens_something(role: str) -> bool:
    return any(may(role, page.right) for page in PAGES)


def test_every_page_says_in_a_sentence_that_the_engine_is_silent(
    embedded_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch, 0.2)
    engine = Stalled(embedded_store.settings.data)
    monkeypatch.setattr(limits, "engine_of", lambda _: engine)
    with Store(embedded_store.settings) as store:
        house = House(store, tmp_path)
        engine.line.fall_silent()
        unasked = set()
        for page in PAGES:
            role = next(each for each in GIVEN if may(each, page.right))
            path = PATHS[page.name].replace("<label>", "Person").replace("<id>", "sam")
            began = time.monotonic()
            answer = callback(house.signed_in(role), f"{path}?q=Rowan&why=testing&open=reports")
            assert time.monotonic() - began < 10, page.name
            assert answer.status_code == 200, page.name
            if not SILENT.search(answer.get_data(as_text=True)):
                unasked.add(page.name)
    assert unasked == {"closed"}  # which shows the samples that are drawn, and there is none
    engine.line.close()


def test_each_role_opens_each_page_or_not_as_the_table_says(
    embedded_store: Store, tmp_path: Path
) -> None:
    """Every page of the app's list by itself, and what of the cases is told."""
    scene.build(embedded_store, tmp_path)
    house = House(embedded_store, tmp_path)
    for role in GIVEN:
        client = house.signed_in(role)
        assert client.get("/", headers=HTML).status_code == (200 if opens_something(role) else 403)
        for page in PAGES:
            path = PATHS[page.name].replace("<label>", "Person").replace("<id>", "sam")
            answer = callback(client, f"{path}?q=Rowan&why=testing")
            text = answer.get_data(as_text=True)
            if not opens_something(role):
                assert answer.status_code == 403, (role, page.name)
            elif page.name != "flags":  # the first page is each role's own
                assert answer.status_code == 200, (role, page.name)
                assert ("Not for your role" in text) != may(role, page.right), (role, page.name)
            assert ("Rowan Elder" not in text) or may(role, "consultation"), (role, page.name)
    entries = house.audit.entries()
    assert {e.who for e in entries if e.action == "refusal"} == {
        "chief" if role == "administrator" else f"the {role}"
        for role in GIVEN
        if not all(may(role, page.right) for page in PAGES)
    }
    looks = [e for e in entries if e.action == "consultation" and e.who == "the analyst"]
    assert looks
    assert {(e.role, e.purpose) for e in looks} == {("analyst", "Review of a flag (A/1)")}


def test_each_role_comes_to_each_route_or_not_as_the_table_says(
    embedded_store: Store, tmp_path: Path
) -> None:
    """A new route is told of in ROUTES, or this fails."""
    house = House(embedded_store, tmp_path)
    own = {
        endpoint
        for endpoint, _, _ in addresses(house)
        if not endpoint.startswith(("door.", "api.", "/_dash", "/_", *DASH[2:]))
        and endpoint not in DASH
    }
    assert own == set(ROUTES)
    for role in GIVEN:
        client = house.signed_in(role)
        for endpoint, method, path in addresses(house):
            if endpoint in OPEN | IN or method != "GET":
                continue
            answer = client.get(path, headers=HTML)
            if endpoint.startswith("api."):
                assert answer.status_code == 401, (role, path)  # a cookie is not looked at
            elif not opens_something(role):
                assert answer.status_code == 403, (role, path)
            elif endpoint in ROUTES:
                assert (answer.status_code == 403) != may(role, ROUTES[endpoint]), (role, path)


def test_each_callback_asks_for_the_right_of_its_page(house: House) -> None:
    """All of the server's but the one that draws pages, which asks for each page's own right."""
    server = house.app.server
    answered = {name for name, one in house.app.callback_map.items() if "callback" in one}
    rights = server.config["CALLBACK_RIGHTS"]
    assert ["page.children" in name for name in answered - set(rights)] == [True]
    for output, right in rights.items():
        if output not in answered:
            continue
        for role in GIVEN:
            asked = {"path": CALLBACK, "method": "POST", "json": {"output": output}}
            with server.test_request_context(**asked):
                assert _admits(role) == may(role, right), (role, output)


def test_a_request_that_another_site_could_send_is_refused(house: House) -> None:
    client = house.signed_in("analyst")
    client.get("/", headers=HTML)
    assert callback(client).status_code != 400
    assert callback(client, **{"X-CSRFToken": ""}).status_code == 400
    assert callback(client, **{"X-CSRFToken": "x"}).status_code == 400
    other = house.signed_in("supervisor")
    other.get("/", headers=HTML)
    theirs = other.get_cookie("_csrf_token", domain="localhost")
    assert theirs is not None
    assert callback(client, **{"X-CSRFToken": theirs.value}).status_code == 400
    for path in ("/sign-in", "/sign-out", "/purpose", "/sign-in/once/x"):
        answer = client.post(path, data={}, headers=HTML)
        assert answer.status_code == 400, path


def test_nothing_is_seen_before_a_purpose_is_said(house: House) -> None:
    client = house.signed_in("analyst", at_work=False)
    answer = client.get("/person/sam?on=x", headers=HTML)
    assert answer.location == "/purpose?next=/person/sam?on%3Dx"
    assert client.get("/_dash-layout", headers={"Host": "localhost"}).status_code == 401
    page = house.post(client, "/purpose", purpose="nosiness")
    assert b"choose a purpose" in page.data
    done = house.post(client, "/purpose", purpose="flag", next="/person/sam?on=x")
    assert done.location == "/person/sam?on=x"
    for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example", "x", "/a\nb"):
        assert house.post(client, "/purpose", purpose="flag", next=elsewhere).location == "/"


def test_files_of_the_program_are_fetched_while_somebody_chooses_a_purpose(house: House) -> None:
    client = house.signed_in("analyst", at_work=False)
    page = client.get("/purpose", headers=HTML).get_data(as_text=True)
    files = [html.unescape(each) for each in re.findall(r'rel="prefetch" href="([^"]+)"', page)]
    assert len(files) > 8
    for file in files:
        with client.get(file, headers={"Host": "localhost"}) as answer:
            assert answer.status_code == 200, file
            # Kept whatever the cookies are by then: the token's changes with each answer.
            assert "Cookie" not in answer.headers["Vary"], file
            assert "Set-Cookie" not in answer.headers, file
        assert house.client().get(file, headers={"Host": "localhost"}).status_code == 401, file
    nobody = house.signed_in("administrator", at_work=False).get("/purpose", headers=HTML)
    assert ("prefetch" in nobody.text) == opens_something("administrator")
    house.post(client, "/purpose", purpose="flag")
    there = client.get("/", headers=HTML).text
    assert files == [html.unescape(each) for each in re.findall(FILE, there)]


def test_cookies_are_for_this_site_and_for_no_script(house: House, tmp_path: Path) -> None:
    client = house.client()
    page = client.get("/sign-in", headers=HTML)
    (cookie,) = page.headers.getlist("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    signed = house.signed_in("analyst").get("/purpose", headers=HTML)
    (token,) = [c for c in signed.headers.getlist("Set-Cookie") if c.startswith("_csrf_token")]
    assert "SameSite=Strict" in token
    behind_tls = House(NO_STORE, tmp_path / "tls", tls=True).client().get("/sign-in", headers=HTML)
    (cookie,) = behind_tls.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-throughline=")
    assert "Secure" in cookie


def test_an_old_cookie_opens_nothing(house: House) -> None:
    client = house.signed_in("analyst")
    old = client.get_cookie("throughline", domain="localhost")
    assert old is not None
    assert house.post(client, "/purpose", purpose="flag").status_code == 303
    page = client.get("/purpose", headers=HTML).get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    out = client.post("/sign-out", data={"csrf_token": token[1]}, headers=HTML)
    assert out.location == "/sign-in"
    thief = house.client()
    thief.set_cookie("throughline", old.value, domain="localhost")
    assert thief.get("/", headers=HTML).status_code == 303
    forged = house.client()
    forged.set_cookie("throughline", old.value[:-4] + "AAAA", domain="localhost")
    assert forged.get("/", headers=HTML).status_code == 303


def test_signing_in_ends_whatever_cookie_was_there_before(house: House) -> None:
    client = house.signed_in("investigator")
    first = client.get_cookie("throughline", domain="localhost")
    house.post(client, "/sign-in", name="the analyst", password=PASSWORD)
    assert first is not None
    assert client.get_cookie("throughline", domain="localhost") != first
    thief = house.client()
    thief.set_cookie("throughline", first.value, domain="localhost")
    assert thief.get("/purpose", headers=HTML).location == "/sign-in?next=/purpose"
    assert b"the analyst" in client.get("/purpose", headers=HTML).data


def test_wrong_passwords_are_noted_slowed_and_told_alike(house: House) -> None:
    client = house.client()
    first = house.post(client, "/sign-in", name="the analyst", password="wrong")
    second = house.post(client, "/sign-in", name=PASSWORD, password="")  # in the wrong box
    assert (first.status_code, second.status_code) == (403, 403)
    said = [re.search(r'role="alert">([^<]+)', r.get_data(as_text=True)) for r in (first, second)]
    assert said[0]
    assert said[1]
    assert said[0][1] == said[1][1]
    who = [(e.who, e.body) for e in house.audit.entries() if e.action == "refusal"]
    assert who == [
        ("the analyst", {"asked": "sign-in", "by": "password"}),
        ("an unknown name", {"asked": "sign-in", "by": "password"}),
    ]
    for _ in range(FAILURES - 2):
        house.post(client, "/sign-in", name="x", password="y")
    slowed = house.post(client, "/sign-in", name="the analyst", password=PASSWORD)
    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) <= 61


def test_an_address_waits_a_minute_after_its_first_of_ten_failures() -> None:
    now = [0.0]
    slow = Slowing(lambda: now[0])
    for _ in range(FAILURES - 1):
        slow.failed("a")
    assert slow.wait("a") == 0
    slow.failed("a")
    assert (slow.wait("a"), slow.wait("b")) == (60.0, 0.0)
    now[0] = 60.0
    assert slow.wait("a") == 0


def test_the_owner_of_a_folder_without_accounts_comes_in_once(tmp_path: Path) -> None:
    accounts, audit = Accounts(tmp_path / "accounts.sqlite"), Audit(tmp_path / "audit.sqlite")
    door = Door(accounts, audit, lambda: PURPOSES)
    app = create_app(NO_STORE, audit, door.viewer)
    door.guard(app.server)
    house = object.__new__(House)
    house.app = app
    link = door.owner_link("root")
    client = house.client()
    assert b"no accounts yet" in client.get("/sign-in", headers=HTML).data
    assert client.get(link, headers=HTML).status_code == 200  # to look uses it not up
    assert house.post(client, link).status_code == 303
    assert b"root, owner" in client.get("/purpose", headers=HTML).data
    assert house.post(house.client(), link).status_code == 403
    (entry,) = [e for e in audit.entries() if e.action == "sign-in"]
    assert (entry.who, entry.role, entry.body) == ("root", "owner", {"by": "link"})
