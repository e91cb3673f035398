"""What people do with the flags, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import scene
from browsing import SLOW_MS, a_page
from engines import empty
from playwright.sync_api import Browser, Page, Route, expect
from serving import serving
from small_graph import Node, write

from dashboard.app import create_app
from graph.access.audit import Audit
from graph.engine.store import Store
from graph.queries import load

pytestmark = pytest.mark.browser
expect.set_options(timeout=SLOW_MS)

AT = "2025-03-20T02:00:00Z"


def a_flag(number: int) -> Node:
    rule = load("detect/course_of_conduct")
    blank: dict[str, Any] = dict.fromkeys(rule.columns, "")
    columns = {"suspect_id": "sam", "victim_id": "vera", "incident_ids": ["northmarch/1"]}
    words = dict.fromkeys(("why", "sentence", "explanation", "against"), "")
    return (
        "Flag",
        f"f{number:03}",
        {
            **words,
            "rule": rule.name if number % 2 == 0 else "gone",
            "subjects": ["sam", "vera"],
            "state": "new",
            "evidence": ["r1"],
            "columns": json.dumps({**blank, **columns, "links": []}),
            "raised_at": AT,
            "changed_at": AT,
            "night": "n",
            "owner": "northmarch",
            "forces": ["northmarch"],
            "due": f"2025-04-{1 + number // 10:02}",
        },
    )


@pytest.fixture(scope="module")
def address(arcadedb_session: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("flags")
    empty(arcadedb_session)
    scene.build(arcadedb_session, folder)
    write(arcadedb_session, [a_flag(number) for number in range(130)], [])
    audit = Audit(folder / "audit.sqlite")
    with serving(create_app(arcadedb_session, audit, lambda _: scene.VIEWER).server) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with a_page(browser, address) as page:
        yield page


def look(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("tr[data-flag]").first).to_be_visible()
    expect(page.locator("form.say")).to_be_visible()


def test_flags_are_scanned_confirmed_and_taken_back_by_the_keyboard(page: Page) -> None:
    look(page, "/?rule=course_of_conduct&n=100")
    rows = page.locator("tr[data-flag]")
    expect(page.locator(".flags-head p")).to_contain_text("65 flags")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(rows.nth(1).locator(".flag-link")).to_have_attribute("aria-current", "true")
    chosen = rows.nth(1).get_attribute("data-flag")
    assert f"on={chosen}" in page.url
    pane = page.locator(".flag-pane")
    expect(pane.locator(".sentence")).to_contain_text("Rowan Elder towards William Birch")
    expect(pane).to_contain_text("1 A P")
    page.keyboard.press("c")
    page.keyboard.press("Enter")
    expect(page.locator(".say-hint")).to_contain_text("Say why first")
    page.keyboard.type("Known to us already.")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("1 flag confirmed")
    expect(page.locator(".flags-head p")).to_contain_text("64 flags")
    expect(page.locator(f"tr[data-flag={chosen}]")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    expect(page.locator("#said")).to_contain_text("1 flag reopened")
    expect(page.locator(f"tr[data-flag={chosen}]")).to_contain_text("Reopened")
    expect(page.locator(".life")).to_contain_text("Known to us already.")
    page.keyboard.press("Enter")
    page.wait_for_url("**/person/sam", timeout=SLOW_MS)


def test_several_are_answered_at_once_and_found_again_by_their_state(page: Page) -> None:
    look(page, "/?rule=gone")
    for number in (0, 2):
        page.locator("tr[data-flag] .pick").nth(number).click()
    expect(page.locator("#picked")).to_have_text("2 chosen")
    page.get_by_label("Reason").fill("One matter, seen to.")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator("#said")).to_contain_text("2 flags dismissed")
    page.get_by_role("link", name="Dismissed").click()
    expect(page.locator("tr[data-flag]")).to_have_count(2)
    assert "state=dismissed" in page.url


def test_one_reads_on_and_comes_back_to_the_same_place(page: Page) -> None:
    look(page, "/")
    rows = page.locator("tr[data-flag]")
    expect(rows).to_have_count(50)
    page.get_by_role("button", name="More").click()
    expect(rows).to_have_count(100)
    page.get_by_role("button", name="More").click()
    expect(rows.nth(110)).to_be_attached()
    expect(page.locator(".rest button")).to_have_count(0)
    assert rows.count() > 100
    rows.nth(110).locator(".flag-link").click()
    chosen = rows.nth(110).get_attribute("data-flag")
    page.wait_for_url(f"**on={chosen}*", timeout=SLOW_MS)
    place = page.evaluate("document.querySelector('.queue-scroll').scrollTop")
    assert place > 1_000
    page.keyboard.press("Enter")
    page.wait_for_url("**/person/sam", timeout=SLOW_MS)
    expect(page.get_by_role("heading", name="Rowan Elder")).to_be_visible()
    page.go_back()
    expect(rows.nth(110)).to_be_visible()
    expect(rows.nth(110).locator(".flag-link")).to_have_attribute("aria-current", "true")
    assert page.evaluate("document.querySelector('.queue-scroll').scrollTop") == place


def test_while_the_server_is_slow_nothing_old_can_be_clicked(page: Page) -> None:
    look(page, "/")

    held: list[Route] = []
    page.route("**/_dash-update-component*", lambda route: held.append(route))
    page.get_by_role("link", name="Course of conduct").click()
    expect(page.locator("#page")).to_have_attribute("aria-busy", "true")
    assert page.evaluate("document.getElementById('page').inert")
    for route in held:
        route.continue_()
    page.unroute("**/_dash-update-component*")
    expect(page.locator("#page")).to_have_attribute("aria-busy", "false")
    assert not page.evaluate("document.getElementById('page').inert")


def test_a_server_that_is_gone_is_told_of(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    look(page, "/")
    page.route("**/*", lambda route: route.abort())
    page.get_by_role("link", name="Course of conduct").click()
    banner = page.locator("#silent")
    expect(banner).to_contain_text("The server does not answer")
    banner.get_by_role("button", name="Try again").click()
    expect(banner).to_contain_text("Still no answer")
    page.unroute("**/*")
    banner.get_by_role("button", name="Try again").click()
    expect(page.locator("#silent")).to_have_count(0)
    context.close()
